"""Each mechanism can be switched off by itself, and then does nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from by_hand import ByHand
from plain_model import plain
from scipy import special
from small_organisations import lived, measured

from trustgarden.model.layout import ACCOUNTS, BREACH, KEPT
from trustgarden.model.scenario import MECHANISM_SWITCHES

RICH = {
    "leaders.style": "commander", "consequence.regime": "contract", "consequence.arbitrary": 0.02,
    "consequence.publicness": 0.5, "turnover.leave_rate": 0.05,
    "recognition.form": "thanks", "leaders.connections": 0.1,
    "events": [{"week": 3, "kind": "scandal"}],
}  # fmt: skip
"""An organisation in which every mechanism has something to do."""


def near(value: Any) -> Any:
    return pytest.approx(value, rel=1e-6)


def off(mechanism: str, changes: dict[str, Any] | None = None, **of: Any) -> ByHand:
    return ByHand({"mechanisms.off": [mechanism]} | dict(changes or {}), **of)


@pytest.mark.parametrize("mechanism", MECHANISM_SWITCHES)
def test_each_makes_a_difference_where_it_has_something_to_do(mechanism: str) -> None:
    whole = lived(RICH, weeks=12, num_people=24)
    without = lived(RICH | {"mechanisms.off": [mechanism]}, weeks=12, num_people=24)
    assert without.series.tobytes() != whole.series.tobytes()


def test_all_of_them_can_be_off_at_once() -> None:
    nothing = {"mechanisms.off": list(MECHANISM_SWITCHES)}
    engine = lived(RICH | nothing, weeks=20, accounts=True, log=True)
    assert np.isfinite(engine.series).all()
    assert measured(engine, "people")[-1] == 12
    assert len(engine.log) == 0
    for name in ("recognised", "told", "left", "projected", "repaired", "strain", "frame"):
        assert not measured(engine, name).any(), name
    # Half of all hours entrust, whatever people think; whatever happens then is remembered.
    assert measured(engine, "entrusting").mean() == pytest.approx(0.5, abs=0.03)
    assert {name for name in ACCOUNTS if column(engine, name).any()} <= {
        "kept", "error", "breach", "trusted", "held_off", "met", "crowded_out",
    }  # fmt: skip


def column(engine: Any, cause: str) -> np.ndarray:
    return engine.accounts[:, ACCOUNTS.index(cause)]


# One by one. What the mechanisms' own tests hold is not repeated: repair, promises, talk,
# witness, welcome, recognition, connections, consequence, projection, spaces, events, leaving.


def test_ambiguity_disposition_reads_nothing_into_an_act() -> None:
    found = {}
    for mechanism in ("ambiguity", "talk"):
        ties = []
        for propensity in (0.1, 0.9):
            week = off(mechanism)
            week.person(1).propensity = propensity
            week.hold(1, 2)
            week.play("remember")
            ties.append(float(week.tie(1, 2).benevolence_for))
        found[mechanism] = ties
    assert found["ambiguity"][0] == found["ambiguity"][1]
    assert found["talk"][0] < found["talk"][1]


def test_asymmetry_bad_news_weighs_as_much_as_good() -> None:
    plainly = {"parameters.primacy": 0.0, "parameters.ambiguity": 0.0}
    weights = {}
    for mechanism in ("asymmetry", "talk"):
        week = off(mechanism, plainly)
        week.relate(1, 2, prior_goodwill=0.5, prior_ability=0.5)
        week.hold(1, 2, act=BREACH, answer=0.0, stake=0.5)
        week.play("remember")
        weights[mechanism] = float(week.tie(1, 2).integrity_against)
    assert weights["asymmetry"] == near(1.25 * 0.75)
    assert weights["talk"] == near(1.25 * 0.75 * 3.2)


def test_attribution_the_person_is_credited_whatever_binds_them() -> None:
    bound = {"consequence.binding": 1.0, "consequence.pricing": 1.0}
    plainly = {"parameters.primacy": 0.0, "parameters.ambiguity": 0.0}
    credit = {}
    for mechanism in ("attribution", "talk"):
        week = off(mechanism, bound | plainly)
        week.relate(1, 2, frame=0.5)
        week.hold(1, 2, ordered=1.0)
        week.play("remember")
        tie = week.tie(1, 2)
        credit[mechanism] = float(tie.integrity_for), float(tie.frame)
    assert credit["attribution"] == (near(1.0), 0.5)
    assert credit["talk"][0] < 0.2
    assert credit["talk"][1] > 0.5


def test_control_nobody_demands_or_watches() -> None:
    levels = {}
    for mechanism in ("control", "talk"):
        week = off(mechanism, {"leaders.style": "commander", "leaders.attention_hours": 12.0})
        team = week.state.teams[0]
        levels[mechanism] = [float(team[name]) for name in ("demand_level", "control_level")]
        levels[mechanism].append(float(team.monitoring))
    assert levels["control"] == [0.0, 0.0, 0.0]
    assert min(levels["talk"]) > 0


def test_cues_only_the_two_traits_and_affinity_are_left_of_first_sight() -> None:
    week = off("cues")
    week.person(1).organisation_for = 50.0
    week.person(2).reputation_against = 50.0
    ability, goodwill = plain("relationships").priors(week.state, week.c, 1, 0, week.seed, week.p)
    liking = plain("relationships").pair_affinity(week.seed, 0, 1, week.p)
    traits = [special.logit(float(week.person(1)[name])) for name in ("propensity", "at_sight")]
    common = 0.25 * traits[0] + 0.9 * traits[1]
    assert goodwill == near(special.expit(common + liking))
    assert ability == near(special.expit(common + 0.5 * liking))


def test_deception_what_is_found_out_is_a_breach_and_no_more() -> None:
    week = off("deception")
    week.hold(1, 2, act=BREACH, answer=0.0, hidden=1, found=1)
    week.play("remember")
    tie = week.tie(1, 2)
    assert tie.deception == 0.0
    assert tie.integrity_against > 0
    scandal = lived({"mechanisms.off": ["deception"], "events": [{"week": 2, "kind": "scandal"}]})
    assert not scandal.state.ties.deception.any()


def test_entrusting_everybody_entrusts_every_second_time() -> None:
    for relate in (ByHand.trusting, ByHand.distrusting):
        assert 70 < entrusted(off("entrusting"), relate=relate) < 130


def entrusted(week: ByHand, *, relate: Any = ByHand.relate, **tie: float) -> int:
    """Of 200 hours of 1 with 0, how many in which 1 entrusts."""
    relate(week, 1, 0, **tie)
    count = 0
    for seed in range(200):
        week.seed = seed
        week.next_week()
        hour = week.hold(1, 0, scripted=0, act=0)
        week.play("entrust")
        count += hour.act == KEPT
    return count


def test_fairness_nobody_judges_how_they_are_treated() -> None:
    week = off("fairness", {"leaders.style": "gardener", "leaders.attention_hours": 12.0})
    before = week.state.people.copy()
    week.play("welcome", "remember", "recognise", "judge")
    for kind in ("distributive", "procedural", "interactional", "organisation"):
        for side in ("for", "against"):
            name = f"{kind}_{side}"
            assert np.array_equal(week.state.people[name], before[name]), name
    assert not week.close_books()["treatment"]


def test_forgetting_nothing_fades() -> None:
    engine = lived({"mechanisms.off": ["forgetting"]}, weeks=6, accounts=True)
    assert not column(engine, "forgetting").any()
    assert (engine.state.ties.familiarity % 1 == 0).all()


def answered(
    mechanism: str, changes: dict[str, Any] | None = None, *, further: float = -1.0,
    relate: Any = ByHand.relate,
) -> int:  # fmt: skip
    """Of 200 acts entrusted by 1 to 2, how many are kept; `relate` says what 2 thinks of 1."""
    week = off(mechanism, {"parameters.error_rate": 0.0} | dict(changes or {}))
    relate(week, 2, 1)
    kept = 0
    for seed in range(200):
        week.seed = seed
        week.next_week()
        hour = week.hold(1, 2, scripted=0, act=KEPT, further=further)
        week.play("answer")
        kept += hour.act == KEPT
    return kept


def test_further_the_last_dealing_is_answered_like_any_other() -> None:
    strong = {"parameters.further_reason": 5.0}
    last, many = (answered("further", strong, further=worth) for worth in (0.0, 1.0))
    assert last == many
    last, many = (answered("talk", strong, further=worth) for worth in (0.0, 1.0))
    assert last < many - 30


def test_reciprocity_it_does_not_matter_whom_one_answers() -> None:
    loved, hated = (
        answered("reciprocity", relate=relate) for relate in (ByHand.trusting, ByHand.distrusting)
    )
    assert loved == hated
    loved, hated = (
        answered("talk", relate=relate) for relate in (ByHand.trusting, ByHand.distrusting)
    )
    assert hated < loved - 20


def test_leadership_no_attention_reaches_anybody() -> None:
    week = off("leadership", {"leaders.style": "gardener", "leaders.attention_hours": 40.0})
    team = week.state.teams[0]
    for name in ("spaces", "connections", "recognition", "voice", "demand", "control", "care"):
        assert team[f"{name}_level"] == 0.0
    assert (team.people_hours, team.respect) == (0.0, 0.6)
    engine = lived({"leaders.style": "commander", "mechanisms.off": ["leadership"]}, weeks=2)
    assert not measured(engine, "control_hours").any()


def test_mistrust_it_holds_nobody_back() -> None:
    calm, wary = (entrusted(off("mistrust"), mistrust=mistrust) for mistrust in (0.0, 0.9))
    assert calm == wary
    calm, wary = (entrusted(off("talk"), mistrust=mistrust) for mistrust in (0.0, 0.9))
    assert wary < calm - 20


def test_strain_it_neither_squeezes_nor_makes_for_errors() -> None:
    found: dict[str, list[float]] = {}
    for mechanism in ("strain", "talk"):
        found[mechanism] = []
        for strain in (0.0, 1.0):
            changes = {"spaces.social_hours": 5.0, "work.load": 0.5}
            week = off(mechanism, changes, num_people=40)
            week.state.people.strain = strain
            week.play("meet")
            found[mechanism].append(float(week.state.people.free_hours.sum()))
    assert found["strain"][0] == found["strain"][1]
    assert found["talk"][1] < 0.7 * found["talk"][0]
    engine = lived({"mechanisms.off": ["strain"], "work.load": 1.0}, weeks=3)
    assert not measured(engine, "strain").any()


def test_every_mechanism_is_tested_here_or_in_its_own_file() -> None:
    own_files = {
        "repair", "promises", "talk", "witness", "welcome", "recognition", "connections",
        "consequence", "projection", "spaces", "events", "leaving",
    }  # fmt: skip
    here = {name.split("_")[1] for name in globals() if name.startswith("test_")}
    assert set(MECHANISM_SWITCHES) - own_files <= here
