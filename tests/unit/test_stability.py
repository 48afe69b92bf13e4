"""The map of states that last: what is a state, which pasts there are, and how it is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

from trustgarden.analysis.charts import stability_map
from trustgarden.analysis.stability import stability_markdown, stability_report
from trustgarden.cli.commands import app
from trustgarden.errors import InputError
from trustgarden.experiments import stability as room
from trustgarden.experiments.stability import Stability, default_levels, stability
from trustgarden.model.parameters import Parameters

SMALL = {"organisation.num_people": 12, "organisation.team_size": 4}


def mapped(scenario: str = "untended", **how: Any) -> Stability:
    settings: dict[str, Any] = {
        "reciprocity": [4.0], "faith": [1.1], "replicates": 3, "changes": SMALL,
        "past_weeks": 13, "most_years": 2, "workers": 1,
    }  # fmt: skip
    return stability(scenario, **settings | how)


@pytest.fixture(scope="module")
def found() -> Stability:
    calibrated = Parameters().faith
    return mapped(faith=[-3.0, calibrated, 6.0], reciprocity=[Parameters().reciprocity_reason])


@pytest.mark.parametrize(
    ("gap", "end", "state"),
    [((0.06, 0.2), 0.5, "two"), ((0.04, 0.2), 0.5, "undecided"), ((-0.02, 0.04), 0.65, "high"),
     ((-0.02, 0.04), 0.64, "middle"), ((-0.02, 0.04), 0.40, "middle"),
     ((-0.02, 0.04), 0.39, "low"), ((-0.3, 0.3), 0.9, "undecided")],
)  # fmt: skip
def test_a_state_needs_the_whole_interval(gap: tuple[float, float], end: float, state: str) -> None:
    assert room.state_of(*gap, end) == state


@pytest.mark.parametrize(
    ("after_low", "after_high", "moves"),
    [(0.1, -0.09, "emerges"), (0.09, -0.1, "collapses"), (0.2, -0.2, "both"), (-0.2, 0.2, "stays")],
)
def test_trust_moves_by_a_tenth(after_low: float, after_high: float, moves: str) -> None:
    assert room.moves_of(after_low, after_high) == moves


def test_default_levels_hold_the_calibrated_point_and_stay_in_range() -> None:
    reciprocity, faith = default_levels()
    p = Parameters()
    assert p.reciprocity_reason in reciprocity
    assert p.faith in faith
    for name, levels in (("reciprocity_reason", reciprocity), ("faith", faith)):
        for level in levels:
            Parameters(**{name: level})


def test_a_past_is_conditions_and_the_calendar_comes_after() -> None:
    base = room.the_scenario("contract-ends", None, allow_code=False)
    plans = room._pasts(base, 3.0, 2.0, 26)
    for name, plan in plans.items():
        past, later = plan.events
        assert (past.week, past.weeks, past.set) == (1, 26, room.PASTS[name])
        assert later.week == base.events[0].week + 26
        assert later.set == base.events[0].set
        assert (plan.parameters.reciprocity_reason, plan.parameters.faith) == (3.0, 2.0)
    assert plans["high"].leaders == base.leaders


def test_where_nobody_keeps_faith_trust_is_low_and_where_all_do_high(found: Stability) -> None:
    low, _, high = found.table.sort_values("faith").itertuples()
    assert high.low_end > low.high_end + 0.2
    assert high.low_end > 0.6
    assert low.high_end < 0.4
    assert list(found.table["calibrated"]) == [False, True, False]
    assert (found.table["n"] == 3).all()
    assert found.table["years"].between(2, 2).all()


def test_both_pasts_have_the_same_people_and_luck() -> None:
    """Under pasts that do not differ nothing can."""
    alike = dict.fromkeys(room.PASTS, room.PASTS["high"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room, "PASTS", alike)
        row = mapped().table.iloc[0]
    assert row["gap"] == 0.0
    assert row["high_begin"] == row["low_begin"]


def test_it_ends_when_it_is_steady(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "SETTLED", 1.0)
    row = mapped(most_years=4).table.iloc[0]
    assert (row["years"], bool(row["steady"])) == (2, True)
    monkeypatch.setattr(room, "SETTLED", 0.0)
    row = mapped(most_years=3).table.iloc[0]
    assert (row["years"], bool(row["steady"])) == (3, False)


def test_progress_ends_with_all_cells() -> None:
    told: list[tuple[int, int]] = []
    mapped(faith=[0.0, 1.0], progress=lambda done, total, _: told.append((done, total)))
    assert told == [(0, 2), (1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("given", "words"),
    [({"replicates": 1}, "replicates is 1"), ({"past_weeks": 12}, "past_weeks is 12"),
     ({"most_years": 1}, "most_years is 1"), ({"faith": [99.0]}, "faith"),
     ({"reciprocity": [-1.0]}, "reciprocity_reason")],
)  # fmt: skip
def test_what_cannot_be_used_is_refused(given: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        mapped(**given)


def a_table() -> pd.DataFrame:
    def row(faith: float, state: str, calibrated: bool, steady: bool) -> dict[str, Any]:
        figures = {
            "high_begin": 0.7, "low_begin": 0.3, "high_end": 0.68, "low_end": 0.35, "gap": 0.33
        }  # fmt: skip
        ends = {
            f"{k}_{e}": v + d for k, v in figures.items() for e, d in (("low", -0.1), ("high", 0.1))
        }
        return {
            "reciprocity": 4.0, "faith": faith, "calibrated": calibrated, **figures, **ends,
            "state": state, "moves": "stays", "years": 3, "steady": steady, "n": 5,
        }  # fmt: skip

    return pd.DataFrame([row(-1.0, "low", False, True), row(1.0, "two", True, False)])


def test_the_map_marks_the_calibrated_point_and_frames_two_states() -> None:
    for wide in (True, False):
        figure = stability_map(a_table(), wide=wide)
        words = [a.text for a in figure.layout.annotations]
        assert words.count("◆") == 1
        assert "0.35 | 0.68" in words
        assert sum(shape.line.width == 3 for shape in figure.layout.shapes) == 1
        assert any("two" in text and text.rstrip("</b>").endswith("*") for text in words)
        assert figure.data[0].z.shape == (2, 2)
        assert "faith 1 (calibrated): two states" in figure.layout.meta["alt"]


def test_markdown_says_what_lasts_with_the_calibrated_parameters(tmp_path: Path) -> None:
    text = stability_markdown(a_table())
    assert "two states in 1, one: low in 1" in text
    assert "With the calibrated parameters: two states; trust ends at 0.35 [0.25, 0.45]" in text
    assert "1 settings were not steady" in text
    page = stability_report(a_table(), tmp_path / "s.html", provenance={"seed": 1})
    assert "two states" in page.read_text(encoding="utf-8")


def test_the_command_writes_report_table_and_json(tmp_path: Path) -> None:
    page, text = tmp_path / "s.html", tmp_path / "s.md"
    result = CliRunner().invoke(
        app,
        ["stability", "--reciprocity", "4", "--faith", "1.1", "--replicates", "2", "--years", "2",
         "--set", "organisation.num_people=12", "--workers", "1", "--report", str(page),
         "--markdown", str(text), "--json"],
    )  # fmt: skip
    assert result.exit_code == 0
    (cell,) = json.loads(result.stdout)["cells"]
    assert cell["n"] == 2
    assert page.stat().st_size > 1_000_000
    assert text.read_text().startswith("Of 1 settings:")


@pytest.mark.parametrize("levels", ["", "a,b", "1,1"])
def test_levels_that_are_none_are_refused(levels: str) -> None:
    result = CliRunner().invoke(app, ["stability", "--faith", levels])
    assert isinstance(result.exception, InputError)
    assert "--faith is" in str(result.exception)
