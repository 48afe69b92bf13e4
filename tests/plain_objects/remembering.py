"""Phase 7, Remember: what teams see, and what people take in (7.7 to 7.11)."""

from __future__ import annotations

from types import SimpleNamespace

from .dealing import ERROR, HELD_BACK, KEPT, Meeting
from .memory import Relationship, certainty, expectation
from .people import PlainPerson
from .seats import Space, Team
from .uncompiled import f4

__all__ = ["note_what_was_seen", "remember", "suffer"]

WAS_HELD_OFF, KEPT_FAITH, FAILED, BROKE_FAITH, FOUND_OUT, MADE_GOOD = range(1, 7)
"""Kinds of episode."""


def note_what_was_seen(team: Team) -> None:
    """Open cases of the week in a team, what they cost, and what is usual there."""
    acts = kept = cases = 0
    total = 0.0
    for seat in team.seats:
        for meeting in seat.person.incoming:
            if meeting.act == HELD_BACK:
                continue
            acts += 1
            if meeting.seems_kept():
                kept += 1
            else:
                cases += 1
                total = total + meeting.consequence
    team.cases = float(cases)
    team.seen = total / cases if cases else 0.0
    team.burden = team.conditions.collective * total / len(team.seats)
    if acts > 0:
        team.norm = team.norm + 0.05 * (kept / acts - team.norm)


def remember(me: PlainPerson) -> None:
    """Forget a little, and take in the week."""
    if me.model.c.on_forgetting:
        forget(me)
    me.received = me.entrusted = me.let_down = me.suffered = 0.0
    earlier, later = parted(me)
    for meeting in earlier:
        take_in_as_trustee(me, meeting)
    for meeting in me.meetings:
        take_in_as_trustor(me, meeting)
    for meeting in later:
        take_in_as_trustee(me, meeting)
    take_in_what_was_seen(me)


def forget(me: PlainPerson) -> None:
    for tie in me.memory.ties():
        embedded = me.seat.team is tie.other.seat.team
        kept, slow = me.model.keeping[tie.durability][embedded]
        tie.ability_for = f4(tie.ability_for * kept)
        tie.ability_against = f4(tie.ability_against * kept)
        tie.benevolence_for = f4(tie.benevolence_for * kept)
        tie.benevolence_against = f4(tie.benevolence_against * kept)
        tie.integrity_for = f4(tie.integrity_for * kept)
        tie.integrity_against = f4(tie.integrity_against * kept)
        tie.familiarity = f4(tie.familiarity * kept)
        tie.hours = [f4(hours * kept) for hours in tie.hours]
        tie.deception = f4(tie.deception * slow)
        tie.mistrust = f4(tie.mistrust * slow)


def parted(me: PlainPerson) -> tuple[list[Meeting], list[Meeting]]:
    """Incoming meetings before and after one's own: cut at the first trustor of a later seat."""
    for place, meeting in enumerate(me.incoming):
        if meeting.trustor.seat.row > me.seat.row:
            return me.incoming[:place], me.incoming[place:]
    return me.incoming, []


def take_in_as_trustor(me: PlainPerson, meeting: Meeting) -> None:
    tie = me.assign(meeting.partner)
    if meeting.act != HELD_BACK:
        me.entrusted = f4(me.entrusted + 1.0)
        me.received = f4(me.received + meeting.answer)
        if meeting.act != KEPT and meeting.is_open():
            me.let_down = f4(me.let_down + 1.0)
    if tie is None:
        return
    spend_hour(tie, meeting)
    if meeting.act == HELD_BACK:
        return
    team = meeting.partner.seat.team.conditions
    if meeting.seems_kept():
        episode = see_faith_kept(me, tie, meeting, team)
    else:
        episode = see_faith_failed(me, tie, meeting, team)
    shift_frame(me, tie, meeting.space, team, kept=meeting.seems_kept())
    note_episode(me, tie, episode, meeting.stake)


