"""A survey of the model beside a real one: means, spreads, reliabilities, correlations.

Scores stand as shares of their scale (Cohen, Cohen, Aiken & West 1999,
doi:10.1207/S15327906MBR3403_2), so that scales of five and of seven categories can stand
side by side. Both sides get 95 % intervals.
"""

from __future__ import annotations

import math
from itertools import combinations

import pandas as pd

from .real import RealSurvey
from .scoring import alpha_interval, correlation, mean_interval, r_interval, sd_interval
from .surveying import Survey

__all__ = ["WARNING", "beside", "beside_correlations"]

WARNING = (
    "This describes conditions and judges no person: it says how answers go together in a group, "
    "not what anybody is like, and it must not be used to assess people or leaders. A model that "
    "looks like a survey is not thereby a model of that organisation."
)

SIDES = ("model", "real")


def shares_of(made: Survey) -> pd.DataFrame:
    """Scores of a survey of the model as shares of their scale; records in weeks."""
    shares = made.scales.copy()
    for scale in made.questionnaire.scales:
        if scale.rater != "record":
            shares[scale.id] = (shares[scale.id] - 1.0) / (made.questionnaire.categories - 1.0)
    return shares


def beside(made: Survey, real: RealSurvey) -> pd.DataFrame:
    """Each scale that both have: items, n, mean, SD and alpha of both, with 95 % intervals.

    Columns are pairs of side (`model`, `real`) and figure (`items`, `n`, `mean`, `mean_low`,
    ...); scores are shares of the scale, records weeks.
    """
    rows = {}
    shares = shares_of(made)
    for name in map(str, real.shares.columns):
        alpha = made.alphas["alpha"].get(name, math.nan)
        items = made.questionnaire.scale(name).items if name in made.alphas.index else 1
        n_alpha = int(made.alphas["n"].get(name, 0))
        rows[name] = {
            **_side("model", shares[name], items, float(alpha), n_alpha),
            **_side(
                "real",
                real.shares[name],
                real.num_items[name],
                *real.alphas.get(name, (math.nan, 0)),
            ),
        }
    first = next(iter(rows.values()))
    columns = pd.MultiIndex.from_tuples(list(first), names=["side", "figure"])
    table = pd.DataFrame([list(row.values()) for row in rows.values()], columns=columns)
    return table.set_index(pd.Index(list(rows), name="scale"))


def _side(
    side: str, scores: pd.Series, items: int, alpha: float, n_alpha: int
) -> dict[tuple[str, str], float]:
    known = scores.dropna()
    n, mean, sd = len(known), float(known.mean()), float(known.std())
    figures: dict[str, float] = {"items": items, "n": n}
    for name, figure, interval in (
        ("mean", mean, mean_interval(mean, sd, n)),
        ("sd", sd, sd_interval(sd, n)),
        ("alpha", alpha, alpha_interval(alpha, items, n_alpha)),
    ):
        figures |= {name: figure, f"{name}_low": interval[0], f"{name}_high": interval[1]}
    return {(side, name): figure for name, figure in figures.items()}


def beside_correlations(made: Survey, real: RealSurvey) -> pd.DataFrame:
    """Each pair of scales that both have: r of both with 95 % intervals, and n.

    `apart` is True where the two intervals do not overlap.
    """
    both = {"model": shares_of(made)[list(real.shares)], "real": real.shares}
    rows = []
    for one, other in combinations(real.shares, 2):
        row: dict[str, object] = {"scale": one, "with": other}
        for side, scores in both.items():
            pair = scores[[one, other]].dropna()
            r = correlation(pair.to_numpy(float))
            low, high = r_interval(r, len(pair))
            row |= {side: r, f"{side}_low": low, f"{side}_high": high, f"{side}_n": len(pair)}
        row["apart"] = bool(
            row["model_low"] > row["real_high"] or row["real_low"] > row["model_high"]  # type: ignore[operator]
        )
        rows.append(row)
    columns = ["scale", "with"]
    columns += [f"{s}{end}" for s in SIDES for end in ("", "_low", "_high", "_n")] + ["apart"]
    return pd.DataFrame(rows, columns=columns)
