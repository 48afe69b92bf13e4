"""The two implementations side by side: the first place in which they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from trustgarden.model.chart import Chart
from trustgarden.model.engine import Engine
from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.model.scenario import Scenario

from .dealing import HELD_BACK, Meeting
from .organisation import PlainOrganisation
from .people import NUMBERS
from .seats import Seat

__all__ = ["difference", "run_difference"]

MEETING_FIELDS = ("space", "ordered", "stake", "act", "found", "consequence", "repair")
ENTRUSTED_FIELDS = ("answer", "hidden")
"""Of no meaning where nothing was entrusted."""
TEAM_STATE = ("norm", "cases", "seen", "burden")
TIE_FIELDS = (
    "ability_for", "ability_against", "benevolence_for", "benevolence_against", "integrity_for",
    "integrity_against", "deception", "mistrust", "frame", "familiarity", "prior_ability",
    "prior_benevolence", "prior_integrity", "told_for", "told_against", "met", "kind", "durability",
)  # fmt: skip
HOURS = ("work", "meeting", "rehearsal", "social")
EPISODES = ("episode_0", "episode_1", "episode_2", "episode_3")

Pairs = Iterator[tuple[str, float, float]]
"""What is compared, by name, here and there."""


def run_difference(
    scenario: Scenario, seed: int, weeks: int, chart: Chart | None = None
) -> str | None:
    """Run both week by week; the first difference in words, or None."""
    plain = PlainOrganisation(scenario, seed=seed, chart=chart)
    engine = Engine(scenario, seed, chart)
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
    yield from of_teams(plain, engine, conditions=True)
    for seat in plain.seats:
        yield from of_meetings(seat, engine)
    yield from of_teams(plain, engine, conditions=False)
    for seat in plain.seats:
        yield from of_seat(seat, engine)
    for seat in plain.seats:
        yield from of_memory(seat, engine)
    for seat in plain.seats:
        yield from of_person(seat, engine)
    yield from of_series(plain, engine)


def of_teams(plain: PlainOrganisation, engine: Engine, *, conditions: bool) -> Pairs:
    for team in plain.teams:
        source = team.conditions if conditions else team
        names = TEAM_STATE if source is team else vars(source) if source else ()
        theirs = engine.state.teams[team.number]
        for name in names:
            yield f"team {team.number}, {name}", getattr(source, name), theirs[name]


def of_seat(seat: Seat, engine: Engine) -> Pairs:
    yield f"person {seat.row}, presence", seat.present, engine.state.present[seat.row]
    yield f"person {seat.row}, key", seat.person.key, engine.state.keys[seat.row]


def of_meetings(seat: Seat, engine: Engine) -> Pairs:
    """Meetings of somebody who has met this week and is there still."""
    for meeting in seat.person.meetings:
        theirs = engine.state.meetings[seat.row, meeting.hour]
        where = f"person {seat.row}, hour {meeting.hour}"
        yield f"{where}, partner", meeting.partner.seat.row, theirs["partner"]
        for name in fields_of(meeting):
            ours = meeting.space.number if name == "space" else getattr(meeting, name)
            yield f"{where}, {name}", ours, theirs[name]


def fields_of(meeting: Meeting) -> tuple[str, ...]:
    return MEETING_FIELDS if meeting.act == HELD_BACK else MEETING_FIELDS + ENTRUSTED_FIELDS


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
    theirs = engine.state.people[seat.row]
    for name in NUMBERS:
        yield f"person {seat.row}, {name}", getattr(seat.person, name), theirs[name]


def of_series(plain: PlainOrganisation, engine: Engine) -> Pairs:
    if plain.week == 0:
        return
    for name, theirs in zip(MEASURE_NAMES, engine.series[-1], strict=True):
        yield f"measure {name}", plain.series[-1][name], theirs
    rows: Iterable[float] = engine.team_series[-1]
    for number, theirs in enumerate(rows):
        yield f"team {number}, trust within", plain.team_series[-1][number], theirs
