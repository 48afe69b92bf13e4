"""Error rates of the checks, by simulation: laws and rates stated, seeds fixed."""

import numpy as np
import pytest

from trustgarden.experiments.checks import OWN_CLAIMS, read_claims
from trustgarden.experiments.checks.sequential import (
    QUICK_LOOKS,
    Limits,
    Verdict,
    judge,
    mean_interval,
    share_interval,
)
from trustgarden.experiments.checks.statistical import (
    FALSE_ALARM_RATE,
    Figure,
    compare_distributions,
    figures_of,
    summaries,
)
from trustgarden.model.measures import MEASURE_NAMES

REPEATS = 1_000
CONFIDENCE = 0.90


def verdict(values, interval=mean_interval, limits=Limits(low=0.0)):  # noqa: B008 - frozen
    for number in QUICK_LOOKS:
        error = (1 - CONFIDENCE) / len(QUICK_LOOKS)
        found = judge([interval(values[:number], error)], [limits])
        if found is not Verdict.UNDECIDED:
            return found, number
    return found, number


@pytest.mark.parametrize("law", ["normal", "skewed"])
def test_at_its_limit_a_claim_is_wrongly_decided_at_most_as_often_as_stated(law):
    # An effect right at the limit is where either verdict is easiest to get wrong. Both count.
    rng = np.random.default_rng(5)
    drawn = rng.normal if law == "normal" else lambda size: rng.exponential(size=size) - 1
    found = [verdict(drawn(size=max(QUICK_LOOKS)))[0] for _ in range(REPEATS)]
    decided = sum(one is not Verdict.UNDECIDED for one in found)
    # 10 % by Bonferroni for normal figures; four standard errors of 1,000 repeats are 3.8 %. An
    # exponential at eight runs is as skewed as a measure of ours, and may go a little beyond.
    assert 0.02 * REPEATS < decided < (0.138 if law == "normal" else 0.20) * REPEATS


def test_a_clear_effect_is_decided_rightly_and_early():
    rng = np.random.default_rng(6)
    found = [verdict(rng.normal(3.0, size=32)) for _ in range(200)]
    assert {one for one, _ in found} == {Verdict.HOLDS}
    assert np.mean([number for _, number in found]) < 12


def test_a_share_at_its_limit_is_wrongly_decided_at_most_as_often_as_stated():
    rng = np.random.default_rng(7)
    found = [
        verdict((rng.random(32) < 0.7).astype(float), share_interval, Limits(low=0.7))[0]
        for _ in range(REPEATS)
    ]
    assert sum(one is not Verdict.UNDECIDED for one in found) < 0.138 * REPEATS


FIGURES = tuple(Figure(name, 1, 1) for name in "abcdefghij")


def luck(rng, seeds=40):
    """Skewed figures that hang together, of two scenarios which share the luck of their seed."""
    of_seed = rng.exponential(size=(seeds, 1))
    return {name: of_seed + rng.exponential(size=(seeds, 10)) for name in ("one", "other")}


def alarms(before, now, **given):
    return compare_distributions(before, now, FIGURES, **given).alarms


def test_what_has_not_changed_at_all_is_beyond_nothing():
    before = luck(np.random.default_rng(1))
    found = compare_distributions(before, before, FIGURES)
    assert (found.p_value, found.alarms, found.figures) == (1.0, (), 40)


def test_another_order_of_chance_alarms_as_often_as_stated_over_all_figures_together():
    rng = np.random.default_rng(8)
    found = sum(bool(alarms(luck(rng), luck(rng), rate=0.1)) for _ in range(100))
    # Mean 10 at a rate of 10 %, and four standard deviations are 12.
    assert 1 <= found <= 22


def test_a_small_shift_shows_in_pairs_and_not_in_two_samples():
    rng = np.random.default_rng(9)
    shown = hidden = 0
    for _ in range(20):
        before = luck(rng)
        # A seventh of the spread that luck makes; runs of a pair have drifted apart a little.
        now = {k: v + 0.2 + rng.normal(scale=0.2, size=v.shape) for k, v in before.items()}
        shown += bool(alarms(before, now))
        order = rng.permutation(40)
        hidden += not alarms(before, {name: one[order] for name, one in now.items()})
    assert shown == 20
    assert hidden >= 18


@pytest.mark.parametrize("seeds", [40, 30])
def test_a_wider_spread_of_one_figure_is_found_and_named(seeds):
    rng = np.random.default_rng(10)
    before = {name: rng.normal(size=(40, 10)) for name in ("one", "other")}
    now = {name: one[:seeds].copy() for name, one in before.items()}
    now["other"][:, 3] *= 1.5
    found = compare_distributions(before, now, FIGURES)
    assert found.p_value <= 0.005
    assert [(one.scenario, one.measure, one.what) for one in found.alarms] == [
        ("other", "d", "spread, week 1")
    ]


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_what_is_no_number_any_more_is_an_alarm_and_never_a_pass(wrong):
    before = luck(np.random.default_rng(12))
    now = {name: one.copy() for name, one in before.items()}
    now["other"][:, 3] = wrong
    found = alarms(before, now)
    assert {(one.scenario, one.measure) for one in found} == {("other", "d")}
    # What was undefined before as well has not changed.
    assert not alarms(now, now)


def test_runs_that_differ_in_few_pairs_only_are_no_alarm():
    before = {"one": np.zeros((40, 10))}
    now = {"one": np.zeros((40, 10))}
    now["one"][:3] = 5.0
    # With the signs of three seeds tossed, all three agree every fourth time.
    assert compare_distributions(before, now, FIGURES).p_value == pytest.approx(0.25, abs=0.04)


@pytest.mark.parametrize(
    ("weeks", "stretches"),
    [
        (1, ["week 1"]),
        (2, ["week 1", "week 2"]),
        (6, ["week 1", "weeks 2 to 4", "weeks 1 to 3", "weeks 4 to 6"]),
        (26, ["week 1", "weeks 2 to 4", "weeks 1 to 13", "weeks 14 to 26"]),
    ],
)
def test_figures_cover_the_first_weeks_and_both_halves(weeks, stretches):
    figures = figures_of(weeks)
    assert list(dict.fromkeys(map(str, figures))) == stretches
    assert len(figures) == len(stretches) * len(MEASURE_NAMES)
    series = np.random.default_rng(11).random((2, weeks, len(MEASURE_NAMES)))
    last = figures[-1]
    assert summaries(series)[1, -1] == np.float32(series[1, last.first - 1 :, -1].mean())


def test_the_error_of_a_file_is_split_over_its_claims():
    file = read_claims(OWN_CLAIMS).file
    assert file.confidence == 0.995
    split = sum(file.error_of(claim) for claim in file.claims)
    # The whole gate: this, and what distributions are allowed.
    assert split + FALSE_ALARM_RATE <= 0.01 + 1e-12
    alone = file.claims[0].model_copy(update={"confidence": 0.9})
    assert file.error_of(alone) == pytest.approx(0.1)
    without = file.model_copy(update={"confidence": None})
    assert without.error_of(file.claims[0]) == pytest.approx(0.01)
