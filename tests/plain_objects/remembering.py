"""Phase 7, Remember: what people take in of the week (7.8)."""

from __future__ import annotations

from types import SimpleNamespace

from .accounts import book
from .dealing import (
    ADMITS,
    BREACH,
    DENIES,
    ERROR,
    HELD_BACK,
    KEPT,
    PAYS,
    PROMISES,
    Meeting,
)
from .memory import Relationship, note_episode, origin_by_work
from .news import (
    bad_news,
    good_news,
    learn_consequence,
    live_through,
    price_of,
    shift_frame,
)
from .people import PlainPerson
from .seats import Group
from .trust import trust_from_tie
from .uncompiled import clip, f4

__all__ = ["PLEDGED_ACTS", "look_at_one_tie", "remember", "repair_share"]

WAS_HELD_OFF, KEPT_FAITH, FAILED, BROKE_FAITH, FOUND_OUT, MADE_GOOD, _, BROKE_PROMISE = range(1, 9)
"""Kinds of episode."""
PLEDGED_ACTS = 10
FADING = (
    "ability_for", "ability_against", "benevolence_for", "benevolence_against", "integrity_for",
    "integrity_against", "told_for", "told_against", "familiarity",
)  # fmt: skip
FADING_SLOWLY = ("deception", "mistrust")


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
        kept, slow = me.model.keeping[tie.durability % 8][tie.embedded]
        for name in FADING:
            setattr(tie, name, f4(getattr(tie, name) * kept))
        for name in FADING_SLOWLY:
            setattr(tie, name, f4(getattr(tie, name) * slow))
        tie.hours = [f4(hours * kept) for hours in tie.hours]
        book(me, tie, "forgetting")


def parted(me: PlainPerson) -> tuple[list[Meeting], list[Meeting]]:
    """Incoming meetings before and after one's own: cut at the first trustor of a later seat."""
    for place, meeting in enumerate(me.incoming):
        if meeting.trustor.seat.number > me.seat.number:
            return me.incoming[:place], me.incoming[place:]
    return me.incoming, []


def take_in_as_trustor(me: PlainPerson, meeting: Meeting) -> None:
    tie = me.assign(meeting.partner, origin_by_work(me, meeting.partner), "met")
    if meeting.act != HELD_BACK:
        me.add("entrusted", 1.0)
        me.add("received", meeting.answer)
        if not meeting.seems_kept():
            me.add("let_down", 1.0)
    if tie is None:
        return
    spend_hour(me, tie, meeting)
    if meeting.act == HELD_BACK:
        return
    if meeting.seems_kept():
        episode = see_faith_kept(me, tie, meeting)
    else:
        episode = see_faith_failed(me, tie, meeting)
    space = meeting.space
    personal = 1.0 - space.formality if meeting.seems_kept() else 0.0
    shift_frame(me, tie, price_of(space, meeting.partner.seat.team.conditions), personal)
    note_episode(tie, me.model.now, episode, meeting.stake)


def spend_hour(me: PlainPerson, tie: Relationship, meeting: Meeting) -> None:
    purpose = meeting.space.purpose
    tie.add("familiarity", 1.0)
    tie.last = me.model.now
    tie.hours[purpose] = f4(tie.hours[purpose] + 1.0)


def weight_of(me: PlainPerson, meeting: Meeting) -> float:
    """How much an act weighs, by what was at stake and how far above one it was done."""
    above = clip(float(me.seat.rank - meeting.partner.seat.rank), 0.0, 2.0)
    weight = 0.5 + meeting.stake
    return weight * (1.0 + 0.15 * above)


def see_faith_kept(me: PlainPerson, tie: Relationship, meeting: Meeting) -> int:
    credit = credit_of(me, tie, meeting)
    if tie.pledge > 0 and me.model.c.on_promises:
        credit = credit * (1.0 + 1.0 / (1.0 + tie.deception))
        tie.pledge -= 1
    good_news(me, tie, meeting.space, weight_of(me, meeting) * credit, meeting.answer)
    tie.mistrust = f4(tie.mistrust * (1.0 - 0.04))
    book(me, tie, "kept")
    return KEPT_FAITH


