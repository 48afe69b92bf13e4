"""The learner: its formula, its start by lot, and that each learns alone."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from small_organisations import NOBODY_LEAVES, small

import trustgarden as tg
from trustgarden.model import learner
from trustgarden.model.engine import Engine
from trustgarden.model.keyed_chance import Chance
from trustgarden.model.learner import Learner, whole_week
from trustgarden.model.presets import PRACTICES
from trustgarden.model.styles import drawn_by_lot

WEIGHTS = learner.WEIGHTS


def view_of(week: int, shares: np.ndarray, notes: np.ndarray, **shown: np.ndarray) -> tg.View:
    number = len(shares)
    unseen = np.full(number, np.nan)
    names = [field.name for field in dataclasses.fields(tg.Signs)]
    seen = tg.Signs(**{name: shown.get(name, unseen) for name in names})
    whole, half = np.ones(number, np.int64), np.full(number, 0.5)
    return tg.View(week, whole, whole, whole, shares, half, half, half, seen, notes)


def luck(week: int, number: int, seed: int = 5) -> Chance:
    return Chance(seed, week, np.arange(number, dtype=np.int64))


def lived(weeks: int, number: int = 4, seed: int = 5) -> list[tuple[tg.View, tg.Attention]]:
    """A learner shown signs drawn by a generator of our own, now and then none."""
    generator = np.random.default_rng(seed)
    shares, notes = np.full((number, 7), 1 / 7), np.zeros((number, Learner.num_notes))
    steps = []
    for week in range(1, weeks + 1):
        shown = {name: generator.uniform(size=number) for name in WEIGHTS}
        shown["told"] = np.where(generator.uniform(size=number) < 0.3, np.nan, shown["told"])
        if week < 3:
            shown = {}
        view = view_of(week, shares, notes, **shown)
        answer = Learner().attend(view, luck(week, number))
        assert answer.notes is not None
        shares, notes = answer.shares, answer.notes
        steps.append((view, answer))
    return steps


# The start by lot


def test_learners_begin_as_those_who_divide_by_lot() -> None:
    first = []
    for style in ("learner", "random"):
        engine = Engine(small({"leaders.style": style}, num_people=40), 2)
        engine.run(1)
        first.append(np.array([engine.state.styles[name] for name in PRACTICES]).T)
    assert np.array_equal(*first)
    assert len(np.unique(first[0][:, 0])) == len(first[0])


def test_the_lot_is_kept() -> None:
    engine = Engine(small(NOBODY_LEAVES | {"leaders.style": "random"}), 2)
    engine.run(1)
    before = engine.state.styles.copy()
    engine.run(5)
    assert np.array_equal(before, engine.state.styles)


def test_the_lot_is_uniform_over_all_divisions_of_the_week() -> None:
    drawn = drawn_by_lot(Chance(1, 1, np.arange(40_000, dtype=np.int64)))
    assert (drawn > 0.0).all()
    np.testing.assert_allclose(drawn.sum(axis=1), 1.0, atol=1e-15, rtol=0.0)
    # Dirichlet(1, ..., 1): mean 1/7, variance 6/392, correlation -1/6; 5 standard errors.
    deviation = np.sqrt(6 / 392)
    assert np.abs(drawn.mean(axis=0) - 1 / 7).max() < 5 * deviation / np.sqrt(40_000)
    np.testing.assert_allclose(drawn.std(axis=0), deviation, rtol=0.03)
    correlations = np.corrcoef(drawn.T)[np.triu_indices(7, 1)]
    assert np.abs(correlations + 1 / 6).max() < 5 / np.sqrt(40_000)


# The formula


def by_hand(steps: list[tuple[tg.View, tg.Attention]], me: int) -> list[dict[str, list[float]]]:
    """What one learner believes after each step, one number at a time."""
    start = drawn_by_lot(luck(1, len(steps[0][0])))[me].tolist()
    recent, usual = list(start), list(start)
    belief, doubt = [0.0] * 7, [learner.DOUBT**2] * 7
    signs: dict[str, float] = {}
    believed = []
    for week, (view, _) in enumerate(steps, start=1):
        shares = start if week == 1 else view.shares[me].tolist()
        growth = 0.0
        for name, weight in WEIGHTS.items():
            sign = float(getattr(view.signs, name)[me])
            if np.isnan(sign):
                continue
            signs.setdefault(name, sign)
            growth += weight * (sign - signs[name])
            signs[name] += learner.USUAL * (sign - signs[name])
        recent = [r + learner.FADING * (a - r) for r, a in zip(recent, shares, strict=True)]
        f = [r - u for r, u in zip(recent, usual, strict=True)]
        usual = [u + learner.USUAL * d for u, d in zip(usual, f, strict=True)]
        doubt = [v + learner.DRIFT for v in doubt]
        if week > 1:
            surprise = growth - sum(m * d for m, d in zip(belief, f, strict=True))
            spread = learner.NOISE + sum(v * d * d for v, d in zip(doubt, f, strict=True))
            gain = [v * d / spread for v, d in zip(doubt, f, strict=True)]
            belief = [m + g * surprise for m, g in zip(belief, gain, strict=True)]
            doubt = [v * (1 - g * d) for v, g, d in zip(doubt, gain, f, strict=True)]
        believed.append({"belief": belief, "doubt": doubt, "usual": usual})
    return believed


def test_beliefs_follow_the_formula() -> None:
    steps = lived(40)
    assert all(answer.notes is not None for _, answer in steps)
    for me in range(4):
        for (_, answer), expected in zip(steps, by_hand(steps, me), strict=True):
            notes = learner.Notes.read(answer.notes, answer.shares)  # type: ignore[arg-type]
            for name, numbers in expected.items():
                found = getattr(notes, name)[me]
                np.testing.assert_allclose(found, numbers, rtol=1e-9, atol=1e-12, err_msg=name)
    assert np.abs(notes.belief).max() > 0.01


def test_attention_moves_every_few_weeks_and_fills_the_week() -> None:
    steps = lived(24)
    for week, (view, answer) in enumerate(steps, start=1):
        np.testing.assert_allclose(answer.shares.sum(axis=1), 1.0, atol=1e-12, rtol=0.0)
        moved = (answer.shares != view.shares).any(axis=1)
        assert moved.all() if week == 1 or week % learner.PATIENCE == 0 else not moved.any()


def test_attention_moves_to_what_is_believed_in() -> None:
    notes = learner.Notes.first(np.full((1, 7), 1 / 7))
    notes = notes._replace(
        belief=np.array([[0.5, 0, 0, 0, 0, 0, -0.5]]),
        doubt=np.full((1, 7), 1e-12),
        signs=np.full((1, 7), 0.5),
        weeks=np.array([[learner.PATIENCE - 1.0]]),
    )
    view = view_of(9, np.full((1, 7), 1 / 7), np.column_stack(notes))
    shares = Learner().attend(view, luck(9, 1)).shares[0]
    assert shares[0] > 0.5
    assert shares[6] < learner.TRIAL


def test_a_learner_is_a_pure_function_and_learns_alone() -> None:
    for view, answer in lived(12, number=9):
        again = Learner().attend(view, luck(view.week, 9))
        assert again.shares.tobytes() == answer.shares.tobytes()
        some = slice(2, 5)
        fewer = view_of(
            view.week,
            view.shares[some],
            view.notes[some],
            **{name: getattr(view.signs, name)[some] for name in WEIGHTS},
        )
        chance = Chance(5, view.week, np.arange(9, dtype=np.int64)[some])
        alone = Learner().attend(fewer, chance)
        assert alone.shares.tobytes() == answer.shares[some].tobytes()
        assert alone.notes.tobytes() == answer.notes[some].tobytes()  # type: ignore[union-attr]


def test_a_learner_finds_what_is_good_in_a_simple_world() -> None:
    """Where signs follow attention within weeks, through as much noise as leaders have."""
    number, weeks = 60, 208
    worth = np.array([0.4, 0.0, 0.1, 0.0, 0.0, -0.2, -0.4])
    generator = np.random.default_rng(1)
    shares, notes = np.full((number, 7), 1 / 7), np.zeros((number, Learner.num_notes))
    acting = shares
    for week in range(1, weeks + 1):
        noise = generator.normal(0.0, 0.17, number)
        view = view_of(week, shares, notes, output=0.5 + acting @ worth + noise)
        answer = Learner().attend(view, luck(week, number))
        shares, notes = answer.shares, answer.notes  # type: ignore[assignment]
        acting = acting + 0.15 * (shares - acting)
    mean = shares.mean(axis=0)
    doubt = learner.Notes.read(notes, shares).doubt
    # Exploring cools, and does not end.
    assert doubt.mean() < 0.7 * learner.DOUBT**2
    assert doubt.min() > 10 * learner.DRIFT
    assert mean[0] > 0.45
    assert mean[6] < 0.05
    assert mean[5] < 0.10


# The nearest whole week


@given(arrays(np.float64, (3, 7), elements=st.floats(-2, 2)))
def test_the_nearest_whole_week_is_one_and_is_nearest(wanted: np.ndarray) -> None:
    found = whole_week(wanted)
    assert (found >= 0.0).all()
    np.testing.assert_allclose(found.sum(axis=1), 1.0, atol=1e-12, rtol=0.0)
    # Nearest: what is left is cut by the same amount, and what is cut off was below that.
    for row, near in zip(wanted, found, strict=True):
        cut = row - near
        kept = near > 0.0
        assert np.ptp(cut[kept]) < 1e-12
        assert (row[~kept] <= cut[kept].max() + 1e-12).all()


def test_a_whole_week_stays_as_it_is() -> None:
    week = np.array([[0.1, 0.2, 0.3, 0.4, 0.0, 0.0, 0.0]])
    np.testing.assert_allclose(whole_week(week), week, atol=1e-15, rtol=0.0)


@pytest.mark.parametrize("style", ["learner", "random"])
def test_styles_in_code_run_with_leadership_knocked_out(style: str) -> None:
    engine = Engine(small({"leaders.style": style, "mechanisms.off": ["leadership"]}), 1)
    engine.run(6)
    assert np.isfinite(engine.series).all()
