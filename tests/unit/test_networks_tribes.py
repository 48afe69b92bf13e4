"""Tribes and bridges: communities put in are found, and not found where there are none."""

from __future__ import annotations

import math
import random

import numpy as np
import pandas as pd
import pytest

from trustgarden.analysis.networks import bridges, mutual_ties, tribes


def both_ways(*pairs: str, trust: float = 0.8) -> pd.DataFrame:
    arcs = [pair for name in pairs for pair in (name, name[::-1])]
    return pd.DataFrame(
        {"from": [arc[0] for arc in arcs], "to": [arc[1] for arc in arcs], "trust": trust}
    )


def clique(people: str) -> list[str]:
    return [one + two for place, one in enumerate(people) for two in people[place + 1 :]]


def planted(num_tribes: int, size: int, inside: float, between: float, seed: int) -> pd.DataFrame:
    """Mutual ties, likelier within than between; person n is of tribe n // size."""
    rng = np.random.default_rng(seed)
    one, two = np.triu_indices(num_tribes * size, 1)
    near = one // size == two // size
    there = rng.random(len(one)) < np.where(near, inside, between)
    one, two = one[there], two[there]
    trust = rng.uniform(0.66, 0.95, len(one))
    return pd.DataFrame(
        {"from": np.r_[one, two], "to": np.r_[two, one], "trust": np.r_[trust, trust]}
    )


class TestMutualTies:
    def test_both_must_trust_and_the_smaller_counts(self) -> None:
        ties = pd.DataFrame(
            {"from": list("babca"), "to": list("acacd"), "trust": [0.9, 0.9, 0.7, 0.9, 0.9]}
        ).iloc[[0, 1, 2, 4]]
        ties.loc[2, ["from", "to"]] = ["a", "b"]
        found = mutual_ties(ties)
        assert found.to_numpy().tolist() == [["a", "b", 0.7]]

    def test_low_trust_is_no_mutual_trust(self) -> None:
        ties = both_ways("ab").assign(trust=[0.9, 0.6])
        assert mutual_ties(ties).empty
        assert len(mutual_ties(ties, threshold=0.6)) == 1

    def test_a_threshold_is_a_trust(self) -> None:
        with pytest.raises(ValueError, match=r"threshold \(65\) must be from 0 to 1"):
            mutual_ties(both_ways("ab"), threshold=65)


class TestTribes:
    two = both_ways(*clique("abcde"), *clique("fghi"), "af")

    def test_two_cliques_are_two_tribes_the_larger_first(self) -> None:
        found = tribes(self.two, people="abcdefghiz", num_graphs=0)
        assert found.membership.loc[list("abcde")].tolist() == [0] * 5
        assert found.membership.loc[list("fghi")].tolist() == [1] * 4
        assert found.membership["z"] == 2
        assert found.sizes.tolist() == [5, 4, 1]
        assert found.n == 0
        assert math.isnan(found.null)

    def test_modularity_is_that_of_newman_and_girvan(self) -> None:
        # 17 edges: 10 and 6 within, degrees 21 and 13 of 34.
        found = tribes(self.two, num_graphs=0)
        assert found.modularity == pytest.approx(16 / 17 - (21 / 34) ** 2 - (13 / 34) ** 2)

    def test_planted_tribes_are_found_and_far_above_chance(self) -> None:
        found = tribes(planted(4, 12, 0.6, 0.03, seed=1), num_graphs=20)
        assert found.sizes.tolist() == [12] * 4
        assert all(found.membership.groupby(found.membership.index // 12).nunique() == 1)
        assert found.modularity > found.high + 0.1

    def test_chance_alone_makes_no_more_than_its_null(self) -> None:
        found = tribes(planted(4, 12, 0.15, 0.15, seed=2), num_graphs=40)
        assert found.null > 0.2
        assert found.modularity < found.high + 0.05

    def test_strength_alone_can_make_tribes(self) -> None:
        # All trust all, but half of them some more than others.
        ties = both_ways(*clique("abcdefgh"))
        same = ties["from"].isin(list("abcd")) == ties["to"].isin(list("abcd"))
        found = tribes(ties.assign(trust=np.where(same, 0.95, 0.66)), num_graphs=20)
        assert found.sizes.tolist() == [4, 4]
        assert found.modularity > found.high

    def test_the_same_seed_gives_the_same_tribes(self) -> None:
        ties = planted(3, 10, 0.3, 0.1, seed=3)
        one, two = (
            tribes(ties, num_graphs=5),
            tribes(ties.sample(frac=1, random_state=1), num_graphs=5),
        )
        assert one.membership.equals(two.membership)
        assert (one.modularity, one.null) == (two.modularity, two.null)

    def test_chance_of_others_is_left_alone(self) -> None:
        random.seed(5)
        before = random.getstate()
        tribes(self.two, num_graphs=2)
        assert random.getstate() == before

    def test_without_mutual_trust_everybody_is_a_tribe_of_one(self) -> None:
        found = tribes(both_ways("ab", "cd", trust=0.3), num_graphs=3)
        assert found.membership.tolist() == [0, 1, 2, 3]
        assert (found.modularity, found.null) == (0.0, 0.0)

    def test_ties_to_nobody_are_refused(self) -> None:
        with pytest.raises(ValueError, match="the ties name 'b', who is not among the people"):
            tribes(both_ways("ab"), people="acd")


class TestBridges:
    ties = both_ways(*clique("abc"), *clique("def"), "ad")

    def test_the_tie_between_tribes_is_a_bridge(self) -> None:
        found = bridges(self.ties, tribes(self.ties, num_graphs=0).membership)
        bridge = found[found["is_bridge"]]
        assert bridge[["a", "b"]].to_numpy().tolist() == [["a", "d"]]
        row = bridge.iloc[0]
        # All 9 of the 15 pairs that are not of one tribe go over it, and nothing goes round.
        assert row["betweenness"] == pytest.approx(9 / 15)
        assert (row["shared"], row["detour"]) == (0, math.inf)

    def test_a_tie_within_a_clique_is_none(self) -> None:
        found = bridges(self.ties, tribes(self.ties, num_graphs=0).membership)
        row = found[(found["a"] == "b") & (found["b"] == "c")].iloc[0]
        assert (row["is_bridge"], row["shared"], row["detour"]) == (False, 1, 2.0)
        assert row["betweenness"] == pytest.approx(1 / 15)

    def test_a_detour_is_counted_in_steps(self) -> None:
        ring = both_ways("ab", "bc", "cd", "ad")
        found = bridges(ring, pd.Series(0, index=list("abcd")))
        assert found["detour"].tolist() == [3.0] * 4
        assert found["shared"].tolist() == [0] * 4
        assert not found["is_bridge"].any()

    def test_without_mutual_ties_there_are_no_bridges(self) -> None:
        found = bridges(both_ways("ab", trust=0.1), pd.Series(0, index=list("ab")))
        assert found.empty
        assert {"is_bridge", "shared", "betweenness", "detour"} <= set(found)
