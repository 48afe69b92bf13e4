"""Criteria, estimates and verdicts: what a study is judged by."""

from __future__ import annotations

import math

import numpy as np
import pytest

from trustgarden.errors import InputError
from trustgarden.experiments.studies import (
    STUDIES,
    Criterion,
    Estimate,
    Role,
    Setting,
    Verdict,
    estimates,
    judge,
    study,
)

RNG = np.random.default_rng(11)


def criterion(**changes: object) -> Criterion:
    fields = {
        "id": "X.one", "finding": "P00", "says": "It rises", "unit": "d", "low": 0.2,
        "high": 0.8, "no_effect": 0.0, "source": "nobody",
    }  # fmt: skip
    return Criterion(**(fields | changes))


@pytest.mark.parametrize(
    ("value", "low", "high", "verdict"),
    [
        (0.5, 0.3, 0.7, Verdict.PASS),
        (0.5, -0.1, 1.1, Verdict.PARTIAL),  # not surely above no effect
        (0.9, 0.8, 1.0, Verdict.PARTIAL),  # too large
        (0.1, 0.05, 0.15, Verdict.PARTIAL),  # too small
        (-0.1, -0.2, 0.0, Verdict.FAIL),
        (0.0, -0.1, 0.1, Verdict.FAIL),
        (math.nan, math.nan, math.nan, Verdict.FAIL),
    ],
)
def test_a_direction_passes_by_sign_and_size(
    value: float, low: float, high: float, verdict: Verdict
) -> None:
    assert judge(criterion(), Estimate(value, low, high, 9)).verdict is verdict
    mirrored = criterion(low=-0.8, high=-0.2)
    assert judge(mirrored, Estimate(-value, -high, -low, 9)).verdict is verdict


@pytest.mark.parametrize(
    ("value", "verdict"),
    [(0.4, "pass"), (0.6, "pass"), (0.61, "partial"), (0.69, "partial"), (0.71, "fail"),
     (0.31, "partial"), (0.29, "fail")],
)  # fmt: skip
def test_a_level_passes_inside_and_is_partial_near_by(value: float, verdict: str) -> None:
    level = criterion(low=0.4, high=0.6, no_effect=None)
    judged = judge(level, Estimate(value, value - 0.01, value + 0.01, 9))
    assert judged.verdict == verdict
    assert not judged.wrong_sign


def test_only_a_direction_can_have_the_wrong_sign() -> None:
    assert judge(criterion(), Estimate(-0.3, -0.4, -0.2, 9)).wrong_sign


def test_a_criterion_that_no_figure_could_tell_apart_is_refused() -> None:
    with pytest.raises(ValueError, match="must be below high"):
        criterion(low=0.8, high=0.2)
    with pytest.raises(ValueError, match=r"no effect .* inside the tolerance"):
        criterion(low=-0.2)


def test_intervals_cover_what_was_drawn() -> None:
    sample = RNG.normal(3.0, 2.0, 4000)
    found = estimates.mean(sample)
    assert found.low < 3.0 < found.high
    assert found.high - found.low == pytest.approx(2 * 1.96 * 2.0 / math.sqrt(4000), rel=0.05)
    hits = RNG.random(4000) < 0.2
    found = estimates.proportion(hits)
    assert found.low < 0.2 < found.high
    assert found.value == hits.mean()


def test_effects_of_known_size_are_found() -> None:
    control, treated = RNG.normal(0, 2, 5000), RNG.normal(1, 2, 5000)
    found = estimates.cohens_d(treated, control)
    assert found.low < 0.5 < found.high
    both = RNG.normal(0, 2, 3000)
    paired = estimates.paired_d(both + 1.0 + RNG.normal(0, 0.1, 3000), both)
    assert paired.value == pytest.approx(0.5, abs=0.02)
    # Pairs that share their luck say it more surely.
    assert paired.high - paired.low < 0.5 * (found.high - found.low)
    x = RNG.normal(0, 1, 4000)
    found = estimates.correlation(x, 0.6 * x + 0.8 * RNG.normal(0, 1, 4000))
    assert found.low < 0.6 < found.high
    found = estimates.ratio_of_means(RNG.normal(6, 1, 500), RNG.normal(2, 1, 500))
    assert found.low < 3.0 < found.high


def test_where_there_is_nothing_there_is_no_figure() -> None:
    for found in (
        estimates.mean([1.0]),
        estimates.proportion([]),
        estimates.cohens_d([1.0, 1.0], [1.0, 1.0]),
        estimates.correlation([1, 1, 1, 1, 1], [1, 2, 3, 4, 5]),
        estimates.bootstrapped(np.mean, np.array([1.0])),
    ):
        assert math.isnan(found.value)


def test_the_same_sample_gives_the_same_interval() -> None:
    sample = RNG.normal(0, 1, 50)
    assert estimates.bootstrapped(np.std, sample) == estimates.bootstrapped(np.std, sample)


def test_studies_and_criteria_are_named_once_and_belong_together() -> None:
    assert len({one.id for one in STUDIES}) == len(STUDIES) >= 6
    criteria = [c for one in STUDIES for c in one.criteria]
    assert len({c.id for c in criteria}) == len(criteria)
    for one in STUDIES:
        assert one.criteria, one.id
        assert all(c.study == one.id for c in one.criteria)
    assert {c.role for c in criteria} == set(Role)


def test_every_criterion_names_its_source() -> None:
    for one in STUDIES:
        for c in one.criteria:
            assert c.source.strip(), c.id
            assert c.finding.startswith("P"), c.id


def test_a_study_is_found_in_any_case_and_a_wrong_name_names_the_near_one() -> None:
    assert study("ve1").id == "VE1"
    with pytest.raises(InputError, match=r"there is no study 'VE33'. Did you mean VE3\?"):
        study("VE33")


def test_what_holds_in_every_study_goes_over_the_apparatus() -> None:
    setting = Setting(changes={"parameters.faith": 2.0})
    assert setting.with_apparatus({"consequence.regime": "none"}) == {
        "consequence.regime": "none",
        "parameters.faith": 2.0,
    }


def test_strangers_are_reproducible_and_have_every_figure() -> None:
    one = study("VE1")
    few = Setting(replicates=20)
    found = one.figures(few)
    assert set(found) == {c.id for c in one.criteria}
    assert found == one.figures(few)
    assert found != one.figures(Setting(replicates=20, seed=2))


def test_a_changed_parameter_reaches_a_study() -> None:
    ready = Setting(replicates=20, changes={"parameters.entrusting_threshold": 0.0})
    before, after = (
        study("VE1").figures(s)["VE1.nothing"] for s in (Setting(replicates=20), ready)
    )
    assert after.value < before.value
