"""Phases 4 to 6: Entrust, Answer, Consequence. What passes between two people in an hour.

All decisions are taken on the state at the start of the week; nothing is
remembered yet, so the order of people does not matter. Each loop writes the
meetings of its own row only. An act that an event or an experiment has fixed
(`scripted`) is not decided again; what follows from it is.
"""

from __future__ import annotations

from numpy import float64

from .answering import (
    breach_answer,
    error_answer,
    error_probability,
    further_worth,
    hiding_probability,
    keeping_probability,
    kept_answer,
    outward_reasons,
    relational_reasons,
)
from .attribution import read_as_choice, total_binding
from .chance import ANSWER, FAVOUR, FOLLOWING, MEETING, REPAIRING, Words, draw, uniform
from .compiling import rule
from .consequence import acting_probability, projected_consequence, severity_met
from .entrusting import entrusting_probability, relied_on, stake_ventured
from .layout import (
    ADMITS,
    BREACH,
    CHOSEN,
    DENIES,
    ERROR,
    HELD_BACK,
    KEPT,
    NOT_YET,
    PAYS,
    PROMISES,
    Record,
    State,
)
from .memory import tie_certainty, trust_from_tie
from .relationships import find_slot, kind_of_tie, overall_fairness, trust_at_sight
from .repair import (
    denying_probability,
    paying_probability,
    promise_believed,
    promising_probability,
    repair_probability,
)

FOUND_ANYWAY = 0.15
"""Chance that what was hidden comes out though nobody looks (free choice)."""
UNSEEN = 0.3
"""How much of detection is left when the trustor does not complain."""
FORGIVEN = 0.95
"""Share of fear that full distinction of errors from breaches takes from who ventures."""
SOCIAL_WEIGHT = 0.3
"""Hardness of full social withdrawal, to a formal consequence of severity 1 (free choice)."""


@rule
def feared_in(state: State, c: Record, me: int, purpose: int, p: Record) -> float:
    """Consequence that a person projects in spaces of this purpose."""
    feared: float = c.on_projection * projected_consequence(
        float64(state.expected[me, purpose]), float64(state.doubt[me, purpose]), p
    )
    return feared


@rule
def group_of(state: State, member: int, space: Record) -> int:
    """The group whose ways count there: the community of the space, or else the member's team."""
    group = int(state.team[member])
    if space.community >= 0.0:
        group = state.teams.shape[0] + int(space.community)
    return group


@rule
def entrust(state: State, c: Record, week: int, seed: int, p: Record) -> None:
    """Phase 4: in each meeting one may make oneself vulnerable to the other, at a stake."""
    for me in range(state.meetings.shape[0]):
        for h in range(state.num_hours[me]):
            if state.meetings[me, h].partner >= 0 and state.meetings[me, h].scripted == 0:
                _entrust_one(state, c, me, h, week, seed, p)


@rule
def _entrust_one(state: State, c: Record, me: int, h: int, week: int, seed: int, p: Record) -> None:
    meeting = state.meetings[me, h]
    other = meeting.partner
    space = state.spaces[meeting.space]
    s = find_slot(state.whom, me, other)
    if s >= 0:
        tie = state.ties[me, s]
        trust = trust_from_tie(tie, p.prior_weight)
        known = tie_certainty(tie, p.prior_weight)
        mistrust = float64(tie.mistrust) * c.on_mistrust
        promised = promise_believed(int(tie.pledge), float64(tie.deception), c.on_promises)
    else:
        trust = trust_at_sight(state, c, me, other, seed, p)
        known = 0.0
        mistrust = 0.0
        promised = 0.0
    hour = int(meeting.hour)
    w0, w1, _, _ = draw(seed, MEETING, week, int(state.keys[me]), int(state.keys[other]), hour)
    stake = space.stakes * (0.1 + 0.8 * uniform(w1))
    if meeting.offered > 0.0:
        stake = float64(meeting.offered)
    demand = float64(state.teams[state.team[me]].demand_level) * space.formality
    assured = in_force(state, other, float64(space.reach), 0.0)
    trust = relied_on(trust, assured)
    feared = feared_in(state, c, me, int(space.purpose), p)
    chance = entrusting_probability(
        trust,
        mistrust,
        stake,
        feared * (1.0 - FORGIVEN * float64(state.teams[state.team[me]].distinction)),
        float64(state.people[me].at_sight),
        known,
        demand,
        c.on_welcome if state.people[other].accepted == NOT_YET else 0.0,
        promised,
        p,
    )
    if c.on_entrusting == 0.0:
        chance = 0.5
    meeting.ordered = demand
    meeting.stake = stake_ventured(stake, trust, mistrust)
    meeting.act = KEPT if uniform(w0) < chance else HELD_BACK


