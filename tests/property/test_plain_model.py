"""Any organisation lives the same weeks compiled and as plain Python, to the byte.

The plain model runs in this process; that a whole process without a compiler agrees, on
chosen organisations, is the business of `unit/test_uncompiled.py`.
"""

from __future__ import annotations

from drawn_organisations import scenarios
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_model import plain
from small_organisations import run_bytes

from trustgarden.model.engine import Engine
from trustgarden.model.scenario import Scenario

# A week of ten people takes a tenth of a second uncompiled.
A_FEW = settings.default.max_examples // 4


@given(scenarios(max_people=10, eventful=True), st.integers(0, 2**63 - 1))
@settings(max_examples=A_FEW)
def test_compiled_and_plain_weeks_agree(scenario: Scenario, seed: int) -> None:
    compiled = Engine(scenario, seed, accounts=True, log=True)
    uncompiled = plain("engine").Engine(scenario, seed, accounts=True, log=True)
    for engine in (compiled, uncompiled):
        engine.run(3)
    ours, theirs = run_bytes(compiled), run_bytes(uncompiled)
    assert not [name for name in ours if ours[name] != theirs[name]]
    # The plain modules have classes of their own.
    assert list(map(vars, compiled.not_held)) == list(map(vars, uncompiled.not_held))
