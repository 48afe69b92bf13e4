"""Networks: what a table of ties would look like to somebody who asks people whom they turn to.

The model remembers relationships; a study of an organisation asks for networks.
`strengths` says which remembered ties would be named as advice, friendship or
work, `observing` cuts the strongest of them out as a `Network`; `structure`,
`mixing` and `multiplexity` measure it, and `against_null` compares each
measure with networks of the same degrees. `tribes`, `turnover`, `circles` and
`settling` read the table of ties itself. Nothing here changes a tie.
"""

from __future__ import annotations

from .bridges import bridges
from .circles import circle_of_tie, circles, time_shares
from .mixing import density_ratio, rank_flow, up_down_ratio
from .multiplexity import Multiplexity, multiplexity, odds_ratio
from .network import Network, aligned
from .nulls import against_null
from .observing import observed_network, people_of
from .profile import profile
from .rewiring import rewired, rewired_pairs
from .settling import rank_partners, rank_stability, top_choices
from .strengths import (
    advice_strength,
    frequency_strength,
    friendship_strength,
    work_strength,
)
from .structure import degree_figures, degrees, density, reciprocity, transitivity
from .tribes import Tribes, mutual_ties, tribes
from .turnover import survival

__all__ = [
    "Multiplexity",
    "Network",
    "Tribes",
    "advice_strength",
    "against_null",
    "aligned",
    "bridges",
    "circle_of_tie",
    "circles",
    "degree_figures",
    "degrees",
    "density",
    "density_ratio",
    "frequency_strength",
    "friendship_strength",
    "multiplexity",
    "mutual_ties",
    "observed_network",
    "odds_ratio",
    "people_of",
    "profile",
    "rank_flow",
    "rank_partners",
    "rank_stability",
    "reciprocity",
    "rewired",
    "rewired_pairs",
    "survival",
    "time_shares",
    "top_choices",
    "transitivity",
    "tribes",
    "up_down_ratio",
    "work_strength",
]
