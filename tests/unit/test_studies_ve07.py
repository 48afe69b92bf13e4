"""VE7: its partner does what was programmed, and its figures are what they are called."""

from __future__ import annotations

import inspect
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from trustgarden.experiments.laboratory import Laboratory
from trustgarden.experiments.studies import ve07_breach, ve07_partner
from trustgarden.experiments.studies.asking import copied
from trustgarden.experiments.studies.estimates import Estimate
from trustgarden.experiments.studies.study import Setting
from trustgarden.experiments.studies.ve07_breach import Breach, _buffer, _weight, rounds_to_half
from trustgarden.experiments.studies.ve07_partner import PLACES, ROUNDS, Course, course

SMALL = Setting(replicates=8, seed=3)
GONE_AND_BACK = np.array([0.0, 0.0, 0.8, 0.6, 0.2, 0.0])
"""What a breach in the second round costs in each round."""


@pytest.fixture(scope="module")
def figures() -> dict[str, Estimate]:
    return Breach().figures(SMALL)


def test_every_criterion_has_its_figure(figures: dict[str, Estimate]) -> None:
    assert sorted(figures) == sorted(one.id for one in Breach.criteria)


def test_figures_are_the_same_for_a_seed(figures: dict[str, Estimate]) -> None:
    assert Breach().figures(SMALL) == figures


def test_no_arm_touches_a_parameter() -> None:
    for module in (ve07_breach, ve07_partner):
        assert "parameters." not in inspect.getsource(module)


def played(monkeypatch: pytest.MonkeyPatch, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
    """What was programmed, round by round, without what copies were asked."""
    calls: list[dict[str, Any]] = []
    plain = Laboratory.meet

    def watched(lab: Laboratory, *a: Any, **k: Any) -> None:
        if k.get("act") == "entrust":
            calls.append(k)
        plain(lab, *a, **k)

    monkeypatch.setattr(Laboratory, "meet", watched)
    course(*args, **kwargs)
    return calls


@pytest.mark.parametrize("place", PLACES)
def test_the_partner_defects_in_two_rounds_and_no_other(
    monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    first = PLACES[place]
    calls = played(monkeypatch, Setting(replicates=2), first)
    bad = [n for n, one in enumerate(calls, 1) if one["answer"] == "break"]
    assert len(calls) == ROUNDS
    assert bad == [first, first + 1]
    assert all(one["says"] == () for one in calls if one["answer"] == "break")


def test_errors_and_breaches_do_the_same_to_the_participant(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls = played(monkeypatch, Setting(replicates=2), 6, label="err", admits=True, rounds=7)
    assert [one.get("amount") for one in calls] == [None] * 5 + [0.0] * 2
    assert calls[-1]["says"] == ("admit",)


def test_arms_are_alike_until_the_breach() -> None:
    never, late = course(SMALL, None), course(SMALL, PLACES["late"])
    before = PLACES["late"] - 1
    assert (never.answers[:, :before] == late.answers[:, :before]).all()
    assert (never.ventured[:, : before + 1] == late.ventured[:, : before + 1]).all()
    assert (never.answers[:, before + 1] > late.answers[:, before + 1]).mean() > 0.8


def test_asking_what_they_would_do_changes_nothing() -> None:
    lab = Laboratory(2, 20, seed=1)
    lab.meet(0, 1, rounds=3)
    trust = lab.trust(0, 1)
    asked = ve07_partner._would_venture(lab)
    assert (lab.trust(0, 1) == trust).all()
    assert lab.round == 3
    lab.meet(0, 1, stake=1.0, answer="keep")
    assert (lab.table()["stake"].to_numpy()[-20:] == asked).all()


def test_a_copy_has_conditions_of_its_own() -> None:
    lab = Laboratory(2, 20, seed=1)
    lab.meet(0, 1)
    copy = copied(lab)
    copy.set_conditions({"consequence.regime": "punitive"})
    copy.meet(0, 1, act="entrust", answer="break")
    assert lab.scenario.consequence.regime == "none"
    assert len(lab.table()) == len(copy.table()) == 20
    lab.meet(0, 1, act="entrust", answer="break")
    mild, hard = (one.table()["consequence"].to_numpy()[-20:] for one in (lab, copy))
    assert (mild <= hard).all()
    assert (mild < hard).any()


def test_the_end_is_the_last_five_rounds() -> None:
    ventured = np.zeros((2, ROUNDS))
    ventured[:, -5:] = [[0.1, 0.2, 0.3, 0.4, 0.5], [1.0] * 5]
    assert Course(ventured, ventured).final == pytest.approx([0.3, 1.0])


def test_time_to_half_recovery() -> None:
    never = np.ones(6)
    # 0.8 is lost at once; 0.4 is passed half way between the second round after it and the third.
    assert rounds_to_half(never, never - GONE_AND_BACK, 0.8, 2) == pytest.approx(1.5)
    assert rounds_to_half(never, never - 0.5 * GONE_AND_BACK, 0.8, 2) == 0.0
    lasting = np.array([0.0, 0.0, 0.8, 0.8, 0.8, 0.8])
    assert rounds_to_half(never, never - lasting, 0.8, 2) == 4.0


def test_the_buffer_is_above_0_where_the_trusting_lose_less() -> None:
    rng = np.random.default_rng(1)
    trust = rng.uniform(0.3, 0.9, 80)
    before = np.tile(trust[:, None], (1, ROUNDS))
    after = before.copy()
    after[:, PLACES["late"] :] -= 0.3 * (1.0 - trust[:, None])
    assert _buffer(Course(before, after)).value > 1.0
    after = before.copy()
    after[:, PLACES["late"] :] -= 0.3 * trust[:, None]
    assert _buffer(Course(before, after)).value < -1.0


def test_bad_news_weighs_more_only_with_asymmetry() -> None:
    many = Setting(replicates=60)
    off = replace(many, changes={"mechanisms.off": ["asymmetry"]})
    assert _weight(many).value > 1.5 > _weight(off).value
