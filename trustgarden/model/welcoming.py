"""Phase 2, Welcome: joiners arrive; the choreography steps that are due take place.

What takes place is put on this week's calendar as hours that were arranged, or is
said at once (an introduction). What does not, and was to be expected, is a breach.
"""

from __future__ import annotations

from numpy import float64

from .accounts import book
from .chance import BUDDY as BUDDY_DRAW
from .chance import NOBODY, WELCOME, Words, choose_index, draw, uniform
from .compiling import rule
from .connections import TRUSTED
from .journal import note
from .layout import (
    ACCEPTED,
    ARRANGED,
    ARRANGED_AT_MOST,
    BY_MET,
    BY_WELCOME,
    NOT_YET,
    NOTHING,
    STEP,
    Record,
    State,
)
from .memory import tie_certainty, trust_from_tie
from .relationships import find_slot, slot_for
from .remembering import bad_news, note_episode
from .spaces import MEETING
from .talking import introduce, prepare_introduction, somebody_of
from .welcome import (
    BUDDY,
    BY_BUDDY,
    BY_LEADER,
    BY_TEAM,
    CHECK_IN,
    FIRST_TASK,
    GREET,
    INTRODUCE,
    INVITE,
    MISSED_BY_ORGANISATION,
    RECEIVED,
    RECOGNISE,
    TASK_STAKE,
    VALIDATED_CERTAINTY,
    VALIDATED_TRUST,
    is_accepted,
    missed_weight,
)

ARMS = 64
"""Draws that one step has for itself."""


@rule
def welcome(state: State, c: Record, week: int, seed: int, p: Record) -> None:
    """Phase 2: every step that is due for somebody who joined, in the order of seats."""
    for k in range(state.by_key.shape[0]):
        me = state.by_key[k]
        state.praised_by[me] = -1
        state.people[me].heard = 0.0
    if c.on_welcome == 0.0:
        return
    for k in range(state.by_key.shape[0]):
        me = state.by_key[k]
        # Founders have been there all along.
        if state.present[me] == 0 or state.people[me].accepted == 0:
            continue
        tenure = week - state.people[me].joined
        for i in range(state.steps.shape[0]):
            if int(state.steps[i].week) == tenure:
                _take_step(state, c, me, i, tenure, week, seed, p)


@rule
def _take_step(
    state: State, c: Record, me: int, i: int, tenure: int, week: int, seed: int, p: Record
) -> None:
    step = state.steps[i]
    key = int(state.keys[me])
    w0, w1, _, _ = draw(seed, WELCOME, week, key, NOBODY, i * ARMS)
    host = _host(state, me, int(step.who), w1, seed)
    done = 1 if host >= 0 and uniform(w0) < step.certainty else 0
    if done == 1:
        person = state.people[me]
        received = RECEIVED * c.on_fairness
        person.organisation_for = float64(person.organisation_for) + received
        _do_step(state, c, me, host, i, week, seed, p)
    else:
        weight = missed_weight(step.announced, tenure)
        if weight > 0.0:
            responsible = state.boss[me] if int(step.who) == BY_TEAM else host
            _miss(state, c, me, responsible, weight, week, seed, p)
    note(state, week, STEP, me, host, i, done)


@rule
def _host(state: State, me: int, who: int, word: int, seed: int) -> int:
    """Who does it: the leader, the buddy, or somebody of the team; -1 if nobody is there."""
    if who == BY_LEADER:
        boss: int = state.boss[me]
        return boss if boss >= 0 and state.present[boss] == 1 else -1
    if who == BY_BUDDY:
        word, _, _, _ = draw(seed, BUDDY_DRAW, 0, int(state.keys[me]), NOBODY, 0)
    return _mate(state, me, word, 0)


@rule
def _mate(state: State, me: int, word: int, nth: int) -> int:
    """The nth of the team, from a drawn place on, who is there; -1 if there are not so many.

    Neither oneself nor the leader counts. Walking on from the place that was drawn
    finds somebody wherever there is somebody, so that no step fails for want of luck.
    """
    t = state.team[me]
    start = state.member_start[t]
    count = state.member_start[t + 1] - start
    first = choose_index(word, count)
    met = 0
    for j in range(count):
        k = first + j
        if k >= count:
            k -= count
        one: int = state.members[start + k]
        if one == me or one == state.boss[me] or state.present[one] == 0:
            continue
        if met == nth:
            return one
        met += 1
    return -1


@rule
def arrange(state: State, me: int, other: int, space: int, offered: float) -> None:
    """Put an hour with somebody on this week's calendar, if there is room."""
    at = state.arranged[me]
    if at >= ARRANGED_AT_MOST or at >= state.meetings.shape[1]:
        return
    meeting = state.meetings[me, at]
    meeting.partner = other
    meeting.hour = ARRANGED + at
    meeting.space = space
    meeting.act = NOTHING
    meeting.hidden = 0
    meeting.found = 0
    meeting.forms = 0
    meeting.scripted = 0
    meeting.stake = 0.0
    meeting.offered = offered
    meeting.further = -1.0
    state.arranged[me] = at + 1


