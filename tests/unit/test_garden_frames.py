"""Frames: what the picture is told of a week is what the organisation's tables say."""

from __future__ import annotations

import json

import numpy as np
import pytest

import trustgarden as tg
from trustgarden.app.frames import GROWN, MISTRUSTED, frame_of
from trustgarden.app.layout import following, layout_of
from trustgarden.app.marks import MARKS, marks_of


def organisation(num_people=24, **changes):
    keys = {"organisation.num_people": num_people, "organisation.start": "strangers"}
    keys |= {k.replace("__", "."): v for k, v in changes.items()}
    return tg.Organisation("garden", seed=5, changes=keys)


def triples(frame):
    return np.array(frame["marks"]).reshape(-1, 3)


def drawn(frame):
    return np.array(frame["ties"]).reshape(-1, 5)


@pytest.fixture(scope="module")
def lived():
    org = organisation(60).run(8)
    return org, frame_of(org, layout_of(org))


def test_a_frame_says_who_is_there_and_how_they_are_trusted(lived):
    org, frame = lived
    people = org.people_table().set_index("id")
    assert frame["week"] == 8
    assert [name for name in frame["names"] if name] == list(people.index)
    received = dict(zip(frame["names"], frame["trust"], strict=True))
    for name, trust in people["trust_received"].items():
        assert received[name] == round(100 * trust)


def test_ties_are_those_of_the_table(lived):
    org, frame = lived
    ties = org.ties().set_index(["from", "to"])
    assert len(drawn(frame)) > 30
    for a, b, trust, mistrust, hours in drawn(frame)[::7]:
        pair = [(frame["names"][a], frame["names"][b]), (frame["names"][b], frame["names"][a])]
        both = ties.loc[[one for one in pair if one in ties.index]]
        assert trust == round(100 * both["trust"].mean())
        assert mistrust == round(100 * both["mistrust"].max())
        assert hours == round(both["familiarity"].max())
    assert frame["ties_known"] == len(ties)


def test_everybodys_most_familiar_tie_is_drawn(lived):
    org, frame = lived
    pairs = {(a, b) for a, b, *_ in drawn(frame).tolist()}
    rows = {name: k for k, name in enumerate(frame["names"])}
    ties = org.ties()
    best = ties.loc[ties.groupby("from")["familiarity"].idxmax()]
    both = org.ties().groupby("to")["familiarity"].max()
    for one in best.rename(columns={"from": "source"}).itertuples():
        # Somebody else may remember more hours with that person than the person does.
        if one.familiarity >= both.get(one.source, 0.0):
            assert tuple(sorted((rows[one.source], rows[one.to]))) in pairs


def test_whom_one_mistrusts_most_is_drawn_however_weak_the_tie(lived):
    org, frame = lived
    feared = org.ties().nlargest(1, "mistrust").iloc[0]
    assert feared["mistrust"] > MISTRUSTED
    rows = {name: k for k, name in enumerate(frame["names"])}
    pair = sorted((rows[feared["from"]], rows[feared["to"]]))
    assert pair in [row[:2] for row in drawn(frame).tolist()]


@pytest.mark.parametrize(("people", "most"), [(20, 1_500), (60, 8_000), (300, 40_000)])
def test_a_frame_is_small(people, most):
    org = organisation(people).run(3)
    assert len(json.dumps(frame_of(org, layout_of(org)), separators=(",", ":"))) < 2 * most


def test_newcomers_are_seedlings_until_accepted_and_founders_are_grown():
    org = organisation(turnover__leave_rate=0.3)
    assert set(frame_of(org, layout_of(org))["age"]) == {GROWN}
    org.run(20)
    frame = frame_of(org, layout_of(org))
    waiting = org.people_table().set_index("id")["accepted_week"].isna()
    for name, age in zip(frame["names"], frame["age"], strict=True):
        if name:
            assert (age < 0) == waiting[name]
    assert any(0 <= age < GROWN for age in frame["age"])


def test_an_empty_seat_has_no_name():
    org = organisation().schedule(week=2, kind="layoff", share=0.25).run(2)
    frame = frame_of(org, layout_of(org))
    assert frame["names"].count("") == 24 - len(org.people)
    assert all(t == -1 for n, t in zip(frame["names"], frame["trust"], strict=True) if not n)


def test_teams_are_in_the_order_of_the_beds(lived):
    org, frame = lived
    ties = org.ties()
    within = ties[(ties["team_from"] == "team 2") & (ties["team_to"] == "team 2")]
    assert frame["teams"][1] == round(100 * within["trust"].mean())


def test_a_frame_brings_the_layout_that_a_changed_chart_needs():
    org = organisation()
    layout = layout_of(org)
    assert "layout" not in frame_of(org, layout)
    org.schedule(week=1, kind="growth", number=8).run(1)
    frame = frame_of(org, layout)
    assert len(frame["layout"]["seats"]) == len(frame["names"]) == 32
    assert "layout" not in frame_of(org, following(layout, org))


def test_before_the_first_week_nothing_has_happened():
    assert marks_of(organisation()).shape == (0, 3)


def test_marks_are_of_the_last_week_and_between_people_who_are_there():
    org = organisation(60, turnover__leave_rate=0.5)
    for _ in range(6):
        org.step()
        frame = frame_of(org, layout_of(org))
        for kind, a, b in triples(frame).tolist():
            assert frame["names"][a]
            assert frame["names"][b]
            assert a != b
            assert 0 <= kind < len(MARKS)


def test_marks_keep_the_proportions_of_the_week():
    org = organisation(60).run(10)
    kinds = np.bincount(triples(frame_of(org, layout_of(org)))[:, 0], minlength=len(MARKS))
    series = org.series.iloc[-1]
    shown = kinds[MARKS.index("breach")] / kinds[[1, 2, 3]].sum()
    assert shown == pytest.approx(series["breaches"] * 0.85, abs=0.06)
    assert kinds[MARKS.index("kept")] > 2 * kinds[MARKS.index("breach")]


def test_a_betrayal_shows_as_a_breach_by_who_betrayed():
    org = organisation().run(2).schedule(week=3, kind="betrayal", who="5", whom="6").run(1)
    found = triples(frame_of(org, layout_of(org))).tolist()
    wrong = {MARKS.index("breach"), MARKS.index("deception")}
    assert any(kind in wrong and (a, b) == (4, 5) for kind, a, b in found)


def test_recognition_goes_from_who_recognised():
    org = organisation(60).run(4)
    marks = triples(frame_of(org, layout_of(org)))
    given = marks[marks[:, 0] == MARKS.index("recognition")]
    assert len(given) > 0
    received = org.engine.state.people["recognised"][given[:, 2]]
    assert (received > 0).all()


def test_looking_changes_nothing():
    seen, unseen = organisation(), organisation()
    layout = layout_of(seen)
    for _ in range(4):
        seen.step()
        frame_of(seen, layout)
    unseen.run(4)
    np.testing.assert_array_equal(seen.series_array, unseen.series_array)
