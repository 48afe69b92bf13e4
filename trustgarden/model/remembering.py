"""Phase 7, Remember: both update memory, by what they attribute it to.

Each row is written by its owner only. What reaches one person in a week is
taken in the order of the event's key (seat of the trustor, then the hour), own
meetings standing in their own place, so that results depend neither on threads
nor on the place of a row. Keys stand in the order of seats here: who holds a seat
changes nothing in the order.
"""

from __future__ import annotations

from numpy import float64

from .accounts import book
from .arithmetic import logistic
from .asymmetry import bad_news_weight, early_weight
from .attribution import (
    frame_after,
    personal_credit,
    read_as_choice,
    sincerity,
    taken_for_competence,
)
from .chance import MASK
from .compiling import rule
from .connections import TRUSTED
from .consequence import GENERALISED, doubt_after, learned
from .dealing import bound_in, group_of, in_force, seems_kept
from .fairness import felt_fairness
from .layout import (
    ADMITS,
    BREACH,
    BY_BREACH,
    BY_DECEPTION,
    BY_ERROR,
    BY_FORGETTING,
    BY_HELD_OFF,
    BY_KEPT,
    BY_MET,
    BY_PROMISE,
    BY_REPAIR,
    BY_TRUSTED,
    DENIES,
    ERROR,
    HELD_BACK,
    KEPT,
    LEADER,
    NOTHING,
    NUM_PURPOSES,
    PAYS,
    PROMISES,
    Numbers,
    Record,
    State,
)
from .leading import watching_weight
from .memory import (
    MOST_PARTIES,
    ability_at_first,
    certainty,
    deception_retention,
    durability_class,
    expectation,
    goodwill_at_first,
    trust_from_tie,
)
from .relationships import find_slot, origin_by_work, slot_for
from .repair import BROKEN_PROMISE, PLEDGED_ACTS, evidence_taken_back, pledge_boost
from .spaces import EXPLORE, PERFORM, SHARE, ability_worth, benevolence_worth

BEING_TRUSTED = 0.15
"""Evidence of benevolence in being trusted, to that of a kept act (P: weak)."""
NOT_BEING_TRUSTED = 0.10
"""Evidence against benevolence in being held off, to that of a breach; it is noticed (M3)."""
DONE_WELL = 2.0
"""Logits of how well a kept act is done at middling ability (free choice)."""
DONE_BY_ABILITY = 4.0
"""Logits between the least and the most able (free choice)."""
BY_TREATMENT = 0.8
"""How far the goodwill of one's leader is read by how fairly they decide (free choice)."""
LEANING = 0.7
"""How far the ambiguous is read by what one thinks of the other by now."""
MISTRUST_GAIN = 0.30
MISTRUST_EASED = 0.15
DECEPTION_EVIDENCE = 3.0
"""Acts against that a deception found out counts, in its slower stock (P59: free choice)."""
UNWRITTEN = 0.25
"""How much more falling short of what went without saying counts than of a written rule (M4)."""
NORM_RATE = 0.05
"""How fast what is usual in a group follows what is seen there (1/week; free choice)."""


@rule
def index_incoming(state: State) -> None:
    """List the meetings by trustee, each list in the order of the trustors' seats."""
    _count_incoming(state)
    n = state.meetings.shape[0]
    hours = state.meetings.shape[1]
    start = state.incoming_start
    for k in range(n):
        me = state.by_key[k]
        for h in range(state.num_hours[me]):
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
        for h in range(state.num_hours[me]):
            if state.meetings[me, h].act != NOTHING:
                start[state.meetings[me, h].partner + 1] += 1
    for i in range(state.meetings.shape[0]):
        start[i + 1] += start[i]


