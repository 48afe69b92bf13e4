"""Bets: right at the margins, whoever placed them, and whatever they are called."""

from __future__ import annotations

import math

import pytest

from trustgarden.app.bets import (
    LONGEST_NAME,
    MOST_BETS,
    MOST_POINTS,
    OPTIONS,
    Bet,
    BettingBox,
    Question,
    answer_of,
    clean_name,
    drawn,
    gap_of,
)
from trustgarden.errors import InputError

TWINS = Question("twins", "trust", 0.01)
DIRECTION = Question("direction", "trust", 0.01)


# What came true


@pytest.mark.parametrize(
    ("right", "option"),
    [
        (0.65, "right"),
        (0.64, "right"),  # Just the margin counts.
        (0.6399, "same"),
        (0.63, "same"),
        (0.6201, "same"),
        (0.62, "left"),
        (0.1, "left"),
    ],
)
def test_twins_are_compared_at_the_end(right: float, option: str) -> None:
    answer = answer_of(TWINS, [0.1, 0.63], [0.9, right], start=0)
    assert answer.option == option
    assert answer.difference == pytest.approx(right - 0.63, abs=1e-12)


@pytest.mark.parametrize(
    ("end", "option"),
    [(0.52, "rises"), (0.51, "rises"), (0.5099, "same"), (0.4901, "same"), (0.49, "falls")],
)
def test_a_direction_goes_from_the_bet_to_the_end(end: float, option: str) -> None:
    # Weeks 1 and 2 ran before the bet; what came before it does not count, nor the way.
    assert answer_of(DIRECTION, [0.9, 0.5, 0.9, end], None, start=2).option == option


def test_several_weeks_are_averaged_where_the_question_says_so() -> None:
    question = Question("twins", "kept", 0.01, over=2)
    left, right = [0.0, 0.8, 0.6], [0.0, 0.6, 0.9]
    answer = answer_of(question, left, right, start=1)
    assert answer.difference == pytest.approx(0.05, abs=1e-12)
    assert answer.option == "right"


def test_a_direction_averages_on_both_sides_of_the_bet_alone() -> None:
    question = Question("direction", "kept", 0.01, over=3)
    answer = answer_of(question, [0.2, 0.4, 0.7, 0.9], None, start=2)
    assert answer.difference == pytest.approx(0.8 - 0.3, abs=1e-12)


@pytest.mark.parametrize("kind", ["twins", "direction"])
def test_every_answer_is_one_of_the_options(kind: str) -> None:
    question = Question(kind, "trust", 0.01)  # type: ignore[arg-type]
    found = {
        answer_of(question, [0.5, 0.5], [0.5, 0.5 + d], 1).option
        if kind == "twins"
        else answer_of(question, [0.5, 0.5 + d], None, 1).option
        for d in (-0.1, 0.0, 0.1)
    }
    assert found == set(question.options) == set(OPTIONS[question.kind])


@pytest.mark.parametrize(
    ("question", "left", "right", "start", "said"),
    [
        (TWINS, [0.5], None, 0, "add its twin"),
        (TWINS, [0.5], [0.5, 0.6], 0, "run both to the same week"),
        (TWINS, [], [], 0, "left garden has not run yet"),
        (TWINS, [0.5, math.nan], [0.5, 0.5], 0, "Week 2 of the left garden has no value"),
        (TWINS, [0.5], [math.inf], 0, "Week 1 of the right garden has no value"),
        (DIRECTION, [0.5, 0.6], None, 0, "placed after week 0"),
        (DIRECTION, [0.5, 0.6], None, 2, "placed after week 2, and 2 weeks have run"),
    ],
)
def test_what_cannot_be_answered_says_why(question, left, right, start, said) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError, match=said):
        answer_of(question, left, right, start)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "triplets"}, 'kind is "triplets"; it must be one of: twins, direction'),
        ({"measure": "trst"}, "Did you mean trust"),
        ({"measure": "happiness of all"}, "There are: trust"),
        ({"margin": 0.0}, "margin is 0.0; it must be a number above 0"),
        ({"margin": math.nan}, "margin is nan"),
        ({"over": 0}, "over is 0; it must be a number of weeks"),
        ({"measure": "kept", "tie": ("1", "2")}, "only trust is known"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(fields, said) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError, match=said):
        Question(**({"kind": "twins", "measure": "trust", "margin": 0.01} | fields))


# Lines


def test_the_gap_is_the_mean_distance_over_the_weeks_that_were_drawn() -> None:
    # Straight from 0.2 in week 1 to 0.6 in week 3; week 4 was not drawn.
    line = drawn([(1, 0.2), (3, 0.6)])
    assert gap_of(line, [0.3, 0.4, 0.3, 9.0]) == pytest.approx((0.1 + 0.0 + 0.3) / 3)


def test_a_line_of_what_happened_has_no_gap() -> None:
    series = [0.3, 0.5, 0.4]
    assert gap_of(drawn(list(enumerate(series, start=1))), series) == 0.0


def test_a_line_is_put_in_order_and_the_last_stroke_holds() -> None:
    assert drawn([(3, 0.3), (1, 0.1), (3, 0.5)]) == ((1.0, 0.1), (3.0, 0.5))


