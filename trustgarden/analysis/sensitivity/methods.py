"""The methods there are, and which of them a design can be asked with."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from trustgarden.errors import InputError

from .luck import Luck
from .morris import morris_floor, morris_names, morris_values
from .pawn import pawn_floor, pawn_names, pawn_values
from .resampling import Statistic, estimate
from .sample import Design, FloatArray, Sample
from .sobol import sobol_names, sobol_values

__all__ = ["METHODS", "Method", "indices_of", "methods_for"]

LEAST_POINTS_OF_PAWN = 30
"""Below, a slice holds hardly any points."""


@dataclass(frozen=True)
class Method:
    """A method: what it computes, what it needs, and how it is shown.

    Attributes:
        name: `sobol`, `morris` or `pawn`.
        values: The indices of a sample.
        names: Index, factor and other factor of each value.
        main: Indices that rank factors; the first is the one looked at.
        design: The design that it needs; None for any.
        resamples: For its intervals; more for those that are quick.
        floor: What each index would come to for a factor that does nothing; NaN if that is 0.
        within: What an index can be, where intervals must be cut off.
    """

    name: str
    values: Statistic
    names: Callable[[Sample], list[tuple[str, str, str]]]
    main: tuple[str, ...]
    design: Design | None
    resamples: int
    floor: Callable[[Sample, Luck], FloatArray]
    within: Mapping[str, tuple[float, float]]


def _no_floor(sample: Sample, luck: Luck) -> FloatArray:
    return np.full(len(sobol_names(sample)), np.nan)


def _of_morris(sample: Sample, luck: Luck) -> FloatArray:
    floor = morris_floor(sample, luck.deviation)
    return np.array([floor if index == "mu*" else np.nan for index, _, _ in morris_names(sample)])


def _of_pawn(sample: Sample, luck: Luck) -> FloatArray:
    return pawn_floor(sample)


METHODS = {
    method.name: method
    for method in (
        Method(
            "morris",
            morris_values,
            morris_names,
            ("mu*", "sigma"),
            "morris",
            500,
            _of_morris,
            {"mu*": (0.0, np.inf), "sigma": (0.0, np.inf)},
        ),
        Method("sobol", sobol_values, sobol_names, ("ST", "S1"), "saltelli", 500, _no_floor, {}),
        Method(
            "pawn",
            pawn_values,
            pawn_names,
            ("PAWN", "PAWN max"),
            None,
            200,
            _of_pawn,
            {"PAWN": (0.0, 1.0), "PAWN max": (0.0, 1.0)},
        ),
    )
}


def methods_for(sample: Sample, asked: str | None = None) -> list[Method]:
    """The methods that this sample can be asked with.

    Args:
        sample: The sample.
        asked: Name of the one that is wanted; all that fit if not given.

    Raises:
        InputError: If there is no such method, it does not fit, or none does.
    """
    if sample.design != "other" and asked != "pawn":
        _check_installed()
    if asked is None:
        fitting = [one for one in METHODS.values() if not _unfit(one, sample)]
        if not fitting:
            raise InputError(_unfit(METHODS["pawn"], sample))
        return fitting
    if asked not in METHODS:
        raise InputError(f"--method is {asked!r}; it must be one of {', '.join(METHODS)}.")
    reason = _unfit(METHODS[asked], sample)
    if reason:
        raise InputError(reason)
    return [METHODS[asked]]


def indices_of(method: Method, sample: Sample, resamples: int) -> pd.DataFrame:
    """Every index with its interval: method, index, factor, other, value, low, high."""
    found = estimate(method.values, sample, resamples=resamples)
    table = pd.DataFrame(method.names(sample), columns=["index", "factor", "other"])
    limits = [method.within.get(index, (-np.inf, np.inf)) for index in table["index"]]
    least, most = np.array(limits).T
    table = table.assign(
        value=found.value,
        low=np.clip(found.low, least, most),
        high=np.clip(found.high, least, most),
    )
    table.insert(0, "method", method.name)
    return table


def _check_installed() -> None:
    if importlib.util.find_spec("SALib") is None:
        raise InputError(
            "Sobol indices and Morris screening need SALib; install it with `pip install "
            "trustgarden[sensitivity]`, or ask with --method pawn, which needs nothing."
        )


def _unfit(method: Method, sample: Sample) -> str:
    """Why a method cannot be used; empty if it can."""
    if method.design is not None and method.design != sample.design:
        return (
            f"--method {method.name} needs a {method.design} design, and these results are of "
            f"{'another one' if sample.design == 'other' else f'a {sample.design} design'}; "
            "--method pawn works on any."
        )
    if method.name == "pawn" and len(sample.points) < LEAST_POINTS_OF_PAWN:
        return (
            f"--method pawn needs {LEAST_POINTS_OF_PAWN} points or more, and there are "
            f"{len(sample.points)}; take a larger design."
        )
    return ""
