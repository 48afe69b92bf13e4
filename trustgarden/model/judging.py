"""Phases 8 to 10: Recognise, Talk, Judge. How people are treated, and what they make of it.

Treatment is lived through, so it is evidence like any other: of fairness, of
the leader, of the organisation. Whoever has no leader is not treated by one and
keeps what they think.
"""

from __future__ import annotations

from numpy import float64

from .chance import NOBODY, RECOGNITION, STRIKE, draw, uniform
from .compiling import rule
from .consequence import doubt_after, learned
from .control import HALF_HOURS, hours_on_people
from .dealing import favour_of, seems_kept
from .fairness import (
    FAIRNESS_RETENTION,
    attention_share,
    distributive_signal,
    interactional_signal,
    procedural_signal,
)
from .layout import HELD_BACK, Record, State
from .memory import trust_from_tie
from .recognition import recognition_probability
from .relationships import assign_tie, find_slot, organisation_trust, overall_fairness
from .work import engaging_probability, strain_after, work_done

TOLD_BY_DEMAND = 0.5
"""How much of an announced threat full demand amounts to (free choice)."""


@rule
def led_by(state: State, me: int) -> int:
    """Row of the leader who is there, or -1."""
    boss: int = state.boss[me]
    if boss >= 0 and state.present[boss] == 1:
        return boss
    return -1


@rule
def recognise(state: State, week: int, seed: int) -> None:
    """Phase 8: leaders recognise what they saw."""
    for me in range(state.people.shape[0]):
        if state.present[me] == 0:
            continue
        person = state.people[me]
        boss = led_by(state, me)
        word, _, _, _ = draw(seed, RECOGNITION, week, int(state.keys[me]), NOBODY, 0)
        level, attention = 0.0, 0.0
        if boss >= 0:
            team = state.teams[state.team[boss]]
            level = float64(team.recognition_level)
            attention = attention_share(
                float64(team.attention_evenness), favour_of(state, me, seed)
            )
        chance = recognition_probability(level, attention, _kept_share(state, me))
        person.recognised = 1.0 if uniform(word) < chance else 0.0


