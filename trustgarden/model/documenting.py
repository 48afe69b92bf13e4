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

from .choreography import Welcome, WelcomeStep
from .conditions import spaces_of
from .event_kinds import EVENT_KINDS
from .layout import ACCOUNTS, SPACES
from .measures import MEASURES, Measure
from .parameters import Parameters
from .presets import RECOGNITIONS, REGIMES, STYLES, WELCOMES, Preset
from .scenario import Scenario

__all__ = [
    "BOOKED",
    "CONSTANTS",
    "DRAWS",
    "PHASES",
    "TABLES",
    "Constant",
    "Draw",
    "Phase",
    "with_tables",
]


class Phase(NamedTuple):
    """One phase of the week, in the words of `week.py`, with what it reads and writes."""

    sentence: str
    reads: str
    writes: str


PHASES = (
    Phase(
        "Tend. Leaders divide their attention; conditions change (never trust).",
        "Conditions, styles and regimes in force; which heads are present, their skill, warmth and "
        "strain; seats in each team.",
        "The conditions of the week of all teams.",
    ),
    Phase(
        "Welcome. Joiners arrive; the choreography steps that are due take place.",
        "Steps in force; who is present, `joined`, `accepted`; ties of hosts. (Joiners were seated "
        "in phase 11 of the week before, or by an event of this one.)",
        "Arranged hours; who is praised; `heard`; the joiner's evidence for the organisation. By "
        "introductions: ties of both, evidence told. By missed steps: the joiner's evidence "
        "against the organisation and the host.",
    ),
    Phase(
        "Meet. People divide their hours over spaces and find partners there.",
        "Ties, strain, sociability, belonging as phase 2 leaves them; conditions of teams.",
        "Circles. Ordinary meetings: `partner`, `space`, `hour`, `act` (nothing). Person: "
        "`free_hours`.",
    ),
    Phase(
        "Entrust. In each meeting one may make oneself vulnerable to the other, at a stake.",
        "The trustor's tie or prior, `expected`, `doubt`, `at_sight`; whether the other is a "
        "newcomer; meetings; conditions of both teams.",
        "Meetings: `ordered`, `stake`, `act` (held back or entrusted).",
    ),
    Phase(
        "Answer. The trusted one keeps faith, errs, breaks faith, or hides what happened.",
        "The trustee's traits, tie or prior, felt fairness, strain, `intention`, `expected`, "
        "`doubt`; whether a promise to the trustor holds; the `norm` of the group; meetings; "
        "conditions of the trustee's team.",
        "Meetings: `act` (kept, error, breach), `answer`, `hidden`.",
    ),
    Phase(
        "Consequence. Formal and social consequence follow, or do not; so does repair.",
        "As phase 5, after it.",
        "Meetings: `found`, `consequence`, `forms`.",
    ),
    Phase(
        "Remember. Both update memory, by what they attribute it to; those who saw it learn too.",
        "Meetings of this week; conditions of teams; own ties and own state, as each event "
        "leaves them for the next; for new ties, own trust in the organisation and the other's "
        "reputation. For embeddedness, ties of others, after all have remembered.",
        "Groups: all their state. Ties and traces, new ties too. Person: `expected`, `doubt`, "
        "`received`, `entrusted`, `let_down`, `suffered`. One tie of each: `embedded`.",
    ),
    Phase(
        "Recognise. Leaders and peers recognise what they saw.",
        "Meetings of this week, or `output` of the last; `benevolence`; conditions of the "
        "leader's or one's own team.",
        "Who is praised; person: `recognised`, `reputation_for`; the tie to who praised: evidence "
        "of benevolence, `frame`. Teams: `recognised_share`, `suffered_mean`.",
    ),
    Phase(
        "Talk. People tell each other of third parties.",
        "Meetings of this week; ties as phase 8 leaves them; `connections_level`; belonging.",
        "Tales; then told evidence in ties, and of what was seen evidence of ability and "
        "integrity; new ties by introduction, `reputation_for`, `reputation_against`; `belongs`.",
    ),
    Phase(
        "Judge. Felt fairness, projected consequence and trust in the organisation are revised.",
        "After *Talk*: own state and own ties, and the leader's tie to oneself; conditions of own "
        "team and of the leader's, and what they saw; reach of the standard spaces.",
        "Person: reputation, `shaken`, `expected`, `doubt`, `suffered`, the six stocks of felt "
        "fairness, the two of trust in the organisation, `leader_trust`, `strain`, `effort`, "
        "`output`, `intention`. The tie to the leader: evidence of benevolence and integrity.",
    ),
    Phase(
        "Leave. Some leave; their place is filled, or not.",
        "After *Judge*: own state; for acceptance, the ties of team mates.",
        "`accepted`; `shaken`; who is present; keys; everything of the new occupants; ties of and "
        "to leavers are cleared; ties between new occupants and their leaders or members.",
    ),
    Phase(
        "Measure.",
        "Everything as phase 11 leaves it, and the meetings of the week.",
        "The row of measures; arranged hours are taken off the calendar.",
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
    Draw(
        "TRAITS",
        "0",
        "the person",
        "NOBODY",
        "0",
        ("propensity", "ability", "integrity", "benevolence"),
    ),
    Draw(
        "DISPOSITION",
        "0",
        "the person",
        "NOBODY",
        "0; 1",
        ("sociability; warmth", "forgiveness; -", "at_sight; -", "skill; -"),
    ),
    Draw(
        "AFFINITY",
        "0",
        "the smaller key of the pair",
        "the larger key",
        "0",
        ("affinity", "-", "-", "-"),
    ),
    Draw(
        "DURABILITY",
        "0",
        "the smaller key of the pair",
        "the larger key",
        "0",
        ("class, modulo 8", "-", "-", "-"),
    ),
    Draw(
        "HOURS",
        "w",
        "the person",
        "NOBODY",
        "space // 4",
        ("one more hour in space 4 count", "in 4 count + 1", "in 4 count + 2", "in 4 count + 3"),
    ),
    Draw(
        "PARTNER",
        "w",
        "the person",
        "NOBODY",
        "hour",
        ("route", "first try, or whom of the remembered", "second try", "third try"),
    ),
    Draw("MEETING", "w", "trustor", "trustee", "hour", ("entrusts", "stake there is", "-", "-")),
    Draw(
        "ANSWER",
        "w",
        "trustor",
        "trustee",
        "hour",
        ("breach", "error", "grade of the answer", "hides"),
    ),
    Draw(
        "FOLLOWING",
        "w",
        "trustor",
        "trustee",
        "hour",
        ("found out", "detected", "acted on", "admits"),
    ),
    Draw(
        "STRIKE",
        "w",
        "the person",
        "NOBODY",
        "0",
        ("struck by arbitrary consequence", "-", "-", "-"),
    ),
    Draw("FAVOUR", "0", "leader", "member", "0", ("favour", "-", "-", "-")),
    Draw("LEAVING", "w", "the person", "NOBODY", "0", ("leaves", "-", "-", "-")),
    Draw(
        "RECOGNITION",
        "w",
        "the person",
        "NOBODY",
        "0; 1",
        ("is recognised by the leader; which hour", "-; thanks for it", "-", "-"),
    ),
    Draw(
        "WELCOME",
        "w",
        "the joiner",
        "NOBODY",
        "64 step; 64 step + 1 + j",
        (
            "takes place; -",
            "from which mate on; whom to meet",
            "-",
            "-",
        ),
    ),
    Draw("BUDDY", "0", "the joiner", "NOBODY", "0", ("from which mate on", "-", "-", "-")),
    Draw(
        "TALK",
        "w",
        "the listener",
        "NOBODY",
        "tale; 4095",
        ("which hour; one more tale", "from which slot; -", "-", "-"),
    ),
    Draw(
        "WITNESS",
        "w",
        "the person",
        "NOBODY",
        "which one (0-9)",
        ("which team mate", "which hour", "sees it", "-"),
    ),
    Draw(
        "INTRODUCING",
        "w",
        "the member",
        "NOBODY",
        "0",
        ("is introduced", "from which slot", "-", "-"),
    ),
    Draw("BELONGING", "0", "the person", "NOBODY", "community", ("belongs", "-", "-", "-")),
    Draw("REPAIRING", "w", "trustor", "trustee", "hour", ("pays", "promises", "denies", "-")),
    Draw(
        "LIKENESS",
        "w",
        "the person",
        "NOBODY",
        "hour",
        ("first stranger is company", "second is", "chosen, not assigned", "-"),
    ),
    Draw("VACANCY", "w", "the last occupant", "NOBODY", "0", ("is filled", "-", "-", "-")),
    Draw(
        "EVENT",
        "w",
        "the person",
        "NOBODY",
        "0; 16 + hour of the gathering",
        ("lot; first try", "-; second try", "-; third try", "-"),
    ),
    Draw(
        "STYLE",
        "0; w",
        "the leader; of a regime, the team's number",
        "NOBODY",
        "as the code asks, from 0; of a regime, from 65536",
        ("lots of styles and regimes that are code", "the same", "the same", "the same"),
    ),
    Draw(
        "SIGNS",
        "w - 1",
        "the leader; of a regime, the team's number",
        "NOBODY",
        "sign; of a regime, 65536 + sign",
        ("blur of a sign", "the same", "the same", "the same"),
    ),
    Draw("INVITING", "w", "the person", "NOBODY", "community", ("joins", "which hour", "-", "-")),
    Draw("INCLINATION", "0", "the person", "NOBODY", "0", ("to stay", "to engage", "-", "-")),
    Draw(
        "ASSIGNMENT",
        "no. of the assignment",
        "the seat, as a key with occupant 0",
        "NOBODY",
        "which of the counterparts (0-2)",
        ("first try", "second try", "third try", "-"),
    ),
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
    Constant(
        "memory",
        "MOST_PARTIES",
        "shared trusted third parties beyond which more make no difference",
    ),
    Constant(
        "memory",
        "DECEPTION_SLOWNESS",
        "how many times slower deception and mistrust fade than evidence",
    ),
    Constant("memory", "LN2", "natural logarithm of 2"),
    Constant("prior", "BY_PROPENSITY", "weight of propensity in what is expected of a stranger"),
    Constant("prior", "BY_SIGHT", "weight of granting trust at sight in it"),
    Constant("prior", "RANK_CUE", "logits by which one step of rank lifts expected ability"),
    Constant(
        "prior",
        "REPUTATION_CUE",
        "logits between the worst and the best certain reputation, halved",
    ),
    Constant("relationships", "REPUTATION_WEIGHT", "acts told that make a reputation half certain"),
    Constant("spaces", "HOURS_GAINED", "hours of a free space that a full level opens"),
    Constant("spaces", "EXPLORING_SHOWS", "what an act shows of ability where people explore"),
    Constant("meeting", "WITH_LEADER", "share of work hours with the leader"),
    Constant("meeting", "WITH_PEERS", "share of hours of leaders with fellow leaders"),
    Constant("meeting", "WITH_TEAM", "share of hours with the team, at most"),
    Constant("meeting", "ACROSS", "share of work hours open to anybody at full connecting"),
    Constant("meeting", "OPENED", "share of closed social hours opened at full connecting"),
    Constant("connections", "COUNTERPARTS", "counterparts anywhere whom work assigns at a time"),
    Constant("connections", "CANDIDATES", "people in question for the place of a counterpart"),
    Constant("connections", "ACQUAINTED", "how much likelier work goes to acquaintances"),
    Constant("connections", "REACH_HOURS", "hours at which half of this is reached"),
    Constant("connections", "ASSIGNMENT_WEEKS", "weeks for which an assignment lasts"),
    Constant(
        "connections", "OF_ANOTHER_PLACE", "chance that one of another place is company, by choice"
    ),
    Constant("connections", "OF_ANOTHER_RANK", "the same of another rank"),
    Constant("connections", "OF_ANOTHER_PRACTICE", "the same of another practice"),
    Constant("connections", "BY_REHEARSING", "an hour of rehearsing as company, to a free one"),
    Constant("connections", "BY_WORKING", "an hour of work as company, to a free one"),
    Constant(
        "connections",
        "FRIENDS_SHARED",
        "how much more hours go to one with whom friends are shared",
    ),
    Constant("connections", "BY_STANDING", "how much more free hours go upward, by step of rank"),
    Constant("connections", "UPWARD", "the same of hours of need"),
    Constant("connections", "TRUSTED", "trust from which somebody counts as a trusted third party"),
    Constant("connections", "INTRODUCTIONS", "introductions a week at full connecting"),
    Constant(
        "connections",
        "WORD",
        "acts that the word of a fully trusted and certain introducer is worth",
    ),
    Constant("entrusting", "PROMISE_CALLS", "logits by which a promise calls for trust"),
    Constant("entrusting", "NEAR_CAUTION", "logits by which people hold back before a newcomer"),
    Constant("answering", "ORDINARY_NORM", "norm of a group in which nothing was seen yet"),
    Constant("answering", "ERROR_BY_ABILITY", "logits of error by ability"),
    Constant("answering", "ERROR_BY_STRAIN", "logits of error by strain"),
    Constant("answering", "CLARITY", "share of errors that coordinating clauses prevent"),
    Constant("answering", "ORDINARY_FURTHER", "worth of further dealings at which it is no reason"),
    Constant("answering", "ONLOOKERS", "logits of full visibility among people who withdraw"),
    Constant("answering", "WORD_GIVEN", "logits by which a promise binds full integrity"),
    Constant("answering", "GENEROSITY", "what the most generous give beyond the least"),
    Constant("answering", "HIDE_AT_EASE", "logit of hiding at middling integrity and safety"),
    Constant("answering", "HIDE_BY_FEAR", "logits of hiding by projected consequence"),
    Constant("answering", "HIDE_BY_INTEGRITY", "logits of hiding by integrity"),
    Constant("answering", "HIDE_BY_SAFETY", "logits of hiding by safety"),
    Constant("dealing", "FOUND_ANYWAY", "chance that what is hidden comes out unlooked for"),
    Constant("dealing", "UNSEEN", "detection left where the trustor does not know"),
    Constant(
        "dealing", "FORGIVEN", "fear that telling errors from breaches takes from who ventures"
    ),
    Constant("dealing", "SOCIAL_WEIGHT", "hardness of full social consequence"),
    Constant("consequence", "ERROR_SPARED", "consequence that a known error is spared"),
    Constant(
        "consequence", "TOLD", "rate of learning by a week of announcement, to that by a case lived"
    ),
    Constant("consequence", "MADE_GOOD", "severity that making good replaces"),
    Constant(
        "consequence", "GENERALISED", "share of a case that teaches of spaces of other purposes"
    ),
    Constant("founding", "LEAST_TRAIT", "least value of a trait, and least distance from 1"),
    Constant("founding", "STARTING_STRAIN", "strain of somebody new"),
    Constant("founding", "STARTING_PROJECTION", "expected consequence of somebody new, at work"),
    Constant("founding", "STARTING_DOUBT", "doubt of somebody new, at work"),
    Constant("founding", "FREER", "what they expect in rehearsing, to work; squared in exploring"),
    Constant("control", "HALF_HOURS", "hours at which a practice reaches half its effect"),
    Constant("control", "ORDINARY_TEAM", "seats of the team for which these hours hold"),
    Constant("control", "TOLD_BY_DEMAND", "part of a threat that full demand amounts to"),
    Constant("leading", "OVERLOADED", "share of the hours for people that full strain takes"),
    Constant("leading", "WATCHED", "how much more what one does weighs, by rank above who watches"),
    Constant("leading", "ORDINARY_RESPECT", "respect where nobody leads"),
    Constant("repair", "INTEGRITY_SHARE", "repair of a breach, to that of an error"),
    Constant("repair", "PAYMENT", "what paying adds to an admission"),
    Constant("repair", "DENIED_BREACH", "share that a denial takes back of a breach"),
    Constant("repair", "DENIED_ERROR", "share that a denial takes back of an error"),
    Constant("repair", "PLEDGED_ACTS", "acts that a promise covers"),
    Constant("repair", "PLEDGE_BOOST", "what a kept act under a promise counts for beyond its own"),
    Constant("repair", "BROKEN_PROMISE", "what a breach under a promise counts for beyond its own"),
    Constant("attribution", "MISTAKEN", "share of error and breach taken for each other"),
    Constant(
        "attribution", "CLARIFIED", "share of such mistakes that coordinating clauses prevent"
    ),
    Constant(
        "attribution", "BY_SANCTION", "conduct that a sure, full sanction makes a matter of course"
    ),
    Constant("attribution", "CURRYING", "weight of wanting favour as a reason, by rank below"),
    Constant("attribution", "CHOSEN_EASES", "how much less a chosen regime is read as binding"),
    Constant("attribution", "READ_BY_TRUST", "how much trust in one's leader changes the reading"),
    Constant("remembering", "BEING_TRUSTED", "evidence of benevolence in being trusted"),
    Constant("remembering", "NOT_BEING_TRUSTED", "evidence against it in being held off"),
    Constant("remembering", "MISTRUST_GAIN", "mistrust gained by a full breach"),
    Constant(
        "remembering", "DONE_WELL", "logits of how well a kept act is done at middling ability"
    ),
    Constant("remembering", "DONE_BY_ABILITY", "logits of it between least and most able"),
    Constant("remembering", "BY_TREATMENT", "how far a leader's goodwill is read by procedure"),
    Constant("remembering", "LEANING", "how far the ambiguous is read by trust held already"),
    Constant("remembering", "MISTRUST_EASED", "share of mistrust eased by kept faith"),
    Constant("remembering", "DECEPTION_EVIDENCE", "acts that a deception found out counts"),
    Constant("remembering", "UNWRITTEN", "how much more a breach of what was not written counts"),
    Constant("remembering", "NORM_RATE", "how fast a norm follows what is seen"),
    Constant("recognition", "PRAISE", "evidence of goodwill in being recognised"),
    Constant(
        "recognition", "FAME", "acts that a recognition which everybody sees adds to reputation"
    ),
    Constant("recognition", "PEER_BASE", "how much colleagues recognise each other unencouraged"),
    Constant("telling", "LEAN", "how far a tale leans to what the listener leaned to"),
    Constant("telling", "TOLD_CAP", "acts that everything told of one person can amount to"),
    Constant("telling", "SEEN_HOURS", "hours of team mates that one may have seen in a week"),
    Constant("telling", "WITNESSED_WEIGHT", "what an act of others that one saw counts for"),
    Constant("telling", "TO_REPUTATION", "share of a tale that becomes reputation"),
    Constant("telling", "REPUTATION_KEPT", "weekly retention of reputation"),
    Constant(
        "talking", "DISCOVERING", "weekly chance to discover a community, at middling sociability"
    ),
    Constant("talking", "INVITED", "chance that a member who trusts one invites one in"),
    Constant("talking", "INVITED_FROM", "trust from which they do"),
    Constant(
        "welcome",
        "FIRST_WEEKS",
        "weeks in which a joiner expects to be met without having been told",
    ),
    Constant("welcome", "EXPECTED_ANYHOW", "what a missed step counts for then"),
    Constant("welcome", "MISSED", "acts that an announced and missed step counts for"),
    Constant("welcome", "MISSED_BY_ORGANISATION", "the same against the organisation"),
    Constant("welcome", "RECEIVED", "acts for the organisation that a step which is taken counts"),
    Constant("welcome", "TASK_STAKE", "stake of a first task"),
    Constant("welcome", "VALIDATED_TRUST", "trust from which somebody is validated"),
    Constant("welcome", "VALIDATED_CERTAINTY", "certainty from which they are"),
    Constant("fairness", "FAIRNESS_PRIOR_WEIGHT", "evidence that the prior of fairness is worth"),
    Constant("fairness", "FAIRNESS_RETENTION", "weekly retention of felt fairness"),
    Constant("fairness", "PLAIN", "how unclear what one gets is, to how it was decided"),
    Constant("fairness", "COLOURING", "share of trust in the leader in how treatment is read"),
    Constant("fairness", "REGARD", "share of the leader's trust in a member that shows in respect"),
    Constant("fairness", "STRUCK", "breaches that consequence without a cause is worth"),
    Constant("fairness", "BY_PROCEDURE", "share of procedure in what is read of integrity"),
    Constant("fairness", "DESERVED", "how unfair what was earned is felt to be"),
    Constant("fairness", "IGNORED", "what voice that is not heeded costs"),
    Constant("work", "ORDINARY_SPAN", "people led without being strained by it"),
    Constant("work", "CONSCIENTIOUS", "spread of effort for reasons of one's own, in logits"),
    Constant("leaving", "INCLINED", "spread of what keeps one person and not another, in logits"),
    Constant("leaving", "CONTAGION", "logits that the leaving of everybody one knew adds"),
    Constant("leaving", "SHAKEN_KEPT", "weekly retention of being shaken"),
    Constant("leaving", "UNACCEPTED", "logits that not being accepted adds"),
    Constant("leaving", "PATIENCE", "weeks before it does"),
    Constant("leaving", "ELSEWHERE", "logits between the worst and the best chances elsewhere"),
    Constant("incidents", "SHOWN_UP", "acts of deception that a full scandal shows of somebody"),
    Constant("incidents", "SHARED_BLAME", "acts against the organisation by a full scandal"),
    Constant("incidents", "SURVIVED", "acts against the organisation by the harshest layoff"),
    Constant(
        "incidents", "LEADER_BLAME", "the same against the leader, to that against the organisation"
    ),
    Constant("signs", "BLUR", "standard deviation of what is made of a sign"),
    Constant("learner", "DOUBT", "of what a practice may be worth, before anything is seen"),
    Constant("learner", "DRIFT", "variance by which what a practice is worth changes in a week"),
    Constant("learner", "NOISE", "variance of a week's growth that attention has no part in"),
    Constant("learner", "TRIAL", "share of attention that is divided by lot"),
    Constant("learner", "FADING", "weight of the newest week in recent attention"),
    Constant("learner", "USUAL", "weight of the newest week in what is usual"),
    Constant("learner", "PATIENCE", "weeks between two changes of attention"),
    Constant("learner", "UNSEEN", "stands for a sign that has never shown"),
    Constant("measuring", "INVESTED", "trust from which it is high"),
    Constant("measuring", "NO_TRUST", "trust below which there is none"),
    Constant("measuring", "RESTING", "certainty from which high trust rests on evidence"),
    Constant("measuring", "HELD", "third parties from which mutual trust holds a tribe together"),
    Constant("measuring", "ORDINARY_ERROR_SHARE", "share of errors in the imposed consequence"),
)
"""Every named number of the rules; a test looks for those that are missing here."""


BOOKED = MappingProxyType(
    {
        "kept": "good news of an answer, and mistrust eased (7.8)",
        "error": "bad news of an error, and mistrust (7.8)",
        "breach": "bad news of a breach, and mistrust (7.8)",
        "deception": "what was hidden is found out (7.8)",
        "repair": "what is taken back, by a denial too (7.8), or after an apology (7.14)",
        "promise": "a promise is broken (7.8)",
        "trusted": "being trusted (7.8)",
        "held_off": "being held off (7.8)",
        "told": "a tale told (7.10)",
        "seen": "an act of others that one saw (7.10)",
        "introduced": "an introduction: ties begun by it, and the introducer's word (7.10)",
        "recognition": "being recognised (7.9)",
        "treatment": "the leader's week (7.11)",
        "welcome": "a step of welcome was missed (7.4)",
        "event": "survived, shown up; ties begun by a change of the chart (7.14)",
        "forgetting": "a week's forgetting (7.8)",
        "joined": "ties begun by arriving, and those that come with a merger",
        "left": "ties ended by leaving (7.12)",
        "met": "ties begun by meeting, praise, treatment, or a missed step",
        "crowded_out": "ties ended for want of room (7.1)",
        "unbooked": "what nobody booked: always 0",
    }
)
"""When a tie is booked to each account; a test holds the names to `layout.ACCOUNTS`."""


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
        (
            str(getattr(chance, draw.purpose)),
            f"`{draw.purpose}`",
            draw.week,
            draw.who,
            draw.whom,
            draw.hour,
            *draw.words,
        )
        for draw in DRAWS
    ]
    heads = (
        "no.",
        "purpose",
        "week",
        "who",
        "whom",
        "count",
        "word 0",
        "word 1",
        "word 2",
        "word 3",
    )
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
    legal = (
        f"{measure.low:g} to {measure.high:g}"
        if measure.high is not None
        else (f"{measure.low:g} or more")
    )
    name, label = f"`{measure.name}`", measure.label
    return (name, label, measure.level, measure.unit, legal, measure.definition)


