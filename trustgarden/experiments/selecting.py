"""Selections: a part of the runs of a plan, by scenario, point, replicate or number, or a shard.

A selection decides only which runs are made now. Whatever is selected, a run
has its number, its seed and its place in the store from the plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from trustgarden.errors import InputError
from trustgarden.scenarios.wording import did_you_mean, listed

from .planning import Plan
from .spans import in_words, read_ranges

__all__ = ["ALL", "Selection", "parse_only", "parse_shard", "select"]

KEYS = ("scenario", "point", "replicate", "run")
EXAMPLE = "--only scenario=garden, --only replicate=0-4 or --only point=3,5"


@dataclass(frozen=True)
class Selection:
    """Which runs of a plan are wanted.

    Attributes:
        scenarios: Ids; all if None.
        numbers: For `point`, `replicate` and `run` the numbers that are wanted, as ranges.
        shard: Which part of how many, from 1; each has every n-th chunk.
    """

    scenarios: tuple[str, ...] | None = None
    numbers: Mapping[str, tuple[range, ...]] = field(default_factory=dict)
    shard: tuple[int, int] | None = None

    @property
    def is_all(self) -> bool:
        """Whether every run is wanted."""
        return self.scenarios is None and not self.numbers and self.shard is None

    def runs_of(self, plan: Plan, chunk: int) -> Sequence[int]:
        """The wanted runs of a chunk, in order."""
        if self.shard is not None and chunk % self.shard[1] != self.shard[0] - 1:
            return ()
        runs = plan.chunk(chunk)
        if self.scenarios is None and not self.numbers:
            return runs
        return tuple(run for run in runs if self._takes(plan, run))

    def _takes(self, plan: Plan, run: int) -> bool:
        replicate, point = divmod(run, plan.num_points)
        place = {"replicate": replicate, "point": point, "run": run}
        if not all(_within(place[key], ranges) for key, ranges in self.numbers.items()):
            return False
        return self.scenarios is None or plan.point(point).scenario in self.scenarios

    def words(self) -> list[str]:
        """The selection as it would be asked for."""
        words = [] if self.scenarios is None else [f"scenario={','.join(self.scenarios)}"]
        for key, ranges in self.numbers.items():
            words.append(f"{key}={in_words(n for span in ranges for n in span)}")
        return words + ([] if self.shard is None else [f"shard {self.shard[0]}/{self.shard[1]}"])


ALL = Selection()


def _within(number: int, ranges: Iterable[range]) -> bool:
    return any(number in span for span in ranges)


def select(
    plan: Plan,
    only: Mapping[str, object] | None = None,
    shard: tuple[int, int] | None = None,
) -> Selection:
    """The selection of a plan that is asked for.

    Args:
        plan: The plan.
        only: For `scenario` an id or several; for `point`, `replicate` and `run` a number,
            numbers, or words such as "0-4,7".
        shard: Which part of how many, such as (1, 4).

    Raises:
        InputError: If something is asked for that the plan does not have.
    """
    only = only or {}
    for key in only:
        if key not in KEYS:
            raise InputError(
                f"only names {key!r}.{did_you_mean(str(key), KEYS)} Runs are chosen by "
                f"{listed(KEYS)}, such as {EXAMPLE}."
            )
    sizes = {
        "point": plan.num_points,
        "replicate": plan.num_runs // plan.num_points,
        "run": plan.num_runs,
    }
    numbers = {key: _ranges(key, only[key], sizes[key]) for key in sizes if key in only}
    return Selection(_scenarios(plan, only.get("scenario")), numbers, _shard(shard))


def _scenarios(plan: Plan, wanted: object) -> tuple[str, ...] | None:
    if wanted is None:
        return None
    words = wanted.split(",") if isinstance(wanted, str) else list(_each(wanted))
    known = [scenario.id for scenario in plan.scenarios]
    for word in words:
        if word not in known:
            raise InputError(
                f"only names scenario {word!r}, which is not in the experiment."
                f"{did_you_mean(str(word), known)} There are: {listed(known)}."
            )
    return tuple(str(word) for word in words)


def _ranges(key: str, wanted: object, size: int) -> tuple[range, ...]:
    try:
        found = _read(wanted)
    except (TypeError, ValueError) as error:
        raise InputError(
            f"only has {key}={wanted}, and {error}. Give numbers and ranges, such as {key}=0-4,7."
        ) from None
    if not found:
        raise InputError(f"only has no number for {key}; give one, such as {key}=0.")
    for span in found:
        if not 0 <= span[0] <= span[-1] < size:
            raise InputError(
                f"only has {key}={wanted}, and the experiment has {key} 0 to {size - 1:,}; name "
                "some of these."
            )
    return found


def _read(wanted: object) -> tuple[range, ...]:
    if isinstance(wanted, str):
        return tuple(read_ranges(wanted))
    if isinstance(wanted, range) and wanted.step == 1:
        return (wanted,) if wanted else ()
    numbers = sorted(_whole(number) for number in _each(wanted))
    return tuple(read_ranges(in_words(dict.fromkeys(numbers))))


def _whole(number: object) -> int:
    if isinstance(number, bool) or not isinstance(number, int):
        raise TypeError(f"{number!r} is no whole number")
    return number


def _each(wanted: object) -> Iterable[object]:
    return (wanted,) if isinstance(wanted, int) or not isinstance(wanted, Iterable) else wanted


def _shard(shard: tuple[int, int] | None) -> tuple[int, int] | None:
    if shard is not None and not 1 <= shard[0] <= shard[1]:
        raise InputError(
            f"shard is {shard[0]}/{shard[1]}; the first number goes from 1 to the second, as in "
            "1/4 and 4/4."
        )
    return shard


def parse_shard(words: str | None) -> tuple[int, int] | None:
    """Read `i/n` as of `--shard`.

    Raises:
        InputError: If it is not of that form.
    """
    if words is None:
        return None
    found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", words, flags=re.ASCII)
    if found is None:
        raise InputError(
            f"--shard is {words!r}; it must be of the form i/n, such as 1/4 for the first of four."
        )
    part, parts = int(found[1]), int(found[2])
    if not 1 <= part <= parts:
        raise InputError(
            f"--shard is {words}; the first number goes from 1 to the second, as in 1/4 and 4/4."
        )
    return part, parts


def parse_only(settings: Iterable[str] | None) -> dict[str, str]:
    """Read `--only KEY=WHICH` options; what is given for one key adds up.

    Raises:
        InputError: If an option is not of that form.
    """
    only: dict[str, str] = {}
    for setting in settings or ():
        key, equals, which = setting.partition("=")
        if not equals or not key.strip() or not which.strip():
            raise InputError(f"--only {setting!r} is not of the form KEY=WHICH, as {EXAMPLE}.")
        key, which = key.strip(), which.strip()
        only[key] = f"{only[key]},{which}" if key in only else which
    return only
