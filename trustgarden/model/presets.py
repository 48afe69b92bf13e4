"""Named presets: styles, regimes, forms of recognition and choreographies of welcome, as values.

A preset is a point in the space of its dimensions, nothing more: whatever a
scenario states beside the name overrides it. The figures are our own reading
of the sources named with each (free choice within the words of the source),
and none was fitted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from . import custom

__all__ = [
    "PRACTICES",
    "RECOGNITIONS",
    "REGIMES",
    "STYLES",
    "WELCOMES",
    "Choreography",
    "Form",
    "Preset",
    "is_code",
    "regime_preset",
    "style_preset",
]


@dataclass(frozen=True)
class Preset:
    """A named point: a sentence for people, the values, and where the idea comes from."""

    sentence: str
    values: Mapping[str, float]
    source: str


@dataclass(frozen=True)
class Form(Preset):
    """A form of recognition: who defines what is worth it, who decides who gets it, and values."""

    defines: Literal["formal", "social"]
    decides: Literal["formal", "social"]


@dataclass(frozen=True)
class Choreography:
    """A named welcome: a sentence for people, its steps, and where the idea comes from."""

    sentence: str
    steps: tuple[Mapping[str, Any], ...]
    source: str


CODE = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*")
"""How a scenario names code of its own: `package.module:Class`."""


PRACTICES = (
    "spaces", "consequence", "connections", "recognition", "fairness", "demanding", "controlling",
)
"""What a leader's attention can go to; a style that does not name one gives it none."""

UNSTATED_REGIME = {
    "detection": 0.0, "certainty": 0.0, "severity": 0.0, "distinction": 0.5, "evenness": 1.0,
    "arbitrary": 0.0, "publicness": 0.2, "repair": 0.0, "reward": 0.0, "binding": 0.0,
    "pricing": 0.0, "monitoring": 0.0, "collective": 0.0, "social": 0.3,
    "coordinating": 0.0, "chosen": 0.0,
}
"""Dimensions as they stand in a regime that does not name them."""


SEVENTHS = dict.fromkeys(PRACTICES, 1 / 7)
"""Attention of a leader who does not know what it is good for."""


def _style(sentence: str, source: str, **values: float) -> Preset:
    return Preset(sentence, MappingProxyType(dict.fromkeys(PRACTICES, 0.0) | values), source)


STYLES: Mapping[str, Preset] = MappingProxyType(
    {
        "gardener": _style(
            "Tends the five conditions and demands nothing.",
            "Stodd 2018, Leading with Trust",
            spaces=0.20, consequence=0.15, connections=0.20, recognition=0.15, fairness=0.20,
            evenness=0.9, respect=0.85, listening=0.8,
        ),
        "commander": _style(
            "Demands trust and effort, and watches that orders are followed.",
            "Fayol's unity of command; Podsakoff et al. 2006 on non-contingent punishment",
            demanding=0.50, controlling=0.30, recognition=0.05, consequence=0.05,
            evenness=0.7, respect=0.35, listening=0.1,
        ),
        "contractor": _style(
            "Settles what is owed in clauses, and holds people to them.",
            "Malhotra & Murnighan 2002, doi:10.2307/3094850",
            consequence=0.40, controlling=0.30, demanding=0.05, fairness=0.05,
            evenness=0.9, respect=0.55, listening=0.4,
        ),
        "controller": _style(
            "Wants to see everything.",
            "Falk & Kosfeld 2006, doi:10.1257/aer.96.5.1611",
            controlling=0.75, consequence=0.10, evenness=0.85, respect=0.45, listening=0.2,
        ),
        "absent": _style(
            "Has other things to do.",
            "Laissez-faire leadership: Skogstad et al. 2007, doi:10.1037/1076-8998.12.1.80",
            recognition=0.03, evenness=0.7, respect=0.6, listening=0.3,
        ),
        "favouritist": _style(
            "Tends with warmth, for a few.",
            "Leader-member exchange: Graen & Uhl-Bien 1995, doi:10.1016/1048-9843(95)90036-5",
            spaces=0.20, consequence=0.10, connections=0.20, recognition=0.30, fairness=0.05,
            evenness=0.1, respect=0.75, listening=0.5,
        ),
        "hero": _style(
            "Does it all alone.",
            "Heroic management: Bradford & Cohen 1984, Managing for Excellence",
            consequence=0.10, controlling=0.35, recognition=0.05, spaces=0.05, demanding=0.10,
            evenness=0.8, respect=0.7, listening=0.3,
        ),
        "kind-but-uneven": _style(
            "Kind to all, with time for a few.",
            "Leader-member exchange differentiation: Henderson et al. 2009, "
            "doi:10.1016/j.leaqua.2009.04.003",
            spaces=0.15, consequence=0.05, connections=0.15, recognition=0.25, fairness=0.15,
            evenness=0.25, respect=0.9, listening=0.6,
        ),
        "learner": _style(
            "Sees noisy signs and learns from them what grows here.",
            "Stodd 2018, Leading with Trust: the journey may be to learn this landscape",
            **SEVENTHS, evenness=0.8, respect=0.7, listening=0.5,
        ),
        "random": _style(
            "Divides attention by lot, and keeps to it.",
            "Free choice: what a style is measured against that knows nothing",
            **SEVENTHS, evenness=0.8, respect=0.7, listening=0.5,
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
            pricing=0.8, publicness=0.1, social=0.1, coordinating=0.3,
        ),
        "charter": _regime(
            "Those concerned settle among themselves who does what.",
            "Coordination clauses: Malhotra & Lumineau 2011, doi:10.5465/amj.2009.0683",
            detection=0.4, certainty=0.5, severity=0.2, distinction=0.8, publicness=0.3,
            repair=0.6, social=0.4, coordinating=0.8, chosen=0.9,
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
            "Irwin, Mulder & Simpson 2014, doi:10.1177/0190272513518803",
            detection=0.6, certainty=0.5, severity=0.1, reward=0.8, binding=0.3, pricing=0.9,
            publicness=0.3,
        ),
    }
)


