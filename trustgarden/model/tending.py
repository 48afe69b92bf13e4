"""Phase 1, Tend: leaders divide their attention; conditions change, never trust.

A leader's practices change the conditions of their team: consequence is told
apart better and made good more, spaces open, voice is given, work is watched.
What the regime says is where they start from.
"""

from __future__ import annotations

from numpy import float64

from .compiling import rule
from .control import practice_level, raised, shares_on_people
from .layout import Record, State
from .leading import ORDINARY_RESPECT, hours_for_people, respect_felt


@rule
def tend(state: State, c: Record) -> None:
    """Set the conditions of each team for this week from regime and leader."""
    for t in range(state.teams.shape[0]):
        head = state.head[t]
        hours: float = 0.0
        warmth: float = 0.5
        if head >= 0 and state.present[head] == 1:
            leader = state.people[head]
            strain = float64(leader.strain) * c.on_strain
            hours = hours_for_people(c.attention_hours, float64(leader.skill), strain)
            warmth = float64(leader.warmth)
        members: float = float64(state.member_start[t + 1] - state.member_start[t])
        if members < 1.0:
            members = 1.0
        hours *= c.on_leadership
        _begin_from_regime(state.teams[t], state.regimes[t], c)
        _tend_team(state.teams[t], state.styles[t], hours, warmth, members, c)


@rule
def _begin_from_regime(team: Record, regime: Record, c: Record) -> None:
    """The conditions of a team as the regime has them."""
    on = c.on_consequence
    team.detection = regime.detection * on
    team.certainty = regime.certainty * on
    team.severity = regime.severity * on
    team.distinction = regime.distinction
    team.evenness = regime.evenness
    team.arbitrary = regime.arbitrary * on
    team.publicness = regime.publicness
    team.repair = regime.repair
    team.reward = regime.reward * on
    team.binding = regime.binding
    team.pricing = regime.pricing
    team.monitoring = regime.monitoring
    team.collective = regime.collective * on
    team.social = regime.social * on
    team.coordinating = regime.coordinating
    team.chosen = regime.chosen


@rule
def _tend_team(
    team: Record, style: Record, hours: float, warmth: float, members: float, c: Record
) -> None:
    """What a leader of this style, with so many hours, makes of the conditions of the team."""
    care = practice_level(style.consequence, hours, members)
    control = practice_level(style.controlling, hours, members) * c.on_control
    demand = practice_level(style.demanding, hours, members) * c.on_control
    voice = practice_level(style.fairness, hours, members)
    team.detection = raised(team.detection, 0.5 * control * c.on_consequence)
    team.distinction = raised(team.distinction, 0.5 * care)
    team.evenness = raised(team.evenness, 0.5 * care + 0.3 * voice * (1.0 - care))
    team.arbitrary = team.arbitrary * (1.0 - 0.5 * care)
    team.repair = raised(team.repair, 0.5 * care)
    team.binding = raised(team.binding, 0.3 * control)
    team.monitoring = raised(team.monitoring, control)
    team.spaces_level = practice_level(style.spaces, hours, members)
    team.connections_level = practice_level(style.connections, hours, members)
    team.recognition_level = practice_level(style.recognition, hours, members) * c.on_recognition
    team.voice_level = voice
    team.demand_level = demand
    team.control_level = control
    team.care_level = 0.5 * (care + voice)
    team.attention_evenness = style.evenness
    led = c.on_leadership
    team.respect = led * respect_felt(style.respect, warmth) + (1.0 - led) * ORDINARY_RESPECT
    team.listening = style.listening
    team.people_hours = hours * shares_on_people(style)
