"""M12 Recognition, in a first form: leaders recognise kept faith that they attend to.

A recognised week is one in which a member's kept acts were seen and said. It
counts for effort (M18) and in how fairly things are shared out (M14). The four
kinds by who defines and who decides, and their credibility, are still to come.
"""

from __future__ import annotations

from .compiling import rule


@rule
def recognition_probability(level: float, attention: float, kept_share: float) -> float:
    """Chance that a member is recognised this week."""
    chance = level * attention * kept_share
    return chance if chance < 1.0 else 1.0
