"""VE3: its arms are what it says, and its rule of choosing is a rule."""

from __future__ import annotations

import inspect
from dataclasses import replace
from math import nan

import numpy as np
import pytest

from trustgarden.experiments.laboratory import Laboratory
from trustgarden.experiments.studies import ve03_choosing, ve03_contracts, ve03_removal
from trustgarden.experiments.studies.estimates import Estimate
from trustgarden.experiments.studies.study import Setting
from trustgarden.experiments.studies.ve03_choosing import chance_of_contract, partnerships
from trustgarden.experiments.studies.ve03_contracts import Contracts, _largest, _without
from trustgarden.experiments.studies.ve03_removal import GROUP, PAIR, REGIMES, removal

SMALL = Setting(replicates=12, seed=3)


@pytest.fixture(scope="module")
def figures() -> dict[str, Estimate]:
    return Contracts().figures(SMALL)


def test_every_criterion_has_its_figure(figures: dict[str, Estimate]) -> None:
    assert list(figures) == [one.id for one in Contracts.criteria]
    assert all(one.study == "VE3" and one.finding for one in Contracts.criteria)


def test_figures_are_the_same_for_a_seed(figures: dict[str, Estimate]) -> None:
    assert Contracts().figures(SMALL) == figures


def test_another_seed_is_other_people() -> None:
    one, other = (removal(replace(SMALL, seed=seed), "none").answers for seed in (3, 4))
    assert (one != other).all()


def test_no_arm_touches_a_parameter() -> None:
    for module in (ve03_contracts, ve03_removal, ve03_choosing):
        assert "parameters." not in inspect.getsource(module)


def test_arms_begin_alike_but_for_what_assures_and_only_the_regime_parts_them() -> None:
    arms = {name: removal(SMALL, name, PAIR) for name in REGIMES}
    trust = Laboratory(PAIR, SMALL.replicates, seed=SMALL.seed).trust(0, 1)
    # What is ventured, if anything, is trust, and assurance where that does not reach: a contract
    # leaves nothing to trust; a sure fine of severity 0.7, and pay nine tenths of which is a
    # price, leave part of it.
    assured = {
        "none": 0.0, "promise": 0.0, "binding": 1.0, "fine": 0.8 * 0.7, "reward": 0.6 * 0.9,
    }  # fmt: skip
    for name, arm in arms.items():
        ventured = arm.at_first > 0
        relied = trust + assured[name] * (1 - trust)
        assert arm.at_first[ventured] == pytest.approx(relied[ventured], rel=1e-6), name
        assert ventured.sum() > SMALL.replicates / 2
    assert (arms["binding"].at_first == 1.0).all()
    assert (arms["none"].answers > arms["binding"].answers).any()


def test_without_attribution_a_contract_leaves_what_nothing_leaves() -> None:
    many = Setting(replicates=60, changes=_without(SMALL, "attribution"))
    binding, none = (removal(many, name, PAIR).answers for name in ("binding", "none"))
    assert abs((binding - none).mean()) < 0.02
    attributed = replace(many, changes={})
    assert (removal(attributed, "binding").answers - none).mean() < -0.03


def test_knock_outs_of_the_setting_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    off = {"mechanisms.off": ["talk"]}
    assert _without(Setting(changes=off), "attribution")["mechanisms.off"] == [
        "attribution",
        "talk",
    ]
    seen: list[list[str]] = []
    plain = Laboratory.play

    def watched(lab: Laboratory, *args: object, **kwargs: object) -> None:
        seen.append(sorted(lab.scenario.mechanisms.off))
        plain(lab, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Laboratory, "play", watched)
    removal(Setting(replicates=3, changes=off), "promise", PAIR)
    # Each round is played twice: by a copy that decides, and as it is programmed.
    assert seen == [["talk"]] * 20 + [["promises", "talk"]] * 10


def test_regimes_are_gone_after_the_tenth_round(monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str] = []
    plain = Laboratory.play

    def watched(lab: Laboratory, *args: object, **kwargs: object) -> None:
        names.append(lab.scenario.consequence.regime)
        plain(lab, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Laboratory, "play", watched)
    removal(Setting(replicates=3), "fine", GROUP)
    assert names == ["punitive"] * 20 + ["none"] * 10


def test_every_regime_can_be_put_in_force() -> None:
    for changes in REGIMES.values():
        lab = Laboratory(2, 2)
        lab.set_conditions(changes)
        lab.meet(0, 1)
        assert len(lab.table()) == 2


def test_the_largest_is_by_size_and_a_missing_one_stands_out() -> None:
    small, large = Estimate(0.1, 0.0, 0.2, 9), Estimate(-0.3, -0.4, -0.2, 9)
    assert _largest([small, large]) is large
    assert _largest([small, Estimate(nan, nan, nan, 0), large]).n == 0


def test_contracts_come_with_stake_harm_and_habit() -> None:
    no, yes = np.array([False]), np.array([True])
    least = chance_of_contract(0.2, no, no)
    assert least < chance_of_contract(1.0, no, no)
    assert least < chance_of_contract(0.2, yes, no)
    assert least < chance_of_contract(0.2, no, yes)
    assert chance_of_contract(1.25, no, no) == pytest.approx(0.5)


def test_pairs_of_all_stakes_are_surveyed() -> None:
    found = partnerships(Setting(replicates=8))
    stakes = len(ve03_choosing.STAKES)
    assert found.formality.shape == found.trust.shape == (8 * stakes,)
    shares = found.formality[~np.isnan(found.formality)]
    assert ((shares >= 0) & (shares <= 1)).all()
    assert 0.0 < shares.mean() < 1.0


def test_a_contract_is_in_force_only_for_pairs_who_chose_it() -> None:
    """Nobody can break a binding contract; the others can and do."""
    lab = Laboratory(2, 400, seed=1)
    full = ve03_choosing._regime(
        lab, {"consequence.regime": "contract", "consequence.binding": 1.0}
    )
    none = ve03_choosing._regime(lab, {"consequence.regime": "none", "consequence.binding": 0.0})
    chose = np.arange(400) % 2 == 0
    ve03_choosing._put_in_force(lab, np.where(chose, full, none))
    lab.meet(0, 1, rounds=3, stake=1.0, act="entrust")
    acts = lab.table()["act"].to_numpy(str).reshape(3, 400)
    broke = np.asarray((acts == "breach").any(axis=0))
    assert not broke[chose].any()
    assert broke[~chose].mean() > 0.3
