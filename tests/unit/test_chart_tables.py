"""Tables that charts are drawn from: accounts, phases, loops, basins, signs, survival of ties."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from every_chart import X, Y, booked_runs, gardens, looped, seen_ties, swept
from synthetic_results import Curve, make_results

from trustgarden.analysis.accounts import CAUSES, CHANGE, accounts_between, weekly_accounts
from trustgarden.analysis.arms import arms_of
from trustgarden.analysis.basins import starts_and_ends
from trustgarden.analysis.before_collapse import before_collapse, sign_counts
from trustgarden.analysis.emergence import Definitions
from trustgarden.analysis.loops import loop_gaps, loop_means
from trustgarden.analysis.phases import phase_cells
from trustgarden.analysis.tables import crossings, weekly_runs
from trustgarden.analysis.tie_survival import tie_survival
from trustgarden.model.layout import ACCOUNTS


class TestAccounts:
    def test_every_account_belongs_to_one_cause(self) -> None:
        assert sorted(name for names in CAUSES.values() for name in names) == sorted(ACCOUNTS)

    def test_before_and_causes_add_up_to_after(self) -> None:
        table = accounts_between(booked_runs(), 4, 20).set_index("cause")["mean"]
        assert table["before"] + table[list(CAUSES)].sum() == pytest.approx(table["after"])
        after = np.mean([run.series.loc[20, "trust"] for run in booked_runs()])
        assert table["after"] == pytest.approx(after)

    def test_steps_add_up_to_the_change(self) -> None:
        table = weekly_accounts(booked_runs(), every_weeks=4)
        assert sorted(table["week"].unique()) == [4, 8, 12, 16, 20, 24]
        causes = table[table["cause"] != CHANGE].groupby("week")["mean"].sum()
        change = table[table["cause"] == CHANGE].set_index("week")["mean"]
        np.testing.assert_allclose(causes, change)
        first = np.mean([run.series.loc[4, "trust"] - 0.5 for run in booked_runs()])
        assert change[4] == pytest.approx(first)

    def test_one_run_has_no_interval(self) -> None:
        assert weekly_accounts(booked_runs()[:1])["low"].isna().all()

    @pytest.mark.parametrize(("first", "last"), [(0, 5), (5, 5), (5, 27)])
    def test_weeks_that_are_not_there_are_refused(self, first: int, last: int) -> None:
        with pytest.raises(ValueError, match="must lie in order within 1 to 26"):
            accounts_between(booked_runs(), first, last)

    def test_a_step_longer_than_the_runs_is_refused(self) -> None:
        with pytest.raises(ValueError, match="no whole step of 30 weeks"):
            weekly_accounts(booked_runs(), every_weeks=30)


class TestPhases:
    def test_a_cell_for_each_pair_of_levels(self) -> None:
        cells = phase_cells(swept(), X, Y)
        assert len(cells) == 9
        assert (cells["n"] == 4).all()
        # Levels raise the end by a tenth of their sum: 0.52 + 0.39 is there, 0.53 is not.
        at = cells.set_index(["x", "y"])
        assert at.loc[(0.9, 3.0), "there"] == 1.0
        assert at.loc[(0.1, 0.0), "there"] == 0.0
        assert at.loc[(0.9, 3.0), "mean"] == pytest.approx(0.91, abs=0.05)
        assert at.loc[(0.1, 0.0), "there_high"] > 0.3

    def test_what_falls_is_lost(self) -> None:
        factors = {X: [0.1, 0.5], Y: [0.0, 0.1]}
        fallen = make_results({"blame": Curve(0.6, 0.3)}, replicates=3, factors=factors)
        cells = phase_cells(fallen, X, Y)
        assert (cells["lost"] == 1.0).all()
        assert (cells["there"] == 0.0).all()

    def test_levels_that_are_no_numbers_are_refused(self) -> None:
        results = make_results(
            {"garden": Curve()}, replicates=1, weeks=20, factors={X: [0.1], Y: ["a", "b"]}
        )
        with pytest.raises(ValueError, match="whose levels are numbers"):
            phase_cells(results, X, Y)
        with pytest.raises(ValueError, match=r"turnover\.leave_rate is None"):
            phase_cells(results, X, "turnover.leave_rate")


class TestLoops:
    def test_the_gap_is_taken_within_replicates(self) -> None:
        gaps = loop_gaps(looped()).set_index("level")
        assert gaps["mean"].tolist() == pytest.approx([-0.1, -0.05, 0.0])
        # All replicates have the same gap, though they differ by themselves.
        assert gaps.loc[0.0, "low"] == pytest.approx(-0.1)

    def test_means_of_each_way(self) -> None:
        means = loop_means(looped()).set_index(["branch", "level"])
        assert means.loc[("up", 0.0), "mean"] == pytest.approx(0.715)
        assert means.loc[("down", 0.0), "mean"] == pytest.approx(0.615)
        assert (means["n"] == 4).all()

    def test_a_missing_column_is_named(self) -> None:
        with pytest.raises(ValueError, match="runs has no column branch"):
            loop_means(looped().drop(columns="branch"))


class TestBasins:
    def test_starts_and_ends_are_those_of_the_curves(self) -> None:
        table = starts_and_ends(gardens().runs).groupby("arm")[["start", "end"]].mean()
        assert table.loc["garden", "start"] == pytest.approx(0.48, abs=0.03)
        assert table.loc["blame", "end"] == pytest.approx(0.33, abs=0.03)

    def test_a_start_may_lie_after_a_past(self) -> None:
        late = starts_and_ends(gardens().runs, from_week=80).groupby("arm")["start"].mean()
        assert late["garden"] == pytest.approx(0.72, abs=0.03)

    @pytest.mark.parametrize("week", [0, 89])
    def test_too_few_weeks_are_refused(self, week: int) -> None:
        with pytest.raises(ValueError, match="17 or more"):
            starts_and_ends(gardens().runs, from_week=week)


def rising(num_runs: int, collapsed: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Runs whose noise grows towards a week in which each is said to collapse."""
    rng = np.random.default_rng(8)
    parts = []
    for replicate in range(num_runs):
        noise = rng.normal(0, 1, 104) * np.linspace(0.001, 0.02, 104)
        parts.append(
            pd.DataFrame({"arm": "a", "replicate": replicate, "week": np.arange(1, 105),
                          "trust_team": 0.6 + noise})
        )  # fmt: skip
    found = pd.DataFrame({"arm": "a", "replicate": range(num_runs), "collapsed": collapsed})
    return pd.concat(parts, ignore_index=True), found