@rule
def see(state: State) -> None:
    """What groups see this week: how people answer there, and what follows when it goes wrong.

    `seen` is the mean consequence of open cases, `cases` their number, by purpose
    of space; `burden` what falls on every member where consequence is collective; the
    norm moves slowly towards the share of kept faith. A group is a team (of the
    trustee), or the community in whose space it happened.
    """
    _see_nothing(state)
    for i in range(state.by_key.shape[0]):
        me = state.by_key[i]
        for h in range(state.num_hours[me]):
            meeting = state.meetings[me, h]
            if meeting.act != NOTHING and meeting.act != HELD_BACK:
                _see_one(state, meeting)
    for g in range(state.groups.shape[0]):
        group = state.groups[g]
        total = 0.0
        for q in range(NUM_PURPOSES):
            total += state.seen[g, q]
            if state.cases[g, q] > 0.0:
                state.seen[g, q] /= state.cases[g, q]
        if g < state.teams.shape[0]:
            members = float64(state.member_start[g + 1] - state.member_start[g])
            if members > 0.0:
                group.burden = state.teams[g].collective * total / members
        if group.acts > 0.0:
            group.norm += NORM_RATE * (group.kept / group.acts - group.norm)


@rule
def _see_nothing(state: State) -> None:
    for g in range(state.groups.shape[0]):
        state.groups[g].acts = 0.0
        state.groups[g].kept = 0.0
        state.groups[g].burden = 0.0
        for q in range(NUM_PURPOSES):
            state.cases[g, q] = 0.0
            state.seen[g, q] = 0.0


@rule
def _see_one(state: State, meeting: Record) -> None:
    space = state.spaces[meeting.space]
    g = group_of(state, meeting.partner, space)
    state.groups[g].acts += 1.0
    if seems_kept(meeting):
        state.groups[g].kept += 1.0
    else:
        q = int(space.purpose)
        state.cases[g, q] += 1.0
        state.seen[g, q] += float64(meeting.consequence)


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
            _forget(state, me, kept_shares, p)
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
        _learn_from_seen(state, c, me, p)


@rule
def _begin_week(person: Record) -> None:
    person.received = 0.0
    person.entrusted = 0.0
    person.let_down = 0.0
    person.suffered = 0.0


@rule
def _forget(state: State, me: int, kept_shares: Numbers, p: Record) -> None:
    """A week's forgetting of everybody remembered."""
    for s in range(state.whom.shape[1]):
        if state.whom[me, s] < 0:
            continue
        tie = state.ties[me, s]
        kept = kept_shares[durability_class(tie), int(tie.embedded)]
        slow = deception_retention(kept)
        tie.ability_for = float64(tie.ability_for) * kept
        tie.ability_against = float64(tie.ability_against) * kept
        tie.benevolence_for = float64(tie.benevolence_for) * kept
        tie.benevolence_against = float64(tie.benevolence_against) * kept
        tie.integrity_for = float64(tie.integrity_for) * kept
        tie.integrity_against = float64(tie.integrity_against) * kept
        tie.told_for = float64(tie.told_for) * kept
        tie.told_against = float64(tie.told_against) * kept
        tie.deception = float64(tie.deception) * slow
        tie.mistrust = float64(tie.mistrust) * slow
        tie.familiarity = float64(tie.familiarity) * kept
        trace = state.traces[me, s]
        trace.perform = float64(trace.perform) * kept
        trace.share = float64(trace.share) * kept
        trace.rehearse = float64(trace.rehearse) * kept
        trace.explore = float64(trace.explore) * kept
        book(state, me, s, BY_FORGETTING, p.prior_weight)


