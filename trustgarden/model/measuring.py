"""Phase 12, Measure: the weekly figures, as `measures.py` defines them.

Sums over people go in the order of keys, so that the place of a row in an array
changes no bit. Measuring reads and never writes a state that another phase
reads (`web` is scratch).
"""

from __future__ import annotations

from numpy import float64

from .answering import hiding_probability
from .arithmetic import square_root
from .compiling import rule
from .consequence import imposed_consequence
from .dealing import SOCIAL_WEIGHT, feared_in, safety_of
from .fairness import felt_fairness
from .layout import (
    ADMITS,
    BREACH,
    DENIES,
    ERROR,
    HELD_BACK,
    KEPT,
    NOT_YET,
    NOTHING,
    PROMISES,
    Numbers,
    Record,
    Rows,
    State,
)
from .leaving import staying_over_a_year
from .memory import tie_certainty, trust_from_tie
from .recognising import led_by
from .relationships import find_slot, organisation_trust, overall_fairness
from .spaces import EXPLORE, PERFORM, REHEARSE
from .talking import trust_held
from .turnover import chance_to_leave
from .welcoming import validated
from .work import helping_probability, withholding_probability

INVESTED = 0.65
NO_TRUST = 0.35
RESTING = 0.25
"""Bounds of the bands of trust (after Stodd), and of the certainty it rests on."""

ORDINARY_ERROR_SHARE = 0.5
"""Share of errors among what goes wrong, for the consequence imposed on average."""
HELD = 4
"""Shared trusted third parties from which mutual trust holds a tribe together."""


@rule
def measure(
    state: State, c: Record, week: int, seed: int, p: Record, row: Record, team_row: Numbers
) -> None:
    """Phase 12: fill one row of the weekly measures, and one of the teams' trust.

    Who left, joined and was accepted is counted where it happens.
    """
    _measure_ties(state, p, row)
    _measure_teams(state, c, seed, p, row, team_row)
    _measure_leading(state, c, seed, p, row)
    _measure_meetings(state, row)
    _measure_people(state, c, week, seed, p, row)


@rule
def _root(web: Rows, i: int) -> int:
    while web[i] != i:
        web[i] = web[web[i]]
        i = web[i]
    return i


@rule
def _measure_ties(state: State, p: Record, row: Record) -> None:
    """Trust over remembered relationships: mean, spread, bands, mutuality, webs."""
    n = state.by_key.shape[0]
    people = 0.0
    for i in range(n):
        state.web[i] = i
        state.tribe[i] = i
    for i in range(n):
        me = state.by_key[i]
        people += float64(state.present[me])
        for s in range(state.whom.shape[1]):
            if state.whom[me, s] >= 0:
                _add_tie(state, me, s, p, row)
    _divide_by_ties(row)
    row.reach = _largest_web(state, n, people)
    row.tribes = _count_tribes(state, n)
    if people > 0.0:
        row.ties /= people
        row.in_group /= people
        row.near_group /= people


@rule
def _add_tie(state: State, me: int, s: int, p: Record, row: Record) -> None:
    """Add one relationship to the sums in the row, and join the webs of two who trust each other.

    For the time of adding, `ties` is their number, `trust_spread` the sum of squares,
    `reach` the number of relationships between teams.
    """
    weight = p.prior_weight
    tie = state.ties[me, s]
    other = state.whom[me, s]
    trust = trust_from_tie(tie, weight)
    rests = tie_certainty(tie, weight)
    row.ties += 1.0
    row.trust += trust
    row.trust_spread += trust * trust
    row.mistrust += float64(tie.mistrust)
    row.certainty += rests
    row.frame += float64(tie.frame)
    row.familiarity += float64(tie.familiarity)
    row.told += float64(tie.told_for) + float64(tie.told_against)
    if state.team[me] != state.team[other]:
        row.trust_across += trust
        row.reach += 1.0
    if validated(state, me, s, p):
        row.in_group += 1.0
    else:
        row.near_group += 1.0
    if trust < NO_TRUST:
        row.band_none += 1.0
    if trust < INVESTED:
        return
    if rests >= RESTING:
        row.band_invested += 1.0
    else:
        row.band_blind += 1.0
    back = find_slot(state.whom, other, me)
    if back >= 0 and trust_from_tie(state.ties[other, back], weight) >= INVESTED:
        _add_mutual(state, me, other, int(tie.embedded), row)


@rule
def _add_mutual(state: State, me: int, other: int, embedded: int, row: Record) -> None:
    """Add mutual trust: who is joined by it, across what, and what holds it."""
    row.reciprocity += 1.0
    state.web[_root(state.web, me)] = _root(state.web, other)
    if state.team[me] != state.team[other]:
        row.bridges += 1.0
    if embedded > 0:
        row.closure += 1.0
    if embedded >= HELD:
        state.tribe[_root(state.tribe, me)] = _root(state.tribe, other)


