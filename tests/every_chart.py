"""Every chart of the library, drawn from tables that no model made: what its contract is held to.

`CHARTS` has one entry for each name of `trustgarden.analysis.charts` that draws; the suite in
`unit/test_charts_contract.py` asserts that none is missing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from known_functions import sobol_g
from SALib.sample import morris as morris_design
from SALib.sample import sobol as sobol_design
from synthetic_results import EIGHT, Curve, make_results

from trustgarden.analysis import (
    accounts,
    basins,
    before_collapse,
    charts,
    journeys,
    loops,
    networks,
    phases,
    tables,
    tie_survival,
)
from trustgarden.analysis.arms import arms_of
from trustgarden.analysis.emergence import Definitions
from trustgarden.analysis.sensitivity import Sample, analyse
from trustgarden.experiments.knock_outs import knock_out
from trustgarden.experiments.robustness import Conclusion, robustness
from trustgarden.experiments.studies import Criterion, Estimate, Study
from trustgarden.experiments.validation import validate
from trustgarden.model.layout import ACCOUNTS

Draw = Callable[[bool], go.Figure]
MEASURES = (*charts.LEVELS, *charts.BANDS, "projected", "imposed", "insulation_gap")
X, Y = "work.load", "leaders.respect"


@dataclass(frozen=True)
class BookedRun:
    """A run with accounts, as `trustgarden.simulate` gives it."""

    accounts: pd.DataFrame
    series: pd.DataFrame


@cache
def booked_runs(replicates: int = 4, weeks: int = 26) -> list[BookedRun]:
    """Runs whose trust is 0.5 at first and what the accounts make of it."""
    runs = []
    for replicate in range(replicates):
        rng = np.random.default_rng(replicate)
        values = rng.normal(0, 0.002, (weeks, len(ACCOUNTS)))
        values[:, ACCOUNTS.index("kept")] += 0.003
        index = pd.RangeIndex(1, weeks + 1, name="week")
        booked = pd.DataFrame(values, index=index, columns=list(ACCOUNTS))
        trust = 0.5 + booked.sum(axis=1).cumsum()
        runs.append(BookedRun(booked, pd.DataFrame({"trust": trust})))
    return runs


@cache
def organisation(num_people: int = 30, names: str = "") -> tuple[pd.DataFrame, pd.DataFrame]:
    """People in teams of six, who trust their team and a few others; ids and teams begin so."""
    ids = [f"{names}{number + 1}" for number in range(num_people)]
    team = [f"{names}team {number // 6 + 1}" for number in range(num_people)]
    boss = [None if k == 0 else ids[0] if k % 6 == 0 else ids[k - k % 6] for k in range(num_people)]
    people = pd.DataFrame({"id": ids, "team": team, "leader": boss})
    people["is_leader"] = people["id"].isin(people["leader"])
    rng = np.random.default_rng(num_people)
    near = np.array(team)[:, None] == np.array(team)[None, :]
    drawn = np.where(near, 0.8, 0.3) + rng.uniform(0, 0.19, near.shape)
    drawn[0, -1] = drawn[-1, 0] = 0.95
    tails, heads = np.nonzero(~np.eye(num_people, dtype=bool))
    ties = pd.DataFrame({"from": np.array(ids)[tails], "to": np.array(ids)[heads]})
    ties["team_from"] = np.array(team)[tails]
    ties["trust"] = drawn[tails, heads]
    return people, ties


@cache
def diary(names: str = "") -> dict[str, pd.DataFrame]:
    """Two people over a year, of whom the one breaks faith in week 20."""
    weeks, one, other = np.arange(1, 53), f"{names}1", f"{names}2"
    fallen = np.where(weeks < 20, 0.7, 0.5)
    people = [
        pd.DataFrame({"week": weeks, "id": who, "trust_given": fallen, "trust_received": 0.6,
                      "trust_organisation": 0.55, "strain": 0.2})
        for who in (one, other)
    ]  # fmt: skip
    ties = [
        pd.DataFrame({"week": weeks, "from": a, "to": b, "trust": fallen, "mistrust": 1 - fallen})
        for a, b in ((one, other), (other, one))
    ]
    episodes = [(week, one, other, "kept faith") for week in range(1, 53, 2)]
    episodes += [(20, one, other, "broke faith"), (23, other, one, "apologised")]
    turns = [(1, one, "joined"), (20, None, "betrayal")]
    return {
        "people": pd.concat(people, ignore_index=True),
        "ties": pd.concat(ties, ignore_index=True),
        "episodes": pd.DataFrame(episodes, columns=["week", "who", "whom", "what"]),
        "turns": pd.DataFrame(turns, columns=["week", "who", "what"]),
    }


@cache
def newcomers(arm: str = "buddy") -> pd.DataFrame:
    """Forty newcomers, of whom some are not accepted while anybody looks."""
    rng = np.random.default_rng(3)
    joined = rng.integers(1, 60, 40)
    accepted = joined + rng.geometric(0.1, 40)
    return pd.DataFrame(
        {"person": np.arange(40), "joined_week": joined, "arm": arm,
         "accepted_week": np.where(accepted <= 78, accepted, np.nan)}
    )  # fmt: skip


@cache
def seen_ties() -> pd.DataFrame:
    """Ties of three replicates in four weeks, of which bridges are soon forgotten."""
    rng, rows = np.random.default_rng(5), []
    for replicate in range(3):
        ends = [(a, b) for a in range(12) for b in range(12) if a != b]
        lasts = rng.geometric(np.where([(a + b) % 3 == 0 for a, b in ends], 0.5, 0.05))
        for step, week in enumerate((10, 20, 30, 40)):
            rows += [
                (replicate, week, str(a), str(b), int((a + b) % 3 != 0), "chosen")
                for (a, b), last in zip(ends, lasts, strict=True)
                if last > step
            ]
    return pd.DataFrame(rows, columns=["replicate", "week", "from", "to", "embedded", "kind"])


@cache
def looped() -> pd.DataFrame:
    """Runs of a ramp on which the way down lies 0.1 below the way up."""
    rows = [
        (replicate, branch, level, 0.7 - 0.2 * level - low * (1 - level) + 0.01 * replicate)
        for replicate in range(4)
        for branch, low in (("up", 0.0), ("down", 0.1))
        for level in (0.0, 0.5, 1.0)
    ]
    return pd.DataFrame(rows, columns=["replicate", "branch", "level", "value"])


class Synthetic:
    """All tables of some gardens."""

    def __init__(self, curves: dict[str, Curve]) -> None:
        results = make_results(curves, replicates=5)
        arms = arms_of(results.manifest)
        self.runs = tables.weekly_runs(results, arms, MEASURES)
        self.weekly = tables.weekly_means(self.runs, MEASURES)
        self.found = tables.crossings(self.runs, Definitions())
        self.shares = tables.crossing_shares(self.found)
        ends = tables.run_ends(results, arms, ("trust_team", "strain"))
        self.arms = [arm.name for arm in arms]
        self.differences = tables.paired_differences(ends, self.arms[0], ("trust_team", "strain"))
        self.teams = tables.landscape(results, arms, tables.typical_replicate(ends) or 0)
        self.pair = self.differences[self.differences["arm"] == self.arms[-1]]
        self.change = self.weekly[self.weekly["arm"] == self.arms[-1]]


@cache
def gardens() -> Synthetic:
    """Four of the eight gardens."""
    return Synthetic({name: EIGHT[name] for name in ("garden", "untended", "blame", "recovery")})


@cache
def swept() -> Any:
    """Two levers crossed."""
    factors = {X: [0.1, 0.5, 0.9], Y: [0.0, 1.0, 3.0]}
    return make_results({"garden": Curve(0.5, 0.52)}, replicates=4, factors=factors)


@cache
def analysed() -> dict[str, pd.DataFrame]:
    """Tables of sensitivity, of a function with known indices."""
    names = tuple(f"leaders.lever{number}" for number in range(6))
    problem = {"num_vars": 6, "names": list(names), "bounds": [[0, 1]] * 6}
    rng = np.random.default_rng(1)
    found: dict[str, Any] = {}
    for name, points, more in (
        ("saltelli", sobol_design.sample(problem, 16, seed=1), {"second_order": True}),
        ("morris", morris_design.sample(problem, 8, seed=1), {}),
    ):
        outcomes = sobol_g(points)[:, None] + rng.normal(0, 0.2, (len(points), 3))
        sample = Sample(factors=names, points=points, outcomes=outcomes, design=name, **more)
        found[name] = analyse(sample, "trust")
    parts: dict[str, Any] = dict(iter(found["morris"].table.groupby("method")))
    parts |= dict(iter(found["saltelli"].table.groupby("method")))
    return parts | {"luck": found["saltelli"].luck.total, "lines": found["saltelli"].convergence}


class Given(Study):
    """A study whose figures are given; it needs repair for one of them."""

    id: ClassVar[str] = "T"
    title: ClassVar[str] = "Made up"
    criteria: ClassVar[tuple[Criterion, ...]] = tuple(
        Criterion(id=f"T.{name}", finding="P00", says=f"What {name} must show", unit="d", low=0.2,
                  high=0.8, no_effect=0.0, source="A & B 2000")
        for name in ("good", "near")
    )  # fmt: skip

    def figures(self, setting: Any) -> dict[str, Estimate]:
        """Figures that hang on what is off."""
        centre = -0.5 if "repair" in setting.changes.get("mechanisms.off", ()) else 0.5
        values = {"T.good": centre, "T.near": 0.9}
        return {name: Estimate(v, v - 0.1, v + 0.1, 9) for name, v in values.items()}


class Held(Conclusion):
    """A conclusion that holds in every variation."""

    def effect(self, one: Any, replicates: int, series: Any) -> Estimate:
        """The same everywhere."""
        return Estimate(0.4, 0.35, 0.45, replicates)


@cache
def judged() -> dict[str, pd.DataFrame]:
    """Tables of verdicts, variations and knock-outs."""
    with tempfile.TemporaryDirectory() as folder:
        needs = knock_out(
            Path(folder), [Given()], ("repair", "talk"), replicates=8, near=16, workers=1
        )
        held = robustness(
            [Held(id="one", says="One is more", unit="trust")], replicates=4, workers=1
        )
        return {
            "verdicts": validate([Given()], replicates=8, seed=1).table,
            "variations": held.table,
            "needs": needs.table,
        }


@cache
def lasting() -> pd.DataFrame:
    """A map of two cells, of which one has two states."""
    figures = {"high_begin": 0.7, "low_begin": 0.3, "high_end": 0.68, "low_end": 0.35, "gap": 0.33}
    ends = {
        f"{k}_{e}": v + d for k, v in figures.items() for e, d in (("low", -0.1), ("high", 0.1))
    }
    common = figures | ends | {"reciprocity": 4.0, "moves": "stays", "years": 3, "n": 5}
    return pd.DataFrame([
        common | {"faith": -1.0, "state": "low", "calibrated": False, "steady": True},
        common | {"faith": 1.0, "state": "two", "calibrated": True, "steady": False},
    ])  # fmt: skip


def _people_seen(names: str = "") -> pd.DataFrame:
    people, _ = organisation(30, names)
    rng = np.random.default_rng(9)
    parts = [
        people[["id", "team"]].assign(
            arm=f"{names}garden", week=week, trust_received=rng.uniform(0.3, 0.8, len(people))
        )
        for week in (4, 8, 12)
    ]
    return pd.concat(parts, ignore_index=True)


def _tribes(wide: bool, names: str = "") -> go.Figure:
    _, ties = organisation(30, names)
    found = networks.tribes(ties, num_graphs=4)
    bridges = networks.bridges(ties, found.membership)
    return charts.tribes_and_bridges(ties, found, bridges, wide=wide)


def _signs(wide: bool) -> go.Figure:
    t = gardens()
    # In the middle of the fall, so that there are enough weeks before it.
    found = t.found.assign(collapsed=60.0)
    before = before_collapse.before_collapse(t.runs, found)
    counts = before_collapse.sign_counts(t.runs, found)
    return charts.warning_chart(before, counts, wide=wide)


def _acceptance(wide: bool, names: str = "") -> go.Figure:
    curve = journeys.acceptance_curve(newcomers(f"{names}buddy"), 78, by="arm")
    return charts.acceptance_curves(curve, wide=wide)


def _person(wide: bool, names: str = "") -> go.Figure:
    d = diary(names)
    return charts.person_story(d["people"], d["episodes"], d["turns"], f"{names}1", wide=wide)


def _tie(wide: bool, names: str = "") -> go.Figure:
    d, one, other = diary(names), f"{names}1", f"{names}2"
    return charts.tie_story(d["ties"], d["episodes"], d["turns"], one, other, wide=wide)


def _web(wide: bool, names: str = "") -> go.Figure:
    return charts.formal_and_social(*organisation(30, names), wide=wide)


def _basins(wide: bool, names: str = "") -> go.Figure:
    table = basins.starts_and_ends(gardens().runs)
    return charts.basins(
        table.assign(arm=names + table["arm"]), thresholds={"0.65": 0.65}, wide=wide
    )


NAMED: dict[str, Callable[[bool, str], go.Figure]] = {
    "acceptance_curves": _acceptance,
    "basins": _basins,
    "formal_and_social": _web,
    "people_landscape": lambda wide, names: charts.people_landscape(_people_seen(names), wide=wide),
    "person_story": _person,
    "tie_story": _tie,
    "tribes_and_bridges": _tribes,
}
"""Charts that show names which come from a user, and the same with these names."""


def _of_gardens(draw: Callable[[Synthetic, bool], go.Figure]) -> Draw:
    return lambda wide: draw(gardens(), wide)


def _of_levels(wide: bool) -> go.Figure:
    return charts.phase_diagram(phases.phase_cells(swept(), X, Y), x=X, y=Y, wide=wide)


def _waterfall(wide: bool) -> go.Figure:
    table = accounts.accounts_between(booked_runs(), 4, 20)
    return charts.accounts_waterfall(table, first=4, last=20, wide=wide)


def _loop(wide: bool) -> go.Figure:
    means, gaps = loops.loop_means(looped()), loops.loop_gaps(looped())
    return charts.hysteresis_loop(means, gaps, lever=X, weeks_each=26, wide=wide)


CHARTS: dict[str, Draw] = {
    "accounts_stream": lambda wide: charts.accounts_stream(
        accounts.weekly_accounts(booked_runs()), wide=wide
    ),
    "accounts_waterfall": _waterfall,
    "conclusion_forest": lambda wide: charts.conclusion_forest(judged()["variations"], wide=wide),
    "convergence_lines": lambda wide: charts.convergence_lines(analysed()["lines"], wide=wide),
    "crossing_weeks": _of_gardens(
        lambda t, wide: charts.crossing_weeks(t.found, t.shares, weeks=104, wide=wide)
    ),
    "difference_forest": _of_gardens(
        lambda t, wide: charts.difference_forest(t.differences, t.arms, t.arms[0], wide=wide)
    ),
    "factor_effects": lambda wide: charts.factor_effects(tables.factor_means(swept()), wide=wide),
    "factor_map": lambda wide: charts.factor_map(tables.factor_pairs(swept(), X, Y), wide=wide),
    "hysteresis_loop": _loop,
    "insulation_gap": _of_gardens(lambda t, wide: charts.insulation_gap(t.weekly, wide=wide)),
    "measure_forest": _of_gardens(
        lambda t, wide: charts.measure_forest(t.pair, arm="b", reference="a", wide=wide)
    ),
    "morris_plane": lambda wide: charts.morris_plane(analysed()["morris"], wide=wide),
    "needs_counts": lambda wide: charts.needs_counts(judged()["needs"], wide=wide),
    "needs_matrix": lambda wide: charts.needs_matrix(judged()["needs"], wide=wide),
    "pawn_bars": lambda wide: charts.pawn_bars(analysed()["pawn"], wide=wide),
    "phase_diagram": _of_levels,
    "sobol_bars": lambda wide: charts.sobol_bars(
        analysed()["sobol"], analysed()["luck"], wide=wide
    ),
    "sobol_pairs": lambda wide: charts.sobol_pairs(analysed()["sobol"], wide=wide),
    "stability_map": lambda wide: charts.stability_map(lasting(), wide=wide),
    "tie_survival_curves": lambda wide: charts.tie_survival_curves(
        tie_survival.tie_survival(seen_ties()), wide=wide
    ),
    "trust_bands": _of_gardens(lambda t, wide: charts.trust_bands(t.weekly, wide=wide)),
    "trust_landscape": _of_gardens(lambda t, wide: charts.trust_landscape(t.teams, wide=wide)),
    "trust_levels": _of_gardens(lambda t, wide: charts.trust_levels(t.weekly, wide=wide)),
    "trust_over_time": _of_gardens(
        lambda t, wide: charts.trust_over_time(t.weekly, thresholds={"0.65": 0.65}, wide=wide)
    ),
    "verdict_counts": lambda wide: charts.verdict_counts(judged()["verdicts"], wide=wide),
    "verdict_forest": lambda wide: charts.verdict_forest(judged()["verdicts"], wide=wide),
    "warning_chart": _signs,
    "weekly_differences": _of_gardens(
        lambda t, wide: charts.weekly_differences(t.change, arm="b", reference="a", wide=wide)
    ),
}
CHARTS |= {name: (lambda wide, draw=draw: draw(wide, "")) for name, draw in NAMED.items()}  # type: ignore[misc]