@rule
def embed(state: State, c: Record, week: int, p: Record) -> None:
    """Each week one tie of each person is looked at: how many shared friends hold it in place.

    Third parties are those whom `me` trusts and who trust the other; all ties are
    read as the phase found them, since only `embedded` is written.
    """
    slots = state.whom.shape[1]
    s = week % slots
    for me in range(state.people.shape[0]):
        other = state.whom[me, s]
        if other < 0:
            continue
        count = 0
        if c.on_connections == 1.0:
            for t in range(slots):
                third = state.whom[me, t]
                if third < 0 or t == s or count == MOST_PARTIES:
                    continue
                if trust_from_tie(state.ties[me, t], p.prior_weight) < TRUSTED:
                    continue
                back = find_slot(state.whom, third, other)
                if back < 0:
                    continue
                if trust_from_tie(state.ties[third, back], p.prior_weight) >= TRUSTED:
                    count += 1
            if state.belongs[me] & state.belongs[other] != 0 and count < MOST_PARTIES:
                count += 1
        state.ties[me, s].embedded = count


@rule
def _spend_hour(tie: Record, trace: Record, purpose: int, week: int) -> None:
    tie.familiarity = float64(tie.familiarity) + 1.0
    tie.last = week
    if purpose == PERFORM:
        trace.perform = float64(trace.perform) + 1.0
    elif purpose == SHARE:
        trace.share = float64(trace.share) + 1.0
    elif purpose == EXPLORE:
        trace.explore = float64(trace.explore) + 1.0
    else:
        trace.rehearse = float64(trace.rehearse) + 1.0


@rule
def note_episode(trace: Record, week: int, kind: int, stake: float) -> None:
    """Remember an episode, in place of the oldest of the last four."""
    trace.episode_3 = trace.episode_2
    trace.episode_2 = trace.episode_1
    trace.episode_1 = trace.episode_0
    trace.episode_0 = (week << 8) | (kind << 4) | int(stake * 15.0)


@rule
def live_case(state: State, me: int, purpose: int, case: float, rate: float) -> None:
    """Learn of consequence from one case: most in spaces of its purpose, less in the others."""
    for q in range(NUM_PURPOSES):
        r = rate if q == purpose else rate * GENERALISED
        expected = float64(state.expected[me, q])
        state.doubt[me, q] = doubt_after(float64(state.doubt[me, q]), expected, case, r)
        state.expected[me, q] = learned(expected, case, r)


@rule
def _remember_own(state: State, c: Record, me: int, week: int, seed: int, p: Record) -> None:
    """Take in one's own meetings, as trustor."""
    person = state.people[me]
    for h in range(state.num_hours[me]):
        meeting = state.meetings[me, h]
        if meeting.act == NOTHING:
            continue
        other = meeting.partner
        origin = origin_by_work(state, me, other)
        s = slot_for(state, c, me, other, origin, BY_MET, week, seed, p)
        if meeting.act != HELD_BACK:
            person.entrusted = float64(person.entrusted) + 1.0
            person.received = float64(person.received) + float64(meeting.answer)
            if not seems_kept(meeting):
                person.let_down = float64(person.let_down) + 1.0
        if s < 0:
            continue
        purpose = int(state.spaces[meeting.space].purpose)
        _spend_hour(state.ties[me, s], state.traces[me, s], purpose, week)
        if meeting.act != HELD_BACK:
            _take_in_answer(state, c, meeting, me, s, week, p)


