"""Experiments on the command line: told in words, and changed by options."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trustgarden.experiments import Experiment

__all__ = ["described", "overridden"]

VARIED = ("levers", "factors", "uncertainties")


def described(record: Experiment) -> str:
    """What an experiment asks and does, in lines."""
    sources = [f"- {one.source}\n  {one.reason}" for one in record.citations]
    parts = [
        f"{record.id}: {record.description}",
        record.details.strip(),
        "\n".join(_facts(record)),
        "\n".join(sources),
    ]
    return "\n\n".join(part for part in parts if part)


def _facts(record: Experiment) -> Iterator[str]:
    from trustgarden.experiments.designs.levels import plain

    luck = "the same luck across conditions" if record.common_luck else "luck of its own"
    yield f"scenarios   {', '.join(record.scenarios)}"
    for name in VARIED:
        for key, factor in getattr(record, name).items():
            yield f"{_singular(name):<11} {key}: {_levels(factor)}"
    for key, level in record.constants.items():
        yield f"constant    {key}: {plain(level)}"
    if record.outcomes:
        yield f"outcomes    {', '.join(record.outcomes)}"
    yield f"design      {record.design.method}: {record.num_combinations:,} points a scenario"
    yield f"replicates  {record.replicates:,} of each, with {luck}"
    if record.stopping is not None:
        rule = record.stopping
        yield (
            f"stopping    from {rule.min_replicates:,} replicates on, once the {rule.of} of "
            f"{rule.outcome} is known to ± {rule.half_width:g}"
        )
    yield f"weeks       {record.weeks:,}"
    yield f"seed        {record.seed}"
    yield f"runs        {record.num_runs:,}{' at most' if record.stopping else ''}"


def _singular(name: str) -> str:
    return "uncertainty" if name == "uncertainties" else name.removesuffix("s")


def _levels(factor: Any) -> str:
    from trustgarden.experiments.designs import Range
    from trustgarden.experiments.designs.levels import plain

    if not isinstance(factor, Range):
        return ", ".join(str(plain(level)) for level in factor)
    words = f"from {factor.lower:g} to {factor.upper:g}"
    words += ", whole numbers" if factor.whole else ""
    return words + (", logarithmic" if factor.scale == "log" else "")


def overridden(record: Experiment, stated: dict[str, Any], levels: dict[str, Any]) -> Experiment:
    """The experiment with options of the command line in place of what it states.

    What `--set` gives is held constant, so that the results folder says what
    was run without the command line that made it.

    Raises:
        InputError: If that is no legal experiment.
    """
    if not stated and not levels:
        return record
    from pydantic import ValidationError

    from trustgarden.experiments.explaining import explain
    from trustgarden.scenarios.locating import Source

    data = record.stated() | stated
    if levels:
        for name in VARIED:
            kept = {key: x for key, x in data.get(name, {}).items() if key not in levels}
            data |= {name: kept} if name in data else {}
        if "base" in data.get("design", {}):
            base = data["design"]["base"]
            data["design"]["base"] = {key: x for key, x in base.items() if key not in levels}
        data["constants"] = data.get("constants", {}) | levels
    try:
        return type(record).model_validate(data)
    except ValidationError as error:
        raise explain(error, Source(f"experiment {record.id}", "")) from None
