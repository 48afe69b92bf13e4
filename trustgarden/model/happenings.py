"""M19 Events: what happens to an organisation in a week, beside changes of conditions.

Each kind is one function here; what people live through is written by the kernels of
`incidents`. Events that need somebody who has left by then do not take place, and are
kept in `Engine.not_held`, each with the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from . import incidents
from .arrays import seated, with_rows
from .chance import MAX_OCCUPANTS
from .layout import SPACES
from .naming import (
    ids_that_come,
    places_of_merger,
    seat_named,
    teams_of_growth,
    teams_that_come,
)
from .structure import Structure

if TYPE_CHECKING:
    from .calendar import Event
    from .engine import Engine

__all__ = ["NotHeld", "happen"]

ONE_OCCUPANT = 1 << 32
SEATS_OF_ONE_EVENT = 1 << 20
"""Seats made by an event are numbered from a multiple of this."""
MAKERS_AT_MOST = 4094


@dataclass(frozen=True, kw_only=True)
class NotHeld:
    """An event that did not take place: when, what, about whom, and why not."""

    week: int
    kind: str
    who: str | None
    whom: str | None
    team: str | None
    why: str

    @classmethod
    def of(cls, event: Event, why: str) -> NotHeld:
        """This event, and the reason."""
        return cls(
            week=event.week,
            kind=event.kind,
            who=event.who,
            whom=event.whom,
            team=event.team,
            why=why,
        )


class NotThereError(Exception):
    """Somebody whom an event needs is not there any more."""


def happen(engine: Engine, event: Event) -> None:
    """Let one event take place at the start of the week that begins, or note why it does not."""
    act = ACTS.get(event.kind)
    if act is None:
        return
    engine.empty_log()
    try:
        act(engine, event.resolved())
    except NotThereError as reason:
        engine.not_held.append(NotHeld.of(event, str(reason)))


def _week(engine: Engine) -> int:
    """Number of the week that begins, burn-in included."""
    return engine.weeks_before + engine.week + 1


def _row(engine: Engine, name: str) -> int:
    """Row of a person by name, if that person is there."""
    state = engine.state
    found = seat_named(engine.structure.ids, name)
    if found is None:
        raise NotThereError(f"there is nobody called {name}")
    seat, occupant = found
    row = engine.structure.ids.index(seat)
    now = int(state.keys[row]) >> 32
    if now < occupant:
        raise NotThereError(f"{name} has not come yet")
    if state.present[row] == 0 or now > occupant:
        raise NotThereError(f"{name} has left")
    return row


def _team(engine: Engine, name: str) -> int:
    """Number of a team by name, if it is there."""
    if name not in engine.structure.team_names:
        raise NotThereError(f"there is no team {name}")
    return engine.structure.team_names.index(name)


def _top(engine: Engine) -> int:
    """Row of the first person who has no leader and leads somebody."""
    state = engine.state
    leads = np.zeros(len(state.boss), bool)
    leads[state.boss[state.boss >= 0]] = True
    rows = np.flatnonzero(leads & (state.boss < 0))
    if not len(rows):
        raise NotThereError("there is no leader at the top")
    return int(rows[0])


def _rows(rows: Any) -> Any:
    return np.ascontiguousarray(rows, dtype=np.int32)


def _members(engine: Engine) -> Any:
    """Rows of everybody who is there and heads no team, in the order of seats."""
    state = engine.state
    heads = np.zeros(len(state.keys), bool)
    heads[state.head[state.head >= 0]] = True
    heads[state.boss[state.boss >= 0]] = True
    return _rows(np.flatnonzero((state.present == 1) & ~heads))


def _drawn(engine: Engine, share: float) -> Any:
    """That share of the members, drawn by lot, in the order of their lots."""
    members = _members(engine)
    lots = incidents.lots(engine.state, members, engine.seed, _week(engine))
    count = round(share * len(members))
    return members[np.lexsort((members, lots))][:count]


def _layoff(engine: Engine, event: Event) -> None:
    rows = np.sort(_drawn(engine, float(event.share or 0.0)))
    if not len(rows):
        return
    incidents.go(engine.state, rows, 1, _week(engine) - 1)
    engine.state = seated(engine.state, engine.structure)
    incidents.survive(
        engine.state, engine.next_conditions, engine.parameters, float(event.severity or 0.0)
    )


def _departure(engine: Engine, event: Event) -> None:
    incidents.go(engine.state, _rows([_row(engine, str(event.who))]), 0, _week(engine) - 1)


def _new_leader(engine: Engine, event: Event) -> None:
    row = _top(engine)
    if event.team is not None:
        row = int(engine.state.head[_team(engine, event.team)])
    if row < 0:
        raise NotThereError(f"{event.team} has no leader")
    if (int(engine.state.keys[row]) >> 32) + 1 >= MAX_OCCUPANTS:
        raise NotThereError("the seat has had as many occupants as it can have")
    if engine.state.present[row]:
        incidents.go(engine.state, _rows([row]), 0, _week(engine) - 1)
    engine.state.keys[row] += ONE_OCCUPANT
    _come(engine, _rows([row]))


def _come(engine: Engine, rows: Any) -> None:
    incidents.come(
        engine.state,
        rows,
        engine.next_conditions,
        engine.population,
        engine.parameters,
        engine.seed,
        _week(engine) - 1,
    )


def _reorganisation(engine: Engine, event: Event) -> None:
    """People take each other's places in the chart, in a ring drawn by lot."""
    rows = _drawn(engine, float(event.share or 0.0))
    if len(rows) < 2:
        return
    structure = engine.structure
    moved: dict[str, Any] = {}
    for name in ("boss", "team", "place", "practice", "rank"):
        column = np.array(getattr(structure, name))
        column[rows] = column[np.roll(rows, 1)]
        moved[name] = column
    _sit(engine, replace(structure, **moved))