class TestBeforeCollapse:
    def test_growing_noise_shows_in_the_variance(self) -> None:
        weekly, found = rising(6, 100.0)
        table = before_collapse(weekly, found, weeks=90)
        variance = table[table["sign"] == "variance"].set_index("before")["mean"]
        assert list(table["sign"].unique()) == ["trust_team", "variance", "autocorrelation"]
        assert variance.index.max() == -1
        assert variance.iloc[-1] > 2 * variance.iloc[0]
        counts = sign_counts(weekly, found, weeks=90).set_index("sign")
        assert counts.loc["variance", "count"] >= 4
        assert counts.loc["variance", "tau"] > 0.5

    def test_the_week_of_collapse_is_cut_off(self) -> None:
        weekly, found = rising(2, 60.0)
        weekly.loc[weekly["week"] >= 60, "trust_team"] = -9.0
        assert before_collapse(weekly, found)["mean"].min() > -1.0

    def test_runs_that_collapsed_too_soon_or_never_are_left_out(self) -> None:
        weekly, found = rising(3, 60.0)
        found.loc[0, "collapsed"], found.loc[1, "collapsed"] = 40.0, np.nan
        assert set(before_collapse(weekly, found)["n"]) == {1}
        found["collapsed"] = np.nan
        assert before_collapse(weekly, found).empty
        assert sign_counts(weekly, found)["n"].tolist() == [0, 0]

    def test_too_few_weeks_are_refused(self) -> None:
        with pytest.raises(ValueError, match="must be 40 or more"):
            before_collapse(*rising(1, 60.0), weeks=39)

    def test_it_takes_what_crossings_gives(self) -> None:
        results = make_results({"blame": Curve(0.7, 0.3, middle=80)}, replicates=3)
        weekly = weekly_runs(results, arms_of(results.manifest), ["trust_team"])
        found = crossings(weekly, Definitions())
        assert set(before_collapse(weekly, found)["n"]) == {3}


def ties(*rows: tuple[int, str, str, int]) -> pd.DataFrame:
    """Chosen ties of one replicate: week, from, to, embedded."""
    table = pd.DataFrame(rows, columns=["week", "from", "to", "embedded"])
    return table.assign(replicate=0, kind="chosen")


class TestTieSurvival:
    def test_shares_are_those_counted_by_hand(self) -> None:
        table = tie_survival(
            ties((1, "a", "b", 1), (1, "b", "a", 1), (1, "a", "c", 0), (1, "c", "a", 0),
                 (9, "a", "b", 1), (9, "b", "a", 1), (9, "c", "a", 0),
                 (17, "a", "b", 1), (17, "c", "a", 0))
        ).set_index(["arm", "weeks"])  # fmt: skip
        assert table.loc["bridges", "share"].tolist() == [1.0, 0.5, 0.5]
        assert table.loc["embedded", "share"].tolist() == [1.0, 1.0, 0.5]
        assert table.loc["bridges", "at_risk"].tolist() == [2, 2, 1]
        assert table["low"].isna().all()

    def test_a_tie_goes_with_the_person_and_does_not_count_as_lost(self) -> None:
        table = tie_survival(
            ties((1, "a", "b", 1), (1, "a", "c", 1), (1, "b", "a", 1),
                 (9, "b", "a", 1), (9, "a", "b", 1))
        )  # fmt: skip
        assert table["share"].tolist() == [1.0, 1.0]
        assert table["at_risk"].tolist() == [3, 2]

    def test_what_comes_back_was_lost(self) -> None:
        table = tie_survival(
            ties((1, "a", "b", 1), (1, "b", "a", 1), (9, "b", "a", 1), (17, "a", "b", 1),
                 (17, "b", "a", 1))
        )  # fmt: skip
        assert table["share"].tolist() == [1.0, 0.5, 0.5]

    def test_bands_are_over_replicates(self) -> None:
        table = tie_survival(seen_ties())
        assert set(table["n"]) == {3}
        last = table[table["weeks"] == 30].set_index("arm")
        assert last.loc["bridges", "share"] < 0.3 < 0.7 < last.loc["embedded", "share"]
        assert (last["low"] <= last["share"]).all()
        assert (last["share"] <= last["high"]).all()

    def test_only_the_kind_asked_for_is_followed(self) -> None:
        table = ties((1, "a", "b", 1), (1, "b", "a", 1), (9, "a", "b", 1), (9, "b", "a", 1))
        table.loc[0, "kind"] = "team"
        assert tie_survival(table)["at_risk"].iloc[0] == 1
        assert tie_survival(table, kind=None)["at_risk"].iloc[0] == 2

    def test_one_week_is_refused(self) -> None:
        with pytest.raises(ValueError, match="two or more are needed"):
            tie_survival(ties((1, "a", "b", 1)))
