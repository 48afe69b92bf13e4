"""The Mesa face: what a user of Mesa may expect of an `Organisation`, on Mesa 3.3 and 3.5."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path
from typing import Any

import mesa
import numpy as np
import pytest

import trustgarden as tg
from trustgarden import Leader, Organisation, Person, load_scenario
from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.model.people import TRAITS, Memory

MESA = tuple(int(part) for part in mesa.__version__.split(".")[:2])
SMALL = {
    "organisation.num_people": 12,
    "organisation.team_size": 4,
    "organisation.start": "strangers",
}
RESTLESS = SMALL | {"turnover.leave_rate": 0.1}


def small(scenario: Any = "garden", **arguments: Any) -> Organisation:
    return Organisation(scenario, **({"seed": 7, "changes": SMALL} | arguments))


# Being made


def test_an_organisation_is_a_mesa_model_of_a_scenario_and_a_seed() -> None:
    org = small()
    assert isinstance(org, mesa.Model)
    assert org.plan == load_scenario("garden").with_changes(SMALL)
    assert (org.seed, org.week, org.steps) == (7, 0, 0)
    assert org.running


def test_a_scenario_may_be_an_id_a_path_or_a_scenario(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('id = "own"\nextends = "blame"\n', encoding="utf-8")
    assert small("blame").plan.id == "blame"
    assert small(file).plan.id == small(str(file)).plan.id == "own"
    assert small(load_scenario("command")).plan.id == "command"


def test_the_default_is_the_garden() -> None:
    assert Organisation(changes=SMALL, seed=1).plan.id == "garden"


@pytest.mark.parametrize("seed", [0, 7, 2**32 - 1, 2**32, 2**63 - 1])
def test_a_seed_is_kept_as_it_was_given(seed: int) -> None:
    assert small(seed=seed).seed == seed


@pytest.mark.parametrize("rng", [7, np.int64(7)])
def test_rng_is_the_seed_under_the_name_that_mesas_tools_use(rng: Any) -> None:
    by_rng, by_seed = small(seed=None, rng=rng).run(2), small(seed=7).run(2)
    assert by_rng.seed == 7
    assert type(by_rng.seed) is int
    assert by_rng.series.equals(by_seed.series)


def test_a_generator_gives_its_next_number() -> None:
    one, same = (small(seed=None, rng=np.random.default_rng(3)) for _ in range(2))
    generator = np.random.default_rng(3)
    first, second = (small(seed=None, rng=generator) for _ in range(2))
    assert one.seed == same.seed == first.seed != second.seed


def test_a_seed_sequence_gives_a_seed() -> None:
    sequences = [np.random.SeedSequence(5), np.random.SeedSequence(5), np.random.SeedSequence(6)]
    one, same, other = (small(seed=None, rng=sequence).seed for sequence in sequences)
    assert one == same != other


def test_a_missing_seed_is_drawn_and_recorded_so_that_the_run_can_be_made_again() -> None:
    drawn, other = small(seed=None), small(seed=None)
    assert drawn.seed != other.seed
    assert drawn.run(2).series.equals(small(seed=drawn.seed).run(2).series)


def test_a_seed_under_both_names_is_refused() -> None:
    with pytest.raises(ValueError, match=r"under two names; pass one of them\."):
        small(seed=1, rng=1)


@pytest.mark.parametrize("seed", [-1, 2**63])
def test_a_seed_out_of_range_is_refused(seed: int) -> None:
    with pytest.raises(ValueError, match=rf"seed is {seed}; it must lie between 0 and"):
        small(seed=seed)


@pytest.mark.parametrize("seed", [True, 1.5, "seven", [1, 2]])
def test_a_seed_that_is_no_whole_number_is_refused(seed: Any) -> None:
    with pytest.raises(ValueError, match="it must be a whole number of 0 or more"):
        small(seed=seed)


def test_what_mesa_draws_for_its_user_depends_on_the_seed() -> None:
    numbers = [small(seed=seed).random.random() for seed in (7, 7, 8)]
    assert numbers[0] == numbers[1] != numbers[2]


def test_no_draw_of_mesas_changes_ours() -> None:
    drawing = small()
    drawing.random.random()
    drawing.rng.random()
    assert drawing.run(3).series.equals(small().run(3).series)


@pytest.mark.skipif(MESA < (3, 5), reason="Mesa 3.3 has no scenarios of its own")
def test_a_bare_scenario_of_mesas_is_read_as_the_default() -> None:
    from mesa.experimental.scenarios import Scenario as MesaScenario

    org = Organisation(MesaScenario(rng=5), changes=SMALL)
    assert org.plan.id == "garden"
    assert org.seed == 5
    assert small(MesaScenario(rng=5), seed=None, rng=6).seed == 6


def test_mesas_own_scenario_does_not_displace_ours() -> None:
    org = small("blame").run(1)
    assert org.plan.id == "blame"
    assert isinstance(org.plan, tg.Scenario)


# People


def test_people_are_made_when_somebody_looks_at_them() -> None:
    org = small()
    org.run(3)
    assert not org._agents_by_row
    assert len(org.agents) == 12
    assert len(org._agents_by_row) == 12


def test_people_include_leaders_and_leaders_are_people() -> None:
    org = small()
    assert type(org.people) is type(mesa.Model(rng=1).agents)
    assert len(org.people) == 12
    assert len(org.leaders) == 3
    assert all(isinstance(leader, Leader) and isinstance(leader, Person) for leader in org.leaders)
    assert set(org.leaders) <= set(org.people)
    assert {type(person) for person in org.people} == {Person, Leader}
    assert {kind: len(them) for kind, them in org.agents_by_type.items()} == {Person: 9, Leader: 3}


def test_agent_sets_are_selected_and_aggregated_as_in_mesa() -> None:
    org = small().run(2)
    mean = org.agents.agg("strain", np.mean)
    assert mean == pytest.approx(org.people_table()["strain"].mean(), rel=1e-6)
    strained = org.agents.select(lambda person: person.strain > mean)
    assert 0 < len(strained) < 12
    assert all(person.strain > mean for person in strained)
    assert len(org.agents.select(at_most=3)) == 3
    teams = org.agents.groupby("team").count()
    assert teams == {"team 1": 4, "team 2": 4, "team 3": 4}
    assert org.agents.get("team")[:4] == ["team 1"] * 4


def test_looking_at_people_in_another_order_does_not_rename_them() -> None:
    org, looked_at = small(), small()
    last = looked_at.person_at(11)
    assert last.unique_id == "12"
    assert [p.unique_id for p in org.people] == [str(k + 1) for k in range(12)]
    assert [p.unique_id for p in looked_at.people] == [p.unique_id for p in org.people]
    assert org.people_table()["id"].tolist() == [p.unique_id for p in org.people]


def test_the_agent_of_a_person_stays_the_same_object() -> None:
    org = small(changes=SMALL | {"turnover.leave_rate": 0.0})
    before = list(org.people)
    org.run(3)
    assert list(org.people) == before


def test_the_chart_can_be_read_from_people() -> None:
    org = small()
    top, member = org.person_at(0), org.person_at(1)
    assert top.leader is None
    assert member.leader is top
    assert member in top.members
    assert len(top.members) == 5  # three in the team, and two who lead other teams
    assert (member.team, member.place) == ("team 1", "place 1")
    assert repr(member) == "Person('2')"
    assert repr(top) == "Leader('1')"


# Trust and memory


def test_trust_in_another_is_a_chance_remembered_or_at_first_sight() -> None:
    org = small()
    here, away = org.person_at(1), org.person_at(11)
    assert here.memory_of(away) is None
    assert 0 < here.trust_in(away) < 1
    org.run(4)
    for one in org.people:
        for other in one.remembered:
            memory = one.memory_of(other)
            assert memory is not None
            assert memory.trust == pytest.approx(one.trust_in(other), rel=1e-12)


def test_a_memory_says_what_is_remembered() -> None:
    org = small().run(6)
    leader = org.person_at(0)
    member = org.person_at(1)
    memory = member.memory_of(leader)
    assert isinstance(memory, Memory)
    assert memory.kind == "leader"
    assert leader.memory_of(member).kind == "member"
    assert set(memory.evidence) == {"ability", "benevolence", "integrity"}
    assert all(good >= 0 and bad >= 0 for good, bad in memory.evidence.values())
    assert memory.familiarity == pytest.approx(sum(memory.hours.values()), rel=1e-5)
    assert set(memory.hours) == {"perform", "share", "rehearse", "explore"}
    assert 0 <= memory.frame <= 1
    assert 0 <= memory.certainty < 1
    weeks = [episode.week for episode in memory.episodes]
    assert weeks == sorted(weeks, reverse=True)
    assert all(1 <= week <= 6 for week in weeks)
    assert all(episode.what and 0 <= episode.stake <= 1 for episode in memory.episodes)


def test_memories_agree_with_the_table_of_ties() -> None:
    org = small().run(4)
    ties = org.ties()
    assert len(ties) == sum(len(person.remembered) for person in org.people)
    people = {person.unique_id: person for person in org.people}
    for tie in ties.to_dict("records"):
        memory = people[tie["from"]].memory_of(people[tie["to"]])
        assert memory.trust == pytest.approx(tie["trust"], rel=1e-9)
        assert memory.kind == tie["kind"]
        for name in ("mistrust", "deception", "frame", "familiarity", "certainty"):
            assert getattr(memory, name) == pytest.approx(tie[name], rel=1e-9), name
        assert (memory.met, memory.last) == (tie["met_week"], tie["last_week"])
        assert (memory.origin, memory.third_parties) == (tie["origin"], tie["embedded"])
        assert sum(memory.told) == pytest.approx(tie["told"], rel=1e-6)
        for purpose, hours in memory.hours.items():
            assert hours == tie[f"hours_{purpose}"]
        for facet in ("ability", "benevolence", "integrity"):
            assert getattr(memory, facet) == pytest.approx(tie[f"trust_{facet}"], rel=1e-9)


def test_people_agree_with_the_table_of_people() -> None:
    org = small().run(4)
    table = org.people_table().set_index("id")
    assert len(table) == 12
    for person in org.people:
        row = table.loc[person.unique_id]
        assert row["team"] == person.team
        assert row["is_leader"] == isinstance(person, Leader)
        assert row["trust_organisation"] == pytest.approx(person.trust_in_organisation, rel=1e-9)
        assert row["strain"] == person.strain
        for kind, felt in person.felt_fairness.items():
            assert row[f"fairness_{kind}"] == pytest.approx(felt, rel=1e-9)
        for name in ("propensity", "ability", "integrity", "benevolence", "sociability"):
            assert row[name] == getattr(person, name)
        for purpose, projected in person.projected.items():
            assert row[f"projected_{purpose}"] == projected
        assert (row["place"], row["practice"]) == (person.place, person.practice)
        assert row["communities"] == ", ".join(person.communities)
        if person.leader is not None:
            assert row["leader"] == person.leader.unique_id
        assert row["trust_given"] == pytest.approx(
            np.mean([person.trust_in(other) for other in person.remembered]), rel=1e-9
        )


def test_trust_can_be_read_and_not_written() -> None:
    org = small().run(1)
    one, other = list(org.people)[:2]
    with pytest.raises(AttributeError):
        one.strain = 0.1
    with pytest.raises(AttributeError):
        one.memory_of(other).trust = 1.0


# Traits


@pytest.mark.parametrize("trait", TRAITS)
def test_a_trait_can_be_set_before_the_first_week(trait: str) -> None:
    org = small()
    person = org.person_at(3)
    setattr(person, trait, 0.9)
    assert getattr(person, trait) == pytest.approx(0.9, rel=1e-6)


def test_a_trait_that_was_set_matters() -> None:
    org = small()
    for person in org.people:
        person.integrity = 0.01
    faithless = org.run(5).series["kept"].mean()
    assert faithless < small().run(5).series["kept"].mean() - 0.1


def test_a_trait_is_fixed_from_the_first_week_on() -> None:
    org = small().run(1)
    with pytest.raises(RuntimeError, match=r"ability is fixed once the first week has run; set it"):
        org.person_at(3).ability = 0.5


@pytest.mark.parametrize("value", [0, 1, -0.1, 1.5, 1e-300, 1 - 1e-12, float("nan")])
def test_a_trait_outside_its_range_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match=r"it must lie between 0\.001 and 0\.999"):
        small().person_at(3).propensity = value


@pytest.mark.parametrize("value", [0.001, 0.999])
def test_the_ends_of_its_range_are_accepted_and_a_week_runs(value: float) -> None:
    org = small()
    org.person_at(3).propensity = value
    assert np.isfinite(org.run(2).series_array).all()


# Leaving


def run_until_somebody_leaves(org: Organisation) -> list[Person]:
    people = list(org.people)
    for _ in range(60):
        org.step()
        left = [person for person in people if not person.is_here]
        if left:
            return left
    raise AssertionError("nobody has left in 60 weeks")


def test_the_agent_of_a_leaver_is_frozen_and_says_so() -> None:
    org = small(changes=RESTLESS)
    gone = run_until_somebody_leaves(org)[0]
    stayed = next(person for person in org.people if person.is_here)
    assert repr(gone).endswith("has left)")
    for ask in (
        lambda: gone.strain,
        lambda: gone.team,
        lambda: gone.ability,
        lambda: gone.trust_in(stayed),
        lambda: stayed.trust_in(gone),
        lambda: stayed.memory_of(gone),
        lambda: gone.remembered,
    ):
        with pytest.raises(RuntimeError, match="has left the organisation and can no longer be"):
            ask()


def test_who_takes_the_seat_is_another_agent_with_another_name() -> None:
    org = small(changes=RESTLESS)
    gone = run_until_somebody_leaves(org)[0]
    assert gone not in org.agents
    assert len(org.agents) == 12
    new = org.person_at(gone._row)
    assert new is not gone
    assert new.is_here
    assert new.unique_id == f"{gone.unique_id}.1"
    names = [person.unique_id for person in org.agents]
    assert len(set(names)) == 12


def test_where_seats_stay_empty_people_become_fewer() -> None:
    org = small(changes=RESTLESS | {"turnover.replace": False})
    gone = run_until_somebody_leaves(org)
    assert len(org.agents) == 12 - len(gone) == org.series["people"].iloc[-1]


def test_looking_first_after_somebody_has_left_shows_who_is_here() -> None:
    org = small(changes=RESTLESS).run(40)
    assert len(org.agents) == 12
    assert {p.unique_id for p in org.agents} == set(org.people_table()["id"])


# Running


def test_steps_and_run_leave_everything_alike() -> None:
    stepped, at_once = small(changes=RESTLESS), small(changes=RESTLESS)
    for _ in range(6):
        stepped.step()
    assert at_once.run(6) is at_once
    assert stepped.series.equals(at_once.series)
    assert at_once.week == stepped.week == 6
    assert at_once.steps == stepped.steps == 6
    assert getattr(at_once, "time", None) == getattr(stepped, "time", None)
    frames = [org.datacollector.get_model_vars_dataframe() for org in (stepped, at_once)]
    assert frames[0].equals(frames[1])
    names = [[p.unique_id for p in org.agents] for org in (stepped, at_once)]
    assert names[0] == names[1]
    collectors = [vars(org.datacollector) for org in (stepped, at_once)]
    assert collectors[0].get("_collection_steps") == collectors[1].get("_collection_steps")


@pytest.mark.skipif(MESA < (3, 5), reason="Mesa 3.3 has no time")
def test_time_goes_with_the_weeks() -> None:
    assert small().run(6).time == 6.0


def test_steps_and_runs_can_be_mixed() -> None:
    mixed = small()
    mixed.step()
    mixed.run(3)
    mixed.step()
    mixed.run(0)
    assert mixed.steps == mixed.week == 5
    assert mixed.series.equals(small().run(5).series)


def test_the_collectors_frame_is_the_series() -> None:
    org = small().run(5)
    frame = org.datacollector.get_model_vars_dataframe()
    assert frame.columns.tolist() == list(MEASURE_NAMES) == org.series.columns.tolist()
    assert frame.to_numpy().tobytes() == org.series.to_numpy().tobytes()


def test_the_series_has_a_row_a_week_from_week_one() -> None:
    org = small().run(3)
    assert org.series.index.tolist() == [1, 2, 3]
    assert org.series.index.name == "week"
    assert (org.series.dtypes == np.float64).all()
    assert org.series_array.shape == (3, len(MEASURE_NAMES))
    assert org.team_series_array.shape == (3, 3)
    assert org.team_names == ["team 1", "team 2", "team 3"]


def test_the_latest_measure_is_of_the_week_just_run() -> None:
    org = small()
    at_start = org.latest("trust_team")
    assert 0 < at_start < 1
    org.run(2)
    assert org.latest("trust_team") == org.series["trust_team"].iloc[-1]


def test_weeks_below_zero_are_refused() -> None:
    with pytest.raises(ValueError, match=r"weeks is -2; it must be 0 or more\."):
        small().run(-2)


class Diary(Organisation):
    """A subclass that looks at every week."""

    def step(self) -> None:
        super().step()
        if not hasattr(self, "seen"):
            self.seen: list[tuple[int, int, float]] = []
        self.seen.append((self.week, self.steps, self.latest("trust")))


def test_a_subclass_with_a_step_of_its_own_is_stepped_week_by_week() -> None:
    diary = Diary("garden", seed=7, changes=SMALL).run(4)
    assert [week for week, _, _ in diary.seen] == [1, 2, 3, 4]
    assert [steps for _, steps, _ in diary.seen] == [1, 2, 3, 4]
    assert [trust for _, _, trust in diary.seen] == small().run(4).series["trust"].tolist()


class WithReporter(Organisation):
    """A subclass that adds a reporter of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.datacollector.model_reporters["doubled"] = lambda org: 2 * org.latest("trust")
        self.datacollector.model_vars["doubled"] = []


