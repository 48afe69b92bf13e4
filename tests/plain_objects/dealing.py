"""Phases 4 to 6: what passes in a meeting, and what follows from it (7.5, 7.6)."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

from trustgarden.model.chance import ANSWER, FOLLOWING, MEETING

from .memory import tie_certainty, trust_at_sight, trust_from_tie
from .people import PlainPerson
from .seats import Space
from .uncompiled import f4, logistic, logit, uniform

__all__ = [
    "BREACH",
    "ERROR",
    "HELD_BACK",
    "KEPT",
    "NOTHING",
    "Meeting",
    "answer",
    "entrust",
    "follow",
    "hiding",
    "safety_of",
]

NOTHING, HELD_BACK, KEPT, ERROR, BREACH = range(5)


@dataclass(slots=True, eq=False)
class Meeting:
    """One hour of a trustor with a partner (2.6)."""

    trustor: PlainPerson
    partner: PlainPerson
    hour: int
    space: Space
    act: int = NOTHING
    hidden: int = 0
    found: int = 0
    stake: float = 0.0
    answer: float = 0.0
    consequence: float = 0.0
    repair: float = 0.0
    ordered: float = 0.0

    def went_wrong(self) -> bool:
        return self.act in (ERROR, BREACH)

    def is_open(self) -> bool:
        return self.hidden == 0 or self.found == 1

    def seems_kept(self) -> bool:
        return self.act == KEPT or not self.is_open()

    def words(self, purpose: int) -> tuple[int, int, int, int]:
        org = self.trustor.model
        who, whom = self.trustor.key, self.partner.key
        return org.chance.draw(purpose, org.calendar_week, who, whom, self.hour)


def entrust(meeting: Meeting) -> None:
    """Whether the trustor makes themselves vulnerable, and at what stake."""
    me, space = meeting.trustor, meeting.space
    c, p = me.model.c, me.model.p
    known, mistrust, trust = regard(me, meeting.partner)
    mistrust = mistrust * c.on_mistrust
    w0, w1, _, _ = meeting.words(MEETING)
    stake = space.stake_scale * (0.1 + 0.8 * uniform(w1))
    demand = me.seat.team.conditions.demand_level * space.formality
    feared = c.on_projection * me.projected_consequence() * space.reach
    x = (
        p.entrusting_slope * (trust - p.entrusting_threshold)
        - p.stake_caution * stake
        - p.projection_caution * feared
        - p.mistrust_caution * mistrust
        + p.at_sight * 2.0 * (me.at_sight - 0.5) * (1.0 - known)
        + p.demand_push * demand
    )
    meeting.ordered = f4(demand)
    meeting.stake = f4(stake * (0.5 + 0.5 * trust) * (1.0 - 0.5 * mistrust))
    meeting.act = KEPT if uniform(w0) < logistic(x) else HELD_BACK


def regard(me: PlainPerson, other: PlainPerson) -> tuple[float, float, float]:
    """Certainty, mistrust and trust towards somebody, remembered or not."""
    tie = me.memory.of.get(other)
    if tie is None:
        return 0.0, 0.0, trust_at_sight(me, other)
    k = me.model.p.prior_weight
    return tie_certainty(tie, k), tie.mistrust, trust_from_tie(tie, k)


def answer(meeting: Meeting) -> None:
    """How the trustee answers what was entrusted, and whether they hide it."""
    other = meeting.partner
    p, team, reach = other.model.p, other.seat.team, meeting.space.reach
    feared = reach * other.projected_consequence() * other.model.c.on_projection
    free = readiness(meeting, feared)
    keeping = free + (team.conditions.binding * reach) * (1.0 - free)
    w0, w1, w2, w3 = meeting.words(ANSWER)
    grade = uniform(w2)
    if uniform(w0) >= keeping:
        meeting.act, meeting.answer = BREACH, f4(0.7 * grade * keeping)
    elif uniform(w1) < failing(other, p):
        meeting.act, meeting.answer = ERROR, f4(0.3 + 0.5 * grade)
    else:
        meeting.act, meeting.answer = KEPT, 1.0
    tempted = hiding(other.integrity, feared, safety_of(team.conditions, feared))
    meeting.hidden = int(meeting.act != KEPT and uniform(w3) < tempted)


def readiness(meeting: Meeting, feared: float) -> float:
    """Readiness of the trustee to keep faith, of their own accord."""
    other, space = meeting.partner, meeting.space
    c, p, team = other.model.c, other.model.p, other.seat.team
    trust_back, frame = view_of_trustor(other, meeting.trustor)
    fairness = other.overall_fairness() if c.on_fairness else 0.5
    relational = p.benevolence_reason * (other.benevolence - 0.5)
    relational = relational + p.reciprocity_reason * (trust_back - 0.5)
    return logistic(
        p.faith
        + p.integrity_reason * (other.integrity - 0.5)
        + (1.0 - frame) * relational
        + p.norm_reason * (team.norm - 0.7)
        + p.fairness_reason * (fairness - 0.5)
        + p.deterrence * feared
        + frame * (team.conditions.reward * space.reach)
        - p.temptation * meeting.stake
        - p.strain_reason * other.felt_strain()
    )


def view_of_trustor(other: PlainPerson, me: PlainPerson) -> tuple[float, float]:
    """The trustee's own trust in the trustor and frame, as far as they count."""
    c, tie = other.model.c, other.memory.of.get(me)
    frame = 0.0 if tie is None else tie.frame * c.on_attribution
    if not c.on_reciprocity:
        return 0.5, frame
    if tie is None:
        return trust_at_sight(other, me), frame
    return trust_from_tie(tie, other.model.p.prior_weight), frame