@rule
def answer(state: State, c: Record, week: int, seed: int, p: Record) -> None:
    """Phase 5: the trusted one keeps faith, errs, breaks faith, or hides what happened."""
    for me in range(state.meetings.shape[0]):
        for h in range(state.num_hours[me]):
            meeting = state.meetings[me, h]
            if meeting.act != KEPT or meeting.partner < 0 or meeting.scripted == 1:
                continue
            hour = int(meeting.hour)
            words = draw(
                seed, ANSWER, week, int(state.keys[me]), int(state.keys[meeting.partner]), hour
            )
            _answer_one(state, c, meeting, me, words, seed, p)


@rule
def _answer_one(
    state: State, c: Record, meeting: Record, me: int, words: Words, seed: int, p: Record
) -> None:
    other = meeting.partner
    trustee = state.people[other]
    team = state.teams[state.team[other]]
    space = state.spaces[meeting.space]
    s = find_slot(state.whom, other, me)
    familiarity, frame = 0.0, 0.0
    assigned = 0.0 if kind_of_tie(state, other, me) == CHOSEN else 1.0
    if s >= 0:
        tie = state.ties[other, s]
        trust_back = trust_from_tie(tie, p.prior_weight)
        frame = float64(tie.frame) * c.on_attribution
        familiarity = float64(tie.familiarity)
    else:
        trust_back = trust_at_sight(state, c, other, me, seed, p)
    if c.on_reciprocity == 0.0:
        trust_back = 0.5
    further: float = float64(meeting.further)
    if further < 0.0:
        further = further_worth(assigned, familiarity, 1.0 - float64(trustee.intention))
    feared = feared_in(state, c, other, int(space.purpose), p)
    strain = float64(trustee.strain) * c.on_strain
    relational = relational_reasons(float64(trustee.benevolence), trust_back, p)
    outward = outward_reasons(
        feared,
        float64(team.reward) * space.reach,
        frame,
        further,
        space.visibility * float64(team.social),
        c.on_further,
        p,
    )
    keeping = keeping_probability(
        float64(trustee.integrity),
        _word_given(state, me, other) * c.on_promises,
        relational,
        frame,
        float64(state.groups[group_of(state, other, space)].norm),
        overall_fairness(trustee) if c.on_fairness == 1.0 else 0.5,
        outward,
        float64(meeting.stake),
        strain,
        float64(team.binding) * space.reach,
        p,
    )
    failing = error_probability(float64(trustee.ability), strain, float64(team.coordinating), p)
    _grade_answer(meeting, words, keeping, failing, relational, frame)
    hiding = hiding_probability(float64(trustee.integrity), feared, safety_of(team, feared))
    meeting.hidden = 1 if meeting.act != KEPT and uniform(words[3]) < hiding else 0


@rule
def _word_given(state: State, me: int, other: int) -> float:
    """1 if the other has promised `me` to keep faith and the promise still covers this act."""
    s = find_slot(state.whom, me, other)
    return 1.0 if s >= 0 and state.ties[me, s].pledge > 0 else 0.0


