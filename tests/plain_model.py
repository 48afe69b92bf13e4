"""The model once more, as plain Python beside the compiled one.

A rule that takes the whole state cannot be called from Python once it is compiled. Here the
same source files are loaded a second time, with decorators that compile nothing, under the
package `plain_trustgarden`; what holds data only (scenarios, layout, parameters) is shared
with the compiled model. So a test may call any rule by itself on an organisation of a few
people, and play a week phase by phase.

    from plain_model import plain
    talking = plain("talking")
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import trustgarden

__all__ = ["plain"]

PACKAGE = Path(trustgarden.__file__).parent
NAME = "plain_trustgarden"
SHARED = (
    "asking", "calendar", "chart", "choreography", "custom", "event_kinds", "keyed_chance",
    "layout", "learner", "levers", "measures", "noting", "parameters", "plan", "presets",
    "refusing", "scenario", "section", "signs", "styles", "surroundings", "views",
)  # fmt: skip
"""Modules that call no compiled function, whose classes both models have in common."""

F = TypeVar("F", bound=Callable[..., Any])


def _as_it_is(function: F) -> F:
    return function


def _module(name: str, **names: Any) -> ModuleType:
    module = ModuleType(f"{NAME}{name}")
    vars(module).update(names)
    sys.modules[module.__name__] = module
    return module


def _lay_out() -> None:
    """Put the second package among the modules, with nothing in it but what is shared."""
    _module("", __path__=[str(PACKAGE)])
    _module(".model", __path__=[str(PACKAGE / "model")])
    decorators = dict.fromkeys(("rule", "routine", "kernel", "borrowed"), _as_it_is)
    _module(".model.compiling", **decorators)
    for name in SHARED:
        shared = importlib.import_module(f"trustgarden.model.{name}")
        sys.modules[f"{NAME}.model.{name}"] = shared
    sys.modules[f"{NAME}.errors"] = importlib.import_module("trustgarden.errors")


def plain(name: str) -> Any:
    """A module of the room `model`, uncompiled."""
    if NAME not in sys.modules:
        _lay_out()
    return importlib.import_module(f"{NAME}.model.{name}")