def test_a_reporter_that_was_added_looks_at_every_week() -> None:
    frame = WithReporter(seed=7, changes=SMALL).run(4).datacollector.get_model_vars_dataframe()
    assert frame["doubled"].tolist() == (2 * frame["trust"]).tolist()


def test_agents_can_be_reported_on_every_week() -> None:
    org = small()
    org.datacollector = mesa.DataCollector(agent_reporters={"strain": "strain"})
    frame = org.run(3).datacollector.get_agent_vars_dataframe()
    assert len(frame) == 36
    assert frame["strain"].between(0, 1).all()


# Mesa's tools


@pytest.mark.skipif(MESA >= (3, 5), reason="since Mesa 3.5 runs are counted by their seeds")
def test_a_batch_on_mesa_3_3_with_iterations() -> None:
    results = mesa.batch_run(
        Organisation,
        {"scenario": ["garden", "blame"], "changes": [SMALL], "seed": [1]},
        iterations=2,
        max_steps=3,
        display_progress=False,
    )
    assert [(r["iteration"], r["scenario"]) for r in results] == [
        (0, "garden"), (0, "blame"), (1, "garden"), (1, "blame"),
    ]  # fmt: skip
    assert_rows_are_runs(results, seed=1)


@pytest.mark.skipif(MESA < (3, 5), reason="Mesa 3.3 knows no list of seeds")
def test_a_batch_on_mesa_3_5_with_seeds() -> None:
    results = mesa.batch_run(
        Organisation,
        {"scenario": ["garden", "blame"], "changes": [SMALL]},
        rng=[1, 2],
        max_steps=3,
        display_progress=False,
    )
    assert [(r["iteration"], r["scenario"]) for r in results] == [
        (0, "garden"), (0, "blame"), (1, "garden"), (1, "blame"),
    ]  # fmt: skip
    assert_rows_are_runs(results[:2], seed=1)
    assert_rows_are_runs(results[2:], seed=2)


