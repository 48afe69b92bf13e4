"""Phase 1, Tend: leaders divide their attention; conditions change, never trust.

A leader's practices change the conditions of their team: consequence is told
apart better and made good more, spaces open, voice is given, work is watched.
What the regime says is where they start from.
"""

from __future__ import annotations

from numpy import float64

from .compiling import rule
from .control import practice_level, raised
from .layout import Record, State


@rule
def tend(state: State, c: Record) -> None:
    """Set the conditions of each team for this week from regime and leader."""
    for t in range(state.teams.shape[0]):
        led = state.head[t] >= 0 and state.present[state.head[t]] == 1
        hours = c.attention_hours if led else 0.0
        members = float64(state.member_start[t + 1] - state.member_start[t])
        tend_team(state.teams[t], hours, members, c)


@rule
def tend_team(team: Record, hours: float, members: float, c: Record) -> None:
    """Conditions of one team whose leader has this many hours."""
    care = practice_level(c.tend_consequence, hours, members)
    control = practice_level(c.controlling, hours, members) * c.on_control
    demand = practice_level(c.demanding, hours, members) * c.on_control
    voice = practice_level(c.tend_fairness, hours, members)
    team.detection = raised(c.detection, 0.5 * control)
    team.certainty = c.certainty
    team.severity = c.severity
    team.distinction = raised(c.distinction, 0.5 * care)
    team.evenness = raised(c.evenness, 0.5 * care + 0.3 * voice * (1.0 - care))
    team.arbitrary = c.arbitrary * (1.0 - 0.5 * care)
    team.publicness = c.publicness
    team.repair = raised(c.repair, 0.5 * care)
    team.reward = c.reward
    team.binding = raised(c.binding, 0.3 * control)
    team.pricing = c.pricing
    team.monitoring = raised(c.monitoring, control)
    team.collective = c.collective
    team.social = c.social
    team.spaces_level = practice_level(c.tend_spaces, hours, members)
    team.connections_level = practice_level(c.tend_connections, hours, members)
    team.recognition_level = (
        practice_level(c.tend_recognition, hours, members) * c.on_recognition
    )
    team.fairness_level = voice
    team.demand_level = demand
    team.control_level = control
    team.care_level = 0.5 * (care + voice)
    team.attention_evenness = c.attention_evenness
    team.respect = c.respect
