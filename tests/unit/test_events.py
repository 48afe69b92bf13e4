"""M19: what happens to an organisation on its calendar, kind by kind."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats
from small_organisations import (
    NO_HOURS,
    NOBODY_LEAVES,
    founded,
    lived,
    measured,
    small,
    state_bytes,
)

from trustgarden import InputError, Organisation, Scenario
from trustgarden.model.engine import Engine
from trustgarden.model.event_kinds import EVENT_KINDS
from trustgarden.model.layout import ARRANGED, BREACH, CHOSEN, LEADER, NOTHING
from trustgarden.model.saving import load_engine, save_engine

FALSE_ALARM_RATE = 1e-4
SEAT = 0xFFFFFFFF
STATED: dict[str, dict[str, Any]] = {
    "change": {"set": {"consequence.regime": "blame"}},
    "regime": {"regime": "blame"},
    "remote": {"share": 0.5},
    "crunch": {"load": 1.0, "weeks": 2},
    "layoff": {"share": 0.4},
    "arrival": {"number": 2, "team": "team 2"},
    "growth": {"number": 5},
    "merger": {"number": 6, "set": {"consequence.regime": "blame"}},
    "new-leader": {"team": "team 2"},
    "reorganisation": {"share": 1.0},
    "scandal": {"who": "5", "severity": 0.5},
    "betrayal": {"who": "3", "whom": "2"},
    "apology": {"who": "3", "whom": "2", "pays": True},
    "gathering": {"team": "team 1", "hours": 3, "space": "rehearsal"},
    "departure": {"who": "4"},
}


def near(value: float) -> Any:
    return pytest.approx(value, rel=1e-6)


def of_week(week: int, kind: str, **fields: Any) -> dict[str, Any]:
    return {"week": week, "kind": kind, **fields}


def after(
    *events: dict[str, Any], weeks: int = 2, seed: int = 1, num_people: int = 12, **changes: Any
) -> Engine:
    """An organisation in which nobody leaves but by these events."""
    stated = NOBODY_LEAVES | {"events": list(events)} | changes
    return lived(stated, weeks=weeks, seed=seed, num_people=num_people, log=True)


def calm(weeks: int = 2, **changes: Any) -> Engine:
    return after(weeks=weeks, **changes)


# Every kind, both ways in


def test_the_kinds_are_all_here() -> None:
    assert set(STATED) == set(EVENT_KINDS)


@pytest.mark.parametrize("kind", STATED)
def test_an_event_that_is_scheduled_is_the_event_of_a_scenario(kind: str) -> None:
    written = small(NOBODY_LEAVES | {"events": [of_week(3, kind, **STATED[kind])]})
    of_scenario = Organisation(written, seed=1).run(5)
    scheduled = Organisation(small(NOBODY_LEAVES), seed=1).run(1)
    scheduled.schedule(week=3, kind=kind, **STATED[kind])
    scheduled.run(4)
    ours, theirs = state_bytes(scheduled.engine.state), state_bytes(of_scenario.engine.state)
    # Room for the hours of a busier week may be made at once or later.
    del ours["meetings"], theirs["meetings"]
    assert ours == theirs
    assert scheduled.series.equals(of_scenario.series)
    assert scheduled.plan == of_scenario.plan
    assert scheduled.not_held.empty


@pytest.mark.parametrize("kind", STATED)
def test_an_event_changes_its_week_and_nothing_before(kind: str) -> None:
    eventful, quiet = after(of_week(3, kind, **STATED[kind]), weeks=5), calm(5)
    assert eventful.series[:2].tobytes() == quiet.series[:2].tobytes()
    assert eventful.series[2:].tobytes() != quiet.series[2:].tobytes()


@pytest.mark.parametrize("kind", STATED)
def test_an_event_survives_a_save_before_and_after_it(kind: str, tmp_path: Any) -> None:
    whole = after(of_week(3, kind, **STATED[kind]), weeks=6)
    for stop in (2, 3):
        engine = after(of_week(3, kind, **STATED[kind]), weeks=stop)
        save_engine(engine, tmp_path / "saved.npz")
        again = load_engine(tmp_path / "saved.npz")
        again.run(6 - stop)
        assert state_bytes(again.state) == state_bytes(whole.state)
        assert again.series.tobytes() == whole.series.tobytes()
        assert again.log.tobytes() == whole.log.tobytes()
        assert again.not_held == whole.not_held


@pytest.mark.parametrize("kind", STATED)
def test_with_events_knocked_out_nothing_happens(kind: str) -> None:
    off = {"mechanisms.off": ["events"]}
    eventful = after(of_week(2, kind, **STATED[kind]), weeks=4, **off)
    assert eventful.series.tobytes() == calm(4, **off).series.tobytes()


# People who go


def test_a_layoff_dismisses_its_share_of_members_for_good_and_no_leader() -> None:
    engine = after(of_week(2, "layoff", share=0.5), weeks=6)
    gone = np.flatnonzero(engine.state.present == 0)
    # Half of nine who lead nobody, rounded to the nearest even number.
    assert len(gone) == 4
    assert (engine.state.closed[gone] == 1).all()
    assert not np.isin(gone, [0, 4, 8]).any()
    assert not np.isin(engine.state.whom, gone).any()
    assert measured(engine, "people").tolist() == [12, 8, 8, 8, 8, 8]
    left = engine.log[engine.log["what"] == 4]
    assert sorted(left["who"].tolist()) == gone.tolist()


def test_survivors_of_a_layoff_blame_the_organisation_and_a_little_the_leader() -> None:
    """With nobody meeting and nobody treated, a layoff writes what it says and nothing else."""
    quiet = NO_HOURS | {"leaders.style": "absent", "leaders.attention_hours": 0.0}
    quiet |= {"mechanisms.off": ["forgetting"]}
    severity = 0.6
    with_layoff = after(of_week(1, "layoff", share=0.1, severity=severity), weeks=1, **quiet)
    without = calm(1, **quiet)
    stayed = with_layoff.state.present == 1
    told = with_layoff.state.people.organisation_against[stayed].astype(float)
    base = without.state.people.organisation_against[stayed].astype(float)
    assert (told - base)[1:] == pytest.approx(np.full(stayed.sum() - 1, 0.6 * 0.96), rel=0.06)
    # What was lived through is a case at work: 0.15 goes a quarter of the way to 0.6.
    assert with_layoff.state.expected[0, 0] == near(0.15 + 0.25 * (severity - 0.15))
    me = int(np.flatnonzero(stayed & (with_layoff.state.boss == 0))[0])
    slot = int(np.flatnonzero(with_layoff.state.whom[me] == 0)[0])
    other = int(np.flatnonzero(without.state.whom[me] == 0)[0])
    more = with_layoff.state.ties[me, slot].integrity_against
    assert more - without.state.ties[me, other].integrity_against == pytest.approx(
        0.5 * severity, rel=0.03
    )


def test_the_larger_layoff_takes_all_whom_the_smaller_takes() -> None:
    def dismissed(share: float) -> set[int]:
        engine = after(of_week(2, "layoff", share=share), num_people=40)
        return set(np.flatnonzero(engine.state.present == 0).tolist())

    few, many = dismissed(0.2), dismissed(0.6)
    assert few < many
    assert dismissed(0.0) == set()
    assert len(dismissed(1.0)) == 30


def test_a_departure_is_filled_again_by_somebody_else() -> None:
    engine = after(of_week(2, "departure", who="4"))
    assert engine.state.keys[3] == (1 << 32) | 3
    assert (engine.state.present == 1).all()
    kept = after(of_week(2, "departure", who="4"), **{"turnover.replace": False})
    assert kept.state.present[3] == 0
    assert measured(kept, "vacant").tolist() == [0, 1]


# People who come


def test_growth_brings_teams_under_the_top_leader() -> None:
    engine = after(of_week(2, "growth", number=6, team="north"), weeks=3)
    structure = engine.structure
    assert structure.ids[12:] == tuple(f"w2-{k + 1}" for k in range(6))
    assert structure.team_names[3:] == ("north 1", "north 2")
    state = engine.state
    assert state.boss[12:].tolist() == [0, 12, 12, 12, 0, 16]
    assert state.team[12:].tolist() == [3, 3, 3, 3, 4, 4]
    assert state.rank[12:].tolist() == [1, 2, 2, 2, 1, 2]
    assert (state.people.joined[12:] == 1).all()
    assert (state.people.accepted[12:] != 0).all()
    assert measured(engine, "people").tolist() == [12, 18, 18]
    assert np.isnan(engine.team_series[0, 3:]).all()
    assert not np.isnan(engine.team_series[1:]).any()


def test_those_who_come_know_their_leader_and_whom_the_welcome_brings() -> None:
    stay_apart = NO_HOURS | {"leaders.attention_hours": 0.0}
    engine = after(of_week(2, "growth", number=4), weeks=2, **stay_apart)
    state = engine.state
    met = set(state.whom[13][state.whom[13] >= 0].tolist())
    assert 12 in met
    assert met <= {12, 14, 15}
    steps = engine.log[engine.log["what"] == 2]
    assert set(steps["who"].tolist()) == set(state.keys[12:].tolist())


def test_an_arrival_joins_a_team_that_is_there_under_its_leader() -> None:
    engine = after(of_week(2, "arrival", number=3, team="team 2"), weeks=3)
    state = engine.state
    assert engine.structure.team_names == ("team 1", "team 2", "team 3")
    assert state.team[12:].tolist() == [1, 1, 1]
    assert state.boss[12:].tolist() == [4, 4, 4]
    assert state.rank[12:].tolist() == [state.rank[5]] * 3
    start, end = state.member_start[1:3]
    assert state.members[start:end].tolist() == [4, 5, 6, 7, 12, 13, 14]
    assert after(of_week(2, "arrival")).state.boss[12] == 0


def test_a_new_leader_comes_from_outside_and_the_team_knows_nothing_of_them() -> None:
    engine = after(of_week(5, "new-leader", team="team 2"), weeks=4)
    old_trust = engine.state.ties[5][engine.state.whom[5] == 4].integrity_for[0]
    assert old_trust > 0
    engine.run(1)
    state = engine.state
    assert state.keys[4] == (1 << 32) | 4
    tie = state.ties[5][state.whom[5] == 4][0]
    assert (tie.met, tie.kind) == (4, LEADER)
    assert tie.familiarity < 10
    top = after(of_week(2, "new-leader"))
    assert top.state.keys[0] == 1 << 32


def test_a_merger_brings_people_with_a_past_of_their_own_and_keeps_ours() -> None:
    event = of_week(6, "merger", number=8, set={"consequence.regime": "blame"})
    merged, alone = after(event, weeks=5), calm(5)
    ours = {name: getattr(alone.state, name)[:12].copy() for name in ("ties", "whom", "people")}
    lonely = Engine(
        small(NOBODY_LEAVES | {"consequence.regime": "blame"}, num_people=8), merged.seed
    )
    lonely.run(5)
    # The moment of the merger, before anything of week 6 has taken place.
    merged._let_happen()
    state = merged.state
    assert len(state.keys) == 20
    for name in ("people", "whom"):
        assert np.array_equal(getattr(state, name)[:12], ours[name]) or name == "whom"
    theirs = state.whom[12:]
    assert (theirs[theirs >= 12] < 20).all()
    remembered = int((theirs >= 12).sum())
    assert remembered > 20
    assert state.ties.familiarity[12:][theirs >= 12].max() > 3
    # They lived under blame, we did not.
    assert state.expected[12:, 0].mean() > state.expected[:12, 0].mean() + 0.05
    assert state.boss[12] == 0
    assert state.boss[13:16].tolist() == [12, 12, 12]
    # Only what work makes known is new between the two sides.
    across = state.whom[:12][state.whom[:12] >= 12]
    assert across.tolist() == [12]
    assert lonely.state.expected[:, 0].mean() > 0.2


def test_both_sides_of_a_merger_keep_their_memory_to_the_byte() -> None:
    event = of_week(6, "merger", number=8)
    merged = after(event, weeks=5)
    before = merged.state
    ours = {
        (me, int(other)): before.ties[me, slot].tobytes()
        for me, row in enumerate(before.whom)
        for slot, other in enumerate(row)
        if other >= 0
    }
    seats = (1 << 20) + np.arange(8)
    other = merged.elsewhere(8, seats, {})
    merged._let_happen()
    state = merged.state

    def kept(me: int, whom: int) -> bytes:
        return state.ties[me][state.whom[me] == whom][0].tobytes()

    assert all(kept(*pair) == memory for pair, memory in ours.items())
    for me, row in enumerate(other.state.whom):
        for slot, whom in enumerate(row):
            if whom >= 0:
                assert kept(12 + me, 12 + int(whom)) == other.state.ties[me, slot].tobytes()
    assert state.keys[12:].tolist() == seats.tolist()
    assert np.array_equal(state.expected[12:], other.state.expected)
    assert np.array_equal(state.groups.norm[3:5], other.state.groups.norm[:2])


def test_names_of_teams_and_places_that_come_are_told_apart() -> None:
    events = [of_week(2, "merger", number=4), of_week(2, "merger", number=4)]
    events += [of_week(3, "growth", number=2, team="team 1"), of_week(3, "growth", number=2)]
    structure = after(*events, weeks=4).structure
    assert len(set(structure.team_names)) == len(structure.team_names) == 7
    assert structure.team_names[3:5] == ("team 1 of week 2", "team 1 of week 2 (2)")
    assert structure.team_names[5] == "team 1 (2)"
    assert len(set(structure.ids)) == len(structure.ids)
    assert structure.ids[12:20] == tuple(f"w2-{k + 1}" for k in range(8))


def test_seats_that_events_make_never_collide() -> None:
    events = [
        of_week(week, kind, number=number)
        for week in (2, 3)
        for kind, number in (("growth", 3), ("merger", 5), ("arrival", 2), ("growth", 9))
    ]
    engine = after(*events, of_week(4, "new-leader"), weeks=5)
    seats = engine.state.keys & SEAT
    assert len(seats) == 12 + 2 * 19
    assert len(set(seats.tolist())) == len(seats)
    # Those who come by one event are numbered from a multiple of what no event fills.
    assert sorted(set((seats >> 20).tolist())) == list(range(9))
    traits = engine.state.people.propensity
    assert len(np.unique(traits)) == len(traits)


def test_the_same_growth_brings_the_same_people_whatever_the_levers() -> None:
    event = of_week(3, "growth", number=6)
    one, other = after(event, weeks=4), after(event, weeks=4, **{"leaders.style": "commander"})
    for name in ("propensity", "ability", "integrity", "warmth"):
        assert np.array_equal(one.state.people[name], other.state.people[name])


# People who sit elsewhere


def test_a_reorganisation_moves_members_about_and_leaves_leaders_and_sizes() -> None:
    engine, before = (
        after(of_week(2, "reorganisation", share=1.0), num_people=24),
        calm(num_people=24),
    )
    team, old = engine.state.team, before.state.team
    assert np.bincount(team).tolist() == np.bincount(old).tolist()
    leaders = np.unique(old[engine.state.boss >= 0])
    assert len(leaders)
    heads = engine.state.head
    assert np.array_equal(heads, before.state.head)
    assert np.array_equal(team[heads], old[heads])
    members = np.setdiff1d(np.arange(24), heads)
    assert (team[members] != old[members]).mean() > 0.5
    assert (engine.state.boss[members] == heads[team[members]]).all()


def test_after_a_reorganisation_ties_are_what_work_makes_them_and_memory_is_kept() -> None:
    engine = after(of_week(6, "reorganisation", share=1.0), weeks=5, num_people=24)
    state = engine.state
    before = {
        (me, int(other)): float(state.ties[me, slot].familiarity)
        for me, row in enumerate(state.whom)
        for slot, other in enumerate(row)
        if other >= 0
    }
    engine._let_happen()
    state = engine.state
    for me, row in enumerate(state.whom):
        for slot, other in enumerate(row):
            if other < 0:
                continue
            kind = state.ties[me, slot].kind
            together = state.team[me] == state.team[other]
            led = state.boss[me] == other or state.boss[other] == me
            assert (kind == CHOSEN) == (not together and not led)
            if (me, int(other)) in before:
                assert state.ties[me, slot].familiarity == np.float32(before[me, int(other)])
    for me in range(24):
        boss = state.boss[me]
        assert boss < 0 or boss in state.whom[me]


# What people live through


def test_a_scandal_is_a_deception_to_all_who_knew_the_one_and_hurts_the_organisation() -> None:
    alone = NO_HOURS | {
        "leaders.style": "absent", "leaders.attention_hours": 0.0,
        "mechanisms.off": ["forgetting", "fairness"],
    }  # fmt: skip
    engine = after(of_week(1, "scandal", severity=0.5), weeks=1, **alone)
    state = engine.state
    knew = (state.whom == 0).any(axis=1)
    assert 0 < knew.sum() < 12
    ties = state.ties[state.whom == 0]
    assert (ties.deception == 1.0).all()
    assert (ties.integrity_against == 0.5).all()
    kinds = (state.traces[state.whom == 0].episode_0 >> 4) & 15
    assert (kinds == 10).all()
    others = state.ties[(state.whom >= 0) & (state.whom != 0)]
    assert (others.deception == 0).all()
    # With fairness knocked out nobody judges the organisation.
    assert (state.people.organisation_against == 0).all()
    judged = after(of_week(1, "scandal", severity=0.5), weeks=1)
    more = judged.state.people.organisation_against - calm(1).state.people.organisation_against
    assert (more[1:] > 0.2).all()


def test_a_betrayal_is_found_out_and_all_is_lost() -> None:
    engine = after(of_week(2, "betrayal", who="3", whom="2"))
    meetings = engine.state.meetings[1]
    hour = meetings[meetings.hour == ARRANGED][0]
    assert (hour.partner, hour.act, hour.hidden, hour.found) == (2, BREACH, 1, 1)
    assert (hour.stake, hour.answer) == (1.0, 0.0)
    tie = engine.state.ties[1][engine.state.whom[1] == 2][0]
    # A full stake counts one act and a half; three of deception for each.
    assert tie.deception >= 4.5 * 0.99
    memory = Organisation(small(), seed=1)
    memory.schedule(week=1, kind="betrayal", who="3", whom="2").run(1)
    episodes = memory.person_at(1).memory_of(memory.person_at(2)).episodes
    assert "deceived me" in [episode.what for episode in episodes]


def test_only_who_was_betrayed_is_and_talk_does_the_rest() -> None:
    alone = {"mechanisms.off": ["talk", "witness", "connections", "fairness", "recognition"]}
    betrayed, quiet = after(of_week(2, "betrayal", who="3", whom="2"), **alone), calm(**alone)
    changed = [
        me
        for me in range(12)
        if betrayed.state.ties[me].tobytes() != quiet.state.ties[me].tobytes()
    ]
    assert changed == [1, 2]


def apologised(**fields: Any) -> tuple[Any, Any]:
    """What 2 remembers of 3 after a betrayal, with and without an apology in week 3."""
    betrayal = of_week(2, "betrayal", who="3", whom="2")
    off = {"mechanisms.off": ["talk", "witness", "forgetting"]} | NO_HOURS
    ties = []
    for events in ([betrayal], [betrayal, of_week(3, "apology", who="3", **fields)]):
        engine = after(*events, weeks=3, **off)
        ties.append(engine.state.ties[1][engine.state.whom[1] == 2][0])
    return ties[0], ties[1]


def test_an_apology_takes_back_a_share_of_the_evidence_and_nothing_of_the_deception() -> None:
    silent, sorry = apologised()
    forgiveness = float(founded().state.people.forgiveness[1])
    share = 0.5 * (0.5 + forgiveness) * 0.5
    assert sorry.integrity_against == near(silent.integrity_against * (1 - share))
    assert sorry.mistrust == near(silent.mistrust * (1 - share))
    assert sorry.deception == silent.deception
    assert sorry.pledge == 0


def test_paying_helps_promising_pledges_and_saying_nothing_does_nothing() -> None:
    silent, sorry = apologised()
    _, paid = apologised(pays=True)
    assert paid.integrity_against < sorry.integrity_against < silent.integrity_against
    _, promised = apologised(promises=True)
    assert promised.pledge == 10
    _, nothing = apologised(admits=False)
    assert nothing.integrity_against == silent.integrity_against


def test_an_apology_is_heard_by_all_who_were_hurt_or_by_one() -> None:
    scandal = of_week(2, "scandal", who="1")
    heard = {}
    for whom in (None, "2"):
        fields = {} if whom is None else {"whom": whom}
        apology = of_week(3, "apology", who="1", **fields)
        engine = after(scandal, apology, weeks=3, **NO_HOURS | {"leaders.attention_hours": 0.0})
        to_first = engine.state.whom == 0
        kinds = (engine.state.traces.episode_0[to_first] >> 4) & 15
        heard[whom] = int((kinds == 9).sum())
    assert heard["2"] == 1
    assert heard[None] == (engine.state.whom == 0).sum()


def test_a_gathering_gives_each_so_many_hours_with_others_of_it() -> None:
    engine = after(of_week(2, "gathering", team="team 2", hours=4, space="rehearsal"))
    state = engine.state
    for me in range(12):
        arranged = state.meetings[me][state.meetings[me].hour >= ARRANGED]
        arranged = arranged[arranged.act != NOTHING]
        if state.team[me] == 1:
            assert 3 <= len(arranged) <= 4
            assert (arranged.space == 2).all()
            assert (state.team[arranged.partner] == 1).all()
            assert me not in arranged.partner
        else:
            assert len(arranged) == 0
    everybody = after(of_week(2, "gathering", hours=2))
    hours = (everybody.state.meetings.hour >= ARRANGED) & (everybody.state.meetings.act != NOTHING)
    assert (hours.sum(axis=1) > 0).all()


def test_a_gathering_in_a_space_of_one_s_own() -> None:
    own = {"spaces.custom": [{"name": "retreat", "purpose": "share", "hours": 0.0}]}
    engine = after(of_week(2, "gathering", space="retreat", hours=2), **own)
    hours = engine.state.meetings[engine.state.meetings.hour >= ARRANGED]
    assert set(hours[hours.act != NOTHING].space.tolist()) == {4}


def test_those_who_gather_come_to_know_each_other() -> None:
    met = after(of_week(2, "gathering", hours=10), num_people=40)
    apart = calm(num_people=40)
    assert measured(met, "ties")[1] > measured(apart, "ties")[1] + 3


# Conditions


def test_a_change_lasts_as_long_as_it_says() -> None:
    event = of_week(3, "crunch", load=1.0, weeks=2)
    segments = founded({"events": [event]}).segments
    assert [(segment.first, float(segment.conditions[0].load)) for segment in segments] == [
        (1, 0.5), (3, 1.0), (5, 0.5),
    ]  # fmt: skip


def test_who_works_from_home_loses_what_nobody_planned() -> None:
    before, after_it = founded({"events": [of_week(3, "remote", share=1.0)]}).segments
    assert after_it.spaces.hours.tolist() == near([6.0, 1.0, 0.25, 0.7])
    assert before.spaces.hours.tolist() == [6.0, 1.0, 0.5, 1.0]
    assert float(after_it.conditions[0].openness) == near(0.4 * 0.1)


def test_a_regime_is_another_from_its_week_on() -> None:
    engine = after(of_week(3, "regime", regime="blame"), weeks=4)
    assert measured(engine, "imposed")[1] < 0.1 < measured(engine, "imposed")[2]
    assert float(engine.state.regimes.severity[0]) == 0.9


# Names of people, and events that find nobody


def test_an_event_about_somebody_who_has_left_does_not_take_place() -> None:
    gone = of_week(2, "departure", who="4")
    for event in (
        of_week(3, "departure", who="4"),
        of_week(3, "betrayal", who="4", whom="2"),
        of_week(3, "betrayal", who="2", whom="4"),
        of_week(3, "apology", who="4"),
        of_week(3, "apology", who="2", whom="4"),
        of_week(3, "scandal", who="4"),
    ):
        engine = after(gone, event, weeks=4)
        assert [(one.week, one.why) for one in engine.not_held] == [(3, "4 has left")], event
        assert engine.series.tobytes() == after(gone, weeks=4).series.tobytes(), event


def test_the_next_to_hold_a_seat_is_another_person_with_another_name() -> None:
    org = Organisation(small(NOBODY_LEAVES), seed=1)
    org.schedule(week=2, kind="departure", who="4").run(2)
    assert org.names[3] == "4.1"
    org.schedule(week=3, kind="betrayal", who="4.1", whom="2").run(1)
    assert org.not_held.empty
    memory = org.person_at(1).memory_of(org.person_at(3))
    assert "deceived me" in [episode.what for episode in memory.episodes]
    org.schedule(week=4, kind="departure", who="4.1").run(2)
    assert org.names[3] == "4.2"


@pytest.mark.parametrize("name", ["5.x", "5.", "5.0", ".5", "5.1.1"])
def test_a_name_that_nobody_has_means_nobody(name: str) -> None:
    events = [of_week(2, "growth", number=2), of_week(3, "departure", who=name)]
    with pytest.raises(InputError, match=f"who is '{name}', and nobody is called that by then"):
        after(*events, weeks=3)


def test_who_came_by_an_event_can_be_named_by_later_ones() -> None:
    org = Organisation(small(NOBODY_LEAVES), seed=1)
    org.schedule(week=2, kind="growth", number=3).run(2)
    org.schedule(week=3, kind="betrayal", who="w2-2", whom="w2-3")
    org.schedule(week=4, kind="departure", who="w2-2").run(3)
    assert org.not_held.empty
    assert org.names[13] == "w2-2.1"


def test_people_who_came_are_agents_like_everybody() -> None:
    org = Organisation(small(NOBODY_LEAVES), seed=1)
    assert len(org.people) == 12
    org.schedule(week=2, kind="growth", number=3).run(2)
    assert len(org.people) == 15
    assert [person.unique_id for person in org.people][12:] == ["w2-1", "w2-2", "w2-3"]
    assert len(org.people_table()) == 15


def test_a_seat_that_was_empty_and_is_filled_has_an_agent_again() -> None:
    org = Organisation(small(NOBODY_LEAVES | {"turnover.replace": False}), seed=1)
    assert len(org.people) == 12
    org.schedule(week=2, kind="departure", who="1").run(2)
    assert len(org.people) == 11
    org.schedule(week=3, kind="new-leader").run(1)
    assert len(org.people) == 12


def test_a_scandal_at_the_top_does_not_take_place_where_nobody_is() -> None:
    scenario = small(NOBODY_LEAVES | {"turnover.replace": False})
    engine = Engine(
        scenario.with_changes(
            {"events": [of_week(2, "departure", who="1"), of_week(3, "scandal")]}
        ),
        1,
    )
    engine.run(4)
    quiet = Engine(scenario.with_changes({"events": [of_week(2, "departure", who="1")]}), 1)
    quiet.run(4)
    assert [one.why for one in engine.not_held] == ["the seat at the top is empty"]
    assert engine.series.tobytes() == quiet.series.tobytes()


def test_whoever_leaves_by_an_event_keeps_no_hour_of_that_week() -> None:
    replace = {"turnover.replace": False}
    events = [of_week(2, "gathering", hours=5), of_week(2, "departure", who="6")]
    engine = after(*events, **replace)
    state = engine.state
    assert state.present[5] == 0
    assert not (state.whom == 5).any()
    assert not (state.meetings.partner[state.meetings.act != NOTHING] == 5).any()
    assert state.num_hours[5] == 0


def test_who_comes_in_week_one_is_no_founder() -> None:
    closed = [{"name": "club", "share": 1.0, "joining": "closed"}]
    engine = after(of_week(1, "growth", number=4), weeks=1, communities=closed)
    assert (engine.state.belongs[:12] == 1).all()
    assert (engine.state.belongs[12:] == 0).all()


def test_everybody_who_comes_or_goes_by_an_event_is_logged() -> None:
    changes = {"welcome.choreography": "cold"}
    engine = after(
        of_week(2, "growth", number=200), of_week(3, "layoff", share=1.0), weeks=4, **changes
    )
    what = engine.log["what"]
    assert (what == 1).sum() == 200
    assert (what == 4).sum() == (engine.state.present == 0).sum() > 100


def test_those_who_go_and_come_by_events_are_measured() -> None:
    events = [of_week(2, "layoff", share=0.5), of_week(3, "growth", number=5)]
    engine = after(*events, weeks=4)
    assert measured(engine, "left").tolist() == [0, 4, 0, 0]
    assert measured(engine, "joined").tolist() == [0, 0, 5, 0]


def test_a_merger_where_single_teams_have_styles_of_their_own() -> None:
    own = {"leaders.by_team": {"team 3": "hero"}}
    engine = after(of_week(2, "merger", number=4), weeks=3, **own)
    assert len(engine.state.keys) == 16


# Bad input


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (of_week(3, "betrayal", who="3"), "betrayal needs `whom`"),
        (of_week(3, "betrayal", who="3", whom="3"), "`who` and `whom` are both '3'; name two"),
        (of_week(3, "layoff", number=3), "layoff has no `number`; it may have share, severity"),
        (of_week(3, "departure", who="99"), r"who is '99', and nobody is called that"),
        (of_week(3, "departure", who="4.x"), r"who is '4.x', and nobody is called that"),
        (of_week(3, "new-leader", team="north"), "team is 'north', and there is no such team"),
        (of_week(3, "gathering", space="moon"), "there is no space 'moon'; there are: work, meet"),
        (of_week(3, "regime", regime="none at all"), "(must be|is not) one of: none, permissive"),
        (of_week(3, "change"), "change needs `set`"),
        (of_week(0, "layoff"), "greater than or equal to 1|from 1 to 4,000"),
        (of_week(3, "flood"), "Input should be|must be one of: change"),
        (of_week(3, "merger", number=1), "2"),
        (
            of_week(3, "change", set={"organisation.num_people": 20}),
            "cannot change while an organisation runs",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_a_scenario_and_when_scheduled(
    event: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Organisation(small({"events": [event]}), seed=1)
    org = Organisation(small(), seed=1)
    before = org.plan
    with pytest.raises(ValueError, match=message):
        org.schedule(**event)
    assert org.plan == before
    assert org.run(4).week == 4


def test_what_has_passed_cannot_be_scheduled() -> None:
    org = Organisation(small(), seed=1).run(3)
    with pytest.raises(ValueError, match="event of week 3 has passed, since 3 weeks have run"):
        org.schedule(week=3, kind="layoff")
    org.schedule(week=4, kind="layoff")


def test_the_docstring_of_schedule_names_every_kind() -> None:
    told = Organisation.schedule.__doc__ or ""
    assert all(kind in told for kind in EVENT_KINDS)


# Lots


def test_the_lots_of_a_layoff_fall_on_all_alike() -> None:
    times = np.zeros(12)
    runs = 300
    for seed in range(runs):
        engine = Engine(small(NOBODY_LEAVES | {"events": [of_week(1, "layoff", share=0.34)]}), seed)
        engine._let_happen()
        times += engine.state.present == 0
    members = [1, 2, 3, 5, 6, 7, 9, 10, 11]
    assert times[members].sum() == 3 * runs == times.sum()
    assert stats.chisquare(times[members]).pvalue > FALSE_ALARM_RATE


def test_scenarios_without_events_have_one_segment() -> None:
    assert (
        len(Engine(Scenario(id="any").with_changes({"organisation.num_people": 4}), 1).segments)
        == 1
    )
