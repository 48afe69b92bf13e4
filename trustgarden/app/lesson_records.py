"""What a guided lesson is: two gardens, a bet, steps through them, and words for the room."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from trustgarden.analysis.stories import given_name
from trustgarden.errors import InputError
from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.model.section import FieldError, Section
from trustgarden.scenarios.wording import did_you_mean, shown

from .bets import Kind, Question
from .lesson_rules import check_whole

__all__ = ["PLACES", "STEP_FIELDS", "BetPlan", "Lesson", "LessonText", "Side", "SidePlan", "Step"]

Deed = Literal["read", "bet", "run", "look", "change", "event", "tend", "reveal", "talk"]
Place = Literal[
    "garden", "chart", "landscape", "levels", "person", "newcomer", "tie", "why", "feed"
]
Side = Literal["left", "right", "both"]
Plain = str | float | int | bool

PLACES: tuple[Place, ...] = (
    "garden", "chart", "landscape", "levels", "person", "newcomer", "tie", "why", "feed",
)  # fmt: skip
"""What a step may look at."""

STEP_FIELDS: Mapping[Deed, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "read": ((), ()),
        "bet": ((), ()),
        "run": (("to",), ()),
        "look": (("at",), ("who", "whom", "show")),
        "change": (("side", "set"), ()),
        "event": (("side", "event"), ()),
        "tend": (("side",), ()),
        "reveal": ((), ()),
        "talk": ((), ()),
    }
)
"""What each kind of step must state, and what it may."""

MOST_WEEKS = 208
LEAST_QUESTIONS = 3


class SidePlan(Section):
    """What is different in a garden: changes from the first week on, and events."""

    changes: dict[str, Plain] = Field({}, description="Dotted keys of a scenario, in quotes.")
    events: tuple[dict[str, Any], ...] = Field((), strict=False, description="As in a scenario.")


class GardenPlan(SidePlan):
    """The left garden, and what both have in common."""

    scenario: str = Field(min_length=1, description="An id of the catalogue.")


class BetPlan(Section):
    """What the room bets on; the answer is computed and stands nowhere."""

    kind: Kind
    measure: str
    margin: float
    over: int = 1
    tie: tuple[str, str] | None = Field(None, strict=False)

    @model_validator(mode="after")
    def _can_be_asked(self) -> Self:
        try:
            self.question()
        except InputError as error:
            raise FieldError(str(error), str(error).split(maxsplit=1)[0]) from None
        return self

    def question(self) -> Question:
        """The question as `bets` knows it."""
        return Question(self.kind, self.measure, self.margin, self.over, self.tie)


class Step(Section):
    """One step of a lesson; which fields it has follows from what is done (`STEP_FIELDS`)."""

    do: Deed
    to: int | None = Field(None, ge=1, le=MOST_WEEKS, description="Run: up to this week.")
    at: Place | None = Field(None, description="Look: at what.")
    who: str | None = Field(None, description="Look: at whom.")
    whom: str | None = Field(None, description="Look at a tie: to whom.")
    show: tuple[str, ...] | None = Field(
        None, strict=False, min_length=1, max_length=4, description="Look at the chart: measures."
    )
    side: Side | None = Field(None, description="Change, event, tend: in which garden.")
    set: dict[str, Plain] | None = Field(None, description="Change: dotted keys, in quotes.")
    event: dict[str, Any] | None = Field(None, description="Event: its kind and fields.")

    @model_validator(mode="after")
    def _has_its_fields(self) -> Self:
        must, may = STEP_FIELDS[self.do]
        given = {name for name in Step.model_fields if getattr(self, name) is not None} - {"do"}
        for name in must:
            if name not in given:
                raise FieldError(f"a step that does {self.do} must state {name}.", name)
        for name in sorted(given - {*must, *may}):
            raise FieldError(f"a step that does {self.do} has no {name}; take it out.", name)
        self._check_measures()
        if self.event is not None and "week" in self.event:
            raise FieldError(
                "an event of a step happens in the week that begins then, so it states no week.",
                "event",
            )
        return self

    def _check_measures(self) -> None:
        if self.show is not None and self.at != "chart":
            raise FieldError(f"measures are shown in the chart, not in {self.at}.", "show")
        for index, measure in enumerate(self.show or ()):
            if measure not in MEASURE_NAMES:
                near = did_you_mean(measure, MEASURE_NAMES)
                raise FieldError(f"nothing measures {shown(measure)}.{near}", "show", index)


SOMEBODY = re.compile(r"\{(\d+)\}")
"""Somebody in a text: an id of a person whom nobody named, who is called by a name in a room."""


def _with_names(text: str) -> str:
    return SOMEBODY.sub(lambda found: given_name(found[1]), text)


Said = Annotated[str, AfterValidator(_with_names)]
"""A text in which `{12}` stands for what person 12 is called."""


class LessonText(Section):
    """The words of a lesson in one language."""

    title: str = Field(min_length=1, max_length=60)
    goal: Said = Field(min_length=1)
    left: str = Field(min_length=1, max_length=40)
    right: str | None = Field(None, min_length=1, max_length=40)
    steps: tuple[Said, ...] = Field(strict=False)
    bet: Said = Field(min_length=1)
    options: dict[str, Said]
    look: Said = Field(min_length=1)
    questions: tuple[Said, ...] = Field(strict=False, min_length=LEAST_QUESTIONS)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        for name, texts in (("steps", self.steps), ("questions", self.questions)):
            for index, text in enumerate(texts):
                if not text.strip():
                    raise FieldError(f"{name} has an empty text; write it.", name, index)
        for option, text in self.options.items():
            if not text.strip():
                raise FieldError("this option has no words; write them.", "options", option)
        return self


class Lesson(Section):
    """A guided lesson of about ten minutes, as its file states it."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=40)
    minutes: int = Field(ge=1, le=60)
    weeks: int = Field(ge=2, le=MOST_WEEKS, description="The run of the lesson.")
    seed: int = Field(ge=0, lt=2**31)
    rests_on: tuple[str, ...] = Field(strict=False, min_length=1, description="Its sources.")
    garden: GardenPlan
    twin: SidePlan | None = None
    bet: BetPlan
    steps: tuple[Step, ...] = Field(strict=False, min_length=5, max_length=24)
    text: dict[str, LessonText]

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        check_whole(self)
        return self

    @property
    def question(self) -> Question:
        """What the room bets on."""
        return self.bet.question()

    @property
    def num_gardens(self) -> int:
        """Gardens beside each other."""
        return 1 if self.twin is None else 2

    def words(self, language: str) -> LessonText:
        """The words in a language.

        Raises:
            InputError: If there are none.
        """
        if language not in self.text:
            raise InputError(
                f"language is {language!r}; the lesson {self.id} has: {', '.join(self.text)}."
            )
        return self.text[language]

    def weeks_at(self) -> Iterator[tuple[int, Step]]:
        """Each step, with the weeks that have run when it begins."""
        week = 0
        for step in self.steps:
            yield week, step
            week = step.to or week

    @property
    def bet_week(self) -> int:
        """Weeks that have run when bets are placed."""
        return next(week for week, step in self.weeks_at() if step.do == "bet")

    @property
    def reveal_week(self) -> int:
        """Weeks that have run when the answer is shown; it is about these."""
        return next(week for week, step in self.weeks_at() if step.do == "reveal")
