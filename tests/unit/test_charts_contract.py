"""The contract of charts: what each of them, whatever it shows, has to give."""

from __future__ import annotations

import itertools
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from every_chart import CHARTS, NAMED

from trustgarden.analysis import charts
from trustgarden.analysis.charts.palette import dark_colours

NOT_CHARTS = {"BANDS", "LEVELS", "signed"}
EVERY = sorted(CHARTS)
SAYS_N_ELSEWHERE = {"morris_plane", "pawn_bars", "sobol_bars", "sobol_pairs"}
"""Their tables do not hold the size of the design; the page and `convergence_lines` say it."""
MOST_BYTES = 600_000
"""Twenty such figures in a report stay far below its 8 MB."""


@cache
def drawn(name: str, wide: bool) -> go.Figure:
    return CHARTS[name](wide)


@cache
def as_json(name: str, wide: bool) -> str:
    return str(drawn(name, wide).to_json())


def test_no_chart_is_missing() -> None:
    assert set(CHARTS) == set(charts.__all__) - NOT_CHARTS
    assert len(CHARTS) >= 35


def test_the_page_of_charts_names_each() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "charts.md").read_text("utf-8")
    assert [name for name in EVERY if f"`{name}`" not in page] == []


@pytest.mark.parametrize("name", EVERY)
def test_it_says_in_words_what_it_shows_and_what_it_rests_on(name: str) -> None:
    for wide in (True, False):
        alt, note = (drawn(name, wide).layout.meta[key] for key in ("alt", "note"))
        assert len(alt) > 30
        assert alt.rstrip().endswith(".")
        assert len(note) > 30
        for words in (alt, note):
            assert not re.search(r"\bnan\b|None|<b>|</", words), words


@pytest.mark.parametrize("name", sorted(set(EVERY) - SAYS_N_ELSEWHERE))
def test_it_states_its_n(name: str) -> None:
    assert re.search(r"n = \d", drawn(name, True).layout.meta["note"])


@pytest.mark.parametrize("name", EVERY)
def test_both_widths_draw_the_same_marks(name: str) -> None:
    wide, narrow = (json.loads(as_json(name, wide))["data"] for wide in (True, False))
    assert wide == narrow
    assert wide


@pytest.mark.parametrize("name", EVERY)
def test_its_width_is_left_to_the_page_and_its_height_is_fixed(name: str) -> None:
    for wide in (True, False):
        layout = drawn(name, wide).layout
        assert layout.width is None
        assert 60 < layout.height < 2600
        assert len(as_json(name, wide)) < MOST_BYTES


@pytest.mark.parametrize("name", EVERY)
def test_no_legend_can_cover_data(name: str) -> None:
    assert not drawn(name, True).layout.showlegend


@pytest.mark.parametrize("name", EVERY)
def test_every_colour_has_a_partner_for_dark_pages(name: str) -> None:
    used = set(re.findall(r"#[0-9a-f]{6}|rgba\([^)]*\)", as_json(name, True)))
    assert used - set(dark_colours()) <= {"rgba(0,0,0,0)"}


@pytest.mark.parametrize("name", EVERY)
def test_labels_at_line_ends_do_not_lie_on_each_other(name: str) -> None:
    for wide in (True, False):
        figure = drawn(name, wide)
        # An arrow without words is a stroke, and not a label.
        notes = [n for n in figure.layout.annotations if n.showarrow and n.text]
        for _, beside in itertools.groupby(sorted(notes, key=_panel), _panel):
            places = np.sort([_pixels(figure, note) for note in beside])
            assert (np.diff(places) >= 12).all()


def _panel(note: Any) -> str:
    return str(note.yref)


def _pixels(figure: go.Figure, note: Any) -> float:
    """Where a label stands, in pixels from the foot of its panel."""
    axis = figure.layout[note.yref.replace("y", "yaxis")]
    low, high = axis.domain or (0, 1)
    inside = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    span = axis.range[1] - axis.range[0]
    return float((note.y - axis.range[0]) / span * (high - low) * inside - note.ay)


@pytest.mark.parametrize("name", sorted(NAMED))
def test_markup_in_names_is_shown_and_not_obeyed(name: str) -> None:
    for wide in (True, False):
        shown = "\n".join(_shown(NAMED[name](wide, "<i>").to_plotly_json()))
        assert "&lt;i&gt;" in shown
        assert "<i>" not in shown


def _shown(figure: dict[str, Any]) -> list[str]:
    """Texts that plotly sets: labels, titles, ticks, and what shows on pointing."""
    layout = figure["layout"]
    texts = [note["text"] for note in layout["annotations"]]
    for name, axis in layout.items():
        if name.startswith(("xaxis", "yaxis")):
            texts += [str(text) for text in axis.get("ticktext", ())]
            texts.append(str(axis["title"].get("text", "")))
    for trace in figure["data"]:
        texts += [str(trace.get(key, "")) for key in ("hovertemplate", "name", "text")]
        texts += [str(part) for part in np.ravel(trace.get("customdata", []))]
    return texts
