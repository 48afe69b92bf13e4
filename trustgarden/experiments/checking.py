"""Whether every point of a design can be an organisation, found out before anything is written.

A few thousand points are checked one by one, exactly as scenario files are. A
million would take minutes, and mostly need not be: the rules of a scenario are
ranges of single keys, choices of words, and sums that may not be too large.
What holds at both ends of every range then holds between them (the legal
numbers of a section are a convex set), and sections do not look at each other.
So of large designs, section by section, the ends are checked with every
combination of words; only if one of those does not hold, or names of people
or files are involved, all points are looked at.
"""

from __future__ import annotations

import contextlib
import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from trustgarden.errors import InputError
from trustgarden.model.scenario import Scenario
from trustgarden.scenarios import refuse_code, with_changes

from .designs.factors import Factors
from .designs.levels import Level
from .designs.ranges import Range
from .record import Experiment

__all__ = ["MAX_ONE_BY_ONE", "check_points"]

MAX_ONE_BY_ONE = 2_000
"""Points up to which each is checked: a second or so."""

Levels = Mapping[str, Level]


def check_points(
    experiment: Experiment,
    scenarios: Sequence[Scenario],
    design: Sequence[Levels],
    allow_code: bool,
) -> int:
    """Check every point of an experiment.

    Args:
        experiment: What is asked for.
        scenarios: Its scenarios, read.
        design: Its combinations of levels.
        allow_code: Whether code that a scenario names may be run.

    Returns:
        The most people that any point has.

    Raises:
        InputError: If one cannot hold, or names code that is not allowed; it names the experiment,
            the point, the key, its value and what is legal.
    """
    return max(_most_people(experiment, one, design, allow_code) for one in scenarios)


def _most_people(
    experiment: Experiment, scenario: Scenario, design: Sequence[Levels], allow_code: bool
) -> int:
    factors = experiment.varied.all
    if MAX_ONE_BY_ONE < len(design) > _num_corners(factors) and not _looks_around(scenario):
        # A corner need not be a point: a sum may be too large there, and nowhere in the design.
        with contextlib.suppress(InputError):
            return _check(experiment, scenario, _corners(factors), allow_code)
    return _check(experiment, scenario, design, allow_code)


def _check(
    experiment: Experiment, scenario: Scenario, points: Iterable[Levels], allow_code: bool
) -> int:
    """The most people of these points, all of which hold."""
    most = 0
    for levels in points:
        try:
            changed = with_changes(scenario, {**experiment.constants, **levels})
            refuse_code(changed, allow_code=allow_code)
        except InputError as error:
            raise InputError(
                f"Experiment {experiment.id!r} cannot be run: at {describe(scenario, levels)}: "
                f"{error}"
            ) from None
        most = max(most, changed.organisation.num_people)
    return most


def describe(scenario: Scenario, levels: Levels) -> str:
    """A point in words, for messages."""
    words = ", ".join(f"{key} = {level!r}" for key, level in levels.items())
    return f"scenario {scenario.id!r}" + (f" with {words}" if words else "")


def _looks_around(scenario: Scenario) -> bool:
    """Whether rules of it look beyond one section: at files, names, or a calendar."""
    organisation = scenario.organisation
    return bool(scenario.events or scenario.leaders.by_team or organisation.people)


def _corners(factors: Factors) -> Iterator[Levels]:
    """Points that stand for all: in each section, the ends of its numbers with all its words."""
    ends = {key: _ends(factor) for key, factor in factors.items()}
    first = {key: levels[0] for key, levels in ends.items()}
    for keys in _sections(ends):
        for chosen in itertools.product(*(ends[key] for key in keys)):
            yield first | dict(zip(keys, chosen, strict=True))


def _num_corners(factors: Factors) -> int:
    ends = {key: _ends(factor) for key, factor in factors.items()}
    return sum(math.prod(len(ends[key]) for key in keys) for keys in _sections(ends))


def _sections(keys: Iterable[str]) -> list[list[str]]:
    """The keys, those of one section together."""
    found: dict[str, list[str]] = {}
    for key in keys:
        found.setdefault(key.partition(".")[0], []).append(key)
    return list(found.values())


def _ends(factor: Range | tuple[Level, ...]) -> tuple[Level, ...]:
    """The ends of a range, or of levels that are all numbers; otherwise every level."""
    if isinstance(factor, Range):
        return factor.ends
    numbers = [x for x in factor if isinstance(x, int | float) and not isinstance(x, bool)]
    # Whole numbers and others stay apart: a key may take the ones and not the others.
    if len(numbers) == len(factor) and len({type(x) for x in factor}) == 1:
        return (min(numbers), max(numbers))
    return factor
