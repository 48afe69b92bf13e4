"""Where results come from: conditions of scenarios, seeds, and how to make them again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from trustgarden.toml_text import toml_document

__all__ = [
    "ScenarioStory",
    "as_json",
    "commands",
    "experiment_toml",
    "number_words",
    "scenario_stories",
    "sweep_provenance",
    "version_words",
]

NO_CONDITIONS = ("id", "description", "details", "citations")


@dataclass(frozen=True)
class ScenarioStory:
    """A scenario for the reader: what it is, and how its conditions differ from the first one's.

    Attributes:
        id: Its id.
        description: In a line.
        details: At length; may be empty.
        conditions: The main conditions, by name.
        changes: Dotted key, here, in the first scenario; empty for the first.
    """

    id: str
    description: str
    details: str
    conditions: Mapping[str, str]
    changes: Sequence[tuple[str, str, str]]


def scenario_stories(
    scenarios: Mapping[str, Mapping[str, Any]], reference: str
) -> list[ScenarioStory]:
    """Tell each resolved scenario, and how it differs from the reference."""
    base = dict(_flat(scenarios[reference]))
    return [_story(name, scenario, base) for name, scenario in scenarios.items()]


def _story(name: str, scenario: Mapping[str, Any], base: Mapping[str, Any]) -> ScenarioStory:
    flat = dict(_flat(scenario))
    changes = [
        (key, _short(flat.get(key)), _short(base.get(key)))
        for key in dict.fromkeys((*flat, *base))
        if flat.get(key) != base.get(key)
    ]
    return ScenarioStory(
        id=name,
        description=str(scenario.get("description", "")),
        details=str(scenario.get("details", "")).strip(),
        conditions=_main_conditions(flat),
        changes=changes,
    )


def _main_conditions(flat: Mapping[str, Any]) -> dict[str, str]:
    shown = {
        "people": flat.get("organisation.num_people"),
        "leaders": flat.get("leaders.style"),
        "consequence": flat.get("consequence.regime"),
        "start": flat.get("organisation.start"),
    }
    events = flat.get("events") or ()
    if events:
        shown["events in weeks"] = ", ".join(str(event["week"]) for event in events)
    off = flat.get("mechanisms.off")
    if off:
        shown["switched off"] = ", ".join(off)
    return {name: str(value) for name, value in shown.items() if value is not None}


def _flat(data: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in data.items():
        if not path and key in NO_CONDITIONS:
            continue
        if isinstance(value, Mapping):
            yield from _flat(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


def _short(value: Any) -> str:
    if value is None:
        return "–"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else text[:119] + "…"


def experiment_toml(experiment: Mapping[str, Any]) -> str:
    """Return an experiment as a TOML file that `trustgarden sweep` takes."""
    kept = {key: value for key, value in experiment.items() if value not in ({}, [], (), None, "")}
    design = kept.get("design") or {}
    if len(design.get("rows") or ()) > MOST_ROWS:
        kept["design"] = {key: x for key, x in design.items() if key not in ("columns", "rows")}
    return toml_document(kept)


def as_json(data: Any, indent: int | None = None) -> str:
    """Return plain data as JSON, as people read it."""
    return json.dumps(data, ensure_ascii=False, indent=indent)


MOST_NUMBERS = 40

MOST_ROWS = 200
"""Longer lists of points are not written into a report; the file that they were read from was."""


def number_words(numbers: Sequence[int]) -> str:
    """Return numbers as a list, and how many more there are if it is long."""
    shown = ", ".join(str(number) for number in numbers[:MOST_NUMBERS])
    rest = len(numbers) - MOST_NUMBERS
    return shown if rest <= 0 else f"{shown} and {rest:,} more"


def sweep_provenance(manifest: Mapping[str, Any], runs: pd.DataFrame) -> dict[str, str]:
    """Return what is needed to make a sweep again, by name."""
    experiment = manifest["experiment"]
    seeds = runs.drop_duplicates("replicate").sort_values("replicate")["seed"]
    return {
        "trustgarden": str(manifest["trustgarden"]),
        "experiment": f"{experiment['id']}, seed {experiment['seed']}",
        "runs": f"{len(runs):,} of {manifest['num_runs']:,}",
        "seeds of replicates": number_words(seeds.tolist()),
        "intervals": "95 %; bootstrap over replicates (BCa for single figures, percentile for "
        "weekly bands), Wilson for shares of runs",
    }


def version_words(provenance: Mapping[str, Any]) -> dict[str, str]:
    """Return the versions that a run or a comparison was made with, by name."""
    found = {"trustgarden": str(provenance["trustgarden"])}
    if "digest" in provenance:
        found["digest"] = str(provenance["digest"])
    libraries = provenance.get("versions") or {}
    if libraries:
        found["libraries"] = ", ".join(f"{name} {number}" for name, number in libraries.items())
    return found


def commands(experiment: str) -> list[str]:
    """Return the commands that make a sweep and its report again."""
    return [
        f"trustgarden sweep {experiment} --out results/{experiment}",
        f"trustgarden report results/{experiment}",
    ]
