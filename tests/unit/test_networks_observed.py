"""What of a memory would be reported as advice, friendship and work."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from trustgarden.analysis.networks import (
    advice_strength,
    frequency_strength,
    friendship_strength,
    observed_network,
    work_strength,
)


def tie(one: str = "a", two: str = "b", **changed: float) -> dict[str, object]:
    columns = {
        "trust_ability": 0.6,
        "trust_benevolence": 0.5,
        "hours_perform": 6.0,
        "hours_share": 2.0,
        "hours_rehearse": 20.0,
        "hours_explore": 40.0,
        "rank_from": 1,
        "rank_to": 1,
        "familiarity": 68.0,
    }
    return {"from": one, "to": two, **columns, **changed}


def ties(*rows: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(list(rows))


class TestStrengths:
    def test_advice_is_ability_where_one_can_reach_it(self) -> None:
        # 8 hours are half of the access.
        assert advice_strength(ties(tie())) == pytest.approx([0.3])

    def test_frequency_is_hours_with_who_knows_and_is_never_enough(self) -> None:
        # (6 + 2) * 0.6, and ten times as many hours are ten times as often.
        often = tie(hours_perform=60.0, hours_share=20.0)
        assert frequency_strength(ties(tie(), often)) == pytest.approx([4.8, 48.0])

    def test_frequency_asks_for_no_rank(self) -> None:
        # What standing costs is in the hours already.
        table = ties(tie(rank_to=0), tie(), tie(rank_to=2))
        assert frequency_strength(table) == pytest.approx([4.8] * 3)
        unranked = table.drop(columns=["rank_from", "rank_to"])
        assert frequency_strength(unranked) == pytest.approx([4.8] * 3)

    def test_friendship_is_goodwill_in_free_hours(self) -> None:
        # 40 + 20 / 2 = 50 free hours are half of a friendship.
        assert friendship_strength(ties(tie())) == pytest.approx([0.25])

    def test_work_is_hours_of_performing(self) -> None:
        assert work_strength(ties(tie())).tolist() == [6.0]

    def test_advice_goes_up_or_level(self) -> None:
        table = ties(tie(rank_to=0), tie(), tie(rank_to=2))
        assert advice_strength(table) == pytest.approx([0.3, 0.3, 0.15])
        assert advice_strength(table, downward=1) == pytest.approx([0.3] * 3)

    @pytest.mark.parametrize(
        ("column", "advice", "friendship"),
        [
            ("trust_ability", 1, 0),
            ("hours_perform", 1, 0),
            ("hours_share", 1, 0),
            ("trust_benevolence", 0, 1),
            ("hours_explore", 0, 1),
            ("hours_rehearse", 0, 1),
        ],
    )
    def test_each_reads_its_own_part_of_the_memory(
        self, column: str, advice: int, friendship: int
    ) -> None:
        table = ties(tie(), tie(**{column: 0.9}))
        assert (np.ptp(advice_strength(table)) > 0) == advice
        assert (np.ptp(frequency_strength(table)) > 0) == advice
        assert (np.ptp(friendship_strength(table)) > 0) == friendship

    def test_no_hours_are_no_tie(self) -> None:
        table = ties(tie(hours_perform=0, hours_share=0, hours_rehearse=0, hours_explore=0))
        assert advice_strength(table).tolist() == [0.0]
        assert frequency_strength(table).tolist() == [0.0]
        assert friendship_strength(table).tolist() == [0.0]

    def test_what_is_wrong_is_named(self) -> None:
        with pytest.raises(ValueError, match="ties has no column trust_ability, hours_perform"):
            advice_strength(pd.DataFrame({"hours_share": [1.0]}))
        with pytest.raises(ValueError, match="ties has no column trust_ability, hours_perform"):
            frequency_strength(pd.DataFrame({"hours_share": [1.0]}))
        with pytest.raises(ValueError, match=r"downward \(1.5\) must be from 0 to 1"):
            advice_strength(ties(tie()), downward=1.5)


class TestObservedNetwork:
    def test_the_strongest_are_taken_over_all_people(self) -> None:
        table = ties(tie("a", "b"), tie("a", "c"), tie("b", "c"), tie("c", "a"))
        found = observed_network(table, [4.0, 3.0, 1.0, 2.0], mean_degree=1.0)
        assert sorted(map("".join, found.table().to_numpy())) == ["ab", "ac", "ca"]

    def test_people_without_ties_count_in_the_mean(self) -> None:
        table = ties(tie("a", "b"), tie("a", "c"), tie("b", "c"), tie("c", "a"))
        found = observed_network(table, [4, 3, 1, 2], mean_degree=0.5, people=list("abcdef"))
        assert (found.num_people, found.num_arcs) == (6, 3)

    def test_equals_go_by_familiarity_then_by_people(self) -> None:
        table = ties(tie("b", "a"), tie("a", "c"), tie("a", "b"), tie("c", "a", familiarity=90.0))
        for order in ([0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]):
            rows = table.iloc[order]
            found = observed_network(rows, np.ones(4), mean_degree=2 / 3)
            assert sorted(map("".join, found.table().to_numpy())) == ["ab", "ca"]

    def test_ties_of_no_strength_are_never_taken(self) -> None:
        table = ties(tie("a", "b"), tie("b", "a"))
        assert observed_network(table, [0.0, 1.0], mean_degree=1.0).num_arcs == 1

    @pytest.mark.parametrize(
        ("strength", "degree", "message"),
        [
            ([1.0], 1.0, r"shape \(1,\); there are 2 ties"),
            ([1.0, -2.0], 1.0, "strength holds -2.0"),
            ([1.0, np.nan], 1.0, "strength holds nan"),
            ([1.0, 1.0], 0.0, r"mean_degree \(0.0\)"),
        ],
    )
    def test_what_is_wrong_is_named(
        self, strength: list[float], degree: float, message: str
    ) -> None:
        with pytest.raises(ValueError, match=message):
            observed_network(ties(tie("a", "b"), tie("b", "a")), strength, mean_degree=degree)
