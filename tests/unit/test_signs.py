"""Signs: what a leader can see of last week, counted slowly here, and blurred."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from small_organisations import NOBODY_LEAVES, small

import trustgarden as tg
from trustgarden.model import custom, signs
from trustgarden.model.engine import Engine
from trustgarden.model.layout import BREACH, ERROR, HELD_BACK, KEPT, NOTHING
from trustgarden.model.signs import BLUR, groups_led, groups_of_teams, seen_signs

NAMES = ("entrusted", "kept", "told", "voice", "output", "strain")
SHOWN: dict[str, list[tg.Signs]] = {}


class Looker(tg.Style):
    """Does nothing but look."""

    def attend(self, view: tg.View, chance: tg.Chance) -> tg.Attention:
        SHOWN["signs"].append(view.signs)
        return tg.Attention.of(view, fairness=0.3)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[tg.Signs]:
    monkeypatch.setitem(custom.STYLES_BY_NAME, "looker", Looker)
    SHOWN["signs"] = []
    return SHOWN["signs"]


@pytest.fixture
def clear_sighted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signs, "BLUR", 0.0)


def engine_of(changes: dict[str, Any], weeks: int, *, num_people: int = 24) -> Engine:
    engine = Engine(small({"leaders.style": "looker"} | changes, num_people=num_people), 3)
    engine.run(weeks)
    return engine


def share(part: float, whole: float) -> float:
    return part / whole if whole else np.nan


def counted(engine: Engine, leader: int) -> dict[str, float]:
    """The signs of one leader's people, hour by hour."""
    state = engine.state
    led = [me for me in range(len(state.keys)) if state.boss[me] == leader]
    hours = entrusted = acts = failed = told = 0.0
    spoke = set()
    for me in range(len(state.keys)):
        for meeting in state.meetings[me]:
            other, act = int(meeting.partner), int(meeting.act)
            if act == NOTHING:
                continue
            if me in led and other == leader:
                hours += 1
                entrusted += act != HELD_BACK
            if other not in led or act == HELD_BACK:
                continue
            weight = 1.0 if me == leader else float(state.spaces[meeting.space].visibility)
            wrong = act in (ERROR, BREACH)
            open_ = wrong and not meeting.hidden
            acts += weight
            failed += weight * (open_ or (wrong and bool(meeting.found)))
            told += weight * open_
            spoke |= {other} if open_ else set()
    return {
        "entrusted": share(entrusted, hours),
        "kept": 1.0 - share(failed, acts),
        "told": share(told, failed),
        "voice": share(len(spoke), len(led)),
        "output": float(np.mean(state.people.output[led], dtype=np.float64)),
        "strain": float(np.mean(state.people.strain[led], dtype=np.float64)),
    }


@pytest.mark.usefixtures("clear_sighted")
def test_leaders_see_what_shows_of_their_people(shown: list[tg.Signs]) -> None:
    changes = {"population.ability": 0.4, "consequence.regime": "blame"}
    engine = engine_of(NOBODY_LEAVES | changes, 5)
    expected = [counted(engine, int(head)) for head in engine.state.head]
    assert {int(act) for act in np.unique(engine.state.meetings.act)} >= {KEPT, ERROR, BREACH}
    assert engine.state.meetings.hidden.any()
    engine.run(1)
    for name in NAMES:
        found = getattr(shown[-1], name)
        column = np.array([sign[name] for sign in expected])
        np.testing.assert_allclose(found, column, rtol=1e-12, atol=0.0, err_msg=name)
        assert len(np.unique(found)) > 2, name


@pytest.mark.usefixtures("clear_sighted")
def test_teams_are_seen_as_far_as_their_spaces_are_visible(shown: list[tg.Signs]) -> None:
    state = engine_of(NOBODY_LEAVES, 5).state
    groups = groups_of_teams(state)
    seen = seen_signs(state, groups, np.zeros(groups.number), 3, 5, 0)
    within = [
        meeting.act != HELD_BACK
        for me in range(len(state.keys))
        for meeting in state.meetings[me]
        if meeting.act != NOTHING and state.team[me] == state.team[meeting.partner] == 2
    ]
    assert seen.entrusted[2] == pytest.approx(np.mean(within), rel=1e-12)
    of_the_team = state.people.strain[state.team == 2]
    assert seen.strain[2] == pytest.approx(np.mean(of_the_team, dtype=np.float64), rel=1e-12)


