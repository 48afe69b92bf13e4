"""Phase 9, Talk: people tell each other of third parties, and introduce them.

First everybody hears: tales are made of what tellers, witnesses and introducers
held when the phase began. Then everybody takes in, in the order of seats. So no
tale passes on what was told in the same week.
"""

from __future__ import annotations

from numpy import float64

from .accounts import book
from .chance import (
    INTRODUCING,
    INVITING,
    NOBODY,
    TALK,
    WITNESS,
    choose_index,
    draw,
    uniform,
)
from .compiling import routine, rule
from .connections import TRUSTED, introducing_probability, word_weight
from .dealing import seems_kept
from .layout import (
    BY_INTRODUCED,
    BY_SEEN,
    BY_TOLD,
    ERROR,
    HELD_BACK,
    INTRODUCED,
    INTRODUCED_TO,
    MEMBERSHIPS,
    NO_TALE,
    NOTHING,
    TOLD,
    WITNESSED,
    Record,
    State,
)
from .memory import tie_certainty, trust_from_tie
from .recognising import led_by
from .relationships import find_slot, slot_for, trust_at_sight
from .remembering import done_well
from .spaces import whole_hours
from .telling import SEEN_HOURS, TO_REPUTATION, WITNESSED_WEIGHT, leaning, told_weight

HOW_MANY = 4095
"""Count of the draw that says how many tales a person hears."""
PENDING = 16
"""Bits by which a membership of this week is kept apart from older ones."""
DISCOVERING = 0.02
"""Weekly chance that somebody of middling sociability discovers a visible community (free)."""
INVITED = 0.25
"""Chance that somebody of the community who trusts one, and is met, invites one in (free)."""
INVITED_FROM = 0.6
"""Trust from which a member invites somebody in."""


@rule
def talk(state: State, c: Record, week: int, seed: int, p: Record) -> None:
    """Phase 9: tales are heard, then taken in; communities find new members."""
    for me in range(state.people.shape[0]):
        for i in range(state.tales.shape[1]):
            state.tales[me, i].kind = NO_TALE
        if state.present[me] == 1:
            _hear(state, c, me, week, seed, p)
            _find_communities(state, me, week, seed, p)
    for k in range(state.by_key.shape[0]):
        me = state.by_key[k]
        if state.present[me] == 1:
            for i in range(state.tales.shape[1]):
                if state.tales[me, i].kind != NO_TALE:
                    _take_in(state, c, state.tales[me, i], me, week, seed, p)
    for me in range(state.people.shape[0]):
        belongs = int(state.belongs[me])
        state.belongs[me] = (belongs | (belongs >> PENDING)) & MEMBERSHIPS


@rule
def trust_held(state: State, c: Record, me: int, other: int, seed: int, p: Record) -> float:
    """Trust of `me` in `other`, remembered or at first sight."""
    s = find_slot(state.whom, me, other)
    if s < 0:
        return trust_at_sight(state, c, me, other, seed, p)
    return trust_from_tie(state.ties[me, s], p.prior_weight)


@rule
def _hear(state: State, c: Record, me: int, week: int, seed: int, p: Record) -> None:
    last = state.tales.shape[1]
    if c.on_talk == 1.0:
        w0, _, _, _ = draw(seed, TALK, week, int(state.keys[me]), NOBODY, HOW_MANY)
        count = whole_hours(c.tales, uniform(w0))
        most = last - 1 - SEEN_HOURS
        for i in range(count if count < most else most):
            _hear_tale(state, c, me, i, week, seed, p)
    if c.on_witness == 1.0:
        for i in range(SEEN_HOURS):
            _witness(state, me, i, last - 2 - i, week, seed, p)
    if c.on_connections == 1.0:
        _be_introduced(state, c, me, last - 1, week, seed, p)


@rule
def somebody_of(state: State, me: int, host: int, u: float, least: float, p: Record) -> int:
    """Slot of somebody whom `host` remembers and trusts, from a drawn slot on; -1 if nobody.

    They must be there and not be `me`; `least` is the trust that is asked for.
    """
    slots = state.whom.shape[1]
    first = int(u * slots)
    for j in range(slots):
        s = first + j
        if s >= slots:
            s -= slots
        third = state.whom[host, s]
        if third < 0 or third == me or state.present[third] == 0:
            continue
        if least > 0.0 and trust_from_tie(state.ties[host, s], p.prior_weight) < least:
            continue
        return s
    return -1


