"""Phase 3, Meet: people divide their hours over spaces and find partners there.

A meeting is directed and has no capacity: for each hour a person draws a
partner by key, so that one more person changes only the meetings of those who
drew them. At work one meets leader, fellow leaders, team, those one needs, and the
few counterparts anywhere with whom work is assigned for a year;
one rehearses mostly with the team; in social spaces one meets those one likes,
and strangers as far as the space is open. Hours go to partners by familiarity,
trust and shared friends, so a few get most of them (P82). Hours that were
arranged (a welcome, a gathering) come on top.
"""

from __future__ import annotations

from numpy import float64

from .chance import ASSIGNMENT, HOURS, LIKENESS, NOBODY, PARTNER, choose_index, draw, uniform
from .compiling import rule
from .connections import (
    CANDIDATES,
    COUNTERPARTS,
    assignment_number,
    company_probability,
    hours_as_company,
    need_of,
    pull_of,
    within_reach,
)
from .layout import NOTHING, Numbers, Record, Rows, State
from .memory import MOST_PARTIES, ability_at_first, expectation, trust_from_tie
from .relationships import find_slot
from .spaces import (
    ANYWHERE,
    BY_LIKING,
    BY_MEETING,
    BY_REHEARSING,
    BY_WORK,
    WITH_THE_LEADER,
    WITH_THE_TEAM,
    WITHIN_COMMUNITY,
    WITHIN_THE_PLACE,
    hours_there,
    pressure_of,
    whole_hours,
)

# How an hour is divided among whom work brings together (free choice).
WITH_LEADER = 0.10
WITH_PEERS = 0.25
WITH_TEAM = 0.35
ACROSS = 0.25
"""Share of work hours that connecting leaders open to anybody of the organisation."""
OPENED = 0.5
"""Share of closed social hours that connecting leaders open."""


@rule
def gather_circles(state: State) -> None:
    """List the members of each community who are there, in the order of seats."""
    place = 0
    for k in range(state.circle_start.shape[0] - 1):
        state.circle_start[k] = place
        bit = 1 << k
        for i in range(state.by_key.shape[0]):
            me = state.by_key[i]
            if state.present[me] == 1 and int(state.belongs[me]) & bit != 0:
                state.circles[place] = me
                place += 1
        state.circle_start[k + 1] = place


@rule
def meet(
    state: State, c: Record, week: int, seed: int, p: Record, pull: Numbers, need: Numbers
) -> None:
    """Fill the meetings of the week: who meets whom, where. `pull` and `need` are scratch."""
    gather_circles(state)
    for me in range(state.people.shape[0]):
        for h in range(state.arranged[me], state.meetings.shape[1]):
            state.meetings[me, h].act = NOTHING
            state.meetings[me, h].partner = -1
        state.num_hours[me] = state.arranged[me]
        if state.present[me] == 1:
            _meet_one(state, c, me, week, seed, p, pull, need)


