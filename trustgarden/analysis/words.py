"""Numbers and lists in words, the same way in every report."""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup

__all__ = ["duration", "figure", "interval", "joined", "plural", "strong"]


def figure(number: float, digits: int = 2) -> str:
    """Return a number with a true minus, or a dash where there is none."""
    if math.isnan(number):
        return "–"
    return f"{round(number, digits) + 0.0:.{digits}f}".replace("-", "−")


def interval(low: float, high: float, digits: int = 2) -> str:
    """Return an interval in brackets; nothing where it is not known."""
    if math.isnan(low) or math.isnan(high):
        return ""
    link = " to " if low < 0 else "–"
    return f"[{figure(low, digits)}{link}{figure(high, digits)}]"



def joined(parts: Sequence[Markup | str], last: str = "and") -> Markup:
    """Return parts as a list in words; what is not markup is escaped."""
    if len(parts) < 2:
        return Markup("").join(parts)
    return Markup("{} {} {}").format(Markup(", ").join(parts[:-1]), last, parts[-1])


def strong(text: str) -> Markup:
    """Return text, escaped, in bold."""
    return Markup("<strong>{}</strong>").format(text)


def plural(count: int, noun: str) -> str:
    """Return a count with its noun."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def duration(weeks: int) -> str:
    """Return a number of weeks, in years where these are whole."""
    years, rest = divmod(weeks, 52)
    if years == 0 or rest:
        return plural(weeks, "week")
    words = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five"}
    return f"{words.get(years, years)} year{'' if years == 1 else 's'} ({weeks} weeks)"
