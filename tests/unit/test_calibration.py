"""Calibration: priors, the distance to what is published, the fit, and what it tells."""

from __future__ import annotations

import math
from typing import ClassVar

import numpy as np
import pandas as pd
import pytest

from trustgarden.errors import InputError
from trustgarden.experiments.calibration import PRIORS, Posterior, Prior, calibrate
from trustgarden.experiments.calibration.fitting import (
    FITTED_TO,
    distance_to_targets,
    figures_of,
    targets,
)
from trustgarden.experiments.studies import (
    STUDIES,
    Criterion,
    Estimate,
    Role,
    Setting,
    Study,
    study,
)
from trustgarden.model.parameters import Parameters


def a_target(name: str, low: float, high: float, role: Role = Role.CALIBRATION) -> Criterion:
    return Criterion(
        id=f"T.{name}", finding="P00", says=name, unit="share", low=low, high=high,
        source="nobody", role=role,
    )  # fmt: skip


class Faithful(Study):
    """A study whose one figure of calibration is a parameter, and noise by the seed."""

    id: ClassVar[str] = "T"
    title: ClassVar[str] = "A parameter as it is"
    criteria: ClassVar[tuple[Criterion, ...]] = (
        a_target("faith", 1.4, 1.8),
        a_target("other", 0.0, 1.0, Role.VALIDATION),
    )

    def figures(self, setting: Setting) -> dict[str, Estimate]:
        value = setting.changes["parameters.faith"]
        value += np.random.default_rng(setting.seed).normal(0.0, 0.02)
        return {"T.faith": Estimate(value, value, value, 1), "T.other": Estimate(0.5, 0, 1, 1)}


TWO = (Prior("faith", 0.0, 2.5, "for the test"), Prior("temptation", 0.0, 2.0, "says nothing"))


def test_at_most_fifteen_parameters_are_fitted_and_each_says_why() -> None:
    assert 5 <= len(PRIORS) <= 15
    assert len({prior.name for prior in PRIORS}) == len(PRIORS)
    for prior in PRIORS:
        assert prior.name in Parameters.model_fields
        assert prior.why


def test_defaults_lie_within_what_was_believed_before() -> None:
    for prior in PRIORS:
        assert prior.low <= getattr(Parameters(), prior.name) <= prior.high, prior.name


def test_a_prior_outside_the_range_of_its_parameter_is_refused() -> None:
    with pytest.raises(ValueError, match=r"ambiguity: prior 0.0 to 2.0 is not in its range"):
        Prior("ambiguity", 0.0, 2.0, "too wide")


def test_only_criteria_of_calibration_are_targets() -> None:
    assert [c.id for c in targets([Faithful()])] == ["T.faith"]
    for one in targets(STUDIES):
        assert one.role is Role.CALIBRATION
    assert {c.study for c in targets([study(name) for name in FITTED_TO])} == set(FITTED_TO)


@pytest.mark.parametrize(
    ("value", "far"), [(1.6, 0.0), (1.8, 1.0), (1.4, 1.0), (2.0, 2.0), (99.0, 10.0)]
)
def test_the_distance_is_in_halves_of_a_tolerance(value: float, far: float) -> None:
    assert distance_to_targets({"T.faith": value}, targets([Faithful()])) == pytest.approx(far)


def test_a_missing_figure_is_far_and_distances_are_averaged_as_squares() -> None:
    both = (a_target("a", 0.0, 2.0), a_target("b", 0.0, 2.0))
    assert distance_to_targets({"T.a": math.nan, "T.b": 1.0}, both) == pytest.approx(
        math.sqrt(50.0)
    )


def test_parameters_reach_the_studies() -> None:
    found = figures_of({"faith": 1.0}, Setting(seed=3), [Faithful()])
    assert found == figures_of({"faith": 1.0}, Setting(seed=3), [Faithful()])
    assert found["T.faith"] == pytest.approx(1.0, abs=0.1)


def test_a_real_study_gives_its_figures_of_calibration() -> None:
    values = {prior.name: getattr(Parameters(), prior.name) for prior in PRIORS}
    found = figures_of(values, Setting(replicates=4), [study("VE1"), study("VE7")])
    assert {c.id for c in targets([study("VE1"), study("VE7")])} == set(found)


@pytest.mark.filterwarnings("ignore")  # the library's own, on several versions of its parts
def test_the_fit_finds_what_the_data_tell_and_says_what_they_do_not() -> None:
    found = calibrate(
        population=40, populations=4, replicates=4, workers=1, priors=TWO, studies=[Faithful()]
    )
    table = found.table.set_index("parameter")
    assert table.loc["faith", "q05"] < 1.6 < table.loc["faith", "q95"]
    assert table.loc["faith", "is_told"]
    assert not table.loc["temptation", "is_told"]
    assert found.epsilon < 1.0
    assert set(found.medians) == {"faith", "temptation"}


def test_there_must_be_something_to_fit_to() -> None:
    with pytest.raises(InputError, match="none of these studies has a criterion of calibration"):
        calibrate(studies=[study("VE9")], priors=TWO)


class TestPosterior:
    def of(self, faith: list[float], weights: list[float]) -> Posterior:
        particles = pd.DataFrame({"faith": faith, "temptation": faith})
        return Posterior(particles, np.array(weights), TWO, 0.5)

    def test_quantiles_are_weighted(self) -> None:
        found = self.of([1.0, 2.0, 3.0], [0.1, 0.1, 0.8])
        assert found.quantile("faith", 0.5) == 3.0
        assert found.quantile("faith", 0.05) == 1.0

    def test_what_moves_together_is_correlated(self) -> None:
        found = self.of([1.0, 2.0, 3.0], [0.2, 0.3, 0.5])
        assert found.correlations.loc["faith", "temptation"] == pytest.approx(1.0)

    def test_a_posterior_as_wide_as_the_prior_is_told_nothing(self) -> None:
        even = list(np.linspace(0.0, 2.5, 101))
        told = self.of(even, [1 / 101] * 101).table.set_index("parameter")
        assert told.loc["faith", "told"] == pytest.approx(0.0, abs=0.02)
        assert not told.loc["faith", "is_told"]