@rule
def _meet_one(
    state: State, c: Record, me: int, week: int, seed: int, p: Record, pull: Numbers, need: Numbers
) -> None:
    person = state.people[me]
    team = state.teams[state.team[me]]
    key = int(state.keys[me])
    liked = _weigh_remembered(state, me, p, pull, need)
    needed = 0.0
    for s in range(need.shape[0]):
        needed += need[s]
    pressure = pressure_of(float64(person.strain) * c.on_strain, c.load)
    level = float64(team.spaces_level)
    hour = 0
    person.free_hours = 0.0
    words = draw(seed, HOURS, week, key, NOBODY, 0)
    for k in range(state.spaces.shape[0]):
        if k > 0 and k % 4 == 0:
            words = draw(seed, HOURS, week, key, NOBODY, k // 4)
        hours = _hours_in(state, me, k, level, pressure)
        last = hour + whole_hours(hours, uniform(_word(words, k % 4)))
        if state.spaces[k].squeezed > 0.0:
            person.free_hours = float64(person.free_hours) + (last - hour)
        while hour < last:
            at = state.arranged[me] + hour
            if at < state.meetings.shape[1]:
                meeting = state.meetings[me, at]
                meeting.space = k
                meeting.hour = hour
                meeting.scripted = 0
                meeting.offered = 0.0
                meeting.further = -1.0
                meeting.partner = _partner(state, c, me, k, week, hour, seed, pull, liked, need,
                                           needed)
                state.num_hours[me] = at + 1
            hour += 1


@rule
def _word(words: tuple[int, int, int, int], k: int) -> int:
    """Word k of four."""
    if k == 0:
        return words[0]
    if k == 1:
        return words[1]
    if k == 2:
        return words[2]
    return words[3]


@rule
def _hours_in(state: State, me: int, k: int, level: float, pressure: float) -> float:
    """Hours a person has for a space this week, before the fraction is settled."""
    space = state.spaces[k]
    community = int(space.community)
    if community >= 0 and int(state.belongs[me]) & (1 << community) == 0:
        return 0.0
    hours = hours_there(space.hours, space.opened, level, space.squeezed, pressure)
    # The sociable have more of the hours among people, the quiet fewer.
    often: float = 1.0 + space.sociable * (float64(state.people[me].sociability) - 0.5)
    return hours * often


@rule
def _weigh_remembered(state: State, me: int, p: Record, pull: Numbers, need: Numbers) -> float:
    """Weights by which hours go to the remembered, for liking and for need; sum of the first."""
    total = 0.0
    for s in range(state.whom.shape[1]):
        pull[s] = 0.0
        need[s] = 0.0
        other = state.whom[me, s]
        if other >= 0 and state.present[other] == 1:
            tie = state.ties[me, s]
            familiarity = float64(tie.familiarity)
            trust = trust_from_tie(tie, p.prior_weight)
            trace = state.traces[me, s]
            company = hours_as_company(
                float64(trace.explore),
                float64(trace.rehearse),
                float64(trace.perform) + float64(trace.share),
            )
            above = float64(state.rank[me] - state.rank[other])
            pull[s] = pull_of(trust, company, float64(tie.embedded) / MOST_PARTIES, above)
            able = expectation(
                float64(tie.ability_for),
                float64(tie.ability_against),
                ability_at_first(tie, p.prior_weight),
                p.prior_weight,
            )
            need[s] = need_of(able, familiarity, above)
            total += pull[s]
    return total


@rule
def _partner(
    state: State, c: Record, me: int, k: int, week: int, h: int, seed: int, pull: Numbers,
    liked: float, need: Numbers, needed: float,
) -> int:
    """Whom an hour is spent with, or -1."""
    w0, w1, w2, w3 = draw(seed, PARTNER, week, int(state.keys[me]), NOBODY, h)
    route = int(state.spaces[k].route)
    u = uniform(w0)
    connecting = float64(state.teams[state.team[me]].connections_level)
    if route == BY_WORK:
        return _at_work(state, c, me, k, week, h, seed, u, connecting, w1, w2, w3, need, needed)
    if route == BY_LIKING:
        opened = c.openness + OPENED * connecting * (1.0 - c.openness)
        if u < opened:
            return _anybody(state, c, me, k, week, h, seed, w1, w2, w3)
        return _remembered(state, me, uniform(w1), pull, liked)
    if route in (BY_MEETING, BY_REHEARSING):
        other = _fellow_leader(state, me, u, w1, w2, w3)
        if other != NO_FELLOWS:
            return other
        if route == BY_MEETING or u < WITH_LEADER + WITH_PEERS + WITH_TEAM:
            return _team_mate(state, me, w1, w2, w3)
        return _remembered(state, me, uniform(w1), pull, liked)
    return _of_a_route(state, c, me, k, week, h, seed, w1, w2, w3, pull, liked)


SEAT = 0xFFFFFFFF
"""The part of a key that is the seat, whoever holds it."""
NO_FELLOWS = -2
"""That an hour does not go to fellow leaders, beside -1 for nobody."""


@rule
def _at_work(
    state: State, c: Record, me: int, k: int, week: int, h: int, seed: int, u: float,
    connecting: float, w1: int, w2: int, w3: int, need: Numbers, needed: float,
) -> int:
    """Partner at work: leader, fellow leaders, team, whom one needs, or a counterpart."""
    boss: int = state.boss[me]
    if u < WITH_LEADER and boss >= 0 and state.present[boss] == 1:
        return boss
    if u >= 1.0 - c.across - ACROSS * connecting:
        return _anybody(state, c, me, k, week, h, seed, w1, w2, w3)
    other = _fellow_leader(state, me, u, w1, w2, w3)
    if other != NO_FELLOWS:
        return other
    if u < WITH_LEADER + WITH_PEERS + WITH_TEAM:
        return _team_mate(state, me, w1, w2, w3)
    return _remembered(state, me, uniform(w1), need, needed)


@rule
def _of_a_route(
    state: State, c: Record, me: int, k: int, week: int, h: int, seed: int, w1: int, w2: int,
    w3: int, pull: Numbers, liked: float,
) -> int:
    """Partner in a space of the scenario's own, or of a community."""
    route = int(state.spaces[k].route)
    if route == WITHIN_COMMUNITY:
        community = int(state.spaces[k].community)
        start = state.circle_start[community]
        count = state.circle_start[community + 1] - start
        return _from_roster(state, me, state.circles, start, count, w1, w2, w3)
    if route == WITH_THE_LEADER:
        boss: int = state.boss[me]
        return boss if boss >= 0 and state.present[boss] == 1 else -1
    if route == WITH_THE_TEAM:
        return _team_mate(state, me, w1, w2, w3)
    if route == WITHIN_THE_PLACE:
        start = state.place_start[state.place[me]]
        count = state.place_start[state.place[me] + 1] - start
        return _from_roster(state, me, state.neighbours, start, count, w1, w2, w3)
    if route == ANYWHERE:
        return _anybody(state, c, me, k, week, h, seed, w1, w2, w3)
    return _remembered(state, me, uniform(w1), pull, liked)


@rule
def _fellow_leader(state: State, me: int, u: float, w1: int, w2: int, w3: int) -> int:
    """A fellow leader, or nobody (-1); NO_FELLOWS if the hour is not for them."""
    boss: int = state.boss[me]
    if boss >= 0:
        peers = state.peer_start[boss + 1] - state.peer_start[boss]
        if peers > 1 and state.team[me] != state.team[boss] and u < WITH_LEADER + WITH_PEERS:
            return _from_roster(state, me, state.peers, state.peer_start[boss], peers, w1, w2, w3)
    return NO_FELLOWS


@rule
def _team_mate(state: State, me: int, w1: int, w2: int, w3: int) -> int:
    t = state.team[me]
    start = state.member_start[t]
    count = state.member_start[t + 1] - start
    return _from_roster(state, me, state.members, start, count, w1, w2, w3)


@rule
def _anybody(
    state: State, c: Record, me: int, k: int, week: int, h: int, seed: int, w1: int, w2: int,
    w3: int,
) -> int:
    """Who work assigns; where one chooses, anybody, though who is less alike may stay strange."""
    n = state.seats.shape[0]
    chosen: float = state.spaces[k].voluntariness
    l0, l1, l2, _ = draw(seed, LIKENESS, week, int(state.keys[me]), NOBODY, h)
    if uniform(l2) >= chosen:
        assigned = _counterpart(state, me, week, seed, w1)
        if assigned >= 0:
            return assigned
    one: int = state.seats[choose_index(w1, n)]
    if _is_company(state, c, me, one, chosen, uniform(l0)):
        return one
    one = state.seats[choose_index(w2, n)]
    if _is_company(state, c, me, one, chosen, uniform(l1)):
        return one
    one = state.seats[choose_index(w3, n)]
    return one if one != me and state.present[one] == 1 else -1


@rule
def _counterpart(state: State, me: int, week: int, seed: int, w: int) -> int:
    """One of those with whom the work of this seat is assigned for now, or -1.

    Of those in question beyond the team, who suits best.
    """
    slot = choose_index(w, COUNTERPARTS)
    seat = int(state.keys[me]) & SEAT
    number = assignment_number(week, slot)
    chosen = -1
    most = 0.0
    for j in range(CANDIDATES):
        a0, a1, a2, a3 = draw(seed, ASSIGNMENT, number, seat, NOBODY, slot * CANDIDATES + j)
        one = _from_roster(state, me, state.seats, 0, state.seats.shape[0], a0, a1, a2)
        if one < 0 or state.team[one] == state.team[me]:
            continue
        s = find_slot(state.whom, me, one)
        known = float64(state.ties[me, s].familiarity) if s >= 0 else 0.0
        suited = uniform(a3) * within_reach(known)
        if suited > most:
            chosen, most = one, suited
    return chosen


@rule
def _is_company(
    state: State, c: Record, me: int, one: int, chosen: float, u: float
) -> bool:
    """Whether somebody met by chance becomes company for the hour."""
    if one == me or state.present[one] == 0:
        return False
    chance = company_probability(
        1.0 if state.place[me] == state.place[one] else 0.0,
        1.0 if state.rank[me] == state.rank[one] else 0.0,
        1.0 if state.practice[me] == state.practice[one] else 0.0,
        chosen,
    )
    return c.on_connections == 0.0 or u < chance


@rule
def _from_roster(
    state: State, me: int, roster: Rows, start: int, count: int, w1: int, w2: int, w3: int
) -> int:
    """Somebody of a roster who is there and not oneself; three tries, or nobody."""
    if count == 0:
        return -1
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
def _remembered(state: State, me: int, u: float, weights: Numbers, total: float) -> int:
    """Somebody remembered, by weight; nobody if nobody is."""
    if total <= 0.0:
        return -1
    aim = u * total
    chosen = -1
    for s in range(weights.shape[0]):
        if weights[s] > 0.0:
            chosen = s
            aim -= weights[s]
            if aim < 0.0:
                break
    partner: int = state.whom[me, chosen]
    return partner
