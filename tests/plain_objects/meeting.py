"""Phase 3, Meet: who spends which hour with whom (7.4)."""

from __future__ import annotations

from itertools import chain, repeat

from trustgarden.model.chance import HOURS, PARTNER

from .dealing import Meeting
from .memory import trust_from_tie
from .people import PlainPerson
from .seats import MEETING, REHEARSAL, SOCIAL, WORK, Seat
from .uncompiled import choose_index, f4, uniform

__all__ = ["meet"]

Pulls = list[tuple[PlainPerson, float]]


def meet(me: PlainPerson) -> None:
    """Fill the hours of the week with partners, as far as there are any."""
    counts = hours_of_spaces(me)
    me.free_hours = f4(counts[REHEARSAL] + counts[SOCIAL])
    pulls = pulls_of_remembered(me)
    hours = chain.from_iterable(map(repeat, me.model.spaces, counts))
    for hour, space in enumerate(hours):
        partner = partner_of(me, hour, space.number, pulls)
        if partner is not None:
            me.meetings.append(Meeting(me, partner, hour, space))


def hours_of_spaces(me: PlainPerson) -> list[int]:
    """How many whole hours of work, meeting, rehearsal and social, in this order."""
    c, level = me.model.c, me.seat.team.conditions.spaces_level
    pressure = 0.5 * me.felt_strain() + (c.load - 0.5)
    pressure = min(max(pressure, 0.0), 0.9)

    def free(base: float) -> float:
        return (base + 0.5 * 4.0 * level) * (1.0 - pressure)

    rehearsal = free(c.rehearsal_hours)
    social = free(c.social_hours)
    social = social * (0.5 + me.sociability)
    words = me.model.chance.draw(HOURS, me.model.calendar_week, me.key)
    wanted = c.work_hours, c.meeting_hours, rehearsal, social
    return [whole(x, uniform(word)) for x, word in zip(wanted, words, strict=True)]


def whole(x: float, u: float) -> int:
    return int(x) + (1 if u < x - int(x) else 0)


def pulls_of_remembered(me: PlainPerson) -> Pulls:
    """How strongly each who is remembered draws one, in the order of slots."""
    k = me.model.p.prior_weight
    pulls = []
    for tie in me.memory.ties():
        trust = trust_from_tie(tie, k)
        pulls.append((tie.other, (1.0 + tie.familiarity) * trust * trust * trust))
    return pulls


def partner_of(me: PlainPerson, hour: int, space: int, pulls: Pulls) -> PlainPerson | None:
    """The first rule that applies decides."""
    c, boss = me.model.c, me.seat.boss
    words = me.model.chance.draw(PARTNER, me.model.calendar_week, me.key, count=hour)
    route = uniform(words[0])
    connecting = me.seat.team.conditions.connections_level
    if space == SOCIAL:
        opened = c.openness + 0.5 * connecting * (1.0 - c.openness)
        return anybody(me, words) if route < opened else one_remembered(words[1], pulls)
    if space == WORK and route < 0.10 and boss is not None and boss.present:
        return boss.person
    if space == WORK and route >= 1.0 - 0.25 * connecting:
        return anybody(me, words)
    if has_peers(me.seat) and route < 0.10 + 0.25:
        return from_roster(me, me.seat.fellow_leaders, words[1:])
    if space == MEETING or route < 0.10 + 0.25 + 0.50:
        return from_roster(me, me.seat.team.seats, words[1:])
    return one_remembered(words[1], pulls)


def has_peers(seat: Seat) -> bool:
    """Whether others who lead have the same boss, in another team than theirs."""
    boss = seat.boss
    return boss is not None and boss.team is not seat.team and len(seat.fellow_leaders) > 1


def from_roster(me: PlainPerson, roster: list[Seat], words) -> PlainPerson | None:
    """The first of three tries at somebody who is there and not oneself."""
    for word in words:
        seat = roster[choose_index(word, len(roster))]
        if seat.present and seat is not me.seat:
            return seat.person
    return None


def anybody(me: PlainPerson, words) -> PlainPerson | None:
    """Somebody of one's own place, or else of any."""
    seats, (_, w1, w2, w3) = me.model.seats, words
    first = seats[choose_index(w1, len(seats))]
    if first is not me.seat and first.present and first.place == me.seat.place:
        return first.person
    return from_roster(me, seats, (w2, w3, w1 ^ w2))


def one_remembered(word: int, pulls: Pulls) -> PlainPerson | None:
    total = 0.0
    for _, pull in pulls:
        total = total + pull
    aim = uniform(word) * total
    chosen = None
    for other, pull in pulls:
        if pull > 0.0:
            chosen = other
            aim = aim - pull
            if aim < 0.0:
                break
    return chosen
