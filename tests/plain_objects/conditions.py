"""What holds in a week, as the scenario and its calendar say (2.10, 5.4, 6.1)."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

from trustgarden.model.presets import style_preset
from trustgarden.model.scenario import (
    MECHANISM_SWITCHES,
    REGIME_DIMENSIONS,
    STYLE_DIMENSIONS,
    Consequence,
    Leaders,
    Recognition,
    Scenario,
    WelcomeStep,
)

from .spaces import Space, spaces_of

__all__ = ["Conditions", "calendar_of", "untended"]


@dataclass(frozen=True)
class Conditions:
    """The record of conditions of a week, and what stands beside it."""

    c: SimpleNamespace
    style: SimpleNamespace
    style_of_team: dict[str, SimpleNamespace]
    regime: SimpleNamespace
    spaces: list[Space]
    steps: list[WelcomeStep]

    def style_of(self, team: str) -> SimpleNamespace:
        return self.style_of_team.get(team, self.style)


def calendar_of(scenario: Scenario) -> list[tuple[int, Conditions]]:
    """Conditions by the week from which on they hold."""
    if "events" in scenario.mechanisms.off:
        return [(1, conditions_of(scenario))]
    return [(week, conditions_of(scenario.in_week(week))) for week in scenario.boundaries()]


def untended(scenario: Scenario) -> Conditions:
    """What holds in a burn-in: leaders who are absent, little that follows, nobody who leaves."""
    sections = {
        "leaders": Leaders(style="absent"),
        "consequence": Consequence(regime="permissive"),
        "recognition": Recognition(),
        "events": (),
    }
    conditions = conditions_of(scenario.model_copy(update=sections))
    conditions.c.on_leaving = 0.0
    return conditions


def conditions_of(stated: Scenario) -> Conditions:
    scenario = stated.resolved()
    style = {name: getattr(scenario.leaders, name) for name in STYLE_DIMENSIONS}
    regime = {name: getattr(scenario.consequence, name) for name in REGIME_DIMENSIONS}
    return Conditions(
        c=SimpleNamespace(**numbers_of(scenario), **switches_of(scenario)),
        style=SimpleNamespace(name=scenario.leaders.style, **style),
        style_of_team={
            team: SimpleNamespace(name=name, **style_preset(name).values)
            for team, name in scenario.leaders.by_team.items()
        },
        regime=SimpleNamespace(**regime),
        spaces=spaces_of(scenario),
        steps=list(scenario.welcome.steps),
    )


def numbers_of(scenario: Scenario) -> dict[str, float]:
    turnover, recognition = scenario.turnover, scenario.recognition
    return {
        "attention_hours": scenario.leaders.attention_hours,
        "openness": scenario.spaces.openness,
        "load": scenario.work.load,
        "interdependence": scenario.work.interdependence,
        "across": scenario.work.across,
        "leave_rate": turnover.leave_rate,
        "replace": float(turnover.replace),
        "vacancy_weeks": turnover.vacancy_weeks,
        "alternatives": turnover.alternatives,
        "tales": scenario.talk.tales,
        "defines": float(recognition.defines == "formal"),
        "decides": float(recognition.decides == "formal"),
        "credibility": recognition.credibility,
        "visibility": recognition.visibility,
        "scarcity": recognition.scarcity,
        "payment": recognition.payment,
    }


def switches_of(scenario: Scenario) -> dict[str, float]:
    return {f"on_{name}": float(name not in scenario.mechanisms.off) for name in MECHANISM_SWITCHES}
