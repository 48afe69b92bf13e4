"""Named presets: styles of leadership and regimes of consequence, as values.

A preset is a point in the space of its dimensions, nothing more: whatever a
scenario states beside the name overrides it. The figures are our own reading
of the sources named with each (free choice within the words of the source),
and none was fitted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["REGIMES", "STYLES", "Preset"]


@dataclass(frozen=True)
class Preset:
    """A named point: a sentence for people, the values, and where the idea comes from."""

    sentence: str
    values: Mapping[str, float]
    source: str


PRACTICES = (
    "spaces", "consequence", "connections", "recognition", "fairness", "demanding", "controlling",
)
"""What a leader's attention can go to; a style that does not name one gives it none."""

UNSTATED_REGIME = {
    "detection": 0.0, "certainty": 0.0, "severity": 0.0, "distinction": 0.5, "evenness": 1.0,
    "arbitrary": 0.0, "publicness": 0.2, "repair": 0.0, "reward": 0.0, "binding": 0.0,
    "pricing": 0.0, "monitoring": 0.0, "collective": 0.0, "social": 0.3,
}
"""Dimensions as they stand in a regime that does not name them."""


def _style(sentence: str, source: str, **values: float) -> Preset:
    return Preset(sentence, MappingProxyType(dict.fromkeys(PRACTICES, 0.0) | values), source)


STYLES: Mapping[str, Preset] = MappingProxyType(
    {
        "gardener": _style(
            "Tends the five conditions and demands nothing.",
            "Stodd 2018, Leading with Trust",
            spaces=0.20, consequence=0.15, connections=0.20, recognition=0.15, fairness=0.20,
            evenness=0.9, respect=0.85,
        ),
        "commander": _style(
            "Demands trust and effort, and watches that orders are followed.",
            "Fayol's unity of command; Podsakoff et al. 2006 on non-contingent punishment",
            demanding=0.50, controlling=0.30, recognition=0.05, consequence=0.05,
            evenness=0.7, respect=0.35,
        ),
        "contractor": _style(
            "Settles what is owed in clauses, and holds people to them.",
            "Malhotra & Murnighan 2002, doi:10.2307/3094850",
            consequence=0.40, controlling=0.30, demanding=0.05, fairness=0.05,
            evenness=0.9, respect=0.55,
        ),
        "controller": _style(
            "Wants to see everything.",
            "Falk & Kosfeld 2006, doi:10.1257/aer.96.5.1611",
            controlling=0.75, consequence=0.10, evenness=0.85, respect=0.45,
        ),
        "absent": _style(
            "Has other things to do.",
            "Laissez-faire leadership: Skogstad et al. 2007, doi:10.1037/1076-8998.12.1.80",
            recognition=0.03, evenness=0.7, respect=0.6,
        ),
        "favouritist": _style(
            "Tends with warmth, for a few.",
            "Leader-member exchange: Graen & Uhl-Bien 1995, doi:10.1016/1048-9843(95)90036-5",
            spaces=0.20, consequence=0.10, connections=0.20, recognition=0.30, fairness=0.05,
            evenness=0.1, respect=0.75,
        ),
    }
)


def _regime(sentence: str, source: str, **values: float) -> Preset:
    return Preset(sentence, MappingProxyType(UNSTATED_REGIME | values), source)


REGIMES: Mapping[str, Preset] = MappingProxyType(
    {
        "none": _regime("Nothing formal follows.", "Baseline of phenomena P25, P35"),
        "permissive": _regime(
            "Something is seen, little follows.", "Free choice",
            detection=0.3, certainty=0.2, severity=0.1, distinction=0.5, social=0.1,
        ),
        "punitive": _regime(
            "What goes wrong is found and punished, the same for all.",
            "Contingent punishment: Podsakoff et al. 2006, doi:10.1016/j.obhdp.2005.09.002",
            detection=0.5, certainty=0.8, severity=0.7, distinction=0.6, publicness=0.4,
        ),
        "blame": _regime(
            "Somebody must have been at fault, error or not, and everybody hears of it.",
            "Edmondson 1999, doi:10.2307/2666999; Dekker 2012, Just Culture",
            detection=0.6, certainty=0.9, severity=0.9, distinction=0.1, evenness=0.6,
            publicness=0.9, arbitrary=0.01, social=0.6,
        ),
        "just-culture": _regime(
            "Errors are told and made good; breaches have a measured consequence.",
            "Dekker 2012, Just Culture; Reason 1997",
            detection=0.5, certainty=0.7, severity=0.35, distinction=0.9, publicness=0.3,
            repair=0.8, social=0.3,
        ),
        "arbitrary": _regime(
            "Consequence falls on whom it falls.",
            "Non-contingent punishment: Podsakoff et al. 2006, doi:10.1016/j.obhdp.2005.09.002",
            detection=0.4, certainty=0.3, severity=0.8, distinction=0.2, evenness=0.3,
            arbitrary=0.04, publicness=0.7,
        ),
        "favourites": _regime(
            "Some are spared.", "Graen & Uhl-Bien 1995; Colquitt et al. 2001",
            detection=0.5, certainty=0.7, severity=0.6, distinction=0.5, evenness=0.1,
            publicness=0.5, reward=0.2,
        ),
        "contract": _regime(
            "What is owed is written down and enforced.",
            "Malhotra & Murnighan 2002, doi:10.2307/3094850",
            detection=0.7, certainty=0.9, severity=0.5, distinction=0.5, binding=0.75,
            pricing=0.8, publicness=0.1, social=0.1,
        ),
        "surveillance": _regime(
            "Everything is watched.",
            "Falk & Kosfeld 2006, doi:10.1257/aer.96.5.1611; Ravid et al. 2023",
            detection=0.9, certainty=0.6, severity=0.5, distinction=0.4, binding=0.4,
            pricing=0.2, monitoring=0.9, publicness=0.3,
        ),
        "collective": _regime(
            "The team answers for each of its members.",
            "Free choice, after Heckathorn 1990, doi:10.2307/2095762",
            detection=0.5, certainty=0.8, severity=0.5, distinction=0.4, collective=0.7,
            publicness=0.9, social=0.8,
        ),
        "bought-reward": _regime(
            "Keeping faith is counted and paid.",
            "Irwin, Mulder & Simpson 2014, doi:10.1177/0190272514536147",
            detection=0.6, certainty=0.5, severity=0.1, reward=0.8, binding=0.3, pricing=0.9,
            publicness=0.3,
        ),
    }
)
