"""One run, with all it tells, held in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from trustgarden.errors import InputError
from trustgarden.model.scenario import Scenario
from trustgarden.scenarios import load_scenario, refuse_code, with_changes

from .provenance import provenance
from .record import MAX_SEED, MAX_WEEKS

if TYPE_CHECKING:
    import pandas as pd

    from trustgarden.model.organisation import Organisation

__all__ = ["Run", "checked_seed", "checked_weeks", "simulate", "the_scenario"]


@dataclass(frozen=True, eq=False)
class Run:
    """What one organisation went through.

    Attributes:
        scenario: As run, with changes.
        seed: The seed used, drawn if none was given.
        series: Weekly measures; index `week`, one column a measure.
        people: One row a person, after the last week.
        ties: One row a remembered relationship, after the last week.
        teams: Trust in each team; index `week`, one column a team.
        accounts: What each week's change of trust came from; index `week`, one column a cause.
        journeys: One row a step of each joiner's welcome; see `Organisation.journeys`.
        not_held: One row an event that did not take place, with the reason; see
            `Organisation.not_held`.
        provenance: What is needed to make it again: versions, the resolved
            scenario, seed, weeks, and a digest of these.
    """

    scenario: Scenario
    seed: int
    series: pd.DataFrame
    people: pd.DataFrame
    ties: pd.DataFrame
    teams: pd.DataFrame
    accounts: pd.DataFrame
    journeys: pd.DataFrame
    not_held: pd.DataFrame
    provenance: Mapping[str, Any]

    def __repr__(self) -> str:
        return f"<Run of {self.scenario.id!r}, seed {self.seed}, {len(self.series)} weeks>"


def simulate(
    scenario: str | Path | Scenario = "garden",
    weeks: int = 104,
    seed: int | None = None,
    changes: Mapping[str, Any] | None = None,
    allow_code: bool = False,
) -> Run:
    """Run one organisation.

    Args:
        scenario: An id of the catalogue, the path of a TOML file, or a scenario.
        weeks: How long.
        seed: From 0 to 2**53 - 1; drawn and recorded if not given.
        changes: Dotted keys of the scenario and their values.
        allow_code: Whether code that the scenario names (`package.module:Class`) may be run.

    Raises:
        InputError: If something given cannot be used, or code is named that is not allowed.

    Examples:
        >>> run = simulate("garden", weeks=4, seed=7)
        >>> len(run.series)
        4
    """
    from trustgarden.model.organisation import Organisation

    weeks = checked_weeks(weeks)
    plan = the_scenario(scenario, changes, allow_code)
    organisation = Organisation(plan, seed=checked_seed(seed)).run(weeks)
    return Run(
        scenario=plan,
        seed=organisation.seed,
        series=organisation.series,
        people=organisation.people_table(),
        ties=organisation.ties(),
        teams=_teams(organisation),
        accounts=organisation.accounts,
        journeys=organisation.journeys(),
        not_held=organisation.not_held,
        provenance=provenance(plan, organisation.seed, weeks),
    )


def the_scenario(
    scenario: str | Path | Scenario, changes: Mapping[str, Any] | None, allow_code: bool
) -> Scenario:
    """The scenario with changes, checked; also one that is given as a record may name code."""
    found = load_scenario(scenario, allow_code)
    found = with_changes(found, changes) if changes else found
    refuse_code(found, allow_code=allow_code)
    return found


def checked_weeks(weeks: int) -> int:
    """Return `weeks` if an organisation can run so long."""
    if _is_whole(weeks) and 1 <= weeks <= MAX_WEEKS:
        return int(weeks)
    raise InputError(f"weeks is {weeks!r}; it must be a whole number from 1 to {MAX_WEEKS:,}.")


def checked_seed(seed: int | None) -> int | None:
    """Return `seed` if it can be one; None stands for a seed to be drawn."""
    if seed is None:
        return None
    if _is_whole(seed) and 0 <= seed <= MAX_SEED:
        return int(seed)
    raise InputError(f"seed is {seed!r}; it must be a whole number from 0 to {MAX_SEED:,}.")


def _is_whole(number: Any) -> bool:
    return isinstance(number, int | np.integer) and not isinstance(number, bool)


def _teams(organisation: Organisation) -> pd.DataFrame:
    import pandas as pd

    weeks = pd.RangeIndex(1, organisation.week + 1, name="week")
    return pd.DataFrame(
        organisation.team_series_array, index=weeks, columns=organisation.team_names
    )
