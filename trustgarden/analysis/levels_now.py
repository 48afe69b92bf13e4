"""The landscape of a garden: teams by conditions, and three levels, never one figure for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

if TYPE_CHECKING:
    from trustgarden.model.organisation import Organisation

__all__ = ["CONDITIONS", "levels_of", "teams_by_conditions"]

Floats = npt.NDArray[np.float64]

CONDITIONS = (
    "trust_team", "trust_leader", "trust_organisation", "fairness", "mistrust", "consequence",
    "strain", "newcomers",
)  # fmt: skip
"""Columns; of `mistrust`, `consequence` and `strain` less is better, `newcomers` are counted."""


def teams_by_conditions(org: Organisation) -> pd.DataFrame:
    """What each team lives under now, as its people hold it on average.

    Returns:
        One row a team (index: its name), one column each of `CONDITIONS`, in [0, 1] but for
        `newcomers`, which are people; NaN where nobody can say.
    """
    people, ties = org.people_table(), org.ties()
    teams = pd.Index(org.team_names, name="team")
    within = ties[ties["team_from"] == ties["team_to"]].groupby("team_from")
    leaders = people.set_index("id")["leader"]
    to_leader = ties[ties["from"].map(leaders) == ties["to"]].groupby("team_from")
    by_team = people.groupby("team")
    fairness = people[[f"fairness_{k}" for k in ("distributive", "procedural", "interactional")]]
    columns = {
        "trust_team": within["trust"].mean(),
        "trust_leader": to_leader["trust"].mean(),
        "trust_organisation": by_team["trust_organisation"].mean(),
        "fairness": fairness.mean(axis=1).groupby(people["team"]).mean(),
        "mistrust": within["mistrust"].mean(),
        "consequence": by_team["projected_perform"].mean(),
        "strain": by_team["strain"].mean(),
        "newcomers": people["accepted_week"].isna().groupby(people["team"]).sum(),
    }
    return pd.DataFrame({name: columns[name].reindex(teams) for name in CONDITIONS})


def levels_of(org: Organisation) -> dict[str, Floats]:
    """Trust at three levels, value by value, so that a page can show how they are spread.

    Returns:
        `ties`: trust of everybody in everybody they remember; `teams`: mean trust within each
        team; `organisation`: each person's trust in the organisation. All in [0, 1].
    """
    ties = org.ties()
    within = ties[ties["team_from"] == ties["team_to"]].groupby("team_from")["trust"].mean()
    return {
        "ties": ties["trust"].to_numpy(np.float64),
        "teams": within.to_numpy(np.float64),
        "organisation": org.people_table()["trust_organisation"].to_numpy(np.float64),
    }
