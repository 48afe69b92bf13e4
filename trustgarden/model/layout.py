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
    "ACCOUNTS",
    "BYTES_PER_RELATIONSHIP",
    "CONDITION_DTYPE",
    "GROUP_DTYPE",
    "LOG_DTYPE",
    "MAX_SPACES",
    "MEETING_DTYPE",
    "NUM_EPISODES",
    "NUM_PURPOSES",
    "PERSON_DTYPE",
    "PURPOSES",
    "REGIME_DTYPE",
    "SPACES",
    "SPACE_DTYPE",
    "STYLE_DTYPE",
    "TALE_DTYPE",
    "TIE_DTYPE",
    "TRACE_DTYPE",
    "WELCOME_DTYPE",
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
"""The spaces every organisation has; a scenario may add more, and each community has its own."""
MAX_SPACES = 18
PURPOSES = ("perform", "share", "rehearse", "explore")
"""What a space is for; consequence is projected, and hours are remembered, by purpose."""
NUM_PURPOSES = len(PURPOSES)
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
        # How well what a leader does comes across.
        ("skill", "f4"),
        ("warmth", "f4"),
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
        ("reputation_for", "f4"),
        ("reputation_against", "f4"),
        ("leader_trust", "f4"),
        ("shaken", "f4"),
        ("intention", "f4"),
        ("effort", "f4"),
        ("output", "f4"),
        # Tallies of this week.
        ("received", "f4"),
        ("entrusted", "f4"),
        ("let_down", "f4"),
        ("suffered", "f4"),
        ("recognised", "f4"),
        ("heard", "f4"),
        ("free_hours", "f4"),
        ("joined", "i4"),
        # Week in which the team accepted the person; NOT_YET for a newcomer, 0 for a founder.
        ("accepted", "i4"),
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
        ("prior_goodwill", "f4"),
        # Second-hand evidence (M15): it moves the prior, so one's own experience overwrites it.
        ("told_for", "f4"),
        ("told_against", "f4"),
        ("met", "i2"),
        ("last", "i2"),
        ("kind", "i1"),
        # Class of durability | how it began << 3.
        ("durability", "i1"),
        # Trusted third parties whom both know, 0 to 4.
        ("embedded", "i1"),
        # Acts that a promise still covers.
        ("pledge", "i1"),
    ],
    align=True,
)

TRACE_DTYPE = np.dtype(
    [
        # Hours remembered by purpose of space.
        ("perform", "f4"),
        ("share", "f4"),
        ("rehearse", "f4"),
        ("explore", "f4"),
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
        # Number of the hour in the keys of chance; arranged hours count from ARRANGED.
        ("hour", "i2"),
        ("space", "i1"),
        ("act", "i1"),
        ("hidden", "i1"),
        ("found", "i1"),
        # What was done about what went wrong: bits ADMITS, PAYS, PROMISES, DENIES.
        ("forms", "i1"),
        # 1 where an event or an experiment has fixed the act.
        ("scripted", "i1"),
        ("stake", "f4"),
        ("answer", "f4"),
        ("consequence", "f4"),
        ("ordered", "f4"),
        # A stake that was set, as in an experiment; 0 where the week draws one.
        ("offered", "f4"),
        # Worth of further dealings as both know it; below 0 where they judge it themselves.
        ("further", "f4"),
    ],
    align=True,
)

TALE_DTYPE = np.dtype(
    [
        ("kind", "i1"),  # NO_TALE, TOLD, WITNESSED or INTRODUCED
        ("third", "i4"),
        ("teller", "i4"),
        ("opinion", "f4"),
        ("weight", "f4"),
        # What the third party hears in turn, when introduced.
        ("opinion_back", "f4"),
        ("weight_back", "f4"),
    ],
    align=True,
)

SPACE_DTYPE = np.dtype(
    [
        (name, "f8")
        for name in (
            "hours", "purpose", "route", "formality", "voluntariness", "visibility", "stakes",
            "reach", "community", "opened", "squeezed", "sociable",
            # Of a community: whether it is formal, how one comes to belong, who does at first.
            "formal", "joining", "share",
        )
    ]
)
"""A space; `purpose`, `route` and `community` are whole numbers, the last -1 for none."""

WELCOME_DTYPE = np.dtype(
    [(name, "f8") for name in ("week", "kind", "who", "certainty", "announced", "count", "space")]
)
"""A step of the choreography of welcome."""

LOG_DTYPE = np.dtype(
    [
        ("week", "i4"),
        ("what", "i4"),
        ("who", "i8"),  # key of the person
        ("whom", "i8"),  # key of the other, or -1
        ("step", "i4"),
        ("done", "i4"),
    ],
    align=True,
)
"""What happened on somebody's way into the organisation, and out of it."""