def test_a_line_between_two_weeks_has_nothing_to_be_measured_by() -> None:
    with pytest.raises(InputError, match="crosses no week"):
        gap_of(((1.2, 0.5), (1.8, 0.5)), [0.5, 0.5])


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ([], "line has 0 points"),
        ([(1, 0.5)] * (MOST_POINTS + 1), "it may have 1 to 520"),
        ([(math.nan, 0.5)], "leaves the page"),
        ([(1, math.inf)], "leaves the page"),
        ([(-1, 0.5)], "leaves the page"),
        ([(1, 1e300)], "leaves the page"),
        ([(1, 10**400)], "no pair"),
        ([(1,)], "no pair"),
        ([(1, 2, 3)], "no pair"),
        ([("a", "b")], "no pair"),
        ([None], "no pair"),
    ],
)
def test_a_line_that_nobody_can_draw_is_refused(points, said) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError, match=said):
        drawn(points)


# Names


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Ada ", "Ada"),
        ("Ada\u00a0 Lovelace", "Ada Lovelace"),
        ("Zoe\u0308", "Zoë"),
        ("<script>alert(1)", "<script>alert(1)"),  # Text, and shown as text.
        ("${7*7} {{7*7}}", "${7*7} {{7*7}}"),
        ("../../etc/passwd", "../../etc/passwd"),
        ('O\'Brien & "Co"', 'O\'Brien & "Co"'),
        ("李小龍", "李小龍"),
        ("👩\u200d🌾", "👩\u200d🌾"),
        ("x" * LONGEST_NAME, "x" * LONGEST_NAME),
    ],
)
def test_names_are_plain_text(given: str, kept: str) -> None:
    assert Bet(given, "same").name == kept


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "name is empty"),
        ("  \t ", "name is empty"),
        ("\u0301\u0301", "name is empty"),
        ("\u200d", "name is empty"),
        ("x" * (LONGEST_NAME + 1), "name has 25 characters; it may have 24"),
        ("x" * 100_000, "name has 100000 characters"),
        ("a\x00b", "something that cannot be seen"),
        ("a\nb", "something that cannot be seen"),
        ("a\x1b[2Jb", "something that cannot be seen"),
        ("a\u202eb", "something that cannot be seen"),
        ("a\u200bb", "something that cannot be seen"),
        ("a\u2028b", "something that cannot be seen"),
        ("a\ud800b", "something that cannot be seen"),
        (7, "it must be text"),
    ],
)
def test_names_that_steer_or_hide_are_refused(given: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as refused:
        clean_name(given)
    assert str(refused.value).isprintable()


# The box


def test_the_box_counts_what_was_chosen() -> None:
    box = BettingBox(TWINS)
    for device, option in enumerate(["right", "left", "right", "right"]):
        box.place(f"phone {device}", Bet("Ada", option))
    assert box.tally() == {"left": 1, "same": 0, "right": 3}
    assert list(box.tally()) == list(TWINS.options)


def test_a_later_bet_of_a_device_replaces_its_earlier_one() -> None:
    box = BettingBox(TWINS)
    box.place("a", Bet("Ada", "left"))
    box.place("b", Bet("Ada", "left"))  # The same name is another person.
    box.place("a", Bet("Ada L.", "same"))
    assert [(bet.name, bet.option) for bet in box.bets] == [("Ada L.", "same"), ("Ada", "left")]
    assert len(box) == 2


def test_bets_end_when_the_run_begins() -> None:
    box = BettingBox(TWINS)
    box.place("a", Bet("Ada", "left"))
    box.close()
    with pytest.raises(InputError, match="the run has begun"):
        box.place("a", Bet("Ada", "right"))
    assert box.tally() == {"left": 1, "same": 0, "right": 0}


def test_the_box_holds_so_many_and_no_more() -> None:
    box = BettingBox(TWINS)
    for device in range(MOST_BETS):
        box.place(str(device), Bet("Ada", "left"))
    with pytest.raises(InputError, match="There are 60 bets already"):
        box.place("one more", Bet("Ada", "left"))
    box.place("7", Bet("Ada", "right"))  # Whoever is in may still think again.
    assert box.tally() == {"left": MOST_BETS - 1, "same": 0, "right": 1}


@pytest.mark.parametrize("option", ["rises", "LEFT", "", "<b>left</b>"])
def test_options_of_another_question_are_refused(option: str) -> None:
    box = BettingBox(TWINS)
    with pytest.raises(InputError, match="it must be one of: left, same, right"):
        box.place("a", Bet("Ada", option))
    assert len(box) == 0


@pytest.mark.parametrize("device", ["", "x" * 65, None])
def test_a_device_needs_an_id(device: str) -> None:
    with pytest.raises(InputError, match="no usable id"):
        BettingBox(TWINS).place(device, Bet("Ada", "left"))


def test_a_bet_says_something() -> None:
    with pytest.raises(InputError, match="says nothing yet"):
        Bet("Ada")


def test_the_nearest_line_is_found_and_of_equal_ones_the_first() -> None:
    box = BettingBox(TWINS)
    box.place("a", Bet("far", line=((1, 0.1), (3, 0.1))))
    box.place("b", Bet("near", line=((1, 0.5), (3, 0.4))))
    box.place("c", Bet("as near", line=((1, 0.5), (3, 0.4))))
    box.place("d", Bet("without", "left"))
    box.place("e", Bet("beyond", line=((9, 0.5), (10, 0.5))))
    box.place("f", Bet("between", line=((1.1, 0.5), (1.9, 0.5))))
    found = box.best([0.5, 0.5, 0.5])
    assert found is not None
    assert (found[0].name, found[1]) == ("near", pytest.approx(0.05))
    assert box.tally() == {"left": 1, "same": 0, "right": 0}


def test_without_lines_there_is_no_nearest() -> None:
    box = BettingBox(TWINS)
    box.place("a", Bet("Ada", "left"))
    assert box.best([0.5]) is None
