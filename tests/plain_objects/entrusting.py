"""Phase 4, Entrust: whether one makes oneself vulnerable to the other (7.6)."""

from __future__ import annotations

from trustgarden.model.chance import MEETING

from .attribution import assurance
from .dealing import HELD_BACK, KEPT, Meeting
from .people import NOT_YET, PlainPerson
from .prior import trust_at_sight
from .trust import tie_certainty, trust_from_tie
from .uncompiled import f4, logistic, uniform

__all__ = ["entrust"]


def entrust(meeting: Meeting) -> None:
    """Whether the trustor makes themselves vulnerable, and at what stake."""
    me, other, space = meeting.trustor, meeting.partner, meeting.space
    c, p = me.model.c, me.model.p
    known, mistrust, trust = regard(me, other)
    w0, w1, _, _ = meeting.words(MEETING)
    stake = space.stakes * (0.1 + 0.8 * uniform(w1))
    if meeting.offered > 0.0:
        stake = meeting.offered
    team = me.seat.team.conditions
    demand = team.demand_level * space.formality
    assured = assurance(other, space)
    relied = trust + assured * (1.0 - trust)
    feared = me.feared(space.purpose) * (1.0 - 0.95 * team.distinction)
    near = c.on_welcome if other.accepted == NOT_YET else 0.0
    x = (
        p.entrusting_slope * (relied - p.entrusting_threshold)
        - p.stake_caution * stake
        - p.projection_caution * feared
        - p.mistrust_caution * mistrust
        + p.at_sight * 2.0 * (me.at_sight - 0.5) * (1.0 - known)
        + p.demand_push * demand
        - 0.5 * near * (1.0 - known)
        + 1.0 * promised_by(me, other)
    )
    chance = logistic(x) if c.on_entrusting else 0.5
    meeting.ordered = f4(demand)
    meeting.stake = f4(stake * relied * (1.0 - 0.5 * mistrust))
    meeting.act = KEPT if uniform(w0) < chance else HELD_BACK


def regard(me: PlainPerson, other: PlainPerson) -> tuple[float, float, float]:
    """Certainty, mistrust as far as it counts, and trust; of somebody remembered or not."""
    tie = me.tie_to(other)
    if tie is None:
        return 0.0, 0.0, trust_at_sight(me, other)
    k = me.model.p.prior_weight
    return tie_certainty(tie, k), tie.mistrust * me.model.c.on_mistrust, trust_from_tie(tie, k)


def promised_by(me: PlainPerson, other: PlainPerson) -> float:
    """How much a promise of the other calls for trust; less after deceptions."""
    tie = me.tie_to(other)
    if tie is None or tie.pledge == 0:
        return 0.0
    return me.model.c.on_promises / (1.0 + tie.deception)
