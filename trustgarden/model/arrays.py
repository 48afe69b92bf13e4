"""The arrays of an organisation: made empty, enlarged, and cut to who sits where."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from .answering import ORDINARY_NORM
from .conditions import Segment, hours_at_most
from .layout import (
    ACCOUNTS,
    CHOSEN,
    GROUP_DTYPE,
    LOG_DTYPE,
    MEETING_DTYPE,
    NUM_PURPOSES,
    PERSON_DTYPE,
    REGIME_DTYPE,
    STYLE_DTYPE,
    TALE_DTYPE,
    TEAM_DTYPE,
    TIE_DTYPE,
    TRACE_DTYPE,
    State,
)
from .structure import Structure
from .telling import SEEN_HOURS

__all__ = ["empty_state", "records", "seated", "with_log", "with_rows", "with_segments"]

OF_PEOPLE = (
    "people", "whom", "ties", "traces", "expected", "doubt", "arranged", "num_hours", "keys",
    "belongs", "present", "closed", "left", "praised_by", "web", "tribe", "sizes", "standing",
    "accounts",
)
"""Arrays with one row a person that an event enlarges."""
OF_CHART = (
    "by_key", "seats", "led", "boss", "team", "place", "practice", "rank", "head", "member_start",
    "members", "peer_start", "peers", "place_start", "neighbours",
)
"""Arrays that follow from who sits where."""


def records(shape: int | tuple[int, ...], dtype: np.dtype[np.void]) -> np.recarray:
    """Records of zeros whose fields are attributes."""
    return np.zeros(shape, dtype).view(np.recarray)


def chart_arrays(structure: Structure, closed: Any = None) -> dict[str, Any]:
    """The arrays of `OF_CHART`; seats stand in the order of their rows.

    Args:
        structure: Who sits where.
        closed: 1 for seats that were done away with, which stand on no roster (people,).
    """
    there = np.ones(structure.num_people, bool) if closed is None else closed == 0
    member_start, members = structure.rosters(there)
    peer_start, peers = structure.peers(there)
    place_start, neighbours = structure.neighbours(there)
    led = np.bincount(structure.boss[there & (structure.boss >= 0)], minlength=len(there))
    return {
        "by_key": np.arange(structure.num_people, dtype=np.int32),
        "seats": np.flatnonzero(there).astype(np.int32),
        "led": led.astype(np.int32),
        "boss": np.array(structure.boss),
        "team": np.array(structure.team),
        "place": np.array(structure.place),
        "practice": np.array(structure.practice),
        "rank": np.array(structure.rank),
        "head": structure.heads(),
        "member_start": member_start,
        "members": members,
        "peer_start": peer_start,
        "peers": peers,
        "place_start": place_start,
        "neighbours": neighbours,
    }


def empty_state(
    structure: Structure,
    seats: Any,
    num_slots: int,
    num_communities: int,
    segments: Sequence[Segment],
    *,
    accounts: bool = False,
) -> State:
    """The arrays of people who remember nothing yet, sized for these segments."""
    n, num_teams = structure.num_people, structure.num_teams
    hours = max(map(hours_at_most, segments))
    ties = records((n, num_slots), TIE_DTYPE)
    ties.kind = CHOSEN
    booked = n if accounts else 0
    groups = records(num_teams + num_communities, GROUP_DTYPE)
    groups.norm = ORDINARY_NORM
    return State(
        people=records(n, PERSON_DTYPE),
        whom=np.full((n, num_slots), -1, np.int32),
        ties=ties,
        traces=records((n, num_slots), TRACE_DTYPE),
        expected=np.zeros((n, NUM_PURPOSES), np.float32),
        doubt=np.zeros((n, NUM_PURPOSES), np.float32),
        teams=records(num_teams, TEAM_DTYPE),
        styles=records(num_teams, STYLE_DTYPE),
        regimes=records(num_teams, REGIME_DTYPE),
        groups=groups,
        cases=np.zeros((num_teams + num_communities, NUM_PURPOSES)),
        seen=np.zeros((num_teams + num_communities, NUM_PURPOSES)),
        spaces=segments[0].spaces,
        steps=segments[0].steps,
        meetings=records((n, hours), MEETING_DTYPE),
        arranged=np.zeros(n, np.int32),
        num_hours=np.zeros(n, np.int32),
        tales=records((n, num_tales(segments)), TALE_DTYPE),
        keys=np.array(seats, np.int64),
        belongs=np.zeros(n, np.int64),
        present=np.ones(n, np.int8),
        closed=np.zeros(n, np.int8),
        circle_start=np.zeros(num_communities + 1, np.int32),
        circles=np.zeros(n * num_communities, np.int32),
        incoming_start=np.zeros(n + 1, np.int32),
        incoming=np.zeros(n * hours, np.int64),
        left=np.zeros(n, np.int8),
        turned=np.zeros(2, np.int64),
        praised_by=np.full(n, -1, np.int32),
        web=np.zeros(n, np.int32),
        tribe=np.zeros(n, np.int32),
        sizes=np.zeros(n, np.int32),
        standing=np.zeros((booked, num_slots)),
        accounts=np.zeros((booked, len(ACCOUNTS))),
        base=np.zeros(1),
        log=records(0, LOG_DTYPE),
        logged=np.zeros(1, np.int64),
        **chart_arrays(structure),
    )


def num_tales(segments: Sequence[Segment]) -> int:
    """Tales that a person can take in a week: those heard, those seen, one introduction."""
    most = max(float(segment.conditions[0].tales) for segment in segments)
    return math.ceil(most) + SEEN_HOURS + 1


def with_segments(state: State, segments: Sequence[Segment]) -> State:
    """The same state with room for the hours and tales that these segments may bring."""
    n = len(state.keys)
    hours = max(map(hours_at_most, segments))
    if hours > state.meetings.shape[1]:
        arranged = records((n, hours), MEETING_DTYPE)
        arranged[:, : state.meetings.shape[1]] = state.meetings
        state = state._replace(meetings=arranged, incoming=np.zeros(n * hours, np.int64))
    tales = num_tales(segments)
    if tales > state.tales.shape[1]:
        state = state._replace(tales=records((n, tales), TALE_DTYPE))
    return state


def with_log(state: State, entries: int) -> State:
    """The same state with an empty log of so many entries."""
    return state._replace(log=records(entries, LOG_DTYPE), logged=np.zeros(1, np.int64))


def with_rows(state: State, added: State, structure: Structure) -> State:
    """The same state with the people of another one behind its own, on a common chart.

    Whom the added people remember is shifted by the rows before them.
    """
    before = len(state.keys)
    whom = np.where(added.whom >= 0, added.whom + before, -1).astype(np.int32)
    added = added._replace(whom=whom)
    arrays = {}
    for name in OF_PEOPLE:
        rows = [getattr(state, name), getattr(added, name)]
        arrays[name] = _stacked(rows)
    n = before + len(added.keys)
    hours = state.meetings.shape[1]
    meetings = records((n, hours), MEETING_DTYPE)
    meetings[:before] = state.meetings
    arrays |= {
        "meetings": meetings,
        "tales": records((n, state.tales.shape[1]), TALE_DTYPE),
        "circles": np.zeros(n * (len(state.circle_start) - 1), np.int32),
        "incoming_start": np.zeros(n + 1, np.int32),
        "incoming": np.zeros(n * hours, np.int64),
    }
    return seated(state._replace(**arrays), structure)


def _stacked(rows: list[Any]) -> Any:
    stacked = np.concatenate(rows)
    return stacked.view(np.recarray) if stacked.dtype.names else stacked


def seated(state: State, structure: Structure) -> State:
    """The same people on another chart; teams that are new begin with nothing seen."""
    grown = structure.num_teams - len(state.teams)
    arrays = chart_arrays(structure, state.closed)
    if grown > 0:
        known = len(state.teams)
        groups = records(grown, GROUP_DTYPE)
        groups.norm = ORDINARY_NORM
        none = np.zeros((grown, NUM_PURPOSES))
        arrays |= {
            "teams": _stacked([state.teams, records(grown, TEAM_DTYPE)]),
            "styles": _stacked([state.styles, records(grown, STYLE_DTYPE)]),
            "regimes": _stacked([state.regimes, records(grown, REGIME_DTYPE)]),
            "groups": _stacked([state.groups[:known], groups, state.groups[known:]]),
            "cases": np.concatenate([state.cases[:known], none, state.cases[known:]]),
            "seen": np.concatenate([state.seen[:known], none, state.seen[known:]]),
        }
    return state._replace(**arrays)