@rule
def _take_in_answer(
    state: State, c: Record, meeting: Record, me: int, s: int, week: int, p: Record
) -> None:
    """What an answer says of the trustee, in the eyes of the trustor."""
    tie = state.ties[me, s]
    person = state.people[me]
    other = meeting.partner
    team = state.teams[state.team[other]]
    space = state.spaces[meeting.space]
    stake = float64(meeting.stake)
    # A small stake tells little, a full one twice as much as an ordinary one.
    weight = 0.5 + stake
    weight *= watching_weight(float64(state.rank[me] - state.rank[other]))
    seemed_kept = seems_kept(meeting)
    if seemed_kept:
        demand = float64(team.demand_level) * space.formality
        bound = bound_in(state, other, space.reach, demand, float64(person.leader_trust))
        credit = personal_credit(bound, float64(tie.frame), c.on_attribution, p)
        if tie.pledge > 0 and c.on_promises == 1.0:
            credit *= pledge_boost(float64(tie.deception))
            tie.pledge = tie.pledge - 1
        done = done_well(float64(state.people[other].ability))
        below = float64(state.rank[other] - state.rank[me])
        given = float64(meeting.answer) * sincerity(below, c.on_attribution)
        good_news(tie, weight * credit, given, done, space, person, c, p)
        eased = MISTRUST_EASED / (1.0 + float64(tie.deception))
        tie.mistrust = float64(tie.mistrust) * (1.0 - eased)
        book(state, me, s, BY_KEPT, p.prior_weight)
        kind = 2
    else:
        kind = _take_in_failure(state, c, meeting, me, s, team, weight, p)
    personal = 1.0 - space.formality if seemed_kept else 0.0
    tie.frame = frame_after(
        float64(tie.frame),
        float64(team.pricing) * space.reach * space.formality,
        personal,
        c.on_attribution,
        p,
    )
    note_episode(state.traces[me, s], week, kind, stake)


@rule
def _take_in_failure(
    state: State,
    c: Record,
    meeting: Record,
    me: int,
    s: int,
    team: Record,
    weight: float,
    p: Record,
) -> int:
    """What an error or a breach in the open says; the kind of episode it is remembered as."""
    tie = state.ties[me, s]
    person = state.people[me]
    space = state.spaces[meeting.space]
    is_error = 1.0 if meeting.act == ERROR else 0.0
    shortfall = 1.0 - float64(meeting.answer)
    written = float64(team.binding) * space.reach
    written *= space.formality
    unwritten = 1.0 + (1.0 - is_error) * UNWRITTEN * (1.0 - written)
    amount = weight * shortfall * unwritten
    forms = int(meeting.forms)
    admits = 1.0 if forms & ADMITS else 0.0
    pays = 1.0 if forms & PAYS else 0.0
    denies = 1.0 if forms & DENIES else 0.0
    competence = taken_for_competence(is_error, float64(team.coordinating))
    taken_back = evidence_taken_back(admits, pays, denies, is_error, float64(person.forgiveness), p)
    a, b, i = bad_news(tie, amount, competence, space, person, c, p)
    upset = (1.0 - is_error) * shortfall * MISTRUST_GAIN * (0.5 + 0.5 * float64(team.social))
    upset *= 1.0 - (taken_back if taken_back > 0.0 else 0.0)
    tie.mistrust = float64(tie.mistrust) + upset * (1.0 - float64(tie.mistrust))
    book(state, me, s, BY_ERROR if is_error == 1.0 else BY_BREACH, p.prior_weight)
    take_back(tie, a * taken_back, b * taken_back, i * taken_back)
    book(state, me, s, BY_REPAIR, p.prior_weight)
    kind = 3 if is_error == 1.0 else 4
    if forms & ADMITS:
        kind = 6
    if tie.pledge > 0 and is_error == 0.0 and c.on_promises == 1.0:
        broken = BROKEN_PROMISE * amount
        tie.integrity_against = float64(tie.integrity_against) + broken
        tie.deception = float64(tie.deception) + c.on_deception * broken
        tie.pledge = 0
        book(state, me, s, BY_PROMISE, p.prior_weight)
        kind = 8
    if forms & PROMISES:
        tie.pledge = PLEDGED_ACTS
    if meeting.found == 1:
        tie.deception = float64(tie.deception) + c.on_deception * DECEPTION_EVIDENCE * weight
        book(state, me, s, BY_DECEPTION, p.prior_weight)
        kind = 5
    return kind


@rule
def take_back(tie: Record, ability: float, benevolence: float, integrity: float) -> None:
    """Take evidence against back, down to none."""
    left = float64(tie.ability_against) - ability
    tie.ability_against = left if left > 0.0 else 0.0
    left = float64(tie.benevolence_against) - benevolence
    tie.benevolence_against = left if left > 0.0 else 0.0
    left = float64(tie.integrity_against) - integrity
    tie.integrity_against = left if left > 0.0 else 0.0


