"""Sentences that several stories share: somebody's name, a stake, an episode, how one trusts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trustgarden.errors import InputError

from .story import Line
from .wording import Words

if TYPE_CHECKING:
    from trustgarden.model.organisation import Organisation
    from trustgarden.model.people import Episode, Person

__all__ = ["episode_line", "how_one_trusts", "person_named", "stake_words"]

BANDS = ((0.3, "none"), (0.45, "little"), (0.6, "some"), (0.75, "much"))
"""Trust below which it is put in these words; above it is full (free choice)."""
STAKES = ((0.2, "small"), (0.5, "middling"))


def person_named(org: Organisation, name: str) -> Person:
    """The person of that id.

    Raises:
        InputError: If nobody of that id is here.
    """
    for person in org.people:
        if person.unique_id == name:
            found: Person = person
            return found
    raise InputError(f"nobody called {name!r} is here after week {org.week}; {_hint(org, name)}")


def _hint(org: Organisation, name: str) -> str:
    here = [str(person.unique_id) for person in org.people]
    seat = name.rsplit(".", 1)[0]
    holder = next((one for one in here if one == seat or one.startswith(f"{seat}.")), None)
    if holder is not None:
        return f"the seat is held by {holder} then. Name {holder}, or another week."
    return f"name one of {_some(here)}."


def _some(names: list[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def how_one_trusts(words: Words, other: str, trust: float) -> str:
    """How much somebody trusts another, in words."""
    band = next((name for limit, name in BANDS if trust < limit), "full")
    return words.part(f"trust.{band}", other=words.called(other))


def stake_words(words: Words, stake: float) -> str:
    """What was at stake, in words."""
    size = next((name for limit, name in STAKES if stake < limit), "large")
    return words.part(f"stake.{size}")


def episode_line(words: Words, me: str, other: str, episode: Episode) -> Line:
    """What one person remembers of another, as a sentence."""
    kind = episode.what.replace(" ", "_")
    text = words.say(
        f"episode.{kind}",
        me=words.called(me),
        other=words.called(other),
        stake=stake_words(words, episode.stake),
    )
    return Line(text, episode.week, kind, (me, other))
