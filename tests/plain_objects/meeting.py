"""Phase 3, Meet: who spends which hour with whom (7.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, repeat
from math import sqrt

from trustgarden.model.chance import ASSIGNMENT, HOURS, LIKENESS, PARTNER

from .dealing import Meeting
from .memory import Relationship
from .people import PlainPerson
from .rosters import from_roster
from .seats import Seat
from .spaces import Space
from .trust import able, trust_from_tie
from .uncompiled import choose_index, clip, f4, uniform

__all__ = ["meet"]

WITH_LEADER = 0.10
WITH_PEERS = 0.25
WITH_TEAM = 0.35
SEAT = 0xFFFFFFFF
"""The part of a key that is the seat, whoever holds it."""

Weights = list[tuple[PlainPerson, float]]


def meet(me: PlainPerson) -> None:
    """Fill the hours of the week with partners, as far as there are any."""
    me.hours = list(me.arranged)
    pulls, needs = pulls_of_remembered(me), needs_of_remembered(me)
    for hour, space in enumerate(spaces_of_hours(me)):
        w0, *tries = me.model.chance.draw(PARTNER, me.model.now, me.key, count=hour)
        search = Search(me, space, hour, uniform(w0), tries, pulls, needs)
        me.hours.append(Meeting(me, ROUTES[space.route](search), space, hour))
    me.meetings = [meeting for meeting in me.hours if meeting.partner is not None]


def spaces_of_hours(me: PlainPerson) -> Iterator[Space]:
    """The space of each ordinary hour; what is free and squeezed by load is counted."""
    counts = [hours_in(me, space) for space in me.model.spaces]
    me.free_hours = 0.0
    for space, count in zip(me.model.spaces, counts, strict=True):
        if space.squeezed > 0.0:
            me.free_hours = f4(me.free_hours + count)
    return chain.from_iterable(map(repeat, me.model.spaces, counts))


def hours_in(me: PlainPerson, space: Space) -> int:
    """Whole hours in a space; part of an hour is one more by lot."""
    words = me.model.chance.draw(HOURS, me.model.now, me.key, count=space.number // 4)
    hours = hours_wanted(me, space)
    return int(hours) + (1 if uniform(words[space.number % 4]) < hours - int(hours) else 0)


def hours_wanted(me: PlainPerson, space: Space) -> float:
    if space.is_of_community and not me.belongs_to(space.community):
        return 0.0
    level = me.seat.team.conditions.spaces_level
    pressure = clip(0.5 * me.felt_strain() + (me.model.c.load - 0.5), 0.0, 0.9)
    hours = (space.hours + 2.0 * space.opened * level) * (1.0 - space.squeezed * pressure)
    return hours * (1.0 + space.sociable * (me.sociability - 0.5))


def pulls_of_remembered(me: PlainPerson) -> Weights:
    """How strongly each who is remembered draws one, in the order of slots."""
    pulls = []
    for tie in me.memory.ties():
        trust = trust_from_tie(tie, me.model.p.prior_weight)
        liked = (1.0 + company(tie)) * trust * trust * trust
        held = liked * (1.0 + 0.35 * (tie.embedded / 4))
        pulls.append((tie.other, held * (1.0 + 0.15 * steps_up(me, tie))))
    return there(pulls)


def company(tie: Relationship) -> float:
    """Hours together, of which free ones count most and those at work least."""
    perform, share, rehearse, explore = tie.hours
    return explore + 0.5 * rehearse + 0.1 * (perform + share)


def steps_up(me: PlainPerson, tie: Relationship) -> float:
    """Steps of rank to somebody, of which two count at most."""
    return clip(float(me.seat.rank - tie.other.seat.rank), -2.0, 2.0)


def needs_of_remembered(me: PlainPerson) -> Weights:
    """How much each who is remembered can help one, in the order of slots."""
    needs = []
    for tie in me.memory.ties():
        skilled = able(tie, me.model.p.prior_weight)
        helpful = skilled * skilled * skilled * sqrt(1.0 + tie.familiarity)
        needs.append((tie.other, helpful * (1.0 + 0.25 * steps_up(me, tie))))
    return there(needs)


def there(weights: Weights) -> Weights:
    return [(other, weight) for other, weight in weights if other.seat.present]


@dataclass(frozen=True, slots=True)
class Search:
    """One's search for a partner in an hour: what is drawn, and who is remembered how."""

    me: PlainPerson
    space: Space
    hour: int
    u: float
    tries: list[int]
    pulls: Weights
    needs: Weights

    @property
    def connecting(self) -> float:
        return self.me.seat.team.conditions.connections_level

    def at_work(self) -> PlainPerson | None:
        """The first rule that applies decides."""
        boss, c = self.me.boss(), self.me.model.c
        if self.u < WITH_LEADER and boss is not None:
            return boss
        if self.u >= 1.0 - c.across - 0.25 * self.connecting:
            return self.anybody()
        if self.with_peers():
            return self.fellow_leader()
        if self.u < WITH_LEADER + WITH_PEERS + WITH_TEAM:
            return self.team_mate()
        return one_remembered(self.tries[0], self.needs)

    def in_a_meeting(self) -> PlainPerson | None:
        return self.fellow_leader() if self.with_peers() else self.team_mate()

    def in_rehearsal(self) -> PlainPerson | None:
        if self.with_peers() or self.u < WITH_LEADER + WITH_PEERS + WITH_TEAM:
            return self.in_a_meeting()
        return self.one_liked()

    def among_people(self) -> PlainPerson | None:
        openness = self.me.model.c.openness
        opened = openness + 0.5 * self.connecting * (1.0 - openness)
        return self.anybody() if self.u < opened else self.one_liked()

    def with_peers(self) -> bool:
        """Whether the hour is with others who lead and have the same boss in another team."""
        seat = self.me.seat
        return (
            seat.boss is not None
            and len(seat.fellow_leaders()) > 1
            and seat.boss.team is not seat.team
            and self.u < WITH_LEADER + WITH_PEERS
        )

    def fellow_leader(self) -> PlainPerson | None:
        return from_roster(self.me, self.me.seat.fellow_leaders(), self.tries)

    def leader(self) -> PlainPerson | None:
        return self.me.boss()

    def team_mate(self) -> PlainPerson | None:
        return from_roster(self.me, self.me.seat.team.seats, self.tries)

    def neighbour(self) -> PlainPerson | None:
        return from_roster(self.me, self.me.seat.neighbours, self.tries)

    def one_of_community(self) -> PlainPerson | None:
        circle = self.me.model.communities[self.space.community].circle
        return from_roster(self.me, circle, self.tries)

    def one_liked(self) -> PlainPerson | None:
        return one_remembered(self.tries[0], self.pulls)

    def anybody(self) -> PlainPerson | None:
        """A counterpart, where work decides; else two tries at somebody alike, one at whoever."""
        me, roster = self.me, self.me.model.roster
        likeness = me.model.chance.draw(LIKENESS, me.model.now, me.key, count=self.hour)
        if uniform(likeness[2]) >= self.space.voluntariness:
            assigned = self.counterpart()
            if assigned is not None:
                return assigned
        for word, word_of_likeness in zip(self.tries[:2], likeness[:2], strict=True):
            seat = roster[choose_index(word, len(roster))]
            if is_company(me, seat, self.space, word_of_likeness):
                return seat.person
        return from_roster(me, roster, self.tries[2:])

    def counterpart(self) -> PlainPerson | None:
        """Who suits best of three in question for one of three places, which last a year."""
        me, slot = self.me, choose_index(self.tries[0], 3)
        assignment = (me.model.now + 17 * slot) // 52
        chosen, most = None, 0.0
        for count in range(slot * 3, slot * 3 + 3):
            *words, fit = me.model.chance.draw(ASSIGNMENT, assignment, me.key & SEAT, count=count)
            one = from_roster(me, me.model.roster, words)
            if one is None or one.seat.team is me.seat.team:
                continue
            suited = uniform(fit) * within_reach(me, one)
            if suited > most:
                chosen, most = one, suited
        return chosen


