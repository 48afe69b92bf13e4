"""Phases 4 and 5, Entrust and Answer: what passes in a meeting (2.9, 7.6, 7.7)."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

from trustgarden.model.chance import ANSWER, MEETING

from .memory import CHOSEN, kind_of
from .people import NOT_YET, PlainPerson
from .prior import trust_at_sight
from .seats import Group
from .spaces import Space
from .trust import tie_certainty, trust_from_tie
from .uncompiled import f4, logistic, logit, uniform

__all__ = [
    "ADMITS",
    "BREACH",
    "DENIES",
    "ERROR",
    "HELD_BACK",
    "KEPT",
    "NOTHING",
    "PAYS",
    "PROMISES",
    "Meeting",
    "answer",
    "entrust",
    "hiding",
    "safety_of",
]

NOTHING, HELD_BACK, KEPT, ERROR, BREACH = range(5)
ADMITS, PAYS, PROMISES, DENIES = 1, 2, 4, 8


@dataclass(slots=True, eq=False)
class Meeting:
    """One hour of a trustor, with a partner if one was found."""

    trustor: PlainPerson
    partner: PlainPerson | None
    space: Space
    hour: int
    offered: float = 0.0
    further: float = -1.0
    scripted: int = 0
    act: int = NOTHING
    hidden: int = 0
    found: int = 0
    forms: int = 0
    stake: float = 0.0
    answer: float = 0.0
    consequence: float = 0.0
    ordered: float = 0.0

    def was_entrusted(self) -> bool:
        return self.act in (KEPT, ERROR, BREACH)

    def went_wrong(self) -> bool:
        return self.act in (ERROR, BREACH)

    def is_open(self) -> bool:
        return self.hidden == 0 or self.found == 1

    def seems_kept(self) -> bool:
        return self.act == KEPT or not self.is_open()

    def has(self, form: int) -> float:
        """1.0 if something was said or done about it in this form, else 0.0."""
        return float(self.forms & form != 0)

    def group(self) -> Group:
        """Whose acts these are: those of the community of the space, or of the trustee's team."""
        if self.space.is_of_community:
            return self.partner.model.communities[self.space.community].group
        return self.partner.seat.team.group

    def words(self, purpose: int) -> tuple[int, int, int, int]:
        org = self.trustor.model
        return org.chance.draw(purpose, org.now, self.trustor.key, self.partner.key, self.hour)


def entrust(meeting: Meeting) -> None:
    """Whether the trustor makes themselves vulnerable, and at what stake."""
    me, other, space = meeting.trustor, meeting.partner, meeting.space
    c, p = me.model.c, me.model.p
    known, mistrust, trust = regard(me, other)
    w0, w1, _, _ = meeting.words(MEETING)
    stake = space.stakes * (0.1 + 0.8 * uniform(w1))
    if meeting.offered > 0.0:
        stake = meeting.offered
    demand = me.seat.team.conditions.demand_level * space.formality
    near = c.on_welcome if other.accepted == NOT_YET else 0.0
    x = (
        p.entrusting_slope * (trust - p.entrusting_threshold)
        - p.stake_caution * stake
        - p.projection_caution * me.feared(space.purpose)
        - p.mistrust_caution * mistrust
        + p.at_sight * 2.0 * (me.at_sight - 0.5) * (1.0 - known)
        + p.demand_push * demand
        - 0.5 * near * (1.0 - known)
        + 1.0 * promised_by(me, other)
    )
    chance = logistic(x) if c.on_entrusting else 0.5
    meeting.ordered = f4(demand)
    meeting.stake = f4(stake * (0.5 + 0.5 * trust) * (1.0 - 0.5 * mistrust))
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


