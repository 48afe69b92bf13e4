"""The same rules without a compiler give the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from small_organisations import SCRATCH, lived, state_bytes

import trustgarden

TESTS = Path(__file__).resolve().parents[1]
ROOT = Path(trustgarden.__file__).resolve().parents[1]

SCENARIOS: dict[str, dict[str, Any]] = {
    "garden": {"leaders.style": "gardener", "consequence.regime": "just-culture"},
    "blame": {
        "leaders.style": "commander",
        "consequence.regime": "blame",
        "turnover.leave_rate": 0.1,
        "organisation.num_slots": 4,
    },
    "contract": {
        "leaders.style": "contractor",
        "consequence.regime": "contract",
        "consequence.collective": 0.5,
        "organisation.start": "burn-in",
        "organisation.burn_in_weeks": 2,
        "events": [{"week": 2, "set": {"consequence.regime": "none"}}],
    },
}


def digests(changes: dict[str, Any]) -> dict[str, str]:
    """Every array of the state and the series after three weeks, digested."""
    engine = lived(changes, weeks=3, seed=11, num_people=9)
    arrays = state_bytes(engine.state) | {
        "series": engine.series.tobytes(),
        "teams": engine.team_series.tobytes(),
    }
    return {name: hashlib.sha256(content).hexdigest() for name, content in arrays.items()}


PROGRAM = """
import json, sys
import numba
assert numba.config.DISABLE_JIT
from unit.test_uncompiled import SCENARIOS, digests
print(json.dumps({name: digests(changes) for name, changes in SCENARIOS.items()}))
"""


@pytest.fixture(scope="module")
def uncompiled() -> dict[str, dict[str, str]]:
    environment = os.environ | {
        "NUMBA_DISABLE_JIT": "1",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(TESTS)]),
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", SCENARIOS)
def test_compiled_and_uncompiled_weeks_agree_to_the_byte(
    name: str, uncompiled: dict[str, dict[str, str]]
) -> None:
    compiled = digests(SCENARIOS[name])
    differing = [array for array in compiled if compiled[array] != uncompiled[name][array]]
    assert not differing


def test_the_three_scenarios_differ_from_each_other() -> None:
    assert len({digests(changes)["series"] for changes in SCENARIOS.values()}) == 3


def test_all_arrays_but_scratch_are_compared() -> None:
    names = set(digests(SCENARIOS["garden"]))
    assert {"people", "whom", "ties", "traces", "teams", "meetings", "keys"} <= names
    assert not names & set(SCRATCH)
