"""Any organisation runs without any of its mechanisms, and stays within its ranges."""

from __future__ import annotations

import numpy as np
from drawn_organisations import scenarios
from hypothesis import given
from hypothesis import strategies as st
from small_organisations import out_of_range

from trustgarden.model.engine import Engine
from trustgarden.model.layout import ACCOUNTS
from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.model.scenario import MECHANISM_SWITCHES, Scenario

ANY = scenarios(eventful=True)
SEEDS = st.integers(0, 2**63 - 1)
TRUST = MEASURE_NAMES.index("trust")


@given(ANY, SEEDS, st.sets(st.sampled_from(MECHANISM_SWITCHES)))
def test_with_any_mechanisms_off_a_few_weeks_run(
    scenario: Scenario, seed: int, off: set[str]
) -> None:
    engine = Engine(scenario.with_changes({"mechanisms.off": sorted(off)}), seed)
    engine.run(4)
    assert np.isfinite(engine.series).all()
    assert not out_of_range(engine.series)


@given(ANY, SEEDS, st.integers(1, 6))
def test_accounts_add_up_and_nothing_is_unbooked(scenario: Scenario, seed: int, weeks: int) -> None:
    engine = Engine(scenario, seed, accounts=True)
    start = engine.measure()[TRUST]
    engine.run(weeks)
    trust = np.concatenate([[start], engine.series[:, TRUST]])
    assert np.abs(np.diff(trust) - engine.accounts.sum(axis=1)).max() < 1e-9
    assert not engine.accounts[:, ACCOUNTS.index("unbooked")].any()
