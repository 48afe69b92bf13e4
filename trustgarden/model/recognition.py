"""M12 Recognition: who says what counts, and who decides whose it was.

Two by two: what is recognised is *defined* formally (what the organisation
counts: work done) or socially (how one dealt with others), and who gets it is
*decided* formally (by the leader) or socially (by colleagues). Each form has
credibility, visibility and scarcity. Being recognised is evidence of the goodwill of whoever
recognises, as far as it is credible; what is scarce is worth more and reaches
fewer; what is seen adds to reputation, and is noticed by those who were passed
over, who judge its fairness (M14). Paid recognition is read as payment (M5): it
shifts the frame, and says nothing of goodwill.

Stodd 2018 (the coins of recognition, by who moderates and who validates; social
currencies cannot be bought); Deci, Koestner & Ryan 1999,
doi:10.1037/0033-2909.125.6.627 (paid rewards).

Limits: nobody campaigns for recognition, and it does not wear out by repetition.
"""

from __future__ import annotations

from .compiling import rule

PRAISE = 1.0
"""Evidence of goodwill in being recognised, to that of a kept act (free choice)."""
FAME = 0.5
"""Acts that a recognition which everybody sees adds to reputation (free choice)."""
PEER_BASE = 0.3
"""How much colleagues recognise each other where no leader encourages it (free choice)."""


@rule
def recognition_probability(
    level: float, attention: float, merit: float, scarcity: float
) -> float:
    """Chance that the leader recognises a member this week."""
    chance = level * attention * merit * (1.0 - 0.7 * scarcity)
    return chance if chance < 1.0 else 1.0


@rule
def thanking_probability(level: float, benevolence: float, merit: float, scarcity: float) -> float:
    """Chance that a person recognises a colleague who kept faith with them this week."""
    encouraged = PEER_BASE + (1.0 - PEER_BASE) * level
    return encouraged * benevolence * merit * (1.0 - 0.7 * scarcity)


@rule
def praise_worth(credibility: float, scarcity: float, payment: float) -> float:
    """Evidence of goodwill in being recognised (acts)."""
    return PRAISE * credibility * (1.0 + scarcity) * (1.0 - payment)
