"""The two implementations side by side: the first place in which they differ."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from trustgarden.model.chart import Chart
from trustgarden.model.engine import Engine
from trustgarden.model.layout import ACCOUNTS, CONDITION_DTYPE, LOG_DTYPE, SPACE_DTYPE, STYLE_DTYPE
from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.model.scenario import Scenario

from .dealing import HELD_BACK, NOTHING, Meeting
from .organisation import PlainOrganisation
from .people import NUMBERS
from .seats import Seat
from .spaces import ROUTES

__all__ = ["difference", "run_difference"]

MEETING_FIELDS = ("hour", "act")
ACT_FIELDS = (
    "offered", "further", "scripted", "ordered", "stake", "found", "consequence", "forms",
)  # fmt: skip
ENTRUSTED_FIELDS = ("answer", "hidden")
"""Of no meaning where nothing was entrusted."""
GROUP_STATE = ("norm", "acts", "kept", "burden")
TEAM_STATE = ("recognised_share", "suffered_mean")
TIE_FIELDS = (
    "ability_for", "ability_against", "benevolence_for", "benevolence_against", "integrity_for",
    "integrity_against", "told_for", "told_against", "deception", "mistrust", "frame",
    "familiarity", "prior_ability", "prior_goodwill", "met", "last", "kind", "durability",
    "embedded", "pledge",
)  # fmt: skip
HOURS = ("perform", "share", "rehearse", "explore")
EPISODES = ("episode_0", "episode_1", "episode_2", "episode_3")

Pairs = Iterator[tuple[str, float, float]]
"""What is compared, by name, here and there."""


def run_difference(
    scenario: Scenario, seed: int, weeks: int, chart: Chart | None = None
) -> str | None:
    """Run both week by week; the first difference in words, or None."""
    plain = PlainOrganisation(scenario, seed=seed, chart=chart, accounts=True)
    engine = Engine(scenario, seed, chart, accounts=True, log=True)
    found = difference(plain, engine)
    for _ in range(weeks):
        if found is not None:
            break
        plain.step()
        engine.run(1)
        found = difference(plain, engine)
    return found


def difference(plain: PlainOrganisation, engine: Engine) -> str | None:
    """The first difference between two organisations in the same week, or None."""
    for what, ours, theirs in everything(plain, engine):
        if not same(ours, theirs):
            return f"week {plain.week}, {what}: {ours!r} here, {theirs!r} in the engine"
    return None


def same(ours: float, theirs: float) -> bool:
    """Equal to the bit, as numbers of 64 bits (both hold each float32 exactly)."""
    return np.float64(ours).tobytes() == np.float64(theirs).tobytes()


def everything(plain: PlainOrganisation, engine: Engine) -> Pairs:
    """In the order of the week, so that what is named first is near the cause."""
    yield from of_chart(plain, engine)
    if plain.week > 0:
        # Before the first week the engine may still hold the conditions of its burn-in.
        yield from of_what_is_written(plain, engine)
    if plain.lived.meetings:
        yield from of_conditions(plain, engine)
        for seat in plain.seats:
            yield from of_meetings(seat, engine)
    yield from of_groups(plain, engine)
    for rule in (of_seat, of_memory, of_person):
        for seat in plain.seats:
            yield from rule(seat, engine)
    yield from of_teams(plain, engine)
    yield from of_series(plain, engine)
    yield from of_log(plain, engine)


def of_chart(plain: PlainOrganisation, engine: Engine) -> Pairs:
    state = engine.state
    yield "number of seats", len(plain.seats), len(state.keys)
    yield "number of teams", len(plain.teams), len(state.teams)
    for seat in plain.seats:
        row, boss = seat.row, -1 if seat.boss is None else seat.boss.row
        yield f"seat {row}, boss", boss, state.boss[row]
        yield f"seat {row}, team", seat.team.number, state.team[row]
        for name in ("place", "practice", "rank", "closed", "led"):
            yield f"seat {row}, {name}", getattr(seat, name), getattr(state, name)[row]
    for team in plain.teams:
        head = -1 if team.head is None else team.head.row
        yield f"team {team.number}, head", head, state.head[team.number]


def of_what_is_written(plain: PlainOrganisation, engine: Engine) -> Pairs:
    """Conditions, spaces and styles, as the scenario has them in this week."""
    state = engine.state
    for name in CONDITION_DTYPE.names:
        yield f"condition {name}", getattr(plain.c, name), engine.conditions[name].item()
    yield "number of spaces", len(plain.spaces), len(state.spaces)
    for space in plain.spaces:
        for name in SPACE_DTYPE.names:
            ours = ROUTES.index(space.route) if name == "route" else getattr(space, name)
            yield f"space {space.number}, {name}", ours, state.spaces[space.number][name]
    for team in plain.teams:
        for name in STYLE_DTYPE.names:
            theirs = state.styles[team.number][name]
            yield f"team {team.number}, style {name}", getattr(team.style, name), theirs


def of_conditions(plain: PlainOrganisation, engine: Engine) -> Pairs:
    """What leaders make of the week's conditions of their teams."""
    for team in plain.teams:
        for name, ours in vars(team.conditions).items():
            yield f"team {team.number}, {name}", ours, engine.state.teams[team.number][name]


