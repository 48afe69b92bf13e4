"""Phase 6, Consequence: what follows from an act that went wrong, and its repair (7.7)."""

from __future__ import annotations

from types import SimpleNamespace

from trustgarden.model.chance import FOLLOWING, REPAIRING

from .dealing import ADMITS, DENIES, ERROR, PAYS, PROMISES, Meeting
from .people import PlainPerson
from .uncompiled import f4, logistic, uniform

__all__ = ["follow"]


def follow(meeting: Meeting) -> None:
    """It comes out or not, costs or not, and something is said and done about it or not."""
    meeting.consequence = 0.0
    if not meeting.scripted:
        meeting.found = meeting.forms = 0
    if meeting.went_wrong():
        meeting.consequence = f4(consequence_of(meeting))
        if meeting.hidden == 0 and not meeting.scripted and meeting.partner.model.c.on_repair:
            meeting.forms = forms_of_repair(meeting)


def consequence_of(meeting: Meeting) -> float:
    team = meeting.partner.seat.team.conditions
    w0, w1, w2, _ = meeting.words(FOLLOWING)
    detection = team.detection
    if meeting.hidden:
        if not meeting.scripted:
            meeting.found = int(uniform(w0) < 0.15 + (1.0 - 0.15) * detection)
        if not meeting.found:
            detection = detection * 0.3
    acting = team.certainty * (1.0 - (1.0 - team.evenness) * meeting.partner.favour())
    formal = 0.0
    if uniform(w1) < detection and uniform(w2) < acting:
        formal = formal_consequence(meeting, team)
    social = 0.3 * team.social * (1.0 - meeting.answer) if meeting.is_open() else 0.0
    return formal + (1.0 - formal) * social


def formal_consequence(meeting: Meeting, team: SimpleNamespace) -> float:
    is_error = float(meeting.act == ERROR)
    return meeting.space.reach * (
        team.severity * (1.0 - 0.7 * team.repair) * (1.0 - 0.95 * team.distinction * is_error)
    )


def forms_of_repair(meeting: Meeting) -> int:
    """The trustee admits it, and may pay and promise; or denies it; or says nothing."""
    other, team = meeting.partner, meeting.partner.seat.team.conditions
    fear = other.feared(meeting.space.purpose)
    w3 = meeting.words(FOLLOWING)[3]
    r0, r1, r2, _ = meeting.words(REPAIRING)
    if uniform(w3) < admitting(other, fear, team):
        pays = uniform(r0) < paying(other, team)
        promises = uniform(r1) < promising(other, team)
        return ADMITS | pays * PAYS | promises * PROMISES
    return DENIES if uniform(r2) < denying(other, fear) else 0


def admitting(other: PlainPerson, fear: float, team: SimpleNamespace) -> float:
    hosted = team.care_level * team.repair
    return logistic(
        -0.8
        + 2.0 * (other.integrity - 0.5)
        + 2.0 * (other.benevolence - 0.5)
        - 1.5 * fear
        + 2.5 * hosted
    )


def paying(other: PlainPerson, team: SimpleNamespace) -> float:
    return logistic(-1.5 + 2.0 * (other.benevolence - 0.5) + 3.0 * team.repair)


def promising(other: PlainPerson, team: SimpleNamespace) -> float:
    inclined = logistic(-0.5 + 1.0 * (other.integrity - 0.5) + 1.0 * team.repair)
    return inclined * other.model.c.on_promises


def denying(other: PlainPerson, fear: float) -> float:
    return logistic(-1.0 - 2.0 * (other.integrity - 0.5) + 2.0 * fear)
