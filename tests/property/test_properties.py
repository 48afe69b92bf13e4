"""What holds of every organisation, whatever its levers, people, parameters and knock-outs."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from small_organisations import out_of_range, scenarios, state_bytes

from trustgarden.model.engine import Engine
from trustgarden.model.layout import CHOSEN
from trustgarden.model.saving import load_engine, save_engine
from trustgarden.model.scenario import Scenario
from trustgarden.model.tables import people_table, ties_table

SEEDS = st.integers(0, 2**63 - 1)
WEEKS = st.integers(1, 6)

FACETS = ("ability", "benevolence", "integrity")
EVIDENCE = [f"{facet}_{side}" for facet in FACETS for side in ("for", "against")]
FAIRNESS = [
    f"{kind}_{side}"
    for kind in ("distributive", "procedural", "interactional", "organisation")
    for side in ("for", "against")
]


def lived(scenario: Scenario, seed: int, weeks: int) -> Engine:
    engine = Engine(scenario, seed)
    engine.run(weeks)
    return engine


@given(scenarios(), SEEDS, WEEKS)
def test_trust_is_a_chance_and_evidence_is_never_negative(
    scenario: Scenario, seed: int, weeks: int
) -> None:
    engine = lived(scenario, seed, weeks)
    state = engine.state
    for name in (*EVIDENCE, "deception", "familiarity", "told_for", "told_against"):
        assert (state.ties[name] >= 0).all(), name
        assert np.isfinite(state.ties[name]).all(), name
    for name in ("mistrust", "frame", "prior_ability", "prior_benevolence", "prior_integrity"):
        assert ((state.ties[name] >= 0) & (state.ties[name] <= 1)).all(), name
    for name in FAIRNESS:
        assert (state.people[name] >= 0).all(), name
    ties = ties_table(engine)
    for name in ("trust", "certainty", *(f"trust_{facet}" for facet in FACETS)):
        assert ties[name].between(0, 1).all(), name


@given(scenarios(), SEEDS, WEEKS)
def test_people_stay_within_their_ranges(scenario: Scenario, seed: int, weeks: int) -> None:
    engine = lived(scenario, seed, weeks)
    people = engine.state.people
    for name in ("strain", "projected", "doubt", "effort", "output", "recognised"):
        assert ((people[name] >= 0) & (people[name] <= 1)).all(), name
    for name in ("propensity", "ability", "integrity", "benevolence", "sociability"):
        assert ((people[name] > 0) & (people[name] < 1)).all(), name
    assert (people.received <= people.entrusted + 1e-4).all()
    assert (people.let_down <= people.entrusted).all()
    table = people_table(engine)
    assert len(table) == int(engine.state.present.sum())
    assert table["trust_organisation"].between(0, 1).all()


@given(scenarios(), SEEDS, WEEKS)
def test_measures_stay_within_their_ranges(scenario: Scenario, seed: int, weeks: int) -> None:
    series = lived(scenario, seed, weeks).series
    assert np.isfinite(series).all()
    assert not out_of_range(series)


@given(scenarios(), SEEDS, WEEKS, st.data())
def test_a_run_in_two_parts_is_the_run(
    scenario: Scenario, seed: int, weeks: int, data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, weeks))
    whole, parts = lived(scenario, seed, weeks), lived(scenario, seed, first)
    parts.run(weeks - first)
    assert state_bytes(parts.state) == state_bytes(whole.state)
    assert parts.series.tobytes() == whole.series.tobytes()


@given(scenarios(), SEEDS, WEEKS)
def test_looking_changes_nothing(scenario: Scenario, seed: int, weeks: int) -> None:
    recorded, unrecorded = lived(scenario, seed, weeks), Engine(scenario, seed)
    unrecorded.run(weeks, record=False)
    assert state_bytes(recorded.state) == state_bytes(unrecorded.state)


@given(scenarios(), SEEDS, WEEKS)
def test_memory_is_of_other_people_who_are_here_each_once(
    scenario: Scenario, seed: int, weeks: int
) -> None:
    state = lived(scenario, seed, weeks).state
    for me, row in enumerate(state.whom):
        others = row[row >= 0]
        assert len(set(others)) == len(others)
        assert me not in others
        assert (state.present[others] == 1).all()
        if not state.present[me]:
            assert len(others) == 0
    filled = state.whom >= 0
    together = state.team[:, None] == state.team[state.whom]
    assert (state.ties.kind[filled & together] != CHOSEN).all()


@given(scenarios(), SEEDS, WEEKS)
def test_people_meet_others_who_are_here(scenario: Scenario, seed: int, weeks: int) -> None:
    engine = lived(scenario, seed, weeks - 1)
    here = engine.state.present.copy()
    engine.run(1)
    partners = engine.state.meetings.partner
    for me, row in enumerate(partners):
        others = row[row >= 0]
        assert me not in others
        assert (here[others] == 1).all()
        assert here[me] or len(others) == 0


@given(scenarios(), SEEDS)
def test_the_order_of_knock_outs_does_not_matter(scenario: Scenario, seed: int) -> None:
    backwards = list(reversed(scenario.mechanisms.off))
    other = scenario.with_changes({"mechanisms.off": backwards})
    assert state_bytes(lived(scenario, seed, 2).state) == state_bytes(lived(other, seed, 2).state)


@given(scenarios(), SEEDS)
def test_writing_presets_and_defaults_out_changes_nothing(scenario: Scenario, seed: int) -> None:
    stated, written_out = lived(scenario, seed, 2), lived(scenario.resolved(), seed, 2)
    assert state_bytes(stated.state) == state_bytes(written_out.state)


@given(scenarios(), SEEDS, WEEKS)
def test_a_saved_organisation_goes_on_as_if_never_saved(
    tmp_path_factory, scenario: Scenario, seed: int, weeks: int
) -> None:
    file = tmp_path_factory.mktemp("saves") / "organisation.npz"
    engine = lived(scenario, seed, weeks)
    save_engine(engine, file)
    again = load_engine(file)
    engine.run(2)
    again.run(2)
    assert state_bytes(again.state) == state_bytes(engine.state)
    assert again.series.tobytes() == engine.series.tobytes()