@rule
def _do_step(
    state: State, c: Record, me: int, host: int, i: int, week: int, seed: int, p: Record
) -> None:
    """What takes place: hours together, an introduction, a recognition."""
    step = state.steps[i]
    kind = int(step.kind)
    space = int(step.space)
    count = int(step.count)
    if kind == INTRODUCE:
        if c.on_connections == 1.0:
            _introduce_to(state, c, me, host, i, count, week, seed, p)
    elif kind == RECOGNISE:
        if c.on_recognition == 1.0:
            state.praised_by[me] = host
    elif kind == FIRST_TASK:
        for _ in range(count):
            arrange(state, host, me, space, TASK_STAKE)
            arrange(state, me, host, space, 0.0)
    elif kind == INVITE:
        # To be invited is to be trusted, before one has done anything.
        arrange(state, host, me, space, 0.0)
    elif kind == GREET and int(step.who) == BY_TEAM:
        _, word, _, _ = draw(seed, WELCOME, week, int(state.keys[me]), NOBODY, i * ARMS)
        for j in range(count):
            mate = _mate(state, me, word, j)
            if mate >= 0:
                arrange(state, me, mate, space, 0.0)
                arrange(state, mate, me, space, 0.0)
    elif kind in (GREET, BUDDY, CHECK_IN):
        if kind == CHECK_IN:
            state.people[me].heard = 1.0
        for _ in range(count):
            arrange(state, me, host, space, 0.0)
            arrange(state, host, me, space, 0.0)


@rule
def _introduce_to(
    state: State, c: Record, me: int, host: int, i: int, count: int, week: int, seed: int, p: Record
) -> None:
    """The host makes the newcomer known to some whom they trust."""
    tale = state.tales[me, 0]
    space = int(state.steps[i].space)
    for j in range(count):
        words = draw(seed, WELCOME, week, int(state.keys[me]), NOBODY, i * ARMS + 1 + j)
        s = _to_whom(state, me, host, words, p)
        if s >= 0:
            third = state.whom[host, s]
            prepare_introduction(state, c, tale, me, host, s, seed, p)
            introduce(state, c, tale, me, week, seed, p)
            arrange(state, me, third, space, 0.0)
            arrange(state, third, me, space, 0.0)


@rule
def _to_whom(state: State, me: int, host: int, words: Words, p: Record) -> int:
    """Slot of the most trusted of three who come to the host's mind, or -1."""
    best = -1
    most = 0.0
    for k in range(3):
        word = words[1] if k == 0 else (words[2] if k == 1 else words[3])
        s = somebody_of(state, me, host, uniform(word), TRUSTED, p)
        if s >= 0:
            trust = trust_from_tie(state.ties[host, s], p.prior_weight)
            if trust > most:
                best, most = s, trust
    return best


@rule
def _miss(
    state: State, c: Record, me: int, host: int, weight: float, week: int, seed: int, p: Record
) -> None:
    """A step that was expected and did not take place: by somebody, and by the organisation."""
    person = state.people[me]
    against = MISSED_BY_ORGANISATION * weight * c.on_fairness
    person.organisation_against = float64(person.organisation_against) + against
    if host < 0 or state.present[host] == 0:
        return
    s = slot_for(state, c, me, host, 0, BY_MET, week, seed, p)
    if s < 0:
        return
    bad_news(state.ties[me, s], weight, 0.0, state.spaces[MEETING], person, c, p)
    book(state, me, s, BY_WELCOME, p.prior_weight)
    note_episode(state.traces[me, s], week, 7, 0.5)


@rule
def accept(state: State, week: int, p: Record) -> tuple[int, float]:
    """Whom their team has accepted by the end of the week: how many, and their weeks in all."""
    count, weeks = 0, 0.0
    for k in range(state.by_key.shape[0]):
        me = state.by_key[k]
        person = state.people[me]
        if state.present[me] == 0 or person.accepted != NOT_YET:
            continue
        if _is_in_group(state, me, p):
            person.accepted = week
            count += 1
            weeks += float64(week - person.joined)
            note(state, week, ACCEPTED, me, -1, -1, 1)
    return count, weeks


@rule
def validated(state: State, me: int, s: int, p: Record) -> bool:
    """Whether `me` has the one in slot `s` in the in-group: trusted, on evidence."""
    tie = state.ties[me, s]
    trust = trust_from_tie(tie, p.prior_weight)
    known = tie_certainty(tie, p.prior_weight)
    return trust >= VALIDATED_TRUST and known >= VALIDATED_CERTAINTY


@rule
def _is_in_group(state: State, me: int, p: Record) -> bool:
    """Whether half of those present in the team have the person in their in-group."""
    t = state.team[me]
    there, count = 0.0, 0.0
    for k in range(state.member_start[t], state.member_start[t + 1]):
        mate = state.members[k]
        if mate == me or state.present[mate] == 0:
            continue
        there += 1.0
        s = find_slot(state.whom, mate, me)
        if s >= 0 and validated(state, mate, s, p):
            count += 1.0
    return is_accepted(count, there)
