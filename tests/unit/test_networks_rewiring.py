"""Random networks of the same degrees: degrees kept, all equally likely, and what they show.

The statistical tests have fixed seeds; the chance that a right program fails one of them at a
fresh seed is about 1 in 1,000.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import partial

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from trustgarden.analysis.networks import (
    Network,
    against_null,
    degrees,
    density,
    density_ratio,
    odds_ratio,
    profile,
    reciprocity,
    rewired,
    rewired_pairs,
    transitivity,
)


def random_network(num_people: int, chance: float, seed: int = 1) -> Network:
    matrix = np.random.default_rng(seed).random((num_people, num_people)) < chance
    np.fill_diagonal(matrix, False)
    return Network(pd.RangeIndex(num_people), *np.nonzero(matrix))


def mutual_network(num_people: int, num_pairs: int, seed: int = 1) -> Network:
    """Every arc returned."""
    pairs = np.array(np.triu_indices(num_people, 1))
    chosen = np.random.default_rng(seed).permutation(pairs.shape[1])[:num_pairs]
    one, two = pairs[:, chosen]
    return Network(pd.RangeIndex(num_people), np.r_[one, two], np.r_[two, one])


class TestRewired:
    @pytest.mark.parametrize("chance", [0.05, 0.3, 0.8])
    def test_everybody_keeps_both_degrees(self, chance: float) -> None:
        before = random_network(25, chance)
        after = rewired(before, np.random.default_rng(2))
        pd.testing.assert_frame_equal(degrees(before), degrees(after))
        assert set(before.keys) != set(after.keys)

    def test_all_networks_are_equally_likely(self) -> None:
        # Four people who each name one other and are named by one: there are nine such networks.
        circle, rng = (
            Network(pd.RangeIndex(4), [0, 1, 2, 3], [1, 2, 3, 0]),
            np.random.default_rng(2),
        )
        drawn = (rewired(circle, rng, 60) for _ in range(1800))
        seen = Counter(tuple(sorted(graph.keys.tolist())) for graph in drawn)
        assert len(seen) == 9
        assert stats.chisquare(list(seen.values())).pvalue > 0.001

    def test_all_pairings_are_equally_likely(self) -> None:
        # Two people with one partner and three with two: there are seven such graphs.
        path, rng = np.array([[0, 1], [1, 2], [2, 3], [3, 4]]), np.random.default_rng(3)
        drawn = (rewired_pairs(path, 5, rng, 60) for _ in range(1400))
        seen = Counter(tuple(sorted(map(tuple, pairs.tolist()))) for pairs in drawn)
        assert len(seen) == 7
        assert stats.chisquare(list(seen.values())).pvalue > 0.001

    def test_more_rounds_change_nothing_more(self) -> None:
        graph = mutual_network(20, 60)
        means = []
        for rounds in (100, 300):
            rng = np.random.default_rng(rounds)
            means.append([reciprocity(rewired(graph, rng, rounds)) for _ in range(60)])
        assert stats.ttest_ind(*means).pvalue > 0.001

    def test_pairs_keep_the_number_of_partners(self) -> None:
        pairs = np.column_stack(np.triu_indices(12, 1))[::3]
        after = rewired_pairs(pairs, 12, np.random.default_rng(4))
        assert (
            np.bincount(pairs.ravel(), minlength=12) == np.bincount(after.ravel(), minlength=12)
        ).all()
        assert (after[:, 0] < after[:, 1]).all()
        assert len(np.unique(after, axis=0)) == len(pairs)

    def test_where_there_is_no_choice_nothing_changes(self) -> None:
        full = random_network(6, 1.1)
        assert set(rewired(full, np.random.default_rng(5)).keys) == set(full.keys)
        lone = Network(pd.RangeIndex(3), [0], [1])
        assert rewired(lone, np.random.default_rng(5)).keys.tolist() == lone.keys.tolist()

    def test_what_it_began_with_is_left_alone(self) -> None:
        graph = random_network(10, 0.3)
        before = graph.heads.tolist()
        rewired(graph, np.random.default_rng(6))
        assert graph.heads.tolist() == before


class TestAgainstNull:
    def test_a_random_network_is_like_its_null(self) -> None:
        found = against_null(
            random_network(40, 0.15), {"back": reciprocity, "closed": transitivity}, num_graphs=60
        )
        assert found["ratio"].between(0.75, 1.25).all()
        assert (found["low"] <= found["null"]).all()
        assert (found["null"] <= found["high"]).all()
        assert found["n"].tolist() == [60, 60]

    def test_a_mutual_network_is_not(self) -> None:
        found = against_null(mutual_network(40, 100), {"back": reciprocity}, num_graphs=40)
        row = found.loc["back"]
        assert row["observed"] == 1.0
        # By degrees alone an arc is returned about as often as any pair is one.
        assert row["null"] == pytest.approx(density(mutual_network(40, 100)), rel=0.35)
        assert row["high"] < 0.5

    def test_the_same_seed_gives_the_same_figures(self) -> None:
        graph = random_network(15, 0.2)
        one, two, other = (
            against_null(graph, {"back": reciprocity}, num_graphs=5, seed=seed)
            for seed in (1, 1, 2)
        )
        pd.testing.assert_frame_equal(one, two)
        assert not one.equals(other)

    def test_a_relation_can_be_held_fixed(self) -> None:
        work = random_network(30, 0.2)
        found = against_null(work, {"odds": partial(odds_ratio, work)}, num_graphs=30).loc["odds"]
        assert found["observed"] == math.inf
        assert 0.4 < found["null"] < 2.5

    def test_graphs_without_a_figure_are_left_out(self) -> None:
        found = against_null(random_network(9, 0.3), {"none": lambda _: math.nan}, num_graphs=3)
        assert found.loc["none", "n"] == 0
        assert math.isnan(found.loc["none", "null"])

    def test_no_graphs_are_refused(self) -> None:
        with pytest.raises(ValueError, match=r"num_graphs \(0\) must be 1 or more"):
            against_null(random_network(9, 0.3), {}, num_graphs=0)


class TestProfile:
    def test_it_holds_every_measure_that_can_be_taken(self) -> None:
        graph = random_network(20, 0.2)
        people = pd.DataFrame({"place": list("xy") * 10, "rank": [0] * 5 + [1] * 15})
        found = profile(graph, people, num_graphs=5)
        assert found.index.tolist() == [
            "density",
            "mean_degree",
            "in_degree_sd",
            "in_degree_max",
            "out_degree_sd",
            "out_degree_max",
            "reciprocity",
            "transitivity",
            "same_place",
            "same_rank",
            "up_down",
        ]
        assert found.loc["same_place", "observed"] == density_ratio(graph, people["place"])
        assert found["n"].tolist() == [0] * 6 + [5] * 5

    def test_without_people_there_is_no_mixing(self) -> None:
        found = profile(random_network(20, 0.2), num_graphs=2)
        assert found.index[-2:].tolist() == ["reciprocity", "transitivity"]