@rule
def _divide_by_ties(row: Record) -> None:
    """Turn the sums over relationships into means and shares."""
    count = row.ties
    high = row.band_invested + row.band_blind
    if count > 0.0:
        row.trust /= count
        row.trust_spread = square_root(row.trust_spread / count - row.trust * row.trust)
        row.mistrust /= count
        row.certainty /= count
        row.frame /= count
        row.band_functional = (count - row.band_none - row.band_invested - row.band_blind) / count
        row.band_none /= count
        row.band_invested /= count
        row.band_blind /= count
        row.familiarity /= count
        row.told /= count
    if row.reach > 0.0:
        row.trust_across /= row.reach
    if row.reciprocity > 0.0:
        row.bridges /= row.reciprocity
        row.closure /= row.reciprocity
    if high > 0.0:
        row.reciprocity /= high


@rule
def _largest_web(state: State, n: int, people: float) -> float:
    largest = 0
    for i in range(n):
        state.sizes[i] = 0
    for i in range(n):
        root = _root(state.web, i)
        state.sizes[root] += state.present[i]
        if state.sizes[root] > largest:
            largest = state.sizes[root]
    return largest / people if largest > 1 else 0.0


@rule
def _count_tribes(state: State, n: int) -> float:
    tribes = 0.0
    for i in range(n):
        state.sizes[i] = 0
    for i in range(n):
        root = _root(state.tribe, i)
        state.sizes[root] += state.present[i]
        if state.sizes[root] == 3:
            tribes += 1.0
    return tribes


@rule
def _measure_teams(
    state: State, c: Record, seed: int, p: Record, row: Record, team_row: Numbers
) -> None:
    """Trust within each team over all ordered pairs."""
    total, pairs = 0.0, 0.0
    for t in range(state.teams.shape[0]):
        team_total, team_pairs = 0.0, 0.0
        for a in range(state.member_start[t], state.member_start[t + 1]):
            me = state.members[a]
            if state.present[me] == 0:
                continue
            for b in range(state.member_start[t], state.member_start[t + 1]):
                other = state.members[b]
                if other == me or state.present[other] == 0:
                    continue
                team_total += trust_held(state, c, me, other, seed, p)
                team_pairs += 1.0
        team_row[t] = team_total / team_pairs if team_pairs > 0.0 else 0.0
        total += team_total
        pairs += team_pairs
    row.trust_team = total / pairs if pairs > 0.0 else 0.0


@rule
def _measure_leading(state: State, c: Record, seed: int, p: Record, row: Record) -> None:
    """Trust along the chart, up and down."""
    up, down, led = 0.0, 0.0, 0.0
    for i in range(state.by_key.shape[0]):
        me = state.by_key[i]
        boss = led_by(state, me)
        if state.present[me] == 0 or boss < 0:
            continue
        up += trust_held(state, c, me, boss, seed, p)
        down += trust_held(state, c, boss, me, seed, p)
        led += 1.0
    row.trust_leader = up / led if led > 0.0 else 0.0
    row.trust_in_members = down / led if led > 0.0 else 0.0


@rule
def _measure_meetings(state: State, row: Record) -> None:
    """What passed between people this week."""
    met, acts, opened = 0.0, 0.0, 0.0
    for i in range(state.by_key.shape[0]):
        me = state.by_key[i]
        for h in range(state.num_hours[me]):
            meeting = state.meetings[me, h]
            if meeting.act != NOTHING:
                met += 1.0
            if meeting.act != NOTHING and meeting.act != HELD_BACK:
                acts += 1.0
                opened += _add_act(meeting, row)
    wrong = row.errors + row.breaches
    row.hidden = row.hidden / wrong if wrong > 0.0 else 0.0
    if opened > 0.0:
        row.repaired /= opened
        row.promised /= opened
        row.denied /= opened
    row.entrusting = acts / met if met > 0.0 else 0.0
    if acts > 0.0:
        row.stake /= acts
        row.given /= acts
        row.kept /= acts
        row.errors /= acts
        row.breaches /= acts
        row.deceptions /= acts


@rule
def _add_act(meeting: Record, row: Record) -> float:
    """Add one entrusted act to the sums in the row; 1 if it went wrong openly."""
    row.stake += float64(meeting.stake)
    row.given += float64(meeting.answer)
    if meeting.act == KEPT:
        row.kept += 1.0
        return 0.0
    if meeting.act == ERROR:
        row.errors += 1.0
    if meeting.act == BREACH:
        row.breaches += 1.0
    row.hidden += float64(meeting.hidden)
    row.deceptions += float64(meeting.found)
    row.repaired += 1.0 if meeting.forms & ADMITS else 0.0
    row.promised += 1.0 if meeting.forms & PROMISES else 0.0
    row.denied += 1.0 if meeting.forms & DENIES else 0.0
    return 1.0 - float64(meeting.hidden)