def _form(
    sentence: str,
    source: str,
    defines: Literal["formal", "social"],
    decides: Literal["formal", "social"],
    **values: float,
) -> Form:
    return Form(sentence, MappingProxyType(values), source, defines, decides)


RECOGNITIONS: Mapping[str, Form] = MappingProxyType(
    {
        "acknowledgement": _form(
            "A leader says what those around hold worth saying.",
            "Coins of recognition: Stodd 2018, Leading with Trust; figures are a free choice",
            "social", "formal",
            credibility=0.7, visibility=0.4, scarcity=0.2, payment=0.0,
        ),
        "award": _form(
            "A few are honoured, by the rules of the organisation.",
            "Awards as signals: Frey & Gallus 2017, Honours versus Money",
            "formal", "formal",
            credibility=0.5, visibility=0.8, scarcity=0.7, payment=0.0,
        ),
        "nomination": _form(
            "Those around pick who is honoured, by the rules of the organisation.",
            "Stodd 2018, Leading with Trust; figures are a free choice",
            "formal", "social",
            credibility=0.6, visibility=0.7, scarcity=0.6, payment=0.0,
        ),
        "thanks": _form(
            "Those around thank whom they want to thank.",
            "Grant & Gino 2010, doi:10.1037/a0017935",
            "social", "social",
            credibility=0.9, visibility=0.3, scarcity=0.0, payment=0.0,
        ),
        "bonus": _form(
            "Good work is paid extra.",
            "Deci, Koestner & Ryan 1999, doi:10.1037/0033-2909.125.6.627",
            "formal", "formal",
            credibility=0.5, visibility=0.3, scarcity=0.5, payment=0.9,
        ),
    }
)


def _steps(kind: str, weeks: tuple[int, ...], **values: Any) -> tuple[Mapping[str, Any], ...]:
    """The same step in several weeks."""
    return tuple(MappingProxyType({"week": week, "kind": kind, **values}) for week in weeks)


WELCOMES: Mapping[str, Choreography] = MappingProxyType(
    {
        "cold": Choreography("Nobody is told that somebody comes.", (), "Free choice: a baseline"),
        "by-the-book": Choreography(
            "What the handbook asks for is ticked off.",
            (
                *_steps("greet", (1,), who="leader", space="meeting", announced=True),
                *_steps("introduce", (1,), who="leader", count=1, certainty=0.5),
                *_steps(
                    "check-in", (4,), who="leader", space="meeting", announced=True, certainty=0.8
                ),
            ),
            "Institutionalised socialisation: Jones 1986, doi:10.5465/256188",
        ),
        "buddy": Choreography(
            "Somebody is there for the joiner for three months.",
            (
                *_steps("greet", (1,), who="leader", announced=True),
                *_steps("buddy", (1,), who="buddy", count=1, certainty=0.95, announced=True),
                *_steps("buddy", (2, 3, 4, 6, 8, 10, 12), who="buddy", count=1, certainty=0.95),
            ),
            "Mentors of newcomers: Ostroff & Kozlowski 1993, doi:10.1006/jvbe.1993.1012",
        ),
        "designed": Choreography(
            "The first three months are thought through, from the invitation on.",
            (
                *_steps("invite", (1,), who="team"),
                *_steps("greet", (1,), who="leader", announced=True),
                *_steps("greet", (1,), who="team", count=3),
                *_steps("buddy", (1, 2, 3, 4, 6, 8), who="buddy"),
                *_steps("introduce", (2,), who="leader", count=3),
                *_steps("first-task", (2,), who="buddy", space="rehearsal"),
                *_steps("introduce", (3,), who="buddy", count=3),
                *_steps("recognise", (4,), who="leader"),
                *_steps("check-in", (4, 12), who="leader", announced=True, certainty=0.97),
            ),
            "Stodd 2018, Leading with Trust; Bauer et al. 2007, doi:10.1037/0021-9010.92.3.707",
        ),
    }
)


def is_code(name: str) -> bool:
    """Whether a name is of the form `package.module:Class`."""
    return CODE.fullmatch(name) is not None


def style_preset(name: str) -> Preset | None:
    """The preset of a style, that of a custom one if it is one, or None if there is none."""
    if name in STYLES:
        return STYLES[name]
    if is_code(name) or name in custom.STYLES_BY_NAME:
        return _style("A style of your own.", name, evenness=0.8, respect=0.7, listening=0.5)
    return None


def regime_preset(name: str) -> Preset | None:
    """The preset of a regime, that of a custom one if it is one, or None if there is none."""
    if name in REGIMES:
        return REGIMES[name]
    if is_code(name) or name in custom.REGIMES_BY_NAME:
        return _regime("A regime of your own.", name)
    return None
