"""Phase 12, Measure (7.13): each figure by its own rule, summed in the order that is written."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING

from trustgarden.model.measures import MEASURE_NAMES

from .dealing import ADMITS, BREACH, DENIES, ERROR, HELD_BACK, KEPT, NOTHING, PROMISES, Meeting
from .leaving import chance_to_leave
from .measures_of_people import MEASURES_OF_A_PERSON, of_person
from .measures_of_ties import of_ties
from .people import NOT_YET, PlainPerson
from .seats import Team
from .sums import mean, over, total

if TYPE_CHECKING:
    from .organisation import PlainOrganisation

__all__ = ["Week", "measure"]


@dataclass(frozen=True)
class Week:
    """What happened in a week, besides what it left in people."""

    meetings: list[Meeting]
    left: int
    joined: int
    weeks_to_acceptance: list[int]


def measure(org: PlainOrganisation, week: Week) -> tuple[dict[str, float], list[float]]:
    """One row of measures, and trust within each team."""
    people = org.people()
    sums, pairs = zip(*(trust_in_team(team) for team in org.teams), strict=True)
    row = of_ties(org, people) | of_meetings(week.meetings) | of_people(org, people)
    row |= of_chart(people) | of_coming_and_going(org, week)
    row["trust_team"] = over(total(sums), sum(pairs))
    row["control_hours"] = over(control_hours(org), len(people))
    return {name: row[name] for name in MEASURE_NAMES}, list(map(over, sums, pairs))


def trust_in_team(team: Team) -> tuple[float, int]:
    """The sum of trust over all ordered pairs who are present, and their number."""
    pairs = list(permutations(team.people(), 2))
    return total(me.trust_held(other) for me, other in pairs), len(pairs)


def of_chart(people: list[PlainPerson]) -> dict[str, float]:
    led = [(me, me.boss()) for me in people if me.boss() is not None]
    return {
        "trust_leader": mean([me.trust_held(boss) for me, boss in led]),
        "trust_in_members": mean([boss.trust_held(me) for me, boss in led]),
    }


def of_meetings(meetings: list[Meeting]) -> dict[str, float]:
    acts = [meeting for meeting in meetings if meeting.act != NOTHING]
    entrusted = [meeting for meeting in acts if meeting.act != HELD_BACK]
    wrong = [meeting for meeting in entrusted if meeting.went_wrong()]
    told = sum(meeting.hidden == 0 for meeting in wrong)

    def share_of(act: int) -> float:
        return over(sum(meeting.act == act for meeting in entrusted), len(entrusted))

    def share_with(form: int) -> float:
        return over(sum(meeting.has(form) for meeting in wrong), told)

    return {
        "entrusting": over(len(entrusted), len(acts)),
        "stake": mean([meeting.stake for meeting in entrusted]),
        "given": mean([meeting.answer for meeting in entrusted]),
        "kept": share_of(KEPT),
        "errors": share_of(ERROR),
        "breaches": share_of(BREACH),
        "hidden": over(sum(meeting.hidden for meeting in wrong), len(wrong)),
        "deceptions": over(sum(meeting.found for meeting in wrong), len(entrusted)),
        "repaired": share_with(ADMITS),
        "promised": share_with(PROMISES),
        "denied": share_with(DENIES),
    }


def of_people(org: PlainOrganisation, people: list[PlainPerson]) -> dict[str, float]:
    rows = [of_person(me) | {"stay": stay(me)} for me in people]
    means = {name: mean([row[name] for row in rows]) for name in (*MEASURES_OF_A_PERSON, "stay")}
    means["insulation_gap"] = means["projected"] - means["imposed"]
    means["insulation_gap_free"] = over(
        total(part for row in rows for part in row["gap_free"]), len(rows)
    )
    return means


def stay(me: PlainPerson) -> float:
    """Chance to be still there after 52 weeks like this one."""
    kept = 1.0 - chance_to_leave(me) * me.model.c.on_leaving
    staying = 1.0
    for _ in range(52):
        staying = staying * kept
    return staying


def of_coming_and_going(org: PlainOrganisation, week: Week) -> dict[str, float]:
    people, waits = org.people(), week.weeks_to_acceptance
    return {
        "left": float(week.left),
        "joined": float(week.joined),
        "newcomers": float(sum(me.accepted == NOT_YET for me in people)),
        "acceptance_weeks": over(float(sum(waits)), len(waits)),
        "vacant": float(sum(not seat.present and not seat.closed for seat in org.seats)),
        "people": float(len(people)),
    }


def control_hours(org: PlainOrganisation) -> float:
    """Hours a week that leaders spend on demanding and controlling."""
    hours = 0.0
    for team in org.teams:
        if team.head is not None and team.head.present:
            shares = team.style.demanding + team.style.controlling
            hours = hours + org.c.on_leadership * org.c.attention_hours * shares
    return hours