def within_reach(me: PlainPerson, one: PlainPerson) -> float:
    """How near somebody is to be found for work, to a stranger."""
    tie = me.tie_to(one)
    known = 0.0 if tie is None else tie.familiarity
    return 1.0 + 4.0 * known / (known + 2.0)


def is_company(me: PlainPerson, seat: Seat, space: Space, word: int) -> bool:
    """Whether a stranger who is come across is one with whom one spends an hour."""
    if seat is me.seat or not seat.present:
        return False
    chance = 1.0
    if seat.place != me.seat.place:
        chance = chance * 0.9
    if seat.rank != me.seat.rank:
        chance = chance * 0.5
    if seat.practice != me.seat.practice:
        chance = chance * 0.7
    chance = 1.0 - space.voluntariness * (1.0 - chance)
    return not me.model.c.on_connections or uniform(word) < chance


def one_remembered(word: int, weights: Weights) -> PlainPerson | None:
    total = 0.0
    for _, weight in weights:
        total = total + weight
    if total <= 0.0:
        return None
    aim = uniform(word) * total
    chosen = None
    for other, weight in weights:
        if weight > 0.0:
            chosen = other
            aim = aim - weight
            if aim < 0.0:
                break
    return chosen


ROUTES = {
    "work": Search.at_work,
    "meeting": Search.in_a_meeting,
    "rehearsal": Search.in_rehearsal,
    "social": Search.among_people,
    "leader": Search.leader,
    "team": Search.team_mate,
    "place": Search.neighbour,
    "organisation": Search.anybody,
    "remembered": Search.one_liked,
    "community": Search.one_of_community,
}
"""How one comes by a partner, by the route of the space."""
