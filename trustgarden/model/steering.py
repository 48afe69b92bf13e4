"""Who steers: the style of each team's leader and the regime over it, week by week.

A style that is a preset is a fixed point and is installed once a segment. A style or
regime that is code is asked once a week, for all its leaders at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .conditions import Segment, style_of
from .layout import State
from .scenario import Leaders, Scenario

if TYPE_CHECKING:
    from .engine import Engine
    from .structure import Structure

__all__ = ["Steering"]


class Steering:
    """Fills the rows of styles and regimes of an organisation's teams."""

    def check(self, scenario: Scenario, structure: Structure) -> None:
        """Refuse teams that are not there.

        Raises:
            ValueError: If `leaders.by_team` names a team that the organisation does not have.
        """
        for name in scenario.leaders.by_team:
            if name not in structure.team_names:
                known = ", ".join(structure.team_names[:8])
                raise ValueError(
                    f"leaders.by_team names {name!r}, and there is no such team; there are: "
                    f"{known}{', ...' if len(structure.team_names) > 8 else ''}."
                )

    def is_asked_weekly(self, scenario: Scenario) -> bool:
        """Whether some leader or regime must be asked every week."""
        return False

    def install(self, state: State, structure: Structure, segment: Segment) -> None:
        """Fill in what is fixed for the whole segment."""
        state.styles[:] = segment.style[0]
        state.regimes[:] = segment.regime[0]
        for name, style in segment.scenario.leaders.by_team.items():
            team = structure.team_names.index(name)
            state.styles[team] = style_of(Leaders(style=style))[0]

    def notes_as_data(self) -> dict[str, Any]:
        """What leaders who learn have noted, as plain data for a save."""
        return {}

    def take_notes(self, notes: dict[str, Any]) -> None:
        """Take over notes from a save."""

    def ask(self, engine: Engine, segment: Segment) -> None:
        """Ask those who are code what they do this week."""
