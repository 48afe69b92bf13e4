"""What a laboratory cannot use is refused in our words, and leaves it as it was."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import trustgarden as tg
from trustgarden.experiments.laboratory import Meeting, minimum_effort, public_goods, trust_game

NAN, HUGE = float("nan"), 10**30
NO_NUMBER = ("x", b"1", True, NAN, float("inf"), -1, HUGE, [0, 1], {}, 1j, (), np.array([[1.0]]))
NO_WHOLE = (*NO_NUMBER, 1.5, None, np.float64(1.0), np.bool_(True))
NO_SHARE = (*NO_NUMBER, 1.5, np.bool_(True))
NO_FLAG = ("no", 0, 1, None, NAN, [], np.bool_(False))
NO_WORD = ("sing", "", 3, None, True, b"keep", ["keep"], NAN)

Hole = Callable[[Any, Any], Any]
"""A call of a laboratory with one argument left open."""

OF_A_LABORATORY: dict[str, tuple[Hole, tuple[Any, ...]]] = {
    "num_people": (lambda _, x: tg.Laboratory(x, 2), (*NO_WHOLE, 0, 1, 501)),
    "num_groups": (lambda _, x: tg.Laboratory(2, x), (*NO_WHOLE, 0, 500_001)),
    "seed": (lambda _, x: tg.Laboratory(seed=x), (*NO_WHOLE, 2**63)),
    "led": (lambda _, x: tg.Laboratory(led=x), NO_FLAG),
    "changes": (lambda _, x: tg.Laboratory(changes=x), ("x", [], 0, {1: 2}, {"sing": 1})),
    "name": (lambda lab, x: lab.set_trait(x, 0.5), NO_WORD),
    "integrity": (
        lambda lab, x: lab.set_trait("integrity", x),
        (*NO_SHARE, None, 0, [0.5] * 4, [[0.5] * 5], [[0.5], [0.1, 0.2]], ["x"] * 5, [NAN] * 5),
    ),
    "person": (lambda lab, x: lab.set_trait("integrity", 0.5, person=x), (*NO_WHOLE[:-3], 3)),
    "conditions": (
        lambda lab, x: lab.set_conditions(x),
        (
            None, "x", [], {1: 2}, {"": 1}, {"consequence": 1}, {"consequence.bindng": 1.0},
            {"consequence.binding": 2.0}, {"consequence.binding": "x"},
            {"consequence.binding": np.ones(2)}, {"consequence.regime": "my.own:Regime"},
            {"leaders.style": "learner"}, {"mechanisms.off": ["sing"]}, {"events": [3]},
        ),
    ),
    "scenario": (lambda lab, x: lab.restore(x), (None, "x", {}, tg.load_scenario("garden"))),
    "weeks": (lambda lab, x: lab.wait(x), (*NO_WHOLE, 100_001)),
}  # fmt: skip
OF_MEETINGS: dict[str, tuple[Hole, tuple[Any, ...]]] = {
    "trustor": (lambda lab, x: lab.meet(x, 1), (*NO_WHOLE, 3)),
    "trustee": (lambda lab, x: lab.meet(0, x), (*NO_WHOLE, 0, 3)),
    "rounds": (lambda lab, x: lab.meet(0, 1, rounds=x), (*NO_WHOLE, 0, 5000)),
    "space": (lambda lab, x: lab.meet(0, 1, space=x), NO_WORD),
    "act": (lambda lab, x: lab.meet(0, 1, act=x), NO_WORD),
    "answer": (lambda lab, x: lab.meet(0, 1, answer=x), NO_WORD),
    "stake": (lambda lab, x: lab.meet(0, 1, stake=x), (*NO_SHARE, 0, 1e-60)),
    "amount": (lambda lab, x: lab.meet(0, 1, answer="err", amount=x), NO_SHARE),
    "found": (lambda lab, x: lab.meet(0, 1, found=x), ("no", 0, 2, [], NAN)),
    "says": (
        lambda lab, x: lab.meet(0, 1, says=x),
        ("admit", "", 3, ("sing",), (3,), ([],), {"admit": 1}, ("admit", "deny")),
    ),
    "further": (lambda lab, x: lab.meet(0, 1, further=x), NO_SHARE),
    "shift": (lambda lab, x: lab.meet(0, 1, shift=x), (*NO_WHOLE[:5], *NO_WHOLE[6:], 5, -5)),
    "meetings": (
        lambda lab, x: lab.play(x),
        (
            "x", "", None, 3, [], {}, Meeting(trustor=0, trustee=1), [(0, 1)], np.ones(2),
            [Meeting(trustor=0, trustee=1), Meeting(trustor=1, trustee=1)],
            [Meeting(trustor=0, trustee=1), Meeting(trustor=1, trustee=9)],
            [Meeting(trustor=0, trustee=1)] * 1001,
        ),
    ),
    "promise": (lambda lab, x: lab.promise(x, 0), (*NO_WHOLE, 0, 3)),
    "who": (lambda lab, x: lab.apologise(x), (*NO_WHOLE, 3)),
    "admits": (lambda lab, x: lab.apologise(0, admits=x), NO_FLAG),
    "about": (lambda lab, x: lab.tell(0, x, 0.5), (*NO_WHOLE, 0, 3)),
    "opinion": (
        lambda lab, x: lab.tell(0, 1, x),
        (*NO_SHARE, None, [0.5] * 4, [[0.5] * 5], [2.0] * 5, ["x"] * 5),
    ),
    "acts": (lambda lab, x: lab.tell(0, 1, 0.5, acts=x), (*NO_NUMBER, None, 0, 1001)),
    "trust": (lambda lab, x: lab.trust(0, x), (*NO_WHOLE, 0, 3)),
}  # fmt: skip
OF_GAMES: dict[str, tuple[Hole, tuple[Any, ...]]] = {
    "lab": (lambda _, x: trust_game(x), ("x", None, 3)),
    "game rounds": (lambda lab, x: trust_game(lab, rounds=x), (*NO_WHOLE, 0, 4096)),
    "strangers": (lambda lab, x: trust_game(lab, strangers=x), NO_FLAG),
    "records": (lambda lab, x: trust_game(lab, records=x), NO_FLAG),
    "ends": (lambda lab, x: trust_game(lab, ends=x), NO_FLAG),
    "multiplier": (lambda lab, x: trust_game(lab, multiplier=x), (*NO_NUMBER, None, 0)),
    "strange rounds": (lambda lab, x: trust_game(lab, strangers=True, rounds=x), (5, 6)),
    "public rounds": (lambda lab, x: public_goods(lab, rounds=x, talk=True), (0, 4094, "x")),
    "regime": (
        lambda lab, x: public_goods(lab, regime=x, talk=True),
        ("punitive", [], {"consequence.regime": "punitve"}, {"work.load": 0.1}),
    ),
    "talk": (lambda lab, x: public_goods(lab, talk=x), NO_FLAG),
    "least": (lambda lab, x: minimum_effort(lab, least=x), NO_SHARE),
    "cost": (lambda lab, x: minimum_effort(lab, cost=x), (*NO_SHARE, None)),
    "effort rounds": (lambda lab, x: minimum_effort(lab, rounds=x), (*NO_WHOLE, 0)),
}
HOSTILE = [
    pytest.param(call, value, id=f"{name}-{number}")
    for name, (call, values) in (OF_A_LABORATORY | OF_MEETINGS | OF_GAMES).items()
    for number, value in enumerate(values)
]


def everything(lab: tg.Laboratory) -> tuple[Any, ...]:
    """All that a laboratory holds, as bytes where it is an array."""
    engine = lab._engine
    arrays = tuple(getattr(engine.state, name).tobytes() for name in engine.state._fields)
    records = engine.parameters.tobytes(), lab._segment.conditions.tobytes()
    return arrays, records, lab.scenario, lab.round, lab.table().to_csv()


def fresh() -> tg.Laboratory:
    return tg.Laboratory(3, 5, seed=1, led=True)


@pytest.fixture(scope="module")
def held() -> tuple[tg.Laboratory, tuple[Any, ...]]:
    lab = fresh()
    return lab, everything(lab)


def test_there_are_hostile_calls() -> None:
    assert len(HOSTILE) > 400


@pytest.mark.parametrize(("call", "value"), HOSTILE)
def test_a_refused_call_changes_nothing(
    held: tuple[tg.Laboratory, tuple[Any, ...]], call: Hole, value: Any
) -> None:
    lab, before = held
    with pytest.raises(tg.InputError, match=r"(?s)^.{15,600}[.?]$"):
        call(lab, value)
    assert everything(lab) == before


def test_a_call_that_is_not_refused_changes_something() -> None:
    """What is compared above would show a change."""
    lab = fresh()
    before = everything(lab)
    for act in (
        lambda: lab.set_trait("integrity", 0.5, person=np.int64(1)),
        lambda: lab.promise(1, 0),
        lambda: lab.tell(0, 1, np.full(5, 0.5, np.float32), acts=np.float32(1)),
        lambda: lab.set_conditions({"consequence.binding": 0.5}),
        lambda: lab.meet(0, 1, act="entrust", answer="err", says=["admit"], shift=-4),
    ):
        act()
        assert everything(lab) != before
        before = everything(lab)


MESSAGES: list[tuple[Callable[[tg.Laboratory], Any], str]] = [
    (lambda lab: lab.tell(0, 0, 0.5), "person 0 cannot be told of themselves; name two people."),
    (lambda lab: lab.promise(1, 1), "person 1 cannot promise themselves; name two people."),
    (lambda lab: lab.trust(2, 2), "person 2 cannot trust themselves; name two people."),
    (
        lambda lab: lab.tell(0, 1, [0.5, 0.5]),
        "opinion is [0.5, 0.5] of shape (2,); it must be one number, or an array of one a group "
        "(5,).",
    ),
    (lambda lab: lab.set_trait("integrty", 0.5), "Did you mean integrity?"),
    (lambda lab: lab.meet(0, 1, space="meting"), "Did you mean meeting?"),
    (lambda lab: lab.meet(0, 1, answer="brake"), "Did you mean break?"),
    (
        lambda lab: lab.meet(0, 1, amount=0.5),
        "amount is 0.5, but the trustee decides how much they do; leave it out, or script the "
        "answer: keep, err, break, deceive.",
    ),
    (
        lambda lab: lab.meet(0, 1, says="admit"),
        "says is 'admit'; it must hold words in a tuple, such as (\"admit\",), or be () for "
        "silence.",
    ),
    (
        lambda lab: lab.meet(0, 1, says=("admits",)),
        "says has 'admits'; it may have admit, pay, promise, deny. Did you mean admit?",
    ),
    (lambda lab: lab.play("x"), "meetings has 'x'; each must be a Meeting."),
    (
        lambda lab: lab.meet(0, 1, shift=5),
        "shift is 5; of 5 groups it must be a whole number between -4 and 4, as the next would be "
        "the own group again.",
    ),
    (
        lambda lab: trust_game(lab, strangers="no"),
        "strangers is 'no'; it must be True or False.",
    ),
    (
        lambda _: tg.Laboratory(seed=-1),
        "seed is -1; it must be a whole number from 0 to 9,223,372,036,854,775,807.",
    ),
    (
        lambda lab: lab.set_conditions({"population.integrity": 0.5}),
        "population.integrity has no effect in a laboratory. People are drawn when it is made: "
        "use Laboratory(changes=...) or set_trait. What may be changed: consequence.*",
    ),
    (
        lambda lab: lab.set_conditions({"events": []}),
        "events has no effect in a laboratory. Arrange what happens by meet,",
    ),
    (
        lambda _: tg.Laboratory(changes={"organisation.num_people": 9}),
        "organisation.num_people has no effect in a laboratory. Laboratory(num_people, num_groups)",
    ),
    (
        lambda _: tg.Laboratory().set_conditions({"leaders.style": "commander"}),
        "leaders.style has no effect in a laboratory in which nobody leads; make it with led=True.",
    ),
    (
        lambda lab: lab.set_conditions({"leaders.style": "learner"}),
        "leaders.style is 'learner', which is asked week by week, and a laboratory has no weeks",
    ),
]


@pytest.mark.parametrize(("call", "message"), MESSAGES, ids=[text[:40] for _, text in MESSAGES])
def test_a_message_names_what_is_legal(call: Callable[[tg.Laboratory], Any], message: str) -> None:
    with pytest.raises(tg.InputError, match=re.escape(message)):
        call(fresh())


# Conditions


def busy(changes: dict[str, Any], *, checked: bool = True) -> str:
    """What happens to three people who meet in every space, under changed conditions."""
    lab = tg.Laboratory(3, 20, seed=3, led=True)
    if checked:
        lab.set_conditions(changes)
    else:
        lab._put_in_force(lab.scenario.with_changes(changes))
    pairs = [(i, j) for i in range(3) for j in range(3) if i != j]
    spaces = ("work", "meeting", "rehearsal", "social")
    lab.play([Meeting(trustor=i, trustee=j, space=s) for i, j in pairs for s in spaces], rounds=4)
    lab.apologise(1, promises=True)
    lab.wait(5)
    lab.play([Meeting(trustor=i, trustee=j) for i, j in pairs], rounds=3)
    return lab.table().to_csv() + lab.memory().to_csv()


REGIME = {"leaders.style": "commander", "consequence.regime": "contract"}


def altered() -> Iterator[dict[str, Any]]:
    """One change a key that the message says may be changed."""
    yield {"leaders.attention_hours": 30.0}
    for key in ("consequence", "fairness", "demanding", "controlling"):
        yield {f"leaders.{key}": 0.1}
    for key in ("detection", "certainty", "severity", "binding", "pricing", "reward", "social"):
        yield {f"consequence.{key}": 0.3}
    for key in ("distinction", "publicness", "monitoring", "chosen"):
        yield {f"consequence.{key}": 0.45}
    yield {"spaces.rehearsal_reach": 1.0}
    yield {"spaces.social_reach": 1.0}
    yield {"parameters.surprise": 0.0}
    yield {"mechanisms.off": ["repair"]}


@pytest.fixture(scope="module")
def usual() -> str:
    return busy(REGIME)


@pytest.mark.parametrize("change", list(altered()), ids=lambda change: next(iter(change)))
def test_what_may_be_changed_has_an_effect(usual: str, change: dict[str, Any]) -> None:
    assert busy(REGIME | change) != usual


NO_EFFECT = {
    "consequence.arbitrary": 0.9,
    "consequence.collective": 0.9,
    "leaders.evenness": 0.1,
    "leaders.respect": 0.1,
    "leaders.listening": 0.9,
    "leaders.recognition": 0.1,
    "population.integrity": 0.9,
    "recognition.form": "bonus",
    "spaces.work_hours": 20.0,
    "spaces.openness": 1.0,
    "talk.tales": 5.0,
    "turnover.leave_rate": 0.5,
    "welcome.choreography": "designed",
    "work.load": 1.0,
}


def test_what_is_refused_would_have_had_none(usual: str) -> None:
    assert busy(REGIME | NO_EFFECT, checked=False) == usual


@pytest.mark.parametrize("key", NO_EFFECT)
def test_what_has_no_effect_is_refused_by_name(key: str) -> None:
    with pytest.raises(tg.InputError, match=f"^{re.escape(key)} has no effect in a laboratory"):
        fresh().set_conditions({key: NO_EFFECT[key]})


def test_a_population_can_be_stated_before_people_are_drawn() -> None:
    one, other = (
        tg.Laboratory(2, 50, seed=1, changes={"population.integrity": share})
        for share in (0.2, 0.9)
    )
    for lab in (one, other):
        lab.meet(0, 1, act="entrust")
    kept = [(lab.table()["act"] == "kept").mean() for lab in (one, other)]
    assert kept[0] < kept[1] - 0.2


# The table


def test_an_empty_table_has_the_columns_of_a_filled_one() -> None:
    lab = fresh()
    empty = lab.table()
    lab.meet(0, 1)
    assert len(empty) == 0
    assert empty.dtypes.to_dict() == lab.table().dtypes.to_dict()
    assert list(empty) == list(lab.table())
