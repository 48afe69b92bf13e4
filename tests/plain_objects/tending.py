"""Phase 1, Tend: what leaders make of the conditions of their teams (7.3)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from trustgarden.model.chance import STYLE
from trustgarden.model.scenario import PRACTICES

from .seats import Team
from .uncompiled import clip, uniform

if TYPE_CHECKING:
    from .organisation import PlainOrganisation

__all__ = ["divide_attention_by_lot", "standing_style", "tend"]


def tend(org: PlainOrganisation, team: Team) -> None:
    """All conditions of a team for this week."""
    c, style = org.c, team.style
    hours, warmth = attention_of_head(team, c)

    def practice_level(share: float) -> float:
        return level_of(share * hours, max(1.0, float(len(team.seats))))

    control = practice_level(style.controlling) * c.on_control
    demand = practice_level(style.demanding) * c.on_control
    care, voice = practice_level(style.consequence), practice_level(style.fairness)
    felt = clip(style.respect + 0.3 * (warmth - 0.5), 0.0, 1.0)
    team.conditions = SimpleNamespace(
        **consequence_tended(org.conditions.regime, c.on_consequence, care, control, voice),
        spaces_level=practice_level(style.spaces),
        connections_level=practice_level(style.connections),
        recognition_level=practice_level(style.recognition) * c.on_recognition,
        voice_level=voice,
        demand_level=demand,
        control_level=control,
        care_level=0.5 * (care + voice),
        attention_evenness=style.evenness,
        listening=style.listening,
        respect=c.on_leadership * felt + (1.0 - c.on_leadership) * 0.6,
        people_hours=hours * shares_for_people(style),
    )


def attention_of_head(team: Team, c: SimpleNamespace) -> tuple[float, float]:
    """Hours of the head for the team, and their warmth; none without a head who is there."""
    if team.head is None or not team.head.present:
        return 0.0 * c.on_leadership, 0.5
    head = team.head.person
    hours = c.attention_hours * (0.5 + head.skill) * (1.0 - 0.5 * head.felt_strain())
    return hours * c.on_leadership, head.warmth


def shares_for_people(style: SimpleNamespace) -> float:
    return (
        style.spaces
        + style.consequence
        + style.connections
        + style.recognition
        + style.fairness
        + style.demanding
        + style.controlling
    )


def consequence_tended(
    regime: SimpleNamespace, on: float, care: float, control: float, voice: float
) -> dict[str, float]:
    """The regime, as care, control and voice change it."""
    return {
        "detection": raised(regime.detection * on, 0.5 * control * on),
        "certainty": regime.certainty * on,
        "severity": regime.severity * on,
        "distinction": raised(regime.distinction, 0.5 * care),
        "evenness": raised(regime.evenness, 0.5 * care + 0.3 * voice * (1.0 - care)),
        "arbitrary": regime.arbitrary * on * (1.0 - 0.5 * care),
        "repair": raised(regime.repair, 0.5 * care),
        "binding": raised(regime.binding, 0.3 * control),
        "monitoring": raised(regime.monitoring, control),
        "reward": regime.reward * on,
        "collective": regime.collective * on,
        "social": regime.social * on,
        "publicness": regime.publicness,
        "pricing": regime.pricing,
        "coordinating": regime.coordinating,
        "chosen": regime.chosen,
    }


def divide_attention_by_lot(org: PlainOrganisation, team: Team) -> None:
    """Set the shares of a leader of the style `random` (7.18)."""
    if team.style.name != "random" or team.head is None or not team.head.present:
        return
    key, chance = team.head.key, org.chance
    words = [*chance.draw(STYLE, 0, key, count=0), *chance.draw(STYLE, 0, key, count=1)]
    cuts = sorted([0.0, *map(uniform, words[1:-1]), 1.0])
    shares = {name: cuts[j + 1] - cuts[j] for j, name in enumerate(PRACTICES)}
    team.style = SimpleNamespace(**vars(team.style) | shares | {"answered_by": key})


def standing_style(org: PlainOrganisation, team: Team) -> SimpleNamespace:
    """The style of a team as it stands: an answer goes with the leader who gave it."""
    answered_by = getattr(team.style, "answered_by", None)
    if answered_by is not None and team.head is not None and team.head.key != answered_by:
        return org.conditions.style_of(team.name)
    return team.style


def level_of(hours: float, members: float) -> float:
    """How far a practice has its effect, by the hours spent on it."""
    spent = hours * 8.0 / members
    return spent / (spent + 3.0)


def raised(value: float, level: float) -> float:
    return value + level * (1.0 - value)