def regimes_table() -> str:
    """Return the named regimes of consequence: what they are, and their values."""
    return _presets(REGIMES, "regime")


def styles_table() -> str:
    """Return the named styles of leadership: what they are, and their values."""
    return _presets(STYLES, "style")


def recognitions_table() -> str:
    """Return the forms of recognition: what they are, and their values."""
    defines = ("`defines`", *(form.defines for form in RECOGNITIONS.values()))
    decides = ("`decides`", *(form.decides for form in RECOGNITIONS.values()))
    return _presets(RECOGNITIONS, "form", defines, decides)


def _presets(presets: Mapping[str, Preset], kind: str, *words: tuple[str, ...]) -> str:
    about = [(f"`{name}`", preset.sentence, preset.source) for name, preset in presets.items()]
    dimensions = next(iter(presets.values())).values
    values = [
        (f"`{dimension}`", *(_exact(preset.values[dimension]) for preset in presets.values()))
        for dimension in dimensions
    ]
    names = [f"`{name}`" for name in presets]
    return "\n\n".join(
        (_table((kind, "in a sentence", "after"), about), _table(("", *names), [*words, *values]))
    )


def choreographies_table() -> str:
    """Return the named choreographies of welcome: what they are, and their steps."""
    about = [(f"`{name}`", welcome.sentence, welcome.source) for name, welcome in WELCOMES.items()]
    steps = [
        (f"`{name}`", *_step_row(number, step))
        for name in WELCOMES
        for number, step in enumerate(Welcome(choreography=name).resolved().steps or ())
    ]
    heads = ("choreography", "step", *WelcomeStep.model_fields)
    return "\n\n".join(
        (_table(("choreography", "in a sentence", "after"), about), _table(heads, steps))
    )


