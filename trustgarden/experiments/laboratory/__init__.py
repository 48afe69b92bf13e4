"""The laboratory: controlled meetings of a few people, on the kernels of the week.

For trust games and the studies of the literature: fix traits or draw them from
the population, say who meets whom in which round, at which stake and in which
space, script either side or let them decide, put regimes on and take them off, let
people promise, apologise, tell of each other and see each other's record, and read
trust after every round. Thousands of independent groups run in one call; what
differs between two laboratories of one seed is only what you changed.

    >>> import trustgarden as tg
    >>> lab = tg.Laboratory(num_people=2, num_groups=200, seed=1)
    >>> lab.meet(0, 1, rounds=10)                                    # strangers get acquainted
    >>> lab.meet(0, 1, act="entrust", answer="break", stake=1.0)
    >>> lab.meet(0, 1, rounds=5, answer="keep")
    >>> len(lab.table())
    3200

`games` has the apparatus of the field, each a function of a laboratory:
`trust_game`, `public_goods`, `minimum_effort`.
"""

from __future__ import annotations

from .games import minimum_effort, public_goods, trust_game
from .lab import Laboratory
from .scripts import Meeting

__all__ = ["Laboratory", "Meeting", "minimum_effort", "public_goods", "trust_game"]
