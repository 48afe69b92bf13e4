"""What a room takes away: it asks nobody for anything, runs nothing of others, and runs again."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from small_gardens import SEED, played, session_of, twins_of
from small_organisations import small

import trustgarden as tg
from trustgarden.app.bets import Bet
from trustgarden.app.lessons import lesson
from trustgarden.app.sessions import Beginning, Session
from trustgarden.app.sheets import run_again, scenario_files, sheet
from trustgarden.cli import main

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u2028'\"&{{7*7}}"
TABLE = (
    'id,team\n"</script><script>alert(1)</script>",red\nbob,red\n'
    'cas,"<img src=x onerror=alert(2)>"\ndi,"<img src=x onerror=alert(2)>"\n'
)
OWN = b"""id = "own"
description = "<b>own</b></script>"
[organisation]
start = "strangers"
people = { file = "people.csv", id = "id", team = "team" }
"""


class Reading(HTMLParser):
    """What a browser would find on a page: elements, and whatever they would fetch or run."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.fetched: list[str] = []
        self.handlers: list[str] = []
        self.scripts = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.scripts += tag == "script"
        for name, value in attrs:
            if name in ("src", "href", "action", "data", "poster", "srcset", "formaction"):
                self.fetched.append(value or "")
            if name.startswith("on"):
                self.handlers.append(value or "")


def written(session: Session, *, keep_names: bool = True, heading: str = "Ours") -> str:
    names = ["left", "right"][: len(session.plots)]
    return sheet(session, names, measure="trust", heading=heading, keep_names=keep_names)


def lived(session: Session, weeks: int = 3) -> Session:
    for plot in session.plots:
        played(plot, weeks)
    return session


def own_people(folder: Path) -> Session:
    """A garden of a trainer's own people, one of whom something happens to."""
    session = Session(folder)
    scenario = session.take_files({"own.toml": OWN, "people.csv": TABLE.encode()})
    session.begin(Beginning(scenario, SEED, own_people=True))
    session.plots[0].happen("betrayal", 2, who="bob", whom="cas")
    return lived(session)


# Safe to open


def test_nothing_of_what_a_room_wrote_is_run(tmp_path: Path) -> None:
    session = twins_of(tmp_path)
    plain = Reading(written(lived(session)))
    session.notes, session.questions = EVIL, f"{EVIL}\n{EVIL}"
    session.box.place("screen-a", Bet("<b>Ada</b>", "left", ((1.0, 0.2), (3.0, 0.9))))
    found = Reading(sheet(session, [EVIL, EVIL], measure=EVIL, heading=EVIL, keep_names=True))
    assert (found.scripts, found.handlers) == (plain.scripts, plain.handlers) == (
        2, ["window.print()"])  # fmt: skip
    assert "img" not in found.elements
    assert found.fetched == plain.fetched == ["data:,"]


@pytest.mark.parametrize("keep_names", [True, False])
def test_nothing_of_a_trainers_files_is_run(tmp_path: Path, keep_names: bool) -> None:
    found = Reading(written(own_people(tmp_path), keep_names=keep_names))
    assert (found.scripts, found.handlers, found.fetched) == (2, ["window.print()"], ["data:,"])
    assert "img" not in found.elements


@pytest.mark.parametrize("language", ["en", "de"])
def test_it_asks_nobody_for_anything(tmp_path: Path, language: str) -> None:
    session = session_of(tmp_path)
    session.speak(language)
    page = written(lived(session))
    assert f'lang="{language}"' in page
    assert not re.search(
        r"(?:https?:|src=|url\(|@import|\bfetch\(|XMLHttp|WebSocket|import\()", page
    )
    assert Reading(page).fetched == ["data:,"]


def test_all_that_a_room_did_stands_on_it(tmp_path: Path) -> None:
    session = twins_of(tmp_path)
    session.notes = "We saw that 3 < 4 & more."
    session.on_sides("right", lambda plot: plot.happen("layoff", 2, share=0.2))
    session.on_sides("left", lambda plot: plot.happen("crunch", 50))
    session.bet("phone-1", "Ada", "left", None)
    page = written(lived(session))
    for part in ("We saw that 3 &lt; 4 &amp; more.", "garden-right.toml", "share = 0.2",
                 f"trustgarden run garden-left.toml --seed {SEED} --weeks 3"):  # fmt: skip
        assert part in page
    assert "load = 0.85" not in page, "what has not happened yet is none of what they saw"


@pytest.mark.parametrize("name", ["demand", "patience"])
def test_a_lesson_that_has_only_begun_can_be_taken_away(tmp_path: Path, name: str) -> None:
    session = Session(tmp_path)
    session.take_lesson(lesson(name))
    page = written(session)
    assert lesson(name).words("en").goal in page


# Names are private


def test_where_names_are_kept_back_none_is_left_anywhere(tmp_path: Path) -> None:
    session = own_people(tmp_path)
    assert "bob" in written(session, keep_names=True)
    page = written(session, keep_names=False)
    for name in ("bob", "cas", "alert(1)", "alert(2)", "people.csv", str(tmp_path)):
        assert name not in page
    assert "person-1" in page


def test_no_page_says_where_files_lie(tmp_path: Path) -> None:
    session = own_people(tmp_path)
    assert str(tmp_path) not in written(session, keep_names=True)
    assert 'file = "people.csv"' in scenario_files(session)["garden.toml"]


# Run again


def test_what_is_taken_away_runs_again_to_the_same_figures(tmp_path: Path) -> None:
    session = twins_of(tmp_path)
    session.on_sides("left", lambda plot: plot.change({"work.load": 0.8, "leaders.fairness": 0.3}))
    session.on_sides("right", lambda plot: plot.happen("arrival", 3, number=2))
    lived(session, 4).go_to(2)
    session.on_sides("both", lambda plot: plot.happen("layoff", 5, share=0.2))
    lived(session, 4)
    for plot, (name, text) in zip(session.plots, scenario_files(session).items(), strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
        again = tg.Organisation(tmp_path / name, seed=plot.seed).run(plot.week)
        assert np.array_equal(again.series_array, plot.org.series_array)
    assert not np.array_equal(*(plot.org.series_array for plot in session.plots))


def test_so_does_a_garden_of_ones_own_people(tmp_path: Path) -> None:
    session = own_people(tmp_path)
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "garden.toml").write_text(scenario_files(session)["garden.toml"], encoding="utf-8")
    (taken / "people.csv").write_text(TABLE, encoding="utf-8")
    again = tg.Organisation(taken / "garden.toml", seed=SEED).run(3)
    assert np.array_equal(again.series_array, session.plots[0].org.series_array)
    files = {path.name: path.read_bytes() for path in taken.iterdir()}
    assert session.take_files(files).id == "garden", "and it can be given back to the page"


def test_the_command_on_the_sheet_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    session = lived(session_of(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "garden.toml").write_text(scenario_files(session)["garden.toml"], encoding="utf-8")
    (command,) = run_again(session)
    assert main([*command.split()[1:], "--out", str(tmp_path / "out")]) == 0
    series = tg.Organisation(small(), seed=SEED).run(3).series
    import pandas as pd

    (found,) = (tmp_path / "out").rglob("series.parquet")
    told = pd.read_parquet(found)
    assert told["trust"].tolist() == series["trust"].tolist()