@rule
def _kept_share(state: State, me: int) -> float:
    """Share of this week's trust in `me` that was seen to be kept; 1/2 if there was none."""
    hours = state.meetings.shape[1]
    acts, kept = 0.0, 0.0
    for e in range(state.incoming_start[me], state.incoming_start[me + 1]):
        event = state.incoming[e]
        meeting = state.meetings[event // hours, event % hours]
        if meeting.act != HELD_BACK:
            acts += 1.0
            if seems_kept(meeting):
                kept += 1.0
    return kept / acts if acts > 0.0 else 0.5


@rule
def talk() -> None:
    """Phase 9: people tell each other of third parties (M15). Its place; still to come."""


@rule
def judge(state: State, c: Record, week: int, seed: int, p: Record) -> None:
    """Phase 10: felt fairness, projected consequence, trust in leader and organisation."""
    for me in range(state.people.shape[0]):
        if state.present[me] == 0:
            continue
        boss = led_by(state, me)
        _be_struck(state, me, week, seed, p)
        if boss >= 0:
            _judge_treatment(state, c, me, boss, week, seed, p)
        _judge_organisation(state, c, me, p)
        _work(state, c, me, boss, p)


@rule
def _be_struck(state: State, me: int, week: int, seed: int, p: Record) -> None:
    """Arbitrary consequence falls on anybody; it is lived through like a case."""
    person = state.people[me]
    team = state.teams[state.team[me]]
    word, _, _, _ = draw(seed, STRIKE, week, int(state.keys[me]), NOBODY, 0)
    if uniform(word) < float64(team.arbitrary):
        case = float64(team.severity)
        expected = float64(person.projected)
        person.doubt = doubt_after(float64(person.doubt), expected, case, p.learning_lived)
        person.projected = learned(expected, case, p.learning_lived)
        person.suffered = float64(person.suffered) + case


@rule
def _judge_treatment(
    state: State, c: Record, me: int, boss: int, week: int, seed: int, p: Record
) -> None:
    """What a leader's week says: of consequence, of fairness, and of the leader."""
    person = state.people[me]
    team = state.teams[state.team[boss]]
    told = float64(team.certainty) * float64(team.severity)
    told += TOLD_BY_DEMAND * float64(team.demand_level) * (1.0 - told)
    person.projected = learned(float64(person.projected), told, p.learning_told)
    if c.on_fairness == 0.0:
        return
    attention = attention_share(float64(team.attention_evenness), favour_of(state, me, seed))
    distributive, procedural, interactional = _treatment(person, team, attention)
    w = p.fairness_weight
    _take_in_fairness(person, distributive, procedural, interactional, w)
    s = assign_tie(state, me, boss, week, seed, p)
    if s >= 0:
        # A leader's goodwill can be read only from the hours they spend on one.
        hours = hours_on_people(c) * attention
        visible = hours / (hours + 4.0 * HALF_HOURS)
        integrity = 0.5 * (procedural + distributive)
        _take_in_leader(state.ties[me, s], interactional, visible, integrity, w)


@rule
def _treatment(person: Record, team: Record, attention: float) -> tuple[float, float, float]:
    """Signals of distributive, procedural and interactional fairness."""
    suffered = float64(person.suffered)
    distributive = distributive_signal(
        attention,
        float64(person.recognised),
        suffered if suffered < 1.0 else 1.0,
        float64(team.care_level),
    )
    procedural = procedural_signal(
        float64(team.evenness),
        float64(team.arbitrary),
        float64(team.fairness_level),
        float64(team.demand_level),
        float64(team.collective),
    )
    interactional = interactional_signal(
        float64(team.respect),
        float64(team.care_level),
        float64(team.demand_level),
        float64(team.control_level),
    )
    return distributive, procedural, interactional


@rule
def _take_in_fairness(
    person: Record, distributive: float, procedural: float, interactional: float, w: float
) -> None:
    kept = FAIRNESS_RETENTION
    person.distributive_for = float64(person.distributive_for) * kept + w * distributive
    person.distributive_against = (
        float64(person.distributive_against) * kept + w * (1.0 - distributive)
    )
    person.procedural_for = float64(person.procedural_for) * kept + w * procedural
    person.procedural_against = float64(person.procedural_against) * kept + w * (1.0 - procedural)
    person.interactional_for = float64(person.interactional_for) * kept + w * interactional
    person.interactional_against = (
        float64(person.interactional_against) * kept + w * (1.0 - interactional)
    )


@rule
def _take_in_leader(
    tie: Record, interactional: float, visible: float, integrity: float, w: float
) -> None:
    tie.benevolence_for = float64(tie.benevolence_for) + w * interactional * visible
    unkind = w * (1.0 - interactional) * visible
    tie.benevolence_against = float64(tie.benevolence_against) + unkind
    tie.integrity_for = float64(tie.integrity_for) + w * integrity
    tie.integrity_against = float64(tie.integrity_against) + w * (1.0 - integrity)


@rule
def _judge_organisation(state: State, c: Record, me: int, p: Record) -> None:
    """Trust in the organisation: its own assessment, from fairness and from being answered."""
    if c.on_fairness == 0.0:
        return
    person = state.people[me]
    answered = 0.5
    if float64(person.entrusted) > 0.0:
        answered = 1.0 - float64(person.let_down) / float64(person.entrusted)
    fairness = overall_fairness(person)
    signal = 0.75 * fairness + 0.25 * answered
    w = p.fairness_weight
    kept = FAIRNESS_RETENTION
    person.organisation_for = float64(person.organisation_for) * kept + w * signal
    person.organisation_against = float64(person.organisation_against) * kept + w * (1.0 - signal)


@rule
def _work(state: State, c: Record, me: int, boss: int, p: Record) -> None:
    """Strain, effort and work done this week (M18)."""
    person = state.people[me]
    team = state.teams[state.team[me]]
    let_down, received = 0.0, 0.7
    if float64(person.entrusted) > 0.0:
        let_down = float64(person.let_down) / float64(person.entrusted)
        received = float64(person.received) / float64(person.entrusted)
    person.strain = strain_after(
        float64(person.strain),
        c.load,
        let_down,
        float64(team.monitoring),
        float64(team.demand_level),
        float64(person.free_hours),
        p.strain_rate,
    )
    leader = trust_in_leader(state, me, boss, p)
    strain = float64(person.strain) * c.on_strain
    person.effort = engaging_probability(
        leader,
        organisation_trust(person, p),
        overall_fairness(person),
        float64(person.recognised),
        strain,
    )
    person.output = work_done(
        float64(person.ability), float64(person.effort), strain, c.interdependence, received
    )


@rule
def trust_in_leader(state: State, me: int, boss: int, p: Record) -> float:
    """Trust in one's leader; 1/2 for one who has none or does not know them yet."""
    if boss < 0:
        return 0.5
    s = find_slot(state.whom, me, boss)
    if s < 0:
        return 0.5
    return trust_from_tie(state.ties[me, s], p.prior_weight)
