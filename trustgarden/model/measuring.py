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
from .consequence import imposed_consequence, projected_consequence
from .dealing import SOCIAL_WEIGHT, safety_of
from .fairness import felt_fairness
from .judging import led_by
from .layout import BREACH, ERROR, HELD_BACK, KEPT, NOTHING
from .leaving import staying_over_a_year
from .memory import tie_certainty, trust_from_tie
from .relationships import find_slot, organisation_trust, overall_fairness, trust_at_sight
from .turnover import chance_to_leave
from .work import helping_probability

INVESTED = 0.65
NO_TRUST = 0.35
RESTING = 0.25
"""Bounds of the bands of trust (after Stodd), and of the certainty it rests on."""

ORDINARY_ERROR_SHARE = 0.5
"""Share of errors among what goes wrong, for the consequence imposed on average."""


@rule
def trust_between(state, me, other, seed, p):
    """Trust of `me` in `other`, remembered or at first sight."""
    s = find_slot(state.whom, me, other)
    if s < 0:
        return trust_at_sight(state, me, other, seed, p)
    return trust_from_tie(state.ties[me, s], p.prior_weight)


@rule
def measure(state, c, seed, p, left, joined, row, team_row):
    """Phase 12: fill one row of the weekly measures, and one of the teams' trust."""
    _measure_ties(state, p, row)
    _measure_teams(state, seed, p, row, team_row)
    _measure_meetings(state, row)
    _measure_people(state, c, p, row)
    row.left = left
    row.joined = joined


@rule
def _root(web, i):
    while web[i] != i:
        web[i] = web[web[i]]
        i = web[i]
    return i


@rule
def _measure_ties(state, p, row):
    """Trust over remembered relationships: mean, spread, bands, mutuality, webs."""
    k = p.prior_weight
    n = state.by_key.shape[0]
    count, people = 0.0, 0.0
    total, squares, mistrust, known, frame, hours = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    none, invested, blind, high, mutual = 0.0, 0.0, 0.0, 0.0, 0.0
    for i in range(n):
        state.web[i] = i
    for i in range(n):
        me = state.by_key[i]
        people += float64(state.present[me])
        for s in range(state.whom.shape[1]):
            other = state.whom[me, s]
            if other < 0:
                continue
            tie = state.ties[me, s]
            trust = trust_from_tie(tie, k)
            rests = tie_certainty(tie, k)
            count += 1.0
            total += trust
            squares += trust * trust
            mistrust += float64(tie.mistrust)
            known += rests
            frame += float64(tie.frame)
            hours += float64(tie.familiarity)
            if trust < NO_TRUST:
                none += 1.0
            if trust >= INVESTED:
                high += 1.0
                if rests >= RESTING:
                    invested += 1.0
                else:
                    blind += 1.0
                back = find_slot(state.whom, other, me)
                if back >= 0 and trust_from_tie(state.ties[other, back], k) >= INVESTED:
                    mutual += 1.0
                    state.web[_root(state.web, me)] = _root(state.web, other)
    if count > 0.0:
        row.trust = total / count
        spread = squares / count - row.trust * row.trust
        row.trust_spread = square_root(spread)
        row.mistrust = mistrust / count
        row.certainty = known / count
        row.frame = frame / count
        row.band_none = none / count
        row.band_functional = (count - none - invested - blind) / count
        row.band_invested = invested / count
        row.band_blind = blind / count
        row.familiarity = hours / count
    row.reciprocity = mutual / high if high > 0.0 else 0.0
    row.reach = _largest_web(state, n, people)
    row.ties = count / people if people > 0.0 else 0.0


@rule
def _largest_web(state, n, people):
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
def _measure_teams(state, seed, p, row, team_row):
    """Trust within each team over all ordered pairs, and along the chart."""
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
                team_total += trust_between(state, me, other, seed, p)
                team_pairs += 1.0
        team_row[t] = team_total / team_pairs if team_pairs > 0.0 else 0.0
        total += team_total
        pairs += team_pairs
    row.trust_team = total / pairs if pairs > 0.0 else 0.0
    up, down, led = 0.0, 0.0, 0.0
    for i in range(state.by_key.shape[0]):
        me = state.by_key[i]
        boss = led_by(state, me)
        if state.present[me] == 0 or boss < 0:
            continue
        up += trust_between(state, me, boss, seed, p)
        down += trust_between(state, boss, me, seed, p)
        led += 1.0
    row.trust_leader = up / led if led > 0.0 else 0.0
    row.trust_in_members = down / led if led > 0.0 else 0.0


