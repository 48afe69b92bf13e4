"""The social relations model: free of bias exactly, known answers, intervals that hold.

The statistical tests have fixed seeds; the chance that a right program fails one of them at a
fresh seed is about 1 in 1,000.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from trustgarden.analysis.round_robin import components, trust_matrices
from trustgarden.analysis.social_relations import partition

FloatArray = npt.NDArray[np.float64]

TRUE = np.array([0.5, 0.3, 0.8, 0.12, 0.4])
"""Variances of trustor, trustee and dyad; covariances of trustor and trustee, and within dyads."""


def covariance_of(n: int, true: FloatArray) -> FloatArray:
    """Covariance of all answers of a group, by the definition of the model."""
    trustor, trustee, dyad, both, dyadic = true
    pairs = [(i, j) for i in range(n) for j in range(n) if i != j]
    return np.array(
        [
            [
                trustor * (i == k)
                + trustee * (j == m)
                + both * ((i == m) + (j == k))
                + dyad * ((i, j) == (k, m))
                + dyadic * ((i, j) == (m, k))
                for k, m in pairs
            ]
            for i, j in pairs
        ]
    )


def matrix_of(answers: FloatArray, n: int) -> FloatArray:
    matrix = np.full((n, n), np.nan)
    matrix[~np.eye(n, dtype=bool)] = answers
    return matrix


def drawn(n: int, groups: int, true: FloatArray, seed: int, mean: float = 0.5) -> list[FloatArray]:
    factor = np.linalg.cholesky(covariance_of(n, true) + 1e-12 * np.eye(n * (n - 1)))
    noise = np.random.default_rng(seed).standard_normal((groups, n * (n - 1)))
    return [matrix_of(mean + factor @ row, n) for row in noise]


class TestComponents:
    @pytest.mark.parametrize("n", [4, 5, 8, 13])
    def test_they_are_free_of_bias(self, n: int) -> None:
        # For a quadratic estimator the expectation is its sum over the columns of any root of
        # the covariance, so that this needs no chance and no tolerance for it.
        root = np.linalg.cholesky(covariance_of(n, TRUE))
        expected = sum(components(matrix_of(column, n)) for column in root.T)
        np.testing.assert_allclose(expected, TRUE, rtol=1e-9)

    def test_a_level_of_all_is_of_no_part(self) -> None:
        one = drawn(6, 1, TRUE, seed=1)[0]
        np.testing.assert_allclose(components(one), components(one + 7.0), atol=1e-10)

    def test_turning_the_matrix_exchanges_trustor_and_trustee(self) -> None:
        one = components(drawn(6, 1, TRUE, seed=2)[0])
        turned = components(drawn(6, 1, TRUE, seed=2)[0].T)
        np.testing.assert_allclose(turned, one[[1, 0, 2, 3, 4]], atol=1e-12)

    def test_trustors_alone(self) -> None:
        effects = np.array([0.1, -0.2, 0.4, 0.0, -0.3])
        found = components(np.repeat(effects[:, None], 5, axis=1))
        expected = [np.var(effects, ddof=1), 0.0, 0.0, 0.0, 0.0]
        np.testing.assert_allclose(found, expected, atol=1e-12)

    def test_a_variance_may_come_out_below_0(self) -> None:
        none = np.array([0.0, 0.0, 1.0, 0.0, 0.0])
        found = np.array([components(one) for one in drawn(5, 400, none, seed=3)])
        assert 0.3 < (found[:, 0] < 0).mean() < 0.8
        # Cut off at 0 the mean would be well above it; as it is, it is not.
        assert abs(found[:, 0].mean()) < 4 * found[:, 0].std() / 20
        assert np.maximum(found[:, 0], 0).mean() > 4 * found[:, 0].std() / 20

    def test_errors_fall_with_the_root_of_the_number_of_groups(self) -> None:
        few, many = (
            np.array(
                [
                    np.mean([components(one) for one in drawn(5, groups, TRUE, seed)], axis=0)
                    for seed in range(60)
                ]
            ).std(axis=0)
            for groups in (6, 54)
        )
        # Nine times as many groups, a third of the error; an SD of 60 is known to a tenth.
        np.testing.assert_allclose(few / many, 3.0, rtol=0.45)

    @pytest.mark.parametrize(
        ("matrix", "message"),
        [
            (np.zeros((3, 3)), "has 3 people; 4 are the fewest"),
            (np.zeros((4, 5)), r"shape \(4, 5\); give \(n, n\)"),
            (
                np.where(np.eye(4, k=1), np.nan, 0.0),
                "lacks 3 answers, the first in row 0, column 1",
            ),
        ],
    )
    def test_what_cannot_be_divided_is_refused(self, matrix: FloatArray, message: str) -> None:
        with pytest.raises(ValueError, match=message):
            components(matrix)


class TestPartition:
    def test_shares_and_correlations_follow_from_the_components(self) -> None:
        found = partition(drawn(6, 30, TRUE, seed=4))
        parts = found["estimate"]
        total = parts[["trustor", "trustee", "dyad"]].sum()
        assert found.index.tolist()[:3] == ["trustor", "trustee", "dyad"]
        assert found.loc["trustor", "share"] == pytest.approx(parts["trustor"] / total)
        assert parts["dyadic_correlation"] == pytest.approx(parts["dyadic"] / parts["dyad"])
        root = math.sqrt(parts["trustor"] * parts["trustee"])
        assert parts["trustor_trustee_correlation"] == pytest.approx(
            parts["trustor_trustee"] / root
        )
        assert (found["n"] == 30).all()

    def test_truth_lies_within_the_intervals(self) -> None:
        found = partition(drawn(8, 150, TRUE, seed=5))
        truth = [*TRUE, TRUE[3] / math.sqrt(0.15), 0.5]
        assert (found["low"] < truth).all()
        assert (truth < found["high"]).all()
        assert found.loc["trustor", "share_low"] < 0.5 / 1.6 < found.loc["trustor", "share_high"]

    def test_coverage_is_near_what_is_stated(self) -> None:
        inside = []
        for seed in range(200):
            found = partition(drawn(5, 20, TRUE, 1000 + seed))
            truth = [*TRUE[:3], *TRUE[3:]]
            rows = found.iloc[:5]
            inside.append((rows["low"] < truth) & (truth < rows["high"]))
        assert np.mean(inside, axis=0) == pytest.approx(0.94, abs=0.05)

    def test_larger_groups_weigh_more(self) -> None:
        small, large = drawn(4, 1, TRUE, seed=6)[0], drawn(10, 1, TRUE, seed=7)[0]
        found = partition([small, large])["estimate"].iloc[:3]
        expected = (3 * components(small) + 9 * components(large)) / 12
        assert found.tolist() == pytest.approx(expected[:3].tolist())

    def test_one_group_has_no_interval(self) -> None:
        found = partition(drawn(6, 1, TRUE, seed=8))
        assert found[["low", "high", "share_low", "share_high"]].isna().all(axis=None)

    def test_what_comes_out_below_0_counts_as_0_in_the_shares(self) -> None:
        # Two who like each other and nobody else: rows differ less than dyads would make them.
        odd = np.array([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]], dtype=float)
        found = partition([odd])
        assert found.loc["trustor", "estimate"] < 0
        assert found.loc["trustor", "share"] == 0.0
        assert found["share"].sum() == pytest.approx(1.0)
        assert math.isnan(found.loc["trustor_trustee_correlation", "estimate"])

    def test_a_second_measurement_tells_dyad_from_noise(self) -> None:
        rng = np.random.default_rng(9)
        groups = drawn(7, 120, TRUE, seed=9)
        one, two = ([group + rng.normal(0, 0.6, group.shape) for group in groups] for _ in "ab")
        found = partition(one, two)
        truth = pd.Series({"trustor": 0.5, "trustee": 0.3, "dyad": 0.8, "residual": 0.36})
        rows = found.loc[truth.index]
        assert (rows["low"] < truth).all()
        assert (truth < rows["high"]).all()
        assert found.loc["residual", "share"] == pytest.approx(0.36 / 1.96, abs=0.03)
        alone = partition(one)
        assert "residual" not in alone.index
        assert alone.loc["dyad", "estimate"] == pytest.approx(1.16, abs=0.08)

    def test_the_same_twice_has_no_residual(self) -> None:
        groups = drawn(5, 4, TRUE, seed=10)
        twice, once = partition(groups, groups), partition(groups)
        assert twice.loc["residual", "estimate"] == pytest.approx(0.0, abs=1e-12)
        pd.testing.assert_frame_equal(twice.drop("residual"), once, rtol=1e-9)

    def test_what_does_not_match_is_refused(self) -> None:
        groups = drawn(5, 2, TRUE, seed=11)
        with pytest.raises(ValueError, match="there are no groups"):
            partition([])
        with pytest.raises(ValueError, match="again holds 1 groups; there are 2"):
            partition(groups, groups[:1])
        with pytest.raises(ValueError, match=r"shape \(4, 4\); the first is \(5, 5\)"):
            partition(groups, [groups[0], groups[1][:4, :4]])

    def test_no_variance_has_no_shares(self) -> None:
        found = partition([np.full((4, 4), 0.5)] * 2)
        assert found["share"].isna().all()
        assert (found["estimate"].iloc[:5] == 0).all()


class TestTrustMatrices:
    @staticmethod
    def ties() -> pd.DataFrame:
        rows = [
            {
                "from": f"{team}{i}",
                "to": f"{team}{j}",
                "team_from": team,
                "team_to": team,
                "trust": i / 10 + j / 100,
            }
            for team, size in (("a", 4), ("b", 3))
            for i in range(size)
            for j in range(size)
            if i != j
        ]
        across = {"from": "a0", "to": "b0", "team_from": "a", "team_to": "b", "trust": 0.9}
        return pd.DataFrame([*rows, across])

    def test_each_team_of_four_or_more_has_its_matrix(self) -> None:
        found = trust_matrices(self.ties())
        assert list(found) == ["a"]
        assert found["a"][1, 2] == pytest.approx(0.12)
        assert np.isnan(found["a"].diagonal()).all()

    def test_the_order_of_rows_does_not_matter(self) -> None:
        mixed = self.ties().sample(frac=1, random_state=1)
        np.testing.assert_array_equal(trust_matrices(mixed)["a"], trust_matrices(self.ties())["a"])

    def test_a_missing_tie_is_named(self) -> None:
        with pytest.raises(ValueError, match="team 'a' has no tie from 'a0' to 'a2'"):
            trust_matrices(self.ties().drop(index=1))
