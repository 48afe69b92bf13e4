"""A diary of a few people: one run, looked at week by week.

A store keeps people and ties of chosen weeks. For one person's story, or that of one
relationship, every week counts, and so do the episodes between them. Memory holds the last
four episodes with each other; read after every week, it gives them all, but where two live
through more than four in one week.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from trustgarden.errors import InputError
from trustgarden.model.scenario import Scenario
from trustgarden.scenarios.wording import did_you_mean

from .simulating import checked_seed, checked_weeks, the_scenario

if TYPE_CHECKING:
    import pandas as pd

    from trustgarden.model.calendar import Event
    from trustgarden.model.engine import Engine
    from trustgarden.model.organisation import Organisation

__all__ = ["Diary", "follow"]

PEOPLE = ["id", "team", "trust_given", "trust_received", "trust_organisation", "strain"]
TIES = ["from", "to", "trust", "mistrust", "certainty"]


@dataclass(frozen=True, eq=False)
class Diary:
    """What a few people lived through, week by week.

    Attributes:
        scenario: As run, with changes.
        seed: Of the run.
        weeks: How long it was.
        people: One row a person and week they were here: week, id, team, trust_given,
            trust_received, trust_organisation, strain (each 0 to 1; trust given and received
            are means over remembered relationships).
        ties: One row a week and remembered relationship between two of them: week, from, to,
            trust, mistrust, certainty (0 to 1).
        episodes: One row an episode that somebody remembers of one of them, or one of them of
            somebody: week, who (remembers it), whom (they remember it of), what, stake (0 to 1).
        turns: Joining, steps of the welcome, acceptance, leaving, changes of team, and events of
            the calendar: week, who (missing for events), what.
    """

    scenario: Scenario
    seed: int
    weeks: int
    people: pd.DataFrame
    ties: pd.DataFrame
    episodes: pd.DataFrame
    turns: pd.DataFrame

    def __repr__(self) -> str:
        names = ", ".join(self.people["id"].unique())
        return f"<Diary of {names} in {self.scenario.id!r}, {self.weeks} weeks>"


def follow(
    scenario: str | Path | Scenario,
    people: Sequence[str],
    *,
    weeks: int = 104,
    seed: int | None = None,
    changes: Mapping[str, Any] | None = None,
) -> Diary:
    """Run one organisation and keep a diary of some of its people.

    Looking changes nothing: the run is that of `simulate` with the same seed.

    Args:
        scenario: An id of the catalogue, the path of a TOML file, or a scenario.
        people: Ids of those to follow, such as `"7"`; who takes their seat later is `"7.1"`.
        weeks: How long.
        seed: From 0 to 2**53 - 1; drawn if not given.
        changes: Dotted keys of the scenario and their values.

    Raises:
        InputError: If something given cannot be used, or nobody of that name was ever here.

    Examples:
        >>> follow("garden", ["2", "3"], weeks=2, seed=7)
        <Diary of 2, 3 in 'garden', 2 weeks>
    """
    import pandas as pd

    from trustgarden.model.organisation import Organisation

    if not people:
        raise InputError("people is empty; name at least one person, such as 2.")
    weeks = checked_weeks(weeks)
    organisation = Organisation(the_scenario(scenario, changes, False), seed=checked_seed(seed))
    pages = [_page(organisation.run(1), tuple(people)) for _ in range(weeks)]
    here, ties, episodes = (
        pd.concat([page[part] for page in pages], ignore_index=True) for part in range(3)
    )
    _check_names(people, here["id"], organisation)
    turns = _turns(organisation, here, people)
    return Diary(organisation.plan, organisation.seed, weeks, here, ties, episodes, turns)


def _page(organisation: Organisation, people: Sequence[str]) -> list[pd.DataFrame]:
    """People, ties and episodes of one week."""
    engine, week = organisation.engine, organisation.week
    here, ties = organisation.people_table(), organisation.ties()
    between = ties["from"].isin(people) & ties["to"].isin(people)
    parts = [here.loc[here["id"].isin(people), PEOPLE], ties.loc[between, TIES]]
    parts.append(
        _episodes(engine, [n for n, name in enumerate(organisation.names) if name in people])
    )
    for part in parts:
        part.insert(0, "week", week)
    return parts


def _episodes(engine: Engine, rows: Sequence[int]) -> pd.DataFrame:
    """What was remembered this week by people in these rows, or of them."""
    import pandas as pd

    from trustgarden.model.layout import EPISODE_NAMES, NUM_EPISODES
    from trustgarden.model.tables import names_of

    whom, names = engine.state.whom, np.array(names_of(engine), dtype=object)
    theirs = np.isin(whom, rows)
    theirs[rows] = whom[rows] >= 0
    who, slots = np.nonzero(theirs)
    traces = engine.state.traces[who, slots]
    # A row an episode, the oldest of a relationship first.
    codes = np.column_stack([traces[f"episode_{k}"] for k in reversed(range(NUM_EPISODES))])
    now = (codes > 0) & ((codes >> 8) == engine.week + engine.weeks_before)
    place, _ = np.nonzero(now)
    told = codes[now]
    return pd.DataFrame({
        "who": names[who[place]], "whom": names[whom[who, slots][place]],
        "what": np.array(EPISODE_NAMES, dtype=object)[(told >> 4) & 15],
        "stake": (told & 15) / 15,
    })  # fmt: skip


def _turns(organisation: Organisation, here: pd.DataFrame, people: Sequence[str]) -> pd.DataFrame:
    """Turns of these people's ways, and events of the calendar."""
    import pandas as pd

    paths = organisation.paths()
    own = paths[paths["who"].isin(people)]
    words = [_path_words(*row) for row in own[["what", "step", "done"]].itertuples(index=False)]
    rows = [own[["week", "who"]].assign(what=words), _moves(here)]
    events = [
        (event.week, None, _event_words(event))
        for event in organisation.plan.events
        # A betrayal between two others is no turn of these people's story.
        if event.who is None or {event.who, event.whom} & set(people)
    ]
    rows.append(pd.DataFrame(events, columns=["week", "who", "what"]))
    known = [part for part in rows if len(part)]
    table = pd.concat(known) if known else rows[-1]
    table = table[table["week"].between(0, organisation.week)]
    return table.sort_values("week", kind="stable", ignore_index=True)


def _event_words(event: Event) -> str:
    ends = f"{f' by {event.who}' if event.who else ''}{f' of {event.whom}' if event.whom else ''}"
    told = f" ({event.description.rstrip('.')})" if event.description else ""
    return f"{event.kind}{ends}{told}"


def _path_words(what: str, step: str, done: bool) -> str:
    return what if what != "step" else f"{step} {'took place' if done else 'was left out'}"


def _moves(here: pd.DataFrame) -> pd.DataFrame:
    """Weeks in which somebody came into another team."""
    before = here.groupby("id")["team"].shift()
    moved = here[before.notna() & (before != here["team"])]
    return moved[["week"]].assign(who=moved["id"], what="came into " + moved["team"])


def _check_names(people: Sequence[str], found: pd.Series[str], organisation: Organisation) -> None:
    for name in people:
        if name not in set(found):
            raise InputError(
                f"people names {name!r}, and nobody of that name was here in weeks 1 to "
                f"{organisation.week}.{did_you_mean(name, organisation.names)} Names stand in "
                "the column id of `simulate(...).people`."
            )
