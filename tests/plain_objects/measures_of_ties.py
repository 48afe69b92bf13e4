"""Measures over remembered relationships (7.13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .leaving import is_validated
from .memory import Relationship
from .people import PlainPerson
from .sums import mean, over, total
from .trust import tie_certainty, trust_from_tie
from .uncompiled import square_root

if TYPE_CHECKING:
    from .organisation import PlainOrganisation

__all__ = ["of_ties"]

HIGH = 0.65


@dataclass(frozen=True, slots=True)
class Held:
    """A tie with what is read of it."""

    me: PlainPerson
    tie: Relationship
    trust: float
    certainty: float

    def is_high(self) -> bool:
        return self.trust >= HIGH

    def joins_teams(self) -> bool:
        return self.me.seat.team is not self.tie.other.seat.team

    def is_mutual(self) -> bool:
        back = self.tie.other.tie_to(self.me)
        if back is None or not self.is_high():
            return False
        return trust_from_tie(back, self.me.model.p.prior_weight) >= HIGH


def of_ties(org: PlainOrganisation, people: list[PlainPerson]) -> dict[str, float]:
    k = org.p.prior_weight
    held = [
        Held(me, tie, trust_from_tie(tie, k), tie_certainty(tie, k))
        for me in people
        for tie in me.memory.ties()
    ]
    trusts, ties = [one.trust for one in held], [one.tie for one in held]
    validated = sum(is_validated(tie, k) for tie in ties)
    means = {
        "trust": mean(trusts),
        "trust_spread": spread(trusts),
        "trust_across": mean([one.trust for one in held if one.joins_teams()]),
        "mistrust": mean([tie.mistrust for tie in ties]),
        "certainty": mean([one.certainty for one in held]),
        "frame": mean([tie.frame for tie in ties]),
        "familiarity": mean([tie.familiarity for tie in ties]),
        "told": mean([tie.told_for + tie.told_against for tie in ties]),
        "ties": over(len(ties), len(people)),
        "in_group": over(validated, len(people)),
        "near_group": over(len(ties) - validated, len(people)),
    }
    return means | bands(held) | of_webs(held, people)


def spread(trusts: list[float]) -> float:
    middle = mean(trusts)
    variance = over(total(trust * trust for trust in trusts), len(trusts)) - middle * middle
    return square_root(variance) if variance > 0.0 else 0.0


def bands(held: list[Held]) -> dict[str, float]:
    none = sum(one.trust < 0.35 for one in held)
    high = [one for one in held if one.is_high()]
    invested = sum(one.certainty >= 0.25 for one in high)
    counts = {
        "band_none": none,
        "band_functional": len(held) - none - len(high),
        "band_invested": invested,
        "band_blind": len(high) - invested,
    }
    return {name: over(count, len(held)) for name, count in counts.items()}


def of_webs(held: list[Held], people: list[PlainPerson]) -> dict[str, float]:
    """What follows from mutual trust: webs, bridges, closure, tribes."""
    mutual = [one for one in held if one.is_mutual()]
    webs = sizes_of_groups(people, mutual)
    tribes = sizes_of_groups(people, [one for one in mutual if one.tie.embedded >= 4])
    largest = max(webs, default=0)
    return {
        "reciprocity": over(len(mutual), sum(one.is_high() for one in held)),
        "reach": over(largest, len(people)) if largest > 1 else 0.0,
        "bridges": over(sum(one.joins_teams() for one in mutual), len(mutual)),
        "closure": over(sum(one.tie.embedded > 0 for one in mutual), len(mutual)),
        "tribes": float(sum(size >= 3 for size in tribes)),
    }


def sizes_of_groups(people: list[PlainPerson], joining: list[Held]) -> list[int]:
    """How many people each group has that is joined by some ties."""
    group_of = {me: {me} for me in people}
    for one in joining:
        mine, theirs = group_of[one.me], group_of[one.tie.other]
        if mine is not theirs:
            mine |= theirs
            group_of.update(dict.fromkeys(theirs, mine))
    groups = {id(group): group for group in group_of.values()}
    return [len(group) for group in groups.values()]
