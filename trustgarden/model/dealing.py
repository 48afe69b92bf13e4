"""Phases 4 to 6: Entrust, Answer, Consequence. What passes between two people in an hour.

All decisions are taken on the state at the start of the week; nothing is
remembered yet, so the order of people does not matter. Each loop writes the
meetings of its own row only.
"""

from __future__ import annotations

from numpy import float64

from .answering import (
    breach_answer,
    error_answer,
    error_probability,
    hiding_probability,
    keeping_probability,
)
from .attribution import total_binding
from .chance import ANSWER, FAVOUR, FOLLOWING, MEETING, Words, draw, uniform
from .compiling import rule
from .consequence import acting_probability, projected_consequence, severity_met
from .entrusting import entrusting_probability, stake_ventured
from .layout import BREACH, ERROR, HELD_BACK, KEPT, Record, State
from .memory import tie_certainty, trust_from_tie
from .relationships import find_slot, overall_fairness, trust_at_sight
from .repair import repair_probability
from .spaces import formality, reach_of, stake_scale

FOUND_ANYWAY = 0.15
"""Chance that what was hidden comes out though nobody looks (free choice)."""
UNSEEN = 0.3
"""How much of detection is left when the trustor does not complain."""
SOCIAL_WEIGHT = 0.3
"""Hardness of full social withdrawal, to a formal consequence of severity 1 (free choice)."""


@rule
def entrust(state: State, c: Record, week: int, seed: int, p: Record) -> None:
    """Phase 4: in each meeting one may make oneself vulnerable to the other, at a stake."""
    for me in range(state.meetings.shape[0]):
        person = state.people[me]
        feared = c.on_projection * projected_consequence(
            float64(person.projected), float64(person.doubt), p
        )
        for h in range(state.meetings.shape[1]):
            if state.meetings[me, h].partner >= 0:
                _entrust_one(state, c, me, h, feared, week, seed, p)


@rule
def _entrust_one(
    state: State, c: Record, me: int, h: int, feared: float, week: int, seed: int, p: Record
) -> None:
    meeting = state.meetings[me, h]
    other = meeting.partner
    s = find_slot(state.whom, me, other)
    if s >= 0:
        tie = state.ties[me, s]
        trust = trust_from_tie(tie, p.prior_weight)
        known = tie_certainty(tie, p.prior_weight)
        mistrust = float64(tie.mistrust) * c.on_mistrust
    else:
        trust = trust_at_sight(state, me, other, seed, p)
        known = 0.0
        mistrust = 0.0
    space = int(meeting.space)
    w0, w1, _, _ = draw(seed, MEETING, week, int(state.keys[me]), int(state.keys[other]), h)
    stake = stake_scale(space) * (0.1 + 0.8 * uniform(w1))
    if meeting.offered > 0.0:
        stake = float64(meeting.offered)
    demand = float64(state.teams[state.team[me]].demand_level) * formality(space)
    chance = entrusting_probability(
        trust,
        mistrust,
        stake,
        feared * reach_of(space, c.rehearsal_reach, c.social_reach),
        float64(state.people[me].at_sight),
        known,
        demand,
        p,
    )
    meeting.ordered = demand
    meeting.stake = stake_ventured(stake, trust, mistrust)
    meeting.act = KEPT if uniform(w0) < chance else HELD_BACK


@rule
def answer(state: State, c: Record, week: int, seed: int, p: Record) -> None:
    """Phase 5: the trusted one keeps faith, errs, breaks faith, or hides what happened."""
    for me in range(state.meetings.shape[0]):
        for h in range(state.meetings.shape[1]):
            meeting = state.meetings[me, h]
            if meeting.act != KEPT:
                continue
            words = draw(
                seed, ANSWER, week, int(state.keys[me]), int(state.keys[meeting.partner]), h
            )
            _answer_one(state, c, meeting, me, words, seed, p)


@rule
def _answer_one(
    state: State, c: Record, meeting: Record, me: int, words: Words, seed: int, p: Record
) -> None:
    other = meeting.partner
    trustee = state.people[other]
    team = state.teams[state.team[other]]
    space = int(meeting.space)
    reach = reach_of(space, c.rehearsal_reach, c.social_reach)
    s = find_slot(state.whom, other, me)
    if s >= 0:
        tie = state.ties[other, s]
        trust_back = trust_from_tie(tie, p.prior_weight)
        frame = float64(tie.frame) * c.on_attribution
    else:
        trust_back = trust_at_sight(state, other, me, seed, p)
        frame = 0.0
    if c.on_reciprocity == 0.0:
        trust_back = 0.5
    fairness = overall_fairness(trustee) if c.on_fairness == 1.0 else 0.5
    feared = reach * projected_consequence(float64(trustee.projected), float64(trustee.doubt), p)
    feared *= c.on_projection
    strain = float64(trustee.strain) * c.on_strain
    keeping = keeping_probability(
        float64(trustee.integrity),
        float64(trustee.benevolence),
        trust_back,
        frame,
        float64(team.norm),
        fairness,
        feared,
        float64(team.reward) * reach,
        float64(meeting.stake),
        strain,
        float64(team.binding) * reach,
        p,
    )
    failing = error_probability(float64(trustee.ability), strain, p)
    _grade_answer(meeting, words, keeping, failing)
    hiding = hiding_probability(float64(trustee.integrity), feared, safety_of(team, feared))
    meeting.hidden = 1 if meeting.act != KEPT and uniform(words[3]) < hiding else 0