@rule
def done_well(ability: float) -> float:
    """Share of a kept act that speaks for the ability of who did it; the rest, against it."""
    return logistic(DONE_WELL + DONE_BY_ABILITY * (ability - 0.5))


@rule
def disposed(tie: Record, person: Record, on: float) -> float:
    """By what goodwill that nobody sees is read, in [0, 1].

    Of most people by disposition; of one's leader mostly by how fairly it is decided, which
    stands in for what cannot be known of those in power (procedure as a heuristic: van den Bos,
    Wilke & Lind 1998, doi:10.1037/0022-3514.75.6.1449).
    """
    propensity = float64(person.propensity)
    if tie.kind != LEADER:
        return propensity
    decided = felt_fairness(float64(person.procedural_for), float64(person.procedural_against))
    return propensity + on * BY_TREATMENT * (decided - propensity)


@rule
def reading(propensity: float, trust: float) -> float:
    """By what the ambiguous part of ability and integrity is read, in [0, 1].

    Mostly by what one thinks of the other by now: news is taken in line with what is held already
    (Lord, Ross & Lepper 1979, doi:10.1037/0022-3514.37.11.2098). Goodwill, which nobody sees, stays
    with disposition (Jones & Shah 2016, doi:10.1037/apl0000041).
    """
    return propensity + LEANING * (trust - propensity)


@rule
def good_news(
    tie: Record,
    weight: float,
    given: float,
    done: float,
    space: Record,
    person: Record,
    c: Record,
    p: Record,
) -> None:
    """Evidence for, of all three facets; `done` is how well it was done.

    What is given beyond the due, or short of it, speaks of benevolence.
    """
    k = p.prior_weight
    vague = p.ambiguity * c.on_ambiguity
    propensity = disposed(tie, person, c.on_fairness)
    read = reading(propensity, trust_from_tie(tie, k))
    good, bad = float64(tie.ability_for), float64(tie.ability_against)
    w = weight * ability_worth(space) * early_weight(certainty(good, bad, k), p)
    doubted = 0.25 * vague * (1.0 - read)
    shown = done * (1.0 - doubted)
    tie.ability_for = good + w * shown
    tie.ability_against = bad + w * (1.0 - shown)
    good, bad = float64(tie.benevolence_for), float64(tie.benevolence_against)
    w = weight * given * benevolence_worth(space, p) * early_weight(certainty(good, bad, k), p)
    doubted = vague * (1.0 - propensity)
    tie.benevolence_for = good + w * (1.0 - doubted)
    tie.benevolence_against = bad + w * doubted
    good, bad = float64(tie.integrity_for), float64(tie.integrity_against)
    w = weight * early_weight(certainty(good, bad, k), p)
    doubted = 0.5 * vague * (1.0 - read)
    tie.integrity_for = good + w * (1.0 - doubted)
    tie.integrity_against = bad + w * doubted