@rule
def _measure_meetings(state, row):
    """What passed between people this week."""
    met, acts, stake, kept, errors, breaches = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    hidden, found, opened, repaired = 0.0, 0.0, 0.0, 0.0
    for i in range(state.by_key.shape[0]):
        me = state.by_key[i]
        for h in range(state.meetings.shape[1]):
            meeting = state.meetings[me, h]
            if meeting.act == NOTHING:
                continue
            met += 1.0
            if meeting.act == HELD_BACK:
                continue
            acts += 1.0
            stake += float64(meeting.stake)
            if meeting.act == KEPT:
                kept += 1.0
                continue
            if meeting.act == ERROR:
                errors += 1.0
            if meeting.act == BREACH:
                breaches += 1.0
            hidden += float64(meeting.hidden)
            found += float64(meeting.found)
            opened += 1.0 - float64(meeting.hidden)
            repaired += float64(meeting.repair)
    row.entrusting = acts / met if met > 0.0 else 0.0
    if acts > 0.0:
        row.stake = stake / acts
        row.kept = kept / acts
        row.errors = errors / acts
        row.breaches = breaches / acts
        row.deceptions = found / acts
    wrong = errors + breaches
    row.hidden = hidden / wrong if wrong > 0.0 else 0.0
    row.repaired = repaired / opened if opened > 0.0 else 0.0


@rule
def _measure_people(state, c, p, row):
    """States of people, and the outlets of trust."""
    people = 0.0
    for i in range(state.by_key.shape[0]):
        me = state.by_key[i]
        if state.present[me] == 0:
            continue
        people += 1.0
        person = state.people[me]
        team = state.teams[state.team[me]]
        organisation = organisation_trust(person, p)
        row.trust_organisation += organisation
        imposed = imposed_consequence(
            float64(team.detection),
            float64(team.certainty),
            float64(team.evenness),
            float64(team.severity),
            float64(team.repair),
            float64(team.distinction),
            float64(team.arbitrary),
            ORDINARY_ERROR_SHARE,
        )
        # Half of what was due is done, on average, when something goes wrong.
        row.imposed += imposed + (1.0 - imposed) * SOCIAL_WEIGHT * float64(team.social) * 0.5
        feared = projected_consequence(float64(person.projected), float64(person.doubt), p)
        row.projected += feared
        feared *= c.on_projection
        telling = 1.0 - hiding_probability(
            float64(person.integrity), feared, safety_of(team, feared)
        )
        row.safety += telling
        row.fairness_distributive += felt_fairness(
            float64(person.distributive_for), float64(person.distributive_against)
        )
        row.fairness_procedural += felt_fairness(float64(person.procedural_for), float64(person.procedural_against))
        row.fairness_interactional += felt_fairness(
            float64(person.interactional_for), float64(person.interactional_against)
        )
        strain = float64(person.strain)
        row.strain += strain
        row.output += float64(person.output)
        row.stay += staying_over_a_year(chance_to_leave(state, c, me, p) * c.on_leaving)
        row.engage += float64(person.effort)
        row.help += _chance_to_help(state, me, strain * c.on_strain, p)
        row.share += telling * (0.5 + 0.5 * overall_fairness(person))
    if people > 0.0:
        row.trust_organisation /= people
        row.imposed /= people
        row.projected /= people
        row.safety /= people
        row.fairness_distributive /= people
        row.fairness_procedural /= people
        row.fairness_interactional /= people
        row.strain /= people
        row.output /= people
        row.stay /= people
        row.engage /= people
        row.help /= people
        row.share /= people
        leaders = 0.0
        for t in range(state.teams.shape[0]):
            if state.head[t] >= 0 and state.present[state.head[t]] == 1:
                leaders += 1.0
        row.control_hours = c.attention_hours * (c.demanding + c.controlling) * leaders / people
    row.insulation_gap = row.projected - row.imposed
    row.people = people


@rule
def _chance_to_help(state, me, strain, p):
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
