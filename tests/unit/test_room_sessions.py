"""Sessions of the live page: twins treated alike, apart from each other, found again, given up."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from small_gardens import SEED, same_figures, session_of, twins_of
from small_organisations import small

from trustgarden.app import tabs
from trustgarden.app.limits import MOST_PEOPLE
from trustgarden.app.sessions import Beginning, Session
from trustgarden.app.tabs import Sessions
from trustgarden.errors import InputError

PEOPLE = b"name,team\n" + b"".join(b"p%d,t%d\n" % (k, k % 3) for k in range(12))
OWN = b"""id = "own"
[organisation]
start = "strangers"
people = { file = "people.csv", id = "name", team = "team" }
"""


@pytest.fixture
def sessions() -> Iterator[Sessions]:
    made = Sessions(lambda session: session.begin(Beginning(small(), SEED)), most=2)
    yield made
    made.close()


# Gardens of one session


def test_twins_live_the_same_weeks_until_one_is_changed(tmp_path: Path) -> None:
    session = twins_of(tmp_path)
    for _ in range(4):
        session.live()
    assert same_figures(*session.plots)
    assert session.difference() == [0.0] * 5
    session.on_sides("right", lambda plot: plot.change({"work.load": 0.95}))
    for _ in range(4):
        session.live()
    assert session.difference()[:5] == [0.0] * 5
    assert any(session.difference()[5:])


@pytest.mark.parametrize("side", ["left", "right", "both"])
def test_a_change_reaches_the_gardens_that_are_meant(tmp_path: Path, side: str) -> None:
    session = twins_of(tmp_path)
    session.on_sides(side, lambda plot: plot.happen("layoff", 3, share=0.2))
    planned = [len(plot.org.plan.events) for plot in session.plots]
    assert planned == {"left": [1, 0], "right": [0, 1], "both": [1, 1]}[side]


def test_what_one_garden_refuses_happens_in_none(tmp_path: Path) -> None:
    session = twins_of(tmp_path)
    session.on_sides("right", lambda plot: plot.happen("growth", 2, number=MOST_PEOPLE - 12))

    def grow(plot: Any) -> None:
        plot.change({"work.load": 0.9})
        plot.happen("growth", 4, number=5)

    with pytest.raises(InputError, match="number is 5"):
        session.on_sides("both", grow)
    assert [len(plot.org.plan.events) for plot in session.plots] == [0, 1]
    assert [plot.pending for plot in session.plots] == [{}, {}]


def test_a_refused_event_gives_up_no_future_of_either_garden(tmp_path: Path) -> None:
    session = twins_of(tmp_path)
    for _ in range(4):
        session.live()
    session.go_to(1)
    with pytest.raises(InputError, match="nobody"):
        session.on_sides("both", lambda plot: plot.happen("departure", who="nobody"))
    assert session.last_week == 4


def test_a_garden_that_cannot_be_founded_leaves_the_one_that_is_there(tmp_path: Path) -> None:
    session = session_of(tmp_path)
    session.live()
    here, folders = session.plots, set(tmp_path.iterdir())
    for scenario in (small(num_people=MOST_PEOPLE + 1), small({"organisation.num_slots": 129})):
        for beginning in (Beginning(scenario, 1), Beginning(small(), 1, scenario)):
            with pytest.raises(InputError, match="the live page allows at most"):
                session.begin(beginning)
    assert session.plots is here
    assert (session.week, set(tmp_path.iterdir())) == (1, folders)


def test_a_new_garden_puts_away_what_the_old_one_saved(tmp_path: Path) -> None:
    session = twins_of(tmp_path)
    old = [plot.folder for plot in session.plots]
    session.begin(Beginning(small(), 9))
    assert [folder.exists() for folder in old] == [False, False]
    assert [path.name for path in tmp_path.iterdir()] == [session.plots[0].folder.name]


def test_a_twin_that_is_taken_away_leaves_no_files(tmp_path: Path) -> None:
    session = session_of(tmp_path)
    session.make_twin()
    session.make_twin()
    assert len(session.plots) == 2
    session.end_twin()
    assert [path.name for path in tmp_path.iterdir()] == [session.plots[0].folder.name]


# A trainer's own files


def test_files_stay_as_long_as_a_garden_needs_them(tmp_path: Path) -> None:
    session = session_of(tmp_path)
    own = session.take_files({"own.toml": OWN, "people.csv": PEOPLE})
    session.begin(Beginning(own, SEED, own_people=True))
    for _ in range(3):
        session.take_files({"own.toml": OWN, "people.csv": PEOPLE})
    assert len(list(tmp_path.glob("files-*"))) == 2, "that of the garden, and the last"
    for _ in range(3):
        session.live()
    session.go_to(1)
    session.make_twin()
    session.begin(Beginning(small(), SEED))
    session.take_files({"own.toml": OWN, "people.csv": PEOPLE})
    assert len(list(tmp_path.glob("files-*"))) == 1


def test_refused_files_leave_nothing(tmp_path: Path) -> None:
    session = session_of(tmp_path)
    before = set(tmp_path.rglob("*"))
    for content in (b"id = ", OWN, b'id = "x"\n[work]\nload = 7\n'):
        with pytest.raises(InputError):
            session.take_files({"own.toml": content})
    assert set(tmp_path.rglob("*")) == before
    session.live()


# Sessions by tab


def test_every_tab_has_a_garden_of_its_own(sessions: Sessions) -> None:
    one, other = sessions.of_tab("a"), sessions.of_tab("b")
    assert one is not other
    assert one.plots[0] is not other.plots[0]
    assert one.folder != other.folder
    one.live()
    one.on_sides("both", lambda plot: plot.change({"work.load": 0.9}))
    one.bet("phone", "Ada", "rises", None)
    one.notes = "ours"
    assert (other.week, other.plots[0].pending, len(other.box), other.notes) == (0, {}, 0, "")


def test_a_tab_that_comes_back_finds_its_garden(sessions: Sessions) -> None:
    one = sessions.of_tab("a")
    one.live()
    sessions.left(one)
    assert sessions.of_tab("a") is one
    assert one.week == 1


def test_two_pages_of_one_tab_show_one_garden(sessions: Sessions) -> None:
    one, again = sessions.of_tab("a"), sessions.of_tab("a")
    assert one is again
    sessions.left(one)
    assert one.shown == 1
    sessions.of_tab("b")
    with pytest.raises(InputError, match="2 pages are open already"):
        sessions.of_tab("c")


def test_the_one_that_was_left_longest_ago_makes_room(sessions: Sessions) -> None:
    first, second = sessions.of_tab("a"), sessions.of_tab("b")
    sessions.left(second)
    sessions.left(first)  # Opened first, and left last.
    third = sessions.of_tab("c")
    assert not second.folder.exists()
    assert first.folder.exists()
    assert len(sessions) == 2
    assert sessions.of_tab("a") is first
    with pytest.raises(InputError, match="as many as there may be"):
        sessions.of_tab("b")
    assert third.folder.exists()


def test_a_long_session_is_not_given_up_when_its_laptop_sleeps(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    one = sessions.of_tab("a")
    clock.now += 3 * tabs.FORGOTTEN_AFTER  # Shown all the while.
    sessions.left(one)
    clock.now += 60
    assert sessions.of_tab("a") is one
    sessions.left(one)
    clock.now += tabs.FORGOTTEN_AFTER + 1
    other = sessions.of_tab("a")
    assert other is not one
    assert not one.folder.exists()


def test_a_session_that_nobody_came_back_to_is_given_up(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    one = sessions.of_tab("a")
    sessions.left(one)
    clock.now += tabs.FORGOTTEN_AFTER + 1
    sessions.of_tab("b")
    assert len(sessions) == 1
    assert not one.folder.exists()


def test_of_two_who_ask_for_a_tab_one_founds_and_the_other_waits(tmp_path: Path) -> None:
    founding, go_on = threading.Event(), threading.Event()
    founded = []

    def found(session: Session) -> None:
        founding.set()
        assert go_on.wait(20)
        session.begin(Beginning(small(), SEED))
        founded.append(session)

    sessions = Sessions(found)
    got: list[Session] = []
    asking = [threading.Thread(target=lambda: got.append(sessions.of_tab("a"))) for _ in range(2)]
    for thread in asking:
        thread.start()
    assert founding.wait(20)
    go_on.set()
    for thread in asking:
        thread.join(20)
    assert len(founded) == 1
    assert got == [founded[0]] * 2
    assert founded[0].shown == 2
    sessions.close()


def test_a_session_that_is_still_being_founded_is_not_taken_for_left() -> None:
    opened: list[bool] = []

    def found(session: Session) -> None:
        if not opened:
            opened.append(True)
            with pytest.raises(InputError, match="1 pages are open already"):
                sessions.of_tab("b")

    sessions = Sessions(found, most=1)
    sessions.of_tab("a")
    assert opened == [True]
    sessions.close()


def test_a_session_that_cannot_begin_takes_no_place() -> None:
    def refuse(session: Session) -> None:
        raise InputError("no garden today.")

    sessions = Sessions(refuse, most=1)
    for _ in range(3):
        with pytest.raises(InputError, match="no garden today"):
            sessions.of_tab("a")
    assert len(sessions) == 0
    assert list(sessions._root.iterdir()) == []
    sessions.close()


def test_closed_nothing_is_left(sessions: Sessions) -> None:
    sessions.of_tab("a").live()
    root = sessions._root
    assert list(root.rglob("*.npz"))
    sessions.close()
    assert not root.exists()


class Clock:
    """Time that passes when a test says so."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1e6
        monkeypatch.setattr("time.monotonic", lambda: self.now)
