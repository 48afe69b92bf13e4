"""Phase 7, Remember: what people take in of the week (7.8)."""

from __future__ import annotations

from .accounts import book
from .attribution import (
    amount_of,
    assurance,
    binding_of,
    credit_of,
    read_as_choice,
    weight_of,
)
from .dealing import ADMITS, ERROR, HELD_BACK, KEPT, Meeting
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
from .repair import hear_of_deception, hear_of_promises, share_taken_back, take_back
from .seats import Group
from .trust import trust_from_tie
from .uncompiled import clip, f4

__all__ = ["look_at_one_tie", "remember"]

WAS_HELD_OFF, KEPT_FAITH, FAILED, BROKE_FAITH = 1, 2, 3, 4
MADE_GOOD = 6
"""Kinds of episode; the others are of `repair`."""
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


def see_faith_kept(me: PlainPerson, tie: Relationship, meeting: Meeting) -> int:
    credit = credit_of(me, tie, meeting)
    if tie.pledge > 0 and me.model.c.on_promises:
        credit = credit * (1.0 + 1.0 / (1.0 + tie.deception))
        tie.pledge -= 1
    given = meeting.answer * sincere(me, meeting)
    good_news(me, tie, meeting.space, weight_of(me, meeting) * credit, given)
    tie.mistrust = f4(tie.mistrust * (1.0 - 0.15 / (1.0 + tie.deception)))
    book(me, tie, "kept")
    return KEPT_FAITH


def sincere(me: PlainPerson, meeting: Meeting) -> float:
    """What is left of kindness that somebody of a lower rank may mean for one's favour."""
    below = clip(float(meeting.partner.seat.rank - me.seat.rank), 0.0, 2.0)
    return 1.0 - me.model.c.on_attribution * below / (1.0 + below)


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
    tie.add("benevolence_for", 0.15 * space.benevolence_worth * meant_well(me, meeting))
    bound = read_as_choice(me, me.seat.team.conditions, binding_of(me, space))
    told = 0.10 * space.benevolence_worth * bound * me.model.c.on_attribution
    tie.add("benevolence_against", told)
    book(me, tie, "trusted")
    personal = 1.0 - space.formality if meeting.act == KEPT else 0.0
    shift_frame(me, tie, price_of(space, me.seat.team.conditions), personal)


def meant_well(me: PlainPerson, meeting: Meeting) -> float:
    """How far being trusted is laid to the trustor, and not to orders or to what binds oneself."""
    free = 1.0 - assurance(me, meeting.space)
    return 1.0 - me.model.c.on_attribution * (1.0 - (1.0 - meeting.ordered) * free)


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