def of_teams(plain: PlainOrganisation, engine: Engine) -> Pairs:
    for team in plain.teams:
        for name in TEAM_STATE:
            theirs = engine.state.teams[team.number][name]
            yield f"team {team.number}, {name}", getattr(team, name), theirs


def of_groups(plain: PlainOrganisation, engine: Engine) -> Pairs:
    state = engine.state
    for number, group in enumerate(plain.groups()):
        for name in GROUP_STATE:
            yield f"group {number}, {name}", getattr(group, name), state.groups[number][name]
        for q in range(4):
            yield f"group {number}, cases of purpose {q}", group.cases[q], state.cases[number, q]
            yield f"group {number}, seen of purpose {q}", group.seen[q], state.seen[number, q]


def of_seat(seat: Seat, engine: Engine) -> Pairs:
    state = engine.state
    yield f"person {seat.row}, presence", seat.present, state.present[seat.row]
    yield f"person {seat.row}, key", seat.person.key, state.keys[seat.row]
    yield f"person {seat.row}, belonging", seat.person.belongs, state.belongs[seat.row]


def of_meetings(seat: Seat, engine: Engine) -> Pairs:
    """Meetings of somebody who has met this week and is there still."""
    person, row = seat.person, seat.row
    if not seat.present or person.joined == person.model.now:
        return
    yield f"person {row}, hours", len(person.hours), engine.state.num_hours[row]
    for place, meeting in enumerate(person.hours):
        theirs = engine.state.meetings[row, place]
        where = f"person {row}, hour {place}"
        partner = -1 if meeting.partner is None else meeting.partner.seat.row
        yield f"{where}, space", meeting.space.number, theirs["space"]
        yield f"{where}, partner", partner, theirs["partner"]
        for name in fields_of(meeting):
            yield f"{where}, {name}", getattr(meeting, name), theirs[name]


def fields_of(meeting: Meeting) -> tuple[str, ...]:
    if meeting.act == NOTHING:
        return MEETING_FIELDS
    if meeting.act == HELD_BACK:
        return MEETING_FIELDS + ACT_FIELDS
    return MEETING_FIELDS + ACT_FIELDS + ENTRUSTED_FIELDS


def of_memory(seat: Seat, engine: Engine) -> Pairs:
    state, row = engine.state, seat.row
    for slot, tie in enumerate(seat.person.memory.slots):
        other = -1 if tie is None else tie.other.seat.row
        yield f"person {row}, slot {slot}, whom", other, state.whom[row, slot]
        if tie is None:
            continue
        where = f"person {row}, tie to {other}"
        for name in TIE_FIELDS:
            yield f"{where}, {name}", getattr(tie, name), state.ties[name][row, slot]
        for names, ours in ((HOURS, tie.hours), (EPISODES, tie.episodes)):
            for name, number in zip(names, ours, strict=True):
                yield f"{where}, {name}", number, state.traces[name][row, slot]


def of_person(seat: Seat, engine: Engine) -> Pairs:
    row, person = seat.row, seat.person
    theirs = engine.state.people[row]
    for name in NUMBERS:
        yield f"person {row}, {name}", getattr(person, name), theirs[name]
    for q in range(4):
        yield f"person {row}, expected {q}", person.expected[q], engine.state.expected[row, q]
        yield f"person {row}, doubt {q}", person.doubt[q], engine.state.doubt[row, q]


def of_series(plain: PlainOrganisation, engine: Engine) -> Pairs:
    if plain.week == 0:
        return
    for name, theirs in zip(MEASURE_NAMES, engine.series[-1], strict=True):
        yield f"measure {name}", plain.series[-1][name], theirs
    for number, theirs in enumerate(engine.team_series[-1]):
        yield f"team {number}, trust within", plain.team_series[-1][number], theirs
    if plain.keeps_accounts:
        for name, theirs in zip(ACCOUNTS, engine.accounts[-1], strict=True):
            yield f"account {name}", plain.accounts[-1][name], theirs


def of_log(plain: PlainOrganisation, engine: Engine) -> Pairs:
    yield "entries of the log", len(plain.log), len(engine.log)
    for number, (ours, theirs) in enumerate(zip(plain.log, engine.log, strict=True)):
        for name, number_here, number_there in zip(LOG_DTYPE.names, ours, theirs, strict=True):
            yield f"entry {number} of the log, {name}", number_here, number_there