def failing(other: PlainPerson, p: SimpleNamespace) -> float:
    """Chance that a kept intent fails."""
    if p.error_rate <= 0:
        return 0.0
    strained = 1.5 * other.felt_strain()
    return logistic(logit(p.error_rate) - 2.0 * (other.ability - 0.5) + strained)


def safety_of(team: SimpleNamespace, feared: float) -> float:
    return (0.4 * team.distinction + 0.2 * team.repair + 0.4) * (1.0 - feared)


def hiding(integrity: float, feared: float, safety: float) -> float:
    return logistic(-1.6 + 3.5 * feared - 1.5 * (integrity - 0.5) - 1.5 * (safety - 0.5))


def follow(meeting: Meeting) -> None:
    """What follows from an act that went wrong: it comes out, costs, is made good, or not."""
    other, team = meeting.partner, meeting.partner.seat.team.conditions
    w0, w1, w2, w3 = meeting.words(FOLLOWING)
    detection = team.detection
    if meeting.hidden:
        if uniform(w0) < 0.15 + (1.0 - 0.15) * detection:
            meeting.found = 1
        else:
            detection = detection * 0.3
    acting = team.certainty * (1.0 - (1.0 - team.evenness) * other.favour())
    formal = 0.0
    if uniform(w1) < detection and uniform(w2) < acting:
        formal = formal_consequence(meeting, team)
    social = 0.3 * team.social * (1.0 - meeting.answer) if meeting.is_open() else 0.0
    meeting.consequence = f4(formal + (1.0 - formal) * social)
    made_good = uniform(w3) < making_good(meeting, team)
    meeting.repair = float(meeting.hidden == 0 and other.model.c.on_repair == 1.0 and made_good)


def formal_consequence(meeting: Meeting, team: SimpleNamespace) -> float:
    is_error = float(meeting.act == ERROR)
    return meeting.space.reach * (
        team.severity * (1.0 - 0.7 * team.repair) * (1.0 - 0.95 * team.distinction * is_error)
    )


def making_good(meeting: Meeting, team: SimpleNamespace) -> float:
    """Chance that the trustee makes good what went wrong."""
    other = meeting.partner
    feared = meeting.space.reach * other.projected_consequence() * other.model.c.on_projection
    hosted = team.care_level * team.repair
    return logistic(
        -0.8
        + 2.0 * (other.integrity - 0.5)
        + 2.0 * (other.benevolence - 0.5)
        - 1.5 * feared
        + 2.5 * hosted
    )
