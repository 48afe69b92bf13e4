"""Phase 5, Answer: whether faith is kept, and what is hidden (7.7)."""

from __future__ import annotations

from types import SimpleNamespace

from trustgarden.model.chance import ANSWER

from .dealing import BREACH, ERROR, KEPT, Meeting
from .memory import CHOSEN, kind_of
from .people import PlainPerson
from .uncompiled import f4, logistic, logit, uniform

__all__ = ["answer", "hiding", "safety_of"]


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
