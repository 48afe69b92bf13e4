"""What may be given to an organisation that has lived, and in what words the rest is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from small_organisations import NOBODY_LEAVES, small

from trustgarden import InputError, Organisation

EVENTS = [
    {"week": 2, "kind": "departure", "who": "4"},
    {"week": 7, "kind": "layoff", "share": 0.2},
]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "saved.npz"
    Organisation(small(NOBODY_LEAVES | {"events": EVENTS}), seed=1).run(4).save(path)
    return path


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"mechanisms.off": ["talk"]},
            r"\[mechanisms\] differs .* \(off\); a branch keeps its rules",
        ),
        ({"parameters.faith": 2.0}, r"\[parameters\] differs .* \(faith\)"),
        ({"population.ability": 0.3}, r"\[population\] differs .* \(ability\); .* its people"),
        (
            {"events": []},
            r"that of week 2 \(departure\) lies in the past, since 4 weeks have begun",
        ),
        ({"events": [*EVENTS, {"week": 4, "kind": "layoff"}]}, r"that of week 4 \(layoff\) lies"),
        ({"leaders.style": "gardner"}, 'leaders.style is "gardner"; .* Did you mean gardener'),
        ({"leaders.by_team": {"team 9": "hero"}}, "there is no such team"),
        ({"leader.style": "hero"}, 'There is no key "leader.style" in a scenario'),
        ({"events": [EVENTS[0], {"week": 7, "kind": "departure", "who": "99"}]}, "who is '99'"),
    ],
)
def test_what_stays_is_named_and_refused(
    saved: Path, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        Organisation.load(saved, changes=changes)


def test_conditions_and_what_is_to_come_may_change(saved: Path) -> None:
    changes = {"leaders.style": "hero", "events": EVENTS[:1], "description": "The other way."}
    branch = Organisation.load(saved, changes=changes).run(4)
    assert len(branch.people) == 12
    assert len(Organisation.load(saved).run(4).people) == 10


def test_changes_at_the_start_are_refused_as_in_a_file() -> None:
    with pytest.raises(InputError, match=r'work\.load is "much"; it must be a number from 0 to 1'):
        Organisation("garden", changes={"work.load": "much"})
    with pytest.raises(InputError, match="changes holds the key 3; a key is a text with dots"):
        Organisation("garden", changes={3: "x"})  # type: ignore[dict-item]
    with pytest.raises(InputError, match="changes is a list; it must map dotted keys"):
        Organisation("garden", changes=["x"])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (
            {"week": "3", "kind": "layoff"},
            '^week is "3"; it must be a whole number from 1 to 4,000',
        ),
        ({"week": 3, "kind": "betrayl"}, '^kind is "betrayl"; .* Did you mean betrayal'),
        ({"week": 3, "kind": "departure", "whoo": "4"}, "^whoo is not known: .* Did you mean who"),
        ({"week": 3, "set": {"leaders.style": "x"}}, '^the event of week 3 .*leaders.style is "x"'),
    ],
)
def test_a_scheduled_event_is_refused_in_full_sentences(
    event: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        Organisation(small(), seed=1).schedule(**event)


@pytest.mark.parametrize("weeks", [1.5, "3", True, None])
def test_weeks_that_are_no_whole_number_are_refused(weeks: Any) -> None:
    with pytest.raises(TypeError, match=r"weeks is .*; it must be a whole number of 0 or more"):
        Organisation(small(), seed=1).run(weeks)


def test_weeks_below_none_are_refused_however_it_is_run() -> None:
    class Stepping(Organisation):
        def step(self) -> None:
            super().step()

    for kind in (Organisation, Stepping):
        with pytest.raises(ValueError, match="weeks is -1; it must be 0 or more"):
            kind(small(), seed=1).run(-1)
    assert Organisation(small(), seed=1).run(np.int64(2)).week == 2


def test_what_is_missing_is_one_kind_in_every_column_of_paths_and_journeys() -> None:
    """A column in which nothing is given used to hold None, one in which something is, NaN."""
    bare = Organisation(small(NOBODY_LEAVES | {"welcome.choreography": "cold"}), seed=1)
    bare.schedule(week=2, kind="growth", number=2).run(2)
    full = Organisation(small(NOBODY_LEAVES), seed=1)
    full.schedule(week=2, kind="growth", number=2).run(2)
    for table in (bare.paths(), full.paths(), bare.journeys(), full.journeys()):
        missing = {type(value) for column in table for value in table[column][table[column].isna()]}
        assert missing <= {float}
    assert bare.paths()["whom"].isna().all()
