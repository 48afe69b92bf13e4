"""What can be read of people, of what they remember, and of them as tables."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from small_organisations import NOBODY_LEAVES, small

from trustgarden import Organisation
from trustgarden.model.layout import (
    EPISODE_NAMES,
    KIND_NAMES,
    NUM_EPISODES,
    ORIGIN_NAMES,
)

RICH = NOBODY_LEAVES | {
    "organisation.num_places": 2, "organisation.num_practices": 2,
    "leaders.connections": 0.4, "leaders.style": "absent",
    "communities": [{"name": "choir", "share": 0.5, "visibility": "visible"}],
}  # fmt: skip


def organisation(changes: dict[str, Any] | None = None, weeks: int = 0) -> Organisation:
    return Organisation(small(RICH | dict(changes or {}), num_people=24), seed=3).run(weeks)


# Memory


def memory_of(org: Organisation, me: int, other: int) -> Any:
    return org.person_at(me).memory_of(org.person_at(other))


def test_a_memory_says_how_it_began_and_what_holds_it() -> None:
    org = organisation(weeks=40)
    memories = [one.memory_of(other) for one in org.people for other in one.remembered]
    assert {memory.origin for memory in memories} == set(ORIGIN_NAMES)
    assert {memory.kind for memory in memories} == set(KIND_NAMES)
    assert {memory.third_parties for memory in memories} == set(range(5))
    assert any(memory.promised for memory in memories)
    told = [sum(memory.told) for memory in memories]
    assert min(told) == 0.0 < max(told) <= 6.0
    assert all(memory.met <= memory.last <= 40 for memory in memories)


def test_a_promise_can_be_read() -> None:
    org = organisation()
    state = org.engine.state
    slot = int(np.flatnonzero(state.whom[1] == 0)[0])
    state.ties[1, slot].pledge = 7
    assert memory_of(org, 1, 0).promised == 7


def test_weeks_are_counted_from_the_start_of_the_run_and_not_of_the_past() -> None:
    past = {"organisation.start": "burn-in", "organisation.burn_in_weeks": 5}
    org = organisation(past)
    memory = memory_of(org, 1, 0)
    assert memory.met == -5
    assert -5 <= memory.last <= 0
    org.run(2)
    assert memory_of(org, 1, 0).last <= 2
    assert org.people_table()["joined_week"].tolist() == [-5] * 24
    assert org.people_table()["accepted_week"].tolist() == [0.0] * 24


def test_every_kind_of_episode_has_its_words() -> None:
    assert len(EPISODE_NAMES) <= 16
    assert len(set(EPISODE_NAMES)) == len(EPISODE_NAMES)
    org = organisation()
    slot = int(np.flatnonzero(org.engine.state.whom[1] == 0)[0])
    for kind, words in enumerate(EPISODE_NAMES):
        org.engine.state.traces[1, slot].episode_0 = (3 << 8) | (kind << 4) | 15
        (episode,) = memory_of(org, 1, 0).episodes
        assert (episode.week, episode.what, episode.stake) == (3, words, 1.0)


def test_the_last_four_episodes_are_kept() -> None:
    org = organisation(weeks=10)
    numbers = [len(one.memory_of(other).episodes) for one in org.people for other in one.remembered]
    assert max(numbers) == NUM_EPISODES


# People


def test_people_know_their_team_place_practice_and_communities() -> None:
    org = organisation()
    people = list(org.people)
    assert {person.place for person in people} == {"place 1", "place 2"}
    assert {person.practice for person in people} == {"practice 1", "practice 2"}
    choir = [person.communities for person in people]
    assert [] in choir
    assert ["choir"] in choir


def test_what_people_project_can_be_read_by_purpose() -> None:
    projected = organisation().person_at(3).projected
    assert list(projected) == ["perform", "share", "rehearse", "explore"]
    assert list(projected.values()) == pytest.approx([0.15, 0.15, 0.09, 0.054], rel=1e-6)


def test_newcomers_are_accepted_in_a_week_and_founders_always_were() -> None:
    org = organisation()
    org.schedule(week=2, kind="arrival", number=1, team="team 3").run(2)
    joiner = org.person_at(24)
    assert org.person_at(3).is_accepted
    table = org.people_table().set_index("id")
    assert table.loc["4", "accepted_week"] == 0
    if not joiner.is_accepted:
        assert np.isnan(table.loc[joiner.unique_id, "accepted_week"])
    org.run(30)
    assert joiner.is_accepted
    week = org.people_table().set_index("id").loc[joiner.unique_id, "accepted_week"]
    paths = org.paths()
    accepted = paths[(paths["what"] == "accepted") & (paths["who"] == joiner.unique_id)]
    assert accepted["week"].tolist() == [week]


# Tables


def test_the_table_of_ties_says_where_both_ends_sit() -> None:
    org = organisation(weeks=6)
    people = org.people_table().set_index("id")
    ties = org.ties()
    for end in ("from", "to"):
        for name in ("team", "place", "practice", "rank"):
            expected = people.loc[ties[end], name].to_numpy()
            assert (ties[f"{name}_{end}"].to_numpy() == expected).all(), name
    assert len(ties.drop_duplicates(["from", "to"])) == len(ties)


def test_trust_given_and_received_are_means_over_the_table_of_ties() -> None:
    org = organisation(weeks=6)
    people, ties = org.people_table().set_index("id"), org.ties()
    for end, name in (("from", "trust_given"), ("to", "trust_received")):
        mean = ties.groupby(end)["trust"].mean()
        assert people[name].to_numpy() == pytest.approx(mean[people.index].to_numpy(), rel=1e-12)
    assert ties["trust"].mean() == pytest.approx(org.series["trust"].iloc[-1], rel=1e-12)


def test_tables_follow_what_was_told() -> None:
    """A tale moves trust in the table as it moves it in the kernels."""
    org = organisation()
    org.engine.state.ties["told_for"] = 2.0
    org.engine.state.ties["told_against"] = 0.5
    ties = org.ties().set_index(["from", "to"])
    one, other = org.person_at(1), org.person_at(0)
    assert ties.loc[("2", "1"), "trust"] == pytest.approx(one.trust_in(other), rel=1e-12)
    assert one.memory_of(other).trust == pytest.approx(one.trust_in(other), rel=1e-12)
    assert ties.loc[("2", "1"), "told"] == 2.5
