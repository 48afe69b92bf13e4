"""A leader's week: a limited attention, of which what goes to one practice is taken from others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trustgarden.model.presets import PRACTICES, STYLES
from trustgarden.model.scenario import (
    Scenario,
    consequence_values,
    leaders_values,
    recognition_values,
)

__all__ = ["PERSONALITY", "divided", "held", "style_changes"]

PERSONALITY = ("evenness", "respect", "listening")
"""How a leader is with people, whatever the hours go to."""
SPACES = ("work_hours", "meeting_hours", "rehearsal_hours", "social_hours",
          "rehearsal_reach", "social_reach", "openness")  # fmt: skip


def divided(shares: Mapping[str, float], practice: str, share: float) -> dict[str, float]:
    """Divide a leader's week anew: one practice gets a share, and others give way.

    What nobody had claimed is taken first; what is still missing is taken from the other
    practices in proportion to what they have. What is freed is claimed by nobody.

    Args:
        shares: Share of each practice, adding up to at most 1.
        practice: Which one is moved.
        share: What it gets, in [0, 1].

    Returns:
        Shares of all practices, on hundredths, adding up to at most 1.
    """
    wanted = min(1.0, max(0.0, round(float(share), 2)))
    others = {name: float(shares[name]) for name in PRACTICES if name != practice}
    total = sum(others.values())
    left = 1.0 - wanted
    if total > left:
        # Rounded down, so that roundings never claim more than there is.
        others = {name: int(100 * value * left / total + 1e-9) / 100
                  for name, value in others.items()}  # fmt: skip
    return {name: wanted if name == practice else others[name] for name in PRACTICES}


def style_changes(style: str) -> dict[str, Any]:
    """What to set so that leaders live a style in full, whatever was stated before."""
    values = STYLES[style].values
    # Rounded down: sevenths that are rounded to the nearest add up to more than a week.
    return {"leaders.style": style} | {
        f"leaders.{name}": int(10_000 * float(values[name]) + 1e-6) / 10_000
        for name in (*PRACTICES, *PERSONALITY)
    }


def held(scenario: Scenario) -> dict[str, Any]:
    """Every condition that the page can change, by dotted key, as a scenario has it."""
    held: dict[str, Any] = {
        "leaders.style": scenario.leaders.style,
        "leaders.attention_hours": scenario.leaders.attention_hours,
        "consequence.regime": scenario.consequence.regime,
        "recognition.form": scenario.recognition.form,
        "welcome.choreography": scenario.welcome.choreography,
        "work.load": scenario.work.load,
    }
    leading = leaders_values(scenario.leaders)
    held |= {f"leaders.{name}": float(leading[name]) for name in (*PRACTICES, *PERSONALITY)}
    following = consequence_values(scenario.consequence)
    held |= {f"consequence.{name}": following[name] for name in ("severity", "evenness")}
    held["recognition.visibility"] = recognition_values(scenario.recognition)["visibility"]
    return held | {f"spaces.{name}": float(getattr(scenario.spaces, name)) for name in SPACES}
