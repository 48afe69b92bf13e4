"""Phase 7, Remember: both update memory, by what they attribute it to.

Each row is written by its owner only. What reaches one person in a week is
taken in the order of the event's key (seat of the trustor, then the hour), own
meetings standing in their own place, so that results depend neither on threads
nor on the place of a row. Keys stand in the order of seats here: who holds a seat
changes nothing in the order.
"""

from __future__ import annotations

from numpy import float64

from .asymmetry import bad_news_weight, early_weight
from .attribution import frame_after, personal_credit
from .chance import MASK
from .compiling import rule
from .consequence import doubt_after, learned
from .dealing import bound_in, seems_kept
from .layout import BREACH, ERROR, HELD_BACK, KEPT, NOTHING, Numbers, Record, State
from .memory import certainty, deception_retention, expectation
from .relationships import begin_tie, find_slot
from .repair import evidence_taken_back
from .spaces import (
    MEETING,
    REHEARSAL,
    WORK,
    ability_worth,
    benevolence_worth,
    formality,
    reach_of,
)

BEING_TRUSTED = 0.15
"""Evidence of benevolence in being trusted, to that of a kept act (P: weak)."""
NOT_BEING_TRUSTED = 0.10
"""Evidence against benevolence in being held off, to that of a breach; it is noticed (M3)."""
MISTRUST_GAIN = 0.30
MISTRUST_EASED = 0.04
DECEPTION_EVIDENCE = 3.0
"""Acts against that a deception found out counts, in its slower stock (P59: free choice)."""
MISTAKEN = 0.25
"""Share of an error that is taken for a breach, and of a breach for an error (M5)."""


@rule
def index_incoming(state: State) -> None:
    """List the meetings by trustee, each list in the order of the trustors' seats."""
    _count_incoming(state)
    n = state.meetings.shape[0]
    hours = state.meetings.shape[1]
    start = state.incoming_start
    for k in range(n):
        me = state.by_key[k]
        for h in range(hours):
            if state.meetings[me, h].act != NOTHING:
                other = state.meetings[me, h].partner
                state.incoming[start[other]] = me * hours + h
                start[other] += 1
    # Filling has moved each start to its end: move them back by one place.
    for i in range(n, 0, -1):
        start[i] = start[i - 1]
    start[0] = 0


@rule
def _count_incoming(state: State) -> None:
    """Where the list of each trustee starts."""
    start = state.incoming_start
    for i in range(start.shape[0]):
        start[i] = 0
    for me in range(state.meetings.shape[0]):
        for h in range(state.meetings.shape[1]):
            if state.meetings[me, h].act != NOTHING:
                start[state.meetings[me, h].partner + 1] += 1
    for i in range(state.meetings.shape[0]):
        start[i + 1] += start[i]


