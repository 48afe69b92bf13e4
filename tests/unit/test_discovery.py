"""Scenario discovery: boxes that were planted are found, and noise yields nothing."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from trustgarden.analysis.discovery import Box, Cases, Levels, Limits, discover
from trustgarden.analysis.discovery.growing import Tree
from trustgarden.errors import InputError


def conditions(count, seed):
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "leaders.respect": rng.random(count),
            "consequence.severity": rng.random(count),
            "organisation.num_people": rng.integers(10, 100, count),
            "leaders.style": rng.choice(["gardener", "commander", "absent"], count),
        }
    )


def cases(share, seed=1, count=600, replicates=4):
    """Points of which a share of replicates collapses, as a function of the conditions says."""
    table = conditions(count, seed)
    chance = np.asarray(share(table), dtype=np.float64)
    happened = np.random.default_rng(seed + 1000).binomial(replicates, chance)
    return Cases(
        conditions=table, happened=happened.astype(np.float64),
        runs=np.full(count, float(replicates)), outcome="collapsed",
    )  # fmt: skip


def corner(table):
    inside = (table["leaders.respect"] < 0.4) & (table["consequence.severity"] > 0.6)
    return np.where(inside, 0.9, 0.1)


class TestPlantedBoxes:
    def test_a_corner_is_found(self):
        found = discover(cases(corner))
        (one,) = found.boxes
        respect, severity = (
            one.box.conditions["leaders.respect"], one.box.conditions["consequence.severity"]
        )  # fmt: skip
        assert set(one.box.conditions) == {"leaders.respect", "consequence.severity"}
        assert (respect.low, respect.high) == (-math.inf, pytest.approx(0.4, abs=0.05))
        assert (severity.low, severity.high) == (pytest.approx(0.6, abs=0.05), math.inf)
        assert one.density == pytest.approx(0.9, abs=0.1)
        # 0.16 of the points with 0.9 hold 0.63 of all that happened.
        assert one.coverage == pytest.approx(0.63, abs=0.1)
        assert found.p_value < 0.01

    def test_levels_are_found(self):
        found = discover(
            cases(lambda t: np.where(t["leaders.style"].isin(["commander", "absent"]), 0.7, 0.05))
        )
        (one,) = found.boxes
        assert str(one.box) == "leaders.style is absent or commander"
        assert one.coverage > 0.9

    def test_two_separate_regions_are_two_boxes(self):
        def both(table):
            one = (table["leaders.respect"] < 0.25) & (table["leaders.style"] == "gardener")
            other = (table["leaders.respect"] > 0.75) & (table["leaders.style"] == "commander")
            return np.where(one | other, 0.95, 0.03)

        found = discover(cases(both, count=1200))
        styles = {str(one.box.conditions["leaders.style"].levels) for one in found.boxes}
        assert styles == {"frozenset({'gardener'})", "frozenset({'commander'})"}
        assert all("leaders.respect" in one.box.conditions for one in found.boxes)
        assert sum(one.coverage for one in found.boxes) > 0.7

    def test_densities_are_not_flattered_by_the_search(self):
        """Over many experiments the mean density told is the true one, within its error."""
        told = []
        for seed in range(12):
            made = cases(corner, seed=seed, count=240)
            for one in discover(made).boxes:
                inside = one.box.holds(made.conditions)
                told.append(one.density - corner(made.conditions)[inside].mean())
        assert len(told) >= 8
        assert abs(np.mean(told)) < 3 * np.std(told) / np.sqrt(len(told))

    def test_the_same_experiment_gives_the_same_boxes(self):
        one, other = discover(cases(corner)), discover(cases(corner))
        assert one.table.equals(other.table)
        assert one.p_value == other.p_value


class TestNothing:
    @pytest.mark.parametrize("noise", ["of replicates", "of points"])
    def test_noise_yields_nothing(self, noise):
        found = 0
        for seed in range(40):
            rng = np.random.default_rng(seed)
            made = cases(
                lambda t, rng=rng: np.full(len(t), 0.3) if noise == "of replicates"
                else rng.beta(0.4, 1.0, len(t)),
                seed=seed, count=120,
            )  # fmt: skip
            found += bool(discover(made).boxes)
        # At 5 % more than six of forty come up less than once in a hundred times.
        assert found <= 6

    @pytest.mark.parametrize("share", [0.0, 1.0])
    def test_what_always_or_never_happens_has_no_conditions(self, share):
        found = discover(cases(lambda t: np.full(len(t), share)))
        assert found.boxes == ()
        assert found.base == share
        assert found.table.empty

    def test_too_few_points(self):
        with pytest.raises(InputError, match="there are 30 points"):
            discover(cases(corner, count=30))


class TestBoxes:
    def test_words(self):
        box = Box(
            {
                "leaders.respect": Limits(high=0.41234),
                "consequence.severity": Limits(low=0.6),
                "organisation.num_people": Limits(20, 60),
                "leaders.style": Levels(frozenset({"hero", "absent"})),
            }
        )
        assert str(box) == (
            "leaders.respect at most 0.412 and consequence.severity above 0.6 and "
            "organisation.num_people from 20 to 60 and leaders.style is absent or hero"
        )

    def test_leaves_of_a_tree_share_out_the_points(self):
        made = cases(corner)
        boxes = Tree(made, 6).boxes
        assert len(boxes) == 6
        inside = np.array([box.holds(made.conditions) for box in boxes])
        assert (inside.sum(axis=0) == 1).all()

    def test_a_leaf_expects_what_happened_in_it(self):
        made = cases(corner)
        tree = Tree(made, 4)
        expected = tree.predicted(made.conditions)
        for box in tree.boxes:
            inside = box.holds(made.conditions)
            assert expected[inside] == pytest.approx(made.of(np.flatnonzero(inside)).base)