def _step_row(number: int, step: WelcomeStep) -> tuple[str, ...]:
    return (str(number), *(_said(value) for value in step.model_dump().values()))


def events_table() -> str:
    """Return the kinds of events, with what each must and may state."""
    rows = []
    for name, kind in EVENT_KINDS.items():
        needs = [f"`{field}`" for field in kind.required]
        may = [f"`{field}` ({_said(default)})" for field, default in kind.optional.items()]
        holds = "conditions" if kind.changes_conditions else "happens"
        rows.append((f"`{name}`", kind.sentence, holds, ", ".join(needs), ", ".join(may)))
    return _table(("kind", "in a sentence", "what it is", "must state", "may state"), rows)


def spaces_table() -> str:
    """Return the spaces that every organisation has, as a scenario of defaults fills them."""
    records = spaces_of(Scenario(id="defaults"))
    shown = [
        name
        for name in records.dtype.names or ()
        if name not in ("purpose", "community", "formal", "joining", "share")
    ]
    rows = [
        (name, str(k), *(_exact(float(records[field][k])) for field in shown))
        for k, name in enumerate(SPACES)
    ]
    return _table(("space", "no.", *(f"`{name}`" for name in shown)), rows)


def accounts_table() -> str:
    """Return the accounts of trust, and when a tie is booked to each."""
    return _table(("account", "booked"), [(f"`{name}`", BOOKED[name]) for name in ACCOUNTS])


def _exact(number: float) -> str:
    """A number in as few digits as give it back."""
    short = f"{number:g}"
    return short if float(short) == number else repr(number)


def _said(value: object) -> str:
    """A value as a scenario would state it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return _exact(value)
    if not value and not isinstance(value, int):
        return "-"
    return str(value)


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
        "recognitions": recognitions_table,
        "choreographies": choreographies_table,
        "events": events_table,
        "spaces": spaces_table,
        "accounts": accounts_table,
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
    return f"<!-- begin generated: {name} -->\n\n{TABLES[name]()}\n\n<!-- end generated: {name} -->"
