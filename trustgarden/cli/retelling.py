"""Runs that are told of: a folder or a scenario is run again, a save is taken as it stands."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trustgarden.cli.choosing import chosen_scenario
from trustgarden.cli.output import say
from trustgarden.errors import InputError

if TYPE_CHECKING:
    from trustgarden.model.organisation import Organisation

__all__ = ["Told", "told_run"]

WEEKS = 104
SAME = 1e-9
"""How far the trust of a run made again may be from what its folder says."""


@dataclass(frozen=True)
class Told:
    """A run to tell of.

    Attributes:
        scenario: Its id.
        seed: Its seed.
        weeks: How long it ran.
        begin: Founds it again, before its first week; None for a save, whose past is gone.
        end: The organisation at its end.
    """

    scenario: str
    seed: int
    weeks: int
    begin: Callable[[], Organisation] | None
    end: Organisation

    def at(self, week: int) -> Organisation:
        """The organisation as it stood after a week.

        Raises:
            InputError: If the run has no such week, or is a save and another week was asked for.
        """
        if not 0 <= week <= self.weeks:
            raise InputError(f"--week is {week}; the run has weeks 1 to {self.weeks}.")
        if week == self.weeks:
            return self.end
        if self.begin is None:
            raise InputError(
                f"--week is {week}, and a save knows people only as they stand after week "
                f"{self.weeks}. Name the folder of the run, or its scenario with --seed."
            )
        return self.begin().run(week)


def told_run(
    source: str, changes: dict[str, Any], seed: int | None, weeks: int | None, *, allow_code: bool
) -> Told:
    """The run that a user named.

    Raises:
        InputError: If it is neither a folder of `run --out`, nor a save, nor a scenario with a
            seed; or if options are given that do not belong to it.
    """
    path = Path(source)
    if path.is_dir() or path.suffix == ".npz":
        given = {"--set": changes, "--seed": seed is not None, "--weeks": weeks is not None}
        for option, stands in given.items():
            if stands:
                raise InputError(
                    f"{option} cannot change {source}, which has been run; leave it out, or name "
                    "the scenario instead."
                )
        return _of_folder(path, allow_code) if path.is_dir() else _of_save(path)
    scenario = chosen_scenario(source, changes, allow_code=allow_code)
    if seed is None:
        raise InputError(
            "--seed is missing; a scenario is told with the seed of the run, such as --seed 7."
        )
    return _again(scenario, seed, WEEKS if weeks is None else weeks)


def _again(scenario: Any, seed: int, weeks: int) -> Told:
    from trustgarden.model.organisation import Organisation

    def begin() -> Organisation:
        return Organisation(scenario, seed=seed)

    return Told(scenario.id, seed, weeks, begin, begin().run(weeks))


def _of_save(path: Path) -> Told:
    from trustgarden.model.organisation import Organisation

    org = Organisation.load(path)
    return Told(org.plan.id, org.seed, org.week, None, org)


def _of_folder(folder: Path, allow_code: bool) -> Told:
    """A folder that `run --out` wrote, run again from its provenance."""
    from trustgarden.model.scenario import Scenario
    from trustgarden.scenarios import refuse_code

    about = _provenance(folder)
    if about["scenario"].get("organisation", {}).get("people") is not None:
        raise InputError(
            f"{folder} was made from people of your own, whose file it does not hold. Name the "
            f"scenario file instead, with --seed {about['seed']} --weeks {about['weeks']}."
        )
    try:
        scenario = Scenario.model_validate(about["scenario"])
    except ValueError:
        raise InputError(
            f"the scenario in {folder / 'provenance.json'} cannot be read by this trustgarden "
            f"(it was written by {about.get('trustgarden')}). Run it again with run --out."
        ) from None
    refuse_code(scenario, allow_code=allow_code)
    told = _again(scenario, int(about["seed"]), int(about["weeks"]))
    _compare(folder, told)
    return told


def _provenance(folder: Path) -> dict[str, Any]:
    file = folder / "provenance.json"
    try:
        about: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(about["scenario"], dict):
            raise TypeError
        int(about["seed"]), int(about["weeks"])
    except FileNotFoundError:
        raise InputError(
            f"{folder} holds no run: {file.name} is missing. Name a folder that `trustgarden run "
            "--out` wrote."
        ) from None
    except (ValueError, KeyError, TypeError):
        raise InputError(f"{file} is damaged. Run the scenario again with run --out.") from None
    return about


def _compare(folder: Path, told: Told) -> None:
    """Say so if the run came out otherwise than its folder says, as with another version."""
    import pandas as pd

    file = folder / "series.csv"
    if not file.exists():
        return
    before = pd.read_csv(file)["trust"].to_numpy()
    after = told.end.series["trust"].to_numpy()
    if len(before) != len(after) or abs(before - after).max(initial=0.0) > SAME:
        say(
            f"{folder} was made by another version of trustgarden or its libraries: what follows "
            "tells of the same scenario and seed as they run here."
        )