@rule
def _hear_tale(state: State, c: Record, me: int, i: int, week: int, seed: int, p: Record) -> None:
    """A tale of somebody met this week, about somebody whom they remember."""
    w0, w1, _, _ = draw(seed, TALK, week, int(state.keys[me]), NOBODY, i)
    if state.num_hours[me] == 0:
        return
    teller = state.meetings[me, int(uniform(w0) * state.num_hours[me])].partner
    if teller < 0 or state.present[teller] == 0:
        return
    s = somebody_of(state, me, teller, uniform(w1), 0.0, p)
    if s < 0:
        return
    told = state.ties[teller, s]
    tale = state.tales[me, i]
    tale.kind = TOLD
    tale.third = state.whom[teller, s]
    tale.teller = teller
    opinion = trust_from_tie(told, p.prior_weight)
    mine = find_slot(state.whom, me, tale.third)
    if mine >= 0:
        opinion = leaning(opinion, trust_from_tie(state.ties[me, mine], p.prior_weight))
    tale.opinion = opinion
    believed = trust_held(state, c, me, teller, seed, p)
    tale.weight = p.talk_weight * believed * tie_certainty(told, p.prior_weight)


@rule
def _witness(state: State, me: int, hour: int, i: int, week: int, seed: int, p: Record) -> None:
    """An hour of a team mate's that one may have seen, by how visible the space is."""
    w0, w1, w2, _ = draw(seed, WITNESS, week, int(state.keys[me]), NOBODY, hour)
    t = state.team[me]
    start = state.member_start[t]
    # Somebody is in the team: at least oneself.
    mate = state.members[start + choose_index(w0, state.member_start[t + 1] - start)]
    if mate == me or state.present[mate] == 0 or state.num_hours[mate] == 0:
        return
    meeting = state.meetings[mate, int(uniform(w1) * state.num_hours[mate])]
    if meeting.act == NOTHING or meeting.act == HELD_BACK or meeting.partner == me:
        return
    space = state.spaces[meeting.space]
    community = int(space.community)
    outside = community >= 0 and int(state.belongs[me]) & (1 << community) == 0
    if outside or uniform(w2) >= space.visibility:
        return
    tale = state.tales[me, i]
    tale.kind = WITNESSED
    tale.third = meeting.partner
    tale.teller = mate
    tale.opinion = 1.0 if seems_kept(meeting) else 0.5 * float64(meeting.answer)
    tale.opinion_back = 1.0 if meeting.act == ERROR else 0.0
    tale.weight = WITNESSED_WEIGHT * (0.5 + float64(meeting.stake))


@rule
def _be_introduced(
    state: State, c: Record, me: int, i: int, week: int, seed: int, p: Record
) -> None:
    """A leader who tends connections makes a member known to somebody they trust."""
    w0, w1, _, _ = draw(seed, INTRODUCING, week, int(state.keys[me]), NOBODY, 0)
    boss = led_by(state, me)
    if boss < 0:
        return
    level = float64(state.teams[state.team[boss]].connections_level)
    if uniform(w0) >= introducing_probability(level):
        return
    s = somebody_of(state, me, boss, uniform(w1), TRUSTED, p)
    if s < 0 or find_slot(state.whom, me, state.whom[boss, s]) >= 0:
        return
    prepare_introduction(state, c, state.tales[me, i], me, boss, s, seed, p)


@routine
def prepare_introduction(
    state: State, c: Record, tale: Record, me: int, host: int, s: int, seed: int, p: Record
) -> None:
    """What the host says of each to the other: of the one in slot `s`, and of `me`."""
    third = state.whom[host, s]
    tie = state.ties[host, s]
    tale.kind = INTRODUCED_TO
    tale.third = third
    tale.teller = host
    tale.opinion = trust_from_tie(tie, p.prior_weight)
    tale.weight = word_weight(
        trust_held(state, c, me, host, seed, p), tie_certainty(tie, p.prior_weight)
    )
    back = find_slot(state.whom, host, me)
    tale.opinion_back = trust_held(state, c, host, me, seed, p)
    known = tie_certainty(state.ties[host, back], p.prior_weight) if back >= 0 else 0.0
    # A host vouches for a newcomer a little, even without having seen much of them.
    vouched = known if known > 0.25 else 0.25
    tale.weight_back = word_weight(trust_held(state, c, third, host, seed, p), vouched)


