"""The feed: what was notable in the week that has just ended, in plain sentences with names.

Events come first, then who came, was accepted or left, then what passed between
people, the gravest first. A week has hundreds of meetings; only those are told
in which faith was broken or a deception came out, at the largest stakes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from .meetings import meetings_of
from .saying import stake_words
from .story import Line
from .wording import Words

if TYPE_CHECKING:
    from trustgarden.model.organisation import Organisation

__all__ = ["feed_of"]

MOST_LINES = 8
MOST_OF_A_KIND = 3
LEAST_STAKE = 0.45
"""Stake from which broken faith is notable (free choice)."""
LEAST_CHANGE = 0.12
"""Change of one relationship's trust in a week that is notable (free choice)."""


def feed_of(
    org: Organisation,
    words: Words | None = None,
    *,
    before: pd.DataFrame | None = None,
    most: int = MOST_LINES,
) -> list[Line]:
    """Return the notable events of the last week.

    Args:
        org: The organisation, as it stands after that week.
        words: The catalogue; English if not given.
        before: `org.ties()` of a week before, to tell whose trust moved most.
        most: How many sentences at most; events are told all.

    Returns:
        Sentences, the most notable first; one that says so where nothing was.
    """
    words = words or Words.of()
    if org.week == 0:
        return []
    events = [*_events(org, words), *_not_held(org, words)]
    others = [*_between(org, words), *_moved(org, before, words), *_ways(org, words)]
    lines = events + _few_of_a_kind(others)[: max(0, most - len(events))]
    return lines or [Line(words.say("feed.quiet"), org.week, "quiet")]


def _few_of_a_kind(lines: list[Line]) -> list[Line]:
    """The first of each kind only, so that one kind does not drown all others."""
    told: dict[str, int] = {}
    kept = []
    for line in lines:
        told[line.kind] = told.get(line.kind, 0) + 1
        if told[line.kind] <= MOST_OF_A_KIND:
            kept.append(line)
    return kept


def _events(org: Organisation, words: Words) -> list[Line]:
    missing = {(row["week"], row["kind"]) for row in org.not_held.to_dict(orient="records")}
    return [
        _event(event, org.week, words)
        for event in org.plan.events
        if event.week == org.week and (event.week, event.kind) not in missing
    ]


def _event(event: Any, week: int, words: Words) -> Line:
    kind = event.kind if words.has(f"event.{event.kind}") else "other"
    named = {"who": event.who, "whom": event.whom}
    values = {
        blank: words.called(name) if name is not None else words.part("names.somebody")
        for blank, name in named.items()
    }
    text = words.say(f"event.{kind}", kind=event.kind, **values)
    return Line(text, week, "event", tuple(name for name in named.values() if name is not None))


def _not_held(org: Organisation, words: Words) -> list[Line]:
    rows = org.not_held
    now = rows[rows["week"] == org.week].to_dict(orient="records")
    return [
        Line(words.say("feed.not_held", kind=row["kind"], why=row["why"]), org.week, "not held")
        for row in now
    ]


def _ways(org: Organisation, words: Words) -> list[Line]:
    """Who came, was accepted, missed a step of the welcome, or left."""
    paths = org.paths()
    rows = paths[paths["week"] == org.week]
    teams = org.people_table().set_index("id")["team"]
    lines = []
    for row in rows.to_dict(orient="records"):
        line = _way(row, teams, org.week, words)
        if line is not None:
            lines.append(line)
    order = {"joined": 0, "left": 1, "accepted": 2, "missed": 3}
    return sorted(lines, key=lambda line: order[line.kind])


def _way(row: dict[Any, Any], teams: pd.Series, week: int, words: Words) -> Line | None:
    name = str(row["who"])
    who = words.called(name)
    if row["what"] == "step":
        if row["done"] or not isinstance(row["whom"], str):
            return None
        text = words.say("feed.missed", who=who, other=words.called(row["whom"]))
        return Line(text, week, "missed", (name, row["whom"]))
    if name in teams.index:
        text = words.say(f"feed.{row['what']}", who=who, team=teams[name])
    else:
        plain = {"joined": "came", "left": "went", "accepted": "welcomed"}[row["what"]]
        text = words.say(f"feed.{plain}", who=who)
    return Line(text, week, str(row["what"]), (name,))


def _between(org: Organisation, words: Words) -> list[Line]:
    """Deceptions that came out and broken faith, with what was done about it."""
    meetings = meetings_of(org)
    open_breach = (meetings["act"] == "breach") & ~meetings["hidden"]
    grave = meetings[meetings["found"] | (open_breach & (meetings["stake"] >= LEAST_STAKE))]
    grave = grave.sort_values(["found", "stake"], ascending=False, kind="stable")
    return [line for row in grave.to_dict(orient="records") for line in _case(row, org.week, words)]


def _case(row: dict[Any, Any], week: int, words: Words) -> list[Line]:
    names = {"who": words.called(row["trustor"]), "other": words.called(row["trustee"])}
    people = (row["trustee"], row["trustor"])
    kind = "deception" if row["found"] else "breach"
    text = words.say(f"feed.{kind}", **names, stake=stake_words(words, row["stake"]))
    after = next((key for key in ("repaired", "promised", "denied") if row[key]), None)
    key = {"repaired": "repair", "promised": "promise", "denied": "denial"}.get(str(after))
    if key is not None:
        text = f"{text} {words.say(f'feed.{key}', **names)}"
    return [Line(text, week, kind, people)]


def _moved(org: Organisation, before: pd.DataFrame | None, words: Words) -> list[Line]:
    """The one relationship whose trust rose most, and the one whose trust fell most."""
    if before is None:
        return []
    both = before.merge(org.ties(), on=["from", "to"], suffixes=("", "_now"))
    change = both["trust_now"] - both["trust"]
    lines = []
    for key, place in (("fell", change.argmin()), ("rose", change.argmax())) if len(both) else ():
        amount = abs(float(change.iloc[place]))
        if amount >= LEAST_CHANGE:
            me, other = str(both["from"].iloc[place]), str(both["to"].iloc[place])
            text = words.say(
                f"feed.tie_{key}", who=words.called(me), other=words.called(other), change=amount
            )
            lines.append(Line(text, org.week, key, (me, other)))
    return lines
