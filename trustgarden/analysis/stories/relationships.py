"""One relationship's history: how it began, what each remembers, where both stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from .saying import episode_line, how_one_trusts, person_named
from .story import Line, Part, Story
from .wording import Words

if TYPE_CHECKING:
    from trustgarden.model.organisation import Organisation
    from trustgarden.model.people import Episode, Memory

__all__ = ["TieHistory", "tie_story"]

WARY = 0.3
TRANSACTION = 0.5
DECEIVED = 0.5
"""Mistrust, frame and stock of deception from which a story speaks of them (free choice)."""
MOST_TOLD = 14
"""Episodes that a history tells: whoever meets daily lives through hundreds."""
TURN = 0.03
"""Change of trust in a week from which it is told as a turn (free choice)."""


@dataclass
class TieHistory:
    """What two people lived through with each other, week by week.

    Memory keeps the last four episodes only; who looks each week keeps them all.

    Attributes:
        a, b: Ids of the two.
        trust: Trust of each in the other by week; without entry where one has no memory.
        episodes: Every episode seen, by who remembers it.
    """

    a: str
    b: str
    trust: dict[str, dict[int, float]] = field(default_factory=dict)
    episodes: dict[str, list[Episode]] = field(default_factory=dict)

    def look(self, org: Organisation) -> None:
        """Take in the week that has just ended."""
        people = {str(person.unique_id): person for person in org.people}
        for me, other in ((self.a, self.b), (self.b, self.a)):
            if me not in people or other not in people:
                continue
            memory = people[me].memory_of(people[other])
            if memory is not None:
                self.trust.setdefault(me, {})[org.week] = memory.trust
                self._keep(me, memory, org.week)

    def _keep(self, me: str, memory: Memory, week: int) -> None:
        kept = self.episodes.setdefault(me, [])
        if not kept:
            kept.extend(reversed(memory.episodes))
        else:
            kept.extend(one for one in reversed(memory.episodes) if one.week == week)


def tie_story(
    org: Organisation,
    a: str,
    b: str,
    words: Words | None = None,
    history: TieHistory | None = None,
) -> Story:
    """Return what there is to tell of two people.

    Args:
        org: The organisation, as it stands.
        a: Id of the one.
        b: Id of the other.
        words: The catalogue; English if not given.
        history: What was seen of the two week by week, if somebody looked.

    Raises:
        InputError: If one of them is not here.
    """
    words = words or Words.of()
    one, other = person_named(org, a), person_named(org, b)
    memories = {a: one.memory_of(other), b: other.memory_of(one)}
    parts = [Part(words.say("tie.now"), tuple(_stands(a, b, memories, words)))]
    if any(memories.values()):
        lines = _happened(a, b, memories, words, history)
        parts.append(Part(words.say("tie.history"), tuple(lines)))
    return Story(words.say("tie.title", a=words.called(a), b=words.called(b)), tuple(parts))


def _stands(a: str, b: str, memories: dict[str, Memory | None], words: Words) -> list[Line]:
    both = {"a": words.called(a), "b": words.called(b)}
    held = [(me, memory) for me, memory in memories.items() if memory is not None]
    if not held:
        return [Line(words.say("tie.strangers", **both), people=(a, b))]
    lines = [_began(held[0][1], both, words)]
    for me, memory in held:
        lines += _view(me, b if me == a else a, memory, words)
    if len(held) == 1:
        other = b if held[0][0] == a else a
        me, you = words.called(held[0][0]), words.called(other)
        lines.append(Line(words.say("tie.one_sided", me=me, other=you)))
    longest = max((memory for _, memory in held), key=lambda memory: memory.familiarity)
    hours = words.say("tie.hours", hours=round(longest.familiarity), week=longest.last)
    return [*lines, Line(hours, kind="hours"), *_parties(longest, words)]


def _parties(memory: Memory, words: Words) -> list[Line]:
    if not memory.third_parties:
        return []
    return [Line(words.say("tie.parties", count=memory.third_parties), kind="parties")]


def _began(memory: Memory, both: dict[str, str], words: Words) -> Line:
    if memory.met <= 0:
        return Line(words.say("tie.began_before", **both), kind="began")
    text = words.say(f"tie.began_{memory.origin}", **both, week=memory.met)
    return Line(text, memory.met, "began")


def _view(me: str, other: str, memory: Memory, words: Words) -> list[Line]:
    """How one of the two sees the other."""
    names = {"me": words.called(me), "other": words.called(other)}
    text = words.say(
        "tie.stands",
        **names,
        trusts=how_one_trusts(words, other, memory.trust),
        trust=memory.trust,
        ability=memory.ability,
        benevolence=memory.benevolence,
        integrity=memory.integrity,
    )
    lines = [Line(text, kind="trust", people=(me, other))]
    if memory.mistrust >= WARY:
        lines.append(Line(words.say("tie.mistrust", mistrust=memory.mistrust), kind="mistrust"))
    said = {
        "deceived": memory.deception >= DECEIVED,
        "frame": memory.frame >= TRANSACTION,
        "promise": memory.promised > 0,
    }
    return lines + [
        Line(words.say(f"tie.{key}", **names), kind=key) for key, holds in said.items() if holds
    ]


def _happened(
    a: str,
    b: str,
    memories: dict[str, Memory | None],
    words: Words,
    history: TieHistory | None,
) -> list[Line]:
    lines = []
    for me, other in ((a, b), (b, a)):
        memory = memories[me]
        remembered = list(memory.episodes) if memory is not None else []
        episodes = history.episodes.get(me, []) if history is not None else remembered
        lines += [episode_line(words, me, other, episode) for episode in _gravest(episodes)]
        if history is not None:
            lines += _turns(me, other, history.trust.get(me, {}), words)
    lines.sort(key=lambda line: line.week or 0)
    return lines or [Line(words.say("tie.forgotten"))]


def _gravest(episodes: list[Episode]) -> list[Episode]:
    """Those that stand out: what is not everyday first, then what was at stake, then the newest."""
    everyday = ("kept faith", "was not trusted by them")
    ranked = sorted(episodes, key=lambda one: (one.what in everyday, -one.stake, -one.week))
    return ranked[: MOST_TOLD // 2]


def _turns(me: str, other: str, trust: dict[int, float], words: Words) -> list[Line]:
    """The week of the largest rise, and that of the largest fall."""
    weeks = sorted(trust)
    steps = {now: trust[now] - trust[before] for before, now in pairwise(weeks)}
    if not steps:
        return []
    names = {"me": words.called(me), "other": words.called(other)}
    lines = []
    for key, week in (("rose", max(steps, key=steps.__getitem__)),
                      ("fell", min(steps, key=steps.__getitem__))):  # fmt: skip
        change = steps[week] if key == "rose" else -steps[week]
        if change >= TURN:
            text = words.say(f"tie.{key}", **names, week=week, change=change)
            lines.append(Line(text, week, key, (me, other)))
    return lines
