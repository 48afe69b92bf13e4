"""Sessions of the live page: apart, bounded, found again, and put away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from live_rooms import beginning, lived, room

from trustgarden.app import tabs
from trustgarden.app.limits import MOST_EVENTS, MOST_PEOPLE, check_scenario
from trustgarden.app.sessions import Session
from trustgarden.app.tabs import Sessions
from trustgarden.errors import InputError
from trustgarden.scenarios import load_scenario


@pytest.fixture
def house() -> Any:
    made = Sessions(lambda session: session.begin(beginning()), most=3)
    yield made
    made.close()


def test_a_tab_that_comes_back_finds_its_garden(house: Sessions) -> None:
    lived(house.of_tab("a"), 4)
    assert house.of_tab("a").week == 4
    assert len(house) == 1


def test_tabs_share_nothing(house: Sessions) -> None:
    one, other = house.of_tab("a"), house.of_tab("b", "de")
    one.on_sides("both", lambda plot: plot.change({"consequence.regime": "blame"}))
    one.notes = "said by the first room"
    lived(one, 2)
    assert other.week == 0
    assert other.notes == ""
    assert (one.language, other.language) == ("en", "de")
    assert other.plots[0].conditions["consequence.regime"] != "blame"
    assert one.folder != other.folder
    assert not set(one.folder.rglob("*")) & set(other.folder.rglob("*"))


def test_who_left_longest_ago_makes_room_and_who_is_looking_never_does(house: Sessions) -> None:
    first, second, third = (house.of_tab(tab) for tab in "abc")
    house.left(second)
    house.left(third)
    second.seen, third.seen = first.seen - 20, first.seen - 10
    house.of_tab("d")
    assert len(house) == 3
    assert not second.folder.exists()
    assert first.folder.exists()
    assert third.folder.exists()


def test_when_all_places_are_taken_it_is_said_and_nobody_loses_anything(house: Sessions) -> None:
    for tab in "abc":
        house.of_tab(tab)
    with pytest.raises(InputError, match="3 pages are open already"):
        house.of_tab("d")
    assert len(house) == 3
    assert lived(house.of_tab("a"), 1).week == 1


def test_a_session_that_nobody_comes_back_to_is_given_up(
    house: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = house.of_tab("a")
    house.left(old)
    shown = house.of_tab("b")
    now = tabs.time.monotonic() + tabs.FORGOTTEN_AFTER + 60
    monkeypatch.setattr(tabs.time, "monotonic", lambda: now)
    house.of_tab("c")
    assert not old.folder.exists()
    assert shown.folder.exists()


def test_a_garden_that_cannot_be_founded_takes_no_place() -> None:
    def refuse(session: Session) -> None:
        raise InputError("no")

    house = Sessions(refuse)
    with pytest.raises(InputError):
        house.of_tab("a")
    assert len(house) == 0
    house.close()


def test_nothing_is_left_behind(house: Sessions) -> None:
    folder = lived(house.of_tab("a"), 14).folder
    assert list(folder.rglob("*.npz"))
    root = folder.parent
    house.close()
    assert not root.exists()


def test_another_garden_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    session = lived(room(tmp_path), 14)
    before = session.plots[0].folder
    session.begin(beginning("untended"))
    assert session.week == 0
    assert not before.exists()


def test_a_garden_that_is_refused_leaves_the_one_before(tmp_path: Path) -> None:
    session = lived(room(tmp_path), 3)
    with pytest.raises(InputError, match="live page allows at most"):
        session.begin(beginning(organisation__num_people=MOST_PEOPLE + 1))
    assert session.week == 3
    assert lived(session, 1).week == 4


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("organisation.num_people", MOST_PEOPLE + 1),
        ("organisation.num_people", 900_000),
        ("organisation.burn_in_weeks", 400),
        ("organisation.num_slots", 200),
    ],
)
def test_what_is_too_large_names_the_field_and_the_limit(key: str, value: int) -> None:
    scenario = load_scenario("garden").with_changes({key: value})
    with pytest.raises(InputError, match=f"{key} is {value:,}; the live page allows at most"):
        check_scenario(scenario, scenario.organisation.num_people)


def test_a_change_for_two_gardens_holds_in_both_or_in_neither(tmp_path: Path) -> None:
    session = room(tmp_path, twin="untended")

    def only_left(plot: Any) -> None:
        if plot is session.plots[1]:
            raise InputError("not here")
        plot.change({"consequence.regime": "blame"})

    with pytest.raises(InputError, match="not here"):
        session.on_sides("both", only_left)
    assert session.plots[0].pending == {}


def test_the_line_of_differences_is_flat_without_a_difference(tmp_path: Path) -> None:
    session = lived(room(tmp_path), 3)
    session.make_twin()
    lived(session, 4)
    assert session.difference() == [0.0] * 8
    session.on_sides("right", lambda plot: plot.change({"consequence.regime": "blame"}))
    lived(session, 6)
    assert any(session.difference())
    assert session.difference()[:8] == [0.0] * 8
    session.end_twin()
    assert session.difference() == []


def test_twins_go_back_together_and_branch_apart(tmp_path: Path) -> None:
    session = lived(room(tmp_path, twin="untended"), 8)
    lines = [plot.line("trust") for plot in session.plots]
    session.go_to(3)
    session.on_sides("right", lambda plot: plot.change({"consequence.regime": "blame"}))
    lived(session, 2)
    assert [plot.week for plot in session.plots] == [5, 5]
    assert session.plots[0].line("trust") == lines[0]
    assert session.plots[1].line("trust")[:4] == lines[1][:4]
    assert session.plots[1].line("trust")[:6] != lines[1][:6]
    assert session.last_week == 5


def test_there_are_no_more_events_than_the_page_bears(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = room(tmp_path)
    monkeypatch.setattr("trustgarden.app.plots.MOST_EVENTS", 1)
    plot = session.plots[0]
    plot.happen("crunch", week=5, weeks=2, load=0.9)
    with pytest.raises(InputError, match="1 events already; begin a new garden"):
        plot.happen("crunch", week=9, weeks=2, load=0.9)
    assert MOST_EVENTS > 1
