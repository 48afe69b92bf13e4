"""M17 Signs: what a leader can see of the own team, in numbers, and through a blur.

A sign is made of last week's conduct and of what shows on people, never of their
memory. Acts of members count as far as they can be seen: those towards the leader
wholly, others as far as the space they happen in is visible. What went wrong, stayed
hidden and was not found out looks like kept faith. Then each sign is blurred,

    sign = x + BLUR sqrt(3) (u1 + u2 + u3 + u4 - 2),  cut to [0, 1],

with four uniform numbers by key: nearly normal, deviation BLUR, made of sums alone, so
that it has the same bits on every machine. That leaders judge from a few noisy samples:
March, Sproull & Tamuz 1991, doi:10.1287/orsc.2.1.1.

Limits: the blur is the same for all leaders and signs and has no bias; a real leader
sees what he expects (halo), and is shown what pleases. Who was there is not blurred.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .chance import SIGNS
from .keyed_chance import Keys, uniforms
from .layout import BREACH, ERROR, HELD_BACK, NOTHING, State
from .views import Numbers, Signs, sealed

__all__ = ["BLUR", "Groups", "groups_led", "groups_of_teams", "seen_signs", "turnover_of"]

BLUR = 0.1
"""Standard deviation of what is made of a sign (free choice)."""
BLURRED = ("entrusted", "kept", "told", "voice", "output", "strain")
"""Signs that are blurred, in the order of their draws."""

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Groups:
    """People who are seen together, and by whom.

    Attributes:
        member: Group of each row, -1 for none (n,).
        host: Group in which being entrusted by its members counts, -1 for none (n,).
        viewer: Row of who sees each group, -1 for nobody in person (G,).
        keys: Packed keys for the blur (G,).
    """

    member: Whole
    host: Whole
    viewer: Whole
    keys: Keys

    @property
    def number(self) -> int:
        """How many groups there are."""
        return len(self.viewer)


def groups_led(state: State, leaders: npt.NDArray[np.int32]) -> Groups:
    """Those who report to each of these leaders (rows, all different)."""
    heads = leaders.astype(np.int64)
    led = np.full(len(state.keys) + 1, -1, np.int64)
    led[heads] = np.arange(len(heads))
    # Nobody's leader is row -1, the one behind the last.
    return Groups(led[state.boss], led[:-1], heads, state.keys[heads])


def groups_of_teams(state: State) -> Groups:
    """The members of each team, leaders included, whom nobody sees in person."""
    team = state.team.astype(np.int64)
    number = len(state.teams)
    return Groups(team, team, np.full(number, -1), np.arange(number))


def turnover_of(state: State, groups: Groups, last: int) -> tuple[Whole, Whole, Whole]:
    """Seats of each group; those with a successor since the last week; those that stand empty."""
    open_seat = state.closed == 0
    present = state.present == 1
    successor = (state.people["joined"] >= last) & (state.keys >= 1 << 32)
    masks = (open_seat, present & successor, open_seat & ~present)
    seats, new, empty = (_count(groups.member[mask], groups.number) for mask in masks)
    return seats, new, empty


def seen_signs(
    state: State, groups: Groups, left: Numbers, seed: int, last: int, first: int
) -> Signs:
    """The signs of the week that has gone by, as they are seen.

    Args:
        state: The arrays at the start of the week that begins.
        groups: Who is seen.
        left: Share of seats that were left (G,).
        seed: Seed of all chance.
        last: Number of the week that has gone by, burn-in included.
        first: First count of the draws.
    """
    plain = _of_meetings(state, groups) | _of_people(state, groups, last)
    drawn = uniforms(seed, SIGNS, last, groups.keys, first, len(BLURRED))
    blur = BLUR * np.sqrt(3.0) * (drawn.reshape(groups.number, len(BLURRED), 4).sum(axis=2) - 2.0)
    seen = np.array([plain[name] for name in BLURRED]) + blur.T
    seen = np.minimum(np.maximum(seen, 0.0), 1.0)
    return sealed(Signs(left=left, **dict(zip(BLURRED, seen, strict=True))))


def _of_people(state: State, groups: Groups, last: int) -> dict[str, Numbers]:
    """Work done, and strain that shows, of those who were there last week."""
    rows = state.by_key  # Sums go in the order of seats.
    here = (state.present[rows] == 1) & (state.people["joined"][rows] < last)
    rows = rows[here & (groups.member[rows] >= 0)]
    member = groups.member[rows]
    people = _count(member, groups.number)
    return {
        name: _share(_sum(member, state.people[name][rows], groups.number), people)
        for name in ("output", "strain")
    }


def _of_meetings(state: State, groups: Groups) -> dict[str, Numbers]:
    """What passed between people, as far as it is seen."""
    rows = state.by_key
    meetings = state.meetings.view(np.ndarray)  # Records with attributes are slow to take apart.
    # Hours that an event of this morning has arranged are still to come.
    to_come = np.arange(meetings.shape[1]) < state.arranged[rows, None]
    who, hour = np.nonzero((meetings["act"][rows] != NOTHING) & ~to_come)
    trustor = rows[who]
    meeting = meetings[trustor, hour]
    act, trustee = meeting["act"], meeting["partner"]
    number = groups.number
    of, by = groups.member[trustor], groups.member[trustee]

    hosted = (of >= 0) & (groups.host[trustee] == of)
    hours = _count(of[hosted], number)
    entrusted = _count(of[hosted & (act != HELD_BACK)], number)

    watched = (by >= 0) & (act != HELD_BACK)
    weight = state.spaces["visibility"][meeting["space"]]
    weight = np.where(watched & (groups.viewer[by] == trustor), 1.0, weight)
    wrong = watched & ((act == ERROR) | (act == BREACH))
    openly = wrong & (meeting["hidden"] == 0)
    came_out = openly | (wrong & (meeting["found"] == 1))
    acts = _sum(by[watched], weight[watched], number)
    failed = _sum(by[came_out], weight[came_out], number)
    spoke = np.zeros(len(rows), bool)
    spoke[trustee[openly & (weight > 0.0)]] = True
    return {
        "entrusted": _share(entrusted, hours),
        "kept": 1.0 - _share(failed, acts),
        "told": _share(_sum(by[openly], weight[openly], number), failed),
        "voice": _share(
            _count(groups.member[spoke], number),
            _count(groups.member[state.present == 1], number),
        ),
    }


def _count(groups: Whole, number: int) -> Whole:
    """How often each group occurs; -1 is no group."""
    return np.bincount(groups + 1, minlength=number + 1)[1:].astype(np.int64)


def _sum(groups: Whole, values: npt.NDArray[Any], number: int) -> Numbers:
    """Sum of the values of each group, in their order."""
    sums = np.bincount(groups + 1, weights=values, minlength=number + 1)[1:]
    return sums.astype(np.float64)


def _share(part: npt.NDArray[Any], whole: npt.NDArray[Any]) -> Numbers:
    """Part of the whole; NaN where there is none."""
    share: Numbers = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return share
