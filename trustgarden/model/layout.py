"""Layout of the state: what a row of people and a slot of memory hold, byte by byte.

Sizes are counted, since they are dear to change: a relationship takes
4 (whom) + 64 (what every meeting touches, one cache line) + 32 (what few
touch) = 100 bytes. State is float32; rules compute in float64 and round only
on storing.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from .measures import MEASURE_NAMES

__all__ = [
    "BYTES_PER_RELATIONSHIP",
    "CONDITION_DTYPE",
    "MEETING_DTYPE",
    "NUM_EPISODES",
    "NUM_SPACES",
    "PERSON_DTYPE",
    "SPACES",
    "TIE_DTYPE",
    "TRACE_DTYPE",
    "Numbers",
    "Record",
    "Rows",
    "State",
]

# A row of a structured array. Its attributes come from the dtype, which the types of numpy do
# not describe; numba, which compiles whoever reads them, does check every name.
Record = Any
Rows = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.float64]

SPACES = ("work", "meeting", "rehearsal", "social")
"""Spaces, with their purposes: perform, share, rehearse, explore."""
NUM_SPACES = len(SPACES)
NUM_EPISODES = 4

PERSON_DTYPE = np.dtype(
    [
        # Traits, fixed for the person's time here, in (0, 1).
        ("propensity", "f4"),
        ("ability", "f4"),
        ("integrity", "f4"),
        ("benevolence", "f4"),
        ("sociability", "f4"),
        ("forgiveness", "f4"),
        ("at_sight", "f4"),
        # State.
        ("strain", "f4"),
        ("distributive_for", "f4"),
        ("distributive_against", "f4"),
        ("procedural_for", "f4"),
        ("procedural_against", "f4"),
        ("interactional_for", "f4"),
        ("interactional_against", "f4"),
        ("organisation_for", "f4"),
        ("organisation_against", "f4"),
        ("projected", "f4"),
        ("doubt", "f4"),
        ("effort", "f4"),
        ("output", "f4"),
        # Tallies of this week.
        ("received", "f4"),
        ("entrusted", "f4"),
        ("let_down", "f4"),
        ("suffered", "f4"),
        ("recognised", "f4"),
        ("free_hours", "f4"),
        ("joined", "i4"),
    ],
    align=True,
)

TIE_DTYPE = np.dtype(
    [
        ("ability_for", "f4"),
        ("ability_against", "f4"),
        ("benevolence_for", "f4"),
        ("benevolence_against", "f4"),
        ("integrity_for", "f4"),
        ("integrity_against", "f4"),
        ("deception", "f4"),
        ("mistrust", "f4"),
        ("frame", "f4"),
        ("familiarity", "f4"),
        ("prior_ability", "f4"),
        ("prior_benevolence", "f4"),
        ("prior_integrity", "f4"),
        # Second-hand evidence (M15) has its place; talk is still to come.
        ("told_for", "f4"),
        ("told_against", "f4"),
        ("met", "i2"),
        ("kind", "i1"),
        ("durability", "i1"),
    ],
    align=True,
)

TRACE_DTYPE = np.dtype(
    [
        # Hours remembered by purpose of space.
        ("work", "f4"),
        ("meeting", "f4"),
        ("rehearsal", "f4"),
        ("social", "f4"),
        # Last episodes, the newest in 0: week << 8 | kind << 4 | sixteenths of the stake.
        ("episode_0", "i4"),
        ("episode_1", "i4"),
        ("episode_2", "i4"),
        ("episode_3", "i4"),
    ],
    align=True,
)

MEETING_DTYPE = np.dtype(
    [
        ("partner", "i4"),
        ("space", "i1"),
        ("act", "i1"),
        ("hidden", "i1"),
        ("found", "i1"),
        ("stake", "f4"),
        ("answer", "f4"),
        ("consequence", "f4"),
        ("repair", "f4"),
        ("ordered", "f4"),
        # A stake that was set, as in an experiment; 0 where the week draws one.
        ("offered", "f4"),
    ],
    align=True,
)

CONDITION_DTYPE = np.dtype(
    [
        (name, "f8")
        for name in (
            # The regime as it is written.
            "detection", "certainty", "severity", "distinction", "evenness", "arbitrary",
            "publicness", "repair", "reward", "binding", "pricing", "monitoring", "collective",
            "social",
            # The leader's week.
            "attention_hours", "tend_spaces", "tend_consequence", "tend_connections",
            "tend_recognition", "tend_fairness", "demanding", "controlling", "attention_evenness",
            "respect",
            # Spaces and work.
            "work_hours", "meeting_hours", "rehearsal_hours", "social_hours", "rehearsal_reach",
            "social_reach", "openness", "load", "interdependence", "leave_rate", "replace",
            # Switches: 1 on, 0 off.
            "on_ambiguity", "on_asymmetry", "on_attribution", "on_control", "on_deception",
            "on_fairness", "on_forgetting", "on_leaving", "on_mistrust", "on_projection",
            "on_reciprocity", "on_recognition", "on_repair", "on_strain",
        )
    ]
)

TEAM_DTYPE = np.dtype(
    [
        (name, "f8")
        for name in (
            # Conditions of this week, after the leader has tended them.
            "detection", "certainty", "severity", "distinction", "evenness", "arbitrary",
            "publicness", "repair", "reward", "binding", "pricing", "monitoring", "collective",
            "social",
            "spaces_level", "connections_level", "recognition_level", "fairness_level",
            "demand_level", "control_level", "care_level", "attention_evenness", "respect",
            # What is usual, and what was seen this week.
            "norm", "seen", "cases", "burden",
        )
    ]
)

MEASURE_DTYPE = np.dtype([(name, np.float64) for name in MEASURE_NAMES])
POPULATION_DTYPE = np.dtype(
    [(name, "f8") for name in ("propensity", "ability", "integrity", "benevolence", "spread")]
)

BYTES_PER_RELATIONSHIP = 4 + TIE_DTYPE.itemsize + TRACE_DTYPE.itemsize

# Kinds of tie: the first three are assigned by work and are never forgotten for want of room.
TEAM, LEADER, MEMBER, CHOSEN = 0, 1, 2, 3
KIND_NAMES = ("team", "leader", "member", "chosen")

# Acts of a meeting.
NOTHING, HELD_BACK, KEPT, ERROR, BREACH = 0, 1, 2, 3, 4
# Kinds of episode, as remembered.
EPISODE_NAMES = (
    "",
    "was not trusted by them",
    "kept faith",
    "made an error",
    "broke faith",
    "deceived me",
    "made good",
)


class State(NamedTuple):
    """All arrays of an organisation of n people, s slots, t teams and h meetings a week."""

    people: npt.NDArray[np.void]  # (n,) PERSON_DTYPE
    whom: npt.NDArray[np.int32]  # (n, s) row of whom a slot remembers, -1 if empty
    ties: npt.NDArray[np.void]  # (n, s) TIE_DTYPE
    traces: npt.NDArray[np.void]  # (n, s) TRACE_DTYPE
    teams: npt.NDArray[np.void]  # (t,) TEAM_DTYPE
    meetings: npt.NDArray[np.void]  # (n, h) MEETING_DTYPE
    keys: npt.NDArray[np.int64]  # (n,) occupant << 32 | seat
    by_key: npt.NDArray[np.int32]  # (n,) rows in the order of their seats
    boss: npt.NDArray[np.int32]  # (n,) row of the leader, -1 if none
    team: npt.NDArray[np.int32]  # (n,) team of the person
    place: npt.NDArray[np.int32]  # (n,)
    rank: npt.NDArray[np.int32]  # (n,) 0 is highest
    present: npt.NDArray[np.int8]  # (n,) 0 where the seat is empty
    head: npt.NDArray[np.int32]  # (t,) row of the team's leader, -1 if none
    member_start: npt.NDArray[np.int32]  # (t + 1,) members of team k stand from here
    members: npt.NDArray[np.int32]  # (n,) rows, by team, in the order of seats
    peer_start: npt.NDArray[np.int32]  # (n + 1,) leaders who report to this person stand from here
    peers: npt.NDArray[np.int32]  # (number of leaders with a leader,) rows
    incoming_start: npt.NDArray[np.int32]  # (n + 1,) scratch: meetings by trustee
    incoming: npt.NDArray[np.int64]  # (n * h,) scratch: trustor row * h + hour
    left: npt.NDArray[np.int8]  # (n,) scratch: left this week
    web: npt.NDArray[np.int32]  # (n,) scratch: union-find over mutual trust
    sizes: npt.NDArray[np.int32]  # (n,) scratch: people in each web
