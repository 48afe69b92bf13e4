"""Finding, beginning and ending relationships in the rows of memory.

A person remembers at most `num_slots` others. Leader and member are assigned to
each other from the first day, team mates begin by meeting; neither is forgotten
for want of room while both hold their seats. When memory is full, the chosen
tie with the least familiarity and evidence gives way; a tie in strength is
broken by the key of the other, so that the place of a row in an array decides
nothing.
"""

from __future__ import annotations

from numpy import float64

from .arithmetic import normal_quantile
from .chance import AFFINITY, DURABILITY, draw, uniform
from .compiling import rule
from .fairness import felt_fairness
from .layout import CHOSEN, LEADER, MEMBER, TEAM, Record, Rows, State
from .memory import NUM_DURABILITIES, expectation, slot_strength, weighted_trust
from .prior import affinity, prior_ability, prior_goodwill, prior_logit


@rule
def find_slot(whom: Rows, me: int, other: int) -> int:
    """Slot in which `me` remembers `other`, or -1."""
    found = -1
    for s in range(whom.shape[1]):
        if whom[me, s] == other:
            found = s
            break
    return found


@rule
def pair_affinity(seed: int, one: int, other: int, p: Record) -> float:
    """Affinity of a pair in logits; the same both ways."""
    first = one if one < other else other
    second = other if one < other else one
    word, _, _, _ = draw(seed, AFFINITY, 0, first, second, 0)
    return affinity(normal_quantile(uniform(word)), p)


@rule
def pair_durability(seed: int, one: int, other: int) -> int:
    """Class of durability of a pair, 0 to 7; the same both ways."""
    first = one if one < other else other
    second = other if one < other else one
    word, _, _, _ = draw(seed, DURABILITY, 0, first, second, 0)
    return word % NUM_DURABILITIES


@rule
def organisation_trust(person: Record, p: Record) -> float:
    """A person's own assessment of the organisation."""
    return expectation(
        float64(person.organisation_for),
        float64(person.organisation_against),
        float64(person.propensity),
        p.prior_weight,
    )


@rule
def overall_fairness(person: Record) -> float:
    """Mean of the three kinds of felt fairness."""
    return (
        felt_fairness(float64(person.distributive_for), float64(person.distributive_against))
        + felt_fairness(float64(person.procedural_for), float64(person.procedural_against))
        + felt_fairness(float64(person.interactional_for), float64(person.interactional_against))
    ) / 3.0


@rule
def priors(state: State, me: int, other: int, seed: int, p: Record) -> tuple[float, float]:
    """Priors of ability and of goodwill that `me` has of `other` at first sight."""
    person = state.people[me]
    common = prior_logit(
        float64(person.propensity),
        1.0 if state.team[me] == state.team[other] else 0.0,
        1.0 if state.place[me] == state.place[other] else 0.0,
        organisation_trust(person, p),
        p,
    )
    liking = pair_affinity(seed, int(state.keys[me]), int(state.keys[other]), p)
    steps = float64(state.rank[me] - state.rank[other])
    return prior_ability(common, liking, steps), prior_goodwill(common, liking)


@rule
def trust_at_sight(state: State, me: int, other: int, seed: int, p: Record) -> float:
    """Trust in somebody who is not remembered."""
    ability, goodwill = priors(state, me, other, seed, p)
    return weighted_trust(ability, goodwill, goodwill)


@rule
def kind_of_tie(state: State, me: int, other: int) -> int:
    """What work makes of the two: team, leader, member, or a chosen tie."""
    if state.boss[me] == other:
        return LEADER
    if state.boss[other] == me:
        return MEMBER
    if state.team[me] == state.team[other]:
        return TEAM
    return CHOSEN


@rule
def _room(state: State, me: int) -> int:
    """A free slot, or the weakest chosen one; -1 if every tie is assigned by work."""
    weakest = -1
    least = 0.0
    least_key = 0
    for s in range(state.whom.shape[1]):
        other = state.whom[me, s]
        if other < 0:
            return s
        tie = state.ties[me, s]
        if tie.kind != CHOSEN:
            continue
        evidence = float64(tie.benevolence_for) + float64(tie.benevolence_against)
        strength = slot_strength(float64(tie.familiarity), evidence)
        key = int(state.keys[other])
        if weakest < 0 or strength < least or (strength == least and key < least_key):
            weakest, least, least_key = s, strength, key
    return weakest


@rule
def clear_slot(state: State, me: int, s: int) -> None:
    """Empty a slot."""
    tie = state.ties[me, s]
    tie.ability_for = 0.0
    tie.ability_against = 0.0
    tie.benevolence_for = 0.0
    tie.benevolence_against = 0.0
    tie.integrity_for = 0.0
    tie.integrity_against = 0.0
    tie.deception = 0.0
    tie.mistrust = 0.0
    tie.frame = 0.0
    tie.familiarity = 0.0
    tie.told_for = 0.0
    tie.told_against = 0.0
    trace = state.traces[me, s]
    trace.work = 0.0
    trace.meeting = 0.0
    trace.rehearsal = 0.0
    trace.social = 0.0
    trace.episode_0 = 0
    trace.episode_1 = 0
    trace.episode_2 = 0
    trace.episode_3 = 0
    state.whom[me, s] = -1


@rule
def begin_tie(state: State, me: int, other: int, week: int, seed: int, p: Record) -> int:
    """Begin to remember `other`; the slot, or -1 where there is no room."""
    s = _room(state, me)
    if s < 0:
        return s
    clear_slot(state, me, s)
    ability, goodwill = priors(state, me, other, seed, p)
    tie = state.ties[me, s]
    tie.prior_ability = ability
    tie.prior_benevolence = goodwill
    tie.prior_integrity = goodwill
    tie.met = week
    tie.kind = kind_of_tie(state, me, other)
    tie.durability = pair_durability(seed, int(state.keys[me]), int(state.keys[other]))
    state.whom[me, s] = other
    return s


@rule
def assign_tie(state: State, me: int, other: int, week: int, seed: int, p: Record) -> int:
    """Remember somebody whom work assigns, if not remembered yet."""
    s = find_slot(state.whom, me, other)
    if s < 0:
        s = begin_tie(state, me, other, week, seed, p)
    return s
