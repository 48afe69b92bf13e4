"""One person's story: who they are here, whom they trust, what they remember, their week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from .meetings import meetings_of
from .saying import episode_line, how_one_trusts, person_named
from .story import Line, Part, Story
from .wording import Words

if TYPE_CHECKING:
    from trustgarden.model.organisation import Organisation
    from trustgarden.model.people import Memory, Person

__all__ = ["person_story"]

MOST_TRUSTED = 5
MOST_EPISODES = 12
STRAINED = 0.5
WARY = 0.4
"""Strain, intention to leave and mistrust from which a story speaks of them (free choice)."""


def person_story(org: Organisation, name: str, words: Words | None = None) -> Story:
    """Return what there is to tell of a person now.

    Args:
        org: The organisation, as it stands.
        name: Id of the person.
        words: The catalogue; English if not given.

    Raises:
        InputError: If nobody of that id is here.
    """
    words = words or Words.of()
    person = person_named(org, name)
    who = words.called(name)
    known = [(str(other.unique_id), person.memory_of(other)) for other in person.remembered]
    memories = [(other, memory) for other, memory in known if memory is not None]
    parts = (
        Part(words.say("person.about", who=who), tuple(_about(org, person, words))),
        Part(words.say("person.trusts", who=who), tuple(_trusts(name, memories, words))),
        Part(words.say("person.memories", who=who), tuple(_remembers(name, memories, words))),
        Part(words.say("person.week", who=who), tuple(_week(org, name, words))),
    )
    return Story(words.say("person.title", who=who), parts)


def _about(org: Organisation, person: Person, words: Words) -> list[Line]:
    name = str(person.unique_id)
    who = words.called(name)
    row = _row(org, name)
    lines = [_place(person, bool(row["is_leader"]), words), _since(org, row, who, words)]
    if not np.isnan(row["trust_received"]) and not np.isnan(row["trust_given"]):
        trust, given = float(row["trust_received"]), float(row["trust_given"])
        lines.append(Line(words.say("person.received", who=who, trust=trust, given=given)))
    own = float(person.trust_in_organisation)
    lines.append(Line(words.say("person.organisation", who=who, trust=own)))
    if person.strain >= STRAINED:
        lines.append(Line(words.say("person.strained", who=who, strain=person.strain)))
    if float(row["intention"]) >= STRAINED:
        lines.append(Line(words.say("person.leaving", who=who)))
    return lines


def _row(org: Organisation, name: str) -> dict[str, Any]:
    people = org.people_table()
    row: dict[Any, Any] = people[people["id"] == name].iloc[0].to_dict()
    return row


def _place(person: Person, leads: bool, words: Words) -> Line:
    boss = person.leader
    name = str(person.unique_id)
    key = "place" if not leads else "top" if boss is None else "leads"
    leader = words.part("names.nobody") if boss is None else words.called(boss.unique_id)
    text = words.say(f"person.{key}", who=words.called(name), team=person.team, leader=leader)
    return Line(text, kind="place", people=(name,) if boss is None else (name, str(boss.unique_id)))


def _since(org: Organisation, row: dict[str, Any], who: str, words: Words) -> Line:
    joined = int(row["joined_week"])
    if joined <= 0:
        return Line(words.say("person.founder", who=who))
    if np.isnan(row["accepted_week"]):
        return Line(words.say("person.newcomer", who=who, weeks=org.week - joined), joined)
    return Line(words.say("person.joined", who=who, week=joined), joined)


def _trusts(me: str, memories: list[tuple[str, Memory]], words: Words) -> list[Line]:
    """Whom one trusts most of those one knows well, and of whom one is wary."""
    if not memories:
        return [Line(words.say("person.knows_nobody", who=words.called(me)))]
    # Trust at first sight in somebody hardly known is no news.
    well = sorted(memories, key=lambda one: -one[1].trust * one[1].certainty)[:MOST_TRUSTED]
    well.sort(key=lambda one: -one[1].trust)
    wary = [one for one in memories if one[1].mistrust >= WARY]
    wary.sort(key=lambda one: -one[1].mistrust)
    lines = [_trusts_one(me, other, memory, words) for other, memory in well]
    return lines + [_is_wary(me, other, memory, words) for other, memory in wary[:3]]


def _trusts_one(me: str, other: str, memory: Memory, words: Words) -> Line:
    rests = "own" if memory.certainty > 0.6 else "some" if memory.certainty > 0.3 else "prior"
    text = words.say(
        "person.trusts_one",
        me=words.called(me),
        trusts=how_one_trusts(words, other, memory.trust),
        trust=memory.trust,
        hours=round(memory.familiarity),
        evidence=words.part(f"person.evidence_{rests}"),
    )
    return Line(text, kind="trust", people=(me, other))


def _is_wary(me: str, other: str, memory: Memory, words: Words) -> Line:
    text = words.say(
        "person.mistrusts_one",
        me=words.called(me),
        other=words.called(other),
        mistrust=memory.mistrust,
        trust=memory.trust,
    )
    return Line(text, kind="mistrust", people=(me, other))


def _remembers(me: str, memories: list[tuple[str, Memory]], words: Words) -> list[Line]:
    """The episodes that stand out: kept faith only where much was at stake; the newest first."""
    told = [
        (episode.week, episode.what != "kept faith", episode.stake, other, episode)
        for other, memory in memories
        for episode in memory.episodes
        if episode.what != "was not trusted by them"
    ]
    told.sort(key=lambda one: (one[1], one[2]), reverse=True)
    chosen = sorted(told[:MOST_EPISODES], key=lambda one: one[0], reverse=True)
    lines = [episode_line(words, me, other, episode) for *_, other, episode in chosen]
    return lines or [Line(words.say("person.no_memories"))]


def _week(org: Organisation, me: str, words: Words) -> list[Line]:
    meetings = meetings_of(org)
    mine = meetings[meetings["trustor"] == me]
    theirs = meetings[meetings["trustee"] == me]
    who = words.called(me)
    together = pd.concat([mine["trustee"], theirs["trustor"]])
    if together.empty:
        return [Line(words.say("person.week_alone", who=who, week=org.week), org.week)]
    counts = together.value_counts()
    met = words.say(
        "person.week_met",
        who=who, week=org.week, hours=len(together), count=len(counts),
        most=words.called(counts.index[0]),
    )  # fmt: skip
    lines = [Line(met, org.week, "met", (me, str(counts.index[0])))]
    lines += _relied("week_trusted", who, mine, words)
    lines += _relied("week_entrusted", who, theirs, words)
    held = int((mine["act"] == "held back").sum())
    if held:
        lines.append(Line(words.say("person.week_held", who=who, count=held), org.week))
    return [Line(line.text, org.week, line.kind, line.people) for line in lines]


def _relied(key: str, who: str, meetings: pd.DataFrame, words: Words) -> list[Line]:
    """How often somebody was relied on, and faith seen to be kept."""
    relied = meetings[meetings["act"] != "held back"]
    if relied.empty:
        return []
    kept = int(((relied["act"] == "kept") | relied["hidden"]).sum())
    return [Line(words.say(f"person.{key}", who=who, count=len(relied), kept=kept))]
