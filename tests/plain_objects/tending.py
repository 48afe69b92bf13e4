"""Phase 1, Tend: what leaders make of the conditions of their teams (7.3)."""

from __future__ import annotations

from types import SimpleNamespace

from .seats import Team

__all__ = ["tend"]

AS_THEY_ARE = (
    "certainty", "severity", "publicness", "reward", "pricing", "collective", "social",
    "attention_evenness", "respect",
)  # fmt: skip


def tend(team: Team, c: SimpleNamespace) -> None:
    """All conditions of a team for this week."""
    tended = team.conditions = SimpleNamespace(**{name: getattr(c, name) for name in AS_THEY_ARE})

    def practice_level(share: float) -> float:
        return level_of(share, attention(team, c), len(team.seats))

    care = practice_level(c.tend_consequence)
    control = practice_level(c.controlling) * c.on_control
    demand = practice_level(c.demanding) * c.on_control
    voice = practice_level(c.tend_fairness)
    tend_consequence(tended, c, care, control, voice)
    tended.spaces_level = practice_level(c.tend_spaces)
    tended.connections_level = practice_level(c.tend_connections)
    tended.recognition_level = practice_level(c.tend_recognition) * c.on_recognition
    tended.fairness_level = voice
    tended.demand_level = demand
    tended.control_level = control
    tended.care_level = 0.5 * (care + voice)


def tend_consequence(
    tended: SimpleNamespace, c: SimpleNamespace, care: float, control: float, voice: float
) -> None:
    """What care, control and voice change in the regime."""
    tended.detection = raised(c.detection, 0.5 * control)
    tended.distinction = raised(c.distinction, 0.5 * care)
    tended.evenness = raised(c.evenness, 0.5 * care + 0.3 * voice * (1.0 - care))
    tended.arbitrary = c.arbitrary * (1.0 - 0.5 * care)
    tended.repair = raised(c.repair, 0.5 * care)
    tended.binding = raised(c.binding, 0.3 * control)
    tended.monitoring = raised(c.monitoring, control)


def attention(team: Team, c: SimpleNamespace) -> float:
    """Hours of a head who is there."""
    return c.attention_hours if team.head is not None and team.head.present else 0.0


def level_of(share: float, hours: float, members: int) -> float:
    spent = share * hours * 8.0 / members
    return spent / (spent + 3.0)


def raised(value: float, level: float) -> float:
    return value + level * (1.0 - value)
