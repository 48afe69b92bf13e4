"""What holds of every organisation, whatever its levers, spaces, people, events and knock-outs."""

from __future__ import annotations

import numpy as np
from drawn_organisations import scenarios
from hypothesis import given
from hypothesis import strategies as st
from small_organisations import out_of_range

from trustgarden.model.engine import Engine
from trustgarden.model.layout import ARRANGED_AT_MOST, CHOSEN, NOT_YET, NOTHING
from trustgarden.model.scenario import Scenario
from trustgarden.model.tables import people_table, ties_table
from trustgarden.model.telling import TOLD_CAP

ANY = scenarios(eventful=True)
SEEDS = st.integers(0, 2**63 - 1)
WEEKS = st.integers(1, 6)

FACETS = ("ability", "benevolence", "integrity")
EVIDENCE = [f"{facet}_{side}" for facet in FACETS for side in ("for", "against")]
FAIRNESS = [
    f"{kind}_{side}"
    for kind in ("distributive", "procedural", "interactional", "organisation", "reputation")
    for side in ("for", "against")
]


def lived(scenario: Scenario, seed: int, weeks: int) -> Engine:
    engine = Engine(scenario, seed)
    engine.run(weeks)
    return engine


def between(values: np.ndarray, low: float, high: float) -> bool:
    return bool(np.isfinite(values).all() and ((values >= low) & (values <= high)).all())


@given(ANY, SEEDS, WEEKS)
def test_trust_is_a_chance_and_evidence_is_never_negative(
    scenario: Scenario, seed: int, weeks: int
) -> None:
    engine = lived(scenario, seed, weeks)
    state = engine.state
    for name in (*EVIDENCE, "deception", "familiarity"):
        assert between(state.ties[name], 0, np.inf), name
    told = state.ties.told_for.astype(float) + state.ties.told_against
    assert between(state.ties.told_for, 0, np.inf)
    assert between(state.ties.told_against, 0, np.inf)
    # A tale adds at most `talk_weight` acts at once, where there was still room.
    assert told.max() <= TOLD_CAP + float(engine.parameters[0].talk_weight) + 1
    for name in ("mistrust", "frame", "prior_ability", "prior_goodwill"):
        assert between(state.ties[name], 0, 1), name
    for name in FAIRNESS:
        assert between(state.people[name], 0, np.inf), name
    ties = ties_table(engine)
    for name in ("trust", "certainty", *(f"trust_{facet}" for facet in FACETS)):
        assert between(ties[name].to_numpy(), 0, 1), name


@given(ANY, SEEDS, WEEKS)
def test_people_stay_within_their_ranges(scenario: Scenario, seed: int, weeks: int) -> None:
    engine = lived(scenario, seed, weeks)
    people = engine.state.people
    for name in ("strain", "shaken", "leader_trust", "intention", "effort", "output", "heard"):
        assert between(people[name], 0, 1), name
    assert set(np.unique(people.recognised)) <= {0.0, 1.0}
    for name in ("propensity", "ability", "integrity", "benevolence", "sociability", "warmth"):
        assert between(people[name], 0.001 - 1e-9, 0.999 + 1e-9), name
    assert between(engine.state.expected, 0, 1)
    assert between(engine.state.doubt, 0, 1)
    # An answer is at most 1.15 times what was due.
    assert (people.received <= 1.15 * people.entrusted + 1e-4).all()
    assert (people.let_down <= people.entrusted).all()
    assert (people.accepted >= NOT_YET).all()
    table = people_table(engine)
    assert len(table) == int(engine.state.present.sum())
    assert between(table["trust_organisation"].to_numpy(), 0, 1)


@given(ANY, SEEDS, WEEKS)
def test_measures_stay_within_their_ranges(scenario: Scenario, seed: int, weeks: int) -> None:
    engine = lived(scenario, seed, weeks)
    assert np.isfinite(engine.series).all()
    assert not out_of_range(engine.series)
    teams = engine.team_series
    assert between(teams[~np.isnan(teams)], 0, 1)


@given(ANY, SEEDS, WEEKS)
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


@given(ANY, SEEDS, WEEKS)
def test_people_meet_others_who_are_here(scenario: Scenario, seed: int, weeks: int) -> None:
    engine = lived(scenario, seed, weeks)
    state = engine.state
    for me in range(len(state.keys)):
        hours = state.meetings[me, : state.num_hours[me]]
        others = hours.partner[hours.act != NOTHING]
        assert me not in others
        # Whoever has left in this week had a key and was there; who was not there meets nobody.
        gone = others[(state.present[others] == 0) & (state.left[others] == 0)]
        assert len(gone) == 0
        absent = state.present[me] == 0 and state.left[me] == 0
        assert not absent or len(others) == 0
    assert (state.arranged == 0).all()
    assert (state.num_hours <= state.meetings.shape[1]).all()
    assert (state.num_hours >= 0).all()
    assert (state.meetings.hour - 4096 < ARRANGED_AT_MOST).all()


@given(ANY, SEEDS, WEEKS)
def test_every_seat_has_a_key_of_its_own_and_keys_only_grow(
    scenario: Scenario, seed: int, weeks: int
) -> None:
    engine = Engine(scenario, seed)
    seen: dict[int, int] = {}
    for _ in range(weeks):
        engine.run(1)
        seats = (engine.state.keys & 0xFFFFFFFF).tolist()
        assert len(set(seats)) == len(seats)
        for seat, key in zip(seats, engine.state.keys.tolist(), strict=True):
            assert key >= seen.get(seat, key)
            seen[seat] = key
