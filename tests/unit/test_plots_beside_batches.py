"""A plot of the live page paces the same organisation as a batch, to the same figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import trustgarden as tg
from trustgarden.app.limits import MOST_PEOPLE, MOST_WEEKS
from trustgarden.app.plots import Plot
from trustgarden.errors import InputError
from trustgarden.scenarios import load_scenario, scenario_toml

PEOPLE = {"organisation.num_people": 14, "organisation.burn_in_weeks": 4}


@pytest.fixture
def plot(tmp_path: Path) -> Plot:
    return founded(tmp_path)


def founded(folder: Path, name: str = "first", **changes: Any) -> Plot:
    place = folder / name
    place.mkdir()
    keys = PEOPLE | {key.replace("__", "."): value for key, value in changes.items()}
    return Plot(load_scenario("garden").with_changes(keys), 5, place)


def lived(plot: Plot, weeks: int) -> Plot:
    for _ in range(weeks):
        plot.step()
    return plot


def batch(plot: Plot) -> np.ndarray:
    """What the scenario that may be taken away gives, run at once."""
    return tg.Organisation(plot.org.plan, seed=plot.seed).run(plot.week).series_array


def test_played_by_hand_it_is_the_run_of_a_batch(plot: Plot) -> None:
    lived(plot, 15)
    scenario = load_scenario("garden").with_changes(PEOPLE)
    alone = tg.Organisation(scenario, seed=5).run(15)
    np.testing.assert_array_equal(plot.org.series_array, alone.series_array)


def test_what_a_room_changed_runs_again_from_the_file_it_takes_away(
    plot: Plot, tmp_path: Path
) -> None:
    lived(plot, 3)
    plot.change({"leaders.style": "commander"})
    plot.change({"leaders.respect": 0.9})
    lived(plot, 2)
    plot.happen("betrayal", who="3", whom="5")
    plot.happen("crunch", week=8, weeks=2, load=0.9)
    lived(plot, 14)
    plot.change({"consequence.regime": "blame"})
    lived(plot, 3)
    file = tmp_path / "taken.toml"
    file.write_text(scenario_toml(plot.org.plan), encoding="utf-8")
    again = tg.Organisation(load_scenario(file), seed=plot.seed).run(22)
    np.testing.assert_array_equal(plot.org.series_array, again.series_array)
    untouched = tg.Organisation(load_scenario("garden").with_changes(PEOPLE), seed=5).run(22)
    assert (plot.org.series_array[:3] == untouched.series_array[:3]).all()
    assert (plot.org.series_array != untouched.series_array).any()


def test_a_twin_in_which_nothing_differs_is_equal_to_the_bit(plot: Plot, tmp_path: Path) -> None:
    lived(plot, 5)
    plot.change({"leaders.demanding": 0.08})
    folder = tmp_path / "second"
    folder.mkdir()
    other = plot.twin(folder)
    for _ in range(16):
        plot.step()
        other.step()
        assert plot.frame() == other.frame()
        assert plot.feeds[-1] == other.feeds[-1]
    np.testing.assert_array_equal(plot.org.series_array, other.org.series_array)


def test_twins_share_nothing(plot: Plot, tmp_path: Path) -> None:
    lived(plot, 14)
    folder = tmp_path / "second"
    folder.mkdir()
    other = plot.twin(folder)
    other.change({"consequence.regime": "blame"})
    lived(other, 3)
    assert plot.week == 14
    assert plot.last_week == 14
    assert plot.conditions["consequence.regime"] != "blame"
    assert not plot.journal
    lived(plot, 3)
    np.testing.assert_array_equal(plot.org.series_array, batch(plot))
    np.testing.assert_array_equal(other.org.series_array, batch(other))
    other.go_to(0)
    assert (plot.folder / "week-13.npz").is_file()


@pytest.mark.parametrize("week", [0, 1, 12, 13, 14, 20])
def test_one_can_go_back_to_any_week_and_forth_again(plot: Plot, week: int) -> None:
    lived(plot, 4)
    plot.happen("betrayal", who="3", whom="5")
    lived(plot, 17)
    series, frames = plot.line("trust"), [plot.frame(one) for one in range(22)]
    plot.go_to(week)
    assert plot.week == week
    assert plot.last_week == 21
    assert plot.frame() == frames[week]
    assert plot.line("trust") == series
    np.testing.assert_array_equal(plot.org.series_array, batch(plot)[:week])
    plot.go_to(21)
    assert plot.line("trust") == series
    plot.go_to(week)
    # Living on without a change is the same life, and beyond it goes on.
    lived(plot, 21 - week)
    assert plot.line("trust") == series
    assert [plot.frame(one) for one in range(22)] == frames
    np.testing.assert_array_equal(plot.org.series_array, batch(plot))
    plot.go_to(week)
    plot.go_to(21)
    lived(plot, 2)
    assert len(plot.line("trust")) == plot.last_week + 1 == 24
    np.testing.assert_array_equal(plot.org.series_array, batch(plot))


def test_a_branch_gives_up_what_lay_ahead_and_keeps_its_line(plot: Plot) -> None:
    lived(plot, 4)
    plot.happen("crunch", week=9, weeks=2, load=0.9)
    lived(plot, 16)
    before = plot.line("trust")
    plot.go_to(6)
    plot.change({"consequence.regime": "blame"})
    assert plot.last_week == 20
    plot.step()
    assert plot.last_week == plot.week == 7
    assert plot.given_up("trust") == before
    assert plot.line("trust")[:7] == before[:7]
    lived(plot, 9)
    # What had been put on the calendar before the branch still takes place.
    assert [one.kind for one in plot.org.plan.events] == ["crunch", "change"]
    np.testing.assert_array_equal(plot.org.series_array, batch(plot))


def test_what_was_put_on_the_calendar_after_the_branch_is_gone(plot: Plot) -> None:
    lived(plot, 8)
    plot.happen("crunch", week=12, weeks=2, load=0.9)
    lived(plot, 6)
    plot.go_to(5)
    plot.happen("betrayal", who="3", whom="5")
    lived(plot, 9)
    assert [one.kind for one in plot.org.plan.events] == ["betrayal"]
    assert [entry.event["kind"] for entry in plot.journal] == ["betrayal"]
    np.testing.assert_array_equal(plot.org.series_array, batch(plot))


def test_what_was_just_put_on_the_calendar_is_not_lost(plot: Plot, tmp_path: Path) -> None:
    lived(plot, 5)
    plot.happen("betrayal", who="3", whom="5")
    folder = tmp_path / "second"
    folder.mkdir()
    other = plot.twin(folder)
    plot.go_to(3)
    plot.go_to(5)
    plot.go_to(3)
    lived(plot, 2)
    for one in (lived(plot, 3), lived(other, 3)):
        assert [event.kind for event in one.org.plan.events] == ["betrayal"]
        np.testing.assert_array_equal(one.org.series_array, batch(one))
    np.testing.assert_array_equal(plot.org.series_array, other.org.series_array)


def test_a_twin_planted_in_an_earlier_week_knows_nothing_of_what_lay_ahead(
    plot: Plot, tmp_path: Path
) -> None:
    lived(plot, 3)
    plot.happen("betrayal", who="3", whom="5")
    lived(plot, 3)
    plot.go_to(3)
    folder = tmp_path / "second"
    folder.mkdir()
    other = lived(plot.twin(folder), 3)
    assert other.org.plan.events == ()
    np.testing.assert_array_equal(other.org.series_array, batch(other))


def test_who_only_looks_back_loses_nothing(plot: Plot) -> None:
    lived(plot, 6)
    plot.change({"leaders.demanding": 0.08})
    plot.go_to(2)
    assert plot.pending == {}
    plot.go_to(6)
    assert plot.last_week == 6
    assert not plot.given_up("trust")


def test_a_change_that_changes_nothing_is_no_event(plot: Plot) -> None:
    plot.change({"leaders.style": plot.conditions["leaders.style"]})
    plot.change({"leaders.demanding": 0.08})
    plot.change({"leaders.demanding": float(plot._held()["leaders.demanding"])})
    lived(plot, 1)
    assert plot.org.plan.events == ()


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda plot: plot.change({"leaders.respect": 3.0}), "respect"),
        (lambda plot: plot.change({"leaders.styl": "x"}), "styl"),
        (lambda plot: plot.happen("betrayal", who="3", whom="99"), "99"),
        (lambda plot: plot.happen("growth", number=MOST_PEOPLE), f"{MOST_PEOPLE:,}"),
        (lambda plot: plot.happen("crunch", week=MOST_WEEKS + 1), "week is"),
        (lambda plot: plot.happen("crunch", week=1), "week is 1"),
        (lambda plot: plot.go_to(4), "lived are the weeks 0 to 3"),
        (lambda plot: plot.go_to(-1), "week is -1"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(plot: Plot, act: Any, message: str) -> None:
    lived(plot, 3)
    before = plot.conditions
    with pytest.raises(InputError, match=message):
        act(plot)
    assert plot.conditions == before
    assert plot.journal == []
    lived(plot, 2)
    np.testing.assert_array_equal(plot.org.series_array, batch(plot))


def test_a_tie_is_followed_week_by_week(tmp_path: Path) -> None:
    plot = Plot(load_scenario("garden").with_changes(PEOPLE), 5, tmp_path, tie=("3", "5"))
    lived(plot, 3)
    plot.happen("betrayal", who="5", whom="3")
    lived(plot, 2)
    line = plot.of_tie()
    assert len(line) == 6
    assert line[4] < line[3]
    people = {str(one.unique_id): one for one in plot.org.people}
    assert line[-1] == people["3"].trust_in(people["5"])


def test_what_is_recorded_ends_with_the_week_that_is_looked_at(plot: Plot) -> None:
    lived(plot, 6)
    plot.go_to(4)
    recorded = plot.recorded()
    assert {name: len(recorded[name]) for name in ("frames", "feed", "trust")} == {
        "frames": 5, "feed": 5, "trust": 5,
    }  # fmt: skip