@rule
def _grade_answer(
    meeting: Record, words: Words, keeping: float, failing: float, relational: float, frame: float
) -> None:
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
        meeting.answer = kept_answer(grade, relational, frame)


@rule
def safety_of(team: Record, feared: float) -> float:
    """How safe it is to tell, by how the team treats error and by what is feared, in [0, 1]."""
    return (0.4 * float64(team.distinction) + 0.2 * float64(team.repair) + 0.4) * (1.0 - feared)


@rule
def consequence(state: State, c: Record, week: int, seed: int, p: Record) -> None:
    """Phase 6: formal and social consequence follow, or do not; so does repair."""
    for me in range(state.meetings.shape[0]):
        for h in range(state.num_hours[me]):
            meeting = state.meetings[me, h]
            meeting.consequence = 0.0
            if meeting.scripted == 0:
                meeting.found = 0
                meeting.forms = 0
            if meeting.partner >= 0 and (meeting.act == ERROR or meeting.act == BREACH):
                _follow_one(state, c, meeting, me, week, seed, p)


@rule
def _follow_one(
    state: State, c: Record, meeting: Record, me: int, week: int, seed: int, p: Record
) -> None:
    other = meeting.partner
    team = state.teams[state.team[other]]
    reach = state.spaces[meeting.space].reach
    one, two = int(state.keys[me]), int(state.keys[other])
    words = draw(seed, FOLLOWING, week, one, two, int(meeting.hour))
    detection = float64(team.detection)
    if meeting.hidden == 1:
        found = FOUND_ANYWAY + (1.0 - FOUND_ANYWAY) * detection
        if meeting.scripted == 0:
            meeting.found = 1 if uniform(words[0]) < found else 0
        if meeting.found == 0:
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
    if meeting.hidden == 0 and meeting.scripted == 0 and c.on_repair == 1.0:
        _repair_one(state, c, meeting, uniform(words[3]), one, two, week, seed, p)


@rule
def _repair_one(
    state: State,
    c: Record,
    meeting: Record,
    chance: float,
    one: int,
    two: int,
    week: int,
    seed: int,
    p: Record,
) -> None:
    """What the trustee says and does about it."""
    other = meeting.partner
    trustee = state.people[other]
    team = state.teams[state.team[other]]
    integrity = float64(trustee.integrity)
    purpose = int(state.spaces[meeting.space].purpose)
    feared = feared_in(state, c, other, purpose, p)
    hosted = float64(team.care_level) * float64(team.repair)
    admitting = repair_probability(integrity, float64(trustee.benevolence), feared, hosted)
    w0, w1, w2, _ = draw(seed, REPAIRING, week, one, two, int(meeting.hour))
    forms = 0
    if chance < admitting:
        forms = ADMITS
        if uniform(w0) < paying_probability(float64(trustee.benevolence), float64(team.repair)):
            forms |= PAYS
        promising = promising_probability(integrity, float64(team.repair)) * c.on_promises
        if uniform(w1) < promising:
            forms |= PROMISES
    elif uniform(w2) < denying_probability(integrity, feared):
        forms = DENIES
    meeting.forms = forms


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
def bound_in(state: State, one: int, reach: float, demand: float, leader_trust: float) -> float:
    """How much the conditions of a team bind somebody's conduct, as another reads them (M5)."""
    team = state.teams[state.team[one]]
    return read_as_choice(in_force(state, one, reach, demand), float64(team.chosen), leader_trust)


@rule
def in_force(state: State, one: int, reach: float, demand: float) -> float:
    """How far a regime, as it reaches here, and demand make good conduct a matter of course.

    Who heads the team is bound by what was agreed, and not by the watching, the sanctions, the
    rewards and the demand that are theirs to impose.
    """
    team = state.teams[state.team[one]]
    if state.head[state.team[one]] == one:
        return float64(team.binding) * reach
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
