"""The charts of the gallery, each from small runs of real scenarios; see make_gallery.py."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from gallery_basics import NAMES, draw, draw_levers

import trustgarden as tg
from trustgarden.analysis import (
    Definitions,
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
from trustgarden.experiments.following import Diary, follow
from trustgarden.experiments.ramping import Ramp, ramp
from trustgarden.experiments.record import Experiment

X, Y = "consequence.monitoring", "work.load"
SLOWLY = [round(0.1 * step, 1) for step in range(1, 11)]


class Results:
    """What the charts are drawn from, each made when it is first asked for."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()

    def sweep(self, name: str, **plan: Any) -> tg.Store:
        """A sweep into a folder that goes when this does."""
        experiment = Experiment(id=name, description=name, **plan)
        return tg.sweep(experiment, out=Path(self._folder.name) / name, workers=1)

    @cached_property
    def run(self) -> tg.Run:
        """One garden of sixty people."""
        return tg.simulate("garden", weeks=104, seed=7)

    def size(self, num_people: int) -> tg.Run:
        """A garden of another size."""
        return tg.simulate("garden", 52, seed=7, changes={"organisation.num_people": num_people})

    @cached_property
    def booked(self) -> list[tg.Run]:
        """Replicates of a recovery with their accounts."""
        return [tg.simulate("recovery", weeks=104, seed=seed) for seed in range(1, 9)]

    @cached_property
    def arms(self) -> tg.Store:
        """Three scenarios, with people and ties written down."""
        weeks = list(range(8, 105, 8))
        recording = {"people_at_weeks": weeks, "ties_at_weeks": weeks}
        return self.sweep(
            "three", scenarios=["garden", "untended", "blame"], replicates=8, weeks=104,
            recording=recording,
        )  # fmt: skip

    @cached_property
    def levers(self) -> tg.Store:
        """Two levers crossed."""
        levels = {X: [0.0, 0.2, 0.4, 0.6, 0.8, 1.0], Y: [0.2, 0.35, 0.5, 0.65, 0.8]}
        return self.sweep("levers", scenarios=["garden"], replicates=8, weeks=104, levers=levels)

    @cached_property
    def starts(self) -> tg.Store:
        """Gardens of people who trust at first more or less readily."""
        levels = {"population.propensity": [0.2, 0.35, 0.5, 0.65, 0.8]}
        return self.sweep("starts", scenarios=["garden"], replicates=8, weeks=208, levers=levels)

    @cached_property
    def watched(self) -> tg.Store:
        """A garden in which everything is watched ever more closely."""
        steps = [
            f'[[events]]\nweek = {60 + 12 * place}\nset = {{ "{X}" = {level} }}\n'
            for place, level in enumerate(SLOWLY)
        ]
        file = Path(self._folder.name) / "watched.toml"
        file.write_text('id = "watched"\nextends = "garden"\n\n' + "\n".join(steps))
        return self.sweep("slowly", scenarios=[str(file)], replicates=24, weeks=234)

    @cached_property
    def diary(self) -> Diary:
        """A betrayal, from near."""
        return follow("betrayal-and-apology", ["11", "12"], weeks=104, seed=3)

    @cached_property
    def loop(self) -> Ramp:
        """How closely work is watched, slowly up and down."""
        levels = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
        return ramp("garden", X, levels, weeks_each=52, settle_weeks=104, replicates=8)


def _weekly(store: tg.Store, *measures: str) -> pd.DataFrame:
    return tables.weekly_runs(store, arms_of(store.manifest), list(measures))


def _web(run: tg.Run, wide: bool) -> go.Figure:
    return charts.formal_and_social(run.people, run.ties, wide=wide)


def _tribes(run: tg.Run, wide: bool) -> go.Figure:
    found = networks.tribes(run.ties, people=run.people["id"])
    bridges = networks.bridges(run.ties, found.membership)
    return charts.tribes_and_bridges(run.ties, found, bridges, wide=wide)


def _stream(results: Results, wide: bool) -> go.Figure:
    return charts.accounts_stream(accounts.weekly_accounts(results.booked), wide=wide)


