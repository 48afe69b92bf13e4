"""Mixed models: people in teams, teams in organisations, and a condition that varies.

People of one organisation share its history, those of one team more of it. A regression that
takes them as independent finds differences everywhere. A mixed model gives organisations and
teams a deviation of their own (statsmodels' `MixedLM`, fitted by REML) and says how much of the
variance lies at each level.

Where it misleads. Intervals are Wald's, from the normal distribution: too narrow below some
thirty organisations. With one figure an organisation, compare replicates instead.

References:
    Bates et al. 2015, doi:10.18637/jss.v067.i01
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from trustgarden.errors import InputError

from .columns import need_columns

__all__ = ["Nested", "mixed_model"]

FEWEST = 5
"""From fewer organisations no variance between them can be told."""


@dataclass(frozen=True)
class Nested:
    """A fitted mixed model.

    Attributes:
        effects: Rows the mean of the first level, then each other level of the condition less the
            first. Columns estimate, low, high (95 %), effect (in units of the whole standard
            deviation that is left), p.
        shares: Share of the variance left that lies between organisations, between teams of one
            organisation, and between people of one team (0 to 1; sum 1).
        num_people: Rows used.
        num_teams: Teams.
        num_organisations: Organisations.
        converged: Whether the fit came to an end; if not, its figures are not to be used.
    """

    effects: pd.DataFrame
    shares: pd.Series
    num_people: int
    num_teams: int
    num_organisations: int
    converged: bool


def mixed_model(
    people: pd.DataFrame,
    outcome: str,
    condition: str,
    *,
    organisation: str = "organisation",
    team: str = "team",
) -> Nested:
    """Fit an outcome of people on a condition, with teams nested in organisations.

    Args:
        people: A row a person; teams may have the same numbers in every organisation. Rows with
            a gap are left out.
        outcome: Column of the outcome, numbers.
        condition: Column of the condition; its first level in the table is the reference.
        organisation: Column of the organisation, such as the run.
        team: Column of the team.

    Raises:
        ValueError: If columns are missing, the condition has one level, or there are fewer than
            five organisations.
        InputError: If statsmodels is not installed.
    """
    table = _checked(people, outcome, condition, organisation, team)
    regression = _statsmodels()
    levels = list(pd.unique(table["condition"]))
    design = np.column_stack(
        [np.ones(len(table)), *(table["condition"] == level for level in levels[1:])]
    ).astype(np.float64)
    model = regression.MixedLM(
        table["outcome"].to_numpy(np.float64), design, groups=table["organisation"].to_numpy(),
        exog_re=np.ones((len(table), 1)), exog_vc=_team_design(regression, table),
    )  # fmt: skip
    fitted = model.fit(reml=True)
    between, teams = float(fitted.cov_re[0, 0]), float(fitted.vcomp[0])
    within = float(fitted.scale)
    whole = between + teams + within
    return Nested(
        effects=_effects(fitted, levels, math.sqrt(whole)),
        shares=pd.Series(
            {"organisations": between / whole, "teams": teams / whole, "people": within / whole}
        ),
        num_people=len(table),
        num_teams=table.groupby(["organisation", "team"]).ngroups,
        num_organisations=table["organisation"].nunique(),
        converged=bool(fitted.converged),
    )


def _checked(
    people: pd.DataFrame, outcome: str, condition: str, organisation: str, team: str
) -> pd.DataFrame:
    names = {outcome: "outcome", condition: "condition", organisation: "organisation", team: "team"}
    need_columns(people, names, "people")
    table = people[list(names)].rename(columns=names).dropna()
    if table["condition"].nunique() < 2:
        raise ValueError(f"{condition} has one level only; there is nothing to compare.")
    count = table["organisation"].nunique()
    if count < FEWEST:
        raise ValueError(f"{organisation} has {count} values; give {FEWEST} organisations or more.")
    return table


def _team_design(regression: Any, table: pd.DataFrame) -> Any:
    """For each organisation, in which of its teams each of its people is."""
    matrices, names = [], []
    for _, rows in table.groupby("organisation", sort=True):
        dummies = pd.get_dummies(rows["team"]).astype(np.float64)
        matrices.append(dummies.to_numpy())
        names.append([str(column) for column in dummies])
    return regression.VCSpec(["team"], [names], [matrices])


def _effects(fitted: Any, levels: list[Any], spread: float) -> pd.DataFrame:
    count = len(levels)
    estimate, ends = fitted.fe_params, fitted.conf_int()[:count]
    table = pd.DataFrame(
        {"estimate": estimate, "low": ends[:, 0], "high": ends[:, 1],
         "effect": np.asarray(estimate) / spread, "p": fitted.pvalues[:count]},
        index=[str(levels[0]), *(f"{level} less {levels[0]}" for level in levels[1:])],
    )  # fmt: skip
    # That a mean is not 0 is no finding.
    table.loc[str(levels[0]), ["effect", "p"]] = np.nan
    return table


def _statsmodels() -> Any:
    try:
        from statsmodels.regression import mixed_linear_model
    except ImportError:
        raise InputError(
            "Mixed models need statsmodels, which is not installed; call: "
            "pip install 'trustgarden[statistics]'."
        ) from None
    return mixed_linear_model
