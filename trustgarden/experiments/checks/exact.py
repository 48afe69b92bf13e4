"""Digests of everything that a run remembers, so laid out that a difference is located.

For each watched scenario and seed: a checksum of every measure in every week,
and one of every person's rows in every array of the state at the end of every week.
Where two runs first differ is then read off: the week, what differs in the
state, whose it is and of which team. Which array was written first within a week is not recorded
(the kernel runs a week in one go), so the phase is told by what the array holds.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from trustgarden.experiments.running import finished
from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.model.scenario import Scenario
from trustgarden.scenarios import read_chart

__all__ = ["ARRAYS", "Digests", "difference", "digests"]

Sums = NDArray[np.uint32]
W = TypeVar("W", np.uint32, np.int32)

ARRAYS = {
    "team": "structure: which team a person is in",
    "present": "coming and leaving: whether a seat is taken",
    "whom": "dealing and remembering: whom a person remembers",
    "ties": "dealing and remembering: relationship memory",
    "traces": "dealing and remembering: episodes and familiarity",
    "expected": "consequence: what people expect",
    "doubt": "consequence: how uncertain that is",
    "belongs": "communities: where a person belongs",
    "people": "judging and work: a person's own state",
}
"""Arrays with a row a person, in the order in which a difference is told, and what they hold."""


@dataclass(frozen=True)
class Digests:
    """Checksums of one run.

    Attributes:
        measures: CRC-32 of each figure, (weeks, measures).
        people: CRC-32 of each person's row, (weeks, arrays, people).
        teams: Number of each person's team, from 0, (weeks, people).
    """

    measures: Sums
    people: Sums
    teams: NDArray[np.int32]


def digests(scenario: Scenario, seed: int, weeks: int) -> Digests:
    """Run week by week, and take the checksums."""
    engine = finished(scenario, read_chart(scenario), seed, 0)
    people, teams = [], []
    for _ in range(weeks):
        engine.run(1)
        people.append(_of_people(engine.state))
        teams.append(engine.state.team.astype(np.int32))
    # Adding 0.0 makes -0.0 and 0.0 one figure.
    figures = [[zlib.crc32(value.tobytes()) for value in week] for week in engine.series + 0.0]
    return Digests(np.array(figures, np.uint32), _same_width(people), _same_width(teams))


def _of_people(state: Any) -> Sums:
    rows = [
        [zlib.crc32(np.ascontiguousarray(row).tobytes()) for row in getattr(state, name)]
        for name in ARRAYS
    ]
    return np.array(rows, np.uint32)


def _same_width(weeks: list[NDArray[W]]) -> NDArray[W]:
    """One array of all weeks; where somebody joined a new seat, earlier weeks have 0 there."""
    most = max(week.shape[-1] for week in weeks)
    return np.stack([np.pad(w, [(0, 0)] * (w.ndim - 1) + [(0, most - w.shape[-1])]) for w in weeks])


def difference(before: Digests, now: Digests) -> str:
    """Where two runs first differ, in words; empty if nowhere."""
    if before.measures.shape != now.measures.shape:
        return "another number of weeks or measures"
    told = []
    if before.people.shape != now.people.shape:
        told.append("another number of people")
    else:
        told += _first_person(before.people != now.people, now.teams)
    differing = before.measures != now.measures
    if differing.any():
        week = int(differing.any(axis=1).argmax())
        names = [MEASURE_NAMES[place] for place in np.flatnonzero(differing[week])]
        more = f" and {len(names) - 4} more" if len(names) > 4 else ""
        told.append(f"week {week + 1} in the measures {', '.join(names[:4])}{more}")
    return "; ".join(told)


def _first_person(differing: NDArray[np.bool_], teams: NDArray[np.int32]) -> list[str]:
    if not differing.any():
        return []
    week = int(differing.any(axis=(1, 2)).argmax())
    array = int(differing[week].any(axis=1).argmax())
    rows = np.flatnonzero(differing[week, array])
    others = f" and {len(rows) - 1} more" if len(rows) > 1 else ""
    what = list(ARRAYS.values())[array]
    whose = f"the person in row {rows[0]} (team {teams[week, rows[0]]})"
    return [f"week {week + 1}, {what}, of {whose}{others}"]
