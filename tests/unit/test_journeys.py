"""Journeys: steps that took place, and weeks to acceptance with those not accepted yet."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from trustgarden.analysis.journeys import (
    acceptance_curve,
    acceptance_weeks,
    newcomers,
    steps_taken,
)

NOT_YET = math.nan


def path(
    person: str, joined: int, accepted: float, *steps: tuple[str, bool], **more: object
) -> list[dict[str, object]]:
    """The rows of one newcomer; one without a step, if nothing was planned."""
    whole = {"person": person, "joined_week": joined, "accepted_week": accepted, **more}
    planned = [
        {**whole, "week": joined + place, "step": step, "who": "buddy", "happened": happened}
        for place, (step, happened) in enumerate(steps)
    ]
    return planned or [{**whole, "week": math.nan, "step": None, "who": None, "happened": False}]


def journeys(*paths: list[dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame([row for rows in paths for row in rows])


GREET, MISSED, BUDDY = ("greet", True), ("greet", False), ("buddy", True)


class TestStepsTaken:
    table = journeys(
        path("a", 1, 5, GREET, BUDDY, choreography="buddy"),
        path("b", 1, 9, MISSED, BUDDY, choreography="buddy"),
        path("c", 2, NOT_YET, MISSED, choreography="book"),
        path("d", 2, NOT_YET, choreography="cold"),
    )

    def test_each_step_and_all(self) -> None:
        found = steps_taken(self.table)
        assert found["step"].tolist() == ["greet", "buddy", "all"]
        assert found["planned"].tolist() == [3, 2, 5]
        assert found["happened"].tolist() == [1, 2, 3]
        assert found["share"].tolist() == pytest.approx([1 / 3, 1.0, 0.6])

    def test_by_choreography(self) -> None:
        found = steps_taken(self.table, by="choreography")
        every = found[found["step"] == "all"].set_index("choreography")
        assert found.columns[0] == "choreography"
        assert every["planned"].to_dict() == {"buddy": 4, "book": 1, "cold": 0}
        assert every.loc["buddy", "share"] == 0.75
        assert math.isnan(every.loc["cold", "share"])

    def test_nobody_has_joined(self) -> None:
        empty = self.table.iloc[:0]
        assert steps_taken(empty)["planned"].tolist() == [0]
        assert steps_taken(empty, by="choreography").columns.tolist() == [
            "choreography",
            "step",
            "planned",
            "happened",
            "share",
        ]

    def test_a_missing_column_is_named(self) -> None:
        with pytest.raises(ValueError, match="journeys has no column step, happened"):
            steps_taken(pd.DataFrame({"person": ["a"]}))
        with pytest.raises(ValueError, match="journeys has no column style"):
            steps_taken(self.table, by="style")


class TestNewcomers:
    def test_who_is_not_accepted_counts_for_as_long_as_they_were_seen(self) -> None:
        table = journeys(
            path("a", 1, 5, GREET, BUDDY, left_week=NOT_YET),
            path("b", 2, NOT_YET, GREET, left_week=NOT_YET),
            path("c", 3, NOT_YET, GREET, left_week=7),
            path("d", 4, 30, GREET, left_week=NOT_YET),
            path("e", 25, NOT_YET, GREET, left_week=NOT_YET),
        )
        found = newcomers(table, last_week=20)
        assert found["weeks"].to_dict() == {"a": 4, "b": 18, "c": 4, "d": 16}
        assert found["accepted"].to_dict() == {"a": True, "b": False, "c": False, "d": False}

    def test_who_leaves_after_anybody_looked_was_seen_to_the_end(self) -> None:
        table = journeys(path("a", 1, NOT_YET, GREET, left_week=30))
        assert newcomers(table, 20)["weeks"].item() == 19

    def test_people_of_two_replicates_are_two(self) -> None:
        table = journeys(path("a", 1, 5, GREET, replicate=0), path("a", 1, 9, GREET, replicate=1))
        assert newcomers(table, 20)["weeks"].tolist() == [4, 8]

    def test_rows_that_differ_are_refused(self) -> None:
        table = journeys(path("a", 1, 5, GREET), path("a", 1, 9, GREET))
        with pytest.raises(ValueError, match="the rows of 'a' differ in joined_week, accepted"):
            newcomers(table, 20)

    def test_nobody_is_accepted_before_joining(self) -> None:
        with pytest.raises(ValueError, match="'a' was accepted or left before joining"):
            newcomers(journeys(path("a", 9, 5, GREET)), 20)


class TestAcceptance:
    # Accepted after 3, 5, 5 and 8 weeks; seen for 2, 6 and 9 and not accepted.
    table = journeys(
        *(path(str(weeks), 0, weeks, GREET) for weeks in (3, 8)),
        *(path(f"five{n}", 0, 5, GREET) for n in range(2)),
        *(path(f"left{weeks}", 0, NOT_YET, GREET, left_week=weeks) for weeks in (2, 6, 9)),
    )

    def test_the_curve_is_kaplan_and_meiers(self) -> None:
        found = acceptance_curve(self.table, last_week=20)
        assert found["weeks"].tolist() == [0, 2, 3, 5, 6, 8, 9]
        assert found["at_risk"].tolist() == [7, 7, 6, 5, 3, 2, 1]
        waiting = [1, 1, 5 / 6, 5 / 6 * 3 / 5, 0.5, 0.25, 0.25]
        assert found["share"].tolist() == pytest.approx([1 - share for share in waiting])

    def test_intervals_are_on_the_scale_of_log_minus_log(self) -> None:
        row = acceptance_curve(self.table, last_week=20).set_index("weeks").loc[5]
        spread = math.sqrt(1 / (6 * 5) + 2 / (5 * 3)) / abs(math.log(0.5))
        ends = [1 - 0.5 ** math.exp(sign * 1.959964 * spread) for sign in (-1, 1)]
        assert [row["low"], row["high"]] == pytest.approx(ends, rel=1e-5)

    def test_half_of_them(self) -> None:
        row = acceptance_weeks(self.table, last_week=20).iloc[0]
        assert row["median"] == 5
        assert row["low"] == 3
        assert row["high"] == math.inf
        assert (row["accepted"], row["n"]) == (4, 7)

    def test_without_waiting_it_is_the_plain_share(self) -> None:
        table = journeys(*(path(str(n), n, 2.0 * n + 1, GREET) for n in range(1, 9)))
        found = acceptance_curve(table, 99)
        assert found["share"].tolist() == pytest.approx(np.arange(9) / 8)
        assert math.isnan(found["low"].iloc[-1])

    def test_dropping_who_waits_would_favour_the_quick(self) -> None:
        rng = np.random.default_rng(1)
        joined, weeks = rng.integers(1, 41, 600), np.ceil(rng.exponential(20, 600))
        table = journeys(
            *(path(str(n), j, j + w) for n, (j, w) in enumerate(zip(joined, weeks, strict=True)))
        )
        found = acceptance_weeks(table, 52).iloc[0]
        seen = (weeks + joined)[weeks + joined <= 52] - joined[weeks + joined <= 52]
        assert found["median"] == pytest.approx(14, abs=2)
        assert np.median(seen) < 11

    def test_choreographies_are_kept_apart(self) -> None:
        table = journeys(
            path("a", 1, 3, GREET, choreography="buddy"),
            path("b", 1, 4, GREET, choreography="buddy"),
            path("c", 1, NOT_YET, choreography="cold"),
            path("d", 1, 9, choreography="cold"),
            path("e", 1, NOT_YET, choreography="cold"),
        )
        found = acceptance_weeks(table, 20, by="choreography").set_index("choreography")
        assert found["median"].to_dict() == {"buddy": 2, "cold": math.inf}
        assert found["n"].to_dict() == {"buddy": 2, "cold": 3}
        curve = acceptance_curve(table, 20, by="choreography")
        last = curve.groupby("choreography")["share"].last()
        assert last.to_dict() == pytest.approx({"buddy": 1.0, "cold": 1 / 3})

    def test_nobody_accepted_or_nobody_there(self) -> None:
        table = journeys(path("a", 1, NOT_YET), path("b", 2, NOT_YET))
        assert acceptance_curve(table, 20)["share"].tolist() == [0, 0, 0]
        assert acceptance_weeks(table, 20).loc[0, "median"] == math.inf
        empty = table.iloc[:0]
        assert acceptance_curve(empty, 20)["at_risk"].tolist() == [0]
        assert acceptance_weeks(empty, 20)["n"].tolist() == [0]
        assert acceptance_weeks(empty.assign(style=""), 20, by="style").empty
