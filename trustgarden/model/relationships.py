"""Finding, beginning and ending relationships in the rows of memory.

A person remembers at most `num_slots` others. Leader and member are assigned to
each other from the first day, team mates begin by meeting; neither is forgotten
for want of room while both hold their seats. When memory is full, of the chosen
ties the least embedded and longest unused one gives way: the one with the least
strength, of equal ones that whose last hour is longest ago, and then that with the smaller
key, so that the place of a row in an array decides nothing.
"""

from __future__ import annotations

from numpy import float64

from .accounts import book_begun, book_ended
from .arithmetic import normal_quantile
from .chance import AFFINITY, DURABILITY, draw, uniform
from .compiling import routine, rule
from .fairness import felt_fairness
from .layout import (
    BY_CROWDED_OUT,
    CHOSEN,
    LEADER,
    MEMBER,
    MEMBERSHIPS,
    TEAM,
    Record,
    Rows,
    State,
)
from .memory import (
    MOST_PARTIES,
    NUM_DURABILITIES,
    certainty,
    expectation,
    slot_strength,
    weighted_trust,
)
from .prior import affinity, likeness, prior_ability, prior_goodwill, prior_logit

REPUTATION_WEIGHT = 3.0
"""Acts told that make a reputation half certain (free choice)."""


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
def alike(state: State, me: int, other: int) -> float:
    """How alike two people are in what anybody can see."""
    return likeness(
        1.0 if state.team[me] == state.team[other] else 0.0,
        1.0 if state.belongs[me] & state.belongs[other] & MEMBERSHIPS != 0 else 0.0,
        1.0 if state.place[me] == state.place[other] else 0.0,
        1.0 if state.practice[me] == state.practice[other] else 0.0,
        1.0 if state.rank[me] == state.rank[other] else 0.0,
    )


@rule
def priors(
    state: State, c: Record, me: int, other: int, seed: int, p: Record
) -> tuple[float, float]:
    """Priors of ability and of goodwill that `me` has of `other` at first sight."""
    person, stranger = state.people[me], state.people[other]
    good, bad = float64(stranger.reputation_for), float64(stranger.reputation_against)
    common = prior_logit(
        float64(person.propensity),
        float64(person.at_sight),
        alike(state, me, other),
        organisation_trust(person, p),
        expectation(good, bad, 0.5, REPUTATION_WEIGHT),
        certainty(good, bad, REPUTATION_WEIGHT),
        c.on_cues,
        p,
    )
    liking = pair_affinity(seed, int(state.keys[me]), int(state.keys[other]), p)
    steps = float64(state.rank[me] - state.rank[other]) * c.on_cues
    return prior_ability(common, liking, steps), prior_goodwill(common, liking)


@routine
def trust_at_sight(state: State, c: Record, me: int, other: int, seed: int, p: Record) -> float:
    """Trust in somebody who is not remembered."""
    ability, goodwill = priors(state, c, me, other, seed, p)
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
    longest = 0
    least_key = 0
    for s in range(state.whom.shape[1]):
        other = state.whom[me, s]
        if other < 0:
            return s
        tie = state.ties[me, s]
        if tie.kind != CHOSEN:
            continue
        evidence = float64(tie.benevolence_for) + float64(tie.benevolence_against)
        strength = slot_strength(
            float64(tie.familiarity), evidence, float64(tie.embedded) / MOST_PARTIES
        )
        key = int(state.keys[other])
        last = int(tie.last)
        if (
            weakest < 0
            or strength < least
            or (strength == least and (last < longest or (last == longest and key < least_key)))
        ):
            weakest, least, longest, least_key = s, strength, last, key
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
    tie.embedded = 0
    tie.pledge = 0
    trace = state.traces[me, s]
    trace.perform = 0.0
    trace.share = 0.0
    trace.rehearse = 0.0
    trace.explore = 0.0
    trace.episode_0 = 0
    trace.episode_1 = 0
    trace.episode_2 = 0
    trace.episode_3 = 0
    state.whom[me, s] = -1


@routine
def begin_tie(
    state: State, c: Record, me: int, other: int, origin: int, cause: int, week: int, seed: int,
    p: Record,
) -> int:
    """Begin to remember `other`; the slot, or -1 where there is no room.

    `origin` says how it began, `cause` what it is booked to.
    """
    s = _room(state, me)
    if s < 0:
        return s
    if state.whom[me, s] >= 0:
        book_ended(state, me, s, BY_CROWDED_OUT)
    clear_slot(state, me, s)
    ability, goodwill = priors(state, c, me, other, seed, p)
    tie = state.ties[me, s]
    tie.prior_ability = ability
    tie.prior_goodwill = goodwill
    tie.met = week
    tie.last = week
    tie.kind = kind_of_tie(state, me, other)
    pair = pair_durability(seed, int(state.keys[me]), int(state.keys[other]))
    tie.durability = pair | (origin << 3)
    state.whom[me, s] = other
    book_begun(state, me, s, cause, p.prior_weight)
    return s


@rule
def slot_for(
    state: State, c: Record, me: int, other: int, origin: int, cause: int, week: int, seed: int,
    p: Record,
) -> int:
    """Slot in which `me` remembers `other`, beginning to if need be; -1 where there is no room."""
    s = find_slot(state.whom, me, other)
    if s < 0:
        s = begin_tie(state, c, me, other, origin, cause, week, seed, p)
    return s


@rule
def origin_by_work(state: State, me: int, other: int) -> int:
    """Formal where work brings the two together, discovered where they met by chance."""
    return 2 if kind_of_tie(state, me, other) == CHOSEN else 0