def _sit(engine: Engine, structure: Structure) -> None:
    engine.structure = structure
    engine.state = seated(engine.state, structure)
    incidents.sit_elsewhere(
        engine.state, engine.next_conditions, engine.parameters, engine.seed, _week(engine) - 1
    )


def _scandal(engine: Engine, event: Event) -> None:
    other = _top(engine) if event.who is None else _row(engine, event.who)
    if engine.state.present[other] == 0:
        raise NotThereError("the seat at the top is empty")
    incidents.be_shown_up(
        engine.state,
        engine.next_conditions,
        engine.parameters,
        other,
        float(event.severity or 0.0),
        _week(engine),
    )


def _betrayal(engine: Engine, event: Event) -> None:
    incidents.betray(engine.state, _row(engine, str(event.who)), _row(engine, str(event.whom)))


def _apology(engine: Engine, event: Event) -> None:
    incidents.apologise(
        engine.state,
        engine.next_conditions,
        engine.parameters,
        _row(engine, str(event.who)),
        -1 if event.whom is None else _row(engine, event.whom),
        float(bool(event.admits)),
        float(bool(event.pays)),
        int(bool(event.promises)),
        _week(engine),
    )


def _gathering(engine: Engine, event: Event) -> None:
    state = engine.state
    pool = np.flatnonzero(state.present == 1)
    if event.team is not None:
        pool = pool[state.team[pool] == _team(engine, event.team)]
    names = [*SPACES, *(space.name for space in engine.scenario.spaces.custom)]
    space = names.index(event.space or "social")
    if len(pool) > 1:
        incidents.gather(
            state, _rows(pool), int(event.hours or 0), space, engine.seed, _week(engine)
        )


def _new_seats(engine: Engine, number: int) -> Any:
    """Keys of seats that an event makes; never used before or again."""
    if engine.seat_makers >= MAKERS_AT_MOST:
        raise ValueError(f"at most {MAKERS_AT_MOST} events can bring new seats.")
    engine.seat_makers += 1
    return engine.seat_makers * SEATS_OF_ONE_EVENT + np.arange(number)


def _growth(engine: Engine, event: Event) -> None:
    """New teams of new people, whose leaders report to the top."""
    old = engine.structure
    top = _top(engine)
    number = int(event.number or 0)
    seats = _new_seats(engine, number)
    size = engine.scenario.organisation.team_size
    team = np.arange(number) // size
    first = (team * size + old.num_people).astype(np.int32)
    leads = np.arange(number) % size == 0
    structure = _joined(
        old,
        ids=ids_that_come(old.ids, event),
        boss=np.where(leads, top, first),
        team=team + old.num_teams,
        team_names=teams_that_come(old.team_names, teams_of_growth(event, size)),
        place=np.full(number, old.place[top]),
        rank=old.rank[top] + np.where(leads, 1, 2),
        practice=np.full(number, old.practice[top]),
    )
    _take_new_seats(engine, structure, seats)


