"""Results that no model made: series with known answers, in the layout of a results folder.

Each arm is a logistic curve from `start` to `end` with its middle in week
`middle`, plus AR(1) noise and a lasting difference between replicates that all
arms share, as common random numbers give.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from trustgarden.model.measures import MEASURE_NAMES, MEASURES

WEEKS = 104
NUM_TEAMS = 8


@dataclass(frozen=True)
class Curve:
    """What trust in the team does in one scenario."""

    start: float = 0.5
    end: float = 0.5
    middle: float = 26.0
    pace: float = 7.0
    description: str = ""
    style: str = "gardener"
    regime: str = "none"


EIGHT = {
    "garden": Curve(
        0.48, 0.72, 24, 8, "Leaders tend the five conditions", "gardener", "just-culture"
    ),
    "untended": Curve(0.48, 0.53, 30, 12, "Nobody tends anything", "absent", "permissive"),
    "command": Curve(0.48, 0.41, 20, 7, "Trust and effort are demanded", "commander", "punitive"),
    "contract": Curve(0.48, 0.50, 30, 9, "What is owed is written down", "contractor", "contract"),
    "blame": Curve(0.48, 0.33, 16, 5, "Somebody must have been at fault", "commander", "blame"),
    "surveillance": Curve(
        0.48, 0.38, 30, 10, "Everything is watched", "controller", "surveillance"
    ),
    "favourites": Curve(0.48, 0.55, 34, 10, "Warmth for a few", "favouritist", "favourites"),
    "recovery": Curve(
        0.36, 0.66, 66, 9, "Blame at first, a garden from week 40", "gardener", "just-culture"
    ),
}

LEVEL_SHIFTS = {
    "trust": 0.04,
    "trust_team": 0.0,
    "trust_leader": -0.03,
    "trust_in_members": 0.01,
    "trust_organisation": -0.06,
}


@dataclass
class SyntheticResults:
    """Answers what a store answers, from memory."""

    manifest: dict[str, Any]
    runs: pd.DataFrame
    weekly: pd.DataFrame
    team_table: pd.DataFrame
    is_complete: bool = True
    asked: list[str | None] = field(default_factory=list)

    def series(
        self, columns: Sequence[str] | None = None, scenario: str | None = None
    ) -> pd.DataFrame:
        self.asked.append(scenario)
        table = self.weekly if scenario is None else self.weekly[self.weekly.scenario == scenario]
        return table if columns is None else table[list(columns)]

    def teams(self) -> pd.DataFrame:
        return self.team_table


def make_results(
    curves: Mapping[str, Curve] = EIGHT,
    *,
    replicates: int = 20,
    weeks: int = WEEKS,
    seed: int = 1,
    factors: Mapping[str, Sequence[Any]] | None = None,
    num_teams: int = NUM_TEAMS,
    noise: float = 0.012,
    failed: Sequence[tuple[str, int]] = (),
    description: str = "Eight gardens: what grows under which leadership?",
) -> SyntheticResults:
    """Make results; `failed` names (scenario, replicate) of runs that failed."""
    levels = [
        dict(zip(factors or {}, combination, strict=True))
        for combination in itertools.product(*(factors or {}).values())
    ]
    points = [
        {"point": number, "scenario": scenario, "factors": chosen}
        for number, (scenario, chosen) in enumerate(itertools.product(curves, levels))
    ]
    runs, series, teams = [], [], []
    number = 0
    for replicate, point in itertools.product(range(replicates), points):
        keys = {
            "run": number,
            "scenario": point["scenario"],
            "point": point["point"],
            "replicate": replicate,
            "seed": 1000 + 7 * replicate,
        }
        number += 1
        if (point["scenario"], replicate) in failed:
            runs.append(keys | {"status": "failed", "message": "a test let it fail", "weeks": 0})
            continue
        curve = curves[point["scenario"]]
        table = _weekly(curve, weeks, replicate, point["point"], seed, noise, point["factors"])
        series.append(table.assign(**keys))
        ends = table[list(MEASURE_NAMES)].iloc[-13:].mean().to_dict()
        runs.append(keys | {"status": "ok", "message": "", "weeks": weeks} | ends)
        teams.append(_teams(table, replicate, num_teams, seed).assign(**keys))
    return SyntheticResults(
        _manifest(curves, points, replicates, weeks, factors or {}, seed, description),
        pd.DataFrame(runs),
        pd.concat(series, ignore_index=True),
        pd.concat(teams, ignore_index=True),
    )


def _weekly(
    curve: Curve,
    weeks: int,
    replicate: int,
    point: int,
    seed: int,
    noise: float,
    chosen: Mapping[str, Any],
) -> pd.DataFrame:
    shared = np.random.default_rng([seed, replicate])
    rng = np.random.default_rng([seed, replicate, point + 1])
    person, hasty = shared.normal(0, 0.02), shared.normal(0, 4)
    week = np.arange(1, weeks + 1)
    height = curve.end - curve.start
    # Levels that are numbers raise the end; others do nothing.
    height += sum(0.1 * level for level in chosen.values() if isinstance(level, float))
    middle = curve.middle + hasty
    growth = 1 / (1 + np.exp(-(week - middle) / curve.pace))
    first = 1 / (1 + np.exp(-(1 - middle) / curve.pace))
    base = curve.start + height * (growth - first) / (1 - first) + person
    columns: dict[str, Any] = {}
    for measure in MEASURES:
        columns[measure.name] = _measure(measure.name, base, curve, week, rng, noise)
    table = pd.DataFrame(columns)
    bands = _bands(table["trust"].to_numpy())
    for name, share in bands.items():
        table[name] = share
    table["insulation_gap"] = table["projected"] - table["imposed"]
    table.insert(0, "week", week)
    return table


def ar1(rng: np.random.Generator, weeks: int, sd: float, phi: float = 0.8) -> np.ndarray:
    """Stationary AR(1) noise with this standard deviation."""
    values = np.empty(weeks)
    values[0] = rng.normal(0, sd)
    steps = rng.normal(0, sd * np.sqrt(1 - phi**2), weeks)
    for t in range(1, weeks):
        values[t] = phi * values[t - 1] + steps[t]
    return values


def _measure(
    name: str,
    base: np.ndarray,
    curve: Curve,
    week: np.ndarray,
    rng: np.random.Generator,
    noise: float,
) -> np.ndarray:
    wobble = ar1(rng, len(week), noise)
    if name in LEVEL_SHIFTS:
        return np.clip(base + LEVEL_SHIFTS[name] + wobble, 0, 1)
    if name in ("people",):
        return np.full(len(week), 60.0)
    if name in ("left", "joined"):
        return rng.poisson(0.2, len(week)).astype(float)
    if name == "ties":
        return 12 + 6 * base + 10 * wobble
    if name in ("familiarity", "control_hours"):
        return 4 * (1 - base) + 4 * np.abs(wobble)
    hard = {"none": 0.02, "just-culture": 0.15, "permissive": 0.06}.get(curve.regime, 0.4)
    if name == "imposed":
        return np.clip(hard + 0.5 * wobble, 0, 1)
    if name == "projected":
        return np.clip(hard + 0.22 * (1.05 - base) + wobble, 0, 1)
    falling = name in ("mistrust", "strain", "breaches", "hidden", "errors", "frame", "deceptions")
    return np.clip((0.75 - base if falling else 0.2 + base * 0.8) + wobble, 0, 1)


def _bands(trust: np.ndarray) -> dict[str, np.ndarray]:
    high = np.clip((trust - 0.4) * 1.6, 0.02, 0.85)
    none = np.clip((0.6 - trust) * 1.1, 0.02, 0.5)
    invested = high * np.clip(trust + 0.15, 0, 0.9)
    return {
        "band_none": none,
        "band_invested": invested,
        "band_blind": high - invested,
        "band_functional": 1 - none - high,
    }


def _teams(table: pd.DataFrame, replicate: int, num_teams: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng([seed, replicate, 99])
    shift = rng.normal(0, 0.06, num_teams)
    shown = table[table["week"] % 4 == 0]
    trust = shown["trust_team"].to_numpy()[:, None] + shift[None, :]
    return pd.DataFrame(
        {
            "week": np.repeat(shown["week"].to_numpy(), num_teams),
            "team": np.tile(np.arange(num_teams), len(shown)),
            "trust_team": np.clip(trust, 0, 1).ravel(),
        }
    )


def _manifest(
    curves: Mapping[str, Curve],
    points: list[dict[str, Any]],
    replicates: int,
    weeks: int,
    factors: Mapping[str, Sequence[Any]],
    seed: int,
    description: str,
) -> dict[str, Any]:
    return {
        "schema": 1,
        "trustgarden": "0.1.0",
        "experiment": {
            "id": "eight-gardens",
            "description": description,
            "details": "",
            "scenarios": list(curves),
            "replicates": replicates,
            "seed": seed,
            "weeks": weeks,
            "factors": {k: list(v) for k, v in factors.items()},
        },
        "scenarios": {
            name: {
                "id": name,
                "description": curve.description,
                "details": "",
                "organisation": {"num_people": 60, "team_size": 8},
                "leaders": {"style": curve.style},
                "consequence": {"regime": curve.regime},
                "events": [],
            }
            for name, curve in curves.items()
        },
        "points": points,
        "num_runs": len(points) * replicates,
        "chunk_size": 16,
        "measures": list(MEASURE_NAMES),
        "weeks": weeks,
    }


def write_results(results: SyntheticResults, folder: Path) -> Path:
    """Write results as a results folder, one part a table."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.json").write_text(json.dumps(results.manifest), encoding="utf-8")
    tables = {"series": results.weekly, "teams": results.team_table, "runs": results.runs}
    for name, table in tables.items():
        (folder / name).mkdir(exist_ok=True)
        pq.write_table(
            pa.Table.from_pandas(table, preserve_index=False), folder / name / "part-00000.parquet"
        )
    return folder