def credit_of(me: PlainPerson, tie: Relationship, meeting: Meeting) -> float:
    """How far kept faith is laid to the person, and not to what bound them."""
    crowded = 1.0 - me.model.p.crowding * read_as_bound(me, meeting)
    return 1.0 - me.model.c.on_attribution * (1.0 - crowded * (1.0 - 0.5 * tie.frame))


def read_as_bound(me: PlainPerson, meeting: Meeting) -> float:
    """How bound the trustee seems to have been; one reads it by trust in one's own leader."""
    team = meeting.partner.seat.team.conditions
    imposed = (1.0 - team.chosen) * (1.0 - 0.5 * (me.leader_trust - 0.5))
    return min(1.0, bound_by(meeting, team) * (imposed + team.chosen * (1.0 - 0.5)))


def bound_by(meeting: Meeting, team: SimpleNamespace) -> float:
    """How little choice but to keep faith there was."""
    reach = meeting.space.reach
    sanction = team.detection * team.certainty * team.severity
    sanction = sanction * (1.0 - 0.7 * team.repair)
    demand = team.demand_level * meeting.space.formality
    return 1.0 - (
        (1.0 - team.binding * reach)
        * (1.0 - 0.6 * (team.monitoring * reach))
        * (1.0 - 0.6 * (sanction * reach))
        * (1.0 - 0.6 * (team.reward * reach) * team.pricing)
        * (1.0 - 0.6 * demand)
    )


def see_faith_failed(me: PlainPerson, tie: Relationship, meeting: Meeting) -> int:
    """Take in an act that went wrong and is open; the kind of episode that it is."""
    is_error = float(meeting.act == ERROR)
    team = meeting.partner.seat.team.conditions
    amount = amount_of(me, meeting, team)
    mistaken = 0.25 * (1.0 - 0.7 * team.coordinating)
    competence = is_error + mistaken * (1.0 - 2.0 * is_error)
    added = bad_news(me, tie, meeting.space, amount, competence)
    taken_back = share_taken_back(me, meeting)
    upset = (1.0 - is_error) * (1.0 - meeting.answer) * 0.30 * (0.5 + 0.5 * team.social)
    upset = upset * (1.0 - max(0.0, taken_back))
    tie.mistrust = f4(tie.mistrust + upset * (1.0 - tie.mistrust))
    book(me, tie, "error" if is_error else "breach")
    take_back(tie, added, taken_back)
    book(me, tie, "repair")
    kind = FAILED if is_error else BROKE_FAITH
    kind = MADE_GOOD if meeting.has(ADMITS) else kind
    kind = hear_of_promises(me, tie, meeting, amount) or kind
    return hear_of_deception(me, tie, meeting) or kind


def amount_of(me: PlainPerson, meeting: Meeting, team: SimpleNamespace) -> float:
    """How much bad news it is; a breach of what was not written counts for more."""
    is_error = float(meeting.act == ERROR)
    written = team.binding * meeting.space.reach
    written = written * meeting.space.formality
    unwritten = 1.0 + (1.0 - is_error) * 0.25 * (1.0 - written)
    return weight_of(me, meeting) * (1.0 - meeting.answer) * unwritten


def share_taken_back(me: PlainPerson, meeting: Meeting) -> float:
    is_error = float(meeting.act == ERROR)
    share = repair_share(me, meeting.has(ADMITS), meeting.has(PAYS))
    share = share * (is_error + (1.0 - is_error) * 0.5)
    return share + meeting.has(DENIES) * (is_error * -0.15 + (1.0 - is_error) * 0.15)


def repair_share(me: PlainPerson, admits: float, pays: float) -> float:
    """Share that an admission takes back from who hears it, if it was an error."""
    share = me.model.p.repair_share * (0.5 + me.forgiveness) * admits * (1.0 + 0.6 * pays)
    return min(1.0, share)