def _arrival(engine: Engine, event: Event) -> None:
    """New people in a team that is there, under its leader; the top leader's if none is named."""
    old = engine.structure
    top = _top(engine)
    team = int(old.team[top]) if event.team is None else _team(engine, event.team)
    number = int(event.number or 1)
    head = int(engine.state.head[team])
    mates = np.flatnonzero(old.team == team)
    like = next((int(row) for row in mates if row != head), int(mates[0]))
    structure = _joined(
        old,
        ids=ids_that_come(old.ids, event),
        boss=np.full(number, head if head >= 0 else old.boss[like]),
        team=np.full(number, team),
        team_names=(),
        place=np.full(number, old.place[like]),
        rank=np.full(number, old.rank[like]),
        practice=np.full(number, old.practice[like]),
    )
    _take_new_seats(engine, structure, _new_seats(engine, number))


def _take_new_seats(engine: Engine, structure: Structure, seats: Any) -> None:
    """New people arrive in the seats behind those that were there."""
    before = engine.structure.num_people
    added = engine.empty_like(structure_slice(structure, before), seats)
    _enlarge(engine, added, structure)
    engine.state.present[before:] = 0
    _come(engine, _rows(np.arange(before, structure.num_people)))


def _joined(old: Structure, **added: Any) -> Structure:
    """A chart with more people behind those who were there."""
    columns: dict[str, Any] = {}
    for name in ("boss", "team", "place", "rank", "practice"):
        both = [getattr(old, name), np.asarray(added[name])]
        columns[name] = np.concatenate(both).astype(np.int32)
    for name in ("ids", "team_names"):
        columns[name] = (*getattr(old, name), *added[name])
    columns["place_names"] = (*old.place_names, *added.get("place_names", ()))
    return replace(old, **columns)


def structure_slice(structure: Structure, first: int) -> Structure:
    """The people from a row on, as a chart of their own; leaders outside it count as none."""
    boss = structure.boss[first:] - first
    team = structure.team[first:]
    return replace(
        structure,
        ids=structure.ids[first:],
        boss=np.where(boss >= 0, boss, -1).astype(np.int32),
        team=(team - team.min()).astype(np.int32),
        team_names=structure.team_names[int(team.min()) :],
        place=structure.place[first:],
        rank=structure.rank[first:],
        practice=structure.practice[first:],
    )


def _enlarge(engine: Engine, added: Any, structure: Structure) -> None:
    engine.structure = structure
    engine.state = with_rows(engine.state, added, structure)
    engine.empty_log()


def _merger(engine: Engine, event: Event) -> None:
    """Another organisation, which has lived as long under its own conditions, joins this one."""
    old = engine.structure
    top = _top(engine)
    number = int(event.number or 0)
    seats = _new_seats(engine, number)
    other = engine.elsewhere(number, seats, event.set)
    theirs = other.structure
    boss = np.where(theirs.boss >= 0, theirs.boss + old.num_people, top)
    structure = _joined(
        old,
        ids=ids_that_come(old.ids, event),
        boss=boss,
        team=theirs.team + old.num_teams,
        team_names=teams_that_come(old.team_names, places_of_merger(event, theirs.team_names)),
        place=theirs.place + len(old.place_names),
        place_names=tuple(places_of_merger(event, theirs.place_names)),
        rank=theirs.rank + 1,
        practice=np.minimum(theirs.practice, len(old.practice_names) - 1),
    )
    _enlarge(engine, other.state, structure)
    state = engine.state
    known = old.num_teams
    state.groups[known : known + theirs.num_teams] = other.state.groups[: theirs.num_teams]
    state.turned[1] += int(other.state.present.sum())
    incidents.enter_books(state, engine.parameters, old.num_people)
    incidents.sit_elsewhere(
        state, engine.next_conditions, engine.parameters, engine.seed, _week(engine) - 1
    )


ACTS: dict[str, Callable[[Any, Any], None]] = {
    "arrival": _arrival,
    "layoff": _layoff,
    "growth": _growth,
    "merger": _merger,
    "new-leader": _new_leader,
    "reorganisation": _reorganisation,
    "scandal": _scandal,
    "betrayal": _betrayal,
    "apology": _apology,
    "gathering": _gathering,
    "departure": _departure,
}
"""What is done when an event of a kind happens; kinds that change conditions have nothing here."""
