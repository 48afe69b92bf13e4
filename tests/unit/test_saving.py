"""A run stopped, saved, loaded elsewhere and continued equals one never stopped."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import trustgarden as tg
from trustgarden.model.layout import State
from trustgarden.model.saving import SCRATCH

SMALL = {
    "organisation.num_people": 16,
    "organisation.burn_in_weeks": 4,
    "turnover.leave_rate": 0.05,
}


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "week-6.npz"
    tg.Organisation("garden", seed=5, changes=SMALL).run(6).save(path)
    return path


def assert_same(one: tg.Organisation, other: tg.Organisation) -> None:
    for name in State._fields:
        if name not in SCRATCH:
            np.testing.assert_array_equal(
                getattr(one.engine.state, name), getattr(other.engine.state, name), err_msg=name
            )
    np.testing.assert_array_equal(one.series_array, other.series_array)
    np.testing.assert_array_equal(one.team_series_array, other.team_series_array)


def test_going_on_from_a_save_equals_never_having_stopped(saved: Path) -> None:
    undisturbed = tg.Organisation("garden", seed=5, changes=SMALL).run(14)
    assert_same(tg.Organisation.load(saved).run(8), undisturbed)


def test_mesas_clock_and_collector_stand_where_they_stood(saved: Path) -> None:
    org = tg.Organisation.load(saved)
    assert org.steps == org.week == 6
    assert len(org.datacollector.get_model_vars_dataframe()) == 6


def test_another_process_goes_on_to_the_same_bytes(saved: Path, tmp_path: Path) -> None:
    later = tmp_path / "later.npz"
    code = (
        "import sys, trustgarden as tg\ntg.Organisation.load(sys.argv[1]).run(8).save(sys.argv[2])"
    )
    subprocess.run([sys.executable, "-c", code, str(saved), str(later)], check=True)
    assert_same(tg.Organisation.load(later), tg.Organisation.load(saved).run(8))


def test_several_futures_branch_from_one_save(saved: Path) -> None:
    tended = tg.Organisation.load(saved).run(8)
    blamed = tg.Organisation.load(saved, changes={"consequence.regime": "blame"}).run(8)
    np.testing.assert_array_equal(tended.series_array[:6], blamed.series_array[:6])
    assert not np.array_equal(tended.series_array[6:], blamed.series_array[6:])


def test_a_branch_may_need_more_hours_than_were_saved(saved: Path) -> None:
    busy = tg.Organisation.load(saved, changes={"spaces.social_hours": 12.0}).run(3)
    usual = tg.Organisation.load(saved).run(3)
    assert busy.ties()["familiarity"].sum() > 1.3 * usual.ties()["familiarity"].sum()


def test_a_branch_keeps_its_people(saved: Path) -> None:
    with pytest.raises(ValueError, match=r"\[organisation\] differs"):
        tg.Organisation.load(saved, changes={"organisation.num_people": 20})


def test_a_missing_save_is_named(tmp_path: Path) -> None:
    with pytest.raises(tg.InputError, match=r"none\.npz does not exist"):
        tg.Organisation.load(tmp_path / "none.npz")


@pytest.mark.parametrize("content", [b"", b"no zip at all", b"PK\x03\x04 cut short"])
def test_a_damaged_save_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "damaged.npz"
    path.write_bytes(content)
    with pytest.raises(tg.InputError, match="is not a saved organisation, or is damaged"):
        tg.Organisation.load(path)


def test_a_flipped_byte_is_noticed(saved: Path) -> None:
    content = bytearray(saved.read_bytes())
    content[len(content) // 2] ^= 0xFF
    saved.write_bytes(bytes(content))
    with pytest.raises(tg.InputError, match="is not a saved organisation, or is damaged"):
        tg.Organisation.load(saved)


def test_a_save_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    org = tg.Organisation("garden", seed=1, changes=SMALL)
    with pytest.raises(tg.InputError, match="cannot be written"):
        org.save(tmp_path / "no" / "such" / "folder.npz")
    assert not list(tmp_path.iterdir())


EVENTFUL = SMALL | {
    "communities": [{"name": "choir", "share": 0.5, "visibility": "visible"}],
    "spaces.custom": [{"name": "lab", "purpose": "rehearse"}],
    "welcome.choreography": "designed",
    "leaders.style": "learner",
    "events": [
        {"week": 2, "kind": "growth", "number": 3},
        {"week": 4, "kind": "departure", "who": "5.3"},
        {"week": 5, "kind": "merger", "number": 4},
        {"week": 7, "kind": "layoff"},
        {"week": 8, "kind": "growth", "number": 2},
    ],
}


@pytest.mark.parametrize("week", [1, 4, 6, 7])
def test_whatever_was_or_will_be_on_the_calendar_is_saved(week: int, tmp_path: Path) -> None:
    undisturbed = tg.Organisation("garden", seed=5, changes=EVENTFUL).run(10)
    org = tg.Organisation("garden", seed=5, changes=EVENTFUL).run(week)
    org.save(tmp_path / "saved.npz")
    again = tg.Organisation.load(tmp_path / "saved.npz").run(10 - week)
    assert_same(again, undisturbed)
    assert again.not_held.equals(undisturbed.not_held)
    assert again.not_held["why"].tolist() == (["5.3 has not come yet"])
    assert again.names == undisturbed.names
    assert again.accounts.equals(undisturbed.accounts)
    assert again.paths().equals(undisturbed.paths())
    assert again.journeys().equals(undisturbed.journeys())


def test_what_was_scheduled_is_saved(tmp_path: Path) -> None:
    org = tg.Organisation("garden", seed=5, changes=SMALL).run(2)
    org.schedule(week=5, kind="betrayal", who="3", whom="2")
    org.save(tmp_path / "saved.npz")
    assert_same(tg.Organisation.load(tmp_path / "saved.npz").run(4), org.run(4))


def test_an_organisation_without_accounts_is_saved_without(tmp_path: Path) -> None:
    org = tg.Organisation("garden", seed=5, changes=SMALL, accounts=False).run(2)
    org.save(tmp_path / "saved.npz")
    again = tg.Organisation.load(tmp_path / "saved.npz").run(2)
    assert again.accounts.empty
    assert again.paths().empty
    assert_same(again, org.run(2))


def test_saving_twice_writes_the_same_bytes(saved: Path, tmp_path: Path) -> None:
    tg.Organisation.load(saved).save(tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == saved.read_bytes()


def test_a_branch_keeps_its_communities(saved: Path) -> None:
    with pytest.raises(ValueError, match=r"\[communities\] differs from the saved organisation"):
        tg.Organisation.load(saved, changes={"communities": [{"name": "choir"}]})


def test_a_branch_may_have_other_events_spaces_and_welcome(saved: Path) -> None:
    changes = {
        "spaces.custom": [{"name": "lab", "purpose": "rehearse", "hours": 3.0}],
        "welcome.choreography": "designed",
        "talk.tales": 6.0,
        "events": [{"week": 8, "kind": "growth", "number": 3}],
    }
    branch = tg.Organisation.load(saved, changes=changes).run(4)
    assert len(branch.people) == 19
    assert branch.series["told"].iloc[-1] > branch.series["told"].iloc[5]


def test_a_save_of_another_version_is_named_with_the_remedy(saved: Path, tmp_path: Path) -> None:
    with np.load(saved) as file:
        arrays = {name: file[name] for name in file.files}
    about = json.loads(arrays["about"].tobytes()) | {"version": 1}
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), np.uint8)
    older = tmp_path / "older.npz"
    np.savez_compressed(older, **arrays)
    with pytest.raises(tg.InputError, match=r"saved in version 1 .* seed \(5\)"):
        tg.Organisation.load(older)
