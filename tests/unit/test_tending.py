"""A leader's week is divided: what one practice gets is taken from others, whatever is asked."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_gardens import played, plot_of
from small_organisations import small

from trustgarden.app.tending import PERSONALITY, divided, held, style_changes
from trustgarden.model.presets import PRACTICES, STYLES
from trustgarden.scenarios import with_changes

hundredths = st.lists(st.integers(0, 100), min_size=len(PRACTICES), max_size=len(PRACTICES)).map(
    lambda parts: {
        name: math.floor(100 * part / max(100, sum(parts))) / 100
        for name, part in zip(PRACTICES, parts, strict=True)
    }
)
whatever = st.floats(allow_nan=False, allow_infinity=True)


@given(hundredths, st.sampled_from(PRACTICES), whatever)
def test_a_week_never_has_more_than_itself(shares, practice, share) -> None:  # type: ignore[no-untyped-def]
    found = divided(shares, practice, share)
    assert list(found) == list(PRACTICES)
    assert sum(round(100 * value) for value in found.values()) <= 100
    assert all(0 <= value <= 1 for value in found.values())
    with_changes(small(), {f"leaders.{name}": value for name, value in found.items()})


@given(hundredths, st.sampled_from(PRACTICES), st.integers(0, 100))
def test_one_gets_what_was_asked_and_no_other_gains(shares, practice, hundredth) -> None:  # type: ignore[no-untyped-def]
    found = divided(shares, practice, hundredth / 100)
    assert found[practice] == hundredth / 100
    assert all(found[name] <= shares[name] + 1e-12 for name in PRACTICES if name != practice)


@given(hundredths, st.sampled_from(PRACTICES), st.integers(0, 100))
def test_what_nobody_has_claimed_is_taken_first(shares, practice, hundredth) -> None:  # type: ignore[no-untyped-def]
    others = sum(round(100 * value) for name, value in shares.items() if name != practice)
    found = divided(shares, practice, hundredth / 100)
    if others + hundredth <= 100:
        assert {**found, practice: 0} == {**shares, practice: 0}


def test_others_give_in_proportion_to_what_they_have() -> None:
    shares = dict.fromkeys(PRACTICES, 0.0) | {PRACTICES[0]: 0.6, PRACTICES[1]: 0.4}
    found = divided(shares, PRACTICES[2], 0.5)
    assert (found[PRACTICES[0]], found[PRACTICES[1]]) == (0.3, 0.2)


@pytest.mark.parametrize(("asked", "given"), [(-3, 0.0), (1.7, 1.0), (math.inf, 1.0)])
def test_nobody_gives_more_than_a_week_or_less_than_nothing(asked: float, given: float) -> None:
    assert divided(dict.fromkeys(PRACTICES, 0.1), PRACTICES[0], asked)[PRACTICES[0]] == given


@pytest.mark.parametrize("style", STYLES)
def test_a_style_is_lived_in_full_whatever_was_stated_before(style: str) -> None:
    bent = {"leaders.fairness": 0.11, "leaders.respect": 0.11}
    stated = with_changes(with_changes(small(), bent), style_changes(style))
    plain = with_changes(small(), {"leaders.style": style})
    now, wanted = held(stated), held(plain)
    for name in (*PRACTICES, *PERSONALITY):
        assert now[f"leaders.{name}"] == pytest.approx(wanted[f"leaders.{name}"], abs=1e-4)
    assert now["leaders.style"] == style


@pytest.mark.parametrize("style", STYLES)
def test_every_style_can_be_chosen_while_a_garden_lives(tmp_path: Path, style: str) -> None:
    plot = played(plot_of(tmp_path), 1)
    plot.change(style_changes(style))
    played(plot, 1)
    assert plot.conditions["leaders.style"] == style


def test_what_holds_can_be_set_again() -> None:
    scenario = small({"consequence.regime": "blame", "welcome.choreography": "designed"})
    again = with_changes(scenario, held(scenario))
    assert held(again) == held(scenario)
