"""Survival of ties, circles, shares of time, and rankings of strangers."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from trustgarden.analysis.networks import (
    circle_of_tie,
    circles,
    rank_partners,
    rank_stability,
    survival,
    time_shares,
    top_choices,
)


def arcs(*names: str, **columns: list[float]) -> pd.DataFrame:
    ends = {"from": [name[0] for name in names], "to": [name[1] for name in names]}
    return pd.DataFrame({**ends, **columns})


class TestSurvival:
    before = arcs("ab", "ac", "ba", "bc", "cd", embedded=[0, 2, 0, 1, 0])

    def test_bridges_and_embedded_ties_are_told_apart(self) -> None:
        found = survival(self.before, arcs("ac", "ba", "bc", "ad"))
        assert found.index.tolist() == ["all", "bridge", "embedded"]
        assert found["n"].tolist() == [5, 3, 2]
        assert found["kept"].tolist() == [3, 1, 2]
        assert found["share"].tolist() == pytest.approx([0.6, 1 / 3, 1.0])

    def test_ties_of_leavers_went_with_them(self) -> None:
        # d is gone, so c's tie to d was not lost for being a bridge.
        found = survival(self.before, arcs("ac", "ba", "bc"))
        assert found["n"].tolist() == [4, 2, 2]

    def test_who_is_there_may_have_no_ties_left(self) -> None:
        found = survival(self.before, arcs("ac", "ba", "bc"), people="abcd")
        assert found["n"].tolist() == [5, 3, 2]

    def test_a_tie_in_the_other_direction_is_another(self) -> None:
        assert survival(arcs("ab", embedded=[0]), arcs("ba")).loc["all", "kept"] == 0

    def test_tribes_can_be_told_apart(self) -> None:
        membership = pd.Series({"a": 0, "b": 0, "c": 1})
        found = survival(self.before, arcs("ab", "bc", "cd"), membership=membership)
        assert found.loc["within_tribe"].tolist() == [2, 1, 0.5]
        # d has no tribe, so c's tie to d is neither.
        assert found.loc["between_tribes"].tolist() == [2, 1, 0.5]

    def test_nothing_of_a_kind_has_no_share(self) -> None:
        found = survival(arcs("ab", embedded=[1]), arcs("ab"))
        assert math.isnan(found.loc["bridge", "share"])

    def test_what_is_missing_is_named(self) -> None:
        with pytest.raises(ValueError, match="before has no column embedded"):
            survival(arcs("ab"), arcs("ab"))


class TestTimeShares:
    ties = arcs("ab", "ac", "ad", "ba", "ca", hours_explore=[6.0, 3.0, 1.0, 2.0, 0.0])

    def test_own_top_partners_then_the_mean_over_people(self) -> None:
        found = time_shares(self.ties, (1, 2, 5), hours=["hours_explore"])
        # a gives 6 of 10 to the first; b has one partner; c has no hours.
        assert found["mean"].tolist() == pytest.approx([0.8, 0.95, 1.0])
        assert found["sd"].tolist() == pytest.approx([0.2, 0.05, 0.0])
        assert found["n"].tolist() == [2, 2, 2]

    def test_all_purposes_add_up(self) -> None:
        table = self.ties.assign(hours_perform=1.0, hours_share=0.0, hours_rehearse=0.0)
        assert time_shares(table, [1]).loc[1, "mean"] == pytest.approx((7 / 13 + 1 + 1) / 3)

    def test_what_is_wrong_is_named(self) -> None:
        with pytest.raises(ValueError, match="tops holds 0; each must be 1 or more"):
            time_shares(self.ties, [5, 0], hours=["hours_explore"])
        with pytest.raises(ValueError, match="no column hours_perform, hours_share"):
            time_shares(self.ties)


class TestCircles:
    ties = arcs(
        "ab",
        "ac",
        "ad",
        "ba",
        trust=[0.5, 0.9, 0.49, 0.2],
        certainty=[0.33, 0.32, 0.9, 0.1],
    )

    def test_known_and_trusted_is_in_unknown_is_near(self) -> None:
        assert circle_of_tie(self.ties).tolist() == ["in", "near", "out", "near"]

    def test_all_others_are_in_one_of_three(self) -> None:
        found = circles(self.ties, "abcde")
        assert found.loc["a"].to_dict() == {"in_group": 1, "near_group": 1, "out_group": 2}
        assert found.loc["b"].to_dict() == {"in_group": 0, "near_group": 1, "out_group": 3}
        assert found.loc["e"].to_dict() == {"in_group": 0, "near_group": 0, "out_group": 4}
        assert (found.sum(axis=1) == 4).all()

    def test_nobody_needs_a_tie(self) -> None:
        found = circles(self.ties.iloc[:0], "ab")
        assert found["out_group"].tolist() == [1, 1]


def rankings(*weeks: dict[str, str]) -> pd.DataFrame:
    """Rankings written as {"a": "bcd"}: a ranks b first."""
    rows = [
        (week, one, two, place)
        for week, orders in enumerate(weeks)
        for one, order in orders.items()
        for place, two in enumerate(order, 1)
    ]
    return pd.DataFrame(rows, columns=["week", "from", "to", "rank"])


class TestSettling:
    def test_stability_is_the_mean_correlation_of_people(self) -> None:
        table = rankings({"a": "bcd", "b": "acd"}, {"a": "bcd", "b": "dca"}, {"a": "dcb"})
        found = rank_stability(table)
        assert found["correlation"].tolist() == pytest.approx([0.0, -1.0])
        assert found["n"].tolist() == [2, 1]
        assert found["since"].tolist() == [0, 1]

    def test_only_who_is_ranked_twice_counts(self) -> None:
        # Of b, c, d, e only b, c, d are there in both weeks, and those in the same order.
        found = rank_stability(rankings({"a": "becd"}, {"a": "bcd"}))["correlation"]
        assert found.item() == pytest.approx(1.0)

    def test_one_week_has_no_stability(self) -> None:
        assert rank_stability(rankings({"a": "bcd"})).empty

    def test_too_few_to_rank_has_no_figure(self) -> None:
        assert math.isnan(rank_stability(rankings({"a": "b"}, {"a": "b"}))["correlation"].item())

    def test_top_choices_make_a_network_a_week(self) -> None:
        found = top_choices(rankings({"a": "bcd", "b": "acd"}, {"a": "dcb"}), top=2)
        assert list(found) == [0, 1]
        assert sorted(map("".join, found[0].table().to_numpy())) == ["ab", "ac", "ba", "bc"]
        assert sorted(map("".join, found[1].table().to_numpy())) == ["ac", "ad"]
        assert found[1].people.tolist() == list("abcd")

    def test_equals_do_not_make_more_choices(self) -> None:
        table = rankings({"a": "bcd"}).assign(rank=2.0)
        assert top_choices(table, top=2)[0].num_arcs == 2

    def test_rankings_of_trust(self) -> None:
        ties = arcs("ab", "ac", "ad", "ba", trust=[0.4, 0.9, 0.4, 0.1], week=[3, 3, 3, 3])
        assert rank_partners(ties)["rank"].tolist() == [2.5, 1.0, 2.5, 1.0]

    def test_no_choices_are_refused(self) -> None:
        with pytest.raises(ValueError, match=r"top \(0\) must be 1 or more"):
            top_choices(rankings({"a": "bcd"}), top=0)

    def test_it_is_the_mean_of_spearmans_correlations(self) -> None:
        rng = np.random.default_rng(1)
        pairs = [(i, j) for i in range(9) for j in range(9) if i != j]
        trust = rng.integers(0, 6, (2, len(pairs)))
        weeks = [
            pd.DataFrame(pairs, columns=["from", "to"]).assign(week=week, trust=trust[week])
            for week in range(2)
        ]
        found = rank_stability(rank_partners(pd.concat(weeks)))["correlation"].item()
        each = [stats.spearmanr(*rows).statistic for rows in trust.reshape(2, 9, 8).swapaxes(0, 1)]
        assert found == pytest.approx(np.mean(each))