def _waterfall(results: Results, wide: bool) -> go.Figure:
    table = accounts.accounts_between(results.booked, 13, 104)
    return charts.accounts_waterfall(table, first=13, last=104, wide=wide)


def _phase(results: Results, wide: bool) -> go.Figure:
    return charts.phase_diagram(phases.phase_cells(results.levers, X, Y), x=X, y=Y, wide=wide)


def _loop(results: Results, wide: bool) -> go.Figure:
    ramped = results.loop
    means, gaps = loops.loop_means(ramped.runs), loops.loop_gaps(ramped.runs)
    return charts.hysteresis_loop(
        means, gaps, lever=ramped.lever, weeks_each=ramped.weeks_each, wide=wide
    )


def _basins(results: Results, wide: bool) -> go.Figure:
    weekly = _weekly(results.starts, "trust_team")
    marks = {"0.65, emerged": 0.65, "0.40, collapsed": 0.40}
    return charts.basins(basins.starts_and_ends(weekly), thresholds=marks, wide=wide)


def _signs(results: Results, wide: bool) -> go.Figure:
    weekly = _weekly(results.watched, "trust_team")
    found = tables.crossings(weekly, Definitions())
    table = before_collapse.before_collapse(weekly, found)
    counts = before_collapse.sign_counts(weekly, found)
    return charts.warning_chart(table, counts, wide=wide)


def _ties(results: Results, wide: bool) -> go.Figure:
    table = tie_survival.tie_survival(results.arms.ties("garden"))
    return charts.tie_survival_curves(table, wide=wide)


def _acceptance(results: Results, wide: bool) -> go.Figure:
    runs = {
        name: tg.simulate("untended", 104, seed=5, changes={"welcome.choreography": name,
                          "turnover.leave_rate": 0.01})
        for name in ("cold", "buddy", "designed")
    }  # fmt: skip
    paths = pd.concat([run.journeys.assign(arm=name) for name, run in runs.items()])
    return charts.acceptance_curves(journeys.acceptance_curve(paths, 104, by="arm"), wide=wide)


def _people(results: Results, wide: bool) -> go.Figure:
    table = results.arms.people()
    table = table[table["replicate"] == 0].rename(columns={"scenario": "arm"})
    return charts.people_landscape(table, chosen="Replicate 0.", wide=wide)


def _person(results: Results, wide: bool) -> go.Figure:
    diary = results.diary
    return charts.person_story(diary.people, diary.episodes, diary.turns, "12", wide=wide)


def _tie(results: Results, wide: bool) -> go.Figure:
    diary = results.diary
    return charts.tie_story(diary.ties, diary.episodes, diary.turns, "11", "12", wide=wide)


CHARTS: dict[str, Callable[[Results, bool], go.Figure]] = {
    "formal_and_social": lambda results, wide: _web(results.run, wide),
    "formal_and_social_20": lambda results, wide: _web(results.size(20), wide),
    "formal_and_social_150": lambda results, wide: _web(results.size(150), wide),
    "formal_and_social_300": lambda results, wide: _web(results.size(300), wide),
    "tribes_and_bridges": lambda results, wide: _tribes(results.run, wide),
    "tribes_and_bridges_20": lambda results, wide: _tribes(results.size(20), wide),
    "tribes_and_bridges_150": lambda results, wide: _tribes(results.size(150), wide),
    "tribes_and_bridges_300": lambda results, wide: _tribes(results.size(300), wide),
    "accounts_stream": _stream,
    "accounts_waterfall": _waterfall,
    "phase_diagram": _phase,
    "hysteresis_loop": _loop,
    "basins": _basins,
    "warning_chart": _signs,
    "tie_survival_curves": _ties,
    "acceptance_curves": _acceptance,
    "people_landscape": _people,
    "person_story": _person,
    "tie_story": _tie,
}
CHARTS |= {
    name: (lambda results, wide, name=name: draw(name, results, wide))  # type: ignore[misc]
    for name in NAMES
}
CHARTS |= {
    name: (lambda results, wide, name=name: draw_levers(name, results, wide, x=X, y=Y))  # type: ignore[misc]
    for name in ("factor_effects", "factor_map")
}