STYLE_DTYPE = np.dtype(
    [
        (name, "f8")
        for name in (
            "spaces", "consequence", "connections", "recognition", "fairness", "demanding",
            "controlling", "evenness", "respect", "listening",
        )
    ]
)
"""How the leader of a team spends the week: seven shares of attention, and three manners."""

REGIME_NAMES = (
    "detection", "certainty", "severity", "distinction", "evenness", "arbitrary", "publicness",
    "repair", "reward", "binding", "pricing", "monitoring", "collective", "social",
    "coordinating", "chosen",
)
REGIME_DTYPE = np.dtype([(name, "f8") for name in REGIME_NAMES])
"""The regime of consequence over a team, as it is written."""

CONDITION_DTYPE = np.dtype(
    [
        (name, "f8")
        for name in (
            "attention_hours", "openness", "load", "interdependence", "across",
            "leave_rate", "replace", "vacancy_weeks", "alternatives", "tales",
            # Recognition: 1 formal, 0 social; and how it comes across.
            "defines", "decides", "credibility", "visibility", "scarcity", "payment",
            # Switches: 1 on, 0 off.
            "on_ambiguity", "on_asymmetry", "on_attribution", "on_connections", "on_consequence",
            "on_control", "on_cues", "on_deception", "on_entrusting", "on_events", "on_fairness",
            "on_forgetting", "on_further", "on_leadership", "on_leaving", "on_mistrust",
            "on_projection", "on_promises", "on_reciprocity", "on_recognition", "on_repair",
            "on_spaces", "on_strain", "on_talk", "on_welcome", "on_witness",
        )
    ]
)

TEAM_DTYPE = np.dtype(
    [
        (name, "f8")
        for name in (
            # Conditions of this week, after the leader has tended them.
            *REGIME_NAMES,
            "spaces_level", "connections_level", "recognition_level", "voice_level",
            "demand_level", "control_level", "care_level", "attention_evenness", "respect",
            "listening", "people_hours",
            # What the team saw this week of how others fared.
            "recognised_share", "suffered_mean",
        )
    ]
)

GROUP_DTYPE = np.dtype(
    [(name, "f8") for name in ("norm", "acts", "kept", "burden")]
)
"""What is usual and was seen in a group: the teams first, then the communities."""

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
# What is said and done about what went wrong (M7).
ADMITS, PAYS, PROMISES, DENIES = 1, 2, 4, 8
# Kinds of episode, as remembered.
EPISODE_NAMES = (
    "",
    "was not trusted by them",
    "kept faith",
    "made an error",
    "broke faith",
    "deceived me",
    "made good",
    "did not welcome me",
    "broke a promise",
    "apologised",
    "was shown up",
)
# How a relationship began.
FORMAL, INTRODUCED, DISCOVERED = 0, 1, 2
ORIGIN_NAMES = ("formal", "introduced", "discovered")
MEMBERSHIPS = (1 << 16) - 1
"""Bits of `belongs` that count; those above are memberships of this week, until it ends."""
NOT_YET = -1
"""`accepted` of a newcomer whom the team has not accepted yet."""
ARRANGED = 4096
"""Number of the first arranged hour in the keys of chance."""
ARRANGED_AT_MOST = 12
"""Arranged hours that a person has room for in a week."""
NO_TALE, TOLD, WITNESSED, INTRODUCED_TO = 0, 1, 2, 3
# What stands in the log.
JOINED, STEP, ACCEPTED, LEFT = 1, 2, 3, 4
LOG_NAMES = ("", "joined", "step", "accepted", "left")

ACCOUNTS = (
    "kept", "error", "breach", "deception", "repair", "promise", "trusted", "held_off", "told",
    "seen", "introduced", "recognition", "treatment", "welcome", "event", "forgetting",
    "joined", "left", "met", "crowded_out", "unbooked",
)
"""What a week's change of trust is split into; `unbooked` is 0 unless a write was not booked."""
(
    BY_KEPT, BY_ERROR, BY_BREACH, BY_DECEPTION, BY_REPAIR, BY_PROMISE, BY_TRUSTED, BY_HELD_OFF,
    BY_TOLD, BY_SEEN, BY_INTRODUCED, BY_RECOGNITION, BY_TREATMENT, BY_WELCOME, BY_EVENT,
    BY_FORGETTING, BY_JOINED, BY_LEFT, BY_MET, BY_CROWDED_OUT, BY_NOTHING,
) = range(len(ACCOUNTS))