@rule
def see(state: State) -> None:
    """What a team sees this week: how its members answer, and what follows when it goes wrong.

    `seen` is the mean consequence of open cases, `cases` their number, `burden`
    what falls on every member where consequence is collective; the norm moves
    slowly towards the share of kept faith.
    """
    hours = state.meetings.shape[1]
    for t in range(state.teams.shape[0]):
        team = state.teams[t]
        kept, acts, cases, total = 0.0, 0.0, 0.0, 0.0
        for k in range(state.member_start[t], state.member_start[t + 1]):
            member = state.members[k]
            for e in range(state.incoming_start[member], state.incoming_start[member + 1]):
                event = state.incoming[e]
                meeting = state.meetings[event // hours, event % hours]
                if meeting.act == HELD_BACK:
                    continue
                acts += 1.0
                if seems_kept(meeting):
                    kept += 1.0
                else:
                    cases += 1.0
                    total += float64(meeting.consequence)
        members = float64(state.member_start[t + 1] - state.member_start[t])
        team.cases = cases
        team.seen = total / cases if cases > 0.0 else 0.0
        team.burden = team.collective * total / members
        if acts > 0.0:
            team.norm += 0.05 * (kept / acts - team.norm)


@rule
def remember(
    state: State, c: Record, week: int, seed: int, p: Record, kept_shares: Numbers
) -> None:
    """Phase 7 for everybody: forget a little, then take in what happened."""
    hours = state.meetings.shape[1]
    for me in range(state.people.shape[0]):
        if state.present[me] == 0:
            continue
        if c.on_forgetting == 1.0:
            _forget(state, me, kept_shares)
        _begin_week(state.people[me])
        own_seat = int(state.keys[me]) & MASK
        own_done = False
        for e in range(state.incoming_start[me], state.incoming_start[me + 1]):
            event = state.incoming[e]
            trustor = event // hours
            if not own_done and own_seat < int(state.keys[trustor]) & MASK:
                _remember_own(state, c, me, week, seed, p)
                own_done = True
            _remember_as_trustee(
                state, c, state.meetings[trustor, event % hours], me, trustor, week, seed, p
            )
        if not own_done:
            _remember_own(state, c, me, week, seed, p)
        _learn_from_seen(state, me, p)


@rule
def _begin_week(person: Record) -> None:
    person.received = 0.0
    person.entrusted = 0.0
    person.let_down = 0.0
    person.suffered = 0.0


@rule
def _forget(state: State, me: int, kept_shares: Numbers) -> None:
    for s in range(state.whom.shape[1]):
        other = state.whom[me, s]
        if other < 0:
            continue
        tie = state.ties[me, s]
        embedded = 1 if state.team[me] == state.team[other] else 0
        kept = kept_shares[tie.durability, embedded]
        slow = deception_retention(kept)
        tie.ability_for = float64(tie.ability_for) * kept
        tie.ability_against = float64(tie.ability_against) * kept
        tie.benevolence_for = float64(tie.benevolence_for) * kept
        tie.benevolence_against = float64(tie.benevolence_against) * kept
        tie.integrity_for = float64(tie.integrity_for) * kept
        tie.integrity_against = float64(tie.integrity_against) * kept
        tie.deception = float64(tie.deception) * slow
        tie.mistrust = float64(tie.mistrust) * slow
        tie.familiarity = float64(tie.familiarity) * kept
        trace = state.traces[me, s]
        trace.work = float64(trace.work) * kept
        trace.meeting = float64(trace.meeting) * kept
        trace.rehearsal = float64(trace.rehearsal) * kept
        trace.social = float64(trace.social) * kept


@rule
def _slot_for(state: State, me: int, other: int, week: int, seed: int, p: Record) -> int:
    s = find_slot(state.whom, me, other)
    if s < 0:
        s = begin_tie(state, me, other, week, seed, p)
    return s


@rule
def _spend_hour(tie: Record, trace: Record, space: int) -> None:
    tie.familiarity = float64(tie.familiarity) + 1.0
    if space == WORK:
        trace.work = float64(trace.work) + 1.0
    elif space == MEETING:
        trace.meeting = float64(trace.meeting) + 1.0
    elif space == REHEARSAL:
        trace.rehearsal = float64(trace.rehearsal) + 1.0
    else:
        trace.social = float64(trace.social) + 1.0


@rule
def _note_episode(trace: Record, week: int, kind: int, stake: float) -> None:
    trace.episode_3 = trace.episode_2
    trace.episode_2 = trace.episode_1
    trace.episode_1 = trace.episode_0
    trace.episode_0 = (week << 8) | (kind << 4) | int(stake * 15.0)


@rule
def _remember_own(state: State, c: Record, me: int, week: int, seed: int, p: Record) -> None:
    """Take in one's own meetings, as trustor."""
    person = state.people[me]
    for h in range(state.meetings.shape[1]):
        meeting = state.meetings[me, h]
        if meeting.act == NOTHING:
            continue
        s = _slot_for(state, me, meeting.partner, week, seed, p)
        if meeting.act != HELD_BACK:
            person.entrusted = float64(person.entrusted) + 1.0
            person.received = float64(person.received) + float64(meeting.answer)
            if not seems_kept(meeting):
                person.let_down = float64(person.let_down) + 1.0
        if s < 0:
            continue
        tie = state.ties[me, s]
        trace = state.traces[me, s]
        _spend_hour(tie, trace, int(meeting.space))
        if meeting.act != HELD_BACK:
            team = state.teams[state.team[meeting.partner]]
            _take_in_answer(tie, trace, meeting, team, person, c, week, p)


@rule
def _take_in_answer(
    tie: Record, trace: Record, meeting: Record, team: Record, person: Record, c: Record, week: int,
    p: Record,
) -> None:
    """What an answer says of the trustee, in the eyes of the trustor."""
    space = int(meeting.space)
    reach = reach_of(space, c.rehearsal_reach, c.social_reach)
    formal = formality(space)
    stake = float64(meeting.stake)
    # A small stake tells little, a full one twice as much as an ordinary one.
    weight = 0.5 + stake
    seemed_kept = seems_kept(meeting)
    if seemed_kept:
        bound = bound_in(team, reach, float64(team.demand_level) * formal)
        credit = personal_credit(bound, float64(tie.frame), c.on_attribution, p)
        _good_news(tie, weight * credit, space, float64(person.propensity), c, p)
        tie.mistrust = float64(tie.mistrust) * (1.0 - MISTRUST_EASED)
        kind = 2
    else:
        kind = _take_in_failure(tie, meeting, team, person, weight, c, p)
    personal = 1.0 - formal if seemed_kept else 0.0
    tie.frame = frame_after(
        float64(tie.frame), float64(team.pricing) * reach * formal, personal, c.on_attribution, p
    )
    _note_episode(trace, week, kind, stake)


@rule
def _take_in_failure(
    tie: Record, meeting: Record, team: Record, person: Record, weight: float, c: Record, p: Record
) -> int:
    """What an error or a breach in the open says; the kind of episode it is remembered as."""
    is_error = 1.0 if meeting.act == ERROR else 0.0
    shortfall = 1.0 - float64(meeting.answer)
    taken_back = float64(meeting.repair) * evidence_taken_back(
        is_error, float64(person.forgiveness), p
    )
    space = int(meeting.space)
    _bad_news(tie, weight * shortfall, is_error, taken_back, space, person, c, p)
    upset = (1.0 - is_error) * shortfall * MISTRUST_GAIN * (0.5 + 0.5 * float64(team.social))
    upset *= 1.0 - taken_back
    tie.mistrust = float64(tie.mistrust) + upset * (1.0 - float64(tie.mistrust))
    if meeting.found == 1:
        tie.deception = float64(tie.deception) + c.on_deception * DECEPTION_EVIDENCE * weight
        return 5
    if float64(meeting.repair) > 0.0:
        return 6
    return 3 if meeting.act == ERROR else 4


@rule
def _good_news(
    tie: Record, weight: float, space: int, propensity: float, c: Record, p: Record
) -> None:
    """Evidence for, of all three facets; the ambiguous part is read by disposition."""
    k = p.prior_weight
    vague = p.ambiguity * c.on_ambiguity
    good, bad = float64(tie.ability_for), float64(tie.ability_against)
    w = weight * ability_worth(space) * early_weight(certainty(good, bad, k), p)
    doubted = 0.25 * vague * (1.0 - propensity)
    tie.ability_for = good + w * (1.0 - doubted)
    tie.ability_against = bad + w * doubted
    good, bad = float64(tie.benevolence_for), float64(tie.benevolence_against)
    w = weight * benevolence_worth(space, p) * early_weight(certainty(good, bad, k), p)
    doubted = vague * (1.0 - propensity)
    tie.benevolence_for = good + w * (1.0 - doubted)
    tie.benevolence_against = bad + w * doubted
    good, bad = float64(tie.integrity_for), float64(tie.integrity_against)
    w = weight * early_weight(certainty(good, bad, k), p)
    doubted = 0.5 * vague * (1.0 - propensity)
    tie.integrity_for = good + w * (1.0 - doubted)
    tie.integrity_against = bad + w * doubted


@rule
def _bad_news(
    tie: Record, weight: float, is_error: float, taken_back: float, space: int, person: Record,
    c: Record, p: Record,
) -> None:
    """Evidence against: an error mostly of ability, a breach of integrity and benevolence.

    The well-disposed excuse the ambiguous part; nobody takes it for a reason to trust.
    """
    vague = p.ambiguity * c.on_ambiguity
    propensity = float64(person.propensity)
    competence = is_error + MISTAKEN * (1.0 - 2.0 * is_error)
    character = 1.0 - competence
    w = weight * (1.0 - taken_back)
    a = w * competence * ability_worth(space)
    b = w * character * benevolence_worth(space, p)
    i = w * character
    deception = float64(tie.deception)
    good, bad = float64(tie.ability_for), float64(tie.ability_against)
    early, heavy = _weights(good, bad, 0.0, float64(tie.prior_ability), c, p)
    tie.ability_against = bad + a * early * heavy * (1.0 - 0.25 * vague * propensity)
    good, bad = float64(tie.benevolence_for), float64(tie.benevolence_against)
    early, heavy = _weights(good, bad, deception, float64(tie.prior_benevolence), c, p)
    tie.benevolence_against = bad + b * early * heavy * (1.0 - vague * propensity)
    good, bad = float64(tie.integrity_for), float64(tie.integrity_against)
    early, heavy = _weights(good, bad, deception, float64(tie.prior_integrity), c, p)
    tie.integrity_against = bad + i * early * heavy * (1.0 - 0.5 * vague * propensity)


@rule
def _weights(
    good: float, bad: float, deception: float, prior: float, c: Record, p: Record
) -> tuple[float, float]:
    """Weight of any news of a facet, and of bad news beside good (M8).

    Deception lowers what is expected, and so the surprise, but is no news to be certain by.
    """
    k = p.prior_weight
    early = early_weight(certainty(good, bad, k), p)
    return early, bad_news_weight(expectation(good, bad + deception, prior, k), c.on_asymmetry, p)


@rule
def _remember_as_trustee(
    state: State, c: Record, meeting: Record, me: int, trustor: int, week: int, seed: int, p: Record
) -> None:
    """Being trusted, or held off, is noticed; so is what followed from one's answer."""
    person = state.people[me]
    if meeting.act == ERROR or meeting.act == BREACH:
        case = float64(meeting.consequence)
        expected = float64(person.projected)
        person.doubt = doubt_after(float64(person.doubt), expected, case, p.learning_lived)
        person.projected = learned(expected, case, p.learning_lived)
        person.suffered = float64(person.suffered) + case
    s = _slot_for(state, me, trustor, week, seed, p)
    if s < 0:
        return
    tie = state.ties[me, s]
    trace = state.traces[me, s]
    space = int(meeting.space)
    _spend_hour(tie, trace, space)
    worth = benevolence_worth(space, p)
    if meeting.act == HELD_BACK:
        tie.benevolence_against = float64(tie.benevolence_against) + NOT_BEING_TRUSTED * worth
        _note_episode(trace, week, 1, float64(meeting.stake))
        return
    meant = 1.0 - float64(meeting.ordered) * c.on_attribution
    tie.benevolence_for = float64(tie.benevolence_for) + BEING_TRUSTED * worth * meant
    reach = reach_of(space, c.rehearsal_reach, c.social_reach)
    formal = formality(space)
    price = float64(state.teams[state.team[me]].pricing) * reach * formal
    personal = 1.0 - formal if meeting.act == KEPT else 0.0
    tie.frame = frame_after(float64(tie.frame), price, personal, c.on_attribution, p)


@rule
def _learn_from_seen(state: State, me: int, p: Record) -> None:
    """Projected consequence moves towards what was seen to follow in the team."""
    person = state.people[me]
    team = state.teams[state.team[me]]
    if float64(team.cases) > 0.0:
        rate = p.learning_seen * float64(team.publicness)
        expected = float64(person.projected)
        person.doubt = doubt_after(float64(person.doubt), expected, float64(team.seen), rate)
        person.projected = learned(expected, float64(team.seen), rate)
    person.suffered = float64(person.suffered) + float64(team.burden)
