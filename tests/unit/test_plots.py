"""A plot of the live page: the same figures as the batch, back, forth, branched, and twinned."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from small_gardens import SEED, played, plot_of, same_figures
from small_organisations import small

import trustgarden as tg
from trustgarden.app.limits import MOST_EVENTS, MOST_PEOPLE, MOST_WEEKS
from trustgarden.app.plots import SAVED_EVERY, Plot
from trustgarden.errors import InputError
from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.model.presets import PRACTICES
from trustgarden.scenarios.changing import with_event

BEYOND_A_SAVE = SAVED_EVERY + 2
LAYOFF = {"kind": "layoff", "week": 8, "share": 0.2}


# The same numbers as the batch


def test_weeks_played_one_by_one_are_a_batch_of_weeks(tmp_path: Path) -> None:
    plot = played(plot_of(tmp_path), BEYOND_A_SAVE)
    batch = tg.Organisation(small(), seed=SEED).run(BEYOND_A_SAVE)
    assert np.array_equal(plot.org.series_array, batch.series_array)


@pytest.mark.parametrize(
    "event",
    [
        {"kind": "change", "set": {"leaders.recognition": 0.4, "leaders.fairness": 0.0}},
        {"kind": "regime", "regime": "blame"},
        {"kind": "layoff", "share": 0.25},
        {"kind": "arrival", "number": 3},
        {"kind": "betrayal", "who": "6", "whom": "7"},
    ],
    ids=lambda event: event["kind"],
)
def test_what_is_done_live_is_an_event_of_the_batch(tmp_path: Path, event: dict) -> None:
    plot = played(plot_of(tmp_path), 4)
    fields = {key: value for key, value in event.items() if key != "kind"}
    plot.happen(event["kind"], **fields)
    played(plot, 6)
    planned = with_event(small(), {"week": 5, **event})
    batch = tg.Organisation(planned, seed=SEED).run(10)
    assert np.array_equal(plot.org.series_array, batch.series_array)
    assert not np.array_equal(
        batch.series_array, tg.Organisation(small(), seed=SEED).run(10).series_array
    )


def test_sliders_moved_within_a_week_are_one_change_of_the_next(tmp_path: Path) -> None:
    plot = played(plot_of(tmp_path), 4)
    plot.change({"work.load": 0.9})
    plot.change({"work.load": 0.8, "spaces.social_hours": 3.0})
    assert plot.conditions["work.load"] == 0.8
    played(plot, 4)
    change = {"week": 5, "kind": "change", "set": {"work.load": 0.8, "spaces.social_hours": 3.0}}
    batch = tg.Organisation(with_event(small(), change), seed=SEED).run(8)
    assert np.array_equal(plot.org.series_array, batch.series_array)
    assert len(plot.org.plan.events) == 1


def test_a_slider_that_is_put_back_changes_nothing(tmp_path: Path) -> None:
    plot = played(plot_of(tmp_path), 2)
    stood = plot.conditions["work.load"]
    plot.change({"work.load": 0.9})
    plot.change({"work.load": stood})
    played(plot, 2)
    assert plot.org.plan.events == ()
    assert same_figures(plot, played(plot_of(tmp_path), 4))


def test_lines_are_the_measures_from_the_start_on(tmp_path: Path) -> None:
    plot = played(plot_of(tmp_path), 3)
    line = plot.line("trust")
    assert line[1:] == plot.org.series["trust"].tolist()
    assert line[0] == tg.Organisation(small(), seed=SEED).latest("trust")


# Twins


def test_twins_are_equal_to_the_last_bit_until_something_differs(tmp_path: Path) -> None:
    left = played(plot_of(tmp_path), BEYOND_A_SAVE)
    right = left.twin(folder(tmp_path))
    played(left, 3), played(right, 3)
    assert same_figures(left, right)
    right.change({"consequence.severity": 0.9, "consequence.regime": "blame"})
    played(left, 3), played(right, 3)
    assert not same_figures(left, right)
    both = BEYOND_A_SAVE + 3
    assert np.array_equal(left.org.series_array[:both], right.org.series_array[:both])


def test_a_twin_has_what_stands_on_the_calendar(tmp_path: Path) -> None:
    left = played(plot_of(tmp_path), 5)
    left.happen(**LAYOFF)
    right = left.twin(folder(tmp_path))
    assert right.org.plan.events == left.org.plan.events != ()
    played(left, 5), played(right, 5)
    assert same_figures(left, right)


def test_a_twin_has_what_was_changed_and_has_not_begun(tmp_path: Path) -> None:
    left = played(plot_of(tmp_path), 5)
    left.change({"work.load": 0.95})
    right = left.twin(folder(tmp_path))
    played(left, 2), played(right, 2)
    assert same_figures(left, right)
    assert right.org.plan == left.org.plan


def test_a_twin_of_an_earlier_week_begins_there(tmp_path: Path) -> None:
    left = played(plot_of(tmp_path), 9)
    left.go_to(4)
    right = left.twin(folder(tmp_path))
    assert (right.week, right.last_week) == (4, 4)
    assert same_figures(played(right, 5), played(plot_of(tmp_path), 9))


def test_what_a_twin_does_leaves_the_other_alone(tmp_path: Path) -> None:
    left = played(plot_of(tmp_path), 3)
    right = left.twin(folder(tmp_path))
    right.happen(**LAYOFF)
    right.change({"work.load": 0.9})
    played(right, 2)
    assert (left.week, left.journal, left.pending, left.org.plan.events) == (3, [], {}, ())
    left.go_to(0)
    assert (right.week, right.last_week) == (5, 5)


# Back, forth, and otherwise


def test_every_week_is_found_again_as_it_was(tmp_path: Path) -> None:
    plot = plot_of(tmp_path)
    plot.happen("arrival", 6, number=2)
    seen = [seen_of(played(plot, 1)) for _ in range(SAVED_EVERY + 3)]
    whole = plot.line("trust")
    for week in (SAVED_EVERY + 1, 1, SAVED_EVERY, 7, 5, SAVED_EVERY + 3):
        plot.go_to(week)
        assert seen_of(plot) == seen[week - 1]
        assert plot.line("trust") == whole
    plot.go_to(0)
    assert plot.org.week == 0
    assert plot.org.series_array.shape[0] == 0


def test_who_looks_back_and_goes_on_lives_the_same_weeks_again(tmp_path: Path) -> None:
    plot = played(plot_of(tmp_path), 6)
    whole = plot.org.series_array.copy()
    plot.go_to(2)
    played(plot, 4)
    assert np.array_equal(plot.org.series_array, whole)


@pytest.mark.parametrize("tip", [5, SAVED_EVERY])
def test_what_stands_on_the_calendar_outlasts_a_look_back(tmp_path: Path, tip: int) -> None:
    plot = played(plot_of(tmp_path), tip)
    plot.happen("layoff", tip + 2, share=0.25)
    plot.go_to(3)
    assert plot.org.plan.events == ()
    plot.go_to(tip)
    assert len(plot.org.plan.events) == len(plot.journal) == 1
    played(plot, 4)
    batch = tg.Organisation(plot.org.plan, seed=SEED).run(tip + 4)
    assert np.array_equal(plot.org.series_array, batch.series_array)


def test_a_change_in_an_earlier_week_gives_up_what_lay_ahead(tmp_path: Path) -> None:
    plot = plot_of(tmp_path)
    plot.happen("layoff", 2, share=0.2)
    played(plot, 4).happen("layoff", 6, share=0.3)
    played(plot, 4)
    old = plot.line("trust")
    plot.go_to(3)
    plot.change({"work.load": 0.9})
    assert plot.last_week == 8, "nothing is given up before the week is lived"
    played(plot, 2)
    assert (plot.week, plot.last_week) == (5, 5)
    assert plot.given_up("trust") == old
    assert [event.week for event in plot.org.plan.events] == [2, 4]
    assert [entry.at for entry in plot.journal] == [0, 3]
    planned = with_event(small(), {"week": 2, "kind": "layoff", "share": 0.2})
    planned = with_event(planned, {"week": 4, "kind": "change", "set": {"work.load": 0.9}})
    batch = tg.Organisation(planned, seed=SEED).run(5)
    assert np.array_equal(plot.org.series_array, batch.series_array)


def test_a_future_is_not_given_up_for_an_event_that_cannot_be(tmp_path: Path) -> None:
    plot = played(plot_of(tmp_path), 5)
    plot.go_to(2)
    for fields in ({"who": "nobody"}, {"who": "2", "when": 3}, {"week": 2, "who": "2"}):
        with pytest.raises(InputError):
            plot.happen("departure", **fields)
    assert (plot.last_week, plot.journal) == (5, [])


def test_standing_still_keeps_what_was_set(tmp_path: Path) -> None:
    plot = played(plot_of(tmp_path), 2)
    plot.change({"work.load": 0.9})
    plot.go_to(2)
    assert plot.pending == {"work.load": 0.9}


@pytest.mark.parametrize("week", [-1, 4, 10**9])
def test_weeks_that_were_not_lived_cannot_be_looked_at(tmp_path: Path, week: int) -> None:
    plot = played(plot_of(tmp_path), 3)
    with pytest.raises(InputError, match=rf"week is {week}; lived are the weeks 0 to 3\."):
        plot.go_to(week)
    assert plot.week == 3


def test_saves_of_a_given_up_future_are_put_away(tmp_path: Path) -> None:
    plot = played(plot_of(tmp_path), 2 * SAVED_EVERY)
    assert sorted(path.name for path in plot.folder.iterdir()) == [
        "week-0.npz", f"week-{SAVED_EVERY}.npz", f"week-{2 * SAVED_EVERY}.npz",
    ]  # fmt: skip
    plot.go_to(3)
    plot.change({"work.load": 0.9})
    played(plot, 1)
    assert [path.name for path in plot.folder.iterdir()] == ["week-0.npz"]


# What is refused


def test_no_more_people_come_than_can_be_shown_whenever_they_come(tmp_path: Path) -> None:
    plot = plot_of(tmp_path)
    room = MOST_PEOPLE - 12
    plot.happen("growth", 3, number=room - 1)
    plot.happen("arrival", 9)
    with pytest.raises(InputError, match=r"number is 1; 12 people are here and 588 more"):
        plot.happen("arrival", 5)
    with pytest.raises(InputError, match=rf"number is 500; .* can show {MOST_PEOPLE}"):
        plot.happen("merger", 40, number=500)
    assert len(plot.org.plan.events) == 2


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("layoff", {"week": 2}, r"week is 2; name one from 3 to 520\."),
        ("layoff", {"week": MOST_WEEKS + 1}, r"week is 521; name one from 3 to 520\."),
        ("layoff", {"share": float("nan")}, "share is nan"),
        ("layoff", {"share": 1e300}, "share is 1e"),
        ("growth", {"number": 10**30}, "number is a number of more than 18 digits"),
        ("growth", {"number": -5}, "number is -5"),
        ("growth", {"number": 3, "share": 1.0}, "share"),
        ("explosion", {}, 'kind is "explosion"'),
        ("betrayal", {"who": "2", "whom": "<b>x</b>"}, "whom"),
        ("change", {"set": {"leaders.style": "os:system"}}, r"names code \(os:system\)"),
        ("change", {"set": {"organisation.num_people": 5}}, "organisation"),
    ],
)
def test_what_cannot_happen_is_told_and_not_done(tmp_path, kind, fields, said) -> None:  # type: ignore[no-untyped-def]
    plot = played(plot_of(tmp_path), 2)
    with pytest.raises(InputError, match=said):
        plot.happen(kind, **fields)
    assert (plot.journal, plot.org.plan.events) == ([], ())
    assert same_figures(played(plot, 1), played(plot_of(tmp_path), 3))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"work.load": float("inf")}, "is inf"),
        ({"work.load": 1.5}, "work.load is 1.5"),
        ({"work.lod": 0.5}, "Did you mean load"),
        ({"leaders.style": "tyrant"}, "tyrant"),
        (dict.fromkeys((f"leaders.{p}" for p in PRACTICES), 0.5), "add up to 3.50"),
    ],
)
def test_conditions_that_cannot_hold_are_told_and_not_kept(tmp_path, changes, said) -> None:  # type: ignore[no-untyped-def]
    plot = played(plot_of(tmp_path), 1)
    plot.change({"work.load": 0.6})
    with pytest.raises(InputError, match=said):
        plot.change(changes)
    assert plot.pending == {"work.load": 0.6}


def test_the_calendar_has_an_end(tmp_path: Path) -> None:
    events = [{"week": 500, "kind": "departure", "who": "2"}] * MOST_EVENTS
    plot = plot_of(tmp_path, {"events": events})
    with pytest.raises(InputError, match=f"there are {MOST_EVENTS} events already"):
        plot.happen("layoff")


def test_the_page_has_a_last_week(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trustgarden.app.plots.MOST_WEEKS", 2)
    plot = played(plot_of(tmp_path), 2)
    with pytest.raises(InputError, match="the live page runs 2 weeks; begin a new garden"):
        plot.step()
    assert plot.week == 2


# Drawing while a week is lived


def test_who_draws_while_a_week_is_lived_sees_a_week_that_has_ended(tmp_path: Path) -> None:
    plot = plot_of(tmp_path)
    failed: list[BaseException] = []
    drawn = 0
    done = threading.Event()

    def draw() -> None:
        nonlocal drawn
        while not done.is_set():
            try:
                plot.frame(), plot.layout(), plot.line("trust"), plot.conditions
                drawn += 1
            except BaseException as error:
                failed.append(error)
                return

    drawing = threading.Thread(target=draw)
    drawing.start()
    played(plot, 12).go_to(4)
    played(plot, 3)
    done.set()
    drawing.join()
    assert failed == []
    assert drawn > 0


def folder(where: Path) -> Path:
    made = where / f"twin-{len(list(where.iterdir()))}"
    made.mkdir()
    return made


def seen_of(plot: Plot) -> tuple[object, ...]:
    """All that the page shows of the week that is looked at."""
    here = plot.org.series_array.tolist(), [plot.org.latest(name) for name in MEASURE_NAMES]
    return plot.week, plot.frame(), plot.layout(), plot.feeds[plot.week], here, plot.org.plan