def test_nothing_has_shown_before_the_first_week(shown: list[tg.Signs]) -> None:
    engine_of(NOBODY_LEAVES, 1)
    for name in ("entrusted", "kept", "told", "output", "strain"):
        assert np.isnan(getattr(shown[0], name)).all(), name
    assert (shown[0].left == 0.0).all()


@pytest.mark.usefixtures("clear_sighted")
@pytest.mark.parametrize("vacancy_weeks", [0.0, 3.0])
def test_who_left_is_counted(shown: list[tg.Signs], vacancy_weeks: float) -> None:
    changes = {"turnover.leave_rate": 0.1, "turnover.vacancy_weeks": vacancy_weeks}
    engine = engine_of(changes, 1)
    state, compared = engine.state, 0
    for _ in range(12):
        keys, here = state.keys.copy(), state.present == 1
        engine.run(1)
        gone = here & ((state.keys != keys) | (state.present == 0))
        led = np.flatnonzero(state.present[state.head] == 1)
        expected = np.array([gone[state.boss == head].mean() for head in state.head[led]])
        # Whoever has just become a leader cannot tell since when a seat is empty.
        old = (here & (state.keys == keys))[state.head[led]]
        engine_seen = len(shown)
        engine.run(1)
        np.testing.assert_allclose(shown[engine_seen].left[old], expected[old], rtol=1e-12)
        compared += int((expected[old] > 0.0).sum())
    assert compared > 3


@pytest.mark.usefixtures("clear_sighted")
def test_newcomers_show_no_work_before_their_first_week(shown: list[tg.Signs]) -> None:
    engine = engine_of({"turnover.leave_rate": 0.15, "population.spread": 0.0}, 6)
    state = engine.state
    new = (state.people.joined == 6) & (state.keys >= 1 << 32)
    assert new.any()
    groups = groups_led(state, state.head)
    seen = seen_signs(state, groups, np.zeros(groups.number), 3, 6, 0)
    for team, head in enumerate(state.head):
        old = (state.boss == head) & ~new
        expected = np.mean(state.people.output[old], dtype=np.float64) if old.any() else np.nan
        np.testing.assert_allclose(seen.output[team], expected, rtol=1e-12)


@pytest.mark.usefixtures("clear_sighted")
def test_what_is_still_to_come_is_not_seen(shown: list[tg.Signs]) -> None:
    # The hour of the betrayal stands where an hour of the week before stood, in which faith was
    # kept or not; what it brings is to be seen a week later.
    event = {"week": 4, "kind": "betrayal", "who": "6", "whom": "5"}
    engine_of(NOBODY_LEAVES, 5)
    plain = list(shown)
    shown.clear()
    engine_of(NOBODY_LEAVES | {"events": [event]}, 5)
    acts = 20.0
    assert shown[4].kept[1] < plain[4].kept[1]
    for name in NAMES:
        before, after = getattr(plain[3], name), getattr(shown[3], name)
        # It was an hour of somebody's people, whoever was met in it.
        changed = np.flatnonzero(after != before)
        assert len(changed) <= 1, name
        np.testing.assert_allclose(after[changed], before[changed], rtol=0, atol=1.5 / acts)


def test_the_blur_has_no_bias_and_its_deviation(shown: list[tg.Signs]) -> None:
    engine = engine_of(NOBODY_LEAVES, 3)
    state, groups = engine.state, groups_led(engine.state, engine.state.head)
    nobody = np.zeros(groups.number)
    drawn = []
    for seed in range(4000):
        seen = seen_signs(state, groups, nobody, seed, 3, 0)
        drawn.append([getattr(seen, name) for name in ("output", "strain")])
    deviation = np.array(drawn) - np.array(
        [[counted(engine, int(head))[name] for head in state.head] for name in ("output", "strain")]
    )
    # 4,000 draws of each: 5 standard errors of mean and deviation.
    assert np.abs(deviation.mean(axis=0)).max() < 5 * BLUR / np.sqrt(4000)
    assert np.abs(deviation.std(axis=0) - BLUR).max() < 5 * BLUR / np.sqrt(8000)
    assert abs(np.corrcoef(deviation[:, 0, 0], deviation[:, 1, 0])[0, 1]) < 5 / np.sqrt(4000)


def test_signs_stay_within_their_range(shown: list[tg.Signs]) -> None:
    engine_of({"leaders.style": "looker", "turnover.leave_rate": 0.2}, 12)
    for seen in shown[1:]:
        for name in (*NAMES, "left"):
            sign = getattr(seen, name)
            sign = sign[~np.isnan(sign)]
            assert ((sign >= 0.0) & (sign <= 1.0)).all(), name
