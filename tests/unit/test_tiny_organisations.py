"""The smallest and oddest organisations there can be: they run, and are measured."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from small_organisations import NO_HOURS, founded, lived, measured, out_of_range, small

from trustgarden import Organisation
from trustgarden.model.chart import Chart
from trustgarden.model.engine import Engine
from trustgarden.model.presets import REGIMES, STYLES, WELCOMES

LIVELY = {
    "turnover.leave_rate": 0.2, "welcome.choreography": "designed", "talk.tales": 3.0,
    "communities": [{"name": "all", "share": 1.0}], "recognition.form": "thanks",
}  # fmt: skip


def fine(engine: Engine) -> Engine:
    assert np.isfinite(engine.series).all()
    assert not out_of_range(engine.series)
    trust = np.diff(measured(engine, "trust"))
    assert np.abs(trust - engine.accounts.sum(axis=1)[1:]).max() < 1e-9
    return engine


def of(changes: dict[str, Any], num_people: int, weeks: int = 12, seed: int = 1) -> Engine:
    engine = founded(changes, num_people=num_people, seed=seed, accounts=True, log=True)
    engine.run(weeks)
    return fine(engine)


def chart(**columns: Any) -> Chart:
    """Four people in one place who know nobody, unless stated otherwise."""
    number = len(columns["boss"])
    empty = np.empty(0, np.int32)
    stated: dict[str, Any] = {
        "ids": tuple("abcdefghij"[:number]),
        "team": np.zeros(number, np.int32),
        "team_names": ("all",),
        "place": np.zeros(number, np.int32),
        "place_names": ("here",),
        "rank": np.zeros(number, np.int32),
        "tie_from": empty, "tie_to": empty, "tie_evidence": np.empty(0), "tie_kind": (),
    }  # fmt: skip
    return Chart(**stated | columns)


def on_chart(of_whom: Chart, changes: dict[str, Any] | None = None, weeks: int = 10) -> Engine:
    engine = Engine(small(changes, num_people=10), 1, of_whom, accounts=True, log=True)
    engine.run(weeks)
    return fine(engine)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("regime", REGIMES)
def test_two_people(style: str, regime: str) -> None:
    changes = {"leaders.style": style, "consequence.regime": regime, "organisation.team_size": 2}
    engine = of(LIVELY | changes, 2, weeks=6)
    assert measured(engine, "people").tolist() == [2] * 6
    assert engine.state.whom.max() <= 1


@pytest.mark.parametrize("choreography", WELCOMES)
def test_teams_of_two_have_nobody_to_be_a_buddy(choreography: str) -> None:
    changes = LIVELY | {"organisation.team_size": 2, "welcome.choreography": choreography}
    engine = of(changes, 6, weeks=20)
    steps = engine.log[engine.log["what"] == 2]
    assert (steps["done"][steps["whom"] == -1] == 0).all()


def test_a_memory_of_four() -> None:
    engine = of(LIVELY | {"organisation.num_slots": 4, "spaces.social_hours": 10.0}, 30)
    assert engine.state.whom.shape[1] == 4


def test_more_people_in_a_team_than_can_be_remembered() -> None:
    changes = {"organisation.num_slots": 4, "organisation.team_size": 20}
    engine = of(LIVELY | changes, 20)
    assert (engine.state.whom[0] >= 0).all()


def test_a_chain_of_command_with_nobody_beside_anybody() -> None:
    engine = of(LIVELY | {"organisation.span": 1, "organisation.team_size": 2}, 10)
    assert engine.state.rank.max() == 5
    assert engine.state.peer_start[-1] == 4


def test_nobody_leads_anybody() -> None:
    engine = on_chart(chart(boss=[-1, -1, -1, -1]), LIVELY)
    assert (engine.state.head == -1).all()
    assert not measured(engine, "trust_leader").any()
    assert not measured(engine, "control_hours").any()
    assert measured(engine, "trust_team").all()


def test_everybody_is_a_team_of_their_own() -> None:
    alone = chart(
        boss=[-1, 0, 0, 0], team=np.arange(4), team_names=("a", "b", "c", "d"), rank=[0, 1, 1, 1]
    )
    engine = on_chart(alone, LIVELY)
    assert not measured(engine, "trust_team").any()
    assert measured(engine, "trust_leader").all()
    assert engine.team_series.tolist() == [[0.0] * 4] * 10


def test_a_leader_whose_members_sit_elsewhere() -> None:
    split = chart(boss=[-1, 0, 0, 1], team=[0, 1, 1, 1], team_names=("top", "rest"))
    engine = on_chart(split, LIVELY)
    # Who leads is whoever of a team has others report to them and reports outside it.
    assert engine.state.head.tolist() == [0, 1]


def test_people_who_knew_each_other_before() -> None:
    known = chart(
        boss=[-1, 0, 0, 0], tie_from=[1, 2], tie_to=[2, 1], tie_evidence=[4.0, 100.0],
        tie_kind=("advice", "advice"),
    )  # fmt: skip
    engine = Engine(small(num_people=4), 1, known, accounts=True)
    state = engine.state
    for me, other, evidence in ((1, 2, 4.0), (2, 1, 100.0)):
        tie = state.ties[me][state.whom[me] == other][0]
        assert tie.integrity_for == tie.familiarity == evidence
    engine.run(3)
    fine(engine)


@pytest.mark.parametrize("hours", [NO_HOURS, dict.fromkeys(NO_HOURS, 0.1)])
def test_people_who_hardly_meet(hours: dict[str, float]) -> None:
    engine = of(hours | LIVELY, 8)
    assert measured(engine, "strain")[-1] > 0


def test_people_who_do_nothing_but_meet() -> None:
    hours = dict.fromkeys(NO_HOURS, 40.0)
    engine = of(hours | {"leaders.spaces": 0.2, "leaders.attention_hours": 60.0}, 4, weeks=2)
    assert engine.state.num_hours.min() > 100


def test_everybody_is_dismissed_but_the_leaders() -> None:
    engine = of({"events": [{"week": 2, "kind": "layoff", "share": 1.0}]} | LIVELY, 8)
    assert measured(engine, "people")[-1] <= 2


def test_everybody_has_left_and_somebody_comes() -> None:
    gone = {
        "turnover.leave_rate": 0.5, "turnover.alternatives": 1.0, "turnover.replace": False,
        "events": [{"week": 40, "kind": "growth", "number": 3}],
    }  # fmt: skip
    engine = of(gone, 3, weeks=41)
    people = measured(engine, "people")
    assert people[38] == 0 < people[39]


def test_two_who_merge_with_two() -> None:
    events = [{"week": 2, "kind": "merger", "number": 2}, {"week": 3, "kind": "reorganisation"}]
    engine = of({"events": events, "organisation.team_size": 2} | LIVELY, 2, weeks=8)
    assert len(engine.state.keys) == 4


def test_a_hundred_places_for_eight_people() -> None:
    changes = {"organisation.num_places": 100, "organisation.num_practices": 100}
    engine = of(changes | LIVELY, 8)
    assert len(engine.structure.place_names) == 2


def test_extreme_traits() -> None:
    org = Organisation(small(LIVELY), seed=1)
    for number, person in enumerate(org.people):
        for trait in ("propensity", "ability", "integrity", "benevolence", "sociability"):
            setattr(person, trait, 0.001 if number % 2 else 0.999)
    fine(org.run(10).engine)


def test_extreme_parameters() -> None:
    from trustgarden.model.parameters import Parameters

    for end in (0, 1):
        values = {}
        for name, field in Parameters.model_fields.items():
            bounds = [getattr(bound, "ge", getattr(bound, "le", None)) for bound in field.metadata]
            values[f"parameters.{name}"] = float(sorted(bounds)[end])
        engine = of(LIVELY | values, 12, weeks=6)
        assert measured(engine, "people")[-1] == 12


def test_the_longest_life() -> None:
    engine = lived({"organisation.num_people": 4} | LIVELY, weeks=4095, accounts=True)
    fine(engine)
    assert (engine.state.ties.met <= 4095).all()
    with pytest.raises(ValueError, match="can run for 4095 weeks"):
        engine.run(1)
