"""All keys that a scenario may state, read from the fields of the scenario record.

Messages, the commented template, the reference table and the check of the
documentation all read this list, so none of them can name a key that is not
there or a range that does not hold.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

import annotated_types
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from trustgarden.model.presets import RECOGNITIONS, REGIMES, STYLES, WELCOMES
from trustgarden.model.scenario import MECHANISM_SWITCHES, PRESET_KEYS, Scenario

from .wording import listed, number

__all__ = ["EXTENDS", "Key", "known_below", "scenario_keys"]

CHOICES: Mapping[str, tuple[str, ...]] = {
    "leaders.style": tuple(STYLES),
    "leaders.by_team": tuple(STYLES),
    "consequence.regime": tuple(REGIMES),
    "recognition.form": tuple(RECOGNITIONS),
    "welcome.choreography": tuple(WELCOMES),
    "events.regime": tuple(REGIMES),
    "mechanisms.off": MECHANISM_SWITCHES,
}
"""Keys whose choices the record checks by hand instead of by type."""

CODE = "code of your own, package.module:Class"
BESIDE_CHOICES: Mapping[str, str] = {
    "leaders.style": CODE,
    "leaders.by_team": CODE,
    "consequence.regime": CODE,
    "events.regime": CODE,
    "welcome.choreography": "a name of your own, if you state the steps",
}
"""What may be written instead of one of the choices."""

TABLES_OF = {"leaders.by_team": "a table of names of teams, each with"}
"""How the tables begin whose keys are the user's own words."""

KINDS = {int: "whole number", float: "number", str: "text", bool: "true or false"}


@dataclass(frozen=True, kw_only=True)
class Key:
    """One key of a scenario, as data.

    Attributes:
        name: Dotted, such as `organisation.num_people`; entries of lists are not numbered.
        kind: `whole number`, `number`, `text`, `true or false`, `table`, or a list of those.
        low: Least legal value, or None.
        high: Greatest legal value, or None.
        low_open: Whether `low` itself is not legal.
        high_open: Whether `high` itself is not legal.
        choices: The words that are legal; empty if any are.
        beside: What may be written instead of one of them; empty if nothing.
        default: What holds if nothing is stated.
        required: Whether it must be stated.
        in_list: Whether it belongs to the entries of a list of tables.
        description: Its meaning, with the unit.
    """

    name: str
    kind: str
    low: float | None = None
    high: float | None = None
    low_open: bool = False
    high_open: bool = False
    choices: tuple[str, ...] = ()
    beside: str = ""
    default: Any = None
    required: bool = False
    in_list: bool = False
    description: str = ""

    @property
    def section(self) -> str:
        """What stands before the last dot."""
        return self.name.rpartition(".")[0]

    @property
    def legal_range(self) -> str:
        """The range in words, `from 2 to 500`; empty if there is none."""
        above = "above" if self.low_open else "from"
        below = "below" if self.high_open else "to"
        if self.low is None or self.high is None:
            return "" if self.low is None else f"{above} {number(self.low)} on"
        joint = " and " if self.low_open or self.high_open else " "
        return f"{above} {number(self.low)}{joint}{below} {number(self.high)}"

    @property
    def legal(self) -> str:
        """What may be written, in words."""
        if self.choices:
            some = "one of" if self.kind == "text" else "a list of some of"
            some = f"{TABLES_OF[self.name]} one of" if self.name in TABLES_OF else some
            beside = f", or {self.beside}" if self.beside else ""
            return f"{some}: {listed(self.choices)}{beside}"
        return f"{_with_article(self.kind)} {self.legal_range}".strip()

    @property
    def legal_entry(self) -> str:
        """What an entry may be, in words, if the key holds a list."""
        if self.choices:
            beside = f", or {self.beside}" if self.beside else ""
            return f"one of: {listed(self.choices)}{beside}"
        return _with_article(self.kind.removeprefix("list of ").removesuffix("s"))

    @property
    def default_text(self) -> str:
        """The default in words."""
        section, _, _ = self.name.rpartition(".")
        if self.required:
            return "must be stated"
        if section in PRESET_KEYS and self.default is None:
            return f"as the {PRESET_KEYS[section]} has it"
        if self.default is None or self.default in ((), "", {}):
            return "none"
        if isinstance(self.default, bool):
            return str(self.default).lower()
        return self.default if isinstance(self.default, str) else f"{self.default:g}"


EXTENDS = Key(
    name="extends",
    kind="text",
    description="Id or path of the scenario that this one begins from.",
)
"""The one key of a file that is not kept in the scenario."""


def _with_article(kind: str) -> str:
    return kind if kind in ("text", "true or false") else f"a {kind}"


@cache
def scenario_keys() -> Mapping[str, Key]:
    """Every key by its dotted name, in the order of the record."""
    return types.MappingProxyType({key.name: key for key in _keys_of(Scenario, "", False)})


@cache
def known_below(prefix: str) -> tuple[str, ...]:
    """Names that may stand right below a section; `""` is the top of the file."""
    start = f"{prefix}." if prefix else ""
    below = (name[len(start) :] for name in scenario_keys() if name.startswith(start))
    return tuple(dict.fromkeys(name.partition(".")[0] for name in below))


def _keys_of(model: type[BaseModel], prefix: str, in_list: bool) -> Iterator[Key]:
    for own_name, field in model.model_fields.items():
        name = f"{prefix}{field.alias or own_name}"
        annotation = _without_none(field.annotation)
        inner, many = _entries(annotation)
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            if prefix or many:
                yield _key(name, "list of tables" if many else "table", field, in_list)
            yield from _keys_of(inner, f"{name}.", in_list or many)
        else:
            yield _key(name, _kind(inner, many), field, in_list)


def _key(name: str, kind: str, field: FieldInfo, in_list: bool) -> Key:
    bounds = _bounds(field)
    words = _without_none(field.annotation)
    literals = get_args(words) if get_origin(words) is Literal else ()
    required = field.is_required()
    return Key(
        name=name,
        kind=kind,
        choices=CHOICES.get(name, literals),
        beside=BESIDE_CHOICES.get(name, ""),
        default=None if required else field.default,
        required=required,
        in_list=in_list,
        description=field.description or "",
        **bounds,
    )


def _bounds(field: FieldInfo) -> dict[str, Any]:
    """The legal range as pydantic keeps it, in the words of `Key`."""
    found: dict[str, Any] = {}
    for rule in field.metadata:
        match rule:
            case annotated_types.Ge(ge):
                found |= {"low": ge}
            case annotated_types.Gt(gt):
                found |= {"low": gt, "low_open": True}
            case annotated_types.Le(le):
                found |= {"high": le}
            case annotated_types.Lt(lt):
                found |= {"high": lt, "high_open": True}
    return found


def _kind(annotation: Any, many: bool) -> str:
    if get_origin(annotation) is dict:
        return "table of dotted keys" if get_args(annotation)[1] is not str else "table of names"
    kind = "text" if get_origin(annotation) is Literal else KINDS[annotation]
    return f"list of {kind}s" if many else kind


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, types.UnionType):
        rest = [part for part in get_args(annotation) if part is not type(None)]
        return rest[0] if len(rest) == 1 else annotation
    return annotation


def _entries(annotation: Any) -> tuple[Any, bool]:
    """What a list holds, and whether it is a list."""
    if get_origin(annotation) is tuple:
        return get_args(annotation)[0], True
    return annotation, False
