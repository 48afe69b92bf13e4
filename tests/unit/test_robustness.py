"""Robustness of conclusions: what varies, what counts as holding, and how it is told."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from trustgarden.analysis.charts import conclusion_forest
from trustgarden.analysis.robustness import robustness_markdown, robustness_report
from trustgarden.cli.commands import app
from trustgarden.errors import InputError
from trustgarden.experiments.robustness import (
    CONCLUSIONS,
    Conclusion,
    Robustness,
    Variation,
    judging,
    read_draws,
    robustness,
    variations,
)
from trustgarden.experiments.robustness.variations import RIVALS, relabelled
from trustgarden.experiments.studies import Estimate
from trustgarden.model.structure import structure_of
from trustgarden.scenarios import load_scenario, with_changes


class Given(Conclusion):
    """A conclusion whose effect hangs on the kind of the variation."""

    def effect(self, one: Variation, replicates: int, series: Any) -> Estimate | None:
        if one.kind == "form":
            return None
        centre = EFFECTS.get(one.kind, 0.4)
        if one.kind == "posterior":
            centre = one.changes["parameters.faith"]
        return Estimate(centre, centre - 0.05, centre + 0.05, replicates)


DOCS = Path(__file__).resolve().parents[2] / "docs"
EFFECTS: dict[str, float] = {}
ONE = Given(id="one", says="One is more", unit="trust")


@pytest.fixture(autouse=True)
def no_effects() -> None:
    EFFECTS.clear()


def held(**how: Any) -> Robustness:
    return robustness([ONE], replicates=4, workers=1, **how)


def verdict(**effects: float) -> str:
    EFFECTS.update(effects)
    (word,) = set(held().table["verdict"])
    return str(word)


def test_verdicts() -> None:
    assert verdict() == "robust"
    assert verdict(size=0.9) == "shifted"
    assert verdict(size=0.3, seeds=0.04) == "shifted"
    assert verdict(seeds=-0.01) == "fragile"
    assert verdict(seeds=-0.5) == "fragile"


def test_another_measure_has_a_size_of_its_own() -> None:
    assert verdict(measure=0.9) == "robust"


@pytest.mark.parametrize(
    ("value", "outcome"), [(0.2, "holds"), (0.02, "unsure"), (-0.02, "absent"), (-0.2, "reversed")]
)
def test_outcomes(value: float, outcome: str) -> None:
    assert judging.outcome_of(Estimate(value, value - 0.1, value + 0.1, 9), 0.0) == outcome


def test_what_a_variation_does_not_touch_is_left_out() -> None:
    table = held().table
    assert "form" not in set(table["kind"])
    assert table["kind"].iloc[0] == "reference"


def test_variations_are_named_once_and_their_seeds_apart() -> None:
    there = list(variations(seed=5, sizes=(20, 60)))
    names = [one.name for one in there]
    assert len(set(names)) == len(names)
    assert {one.kind for one in there} == {
        "reference", "size", "seeds", "labels", "form", "rival", "measure",
    }  # fmt: skip
    seeds = sorted({one.first_seed for one in there})
    assert (np.diff(seeds) > 1_000).all()


def test_relabelling_moves_everybody_and_keeps_who_is_under_whom() -> None:
    plan = load_scenario("untended")
    before, after = structure_of(plan, None), relabelled(plan, 1)
    assert after.ids != before.ids
    assert sorted(after.ids) == sorted(before.ids)

    def facts(one: Any) -> dict[str, tuple[Any, ...]]:
        boss = [one.ids[k] if k >= 0 else None for k in one.boss]
        teams = [one.team_names[k] for k in one.team]
        return dict(zip(one.ids, zip(boss, teams, one.rank.tolist(), strict=True), strict=True))

    assert facts(after) == facts(before)


def test_the_main_conclusions_are_differences_that_can_be_run() -> None:
    """Twelve people for two years: the reference of each, and its sign where it is large."""
    found = robustness(
        [one for one in CONCLUSIONS if one.id in ("garden", "blame", "collapse")],
        sizes=(12,), replicates=4, workers=1, changes={"organisation.num_people": 16},
    ).table  # fmt: skip
    reference = found[found["kind"] == "reference"].set_index("conclusion")
    assert (reference["value"] > 0).all()
    other = found[(found["kind"] == "labels") & (found["conclusion"] == "blame")]["value"]
    assert other.nunique() == len(other)
    sized = found[(found["kind"] == "size") & (found["conclusion"] == "blame")]
    assert list(sized["variation"]) == ["12 people"]
    rivals = found[(found["kind"] == "rival") & (found["conclusion"] == "blame")]["value"]
    assert rivals.nunique() == len(RIVALS)
    assert reference.loc["blame", "value"] not in set(rivals)


def test_rivals_switch_off_one_mechanism_each() -> None:
    off = [one.changes["mechanisms.off"] for one in variations() if one.kind == "rival"]
    assert off == [[name] for name in RIVALS]
    for changes in off:
        with_changes(load_scenario("garden"), {"mechanisms.off": changes})


class TestPosterior:
    def test_draws_follow_the_weights(self, tmp_path: Path) -> None:
        file = tmp_path / "p.csv"
        file.write_text("faith,weight\n0.5,0\n0.7,3\n0.9,1\n")
        drawn = [one.changes["parameters.faith"] for one in read_draws(file, 400, 1)]
        assert set(drawn) == {0.7, 0.9}
        # 400 draws at 3/4: a deviation of 3.5 standard errors is rarer than 1 in 1,000.
        assert abs(np.mean([value == 0.7 for value in drawn]) - 0.75) < 3.5 * 0.0217

    def test_it_is_one_variation_with_the_interval_of_draws(self, tmp_path: Path) -> None:
        file = tmp_path / "p.csv"
        file.write_text("faith\n0.30\n0.35\n0.40\n")
        row = held(posterior=file, draws=50).table.iloc[-1]
        assert row["variation"] == "50 draws from the posterior"
        assert (row["low"], row["high"], row["n"]) == (0.30, 0.40, 50)
        assert row["outcome"] == "holds"

    @pytest.mark.parametrize(
        ("text", "words"),
        [("weight\n1\n", "no column"), ("faiht\n1\n", "faiht"), ("faith\n", "0 rows"),
         ("faith,weight\n1,0\n", "weights below 0 or all 0"), ("faith\nx\n", "no number")],
    )  # fmt: skip
    def test_another_file_is_refused(self, tmp_path: Path, text: str, words: str) -> None:
        file = tmp_path / "p.csv"
        file.write_text(text)
        with pytest.raises(InputError, match=words):
            read_draws(file, 4, 1)

    def test_a_file_that_is_not_there_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="cannot be read as CSV"):
            read_draws(tmp_path / "none.csv", 4, 1)


def test_markdown_names_where_it_does_not_hold() -> None:
    EFFECTS.update({"seeds": 0.04, "size": 0.9})
    text = robustness_markdown(held(sizes=(20,)).table)
    assert "| One is more | shifted | 0.400 [0.350, 0.450] trust | " in text
    assert "seeds from 10,002 (unsure)" in text
    assert "20 people (of another size)" in text
    assert "**One is more** (trust): shifted." in text


def test_the_forest_and_the_report_show_each_variation(tmp_path: Path) -> None:
    EFFECTS["labels"] = -0.3
    table = held(sizes=(20,)).table
    for wide in (True, False):
        figure = conclusion_forest(table, wide=wide)
        symbols = [t.marker.symbol for t in figure.data if t.mode == "markers"]
        assert len(symbols) == len(table)
        assert symbols.count("x") == 2
        assert "One is more: fragile." in figure.layout.meta["alt"]
    page = robustness_report(table, tmp_path / "r.html", provenance={"seed": 1})
    assert "Fragile: One is more." in page.read_text(encoding="utf-8")


def test_the_command_prints_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = held(sizes=(20,))
    asked: dict[str, Any] = {}

    def instead(**how: Any) -> Robustness:
        asked.update(how)
        return made

    monkeypatch.setattr("trustgarden.experiments.robustness.robustness", instead)
    text = tmp_path / "r.md"
    result = CliRunner().invoke(
        app, ["robustness", "--sizes", "20, 60", "--json", "--markdown", str(text), "--seed", "7"]
    )
    assert json.loads(result.stdout)["effects"][0]["conclusion"] == "one"
    assert (asked["sizes"], asked["seed"], asked["posterior"]) == ([20, 60], 7, None)
    assert text.read_text() == robustness_markdown(made.table) + "\n"
    assert isinstance(made.table, pd.DataFrame)


@pytest.mark.parametrize("sizes", ["", "1", "20,x", "20,20"])
def test_sizes_that_are_none_are_refused(sizes: str) -> None:
    result = CliRunner().invoke(app, ["robustness", "--sizes", sizes])
    assert isinstance(result.exception, InputError)
    assert "--sizes is" in str(result.exception)


@pytest.mark.parametrize("name", ["knock-outs", "stability", "robustness"])
def test_the_page_has_a_place_for_the_table(name: str) -> None:
    inserted = runpy.run_path(str(DOCS / "insert.py"))["inserted"]

    page = (DOCS / f"{name}.md").read_text(encoding="utf-8")
    once = inserted(page, name, "| a |\n")
    assert f"<!-- begin {name} -->\n\n| a |\n\n<!-- end {name} -->" in once
    assert inserted(once, name, "| a |") == once
    with pytest.raises(ValueError, match="the page has no <!-- begin weeds -->"):
        inserted(page, "weeds", "")
