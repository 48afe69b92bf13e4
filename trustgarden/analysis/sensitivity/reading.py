"""A sample from a results folder: its factors as positions, its runs as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import pandas as pd

from trustgarden.errors import InputError

from ..arms import Results
from ..outcomes import factor_keys, outcome_of_runs
from .detecting import detected, levels_of_morris
from .sample import Design, FloatArray, Sample

__all__ = ["Problem", "points_of", "positions", "read_sample", "varied"]


class Problem(Protocol):
    """What is asked of the plan; `trustgarden.experiments.designs.Problem` answers it."""

    @property
    def names(self) -> tuple[str, ...]:
        """Dotted keys of the factors."""

    @property
    def places(self) -> FloatArray:
        """Where each combination stands in each factor, in [0, 1]."""

    @property
    def design(self) -> Design:
        """What the points are."""

    @property
    def second_order(self) -> bool:
        """Whether a Saltelli design is the one with pairs."""

    @property
    def num_levels(self) -> int:
        """Levels of a Morris design."""


def read_sample(
    results: Results, outcome: str, scenario: str | None = None, problem: Problem | None = None
) -> Sample:
    """The sample of an outcome.

    Args:
        results: A results folder, opened.
        outcome: See `outcome_of_runs`.
        scenario: Which one; may be left out if there is one.
        problem: What the plan says of the points. Without it, places are read off the levels
            that were run, and the design is told by how points follow each other.

    Raises:
        InputError: If nothing varies, or there are several scenarios and none is named.
    """
    name = the_scenario(results, scenario)
    conditions = points_of(results, name)
    factors = varied(conditions)
    if problem is None:
        places = np.column_stack([positions(conditions[key]) for key in factors])
    else:
        factors, places = problem.names, problem.places
    runs = outcome_of_runs(results, outcome)
    runs = runs[runs["scenario"] == name]
    outcomes = (
        runs.pivot(index="point", columns="replicate", values="outcome")
        .reindex(conditions.index)
        .to_numpy(np.float64)
    )
    design, pairs, num_levels = _design(places, problem)
    return Sample(
        factors=tuple(factors),
        points=places,
        outcomes=outcomes,
        design=design,
        second_order=pairs,
        num_levels=num_levels,
        common_luck=bool(runs.groupby("replicate")["seed"].nunique().max() == 1),
    )


def _design(places: FloatArray, problem: Problem | None) -> tuple[Design, bool, int]:
    """What the points are: as the plan says, or, of a list of points, as they look."""
    if problem is not None and problem.design != "other":
        return problem.design, problem.second_order, problem.num_levels
    design, pairs = detected(places)
    return design, pairs, levels_of_morris(places) if design == "morris" else 4


def the_scenario(results: Results, scenario: str | None) -> str:
    """The scenario that is asked about."""
    there = list(results.manifest["experiment"]["scenarios"])
    if scenario is None and len(there) == 1:
        return str(there[0])
    if scenario in there:
        return str(scenario)
    asked = "is not given" if scenario is None else f"is {scenario!r}"
    raise InputError(
        f"--scenario {asked}; the factors are looked at within one scenario, and these results "
        f"have: {', '.join(there)}."
    )


def points_of(results: Results, scenario: str) -> pd.DataFrame:
    """Levels of the points of a scenario, one row a point in the order of the plan.

    They are read off the runs; a point of which no run was made yet has no levels.
    """
    experiment = results.manifest["experiment"]
    place = list(experiment["scenarios"]).index(scenario)
    whole = results.manifest["num_runs"] // experiment["replicates"]
    count = whole // len(experiment["scenarios"])
    runs = results.runs
    factors = [key for key in factor_keys(results) if key in runs]
    made = runs[runs["scenario"] == scenario].drop_duplicates("point").set_index("point")
    numbers = pd.RangeIndex(place * count, (place + 1) * count, name="point")
    return made[factors].reindex(numbers)


def varied(conditions: pd.DataFrame) -> Sequence[str]:
    """Keys of the factors that have more than one level."""
    keys = [str(key) for key in conditions if conditions[key].nunique() > 1]
    if not keys:
        raise InputError(
            "nothing varies in these results, so there is nothing to be sensitive to; sweep an "
            "experiment with factors."
        )
    return keys


def positions(levels: pd.Series) -> FloatArray:
    """Where each level stands in the range seen, in [0, 1]; words at their places in it.

    NaN where there is no level.
    """
    if pd.api.types.is_numeric_dtype(levels):
        values = levels.to_numpy(np.float64)
    else:
        places = pd.factorize(levels)[0]
        values = np.where(places < 0, np.nan, places).astype(np.float64)
    least, most = np.nanmin(values), np.nanmax(values)
    spread: FloatArray = (values - least) / (most - least)
    return spread