BATCH_WEEKS = 3 if MESA >= (3, 5) else 4
"""Mesa 3.3.1 runs one step more than `max_steps`."""


def assert_rows_are_runs(results: list[dict[str, Any]], seed: int) -> None:
    """The end of each run of a batch is that of the same run made alone."""
    for row in results:
        alone = small(row["scenario"], seed=seed).run(BATCH_WEEKS).series.iloc[-1]
        for name in MEASURE_NAMES:
            assert row[name] == alone[name], name


def test_a_batch_collected_every_week_has_a_row_for_each() -> None:
    replicates = {"rng": [4]} if MESA >= (3, 5) else {"iterations": 1}
    seed = {} if MESA >= (3, 5) else {"seed": [4]}
    results = mesa.batch_run(
        Organisation,
        {"scenario": ["garden"], "changes": [SMALL]} | seed,
        max_steps=3,
        data_collection_period=1,
        display_progress=False,
        **replicates,
    )
    trust = small(seed=4).run(BATCH_WEEKS).series["trust"].tolist()
    assert [row["trust"] for row in results] == trust


# Copies


@pytest.mark.parametrize("weeks", [0, 3])
def test_an_organisation_can_be_pickled_and_goes_on_the_same(weeks: int) -> None:
    org = small(changes=RESTLESS).run(weeks)
    list(org.agents)
    again = pickle.loads(pickle.dumps(org))
    assert again.week == weeks
    assert again.run(3).series.equals(org.run(3).series)
    assert again.steps == org.steps


def test_a_deep_copy_goes_its_own_way() -> None:
    org = small().run(2)
    other = copy.deepcopy(org)
    other.run(2)
    assert (org.week, other.week) == (2, 4)
    assert org.run(2).series.equals(other.series)


def test_a_saved_organisation_is_loaded_with_mesas_clock_where_it_stood(tmp_path: Path) -> None:
    org = small(changes=RESTLESS).run(3)
    org.save(tmp_path / "week-3.npz")
    again = Organisation.load(tmp_path / "week-3.npz")
    assert (again.week, again.steps, again.seed) == (3, 3, 7)
    assert again.run(2).series.equals(org.run(2).series)
    frame = again.datacollector.get_model_vars_dataframe()
    assert frame.equals(org.datacollector.get_model_vars_dataframe())
    assert [p.unique_id for p in again.people] == [p.unique_id for p in org.people]