def take_back(tie: Relationship, added: tuple[float, float, float], share: float) -> None:
    names = "ability_against", "benevolence_against", "integrity_against"
    for name, amount in zip(names, added, strict=True):
        left = getattr(tie, name) - amount * share
        setattr(tie, name, f4(left) if left > 0.0 else 0.0)


def hear_of_promises(
    me: PlainPerson, tie: Relationship, meeting: Meeting, amount: float
) -> int | None:
    """A promise is broken, or a new one is given."""
    c, kind = me.model.c, None
    if tie.pledge > 0 and meeting.act == BREACH and c.on_promises:
        broken = 0.5 * amount
        tie.add("integrity_against", broken)
        tie.add("deception", c.on_deception * broken)
        tie.pledge = 0
        book(me, tie, "promise")
        kind = BROKE_PROMISE
    if meeting.has(PROMISES):
        tie.pledge = PLEDGED_ACTS
    return kind


def hear_of_deception(me: PlainPerson, tie: Relationship, meeting: Meeting) -> int | None:
    if not meeting.found:
        return None
    tie.add("deception", me.model.c.on_deception * 3.0 * weight_of(me, meeting))
    book(me, tie, "deception")
    return FOUND_OUT


def take_in_as_trustee(me: PlainPerson, meeting: Meeting) -> None:
    space = meeting.space
    if meeting.went_wrong():
        live_through(me, space.purpose, meeting.consequence, me.model.p.learning_lived)
        me.add("suffered", meeting.consequence)
    tie = me.assign(meeting.trustor, origin_by_work(me, meeting.trustor), "met")
    if tie is None:
        return
    spend_hour(me, tie, meeting)
    if meeting.act == HELD_BACK:
        tie.add("benevolence_against", 0.10 * space.benevolence_worth)
        book(me, tie, "held_off")
        note_episode(tie, me.model.now, WAS_HELD_OFF, meeting.stake)
        return
    meant = 1.0 - meeting.ordered * me.model.c.on_attribution
    tie.add("benevolence_for", 0.15 * space.benevolence_worth * meant)
    book(me, tie, "trusted")
    personal = 1.0 - space.formality if meeting.act == KEPT else 0.0
    shift_frame(me, tie, price_of(space, me.seat.team.conditions), personal)


def take_in_what_was_seen(me: PlainPerson) -> None:
    """Learn from the open cases of one's team and communities, and share the burden."""
    p, c, team = me.model.p, me.model.c, me.seat.team
    learn_from(me, team.group, p.learning_seen * team.conditions.publicness * c.on_witness)
    for k, community in enumerate(me.model.communities):
        if me.belongs_to(k):
            learn_from(me, community.group, p.learning_seen * c.on_witness)
    me.add("suffered", team.group.burden)


def learn_from(me: PlainPerson, group: Group, rate: float) -> None:
    for q, cases in enumerate(group.cases):
        if cases > 0.0:
            learn_consequence(me, q, group.seen[q], rate)


def look_at_one_tie(me: PlainPerson) -> None:
    """How embedded one of one's ties is among trusted third parties."""
    slots = me.memory.slots
    tie = slots[me.model.now % len(slots)]
    if tie is None:
        return
    count = 0
    if me.model.c.on_connections:
        count = min(4, shared_friends(me, tie))
        if me.shares_community(tie.other) and count < 4:
            count = count + 1
    tie.embedded = count


def shared_friends(me: PlainPerson, tie: Relationship) -> int:
    """Third parties whom one trusts and who trust the other."""
    k = me.model.p.prior_weight
    count = 0
    for third in me.memory.ties():
        onward = third.other.tie_to(tie.other)
        if third is tie or onward is None:
            continue
        count += trust_from_tie(third, k) >= 0.5 and trust_from_tie(onward, k) >= 0.5
    return count
