"""The problem that a sensitivity analysis is about: factors, places, and how they were made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from .crossed import design_of
from .design import Design, SampledDesign
from .factors import Factors, place_of
from .listed import Listed
from .morris import Morris
from .points import FloatArray, Points, Product, Sampled
from .salib import salib_problem
from .saltelli import Saltelli

if TYPE_CHECKING:
    from trustgarden.experiments.record import Experiment

__all__ = ["Problem", "problem_of"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Problem:
    """What the points of an experiment are, for an analysis of what came of them.

    Attributes:
        factors: Dotted keys, each with its range or levels; levers first, then uncertainties.
        levers: Keys among them that somebody could decide.
        places: Where each combination stands in each factor, in [0, 1]; shape
            `(combinations, factors)`. The points of every scenario are these, in this order.
        design: What SALib would analyse it as, or "other".
        method: Name of the design, as `design.method` has it.
        second_order: Whether a Saltelli design is the one with pairs.
        num_levels: Places that a factor can stand at in a Morris design.
        num_blocks: Rows of a Saltelli design, trajectories of Morris, or combinations.
        seed: Of the sample, or None if nothing was drawn.
        common_luck: Whether a replicate has the same luck at every point.
    """

    factors: Factors
    levers: tuple[str, ...]
    places: FloatArray
    design: Literal["saltelli", "morris", "other"]
    method: str
    second_order: bool
    num_levels: int
    num_blocks: int
    seed: int | None
    common_luck: bool

    @property
    def names(self) -> tuple[str, ...]:
        """Dotted keys of the factors, in the order of the columns of `places`."""
        return tuple(self.factors)

    @property
    def salib(self) -> dict[str, Any]:
        """The same as SALib has it; bounds are those of places, not of levels."""
        return salib_problem(self.names)


def problem_of(source: Experiment | Mapping[str, Any]) -> Problem:
    """The problem that an experiment, or a finished sweep, is about.

    Args:
        source: An experiment, or the manifest of a results folder (`Store.manifest`).

    Raises:
        InputError: If its design is SALib's and SALib is not installed.
    """
    experiment = _experiment(source)
    design, points = _origin(experiment)
    kind: Any = design.needs
    places = _places(points, experiment.varied.all)
    return Problem(
        factors=experiment.varied.all,
        levers=tuple(experiment.varied.levers),
        places=places,
        design=kind,
        method=design.method,
        second_order=isinstance(design, Saltelli) and design.second_order,
        num_levels=design.num_levels if isinstance(design, Morris) else 4,
        num_blocks=_num_blocks(design, len(places)),
        seed=design.own_seed(experiment.seed) if isinstance(design, SampledDesign) else None,
        common_luck=experiment.common_luck,
    )


def _experiment(source: Experiment | Mapping[str, Any]) -> Experiment:
    # Imported here: an experiment is made of designs, and this looks at one from outside.
    from trustgarden.experiments.record import Experiment

    if isinstance(source, Experiment):
        return source
    return Experiment.model_validate(source["experiment"])


def _origin(experiment: Experiment) -> tuple[Design, Points]:
    """The design whose points these are: of a list that was written from one, that one.

    Only if the list has not been changed since; otherwise it is a list like any other.
    """
    design: Design = experiment.design
    points = design.lay_out(experiment.varied, experiment.seed)
    if isinstance(design, Listed) and design.made_by is not None:
        origin = design_of(design.made_by)
        made = origin.lay_out(experiment.varied, experiment.seed)
        if _same(made, points):
            return origin, made
    return design, points


def _same(one: Points, other: Points) -> bool:
    return len(one) == len(other) and all(
        dict(a) == dict(b) for a, b in zip(one, other, strict=True)
    )


def _places(points: Points, factors: Factors) -> FloatArray:
    if isinstance(points, Sampled):
        return points.places
    if isinstance(points, Product):
        outer, inner = (
            _places(part, {key: factors[key] for key in part[0]})
            for part in (points.outer, points.inner)
        )
        repeated = np.repeat(outer, len(inner), axis=0)
        return np.hstack([repeated, np.tile(inner, (len(outer), 1))])
    rows = [[place_of(factor, point[key]) for key, factor in factors.items()] for point in points]
    return np.array(rows, dtype=np.float64).reshape(len(points), len(factors))


def _num_blocks(design: Design, num_points: int) -> int:
    if isinstance(design, Saltelli):
        return design.rows
    return design.trajectories if isinstance(design, Morris) else num_points
