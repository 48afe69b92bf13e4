"""Who steers: the style of each team's leader and the regime over it, week by week.

A style that is a preset is a fixed point and is installed once a segment. A style or
regime that is code is asked once a week, for all its leaders or teams at once, at the
start of the week: it sees signs of the week that has gone by (`signs`), and what it
notes is kept by key (`noting`). A leader who is not there is not asked, and what the
scenario states holds in the team.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from . import learner, styles  # noqa: F401 - they register the styles that are code
from .asking import ask_regime, ask_style, fill, led
from .conditions import Segment, style_of
from .custom import check_code, regime_class, style_class
from .layout import STYLE_DTYPE, State
from .naming import check_teams
from .noting import Kept
from .scenario import Leaders, Scenario
from .signs import Whole

if TYPE_CHECKING:
    from .engine import Engine
    from .structure import Structure

__all__ = ["Steering"]


class Steering:
    """Fills the rows of styles and regimes of an organisation's teams."""

    def __init__(self) -> None:
        self._asked = 0
        self._styles: dict[str, Kept] = {}
        self._regimes: dict[str, Kept] = {}
        # Of the segment, and not to be saved: who is code, of which teams, and what is stated.
        self._teams: dict[str, Whole] = {}
        self._regime: str | None = None
        self._stated: Any = None
        self._stated_regime: Any = None

    def check(self, scenario: Scenario, structure: Structure) -> None:
        """Refuse teams that are not there, and code that cannot be had.

        Raises:
            InputError: If `leaders.by_team` names a team that the organisation does not have.
            InputError: If code that the scenario names cannot be imported, or is something else.
        """
        check_teams(scenario, structure)
        check_code(scenario)

    def is_asked_weekly(self, scenario: Scenario) -> bool:
        """Whether some leader or regime must be asked every week."""
        names = {scenario.leaders.style, *scenario.leaders.by_team.values()}
        if any(style_class(name) is not None for name in names):
            return True
        return regime_class(scenario.consequence.regime) is not None

    def install(self, state: State, structure: Structure, segment: Segment) -> None:
        """Fill in what is fixed for the whole segment, and what was answered last."""
        leaders = segment.scenario.leaders
        self._stated = np.full(structure.num_teams, segment.style[0], STYLE_DTYPE)
        self._stated_regime = segment.regime[0]
        named = np.full(structure.num_teams, leaders.style, object)
        for team, style in leaders.by_team.items():
            number = structure.team_names.index(team)
            self._stated[number] = style_of(Leaders(style=style))[0]
            named[number] = style
        self._teams = {
            name: np.flatnonzero(named == name)
            for name in sorted(set(named))
            if style_class(name) is not None
        }
        regime = segment.scenario.consequence.regime
        self._regime = regime if regime_class(regime) is not None else None
        self._lay_down(state)

    def _lay_down(self, state: State) -> None:
        """What the scenario states, and over it what those who are there answered last."""
        state.styles[:] = self._stated
        state.regimes[:] = self._stated_regime
        for name, teams in self._teams.items():
            if name in self._styles:
                teams = led(state, teams)
                keys = state.keys[state.head[teams]]
                fill(state.styles, teams, self._styles[name].answered(keys))
        if self._regime in self._regimes:
            teams = np.arange(len(state.teams))
            fill(state.regimes, teams, self._regimes[self._regime].answered(teams))

    def notes_as_data(self) -> dict[str, Any]:
        """What was answered and noted so far, as plain data for a save."""
        return {
            "asked": self._asked,
            "styles": {name: kept.as_data() for name, kept in self._styles.items()},
            "regimes": {name: kept.as_data() for name, kept in self._regimes.items()},
        }

    def take_notes(self, notes: dict[str, Any]) -> None:
        """Take over notes from a save."""
        self._asked = notes.get("asked", 0)
        for kept, word in ((self._styles, "styles"), (self._regimes, "regimes")):
            kept.clear()
            kept |= {name: Kept.from_data(data) for name, data in notes.get(word, {}).items()}

    def ask(self, engine: Engine, segment: Segment) -> None:
        """Ask those who are code what they do in the week that begins.

        Whoever has been asked for this week is not asked again, so that a kernel that
        stops to have its log emptied changes nothing.

        Raises:
            InputError: If an answer cannot be used.
        """
        week = engine.weeks_before + engine.week + 1
        if self._asked == week:
            return
        self._asked = week
        self._lay_down(engine.state)  # Who left or came last week has answered nothing.
        for name, teams in self._teams.items():
            teams = led(engine.state, teams)
            if len(teams):
                self._styles[name] = ask_style(engine, name, teams, self._styles.get(name))
        regime = self._regime
        if regime is not None:
            self._regimes[regime] = ask_regime(engine, regime, self._regimes.get(regime))