class State(NamedTuple):
    """All arrays of an organisation of n people, s slots, t teams, k communities and h meetings."""

    people: npt.NDArray[np.void]  # (n,) PERSON_DTYPE
    whom: npt.NDArray[np.int32]  # (n, s) row of whom a slot remembers, -1 if empty
    ties: npt.NDArray[np.void]  # (n, s) TIE_DTYPE
    traces: npt.NDArray[np.void]  # (n, s) TRACE_DTYPE
    expected: npt.NDArray[np.float32]  # (n, 4) consequence expected, by purpose
    doubt: npt.NDArray[np.float32]  # (n, 4) how uncertain it is
    teams: npt.NDArray[np.void]  # (t,) TEAM_DTYPE
    styles: npt.NDArray[np.void]  # (t,) STYLE_DTYPE
    regimes: npt.NDArray[np.void]  # (t,) REGIME_DTYPE
    groups: npt.NDArray[np.void]  # (t + k,) GROUP_DTYPE
    cases: npt.NDArray[np.float64]  # (t + k, 4) open cases of the week, by purpose
    seen: npt.NDArray[np.float64]  # (t + k, 4) their mean consequence
    spaces: npt.NDArray[np.void]  # (number of spaces,) SPACE_DTYPE
    steps: npt.NDArray[np.void]  # (number of steps,) WELCOME_DTYPE
    meetings: npt.NDArray[np.void]  # (n, h) MEETING_DTYPE
    arranged: npt.NDArray[np.int32]  # (n,) hours of the week that were arranged
    num_hours: npt.NDArray[np.int32]  # (n,) scratch: hours of the week in all
    tales: npt.NDArray[np.void]  # (n, tales a week) TALE_DTYPE, scratch
    keys: npt.NDArray[np.int64]  # (n,) occupant << 32 | seat
    by_key: npt.NDArray[np.int32]  # (n,) rows in the order of their seats
    seats: npt.NDArray[np.int32]  # rows of seats that were not done away with, in their order
    boss: npt.NDArray[np.int32]  # (n,) row of the leader, -1 if none
    team: npt.NDArray[np.int32]  # (n,) team of the person
    place: npt.NDArray[np.int32]  # (n,)
    practice: npt.NDArray[np.int32]  # (n,)
    rank: npt.NDArray[np.int32]  # (n,) 0 is highest
    belongs: npt.NDArray[np.int64]  # (n,) communities of the person, one bit each
    present: npt.NDArray[np.int8]  # (n,) 0 where the seat is empty
    closed: npt.NDArray[np.int8]  # (n,) 1 where the seat was done away with
    led: npt.NDArray[np.int32]  # (n,) seats that report to the person
    head: npt.NDArray[np.int32]  # (t,) row of the team's leader, -1 if none
    # Rosters leave out seats that were done away with.
    member_start: npt.NDArray[np.int32]  # (t + 1,) members of team k stand from here
    members: npt.NDArray[np.int32]  # rows, by team, in the order of seats
    peer_start: npt.NDArray[np.int32]  # (n + 1,) leaders who report to this person stand from here
    peers: npt.NDArray[np.int32]  # (number of leaders with a leader,) rows
    place_start: npt.NDArray[np.int32]  # (places + 1,) people of a place stand from here
    neighbours: npt.NDArray[np.int32]  # rows, by place, in the order of seats
    circle_start: npt.NDArray[np.int32]  # (k + 1,) scratch: members of a community stand from here
    circles: npt.NDArray[np.int32]  # (n * k,) scratch: rows, by community, in the order of seats
    incoming_start: npt.NDArray[np.int32]  # (n + 1,) scratch: meetings by trustee
    incoming: npt.NDArray[np.int64]  # (n * h,) scratch: trustor row * h + hour
    left: npt.NDArray[np.int8]  # (n,) scratch: left this week
    turned: npt.NDArray[np.int64]  # (2,) who left and who joined since the last week ended
    praised_by: npt.NDArray[np.int32]  # (n,) scratch: row of who recognised the person, or -1
    web: npt.NDArray[np.int32]  # (n,) scratch: union-find over mutual trust
    tribe: npt.NDArray[np.int32]  # (n,) scratch: union-find over embedded mutual trust
    sizes: npt.NDArray[np.int32]  # (n,) scratch: people in each web
    # Trust as it was last booked, (n, s); without rows where no accounts are kept.
    standing: npt.NDArray[np.float64]
    accounts: npt.NDArray[np.float64]  # (n, accounts) of this week, by who remembers
    base: npt.NDArray[np.float64]  # (1,) mean trust when the week began
    log: npt.NDArray[np.void]  # (entries,) LOG_DTYPE; without rows where nothing is logged
    logged: npt.NDArray[np.int64]  # (1,) entries of the log that are filled
