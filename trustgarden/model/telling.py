"""M15 Second-hand evidence: talk, what was witnessed, an introducer's word, reputation.

One discounted channel: what is told of a third party enters the stocks `told_for` and
`told_against` of the listener's memory, which move the prior (M1). So one's own
experience goes before what others say.

    w = strength (trust in the teller) (teller's certainty) (1 - told / cap)
    told_for += w o,   told_against += w (1 - o)

with o the teller's trust in the third party, leaning to what the listener leaned to
before the tale (audience tuning: Higgins & Rholes 1978,
doi:10.1016/0022-1031(78)90032-X). What is told to somebody who does not know the third party
goes to that party's reputation, a pair of stocks that whoever meets them for the
first time takes a cue from. What one witnesses of a colleague's dealings is told by
nobody: it is evidence of what anybody can see, ability and integrity, and says nothing
of how somebody means it with oneself. So those two come to rest with the trustee, and
goodwill stays with the pair and the trustor (Jones & Shah 2016, doi:10.1037/apl0000041).

Burt & Knez 1995, doi:10.1177/1043463195007003003 (third-party gossip amplifies);
Sommerfeld et al. 2007, doi:10.1073/pnas.0704598104 (gossip moves even those who know).

Limits: nobody lies about third parties; tales do not pass on as tales.
"""

from __future__ import annotations

from .compiling import rule

LEAN = 0.3
"""How far a tale leans to what the listener leaned to before it (free choice)."""
TOLD_CAP = 5.0
"""Acts that everything told of one person can amount to (free choice)."""
SEEN_HOURS = 10
"""Hours of team mates that one may have seen in a week, as far as spaces are visible (free)."""
WITNESSED_WEIGHT = 0.4
"""What an act of others that one saw counts for, to an act towards oneself (free choice)."""
TO_REPUTATION = 0.3
"""Share of a tale told to one who does not know its subject that stays as reputation (free)."""
REPUTATION_KEPT = 0.98
"""Weekly retention of reputation: half-life of 34 weeks (free choice)."""


@rule
def leaning(opinion: float, mine: float) -> float:
    """A tale's opinion as it is told to somebody who trusts the third party so much."""
    leant = opinion + LEAN * (mine - 0.5)
    if leant < 0.0:
        return 0.0
    if leant > 1.0:
        return 1.0
    return leant


@rule
def told_weight(weight: float, told: float) -> float:
    """What a tale still adds, where so much has been told (acts)."""
    room = 1.0 - told / TOLD_CAP
    return weight * room if room > 0.0 else 0.0
