"""Phase 3, Meet: people divide their hours over spaces and find partners there.

A meeting is directed and has no capacity: for each hour a person draws a
partner by key, so that one more person changes only the meetings of those who
drew them. At work one meets leader, fellow leaders, team, and those one
remembers; one rehearses mostly with the team; in social spaces one meets those
one likes, and strangers as far as the space is open. Hours go to partners by
familiarity and trust, so a few get most of them (P82).
"""

from __future__ import annotations

import numpy as np

from .chance import HOURS, NOBODY, PARTNER, choose_index, draw, uniform
from .compiling import rule
from .layout import NOTHING, Numbers, Record, Rows, State
from .memory import trust_from_tie
from .spaces import MEETING, REHEARSAL, SOCIAL, WORK, free_hours, whole_hours

# How an hour is divided among whom work brings together (free choice).
WITH_LEADER = 0.10
WITH_PEERS = 0.25
WITH_TEAM = 0.50
ACROSS = 0.25
"""Share of work hours that connecting leaders open to anybody of the organisation."""
OPENED = 0.5
"""Share of closed social hours that connecting leaders open."""


@rule
def meet(state: State, c: Record, week: int, seed: int, p: Record) -> None:
    """Fill the meetings of the week: who meets whom, where."""
    pull = np.empty(state.whom.shape[1], np.float64)
    for me in range(state.people.shape[0]):
        for h in range(state.meetings.shape[1]):
            state.meetings[me, h].act = NOTHING
            state.meetings[me, h].partner = -1
        if state.present[me] == 1:
            _meet_one(state, c, me, week, seed, p, pull)


@rule
def _meet_one(
    state: State, c: Record, me: int, week: int, seed: int, p: Record, pull: Numbers
) -> None:
    person = state.people[me]
    team = state.teams[state.team[me]]
    key = int(state.keys[me])
    total = _pull_of_remembered(state, me, p, pull)
    strain = np.float64(person.strain) * c.on_strain
    level = np.float64(team.spaces_level)
    rehearsal = free_hours(c.rehearsal_hours, level, strain, c.load)
    # The sociable have more of the free hours, the quiet fewer.
    social = free_hours(c.social_hours, level, strain, c.load)
    social *= 0.5 + np.float64(person.sociability)
    w0, w1, w2, w3 = draw(seed, HOURS, week, key, NOBODY, 0)
    last_work = whole_hours(c.work_hours, uniform(w0))
    last_meeting = last_work + whole_hours(c.meeting_hours, uniform(w1))
    last_rehearsal = last_meeting + whole_hours(rehearsal, uniform(w2))
    last = last_rehearsal + whole_hours(social, uniform(w3))
    person.free_hours = last - last_meeting
    if last > state.meetings.shape[1]:
        last = state.meetings.shape[1]
    for h in range(last):
        space = WORK
        if h >= last_rehearsal:
            space = SOCIAL
        elif h >= last_meeting:
            space = REHEARSAL
        elif h >= last_work:
            space = MEETING
        meeting = state.meetings[me, h]
        meeting.space = space
        meeting.partner = _partner(state, c, me, space, week, h, seed, pull, total)


@rule
def _pull_of_remembered(state: State, me: int, p: Record, pull: Numbers) -> float:
    """Weights by which free hours go to the remembered; their sum."""
    total = 0.0
    for s in range(state.whom.shape[1]):
        weight = 0.0
        other = state.whom[me, s]
        if other >= 0 and state.present[other] == 1:
            tie = state.ties[me, s]
            trust = trust_from_tie(tie, p.prior_weight)
            weight = (1.0 + np.float64(tie.familiarity)) * trust * trust * trust
        pull[s] = weight
        total += weight
    return total


@rule
def _partner(
    state: State, c: Record, me: int, space: int, week: int, h: int, seed: int, pull: Numbers,
    total: float,
) -> int:
    """Whom an hour is spent with, or -1."""
    w0, w1, w2, w3 = draw(seed, PARTNER, week, int(state.keys[me]), NOBODY, h)
    route = uniform(w0)
    boss: int = state.boss[me]
    connecting = np.float64(state.teams[state.team[me]].connections_level)
    if space == SOCIAL:
        opened = c.openness + OPENED * connecting * (1.0 - c.openness)
        if route < opened:
            return _anybody(state, me, w1, w2, w3)
        return _remembered(state, me, uniform(w1), pull, total)
    if space == WORK:
        if route < WITH_LEADER and boss >= 0 and state.present[boss] == 1:
            return boss
        if route >= 1.0 - ACROSS * connecting:
            return _anybody(state, me, w1, w2, w3)
    if boss >= 0:
        peers = state.peer_start[boss + 1] - state.peer_start[boss]
        if peers > 1 and state.team[me] != state.team[boss] and route < WITH_LEADER + WITH_PEERS:
            return _from_roster(state, me, state.peers, state.peer_start[boss], peers, w1, w2, w3)
    if space == MEETING or route < WITH_LEADER + WITH_PEERS + WITH_TEAM:
        return _team_mate(state, me, w1, w2, w3)
    return _remembered(state, me, uniform(w1), pull, total)


@rule
def _team_mate(state: State, me: int, w1: int, w2: int, w3: int) -> int:
    t = state.team[me]
    start = state.member_start[t]
    count = state.member_start[t + 1] - start
    return _from_roster(state, me, state.members, start, count, w1, w2, w3)


@rule
def _anybody(state: State, me: int, w1: int, w2: int, w3: int) -> int:
    """Somebody of the organisation; whoever is of another place counts only when drawn again."""
    n = state.by_key.shape[0]
    first: int = state.by_key[choose_index(w1, n)]
    near = state.place[first] == state.place[me]
    if first != me and state.present[first] == 1 and near:
        return first
    return _from_roster(state, me, state.by_key, 0, n, w2, w3, w1 ^ w2)


@rule
def _from_roster(
    state: State, me: int, roster: Rows, start: int, count: int, w1: int, w2: int, w3: int
) -> int:
    """Somebody of a roster who is there and not oneself; three tries, or nobody."""
    one: int = roster[start + choose_index(w1, count)]
    if one != me and state.present[one] == 1:
        return one
    one = roster[start + choose_index(w2, count)]
    if one != me and state.present[one] == 1:
        return one
    one = roster[start + choose_index(w3, count)]
    if one != me and state.present[one] == 1:
        return one
    return -1


@rule
def _remembered(state: State, me: int, u: float, pull: Numbers, total: float) -> int:
    """Somebody remembered, by pull; nobody if nobody is."""
    if total <= 0.0:
        return -1
    aim = u * total
    chosen = -1
    for s in range(pull.shape[0]):
        if pull[s] > 0.0:
            chosen = s
            aim -= pull[s]
            if aim < 0.0:
                break
    partner: int = state.whom[me, chosen]
    return partner
