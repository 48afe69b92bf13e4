"""What a story is: a title, and parts of single sentences, each with its week if it has one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Line", "Part", "Story"]


@dataclass(frozen=True)
class Line:
    """One sentence.

    Attributes:
        text: The sentence.
        week: When it happened; None for what holds now.
        kind: What it is of, such as an episode or a cause; for icons and for counting.
        people: Ids of those it names, for links.
    """

    text: str
    week: int | None = None
    kind: str = ""
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """Sentences that belong together."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Story:
    """A title and its parts, in the order in which they are told."""

    title: str
    parts: tuple[Part, ...]

    @property
    def lines(self) -> list[Line]:
        """All sentences of all parts."""
        return [line for part in self.parts for line in part.lines]

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "title": self.title,
            "parts": [
                {"title": part.title, "lines": [_data(line) for line in part.lines]}
                for part in self.parts
            ],
        }


def _data(line: Line) -> dict[str, Any]:
    return {
        "text": line.text,
        "week": line.week,
        "kind": line.kind,
        "people": list(line.people),
    }