@rule
def _measure_people(
    state: State, c: Record, week: int, seed: int, p: Record, row: Record
) -> None:
    """States of people, and the outlets of trust."""
    for i in range(state.by_key.shape[0]):
        me = state.by_key[i]
        if state.present[me] == 1:
            row.people += 1.0
            _add_person(state, c, me, week, seed, p, row)
        elif state.closed[me] == 0:
            row.vacant += 1.0
    if row.people > 0.0:
        _divide_by_people(row)
        row.control_hours = _hours_of_control(state, c) / row.people
    row.insulation_gap = row.projected - row.imposed


@rule
def _hours_of_control(state: State, c: Record) -> float:
    """Hours that leaders who are there spend on demanding and controlling."""
    hours = 0.0
    for t in range(state.teams.shape[0]):
        if state.head[t] >= 0 and state.present[state.head[t]] == 1:
            style = state.styles[t]
            hours += c.on_leadership * c.attention_hours * (style.demanding + style.controlling)
    return hours


@rule
def _imposed_on(team: Record, reach: float) -> float:
    """Consequence that an act gone wrong meets on average, as far as the regime reaches."""
    formal = imposed_consequence(
        float64(team.detection),
        float64(team.certainty),
        float64(team.evenness),
        float64(team.severity),
        float64(team.repair),
        float64(team.distinction),
        float64(team.arbitrary),
        ORDINARY_ERROR_SHARE,
    )
    formal *= reach
    social = SOCIAL_WEIGHT * float64(team.social) * 0.5
    return formal + (1.0 - formal) * social


@rule
def _add_person(
    state: State, c: Record, me: int, week: int, seed: int, p: Record, row: Record
) -> None:
    """Add one person to the sums in the row."""
    person = state.people[me]
    team = state.teams[state.team[me]]
    fear = feared_in(state, c, me, PERFORM, p)
    strain = float64(person.strain) * c.on_strain
    integrity = float64(person.integrity)
    telling = 1.0 - hiding_probability(integrity, fear, safety_of(team, fear))
    row.trust_organisation += organisation_trust(person, p)
    row.imposed += _imposed_on(team, 1.0)
    row.projected += fear
    row.insulation_gap_free += 0.5 * (
        feared_in(state, c, me, REHEARSE, p) - _imposed_on(team, state.spaces[REHEARSE].reach)
    )
    row.insulation_gap_free += 0.5 * (
        feared_in(state, c, me, EXPLORE, p) - _imposed_on(team, state.spaces[EXPLORE].reach)
    )
    row.safety += telling
    row.strain += strain
    row.output += float64(person.output)
    row.stay += staying_over_a_year(chance_to_leave(state, c, me, week, seed, p) * c.on_leaving)
    row.engage += float64(person.effort)
    row.help += _chance_to_help(state, me, strain, p)
    row.share += telling * (0.5 + 0.5 * overall_fairness(person))
    row.intention += float64(person.intention)
    row.withholding += withholding_probability(integrity, overall_fairness(person), strain)
    row.recognised += float64(person.recognised)
    if person.accepted == NOT_YET:
        row.newcomers += 1.0
    row.fairness_distributive += felt_fairness(
        float64(person.distributive_for), float64(person.distributive_against)
    )
    row.fairness_procedural += felt_fairness(
        float64(person.procedural_for), float64(person.procedural_against)
    )
    row.fairness_interactional += felt_fairness(
        float64(person.interactional_for), float64(person.interactional_against)
    )


@rule
def _divide_by_people(row: Record) -> None:
    """Turn the sums over people into means."""
    row.trust_organisation /= row.people
    row.imposed /= row.people
    row.projected /= row.people
    row.safety /= row.people
    row.fairness_distributive /= row.people
    row.fairness_procedural /= row.people
    row.fairness_interactional /= row.people
    row.strain /= row.people
    row.output /= row.people
    row.stay /= row.people
    row.engage /= row.people
    row.help /= row.people
    row.share /= row.people
    row.insulation_gap_free /= row.people
    row.intention /= row.people
    row.withholding /= row.people
    row.recognised /= row.people


@rule
def _chance_to_help(state: State, me: int, strain: float, p: Record) -> float:
    """Mean chance to help those one remembers."""
    total, count = 0.0, 0.0
    benevolence = float64(state.people[me].benevolence)
    for s in range(state.whom.shape[1]):
        if state.whom[me, s] >= 0:
            tie = state.ties[me, s]
            trust = trust_from_tie(tie, p.prior_weight)
            total += helping_probability(trust, benevolence, float64(tie.frame), strain)
            count += 1.0
    return total / count if count > 0.0 else 0.0
