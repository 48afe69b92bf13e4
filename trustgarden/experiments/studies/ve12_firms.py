"""The firms of VE12: leaders drawn at random, a year, and what the survey leaves of each.

Of each firm only sums of products are kept, so that firms can be resampled by adding up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from trustgarden.experiments.survey import STANDARD, Questionnaire, survey
from trustgarden.model.organisation import Organisation

from .firms import each_firm
from .study import Setting

__all__ = ["INTERDEPENDENCE", "STYLES", "Firm", "apparatus", "firms"]

Floats = npt.NDArray[np.float64]

WEEKS = 52
INTERDEPENDENCE = (0.2, 0.8)
"""How much work hangs on others, in half of the firms and in the other."""
STYLES: Mapping[str, Mapping[str, Any]] = {
    "reward": {"consequence.regime": "none", "leaders.recognition": 0.25},
    "none": {"consequence.regime": "none", "leaders.recognition": 0.0},
    "punishment": {"consequence.regime": "punitive", "leaders.recognition": 0.0},
    "arbitrary": {"consequence.regime": "arbitrary", "leaders.recognition": 0.0},
}
"""Consequence by leaders, after Podsakoff et al. 2006: contingent reward (recognition of what
those around hold worth it), none, contingent punishment, non-contingent punishment."""
MOST = {
    "leaders.evenness": 1.0,
    "leaders.respect": 1.0,
    "consequence.evenness": 1.0,
    "leaders.listening": 1.0,
    "leaders.fairness": 0.3,
    "leaders.spaces": 0.2,
    "leaders.connections": 0.2,
}
"""What is drawn between 0 and this: distributive, interactional, procedural fairness, how far
views are heeded and asked for, and sociability (hours for free spaces and for connecting)."""


def apparatus(seed: int) -> dict[str, Any]:
    """Leaders of one firm, drawn at random, each lever by itself."""
    rng = np.random.default_rng([seed, 12])
    drawn = {key: float(most * rng.random()) for key, most in MOST.items()}
    style = list(STYLES)[rng.integers(len(STYLES))]
    return {
        "organisation.num_people": 40,
        "leaders.style": "absent",
        **drawn,
        **STYLES[style],
        "work.interdependence": INTERDEPENDENCE[rng.integers(2)],
    }


def style_of(lever: Mapping[str, Any]) -> str:
    """Style of consequence that an apparatus holds."""
    return next(n for n, s in STYLES.items() if all(lever[key] == s[key] for key in s))


@dataclass(frozen=True)
class Firm:
    """What is kept of a firm.

    Attributes:
        products: Sums of products of (1, scales) over respondents.
        cut: The same of the survey without halo, with the trust path and without.
        teams: The same of (1, mean trust in coworkers, mean rated performance) over teams.
        style: Place of its consequence in `STYLES`.
        interdependence: Place in `INTERDEPENDENCE`.
    """

    products: Floats
    cut: Floats
    teams: Floats
    style: int
    interdependence: int


def firms(setting: Setting, scales: Sequence[str], clean: Sequence[str]) -> list[Firm]:
    """Run and survey so many firms, from the setting's seed on.

    Args:
        setting: How many, and with what changes.
        scales: Scales of the survey whose products are kept.
        clean: Scales of a second survey, without halo, in which the trust path is cut or not.
    """

    def one(seed: int) -> Firm:
        lever = apparatus(seed)
        alone = replace(setting, replicates=1, seed=seed, workers=1)
        return each_firm(alone, "untended", lever, lambda org: _read(org, lever, scales, clean))[0]

    seeds = range(setting.seed, setting.seed + setting.replicates)
    with ThreadPoolExecutor(setting.workers) as pool:
        return list(pool.map(one, seeds))


def _read(
    org: Organisation, lever: Mapping[str, Any], scales: Sequence[str], clean: Sequence[str]
) -> Firm:
    org.run(WEEKS)
    asked = survey(org)
    return Firm(
        products(asked.scales[list(scales)]),
        np.stack([_clean(org, clean, path) for path in (True, False)]),
        products(_teams(asked.scales.join(asked.records["team"]))),
        list(STYLES).index(style_of(lever)),
        INTERDEPENDENCE.index(lever["work.interdependence"]),
    )


CLEAN: Questionnaire = STANDARD.with_(method=0.0)


def _clean(org: Organisation, scales: Sequence[str], trust_path: bool) -> Floats:
    """Products of scales that no halo colours."""
    asked = survey(org, questionnaire=CLEAN.only(scales), trust_path=trust_path)
    return products(asked.scales)


def _teams(scores: pd.DataFrame) -> pd.DataFrame:
    """Means of each team's respondents, for teams of which three at least answered."""
    by_team = scores.groupby("team")[["trust_team", "performance"]]
    return by_team.mean()[by_team.count().min(axis=1) >= 3]


def products(scores: pd.DataFrame) -> Floats:
    """Sums of products of (1, columns) over rows without a gap."""
    whole = scores.dropna().to_numpy(float)
    design = np.column_stack([np.ones(len(whole)), whole])
    return np.asarray(design.T @ design)
