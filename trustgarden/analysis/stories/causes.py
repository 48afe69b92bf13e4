"""Why trust fell or rose in a week: the accounts of trust, the people and teams, the episodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from trustgarden.errors import InputError

from .saying import episode_line
from .story import Line, Part, Story
from .wording import Words

if TYPE_CHECKING:
    from trustgarden.model.organisation import Organisation

__all__ = ["turning_week", "why_story"]

LEAST_ENTRY = 0.0005
"""Entries below this are told together."""
MOST_ENTRIES = 5
MOST_NAMED = 3
MOST_EPISODES = 6
STILL = 0.00005
FEWEST_TIES = 3
"""Somebody known to fewer cannot stand out by a mean."""


def turning_week(org: Organisation) -> int:
    """The week in which mean trust fell most; if it never fell, in which it rose most.

    Raises:
        InputError: If fewer than two weeks have run.
    """
    changes = org.series["trust"].diff().dropna()
    if changes.empty:
        raise InputError("there is no change to explain before the second week; run more weeks.")
    moved = changes.to_numpy(dtype=np.float64)
    place = int(moved.argmin() if moved.min() < 0 else moved.argmax())
    return int(changes.index[place])


def why_story(
    org: Organisation,
    week: int,
    words: Words | None = None,
    *,
    ties: tuple[pd.DataFrame, pd.DataFrame] | None = None,
    lived: Organisation | None = None,
) -> Story:
    """Return why mean trust changed in a week.

    Args:
        org: The organisation, after that week or later.
        week: The week.
        words: The catalogue; English if not given.
        ties: `ties()` before and after that week; without, people and teams are not told.
        lived: The organisation as it stood after that week, whose memories of it are fresh;
            without, what is still remembered now.

    Raises:
        InputError: If that week has not run.
    """
    words = words or Words.of()
    if not 1 <= week <= org.week:
        raise InputError(f"week is {week}; the run has weeks 1 to {org.week}.")
    parts = [
        Part("", (_change(org, week, words),)),
        Part(words.say("why.entries"), tuple(_entries(org, week, words))),
    ]
    if ties is None:
        parts.append(Part(words.say("why.people"), (Line(words.say("why.no_people")),)))
    else:
        changes = _changes(*ties)
        way = -1 if _total(org, week) < 0 else 1
        teams = tuple(_groups(changes, "team_to", "team", way, words))
        people = tuple(_groups(changes, "to", "person", way, words))
        parts += [Part(words.say("why.teams"), teams), Part(words.say("why.people"), people)]
    remembered = _episodes(lived or org, week, words)
    if remembered:
        parts.append(Part(words.say("why.episodes"), tuple(remembered)))
    return Story(words.say("why.title", week=week), tuple(parts))


def _change(org: Organisation, week: int, words: Words) -> Line:
    after = float(org.series["trust"].loc[week])
    change = _total(org, week)
    key = "still" if abs(change) < STILL else "fell" if change < 0 else "rose"
    text = words.say(
        f"why.{key}", week=week, change=_small(abs(change), words),
        before=_small(after - change, words), after=_small(after, words),
    )  # fmt: skip
    return Line(text, week, key)


def _total(org: Organisation, week: int) -> float:
    accounts = org.accounts
    if week in accounts.index:
        return float(accounts.iloc[week - 1].sum())
    trust = org.series["trust"]
    return float(trust.loc[week] - trust.loc[week - 1]) if week - 1 in trust.index else 0.0


def _small(number: float, words: Words, *, signed: bool = False) -> str:
    """A number with four digits, since a week moves the mean by thousandths."""
    text = f"{number:+.4f}" if signed else f"{number:.4f}"
    return text.replace(".", words.part("names.decimal")).replace("-", "−")


def _entries(org: Organisation, week: int, words: Words) -> list[Line]:
    if week not in org.accounts.index:
        return [Line(words.say("why.no_accounts"))]
    amounts: dict[Any, float] = org.accounts.iloc[week - 1].to_dict()
    order = sorted(amounts, key=lambda cause: -abs(amounts[cause]))
    told = [cause for cause in order if abs(amounts[cause]) >= LEAST_ENTRY][:MOST_ENTRIES]
    # Where nothing moved the mean much, what moved it most is told all the same.
    told = told or [cause for cause in order if amounts[cause] != 0][:2]
    lines = [_entry(cause, amounts[cause], week, words) for cause in told]
    rest = sum(amounts[cause] for cause in order if cause not in told)
    if abs(rest) >= STILL:
        text = words.say("why.rest", amount=_small(rest, words, signed=True))
        lines.append(Line(text, week, "rest"))
    return lines


def _entry(cause: str, amount: float, week: int, words: Words) -> Line:
    text = words.say(
        f"why.{'down' if amount < 0 else 'up'}",
        cause=words.part(f"cause.{cause}"),
        amount=_small(abs(amount), words),
    )
    return Line(text, week, cause)


def _changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Relationships that were there before and after, with the change of trust in each."""
    both = before[["from", "to", "trust"]].merge(
        after[["from", "to", "trust", "team_to"]], on=["from", "to"], suffixes=("_before", "")
    )
    return both.assign(change=both["trust"] - both["trust_before"])


def _groups(changes: pd.DataFrame, column: str, kind: str, way: int, words: Words) -> list[Line]:
    """Those in whom trust moved most the way the mean went (1 up, -1 down), and one against it."""
    groups = changes.groupby(column)["change"].agg(["sum", "count"])
    groups = groups[groups["count"] >= FEWEST_TIES]
    sums: dict[Any, float] = groups["sum"].to_dict()
    counts: dict[Any, int] = groups["count"].to_dict()
    order = sorted(sums, key=lambda name: -way * sums[name])
    along = [name for name in order if way * sums[name] > 0][:MOST_NAMED]
    against = [name for name in order[::-1] if way * sums[name] < 0][:1]
    lines = []
    for name in [*along, *against]:
        mean = sums[name] / counts[name]
        text = words.say(
            f"why.{kind}_{'fell' if mean < 0 else 'rose'}",
            who=words.called(name), team=name, count=counts[name],
            change=_small(abs(mean), words),
        )  # fmt: skip
        lines.append(Line(text, kind=kind, people=(name,) if kind == "person" else ()))
    return lines or [Line(words.say("why.none"))]


def _episodes(org: Organisation, week: int, words: Words) -> list[Line]:
    """What is remembered of that week, the gravest and largest first."""
    told = []
    for person in org.people:
        for other in person.remembered:
            memory = person.memory_of(other)
            for episode in memory.episodes if memory is not None else ():
                if episode.week == week and episode.what not in USUAL:
                    rank = (GRAVITY.get(episode.what, 0), episode.stake)
                    told.append((rank, str(person.unique_id), str(other.unique_id), episode))
    told.sort(key=lambda one: one[0], reverse=True)
    return [
        episode_line(words, me, other, episode) for _, me, other, episode in told[:MOST_EPISODES]
    ]


USUAL = ("kept faith", "was not trusted by them", "made an error")
GRAVITY = {"deceived me": 3, "broke a promise": 2, "was shown up": 2, "broke faith": 1}
