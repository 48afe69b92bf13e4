"""The map: which columns of a real survey make which scale, as a TOML file says it."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trustgarden.errors import InputError
from trustgarden.scenarios.wording import did_you_mean, listed, shown

from .questionnaire import Questionnaire, Scale

__all__ = ["MappedScale", "SurveyMap", "read_map"]

KEYS = {"columns", "reversed", "low", "high"}
RECORD_KEYS = {"columns", "times"}
TOP_KEYS = {"scales", "missing"}


@dataclass(frozen=True)
class MappedScale:
    """A scale of a real survey.

    Attributes:
        scale: Scale of the questionnaire that it stands beside.
        columns: Columns of its items; a scale that was scored already has one.
        reversed: Those of them that are reverse-keyed and were not turned around yet.
        low, high: Least and highest answer; NaN for records.
        times: What figures of the records are multiplied by, to be weeks.
    """

    scale: Scale
    columns: tuple[str, ...]
    reversed: frozenset[str]
    low: float
    high: float
    times: float


@dataclass(frozen=True)
class SurveyMap:
    """All scales of a real survey, and what stands for a missing answer."""

    scales: tuple[MappedScale, ...]
    missing: frozenset[str]


def read_map(path: Path, asked: Questionnaire) -> SurveyMap:
    """Read the map of a real survey.

    Raises:
        InputError: If it cannot be read, or something in it cannot be used; the message
            names the key.
    """
    data = _toml(path)
    _check_keys(path, "", data, TOP_KEYS)
    scales = data.get("scales")
    if not isinstance(scales, dict) or not scales:
        raise InputError(
            f"{path}: there are no scales; write a section such as [scales.trust_leader], with "
            'columns = ["Q1", "Q2"], low = 1 and high = 5.'
        )
    missing = data.get("missing", [])
    if not isinstance(missing, list) or not all(isinstance(m, str | int | float) for m in missing):
        raise InputError(f'{path}: missing is {shown(missing)}; it is a list, such as ["99", "-"].')
    mapped = tuple(_scale(path, name, section, asked) for name, section in scales.items())
    _refuse_shared(path, mapped)
    return SurveyMap(mapped, frozenset(map(str, missing)))


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"--map {path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise InputError(f"--map {path} is not UTF-8 text; save it in UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"--map {path} is not TOML: {error}.") from None


def _scale(path: Path, name: str, section: Any, asked: Questionnaire) -> MappedScale:
    known = {scale.id: scale for scale in asked.scales}
    if name not in known:
        raise InputError(
            f"{path}: scales.{name} is no scale of the questionnaire."
            f"{did_you_mean(name, list(known))} There are: {listed(known)}."
        )
    if not isinstance(section, dict):
        raise InputError(f"{path}: scales.{name} is {shown(section)}; it must be a section.")
    scale, where = known[name], f"scales.{name}."
    is_record = scale.rater == "record"
    _check_keys(path, where, section, RECORD_KEYS if is_record else KEYS)
    columns = _names(path, f"{where}columns", section.get("columns"))
    if not columns:
        raise InputError(f"{path}: {where}columns names no column; name one at least.")
    if is_record:
        times = _number(path, f"{where}times", section.get("times", 1.0))
        return MappedScale(scale, columns, frozenset(), math.nan, math.nan, times)
    turned = _names(path, f"{where}reversed", section.get("reversed", []))
    for column in turned:
        if column not in columns:
            raise InputError(
                f"{path}: {where}reversed names {shown(column)}, which is not among its columns "
                f"({listed(columns)})."
            )
    low, high = (_number(path, f"{where}{key}", section.get(key)) for key in ("low", "high"))
    if not low < high:
        raise InputError(f"{path}: {where}low is {low:g} and must be below high ({high:g}).")
    return MappedScale(scale, columns, frozenset(turned), low, high, 1.0)


def _check_keys(path: Path, where: str, section: Mapping[str, Any], known: set[str]) -> None:
    for key in section:
        if key not in known:
            raise InputError(
                f"{path}: {where}{key} is not known.{did_you_mean(key, sorted(known))} There are: "
                f"{listed(sorted(known))}."
            )


def _names(path: Path, key: str, names: Any) -> tuple[str, ...]:
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise InputError(
            f'{path}: {key} is {shown(names)}; it must be a list of names, such as ["Q1", "Q2"].'
        )
    return tuple(names)


def _number(path: Path, key: str, number: Any) -> float:
    good = isinstance(number, int | float) and not isinstance(number, bool)
    if not good or not math.isfinite(number):
        raise InputError(f"{path}: {key} is {shown(number)}; it must be a finite number.")
    return float(number)


def _refuse_shared(path: Path, mapped: tuple[MappedScale, ...]) -> None:
    """A column of two scales would make them go together by itself."""
    owner: dict[str, str] = {}
    for one in mapped:
        for column in one.columns:
            if column in owner:
                raise InputError(
                    f"{path}: column {shown(column)} stands in scales.{owner[column]} and "
                    f"scales.{one.scale.id}; it may stand in one place only."
                )
            owner[column] = one.scale.id
