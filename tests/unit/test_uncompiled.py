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
from small_organisations import SCRATCH, lived, run_bytes

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
    "belonging": {
        "communities": [
            {"name": "choir", "share": 0.5},
            {"name": "guild", "kind": "formal", "visibility": "visible", "share": 0.2},
        ],
        "spaces.custom": [
            {"name": who, "purpose": purpose, "who": who}
            for who, purpose in (
                ("leader", "rehearse"), ("place", "share"), ("organisation", "explore"),
                ("remembered", "perform"),
            )
        ],
        "organisation.num_places": 2,
        "organisation.num_practices": 2,
        "recognition.form": "nomination",
        "leaders.style": "kind-but-uneven",
        "talk.tales": 2.5,
    },
    "eventful": {
        "welcome.choreography": "designed",
        "turnover.leave_rate": 0.15,
        "turnover.vacancy_weeks": 2.0,
        "recognition.form": "bonus",
        "leaders.style": "learner",
        "consequence.regime": "charter",
        "events": [
            {"week": 1, "kind": "betrayal", "who": "3", "whom": "2"},
            {"week": 1, "kind": "gathering", "hours": 2},
            {"week": 2, "kind": "apology", "who": "3", "whom": "2", "promises": True},
            {"week": 2, "kind": "growth", "number": 3},
            {"week": 2, "kind": "scandal", "severity": 0.5},
            {"week": 3, "kind": "merger", "number": 3},
            {"week": 3, "kind": "reorganisation"},
            {"week": 3, "kind": "layoff", "share": 0.2},
            {"week": 3, "kind": "new-leader"},
            {"week": 3, "kind": "arrival"},
        ],
    },
    "neither": {
        "mechanisms.off": ["talk", "connections", "attribution", "strain", "forgetting"],
        "leaders.style": "random",
        "recognition.form": "thanks",
    },
}  # fmt: skip


def digests(changes: dict[str, Any]) -> dict[str, str]:
    """Every array of the state and all that was recorded after four weeks, digested."""
    engine = lived(changes, weeks=4, seed=11, num_people=9, accounts=True, log=True)
    return {
        name: hashlib.sha256(content).hexdigest() for name, content in run_bytes(engine).items()
    }


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


def test_the_scenarios_differ_from_each_other() -> None:
    assert len({digests(changes)["recorded series"] for changes in SCENARIOS.values()}) == len(
        SCENARIOS
    )


def test_all_arrays_but_scratch_are_compared() -> None:
    names = set(digests(SCENARIOS["garden"]))
    assert {"people", "whom", "ties", "traces", "teams", "meetings", "keys", "accounts"} <= names
    assert {f"recorded {name}" for name in ("series", "accounts", "log")} <= names
    assert not names & set(SCRATCH)
