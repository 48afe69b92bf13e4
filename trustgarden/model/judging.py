"""Phase 10, Judge: how people are treated, and what they make of it.

Treatment is lived through, so it is evidence like any other: of fairness, of
the leader, of the organisation. Whoever has no leader is not treated by one and
keeps what they think.
"""

from __future__ import annotations

import math

from numpy import float64

from .accounts import book
from .chance import INCLINATION, NOBODY, STRIKE, draw, uniform
from .compiling import rule
from .consequence import TOLD, learned
from .control import HALF_HOURS, TOLD_BY_DEMAND
from .dealing import favour_of
from .fairness import (
    BY_PROCEDURE,
    FAIRNESS_RETENTION,
    PLAIN,
    STRUCK,
    as_read,
    attention_share,
    distributive_signal,
    felt_harm,
    heeded,
    interactional_signal,
    procedural_signal,
)
from .layout import BY_MET, BY_TREATMENT, NOT_YET, NUM_PURPOSES, Record, State
from .leaving import PATIENCE, SHAKEN_KEPT, intending_probability, reasons_to_stay
from .memory import trust_from_tie
from .recognising import led_by
from .relationships import find_slot, organisation_trust, overall_fairness, slot_for
from .remembering import bad_news, live_case
from .spaces import PERFORM
from .telling import REPUTATION_KEPT
from .work import engaging_probability, strain_after, work_done


@rule
def judge(state: State, c: Record, week: int, seed: int, p: Record) -> None:
    """Phase 10: felt fairness, projected consequence, trust in leader and organisation."""
    # In the order of seats, since the reputation of a leader is a cue for who begins a tie.
    for k in range(state.by_key.shape[0]):
        me = state.by_key[k]
        if state.present[me] == 0:
            continue
        boss = led_by(state, me)
        person = state.people[me]
        person.reputation_for = float64(person.reputation_for) * REPUTATION_KEPT
        person.reputation_against = float64(person.reputation_against) * REPUTATION_KEPT
        person.shaken = float64(person.shaken) * SHAKEN_KEPT
        struck = _be_struck(state, me, week, seed, p)
        if boss >= 0:
            _judge_treatment(state, c, me, boss, struck, week, seed, p)
        _judge_organisation(state, c, me, p)
        person.leader_trust = trust_in_leader(state, me, boss, p)
        _work(state, c, me, boss, seed, p)
        person.intention = intending_probability(why_stay(state, c, me, week, seed, p))


@rule
def _be_struck(state: State, me: int, week: int, seed: int, p: Record) -> float:
    """Arbitrary consequence falls on anybody; it is lived through like a case at work.

    Returns how hard it was, 0 if it fell on others.
    """
    person = state.people[me]
    team = state.teams[state.team[me]]
    word, _, _, _ = draw(seed, STRIKE, week, int(state.keys[me]), NOBODY, 0)
    if uniform(word) < float64(team.arbitrary):
        case = float64(team.severity)
        live_case(state, me, PERFORM, case, p.learning_lived)
        person.suffered = float64(person.suffered) + case
        return case
    return 0.0


@rule
def _judge_treatment(
    state: State, c: Record, me: int, boss: int, struck: float, week: int, seed: int, p: Record
) -> None:
    """What a leader's week says: of consequence, of fairness, and of the leader."""
    person = state.people[me]
    team = state.teams[state.team[boss]]
    _hear_what_follows(state, team, me, p)
    if c.on_fairness == 0.0:
        return
    attention = attention_share(float64(team.attention_evenness), favour_of(state, me, seed))
    back = find_slot(state.whom, boss, me)
    regard = trust_from_tie(state.ties[boss, back], p.prior_weight) - 0.5 if back >= 0 else 0.0
    undeserved = struck + float64(state.groups[state.team[me]].burden)
    distributive, procedural, interactional = _treatment(
        person, team, c, attention, regard, undeserved
    )
    believed = float64(person.leader_trust)
    distributive = as_read(distributive, believed, PLAIN)
    procedural = as_read(procedural, believed, 1.0)
    interactional = as_read(interactional, believed, 1.0)
    w = p.fairness_weight
    _take_in_fairness(person, distributive, procedural, interactional, w)
    s = slot_for(state, c, me, boss, 0, BY_MET, week, seed, p)
    if s >= 0:
        # A leader's goodwill can be read only from the hours they spend on one.
        hours = float64(team.people_hours) * attention
        visible = hours / (hours + 4.0 * HALF_HOURS)
        integrity = BY_PROCEDURE * procedural + (1.0 - BY_PROCEDURE) * distributive
        _take_in_leader(state.ties[me, s], interactional, visible, integrity, w)
        if struck > 0.0:
            # Consequence without a cause is a breach by whoever imposes it (Podsakoff et al. 2006).
            bad_news(state.ties[me, s], STRUCK * struck, 0.0, state.spaces[0], person, c, p)
        book(state, me, s, BY_TREATMENT, p.prior_weight)


