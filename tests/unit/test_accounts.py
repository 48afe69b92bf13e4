"""The weekly accounts of trust: they add up, whatever happens, and have the right signs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from by_hand import ByHand
from plain_model import plain
from small_organisations import (
    NO_HOURS,
    NOBODY_LEAVES,
    founded,
    lived,
    measured,
    small,
    state_bytes,
)

from trustgarden import Organisation
from trustgarden.model.engine import Engine
from trustgarden.model.layout import (
    ACCOUNTS,
    ADMITS,
    BREACH,
    DENIES,
    ERROR,
    HELD_BACK,
    PAYS,
    PROMISES,
)
from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.model.scenario import MECHANISM_SWITCHES

EXACTLY = 1e-9
TRUST = MEASURE_NAMES.index("trust")


def differences(engine: Engine, start: float) -> np.ndarray:
    """What the books leave unexplained, week by week."""
    trust = np.concatenate([[start], engine.series[:, TRUST]])
    return np.abs(np.diff(trust) - engine.accounts.sum(axis=1))


def booked(changes: dict[str, Any], *, weeks: int = 12, **of: Any) -> Engine:
    """A run whose books are checked against the measure, and nothing of which is unbooked."""
    engine = founded(changes, accounts=True, **of)
    start = float(engine.measure()[TRUST])
    engine.run(weeks)
    assert engine.accounts.shape == (weeks, len(ACCOUNTS))
    assert differences(engine, start).max() < EXACTLY
    assert (column(engine, "unbooked") == 0).all()
    return engine


def column(engine: Engine, cause: str) -> np.ndarray:
    return engine.accounts[:, ACCOUNTS.index(cause)]


# They add up

RICH = {
    "leaders.style": "gardener", "consequence.regime": "blame", "turnover.leave_rate": 0.1,
    "recognition.form": "thanks", "welcome.choreography": "hundred", "talk.tales": 3.0,
    "welcome.steps": [
        {"week": 1, "kind": "greet", "announced": True, "certainty": 0.5},
        {"week": 1, "kind": "introduce", "count": 3},
        {"week": 2, "kind": "recognise"},
    ],
    "communities": [{"name": "choir", "share": 0.5, "hours": 1.0}],
    "spaces.custom": [{"name": "lab", "purpose": "rehearse", "who": "organisation"}],
}  # fmt: skip

SITUATIONS: dict[str, dict[str, Any]] = {
    "as it is": {},
    "everything at once": RICH,
    "memory full": RICH | {"organisation.num_slots": 4, "spaces.social_hours": 6.0},
    "nobody comes back": {"turnover.leave_rate": 0.2, "turnover.replace": False},
    "all leave": {
        "turnover.leave_rate": 0.5, "turnover.alternatives": 1.0, "turnover.replace": False,
    },
    "vacancies": {"turnover.leave_rate": 0.2, "turnover.vacancy_weeks": 3.0},
    "nobody meets": NO_HOURS | NOBODY_LEAVES | {"leaders.style": "absent"},
    "a past": {"organisation.start": "burn-in", "organisation.burn_in_weeks": 3},
    "few acts a prior": {"parameters.prior_weight": 0.5},
}  # fmt: skip


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_parts_of_a_week_add_up_to_its_change_of_trust(name: str) -> None:
    weeks = 40 if name == "all leave" else 15
    engine = booked(SITUATIONS[name], weeks=weeks, num_people=16)
    if name == "all leave":
        assert measured(engine, "people")[-1] == 0
    if name == "memory full":
        assert (column(engine, "crowded_out") != 0).any()


EVENTS: dict[str, list[dict[str, Any]]] = {
    "layoff": [{"share": 0.5, "severity": 1.0}],
    "arrival": [{"number": 5}],
    "growth": [{"number": 9}],
    "merger": [{"number": 8}],
    "new-leader": [{}],
    "reorganisation": [{"share": 1.0}],
    "scandal": [{}],
    "betrayal": [{"who": "3", "whom": "2"}],
    "apology": [{"who": "1", "pays": True, "promises": True}],
    "gathering": [{"hours": 5}],
    "departure": [{"who": "1"}],
    "regime": [{"regime": "blame"}],
    "crunch": [{}],
    "remote": [{}],
    "change": [{"set": {"spaces.social_hours": 5.0}}],
}


@pytest.mark.parametrize("kind", EVENTS)
@pytest.mark.parametrize("week", [1, 4])
def test_they_add_up_in_the_week_of_every_kind_of_event(kind: str, week: int) -> None:
    events = [{"week": week, "kind": kind, **fields} for fields in EVENTS[kind]]
    booked({"events": events} | NOBODY_LEAVES, weeks=6)


def test_they_add_up_where_everything_happens_in_one_week() -> None:
    events = [
        {"week": 3, "kind": kind, **fields}
        for kind in ("gathering", "betrayal", "scandal", "apology", "growth", "merger",
                     "reorganisation", "layoff", "arrival", "new-leader")
        for fields in EVENTS[kind]
    ]  # fmt: skip
    engine = booked({"events": events} | NOBODY_LEAVES, weeks=6)
    assert column(engine, "event")[2] < 0
    assert column(engine, "joined")[2] != 0


@pytest.mark.parametrize("mechanism", MECHANISM_SWITCHES)
def test_with_each_mechanism_off_nothing_is_unbooked(mechanism: str) -> None:
    booked(RICH | {"mechanisms.off": [mechanism]}, weeks=8)


def test_they_add_up_after_a_save_and_where_accounts_begin_later(tmp_path: Any) -> None:
    org = Organisation("garden", seed=1, changes={"organisation.num_people": 12}).run(3)
    org.save(tmp_path / "saved.npz")
    again = Organisation.load(tmp_path / "saved.npz").run(3)
    change = again.series["trust"].diff().iloc[1:]
    assert (change - again.accounts.sum(axis=1).iloc[1:]).abs().max() < EXACTLY
    assert again.accounts.equals(org.run(3).accounts)


def test_accounts_have_a_row_a_week_and_a_column_a_cause() -> None:
    org = Organisation("garden", seed=1, changes={"organisation.num_people": 12}).run(4)
    assert org.accounts.columns.tolist() == list(ACCOUNTS)
    assert org.accounts.index.tolist() == [1, 2, 3, 4]
    assert org.accounts.index.name == "week"
    bare = Organisation("garden", seed=1, changes={"organisation.num_people": 12}, accounts=False)
    assert bare.run(4).accounts.empty
    assert bare.paths().empty


# Keeping them changes nothing


@pytest.mark.parametrize("changes", [{}, RICH, RICH | {"organisation.num_slots": 4}])
def test_keeping_accounts_and_a_log_changes_no_byte(changes: dict[str, Any]) -> None:
    events = [
        {"week": 2, "kind": kind, **EVENTS[kind][0]} for kind in ("growth", "merger", "layoff")
    ]
    scenario = small(changes | {"events": events})
    kept, plain = Engine(scenario, 3, accounts=True, log=True), Engine(scenario, 3)
    kept.run(10)
    plain.run(10)
    assert kept.series.tobytes() == plain.series.tobytes()
    mine, theirs = state_bytes(kept.state), state_bytes(plain.state)
    for name in ("standing", "accounts", "base"):
        del mine[name], theirs[name]
    assert mine == theirs


# Causes have the right sign


def only(week: ByHand, *causes: str) -> dict[str, float]:
    """The accounts of a week, in which nothing was booked but to these causes."""
    accounts = week.close_books()
    assert {name for name, value in accounts.items() if value != 0} == set(causes)
    return accounts


def known() -> ByHand:
    """1 and 2 know each other; what is small at first is left out."""
    week = ByHand()
    week.relate(1, 2)
    week.relate(2, 1)
    return week


def test_a_kept_act_raises_both_ways() -> None:
    week = known()
    week.hold(1, 2)
    week.play("remember")
    accounts = only(week, "kept", "trusted")
    assert accounts["kept"] > accounts["trusted"] > 0


def test_being_held_off_lowers() -> None:
    week = known()
    week.hold(1, 2, act=HELD_BACK, answer=0.0)
    week.play("remember")
    assert only(week, "held_off")["held_off"] < 0


@pytest.mark.parametrize(("act", "cause"), [(ERROR, "error"), (BREACH, "breach")])
def test_making_good_takes_back_no_more_than_a_failure_took(act: int, cause: str) -> None:
    week = known()
    week.hold(1, 2, act=act, answer=0.0, forms=ADMITS | PAYS)
    week.play("remember")
    accounts = only(week, cause, "repair", "trusted")
    assert accounts[cause] < 0 < accounts["repair"]
    # Of an error the forgiving take back the whole, of a breach nobody does.
    assert accounts["repair"] < -accounts[cause] or cause == "error"
    assert accounts["repair"] <= -accounts[cause] + 1e-12


def test_denying_an_error_lowers_and_denying_a_breach_raises_a_little() -> None:
    for act, sign in ((ERROR, -1), (BREACH, 1)):
        week = known()
        week.hold(1, 2, act=act, answer=0.0, forms=DENIES)
        week.play("remember")
        assert week.close_books()["repair"] * sign > 0


def test_a_deception_found_out_lowers_beyond_the_breach() -> None:
    week = known()
    week.hold(1, 2, act=BREACH, answer=0.0, hidden=1, found=1)
    week.play("remember")
    accounts = only(week, "breach", "deception", "trusted")
    assert accounts["deception"] < 0
    assert accounts["breach"] < 0


def test_a_broken_promise_lowers_beyond_the_breach_and_giving_one_does_nothing_yet() -> None:
    week = known()
    week.hold(1, 2, act=BREACH, answer=0.0, forms=PROMISES)
    week.play("remember")
    only(week, "breach", "trusted")
    week.next_week()
    week.hold(1, 2, act=BREACH, answer=0.0)
    week.play("remember")
    assert only(week, "breach", "promise", "trusted")["promise"] < 0


def test_a_first_meeting_is_booked_apart_from_what_happened_in_it() -> None:
    week = ByHand(num_people=8)
    week.hold(1, 6)
    week.play("remember")
    accounts = only(week, "met", "kept", "trusted")
    assert accounts["kept"] > 0


def test_forgetting_takes_trust_back_towards_first_sight() -> None:
    for relate, sign in ((ByHand.trusting, -1), (ByHand.distrusting, 1)):
        week = ByHand()
        relate(week, 1, 2)
        week.play("forget_too")
        assert only(week, "forgetting")["forgetting"] * sign > 0


def test_treatment_by_a_good_leader_raises_and_by_a_harsh_one_lowers() -> None:
    kind = {"leaders.style": "gardener", "leaders.attention_hours": 12.0}
    harsh = {
        "leaders.style": "commander", "leaders.attention_hours": 12.0, "leaders.respect": 0.0,
    }  # fmt: skip
    for changes, sign in ((kind, 1), (harsh, -1)):
        week = ByHand(changes)
        for _ in range(3):
            week.play("welcome", "remember", "recognise", "judge")
            week.next_week()
        assert week.close_books()["treatment"] * sign > 0


def test_composition_is_booked_by_how_far_from_the_mean_it_lies() -> None:
    """Who is trusted more than the mean lowers the mean by going, and the other way round."""
    for relate, sign in ((ByHand.trusting, -1), (ByHand.distrusting, 1)):
        week = ByHand()
        relate(week, 2, 1)
        week.state.left[1] = 1
        plain("turnover").part(week.state, 1)
        assert only(week, "left")["left"] * sign > 0


def test_events_of_the_organisation_have_an_entry_of_their_own() -> None:
    scandal = booked({"events": [{"week": 2, "kind": "scandal"}]} | NOBODY_LEAVES, weeks=3)
    assert column(scandal, "event")[1] < 0
    assert not column(scandal, "event")[[0, 2]].any()
    apology = [{"week": 2, "kind": "scandal"}, {"week": 3, "kind": "apology", "who": "1"}]
    sorry = booked({"events": apology} | NOBODY_LEAVES, weeks=3)
    assert column(sorry, "repair")[2] > column(scandal, "repair")[2]


def test_a_betrayal_stands_under_what_it_was() -> None:
    quiet = booked(NOBODY_LEAVES, weeks=3)
    event = {"week": 2, "kind": "betrayal", "who": "3", "whom": "2"}
    betrayed = booked({"events": [event]} | NOBODY_LEAVES, weeks=3)
    assert column(betrayed, "breach")[1] < column(quiet, "breach")[1]
    assert column(betrayed, "deception")[1] < column(quiet, "deception")[1]
    assert not column(betrayed, "event").any()


@pytest.mark.parametrize(
    ("mechanism", "causes"),
    [
        ("forgetting", ("forgetting",)),
        ("repair", ("repair", "promise")),
        ("promises", ("promise",)),
        ("deception", ("deception",)),
        ("talk", ("told",)),
        ("witness", ("seen",)),
        ("recognition", ("recognition",)),
        ("fairness", ("treatment",)),
        ("leaving", ("left", "joined")),
        ("connections", ("introduced",)),
        ("welcome", ("welcome",)),
        ("events", ("event",)),
    ],
)
def test_knocking_a_mechanism_out_empties_its_account(
    mechanism: str, causes: tuple[str, ...]
) -> None:
    rich = RICH | {"events": [{"week": 4, "kind": "scandal"}], "organisation.num_people": 24}
    whole = lived(rich, weeks=25, accounts=True, num_people=24)
    without = lived(rich | {"mechanisms.off": [mechanism]}, weeks=25, accounts=True, num_people=24)
    for cause in causes:
        assert (column(whole, cause) != 0).any(), cause
        assert not column(without, cause).any(), cause
