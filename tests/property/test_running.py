"""Stopping, looking, saving, recording and writing out change no byte of any organisation."""

from __future__ import annotations

from drawn_organisations import scenarios
from hypothesis import given
from hypothesis import strategies as st
from small_organisations import run_bytes, state_bytes

from trustgarden.model.engine import Engine
from trustgarden.model.saving import load_engine, save_engine
from trustgarden.model.scenario import Scenario

ANY = scenarios(eventful=True)
SEEDS = st.integers(0, 2**63 - 1)
WEEKS = st.integers(1, 6)
KEPT_ELSEWHERE = ("standing", "accounts", "base")
"""Arrays that hold the accounts; where none are kept they have no rows."""


def lived(scenario: Scenario, seed: int, weeks: int, **kept: bool) -> Engine:
    engine = Engine(scenario, seed, **kept)
    engine.run(weeks)
    return engine


def without_books(engine: Engine) -> dict[str, bytes]:
    kept = state_bytes(engine.state)
    return {name: kept[name] for name in kept if name not in KEPT_ELSEWHERE}


@given(ANY, SEEDS, WEEKS, st.data())
def test_a_run_in_two_parts_is_the_run(
    scenario: Scenario, seed: int, weeks: int, data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, weeks))
    whole = lived(scenario, seed, weeks, accounts=True, log=True)
    parts = lived(scenario, seed, first, accounts=True, log=True)
    parts.run(weeks - first)
    assert run_bytes(parts) == run_bytes(whole)
    assert parts.not_held == whole.not_held


@given(ANY, SEEDS, WEEKS)
def test_looking_changes_nothing(scenario: Scenario, seed: int, weeks: int) -> None:
    recorded, unrecorded = lived(scenario, seed, weeks), Engine(scenario, seed)
    unrecorded.run(weeks, record=False)
    assert state_bytes(recorded.state) == state_bytes(unrecorded.state)


@given(ANY, SEEDS, WEEKS)
def test_keeping_accounts_and_a_log_changes_nothing(
    scenario: Scenario, seed: int, weeks: int
) -> None:
    plain = lived(scenario, seed, weeks)
    kept = lived(scenario, seed, weeks, accounts=True, log=True)
    assert without_books(kept) == without_books(plain)
    assert kept.series.tobytes() == plain.series.tobytes()


@given(scenarios(), SEEDS)
def test_the_order_of_knock_outs_does_not_matter(scenario: Scenario, seed: int) -> None:
    backwards = list(reversed(scenario.mechanisms.off))
    other = scenario.with_changes({"mechanisms.off": backwards})
    assert state_bytes(lived(scenario, seed, 2).state) == state_bytes(lived(other, seed, 2).state)


@given(ANY, SEEDS)
def test_writing_presets_and_defaults_out_changes_nothing(scenario: Scenario, seed: int) -> None:
    stated, written_out = lived(scenario, seed, 3), lived(scenario.resolved(), seed, 3)
    assert state_bytes(stated.state) == state_bytes(written_out.state)


@given(ANY, SEEDS, WEEKS)
def test_a_saved_organisation_goes_on_as_if_never_saved(
    tmp_path_factory, scenario: Scenario, seed: int, weeks: int
) -> None:
    file = tmp_path_factory.mktemp("saves") / "organisation.npz"
    engine = lived(scenario, seed, weeks, accounts=True, log=True)
    save_engine(engine, file)
    again = load_engine(file)
    engine.run(2)
    again.run(2)
    assert run_bytes(again) == run_bytes(engine)
    assert again.not_held == engine.not_held
