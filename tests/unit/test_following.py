"""Diaries of a few people, and levers slowly up and down, from real runs of small organisations."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from trustgarden.analysis import charts, loops
from trustgarden.errors import InputError
from trustgarden.experiments import simulate
from trustgarden.experiments.following import Diary, follow
from trustgarden.experiments.ramping import Ramp, ramp
from trustgarden.model.layout import EPISODE_NAMES

SMALL = {"organisation.num_people": 12, "organisation.team_size": 4, "turnover.leave_rate": 0.0}
BETRAYAL = {
    "events": [
        {"week": 5, "kind": "betrayal", "who": "2", "whom": "3", "description": "In team 1."},
        {"week": 6, "kind": "betrayal", "who": "7", "whom": "8"},
        {"week": 7, "kind": "gathering"},
    ]
}


@pytest.fixture(scope="module")
def diary() -> Diary:
    return follow("untended", ["2", "3"], weeks=12, seed=4, changes=SMALL | BETRAYAL)


class TestFollow:
    def test_looking_changes_nothing(self, diary: Diary) -> None:
        run = simulate("untended", weeks=12, seed=4, changes=SMALL | BETRAYAL)
        last = diary.people[diary.people["week"] == 12].set_index("id")
        there = run.people.set_index("id").loc[["2", "3"]]
        for name in ("trust_given", "trust_received", "strain"):
            np.testing.assert_array_equal(last[name], there[name])
        tie = run.ties[(run.ties["from"] == "3") & (run.ties["to"] == "2")]["trust"].item()
        rows = diary.ties[(diary.ties["week"] == 12) & (diary.ties["from"] == "3")]
        assert rows["trust"].tolist() == [tie]

    def test_a_row_a_person_and_week(self, diary: Diary) -> None:
        assert len(diary.people) == 24
        assert diary.weeks == 12
        assert repr(diary) == "<Diary of 2, 3 in 'untended', 12 weeks>"

    def test_a_betrayal_is_an_episode_and_costs_trust(self, diary: Diary) -> None:
        rows = diary.episodes.query("week == 5 and who == '3' and whom == '2'")
        assert "deceived me" in set(rows["what"])
        trust = diary.ties.query("`from` == '3' and to == '2'").set_index("week")["trust"]
        assert trust[5] < trust[4]

    def test_episodes_concern_those_who_are_followed(self, diary: Diary) -> None:
        named = diary.episodes["who"].isin(["2", "3"]) | diary.episodes["whom"].isin(["2", "3"])
        assert named.all()
        assert set(diary.episodes["what"]) <= set(EPISODE_NAMES[1:])
        assert diary.episodes["stake"].between(0, 1).all()
        assert set(diary.episodes["week"]) <= set(range(1, 13))

    def test_turns_are_those_of_these_people_and_of_everybody(self, diary: Diary) -> None:
        assert diary.turns["what"].tolist() == ["betrayal by 2 of 3 (In team 1)", "gathering"]
        assert diary.turns["week"].tolist() == [5, 7]

    def test_who_joins_later_can_be_followed(self) -> None:
        changes = SMALL | {"events": [{"week": 3, "kind": "arrival", "team": "team 1"}]}
        found = follow("untended", ["w3-1"], weeks=8, seed=1, changes=changes)
        assert found.people["week"].min() >= 3
        assert "joined" in set(found.turns["what"])

    def test_a_move_is_a_turn(self) -> None:
        changes = SMALL | {"events": [{"week": 3, "kind": "reorganisation", "share": 1.0}]}
        people = [str(number) for number in range(1, 13)]
        found = follow("untended", people, weeks=5, seed=1, changes=changes)
        moved = found.turns[found.turns["what"].str.startswith("came into team")]
        assert set(moved["week"]) == {3}

    def test_the_stories_can_be_drawn(self, diary: Diary) -> None:
        person = charts.person_story(diary.people, diary.episodes, diary.turns, "3")
        assert "1 (week 5): betrayal by 2 of 3" in person.layout.meta["note"]
        tie = charts.tie_story(diary.ties, diary.episodes, diary.turns, "2", "3")
        assert "deceived me" in tie.layout.meta["alt"]

    @pytest.mark.parametrize(
        ("people", "words"),
        [([], "people is empty"), (["2", "99"], "people names '99', and nobody of that name")],
    )
    def test_who_was_never_here_is_refused(self, people: list[str], words: str) -> None:
        with pytest.raises(InputError, match=words):
            follow("untended", people, weeks=2, seed=1, changes=SMALL)


def ramped(**how: Any) -> Ramp:
    settings: dict[str, Any] = {
        "weeks_each": 4, "settle_weeks": 3, "replicates": 2, "changes": SMALL, "workers": 1
    }  # fmt: skip
    return ramp("garden", "consequence.monitoring", [0.0, 0.5, 1.0], **settings | how)


class TestRamp:
    def test_the_top_belongs_to_both_ways(self) -> None:
        runs = ramped().runs
        first = runs[runs["replicate"] == 0].set_index(["branch", "step"])
        assert first.loc["up", "level"].tolist() == [0.0, 0.5, 1.0]
        assert first.loc["down", "level"].tolist() == [1.0, 0.5, 0.0]
        assert first.loc[("up", 2), "value"] == first.loc[("down", 2), "value"]
        gaps = loops.loop_gaps(runs)
        assert gaps["n"].tolist() == [2, 2, 2]

    def test_values_are_those_of_a_run_with_these_events(self) -> None:
        steps = [(1, 0.0), (8, 0.5), (12, 1.0), (16, 0.5), (20, 0.0)]
        events = [{"week": w, "set": {"consequence.monitoring": level}} for w, level in steps]
        run = simulate("garden", weeks=23, seed=5, changes=SMALL | {"events": events})
        runs = ramped(seed=5, replicates=1).runs
        trust = run.series["trust_team"]
        means = [trust[4:7].mean(), trust.loc[8:11].mean(), trust.loc[12:15].mean()]
        up = runs[runs["branch"] == "up"]["value"]
        np.testing.assert_allclose(up[1:], means[1:])
        assert up.iloc[0] == pytest.approx(trust.loc[4:7].mean())

    def test_what_stands_on_the_calendar_stays(self) -> None:
        events = [{"week": 2, "kind": "layoff", "share": 0.5}]
        without = ramped(replicates=1).runs["value"]
        with_it = ramped(replicates=1, changes=SMALL | {"events": events}).runs["value"]
        assert (without != with_it).any()

    def test_progress_ends_with_all(self) -> None:
        told: list[tuple[int, int]] = []
        ramped(progress=lambda done, total, _: told.append((done, total)))
        assert told == [(1, 2), (2, 2)]

    @pytest.mark.parametrize(
        ("levels", "given", "words"),
        [([0.0, 1.0], {}, "3 or more numbers in rising order"),
         ([0.0, 0.5, 0.5], {}, "in rising order"),
         ([0.0, 0.5, 1.0], {"weeks_each": 0}, "weeks_each is 0"),
         ([0.0, 0.5, 1.0], {"settle_weeks": -1}, "settle_weeks is -1"),
         ([0.0, 0.5, 1.0], {"replicates": True}, "replicates is True"),
         ([0.0, 0.5, 1.0], {"measure": "trust_tem"}, "Did you mean trust_team"),
         ([0.0, 0.5, 7.0], {}, "monitoring")],
    )  # fmt: skip
    def test_what_cannot_be_used_is_refused(
        self, levels: list[float], given: dict[str, Any], words: str
    ) -> None:
        with pytest.raises(InputError, match=words):
            ramp("garden", "consequence.monitoring", levels, **{"changes": SMALL} | given)

    def test_a_lever_that_no_event_may_change_is_refused(self) -> None:
        with pytest.raises(InputError, match="organisation"):
            ramp("garden", "organisation.num_people", [10, 20, 30], changes=SMALL)
