"""What VE11 reads from one firm: the networks people name, and the hours they spend.

Functions take networks and arrays and give numbers of one firm, so that each can be tried
on made-up data; the study puts firms together.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from trustgarden.analysis.networks import (
    Network,
    against_null,
    rank_flow,
    reciprocity,
    transitivity,
)

from . import estimates
from .estimates import Estimate

__all__ = [
    "beside_null",
    "boundaries",
    "closest_pairs",
    "cut_point",
    "in_and_out",
    "lost_core",
    "ratio",
    "survival_of_bridges",
    "time_share",
    "typical",
    "work_odds",
    "worth_of_hours",
]

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

NUM_GRAPHS = 5
"""Random networks a firm: what counts is their mean over all firms."""
ROUNDS = 50
CORE = 5
NEAR = 15


def beside_null(network: Network, seed: int) -> dict[str, float]:
    """Returned ties and closure, and what they are in networks of the same degrees."""
    measures = {"returned": reciprocity, "closed": transitivity}
    table = against_null(network, measures, num_graphs=NUM_GRAPHS, rounds=ROUNDS, seed=seed)
    found: dict[str, float] = {}
    for name in measures:
        found[name] = float(table["observed"][name])
        found[f"{name}_null"] = float(table["null"][name])
    return found


def boundaries(network: Network, people: pd.DataFrame) -> dict[str, float]:
    """Density within and between places, practices, ranks and teams, and up and down the ranks.

    Args:
        network: The network.
        people: A row a person; columns place, practice, rank (0 the highest), team. Who has
            none (missing) counts in none.
    """
    known = people.reindex(network.people)
    found: dict[str, float] = {}
    for name in ("place", "practice", "rank", "team"):
        found[f"in_{name}"], found[f"out_{name}"] = in_and_out(network, known[name])
    flow = rank_flow(network, known["rank"])["density"]
    return {**found, "up": float(flow["up"]), "down": float(flow["down"])}


def in_and_out(network: Network, groups: pd.Series[Any]) -> tuple[float, float]:
    """Density within groups, and between them; NaN where there are no such pairs.

    Two figures and not their ratio, which is infinite in a firm whose groups are closed.
    """
    codes, _ = pd.factorize(groups)
    known = (codes[:, None] >= 0) & (codes >= 0)
    np.fill_diagonal(known, False)
    arcs = np.zeros(known.shape, np.bool_)
    arcs[network.tails, network.heads] = True
    same = codes[:, None] == codes
    inside, between = (arcs[known & pairs] for pairs in (same, ~same))
    return _share(inside), _share(between)


def _share(arcs: Bools) -> float:
    return float(arcs.mean()) if len(arcs) else math.nan


def work_odds(work: Network, named: Network) -> float:
    """Odds ratio of being named where one works together, with half an arc more in each cell."""
    together = np.isin(named.keys, work.keys)
    pairs = named.num_people * (named.num_people - 1)
    both = float(together.sum()) + 0.5
    only_named, only_work = named.num_arcs + 1.0 - both, work.num_arcs + 1.0 - both
    neither = pairs + 2.0 - both - only_named - only_work
    return both * neither / (only_named * only_work)


def time_share(hours: Floats, top: int) -> float:
    """Mean share of one's hours that goes to the so many partners whom one meets most."""
    met = hours[hours.sum(axis=1) > 0.0]
    most = np.sort(met, axis=1)[:, ::-1][:, :top].sum(axis=1)
    return float((most / met.sum(axis=1)).mean())


def cut_point(hours: Floats, friends: Bools) -> float:
    """Hours that tell friends from others with the fewest errors; the middle of the gap."""
    order = np.argsort(hours, kind="stable")
    sorted_hours, named = hours[order], friends[order]
    # Cutting before position k, friends below and others above it are told wrongly.
    errors = np.append(0, np.cumsum(named)) + np.append(np.cumsum(~named[::-1])[::-1], 0)
    apart = np.flatnonzero(np.diff(sorted_hours) > 0.0) + 1
    if not len(apart):
        return math.nan
    best = apart[np.argmin(errors[apart])]
    return float(sorted_hours[best - 1] + sorted_hours[best]) / 2.0


def worth_of_hours(closeness: Floats, free: Floats, formal: Floats) -> tuple[float, float]:
    """How much closer a pair is for each free hour, and for each formal one."""
    design = np.column_stack([np.ones(len(closeness)), free, formal])
    slopes = np.linalg.lstsq(design, closeness, rcond=None)[0]
    return float(slopes[1]), float(slopes[2])


def closest_pairs(hours: Floats, mean_degree: float) -> Bools:
    """The pairs that spent most hours together, so many that people have that many partners."""
    n = len(hours)
    one, two = np.triu_indices(n, 1)
    most = np.argsort(-hours[one, two], kind="stable")[: round(mean_degree * n / 2)]
    most = most[hours[one[most], two[most]] > 0.0]
    chosen = np.zeros((n, n), np.bool_)
    chosen[one[most], two[most]] = chosen[two[most], one[most]] = True
    return chosen


def survival_of_bridges(before: Bools, after: Bools, stayed: Bools) -> dict[str, float]:
    """How many pairs of those who stayed are still there, with and without a shared third.

    Args:
        before: Who dealt with whom in one year, both ways.
        after: The same in the next year.
        stayed: Who was there all the time.
    """
    thirds = before.astype(np.int64) @ before.astype(np.int64)
    pairs = np.triu(before & stayed[:, None] & stayed[None, :], 1)
    found = {}
    for name, among in (("bridges", pairs & (thirds == 0)), ("embedded", pairs & (thirds > 0))):
        found[name] = float(among.sum())
        found[f"{name}_kept"] = float((among & after).sum())
    return found


def lost_core(before: Floats, after: Floats, stayed: Bools) -> float:
    """Of the five with whom one spent most hours, the share not among the next year's fifteen.

    Args:
        before: Hours of one year (people, people).
        after: Hours of the next.
        stayed: Who was there all the time; others are left out.
    """
    here = np.flatnonzero(stayed)
    first, second = before[np.ix_(here, here)], after[np.ix_(here, here)]
    core = np.argsort(-first, axis=1, kind="stable")[:, :CORE]
    near = np.argsort(-second, axis=1, kind="stable")[:, :NEAR]
    kept = (core[:, :, None] == near[:, None, :]).any(axis=2)
    met = np.take_along_axis(first, core, axis=1) > 0.0
    return float(1.0 - kept[met].mean())


def ratio(above: npt.ArrayLike, below: npt.ArrayLike) -> Estimate:
    """Mean of one figure over the mean of another of the same firms; missing where that is 0."""
    a, b = np.asarray(above, np.float64), np.asarray(below, np.float64)
    known = ~(np.isnan(a) | np.isnan(b))
    return estimates.bootstrapped(_over, a[known], b[known])


def _over(above: Floats, below: Floats) -> float:
    return float(above.mean() / below.mean()) if below.mean() else math.nan


def typical(ratios: npt.ArrayLike) -> Estimate:
    """Geometric mean over firms of a ratio; one that is 0 or infinite counts in nothing."""
    with np.errstate(divide="ignore"):
        logs = np.log(np.asarray(ratios, np.float64))
    one = estimates.mean(np.where(np.isfinite(logs), logs, np.nan))
    return Estimate(math.exp(one.value), math.exp(one.low), math.exp(one.high), one.n)
