"""The tables of `docs/odd.md`, made from the code they describe.

`python docs/generate.py` writes them into the page between HTML comments, and
a test holds the two together. Nothing here is read while a model runs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import NamedTuple

from pydantic.fields import FieldInfo

from .measures import MEASURES, Measure
from .parameters import Parameters
from .presets import REGIMES, STYLES, Preset

__all__ = ["CONSTANTS", "DRAWS", "PHASES", "TABLES", "Constant", "Draw", "Phase", "with_tables"]


class Phase(NamedTuple):
    """One phase of the week, in the words of `week.py`, with what it reads and writes."""

    sentence: str
    reads: str
    writes: str


PHASES = (
    Phase(
        "Tend. Leaders divide their attention; conditions change (never trust).",
        "Conditions in force; which heads are present; seats in each team.",
        "All conditions of teams (not `norm`, `seen`, `cases`, `burden`).",
    ),
    Phase(
        "Welcome. Joiners arrive; the choreography steps that are due take place.",
        "Nothing yet.",
        "Nothing yet; joiners were seated in phase 11 of the week before.",
    ),
    Phase(
        "Meet. People divide their hours over spaces and find partners there.",
        "Start of the week: ties, strain, sociability. This week: conditions of teams.",
        "Meetings: `partner`, `space`, `act` (nothing). Person: `free_hours`.",
    ),
    Phase(
        "Entrust. In each meeting one may make oneself vulnerable to the other, at a stake.",
        "Start of the week: the trustor's tie or prior, `projected`, `doubt`, `at_sight`. "
        "This week: meetings, `demand_level`.",
        "Meetings: `ordered`, `stake`, `act` (held back or entrusted).",
    ),
    Phase(
        "Answer. The trusted one keeps faith, errs, breaks faith, or hides what happened.",
        "Start of the week: the trustee's traits, tie or prior, felt fairness, strain, "
        "`projected`, `doubt`, the `norm` of the trustee's team. This week: meetings, "
        "conditions of the trustee's team.",
        "Meetings: `act` (kept, error, breach), `answer`, `hidden`.",
    ),
    Phase(
        "Consequence. Formal and social consequence follow, or do not; so does repair.",
        "As phase 5, after it.",
        "Meetings: `found`, `consequence`, `repair`.",
    ),
    Phase(
        "Remember. Both update memory, by what they attribute it to; those who saw it learn too.",
        "Meetings of this week; conditions of teams; own ties and own state, as each event "
        "leaves them for the next; for new ties, own trust in the organisation as it was at the "
        "start of the week.",
        "Teams: `norm`, `seen`, `cases`, `burden`. Ties and traces, new ties too. Person: "
        "`projected`, `doubt`, `received`, `entrusted`, `let_down`, `suffered`.",
    ),
    Phase(
        "Recognise. Leaders and peers recognise what they saw.",
        "Meetings of this week; conditions of the leader's team.",
        "Person: `recognised`.",
    ),
    Phase(
        "Talk. People tell each other of third parties.",
        "Nothing yet.",
        "Nothing yet.",
    ),
    Phase(
        "Judge. Felt fairness, projected consequence and trust in the organisation are revised.",
        "After *Remember* and *Recognise*: own state and own ties; conditions of own team and of "
        "the leader's; `free_hours`.",
        "Person: `projected`, `doubt`, `suffered`, the six stocks of felt fairness, the two of "
        "trust in the organisation, `strain`, `effort`, `output`. The tie to the leader: "
        "evidence of benevolence and integrity.",
    ),
    Phase(
        "Leave. Some leave; their place is filled, or not.",
        "After *Judge*: own state, own tie to the leader.",
        "Who is present; keys; everything of the new occupants; ties of and to leavers are "
        "cleared; ties between new occupants and their leaders or members.",
    ),
    Phase(
        "Measure.",
        "Everything as phase 11 leaves it, and the meetings of the week.",
        "The row of measures.",
    ),
)
"""The schedule; a test holds the sentences to the comments of `week.py`."""


class Draw(NamedTuple):
    """What the four words of one kind of draw are used for."""

    purpose: str
    week: str
    who: str
    whom: str
    hour: str
    words: tuple[str, str, str, str]


DRAWS = (
    Draw("TRAITS", "0", "the person", "NOBODY", "0",
         ("propensity", "ability", "integrity", "benevolence")),
    Draw("DISPOSITION", "0", "the person", "NOBODY", "0",
         ("sociability", "forgiveness", "at_sight", "-")),
    Draw("AFFINITY", "0", "the smaller key of the pair", "the larger key", "0",
         ("affinity", "-", "-", "-")),
    Draw("DURABILITY", "0", "the smaller key of the pair", "the larger key", "0",
         ("class, modulo 8", "-", "-", "-")),
    Draw("HOURS", "w", "the person", "NOBODY", "0",
         ("work", "meeting", "rehearsal", "social")),
    Draw("PARTNER", "w", "the person", "NOBODY", "hour",
         ("route", "first try, or whom of the remembered", "second try", "third try")),
    Draw("MEETING", "w", "trustor", "trustee", "hour",
         ("entrusts", "stake there is", "-", "-")),
    Draw("ANSWER", "w", "trustor", "trustee", "hour",
         ("breach", "error", "grade of the answer", "hides")),
    Draw("FOLLOWING", "w", "trustor", "trustee", "hour",
         ("found out", "detected", "acted on", "makes good")),
    Draw("STRIKE", "w", "the person", "NOBODY", "0",
         ("struck by arbitrary consequence", "-", "-", "-")),
    Draw("FAVOUR", "0", "leader", "member", "0", ("favour", "-", "-", "-")),
    Draw("LEAVING", "w", "the person", "NOBODY", "0", ("leaves", "-", "-", "-")),
    Draw("RECOGNITION", "w", "the person", "NOBODY", "0", ("is recognised", "-", "-", "-")),
)
"""Every purpose of `chance.py`; w is the week with those of a burn-in counted first."""


class Constant(NamedTuple):
    """A fixed number of the model that is no parameter: where it stands and what it is."""

    module: str
    name: str
    meaning: str


CONSTANTS = (
    Constant("memory", "ABILITY_WEIGHT", "weight of ability in trust"),
    Constant("memory", "BENEVOLENCE_WEIGHT", "weight of benevolence in trust"),
    Constant("memory", "INTEGRITY_WEIGHT", "weight of integrity in trust"),
    Constant("memory", "NUM_DURABILITIES", "classes of durability of a pair"),
    Constant("memory", "DECEPTION_SLOWNESS",
             "how many times slower deception and mistrust fade than evidence"),
    Constant("memory", "LN2", "natural logarithm of 2"),
    Constant("prior", "RANK_CUE", "logits by which one step of rank lifts expected ability"),
    Constant("spaces", "HOURS_GAINED", "twice the hours that a full level opens in a free space"),
    Constant("meeting", "WITH_LEADER", "share of work hours with the leader"),
    Constant("meeting", "WITH_PEERS", "share of hours of leaders with fellow leaders"),
    Constant("meeting", "WITH_TEAM", "share of hours with the team"),
    Constant("meeting", "ACROSS", "share of work hours open to anybody at full connecting"),
    Constant("meeting", "OPENED", "share of closed social hours opened at full connecting"),
    Constant("answering", "ORDINARY_NORM", "norm of a team in which nothing was seen yet"),
    Constant("answering", "ERROR_BY_ABILITY", "logits of error by ability"),
    Constant("answering", "ERROR_BY_STRAIN", "logits of error by strain"),
    Constant("answering", "HIDE_AT_EASE", "logit of hiding at middling integrity and safety"),
    Constant("answering", "HIDE_BY_FEAR", "logits of hiding by projected consequence"),
    Constant("answering", "HIDE_BY_INTEGRITY", "logits of hiding by integrity"),
    Constant("answering", "HIDE_BY_SAFETY", "logits of hiding by safety"),
    Constant("dealing", "FOUND_ANYWAY", "chance that what is hidden comes out unlooked for"),
    Constant("dealing", "UNSEEN", "detection left where the trustor does not know"),
    Constant("dealing", "SOCIAL_WEIGHT", "hardness of full social consequence"),
    Constant("consequence", "ERROR_SPARED", "consequence that a known error is spared"),
    Constant("consequence", "MADE_GOOD", "severity that making good replaces"),
    Constant("founding", "LEAST_TRAIT", "least value of a trait, and least distance from 1"),
    Constant("control", "HALF_HOURS", "hours at which a practice reaches half its effect"),
    Constant("control", "ORDINARY_TEAM", "seats of the team for which these hours hold"),
    Constant("repair", "INTEGRITY_SHARE", "repair of a breach, to that of an error"),
    Constant("remembering", "BEING_TRUSTED", "evidence of benevolence in being trusted"),
    Constant("remembering", "NOT_BEING_TRUSTED", "evidence against it in being held off"),
    Constant("remembering", "MISTRUST_GAIN", "mistrust gained by a full breach"),
    Constant("remembering", "MISTRUST_EASED", "share of mistrust eased by kept faith"),
    Constant("remembering", "DECEPTION_EVIDENCE", "acts that a deception found out counts"),
    Constant("remembering", "MISTAKEN", "share of error and breach taken for each other"),
    Constant("fairness", "FAIRNESS_PRIOR_WEIGHT", "evidence that the prior of fairness is worth"),
    Constant("fairness", "FAIRNESS_RETENTION", "weekly retention of felt fairness"),
    Constant("judging", "TOLD_BY_DEMAND", "part of a threat that full demand amounts to"),
    Constant("founding", "STARTING_STRAIN", "strain of somebody new"),
    Constant("founding", "STARTING_PROJECTION", "expected consequence of somebody new"),
    Constant("founding", "STARTING_DOUBT", "doubt of somebody new"),
    Constant("measuring", "INVESTED", "trust from which it is high"),
    Constant("measuring", "NO_TRUST", "trust below which there is none"),
    Constant("measuring", "RESTING", "certainty from which high trust rests on evidence"),
    Constant("measuring", "ORDINARY_ERROR_SHARE", "share of errors in the imposed consequence"),
)
"""Every named number of the rules; a test looks for those that are missing here."""


def schedule_table() -> str:
    """Return the phases of the week, what each reads and what each writes."""
    rows = [
        (str(number), *_name_and_rest(phase.sentence), phase.reads, phase.writes)
        for number, phase in enumerate(PHASES, 1)
    ]
    return _table(("", "phase", "what happens", "reads", "writes"), rows)


def draws_table() -> str:
    """Return what every random number is addressed by and used for."""
    chance = import_module(".chance", __package__)
    rows = [
        (str(getattr(chance, draw.purpose)), f"`{draw.purpose}`", draw.week, draw.who, draw.whom,
         draw.hour, *draw.words)
        for draw in DRAWS
    ]
    heads = ("no.", "purpose", "week", "who", "whom", "count", "word 0", "word 1", "word 2",
             "word 3")
    return _table(heads, rows)


def constants_table() -> str:
    """Return the fixed numbers of the rules, with the values they have in the code."""
    rows = []
    for constant in CONSTANTS:
        module = import_module(f".{constant.module}", __package__)
        value = repr(getattr(module, constant.name))
        rows.append((f"`{constant.name}`", value, constant.meaning, f"`{constant.module}.py`"))
    return _table(("constant", "value", "meaning", "where"), rows)


def parameters_table() -> str:
    """Return the free parameters with unit, range, default and provenance."""
    rows = [_parameter_row(name, field) for name, field in Parameters.model_fields.items()]
    heads = ("parameter", "of", "meaning", "unit", "range", "default", "where it comes from")
    return _table(heads, rows)


def _parameter_row(name: str, field: FieldInfo) -> tuple[str, ...]:
    about = field.json_schema_extra
    if not isinstance(about, dict) or field.description is None:
        raise TypeError(f"parameter {name} says neither unit nor provenance.")
    unit = str(about["unit"])
    mechanism, _, meaning = field.description.removesuffix(f" ({unit}).").partition(": ")
    low = next(bound.ge for bound in field.metadata if hasattr(bound, "ge"))
    high = next(bound.le for bound in field.metadata if hasattr(bound, "le"))
    legal = f"{low:g} to {high:g}"
    provenance = str(about["provenance"])
    return (f"`{name}`", mechanism, meaning, unit, legal, f"{field.default:g}", provenance)


def measures_table() -> str:
    """Return the weekly measures with level, unit, range and definition."""
    heads = ("measure", "label", "level", "unit", "range", "definition")
    return _table(heads, [_measure_row(measure) for measure in MEASURES])


def _measure_row(measure: Measure) -> tuple[str, ...]:
    legal = f"{measure.low:g} to {measure.high:g}" if measure.high is not None else (
        f"{measure.low:g} or more"
    )
    name, label = f"`{measure.name}`", measure.label
    return (name, label, measure.level, measure.unit, legal, measure.definition)


def regimes_table() -> str:
    """Return the named regimes of consequence: what they are, and their values."""
    return _presets(REGIMES, "regime")


def styles_table() -> str:
    """Return the named styles of leadership: what they are, and their values."""
    return _presets(STYLES, "style")


def _presets(presets: Mapping[str, Preset], kind: str) -> str:
    about = [(f"`{name}`", preset.sentence, preset.source) for name, preset in presets.items()]
    dimensions = next(iter(presets.values())).values
    values = [
        (f"`{dimension}`", *(f"{preset.values[dimension]:g}" for preset in presets.values()))
        for dimension in dimensions
    ]
    names = [f"`{name}`" for name in presets]
    return "\n\n".join(
        (_table((kind, "in a sentence", "after"), about), _table(("", *names), values))
    )


def _name_and_rest(sentence: str) -> tuple[str, str]:
    name, _, rest = sentence.partition(".")
    return name, rest.strip()


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(_escaped(cell) for cell in line)} |" for line in lines)


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|")


TABLES: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "schedule": schedule_table,
        "draws": draws_table,
        "constants": constants_table,
        "parameters": parameters_table,
        "measures": measures_table,
        "regimes": regimes_table,
        "styles": styles_table,
    }
)
"""What can stand between `<!-- begin generated: NAME -->` and its end."""

GENERATED = re.compile(
    r"<!-- begin generated: (?P<name>[a-z-]+) -->\n.*?<!-- end generated: (?P=name) -->", re.DOTALL
)


def with_tables(text: str) -> str:
    """Return a page with everything between its marks made anew.

    Raises:
        ValueError: If a mark names no table, or has no end.
    """
    opened = re.findall(r"<!-- begin generated: (.*?) -->", text)
    unknown = set(opened) - set(TABLES)
    if unknown:
        raise ValueError(
            f"no table is called {', '.join(sorted(unknown))}; there are {', '.join(TABLES)}."
        )
    made, count = GENERATED.subn(lambda match: _between_marks(match["name"]), text)
    if count != len(opened):
        raise ValueError("a mark of a generated table has no end of the same name.")
    return made


def _between_marks(name: str) -> str:
    return (
        f"<!-- begin generated: {name} -->\n\n{TABLES[name]()}\n\n<!-- end generated: {name} -->"
    )
