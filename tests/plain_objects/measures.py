"""Phase 12, Measure (7.14): each figure by its own rule, summed in the order that is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import permutations
from types import SimpleNamespace
from typing import TYPE_CHECKING

from trustgarden.model.measures import MEASURE_NAMES

from .dealing import BREACH, ERROR, HELD_BACK, KEPT, Meeting, hiding, safety_of
from .leaving import chance_to_leave
from .memory import Relationship, tie_certainty, trust_between, trust_from_tie
from .people import PlainPerson, felt_fairness
from .seats import Team
from .uncompiled import logistic, square_root

if TYPE_CHECKING:
    from .organisation import PlainOrganisation

__all__ = ["Week", "measure"]

HIGH = 0.65


@dataclass(frozen=True)
class Week:
    """What happened in a week, besides what it left in people."""

    meetings: list[Meeting]
    left: int
    joined: int


def measure(org: PlainOrganisation, week: Week) -> tuple[dict[str, float], list[float]]:
    """One row of measures, and trust within each team."""
    people = org.people()
    sums, pairs = zip(*(trust_in_team(team) for team in org.teams), strict=True)
    row = of_ties(org, people) | of_meetings(week.meetings) | of_people(org, people)
    row |= of_chart(people) | {"trust_team": over(total(sums), sum(pairs))}
    row |= {"left": float(week.left), "joined": float(week.joined), "people": float(len(people))}
    row["control_hours"] = control_hours(org, len(people))
    return {name: row[name] for name in MEASURE_NAMES}, list(map(over, sums, pairs))


def total(numbers: Iterable[float]) -> float:
    """A sum from left to right; since Python 3.12 `sum` rounds floats otherwise."""
    result = 0.0
    for number in numbers:
        result = result + number
    return result


def over(amount: float, count: int) -> float:
    return amount / count if count else 0.0


def mean(numbers: list[float]) -> float:
    return over(total(numbers), len(numbers))


def of_ties(org: PlainOrganisation, people: list[PlainPerson]) -> dict[str, float]:
    k = org.p.prior_weight
    ties = [(me, tie) for me in people for tie in me.memory.ties()]
    trusts = [trust_from_tie(tie, k) for _, tie in ties]
    certainties = [tie_certainty(tie, k) for _, tie in ties]
    high = [(me, tie) for (me, tie), trust in zip(ties, trusts, strict=True) if trust >= HIGH]
    mutual = [(me, tie.other) for me, tie in high if trusted_back(me, tie, k)]
    return {
        "trust": mean(trusts),
        "trust_spread": spread(trusts),
        "mistrust": mean([tie.mistrust for _, tie in ties]),
        "certainty": mean(certainties),
        "frame": mean([tie.frame for _, tie in ties]),
        "familiarity": mean([tie.familiarity for _, tie in ties]),
        "ties": over(float(len(ties)), len(people)),
        "reciprocity": over(float(len(mutual)), len(high)),
        "reach": reach(people, mutual),
    } | bands(trusts, certainties)


def spread(trusts: list[float]) -> float:
    middle = mean(trusts)
    variance = over(total(trust * trust for trust in trusts), len(trusts)) - middle * middle
    return square_root(variance) if variance > 0.0 else 0.0


def bands(trusts: list[float], certainties: list[float]) -> dict[str, float]:
    none = sum(trust < 0.35 for trust in trusts)
    high = [sure for trust, sure in zip(trusts, certainties, strict=True) if trust >= HIGH]
    invested = sum(sure >= 0.25 for sure in high)
    blind = len(high) - invested
    counts = {
        "band_none": none,
        "band_functional": len(trusts) - none - invested - blind,
        "band_invested": invested,
        "band_blind": blind,
    }
    return {name: over(float(count), len(trusts)) for name, count in counts.items()}


def trusted_back(me: PlainPerson, tie: Relationship, k: float) -> bool:
    back = tie.other.memory.of.get(me)
    return back is not None and trust_from_tie(back, k) >= HIGH


def reach(people: list[PlainPerson], mutual: list[tuple[PlainPerson, PlainPerson]]) -> float:
    """Share of people in the largest group joined by mutual trust."""
    groups = {me: {me} for me in people}
    for me, other in mutual:
        if groups[me] is not groups[other]:
            groups[me] |= groups[other]
            for member in groups[other]:
                groups[member] = groups[me]
    largest = max(map(len, groups.values()), default=0)
    return over(float(largest), len(people)) if largest > 1 else 0.0


def trust_in_team(team: Team) -> tuple[float, int]:
    """The sum of trust over all ordered pairs who are present, and their number."""
    members = [seat.person for seat in team.seats if seat.present]
    pairs = list(permutations(members, 2))
    return total(trust_between(me, other) for me, other in pairs), len(pairs)


def of_chart(people: list[PlainPerson]) -> dict[str, float]:
    led = [(me, me.boss()) for me in people if me.boss() is not None]
    return {
        "trust_leader": mean([trust_between(me, boss) for me, boss in led]),
        "trust_in_members": mean([trust_between(boss, me) for me, boss in led]),
    }


def of_meetings(meetings: list[Meeting]) -> dict[str, float]:
    entrusted = [meeting for meeting in meetings if meeting.act != HELD_BACK]
    wrong = [meeting for meeting in entrusted if meeting.went_wrong()]
    told = [meeting for meeting in wrong if meeting.hidden == 0]
    return {
        "entrusting": share(entrusted, meetings),
        "stake": mean([meeting.stake for meeting in entrusted]),
        "kept": share([meeting for meeting in entrusted if meeting.act == KEPT], entrusted),
        "errors": share([meeting for meeting in entrusted if meeting.act == ERROR], entrusted),
        "breaches": share([meeting for meeting in entrusted if meeting.act == BREACH], entrusted),
        "hidden": share([meeting for meeting in wrong if meeting.hidden], wrong),
        "deceptions": share([meeting for meeting in entrusted if meeting.found], entrusted),
        "repaired": mean([meeting.repair for meeting in told]),
    }


def share(some: list[Meeting], of: list[Meeting]) -> float:
    return over(float(len(some)), len(of))


def of_people(org: PlainOrganisation, people: list[PlainPerson]) -> dict[str, float]:
    rows = [of_person(me, org.c) for me in people]
    means = {name: mean([row[name] for row in rows]) for name in MEASURES_OF_A_PERSON}
    means["insulation_gap"] = means["projected"] - means["imposed"]
    return means


MEASURES_OF_A_PERSON = (
    "trust_organisation", "imposed", "projected", "safety", "fairness_distributive",
    "fairness_procedural", "fairness_interactional", "strain", "output", "stay", "engage", "help",
    "share",
)  # fmt: skip


def of_person(me: PlainPerson, c: SimpleNamespace) -> dict[str, float]:
    telling = chance_to_tell(me, c)
    return {
        "trust_organisation": me.organisation_trust(),
        "imposed": imposed(me.seat.team.conditions),
        "projected": me.projected_consequence(),
        "safety": telling,
        "fairness_distributive": felt_fairness(me.distributive_for, me.distributive_against),
        "fairness_procedural": felt_fairness(me.procedural_for, me.procedural_against),
        "fairness_interactional": felt_fairness(me.interactional_for, me.interactional_against),
        "strain": me.strain,
        "output": me.output,
        "stay": stay(me, c),
        "engage": me.effort,
        "help": help_given(me),
        "share": telling * (0.5 + 0.5 * me.overall_fairness()),
    }


def imposed(team: SimpleNamespace) -> float:
    acted = team.detection * (team.certainty * (1.0 - (1.0 - team.evenness) * 0.5))
    breach = team.severity * (1.0 - 0.7 * team.repair) * (1.0 - 0.95 * team.distinction * 0.0)
    error = team.severity * (1.0 - 0.7 * team.repair) * (1.0 - 0.95 * team.distinction * 1.0)
    failing = acted * ((1.0 - 0.5) * breach + 0.5 * error)
    formal = failing + (1.0 - failing) * team.arbitrary * team.severity
    return formal + (1.0 - formal) * 0.3 * team.social * 0.5


def chance_to_tell(me: PlainPerson, c: SimpleNamespace) -> float:
    """Chance that somebody whose act went wrong at work tells it."""
    feared = me.projected_consequence() * c.on_projection
    return 1.0 - hiding(me.integrity, feared, safety_of(me.seat.team.conditions, feared))


def stay(me: PlainPerson, c: SimpleNamespace) -> float:
    """Chance to be still there after 52 weeks like this one."""
    kept = 1.0 - chance_to_leave(me) * c.on_leaving
    staying = 1.0
    for _ in range(52):
        staying = staying * kept
    return staying


def help_given(me: PlainPerson) -> float:
    """Mean chance to help one of those who are remembered."""
    return mean([helps(me, tie) for tie in me.memory.ties()])


def helps(me: PlainPerson, tie: Relationship) -> float:
    trust = trust_from_tie(tie, me.model.p.prior_weight)
    relational = 3.0 * (trust - 0.5) + 2.0 * (me.benevolence - 0.5)
    return logistic(0.2 + (1.0 - tie.frame) * relational - tie.frame - 1.2 * me.felt_strain())


def control_hours(org: PlainOrganisation, people: int) -> float:
    """Hours a week that leaders spend on demanding and controlling, per person."""
    leaders = sum(team.head is not None and team.head.present for team in org.teams)
    c = org.c
    return over(c.attention_hours * (c.demanding + c.controlling) * leaders, people)