def answer(meeting: Meeting) -> None:
    """How the trustee answers what was entrusted, and whether they hide it."""
    other, team = meeting.partner, meeting.partner.seat.team.conditions
    frame, relational = view_of_trustor(meeting)
    free = readiness(meeting, frame, relational)
    keeping = free + (team.binding * meeting.space.reach) * (1.0 - free)
    w0, w1, w2, w3 = meeting.words(ANSWER)
    grade = uniform(w2)
    if uniform(w0) >= keeping:
        meeting.act, given = BREACH, 0.7 * grade * keeping
    elif uniform(w1) < failing(other, team):
        meeting.act, given = ERROR, 0.3 + 0.5 * grade
    else:
        meeting.act = KEPT
        given = 1.0 - 0.5 * 0.3 + 0.3 * grade * (1.0 - frame) * logistic(relational + 1.0)
    meeting.answer = f4(given)
    fear = other.feared(meeting.space.purpose)
    tempted = hiding(other.integrity, fear, safety_of(team, fear))
    meeting.hidden = int(meeting.act != KEPT and uniform(w3) < tempted)


def view_of_trustor(meeting: Meeting) -> tuple[float, float]:
    """The trustee's frame, as far as it counts, and their relational reasons."""
    me, other = meeting.trustor, meeting.partner
    c, p, tie = other.model.c, other.model.p, other.tie_to(meeting.trustor)
    frame = 0.0 if tie is None else tie.frame * c.on_attribution
    trust_back = other.trust_held(me) if c.on_reciprocity else 0.5
    relational = p.benevolence_reason * (other.benevolence - 0.5)
    return frame, relational + p.reciprocity_reason * (trust_back - 0.5)


def readiness(meeting: Meeting, frame: float, relational: float) -> float:
    """Readiness of the trustee to keep faith, of their own accord."""
    other = meeting.partner
    c, p = other.model.c, other.model.p
    fairness = other.overall_fairness() if c.on_fairness else 0.5
    return logistic(
        p.faith
        + p.integrity_reason * (other.integrity - 0.5)
        + 3.0 * word_given(meeting) * other.integrity
        + (1.0 - frame) * relational
        + p.norm_reason * (meeting.group().norm - 0.7)
        + p.fairness_reason * (fairness - 0.5)
        + reasons_from_outside(meeting, frame)
        - p.temptation * meeting.stake
        - p.strain_reason * other.felt_strain()
    )


def word_given(meeting: Meeting) -> float:
    """Whether the trustee has promised the trustor better conduct."""
    tie = meeting.trustor.tie_to(meeting.partner)
    return meeting.partner.model.c.on_promises if tie is not None and tie.pledge > 0 else 0.0


def reasons_from_outside(meeting: Meeting, frame: float) -> float:
    """Fear, reward, further dealings, and those who look on."""
    other, space = meeting.partner, meeting.space
    c, p, team = other.model.c, other.model.p, other.seat.team.conditions
    ahead = c.on_further * p.further_reason * (further_dealings(meeting) - 0.7)
    seen_by = space.visibility * team.social
    return (
        p.deterrence * other.feared(space.purpose)
        + frame * (team.reward * space.reach)
        + ahead
        + 0.5 * seen_by
    )


def further_dealings(meeting: Meeting) -> float:
    """What further dealings with the trustor are worth to the trustee."""
    if meeting.further >= 0.0:
        return meeting.further
    me, other = meeting.trustor, meeting.partner
    tie = other.tie_to(me)
    familiarity = 0.0 if tie is None else tie.familiarity
    assigned = 0.0 if kind_of(other, me) == CHOSEN else 1.0
    dealings = assigned * 0.8 + (1.0 - assigned) * familiarity / (familiarity + 8.0)
    return dealings * (0.5 + 0.5 * (1.0 - other.intention))


def failing(other: PlainPerson, team: SimpleNamespace) -> float:
    """Chance that a kept intent fails."""
    p = other.model.p
    if p.error_rate <= 0.0:
        return 0.0
    strained = 1.5 * other.felt_strain()
    fails = logistic(logit(p.error_rate) - 2.0 * (other.ability - 0.5) + strained)
    return fails * (1.0 - 0.5 * team.coordinating)


def safety_of(team: SimpleNamespace, fear: float) -> float:
    return (0.4 * team.distinction + 0.2 * team.repair + 0.4) * (1.0 - fear)


def hiding(integrity: float, fear: float, safety: float) -> float:
    """Chance to hide what went wrong."""
    return logistic(-1.6 + 3.5 * fear - 1.5 * (integrity - 0.5) - 1.5 * (safety - 0.5))
