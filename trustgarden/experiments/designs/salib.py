"""The one door to SALib, which not everybody has."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any

from trustgarden.errors import InputError

__all__ = ["salib_problem", "sampler"]


def sampler(name: str) -> Any:
    """A module of `SALib.sample`.

    Raises:
        InputError: If SALib is not there; the message says how to get it.
    """
    try:
        return importlib.import_module(f"SALib.sample.{name}")
    except ImportError:
        raise InputError(
            "The designs saltelli and morris are made by SALib, which is not installed; install "
            'it with `pip install "trustgarden[sensitivity]"`, or take a design that needs '
            'nothing, such as method = "sobol".'
        ) from None


def salib_problem(names: Sequence[str]) -> dict[str, Any]:
    """What SALib calls a problem: factors in the unit cube, where our places are."""
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}
