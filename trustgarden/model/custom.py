"""Styles and regimes of one's own: abstract classes, and their names.

    import trustgarden as tg

    class Patient(tg.Style, name="patient"):
        def attend(self, view, chance):
            return tg.Attention.of(view, spaces=0.3, recognition=0.3, fairness=0.2)

A scenario names such a class by its name, or as `package.module:Class`.
"""

from __future__ import annotations

import abc
import importlib
from typing import TYPE_CHECKING, Any, ClassVar

from ..errors import InputError

if TYPE_CHECKING:
    from .keyed_chance import Chance
    from .scenario import Scenario
    from .views import Attention, TeamsView, Terms, View

__all__ = [
    "REGIMES_BY_NAME",
    "STYLES_BY_NAME",
    "Regime",
    "Style",
    "check_code",
    "regime_class",
    "style_class",
]

STYLES_BY_NAME: dict[str, type] = {}
"""Styles of leadership that are code, by name."""

REGIMES_BY_NAME: dict[str, type] = {}
"""Regimes of consequence that are code, by name."""


class Style(abc.ABC):
    """A way to lead: a pure function from what leaders can see to attention.

    It is called once a week for all leaders of the style together, and has no state of
    its own: what it has to remember goes through its notes, so that a run can be saved
    and go on. The class is made without arguments.

    Args:
        name: Name by which scenarios may call it, beside `package.module:Class`.

    Attributes:
        num_notes: Numbers that it notes for each leader.
    """

    num_notes: ClassVar[int] = 0

    def __init_subclass__(cls, *, name: str | None = None, **others: Any) -> None:
        """Register the name, if it has one."""
        super().__init_subclass__(**others)
        if name is not None:
            _register(cls, name, STYLES_BY_NAME, "style")

    @abc.abstractmethod
    def attend(self, view: View, chance: Chance) -> Attention:
        """What leaders give their attention to in the week that begins."""


class Regime(abc.ABC):
    """What follows from conduct, week by week: a pure function from what shows to terms.

    Called once a week for all teams together; otherwise like `Style`.

    Args:
        name: Name by which scenarios may call it, beside `package.module:Class`.

    Attributes:
        num_notes: Numbers that it notes for each team.
    """

    num_notes: ClassVar[int] = 0

    def __init_subclass__(cls, *, name: str | None = None, **others: Any) -> None:
        """Register the name, if it has one."""
        super().__init_subclass__(**others)
        if name is not None:
            _register(cls, name, REGIMES_BY_NAME, "regime")

    @abc.abstractmethod
    def rule(self, view: TeamsView, chance: Chance) -> Terms:
        """The regime over each team in the week that begins."""


def style_class(name: str) -> type[Style] | None:
    """The class of a style that is code, or None for a preset.

    Raises:
        InputError: If `package.module:Class` cannot be imported or is no style.
    """
    found: type[Style] | None = _class_of(name, STYLES_BY_NAME, Style)
    return found


def regime_class(name: str) -> type[Regime] | None:
    """The class of a regime that is code, or None for a preset.

    Raises:
        InputError: If `package.module:Class` cannot be imported or is no regime.
    """
    found: type[Regime] | None = _class_of(name, REGIMES_BY_NAME, Regime)
    return found


def check_code(scenario: Scenario) -> None:
    """Load the code that a scenario names.

    Raises:
        InputError: If it cannot be imported, or is no style or no regime.
    """
    for path, name in scenario.code().items():
        if "leaders" in str(path[0]) or str(path[-1]).startswith("leaders."):
            style_class(name)
        else:
            regime_class(name)


def _register(cls: type, name: str, registry: dict[str, type], kind: str) -> None:
    known = registry.get(name, cls)
    # A notebook's cell that is run again makes the class anew.
    same = (known.__module__, known.__qualname__) == (cls.__module__, cls.__qualname__)
    if not same or _is_preset(name, kind, cls):
        raise ValueError(
            f"there is a {kind} {name!r} already, so {cls.__qualname__} cannot have that name; "
            "give it another one."
        )
    registry[name] = cls


def _is_preset(name: str, kind: str, cls: type) -> bool:
    from . import presets  # which reads the registries

    own = cls.__module__.startswith(f"{__package__}.")
    return not own and name in (presets.STYLES if kind == "style" else presets.REGIMES)


def _class_of(name: str, registry: dict[str, type], base: type) -> Any:
    if name in registry:
        return _checked(registry[name], name, base)
    if ":" not in name:
        return None
    module_name, _, class_name = name.partition(":")
    try:
        module = importlib.import_module(module_name)
    except ImportError as error:
        raise InputError(
            f"{name}: {module_name} cannot be imported ({error}); put its folder on PYTHONPATH, "
            "or mend the name."
        ) from error
    except Exception as error:  # It is somebody's own module, and may fail in any way.
        raise InputError(
            f"{name}: {module_name} fails when it is imported with "
            f"{type(error).__name__} ({error}); mend the module."
        ) from error
    found = getattr(module, class_name, None)
    if found is None:
        raise InputError(
            f"{name}: {module_name} ({getattr(module, '__file__', None)}) has no {class_name}; "
            "mend the name."
        )
    return _checked(found, name, base)


def _checked(found: Any, name: str, base: type) -> Any:
    if not (isinstance(found, type) and issubclass(found, base)):
        raise InputError(
            f"{name} is no trustgarden.{base.__name__}; make it a subclass, or name another one."
        )
    return found
