"""New charts: that what is drawn is what the tables hold, and that networks stay readable."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pandas as pd
import pytest
from every_chart import CHARTS, booked_runs, diary, organisation

from trustgarden.analysis import accounts, charts, networks
from trustgarden.analysis.accounts import CAUSES
from trustgarden.analysis.charts.accounts import STYLES
from trustgarden.analysis.charts.web import strongest_ties
from trustgarden.analysis.networks.placing import chart_places, group_places


class TestWeb:
    @pytest.mark.parametrize("num_people", [20, 60, 150, 300])
    def test_groups_do_not_lie_on_each_other(self, num_people: int) -> None:
        people, ties = organisation(num_people)
        groups = people.set_index("id")["team"]
        places = group_places(groups, networks.mutual_ties(ties))
        centres = places.groupby(groups).mean()
        apart = np.linalg.norm(centres.to_numpy()[:, None] - centres.to_numpy()[None], axis=2)
        far = (places - centres.loc[groups].set_axis(groups.index)).pow(2).sum(axis=1) ** 0.5
        largest = far.groupby(groups).max().to_numpy()
        np.fill_diagonal(apart, np.inf)
        assert (apart > largest[:, None] + largest[None]).all()

    @pytest.mark.parametrize("num_people", [20, 300])
    def test_nobody_stands_on_anybody_else_in_the_chart(self, num_people: int) -> None:
        people, _ = organisation(num_people)
        places = chart_places(people.set_index("id")["leader"])
        assert not places.round(2).duplicated().any()
        for row in people.dropna(subset="leader").itertuples():
            assert places.loc[row.id, "y"] < places.loc[row.leader, "y"]

    def test_few_ties_are_drawn_of_many(self) -> None:
        people, ties = organisation(150)
        mutual = networks.mutual_ties(ties)
        drawn = strongest_ties(mutual, most=2)
        ends = pd.concat([drawn["a"], drawn["b"]])
        assert set(ends) == set(people["id"])
        assert len(drawn) <= 2 * len(people)

    def test_a_tie_between_teams_stands_out(self) -> None:
        people, ties = organisation(30)
        figure = charts.formal_and_social(people, ties)
        lines = [trace for trace in figure.data if trace.mode == "lines"]
        # The chart, ties within teams, and the one tie between the first and the last person.
        assert [len(trace.x) for trace in lines][2] == 3
        assert "1 between teams" in figure.layout.meta["alt"]

    def test_tribes_are_numbered_and_bridges_counted(self) -> None:
        figure = CHARTS["tribes_and_bridges"](True)
        numbers = [re.sub("<.*?>", "", note.text) for note in figure.layout.annotations]
        assert numbers == ["1", "2", "3", "4", "5"]
        assert "1 ties between tribes" in figure.layout.meta["alt"]


class TestAccounts:
    def test_every_cause_has_a_look_of_its_own(self) -> None:
        assert list(STYLES) == list(CAUSES)
        assert len({colour for colour, _ in STYLES.values()}) == len(CAUSES)

    def test_layers_add_up_to_the_line(self) -> None:
        figure = CHARTS["accounts_stream"](True)
        layers = [trace.y for trace in figure.data if trace.stackgroup]
        assert len(layers) == 2 * len(CAUSES)
        np.testing.assert_allclose(np.sum(layers, axis=0), figure.data[-1].y, atol=2e-4)

    def test_the_waterfall_goes_from_before_to_after(self) -> None:
        table = accounts.accounts_between(booked_runs(), 4, 20)
        figure = charts.accounts_waterfall(table, first=4, last=20)
        bars = [trace for trace in figure.data if trace.type == "bar"]
        ends = table.set_index("cause")["mean"]
        assert bars[0].base[0] == pytest.approx(ends["before"], abs=1e-5)
        assert bars[-1].base[0] + bars[-1].x[0] == pytest.approx(ends["after"], abs=1e-5)
        for bar, following in itertools.pairwise(bars):
            assert bar.base[0] + bar.x[0] == pytest.approx(following.base[0], abs=1e-5)


class TestOthers:
    def test_boundaries_are_drawn_where_they_are_crossed(self) -> None:
        figure = CHARTS["phase_diagram"](True)
        contours = [trace for trace in figure.data if trace.type == "contour"]
        assert len(contours) == 2
        assert contours[0].contours.start == 0.5
        assert "trust is there" in figure.layout.annotations[0].text
        assert "trust is lost" not in figure.layout.annotations[0].text

    def test_the_loop_names_both_ways_and_the_gap(self) -> None:
        figure = CHARTS["hysteresis_loop"](True)
        assert "0.5: −0.050" in figure.layout.meta["alt"]
        words = [note.text for note in figure.layout.annotations]
        assert "━ ● on the way up" in words
        assert "╍ ■ on the way down" in words

    def test_survival_ends_where_few_are_left(self) -> None:
        table = pd.DataFrame(
            {"weeks": [0, 5, 9, 30], "share": [0.0, 0.4, 0.8, 1.0], "low": np.nan, "high": np.nan,
             "at_risk": [100, 60, 20, 1]}
        )  # fmt: skip
        figure = charts.acceptance_curves(table)
        assert figure.layout.xaxis.range == (0, 9)
        assert figure.data[-1].y.max() == 0.8

    def test_nobody_to_tell_of_is_refused(self) -> None:
        d = diary()
        with pytest.raises(ValueError, match="Person 77: the tables hold no week"):
            charts.person_story(d["people"], d["episodes"], d["turns"], "77")

    def test_signs_of_no_run_are_refused(self) -> None:
        empty = pd.DataFrame(columns=["sign", "before", "mean", "low", "high", "n"])
        with pytest.raises(ValueError, match="no run collapsed late enough"):
            charts.warning_chart(empty, empty)

    def test_a_story_without_episodes_and_turns_can_be_told(self) -> None:
        d = diary()
        figure = charts.person_story(d["people"], d["episodes"][:0], d["turns"][:0], "1")
        assert "Episodes: none. Turns: none." in figure.layout.meta["alt"]

    def test_people_stand_by_team_and_the_highest_on_top(self) -> None:
        figure = CHARTS["people_landscape"](True)
        grid = figure.data[0].z
        assert grid.shape == (34, 3)
        gaps = np.flatnonzero(np.isnan(grid).all(axis=1))
        assert gaps.tolist() == [6, 13, 20, 27]
        assert (np.diff(grid[:6, -1]) <= 0).all()