def spend_hour(tie: Relationship, meeting: Meeting) -> None:
    space = meeting.space.number
    tie.familiarity = f4(tie.familiarity + 1.0)
    tie.hours[space] = f4(tie.hours[space] + 1.0)


def see_faith_kept(
    me: PlainPerson, tie: Relationship, meeting: Meeting, team: SimpleNamespace
) -> int:
    credit = credit_of(me, tie, meeting, team)
    good_news(me, tie, meeting.space, (0.5 + meeting.stake) * credit)
    tie.mistrust = f4(tie.mistrust * (1.0 - 0.04))
    return KEPT_FAITH


def credit_of(me: PlainPerson, tie: Relationship, meeting: Meeting, team: SimpleNamespace) -> float:
    """How far kept faith is laid to the person, and not to what bound them."""
    crowded = 1.0 - me.model.p.crowding * bound_by(meeting, team)
    return 1.0 - me.model.c.on_attribution * (1.0 - crowded * (1.0 - 0.5 * tie.frame))


def bound_by(meeting: Meeting, team: SimpleNamespace) -> float:
    """How little choice but to keep faith the trustee seems to have had."""
    reach = meeting.space.reach
    sanction = team.detection * team.certainty * team.severity
    sanction = sanction * (1.0 - 0.7 * team.repair)
    return 1.0 - (
        (1.0 - team.binding * reach)
        * (1.0 - 0.6 * (team.monitoring * reach))
        * (1.0 - 0.6 * (sanction * reach))
        * (1.0 - 0.6 * (team.reward * reach) * team.pricing)
        * (1.0 - 0.6 * (team.demand_level * meeting.space.formality))
    )


def see_faith_failed(
    me: PlainPerson, tie: Relationship, meeting: Meeting, team: SimpleNamespace
) -> int:
    c, p = me.model.c, me.model.p
    is_error = float(meeting.act == ERROR)
    weight = 0.5 + meeting.stake
    shortfall = 1.0 - meeting.answer
    share = min(1.0, p.repair_share * (0.5 + me.forgiveness))
    taken_back = meeting.repair * (share * (is_error + (1.0 - is_error) * 0.5))
    bad_news(me, tie, meeting.space, weight * shortfall * (1.0 - taken_back), is_error)
    upset = (1.0 - is_error) * shortfall * 0.30 * (0.5 + 0.5 * team.social)
    upset = upset * (1.0 - taken_back)
    tie.mistrust = f4(tie.mistrust + upset * (1.0 - tie.mistrust))
    if meeting.found:
        tie.deception = f4(tie.deception + c.on_deception * 3.0 * weight)
        return FOUND_OUT
    if meeting.repair:
        return MADE_GOOD
    return FAILED if is_error else BROKE_FAITH


def shift_frame(
    me: PlainPerson, tie: Relationship, space: Space, team: SimpleNamespace, *, kept: bool
) -> None:
    """A price shifts the frame to a transaction, personal conduct in free spaces back."""
    c, p = me.model.c, me.model.p
    price = team.pricing * space.reach * space.formality
    personal = 1.0 - space.formality if kept else 0.0
    shifted = tie.frame + c.on_attribution * p.frame_rate * price * (1.0 - tie.frame)
    tie.frame = f4(shifted - p.frame_return * personal * shifted)


def note_episode(me: PlainPerson, tie: Relationship, kind: int, stake: float) -> None:
    episode = me.model.calendar_week << 8 | kind << 4 | int(stake * 15.0)
    tie.episodes = [episode, *tie.episodes[:3]]


def good_news(me: PlainPerson, tie: Relationship, space: Space, g: float) -> None:
    q, v = me.propensity, ambiguity(me)
    a, b = g * space.ability_worth, g * space.benevolence_worth
    tie.ability_for, tie.ability_against = bettered(
        me, tie.ability_for, tie.ability_against, a, 0.25 * v * (1.0 - q)
    )
    tie.benevolence_for, tie.benevolence_against = bettered(
        me, tie.benevolence_for, tie.benevolence_against, b, v * (1.0 - q)
    )
    tie.integrity_for, tie.integrity_against = bettered(
        me, tie.integrity_for, tie.integrity_against, g, 0.5 * v * (1.0 - q)
    )


