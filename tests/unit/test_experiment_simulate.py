"""`simulate`: one run, and what it says of where it comes from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import trustgarden as tg
from trustgarden.experiments import simulate
from trustgarden.experiments.provenance import portable

SMALL = {"organisation.num_people": 12}


def test_a_run_tells_all_that_happened() -> None:
    run = simulate("garden", weeks=6, seed=7, changes=SMALL)
    assert list(run.series.columns) == list(tg.MEASURE_NAMES)
    assert list(run.series.index) == list(run.teams.index) == [1, 2, 3, 4, 5, 6]
    assert len(run.people) == 12
    assert {"from", "to", "trust"} <= set(run.ties.columns)
    assert (run.seed, run.scenario.organisation.num_people) == (7, 12)
    assert repr(run) == "<Run of 'garden', seed 7, 6 weeks>"


def test_the_same_seed_is_the_same_run() -> None:
    a, b, other = (simulate("garden", weeks=4, seed=seed, changes=SMALL) for seed in (7, 7, 8))
    assert a.series.equals(b.series)
    assert a.ties.equals(b.ties)
    assert not a.series.equals(other.series)


def test_a_seed_that_was_drawn_makes_the_run_again() -> None:
    run = simulate("garden", weeks=4, changes=SMALL)
    again = simulate("garden", weeks=4, seed=run.seed, changes=SMALL)
    assert run.series.equals(again.series)
    assert run.provenance["digest"] == again.provenance["digest"]


def test_provenance_is_plain_and_leaves_nothing_open() -> None:
    run = simulate("garden", weeks=4, seed=np.int64(7), changes=SMALL)  # type: ignore[arg-type]
    told = json.loads(json.dumps(dict(run.provenance), allow_nan=False))
    assert (told["seed"], told["weeks"], told["trustgarden"]) == (7, 4, tg.__version__)
    assert told["scenario"]["organisation"]["num_people"] == 12
    assert told["scenario"]["leaders"]["evenness"] is not None
    assert {"python", "numpy", "numba", "mesa"} <= set(told["versions"])


def test_the_digest_tells_runs_apart() -> None:
    digests = {
        simulate("garden", weeks=weeks, seed=seed, changes=changes).provenance["digest"]
        for weeks, seed, changes in (
            (4, 7, SMALL),
            (5, 7, SMALL),
            (4, 8, SMALL),
            (4, 7, SMALL | {"work.load": 0.6}),
        )
    }
    assert len(digests) == 4


def test_provenance_holds_no_folder_and_nobody(tmp_path: Path) -> None:
    (tmp_path / "staff.csv").write_text("id,reports_to\nAnn,\nBob,Ann\nCem,Ann\n", "utf-8")
    path = tmp_path / "mine.toml"
    people = 'file = "staff.csv"\nreports_to = "reports_to"\n'
    path.write_text(f'id = "mine"\n[organisation.people]\n{people}', "utf-8")
    plain, digests = portable(tg.load_scenario(path))
    text = json.dumps([plain, digests])
    assert "staff.csv" in text
    assert str(tmp_path) not in text
    assert "Ann" not in text
    assert len(digests["organisation.people.file"]) == 64


def test_provenance_numbers_the_people_and_teams_that_a_scenario_names(tmp_path: Path) -> None:
    (tmp_path / "staff.csv").write_text("id,reports_to\nAnn,\nBob,Ann\nCem,Ann\n", "utf-8")
    path = tmp_path / "mine.toml"
    text = (
        'id = "mine"\n[organisation.people]\nfile = "staff.csv"\nreports_to = "reports_to"\n'
        '[leaders.by_team]\n"team of Ann" = "hero"\n'
        '[[events]]\nweek = 3\nkind = "betrayal"\nwho = "Bob"\nwhom = "Cem"\n'
        '[[events]]\nweek = 5\nkind = "apology"\nwho = "Bob"\n'
    )
    path.write_text(text, "utf-8")
    plain, digests = portable(tg.load_scenario(path))
    told = json.dumps([plain, digests])
    assert not [name for name in ("Ann", "Bob", "Cem") if name in told]
    assert plain["leaders"]["by_team"] == {"team-1": "hero"}
    people = [(event.get("who"), event.get("whom")) for event in plain["events"]]
    assert people == [("person-2", "person-3"), ("person-2", None)]
    path.write_text(text.replace('"Bob"', '"Ann"'), "utf-8")
    others, other_digests = portable(tg.load_scenario(path))
    assert others == plain
    assert other_digests["names"] != digests["names"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"weeks": 0}, "weeks is 0; it must be a whole number from 1 to 4,000"),
        ({"weeks": 2.0}, r"weeks is 2\.0; it must"),
        ({"weeks": True}, "weeks is True; it must"),
        ({"seed": -1}, "seed is -1; it must be a whole number from 0 to 9,007,199,254,740,991"),
        ({"seed": 2**53}, "seed is 9007199254740992; it must"),
        ({"seed": "7"}, "seed is '7'; it must"),
        ({"changes": {"leaders.stile": "x"}}, r"Did you mean style\?"),
        ({"scenario": "gardn"}, r"Did you mean garden\?"),
    ],
)
def test_what_cannot_be_run_is_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(tg.InputError, match=message):
        simulate(**given)