@rule
def _take_in(
    state: State, c: Record, tale: Record, me: int, week: int, seed: int, p: Record
) -> None:
    if tale.kind == INTRODUCED_TO:
        introduce(state, c, tale, me, week, seed, p)
        return
    s = find_slot(state.whom, me, tale.third)
    if tale.kind == WITNESSED:
        if s >= 0:
            _take_in_seen(state, tale, me, s, p)
    elif s >= 0:
        add_told(state, me, s, float64(tale.opinion), float64(tale.weight), BY_TOLD, p)
    elif tale.kind == TOLD:
        subject = state.people[tale.third]
        good, bad = float64(subject.reputation_for), float64(subject.reputation_against)
        w = told_weight(TO_REPUTATION * float64(tale.weight), good + bad)
        subject.reputation_for = good + w * float64(tale.opinion)
        subject.reputation_against = bad + w * (1.0 - float64(tale.opinion))


@rule
def _take_in_seen(state: State, tale: Record, me: int, s: int, p: Record) -> None:
    """What an act towards somebody else shows of who did it: not how they mean it with me."""
    tie = state.ties[me, s]
    w = float64(tale.weight)
    if float64(tale.opinion) == 1.0:
        done = done_well(float64(state.people[tale.third].ability))
        tie.ability_for = float64(tie.ability_for) + w * done
        tie.ability_against = float64(tie.ability_against) + w * (1.0 - done)
        tie.integrity_for = float64(tie.integrity_for) + w
    else:
        w = w * (1.0 - float64(tale.opinion))
        error = float64(tale.opinion_back)
        tie.ability_against = float64(tie.ability_against) + w * error
        tie.integrity_against = float64(tie.integrity_against) + w * (1.0 - error)
    book(state, me, s, BY_SEEN, p.prior_weight)


@routine
def introduce(
    state: State, c: Record, tale: Record, me: int, week: int, seed: int, p: Record
) -> None:
    """Two people begin to know each other, each with part of the introducer's word."""
    third = tale.third
    s = slot_for(state, c, me, third, INTRODUCED, BY_INTRODUCED, week, seed, p)
    if s >= 0:
        add_told(state, me, s, float64(tale.opinion), float64(tale.weight), BY_INTRODUCED, p)
    s = slot_for(state, c, third, me, INTRODUCED, BY_INTRODUCED, week, seed, p)
    if s >= 0:
        add_told(
            state, third, s, float64(tale.opinion_back), float64(tale.weight_back), BY_INTRODUCED, p
        )


@rule
def add_told(
    state: State, me: int, s: int, opinion: float, weight: float, cause: int, p: Record
) -> None:
    """What was told enters its stocks, as far as there is room for more."""
    tie = state.ties[me, s]
    good, bad = float64(tie.told_for), float64(tie.told_against)
    w = told_weight(weight, good + bad)
    tie.told_for = good + w * opinion
    tie.told_against = bad + w * (1.0 - opinion)
    book(state, me, s, cause, p.prior_weight)


@rule
def _find_communities(state: State, me: int, week: int, seed: int, p: Record) -> None:
    """Some communities are discovered, into others one is invited by somebody met."""
    key = int(state.keys[me])
    for k in range(state.spaces.shape[0]):
        space = state.spaces[k]
        community = int(space.community)
        if community < 0 or int(state.belongs[me]) & (1 << community) != 0:
            continue
        w0, w1, _, _ = draw(seed, INVITING, week, key, NOBODY, community)
        joins = False
        if space.joining == 2.0:
            chance = DISCOVERING * (0.5 + float64(state.people[me].sociability))
            joins = bool(uniform(w0) < chance)
        elif space.joining == 1.0 and state.num_hours[me] > 0:
            host = state.meetings[me, int(uniform(w1) * state.num_hours[me])].partner
            if host >= 0 and int(state.belongs[host]) & (1 << community) != 0:
                s = find_slot(state.whom, host, me)
                if s >= 0 and uniform(w0) < INVITED:
                    trust = trust_from_tie(state.ties[host, s], p.prior_weight)
                    joins = bool(trust >= INVITED_FROM)
        if joins:
            state.belongs[me] = int(state.belongs[me]) | (1 << (PENDING + community))
