"""From a manifest back to the plan that it was made from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import trustgarden
from trustgarden.errors import InputError
from trustgarden.model.scenario import Scenario

from .manifest import SCHEMA, first_difference, make_manifest
from .planning import Plan, make_plan
from .provenance import model_digest
from .record import Experiment

__all__ = ["check_version", "plan_for_rerun", "plan_of"]


def plan_of(manifest: Mapping[str, Any]) -> Plan:
    """The plan of a manifest: its runs with their numbers, points and seeds.

    A user's own people are not in a manifest, so a plan with such people can
    number runs, but not make them.
    """
    # Through JSON, where lists are lists: the manifest may come from a dump or a file.
    data = json.loads(json.dumps(manifest["experiment"]))
    experiment = Experiment.model_validate(data)
    scenarios = tuple(
        Scenario.model_validate(manifest["scenarios"][name]) for name in experiment.scenarios
    )
    design = experiment.design.lay_out(experiment.varied, experiment.seed)
    charts = (None,) * len(scenarios)
    return Plan(experiment, scenarios, charts, design, manifest["chunk_size"])


def plan_for_rerun(
    folder: Path, manifest: Mapping[str, Any], source: Experiment | None, allow_code: bool
) -> Plan:
    """The plan that makes the results of a folder again.

    Args:
        folder: The results folder, for messages.
        manifest: Its manifest.
        source: The experiment it was made from; needed if it names files of one's own, since
            what stands in them is not in a manifest.
        allow_code: Whether code that scenarios name may be run.

    Raises:
        InputError: If this version cannot make it, or files are needed, or `source` is another
            experiment.
    """
    check_version(folder, manifest)
    if source is not None:
        plan = make_plan(source, allow_code)
    elif manifest["files"]:
        names = ", ".join(sorted(manifest["files"]))
        raise InputError(
            f"{folder} was made with files of somebody's own, which a manifest does not hold "
            f"(scenarios: {names}). Name the experiment that it was made from: "
            f"trustgarden rerun {folder} --experiment FILE."
        )
    else:
        plan = plan_of(manifest)
    difference = first_difference(manifest, json.loads(json.dumps(make_manifest(plan))))
    if difference:
        raise InputError(
            f"{folder} cannot be made again from this: {difference}. Give the experiment and the "
            "files that it was made from, unchanged."
        )
    return plan


def check_version(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Refuse results that this version of trustgarden would not make the same.

    Raises:
        InputError: If they are of another version, another model or another layout.
    """
    here = {"trustgarden": trustgarden.__version__, "model": model_digest(), "schema": SCHEMA}
    for key, value in here.items():
        if manifest.get(key) != value:
            raise InputError(
                f"{folder} is not comparable to the byte: {key} is {manifest.get(key)} there and "
                f"{value} here. Rerun it with trustgarden {manifest.get('trustgarden')}."
            )