@rule
def _grade_answer(meeting: Record, words: Words, keeping: float, failing: float) -> None:
    """Keep faith, err or break faith, and how much of the due is done."""
    grade = uniform(words[2])
    if uniform(words[0]) >= keeping:
        meeting.act = BREACH
        meeting.answer = breach_answer(grade, keeping)
    elif uniform(words[1]) < failing:
        meeting.act = ERROR
        meeting.answer = error_answer(grade)
    else:
        meeting.act = KEPT
        meeting.answer = 1.0


@rule
def safety_of(team: Record, feared: float) -> float:
    """How safe it is to tell, by how the team treats error and by what is feared, in [0, 1]."""
    return (0.4 * float64(team.distinction) + 0.2 * float64(team.repair) + 0.4) * (1.0 - feared)


@rule
def consequence(state: State, c: Record, week: int, seed: int, p: Record) -> None:
    """Phase 6: formal and social consequence follow, or do not; so does repair."""
    for me in range(state.meetings.shape[0]):
        for h in range(state.meetings.shape[1]):
            meeting = state.meetings[me, h]
            meeting.consequence = 0.0
            meeting.repair = 0.0
            meeting.found = 0
            if meeting.act == ERROR or meeting.act == BREACH:
                words = draw(
                    seed, FOLLOWING, week, int(state.keys[me]), int(state.keys[meeting.partner]), h
                )
                _follow_one(state, c, meeting, words, seed, p)


@rule
def _follow_one(
    state: State, c: Record, meeting: Record, words: Words, seed: int, p: Record
) -> None:
    other = meeting.partner
    trustee = state.people[other]
    team = state.teams[state.team[other]]
    reach = reach_of(int(meeting.space), c.rehearsal_reach, c.social_reach)
    detection = float64(team.detection)
    if meeting.hidden == 1:
        found = FOUND_ANYWAY + (1.0 - FOUND_ANYWAY) * detection
        if uniform(words[0]) < found:
            meeting.found = 1
        else:
            detection *= UNSEEN
    is_error = 1.0 if meeting.act == ERROR else 0.0
    acting = acting_probability(
        float64(team.certainty), float64(team.evenness), favour_of(state, other, seed)
    )
    formal = 0.0
    if uniform(words[1]) < detection and uniform(words[2]) < acting:
        formal = reach * severity_met(
            float64(team.severity), float64(team.repair), float64(team.distinction), is_error
        )
    social = 0.0
    if meeting.hidden == 0 or meeting.found == 1:
        social = SOCIAL_WEIGHT * float64(team.social) * (1.0 - float64(meeting.answer))
    meeting.consequence = formal + (1.0 - formal) * social
    feared = reach * projected_consequence(float64(trustee.projected), float64(trustee.doubt), p)
    hosted = float64(team.care_level) * float64(team.repair)
    making_good = repair_probability(
        float64(trustee.integrity), float64(trustee.benevolence), feared * c.on_projection, hosted
    )
    if meeting.hidden == 0 and c.on_repair == 1.0 and uniform(words[3]) < making_good:
        meeting.repair = 1.0


@rule
def favour_of(state: State, member: int, seed: int) -> float:
    """How much a member's leader favours them, in (0, 1); 0.5 for one without a leader.

    Fixed for the two, by key: who is favoured does not change with the lever.
    """
    boss = state.boss[member]
    if boss < 0:
        return 0.5
    word, _, _, _ = draw(seed, FAVOUR, 0, int(state.keys[boss]), int(state.keys[member]), 0)
    return uniform(word)


@rule
def seems_kept(meeting: Record) -> bool:
    """Whether an entrusted act looks like kept faith: it is, or what went wrong stayed hidden."""
    seems: bool = meeting.act == KEPT or (meeting.hidden == 1 and meeting.found == 0)
    return seems


@rule
def bound_in(team: Record, reach: float, demand: float) -> float:
    """How much the conditions of a team bind conduct in a space (M5)."""
    sanction = float64(team.detection) * float64(team.certainty) * float64(team.severity)
    sanction *= 1.0 - 0.7 * float64(team.repair)
    return total_binding(
        float64(team.binding) * reach,
        float64(team.monitoring) * reach,
        sanction * reach,
        float64(team.reward) * reach,
        float64(team.pricing),
        demand,
    )