def bettered(me: PlainPerson, good: float, bad: float, x: float, d: float) -> tuple[float, float]:
    """One facet after good news of amount `x`, of which the share `d` is doubted."""
    w = x * early(me, good, bad)
    return f4(good + w * (1.0 - d)), f4(bad + w * d)


def bad_news(me: PlainPerson, tie: Relationship, space: Space, g: float, is_error: float) -> None:
    competence = is_error + 0.25 * (1.0 - 2.0 * is_error)
    character = 1.0 - competence
    a = g * competence * space.ability_worth
    b = g * character * space.benevolence_worth
    i = g * character
    hurt = tie.deception
    tie.ability_against = worsened(
        me, tie.ability_for, tie.ability_against, 0.0, tie.prior_ability, a, 0.25
    )
    tie.benevolence_against = worsened(
        me, tie.benevolence_for, tie.benevolence_against, hurt, tie.prior_benevolence, b, 1.0
    )
    tie.integrity_against = worsened(
        me, tie.integrity_for, tie.integrity_against, hurt, tie.prior_integrity, i, 0.5
    )


def worsened(
    me: PlainPerson, good: float, bad: float, hurt: float, prior: float, x: float, m: float
) -> float:
    """Evidence against after bad news of amount `x`, of which the share `m` is ambiguous."""
    c, p, q = me.model.c, me.model.p, me.propensity
    v = ambiguity(me)
    expected = expectation(good, bad + hurt, prior, p.prior_weight)
    heavy = 1.0 + c.on_asymmetry * p.surprise * 4.0 * expected * (1.0 - expected)
    w = x * early(me, good, bad)
    return f4(bad + w * heavy * (1.0 - m * v * q))


def ambiguity(me: PlainPerson) -> float:
    return me.model.p.ambiguity * me.model.c.on_ambiguity


def early(me: PlainPerson, good: float, bad: float) -> float:
    """How much more news weighs while little is known."""
    p = me.model.p
    return 1.0 + p.primacy * (1.0 - certainty(good, bad, p.prior_weight))


def take_in_as_trustee(me: PlainPerson, meeting: Meeting) -> None:
    if meeting.went_wrong():
        suffer(me, meeting.consequence)
    tie = me.assign(meeting.trustor)
    if tie is None:
        return
    spend_hour(tie, meeting)
    worth = meeting.space.benevolence_worth
    if meeting.act == HELD_BACK:
        tie.benevolence_against = f4(tie.benevolence_against + 0.10 * worth)
        note_episode(me, tie, WAS_HELD_OFF, meeting.stake)
        return
    meant = 1.0 - meeting.ordered * me.model.c.on_attribution
    tie.benevolence_for = f4(tie.benevolence_for + 0.15 * worth * meant)
    shift_frame(me, tie, meeting.space, me.seat.team.conditions, kept=meeting.act == KEPT)


def suffer(me: PlainPerson, case: float) -> None:
    """Live through a case of consequence, and learn from it."""
    learn_consequence(me, case, me.model.p.learning_lived)
    me.suffered = f4(me.suffered + case)


def learn_consequence(me: PlainPerson, case: float, rate: float) -> None:
    expected = me.projected
    me.doubt = f4(me.doubt + rate * (abs(case - expected) - me.doubt))
    me.projected = f4(expected + rate * (case - expected))


def take_in_what_was_seen(me: PlainPerson) -> None:
    team = me.seat.team
    if team.cases > 0:
        learn_consequence(me, team.seen, me.model.p.learning_seen * team.conditions.publicness)
    me.suffered = f4(me.suffered + team.burden)
