"""Asking code of one's own what it does this week: what it sees, and what is made of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from .custom import Regime, Style, regime_class, style_class
from .keyed_chance import COUNTS_AT_MOST, Chance
from .layout import REGIME_NAMES, STYLE_DTYPE, State
from .noting import Kept
from .presets import PRACTICES
from .refusing import Asked, checked_attention, checked_terms
from .signs import Groups, Whole, groups_led, groups_of_teams, seen_signs, turnover_of
from .views import Numbers, Signs, TeamsView, View, sealed

if TYPE_CHECKING:
    from .engine import Engine

__all__ = ["ask_regime", "ask_style", "fill", "led", "table_of"]

LEADER_DRAWS, TEAM_DRAWS = 0, COUNTS_AT_MOST
"""First counts of what is drawn for leaders and for teams, whose keys may be alike."""
STYLE_COLUMNS = STYLE_DTYPE.names or ()


def ask_style(engine: Engine, name: str, teams: Whole, kept: Kept | None) -> Kept:
    """Ask a style how the leaders of these teams divide the week that begins.

    Args:
        engine: The organisation; the styles of these teams are written.
        name: The style, by which its class is found.
        teams: Teams whose leader is there and leads in this style.
        kept: What was kept of its leaders, or None if it was never asked.

    Returns:
        What is kept of them now.

    Raises:
        InputError: If the answer cannot be used.
    """
    made = style_class(name)
    assert made is not None
    style = made()
    groups = groups_led(engine.state, engine.state.head[teams])
    kept = kept or Kept.nothing(len(STYLE_COLUMNS), style.num_notes)
    kept, span, signs = _look(engine, groups, kept, LEADER_DRAWS)
    view = _view(engine, groups, teams, span, signs, kept)
    asked = _asked(engine, style, teams)
    answer = _called(style.attend, asked, sealed(view), _chance(engine, groups, LEADER_DRAWS))
    answers, notes = checked_attention(answer, asked, style.num_notes)
    fill(engine.state.styles, teams, answers)
    return kept.updated(answers, notes)


def ask_regime(engine: Engine, name: str, kept: Kept | None) -> Kept:
    """Ask a regime for its terms over all teams in the week that begins.

    Args:
        engine: The organisation; the regimes of its teams are written.
        name: The regime, by which its class is found.
        kept: What was kept of the teams, or None if it was never asked.

    Returns:
        What is kept of them now.

    Raises:
        InputError: If the answer cannot be used.
    """
    made = regime_class(name)
    assert made is not None
    regime = made()
    groups = groups_of_teams(engine.state)
    kept = kept or Kept.nothing(len(REGIME_NAMES), regime.num_notes)
    kept, size, signs = _look(engine, groups, kept, TEAM_DRAWS)
    terms = table_of(engine.state.regimes).copy()
    view = TeamsView(engine.week + 1, groups.keys, size, terms, signs, kept.notes)
    asked = _asked(engine, regime, groups.keys)
    answer = _called(regime.rule, asked, sealed(view), _chance(engine, groups, TEAM_DRAWS))
    answers, notes = checked_terms(answer, asked, regime.num_notes)
    fill(engine.state.regimes, groups.keys, answers)
    return kept.updated(answers, notes)


def led(state: State, teams: Whole) -> Whole:
    """Those of the teams whose leader is there."""
    heads = state.head[teams]
    present: Whole = teams[(heads >= 0) & (state.present[heads] == 1)]
    return present


def table_of(records: npt.NDArray[np.void]) -> Numbers:
    """The same numbers as a table, one row a team; records of styles and regimes hold no others."""
    table: Numbers = records.view(np.ndarray).view(np.float64).reshape(len(records), -1)
    return table


def fill(records: npt.NDArray[np.void], teams: Whole, answers: Numbers) -> None:
    """Write answers into the records of teams, where something was said."""
    table = table_of(records)
    table[teams] = np.where(np.isnan(answers), table[teams], answers)


def _look(engine: Engine, groups: Groups, kept: Kept, first: int) -> tuple[Kept, Whole, Signs]:
    """What was kept of each group, the people in it, and the signs of last week."""
    last = engine.weeks_before + engine.week
    seats, new, empty = turnover_of(engine.state, groups, last)
    kept = kept.of(groups.keys, empty)
    # Whoever left has a successor, or left the seat empty that was not.
    gone = np.clip(new + empty - kept.empty, 0, seats)
    left = gone / np.maximum(seats, 1)
    signs = seen_signs(engine.state, groups, left, engine.seed, last, first)
    return kept.with_empty(empty), seats - empty, signs


def _view(
    engine: Engine, groups: Groups, teams: Whole, span: Whole, signs: Signs, kept: Kept
) -> View:
    state = engine.state
    here_since = state.people["joined"][groups.viewer].astype(np.int64)
    now = table_of(state.styles)[teams]
    evenness, respect, listening = now[:, len(PRACTICES) :].T
    return View(
        week=engine.week + 1,
        team=teams,
        span=span,
        weeks_in_office=engine.weeks_before + engine.week - here_since,
        shares=now[:, : len(PRACTICES)],
        evenness=evenness,
        respect=respect,
        listening=listening,
        signs=signs,
        notes=kept.notes,
    )


def _asked(engine: Engine, who: Style | Regime, teams: Whole) -> Asked:
    names = [engine.structure.team_names[team] for team in teams]
    return Asked(who, engine.week + 1, names)


def _chance(engine: Engine, groups: Groups, offset: int) -> Chance:
    return Chance(engine.seed, engine.weeks_before + engine.week + 1, groups.keys, offset)


def _called(function: Any, asked: Asked, view: View | TeamsView, chance: Chance) -> Any:
    """What the user's code answers; an error of its own says in which week it was."""
    try:
        return function(view, chance)
    except Exception as error:
        error.add_note(f"while {type(asked.who).__qualname__} was asked in week {asked.week}")
        raise
