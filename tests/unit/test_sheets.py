"""What a room takes away: whole in itself, harmless, and to be run again to the same figures."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from live_rooms import lived, room

import trustgarden as tg
from trustgarden.analysis.stories import given_name
from trustgarden.app.lessons import lesson
from trustgarden.app.sessions import Session
from trustgarden.app.sheets import run_again, scenario_files, sheet
from trustgarden.app.uploads import read_uploads
from trustgarden.scenarios import load_scenario

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&"


@pytest.fixture
def session(tmp_path: Path) -> Session:
    one = lived(room(tmp_path, twin="untended"), 4)
    one.on_sides("left", lambda plot: plot.happen("betrayal", who="3", whom="5"))
    one.on_sides("right", lambda plot: plot.change({"consequence.regime": "blame"}))
    return lived(one, 5)


def page(session: Session, *, keep_names: bool = True, heading: str = "What we saw") -> str:
    return sheet(
        session, ["Left", "Right"], measure="Trust", heading=heading, keep_names=keep_names
    )


def test_it_asks_nobody_for_anything(session: Session) -> None:
    text = page(session)
    fetched = re.findall(r'(?:src|href|action)\s*=\s*["\']?([^"\'\s>]+)', text)
    assert not [one for one in fetched if not one.startswith(("#", "data:"))]
    assert not re.search(r"@import|url\((?!#|data:)", text)
    assert "fetch(" not in text


def test_whatever_was_written_is_text(session: Session) -> None:
    session.notes = EVIL
    session.questions = f"{EVIL}\nAnd what would you do?"
    session.bet("phone-1", EVIL[:24], "left", None)
    text = page(session, heading=EVIL)
    assert "alert(1)</script>" not in text
    assert "<img" not in text
    assert text.count("<script") == text.count("</script>")
    assert "And what would you do?" in text


def test_the_scenarios_run_again_to_the_same_figures(session: Session, tmp_path: Path) -> None:
    files = scenario_files(session)
    assert list(files) == ["garden-left.toml", "garden-right.toml"]
    for (name, text), plot, command in zip(
        files.items(), session.plots, run_again(session), strict=True
    ):
        assert command == f"trustgarden run {name} --seed {plot.seed} --weeks 9"
        (tmp_path / name).write_text(text, encoding="utf-8")
        again = tg.Organisation(load_scenario(tmp_path / name), seed=plot.seed).run(9)
        np.testing.assert_array_equal(again.series_array, plot.org.series_array)


def test_what_happened_is_told_with_the_names_of_the_room(session: Session) -> None:
    assert f"who = {given_name('3')}, whom = {given_name('5')}" in page(session)


def test_only_what_has_happened_is_told(session: Session) -> None:
    session.on_sides("left", lambda plot: plot.happen("crunch", week=30, weeks=2, load=0.9))
    assert "Week 30" not in page(session)


def test_a_lesson_brings_its_questions(tmp_path: Path) -> None:
    session = room(tmp_path)
    session.take_lesson(lesson("welcome"))
    text = page(session)
    assert all(one in text for one in lesson("welcome").words("en").questions if "'" not in one)


def test_own_people_are_numbers_unless_one_says_otherwise(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    text = 'id = "o"\ndescription = "O"\nextends = "garden"\n'
    text += '[organisation.people]\nfile = "p.csv"\nteam = "team"\n'
    people = "id,team\nGreta,north\nMehmet,north\nIlse,north\nTom,south\nUli,south\nVera,south\n"
    scenario = read_uploads({
        "o.toml": text.encode(), "p.csv": people.encode(),
    }, folder)  # fmt: skip
    session = room(tmp_path)
    session.begin(type(session.beginning)(scenario, 3, own_people=True))
    lived(session, 6)
    kept, without = page(session), page(session, keep_names=False)
    assert "Greta" in kept
    for name in ("Greta", "Mehmet", "Ilse", "Tom", "Uli", "Vera", "north", "south"):
        assert not re.search(rf"\b{name}\b", without), name
    assert str(folder) not in kept