@rule
def _hear_what_follows(state: State, team: Record, me: int, p: Record) -> None:
    """What is announced teaches least: how hard it would be, as far as it reaches."""
    told = float64(team.certainty) * float64(team.severity)
    told += TOLD_BY_DEMAND * float64(team.demand_level) * (1.0 - told)
    for q in range(NUM_PURPOSES):
        # The first four spaces are the standard ones, one for each purpose.
        case = told * state.spaces[q].reach
        state.expected[me, q] = learned(
            float64(state.expected[me, q]), case, TOLD * p.learning_lived
        )


@rule
def _treatment(
    person: Record, team: Record, c: Record, attention: float, regard: float, undeserved: float
) -> tuple[float, float, float]:
    """Signals of distributive, procedural and interactional fairness."""
    suffered: float = float64(person.suffered)
    if suffered > 1.0:
        suffered = 1.0
    recognised = float64(person.recognised)
    beyond = suffered - float64(team.suffered_mean)
    distributive = distributive_signal(
        attention,
        recognised,
        (1.0 - recognised) * c.visibility * float64(team.recognised_share),
        felt_harm(float64(person.suffered), undeserved),
        beyond * float64(team.publicness) if beyond > 0.0 else 0.0,
        float64(team.care_level),
    )
    procedural = procedural_signal(
        float64(team.evenness),
        float64(team.arbitrary),
        heeded(float64(team.voice_level), float64(team.listening)),
        float64(team.demand_level),
        float64(team.collective),
    )
    interactional = interactional_signal(
        float64(team.respect),
        float64(team.care_level),
        float64(person.heard),
        float64(team.demand_level),
        float64(team.control_level),
        regard,
    )
    return distributive, procedural, interactional


@rule
def _take_in_fairness(
    person: Record, distributive: float, procedural: float, interactional: float, w: float
) -> None:
    kept = FAIRNESS_RETENTION
    person.distributive_for = float64(person.distributive_for) * kept + w * distributive
    person.distributive_against = float64(person.distributive_against) * kept + w * (
        1.0 - distributive
    )
    person.procedural_for = float64(person.procedural_for) * kept + w * procedural
    person.procedural_against = float64(person.procedural_against) * kept + w * (1.0 - procedural)
    person.interactional_for = float64(person.interactional_for) * kept + w * interactional
    person.interactional_against = float64(person.interactional_against) * kept + w * (
        1.0 - interactional
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
def _work(state: State, c: Record, me: int, boss: int, seed: int, p: Record) -> None:
    """Strain, effort and work done this week (M18)."""
    person = state.people[me]
    team = state.teams[state.team[me]]
    let_down, received, helped = 0.0, 0.7, 0.0
    if float64(person.entrusted) > 0.0:
        let_down = float64(person.let_down) / float64(person.entrusted)
        received = float64(person.received) / float64(person.entrusted)
        kept = float64(person.entrusted) - float64(person.let_down)
        helped = kept / float64(state.num_hours[me])
    person.strain = strain_after(
        float64(person.strain),
        c.load,
        let_down,
        float64(team.monitoring),
        float64(team.demand_level),
        float64(state.led[me]),
        helped,
        float64(person.free_hours),
        p.strain_rate,
    )
    strain = float64(person.strain) * c.on_strain
    person.effort = engaging_probability(
        float64(person.leader_trust),
        organisation_trust(person, p),
        overall_fairness(person),
        _frame_with(state, me, boss) * c.on_attribution,
        float64(person.recognised),
        strain,
        inclination(state, me, 1, seed),
    )
    person.output = work_done(
        float64(person.ability), float64(person.effort), strain, c.interdependence, received
    )


@rule
def _frame_with(state: State, me: int, boss: int) -> float:
    """Frame of the tie to one's leader; 0 for one who has none or does not remember them."""
    if boss < 0:
        return 0.0
    s = find_slot(state.whom, me, boss)
    return float64(state.ties[me, s].frame) if s >= 0 else 0.0


@rule
def trust_in_leader(state: State, me: int, boss: int, p: Record) -> float:
    """Trust in one's leader; 1/2 for one who has none or does not know them yet."""
    if boss < 0:
        return 0.5
    s = find_slot(state.whom, me, boss)
    if s < 0:
        return 0.5
    return trust_from_tie(state.ties[me, s], p.prior_weight)


@rule
def inclination(state: State, me: int, word: int, seed: int) -> float:
    """A lasting inclination of mean 0 and variance 1: to stay (`word` 0) or to engage (1)."""
    w0, w1, _, _ = draw(seed, INCLINATION, 0, int(state.keys[me]), NOBODY, 0)
    # Uniform: with sums and a root alone the bits are the same everywhere.
    return math.sqrt(12.0) * (uniform(w0 if word == 0 else w1) - 0.5)


@rule
def why_stay(state: State, c: Record, me: int, week: int, seed: int, p: Record) -> float:
    """A person's reasons to stay, in logits (M16)."""
    person = state.people[me]
    waited = week - person.joined > PATIENCE
    return reasons_to_stay(
        organisation_trust(person, p),
        float64(person.leader_trust),
        overall_fairness(person),
        float64(person.strain) * c.on_strain,
        float64(person.shaken),
        c.on_welcome if person.accepted == NOT_YET and waited else 0.0,
        inclination(state, me, 0, seed),
        p,
    )