@rule
def bad_news(
    tie: Record, w: float, competence: float, space: Record, person: Record, c: Record, p: Record
) -> tuple[float, float, float]:
    """Evidence against: an error mostly of ability, a breach of integrity and benevolence.

    The well-disposed excuse the ambiguous part; nobody takes it for a reason to
    trust. Returns what was added to each facet.
    """
    k = p.prior_weight
    vague = p.ambiguity * c.on_ambiguity
    propensity = disposed(tie, person, c.on_fairness)
    read = reading(propensity, trust_from_tie(tie, k))
    character = 1.0 - competence
    deception = float64(tie.deception)
    goodwill = goodwill_at_first(tie, k)
    good, bad = float64(tie.ability_for), float64(tie.ability_against)
    early, heavy = _weights(good, bad, 0.0, ability_at_first(tie, k), c, p)
    a = w * competence * ability_worth(space) * early * heavy * (1.0 - 0.25 * vague * read)
    tie.ability_against = bad + a
    good, bad = float64(tie.benevolence_for), float64(tie.benevolence_against)
    early, heavy = _weights(good, bad, deception, goodwill, c, p)
    b = w * character * benevolence_worth(space, p) * early * heavy * (1.0 - vague * propensity)
    tie.benevolence_against = bad + b
    good, bad = float64(tie.integrity_for), float64(tie.integrity_against)
    early, heavy = _weights(good, bad, deception, goodwill, c, p)
    i = w * character * early * heavy * (1.0 - 0.5 * vague * read)
    tie.integrity_against = bad + i
    return a, b, i


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
    space = state.spaces[meeting.space]
    purpose = int(space.purpose)
    if meeting.act == ERROR or meeting.act == BREACH:
        case = float64(meeting.consequence)
        live_case(state, me, purpose, case, p.learning_lived)
        person.suffered = float64(person.suffered) + case
    origin = origin_by_work(state, me, trustor)
    s = slot_for(state, c, me, trustor, origin, BY_MET, week, seed, p)
    if s < 0:
        return
    tie = state.ties[me, s]
    trace = state.traces[me, s]
    _spend_hour(tie, trace, purpose, week)
    worth = benevolence_worth(space, p)
    if meeting.act == HELD_BACK:
        tie.benevolence_against = float64(tie.benevolence_against) + NOT_BEING_TRUSTED * worth
        book(state, me, s, BY_HELD_OFF, p.prior_weight)
        note_episode(trace, week, 1, float64(meeting.stake))
        return
    # Being trusted says little where trusting was ordered, or where nothing could go wrong.
    free = 1.0 - in_force(state, me, space.reach, 0.0)
    meant = 1.0 - c.on_attribution * (1.0 - (1.0 - float64(meeting.ordered)) * free)
    tie.benevolence_for = float64(tie.benevolence_for) + BEING_TRUSTED * worth * meant
    # Who is bound to it is not trusted with it (Falk & Kosfeld 2006; Chou et al. 2011).
    team = state.teams[state.team[me]]
    bound = read_as_choice(
        float64(team.binding) * space.reach, float64(team.chosen), float64(person.leader_trust)
    )
    told = NOT_BEING_TRUSTED * worth * bound * c.on_attribution
    tie.benevolence_against = float64(tie.benevolence_against) + told
    book(state, me, s, BY_TRUSTED, p.prior_weight)
    price = float64(state.teams[state.team[me]].pricing) * space.reach * space.formality
    personal = 1.0 - space.formality if meeting.act == KEPT else 0.0
    tie.frame = frame_after(float64(tie.frame), price, personal, c.on_attribution, p)


@rule
def _learn_from_seen(state: State, c: Record, me: int, p: Record) -> None:
    """Projected consequence moves towards what was seen to follow in one's groups."""
    person = state.people[me]
    t = state.team[me]
    rate = p.learning_seen * float64(state.teams[t].publicness) * c.on_witness
    _learn_from_group(state, me, t, rate)
    num_teams = state.teams.shape[0]
    for k in range(state.groups.shape[0] - num_teams):
        if int(state.belongs[me]) & (1 << k) != 0:
            _learn_from_group(state, me, num_teams + k, p.learning_seen * c.on_witness)
    person.suffered = float64(person.suffered) + float64(state.groups[t].burden)


@rule
def _learn_from_group(state: State, me: int, g: int, rate: float) -> None:
    for q in range(NUM_PURPOSES):
        if state.cases[g, q] > 0.0:
            case = state.seen[g, q]
            expected = float64(state.expected[me, q])
            state.doubt[me, q] = doubt_after(float64(state.doubt[me, q]), expected, case, rate)
            state.expected[me, q] = learned(expected, case, rate)
