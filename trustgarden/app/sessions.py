"""What one browser tab has before it: one garden, or twins, with its bets and its lesson.

Sessions share nothing, and each writes into a folder of its own, which goes with it (`tabs`).
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trustgarden.model.organisation import Organisation
from trustgarden.model.scenario import Scenario

from .bets import Answer, Bet, BettingBox, Line, Question, answer_of
from .lessons import Lesson, opening
from .limits import MOST_WEEKS, check_scenario
from .plots import Plot
from .uploads import files_of, read_uploads

__all__ = ["Beginning", "Session"]

LEFT, RIGHT = 0, 1
MARGIN = 0.02
"""Difference of a share below which gardens are told to be about the same (free choice)."""
BET_WEEKS = 26
WIDE = ("newcomers", "in_group")
"""Measures of the page that are counts and no shares."""
MEASURED = Question("direction", "trust", MARGIN)


@dataclass(frozen=True)
class Beginning:
    """What a garden begins with.

    Attributes:
        scenario: Under which it begins.
        seed: Its luck; twins share it.
        twin: Scenario of the garden on the right; None for a single garden.
        names: Headings of the gardens; empty for the page's own.
        own_people: Whether its people come from a file of the trainer's.
    """

    scenario: Scenario
    seed: int
    twin: Scenario | None = None
    names: tuple[str, ...] = ()
    own_people: bool = False


@dataclass
class Session:
    """One tab's gardens, with what its room bets and where it is in a lesson."""

    folder: Path
    language: str = "en"
    plots: list[Plot] = field(default_factory=list)
    beginning: Beginning | None = None
    lesson: Lesson | None = None
    step: int = 0
    measure: str = "trust"
    dark: bool = False
    box: BettingBox = field(default_factory=lambda: BettingBox(MEASURED))
    bet_week: int = 0
    bet_until: int = 26
    revealed: bool = False
    questions: str = ""
    notes: str = ""
    lock: threading.RLock = field(default_factory=threading.RLock)
    seen: float = field(default_factory=time.monotonic)
    shown: int = 0
    _made: int = 0
    _uploaded: list[Path] = field(default_factory=list)

    def begin(self, beginning: Beginning) -> None:
        """Found the gardens; what was there before is given up.

        Raises:
            InputError: If an organisation is larger than the page allows, or cannot be founded.
        """
        scenarios = [one for one in (beginning.scenario, beginning.twin) if one is not None]
        for scenario in scenarios:
            check_scenario(scenario, scenario.organisation.num_people)
        with self.lock:
            plots = self._founded(scenarios, beginning.seed)
            self._drop(self.plots)
            self.plots, self.beginning = plots, beginning
            self.new_bets()

    def _founded(self, scenarios: Sequence[Scenario], seed: int) -> list[Plot]:
        """A plot of each scenario; if one cannot be founded, nothing is left of any."""
        tie = self.lesson.question.tie if self.lesson is not None else None
        folders = [self._folder("plot") for _ in scenarios]
        try:
            plots = [Plot(scenario, seed, folder, self.language, tie)
                     for scenario, folder in zip(scenarios, folders, strict=True)]  # fmt: skip
            for plot in plots:
                check_scenario(plot.scenario, len(plot.org.names))
        except BaseException:
            for folder in folders:
                shutil.rmtree(folder, ignore_errors=True)
            raise
        return plots

    def _folder(self, what: str) -> Path:
        self._made += 1
        folder = self.folder / f"{what}-{self._made}"
        folder.mkdir()
        return folder

    def take_files(self, files: Mapping[str, bytes]) -> Scenario:
        """Read a trainer's own files (`read_uploads`), and keep them as long as they may be needed.

        A garden reads its people again whenever it goes back. So the files of the garden that is
        there stay beside those that came last; all others are put away.

        Raises:
            InputError: If they cannot be used; nothing of them is left then.
        """
        folder = self._folder("files")
        try:
            scenario = read_uploads(files, folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        with self.lock:
            needed = [*self._uploaded_for_plots(), folder]
            for other in self._uploaded:
                if other not in needed:
                    shutil.rmtree(other, ignore_errors=True)
            self._uploaded = needed
        return scenario

    def _uploaded_for_plots(self) -> list[Path]:
        """Folders of uploaded files that a garden's scenario names."""
        named = {Path(file).parent for plot in self.plots for file in files_of(plot.scenario)}
        return [folder for folder in self._uploaded if folder in named]

    def _drop(self, plots: list[Plot]) -> None:
        for plot in plots:
            shutil.rmtree(plot.folder, ignore_errors=True)

    # -- lessons -----------------------------------------------------------------

    def take_lesson(self, lesson: Lesson) -> None:
        """Begin a lesson, in gardens of its own."""
        twin = opening(lesson, "right") if lesson.twin is not None else None
        self.lesson, self.step = lesson, 0
        self.questions = "\n".join(lesson.words(self.language).questions)
        self.measure = lesson.question.measure
        self.begin(Beginning(opening(lesson), lesson.seed, twin))

    def leave_lesson(self) -> None:
        """Go on with its gardens, freely."""
        self.lesson, self.step = None, 0

    def speak(self, language: str) -> None:
        """Use another language from now on."""
        self.language = language
        for plot in self.plots:
            plot.language = language
        if self.lesson is not None:
            self.questions = "\n".join(self.lesson.words(language).questions)

    # -- bets ----------------------------------------------------------------------

    def new_bets(self, weeks: int = BET_WEEKS) -> None:
        """Empty the box: so many weeks are to be bet on, from the one that is looked at."""
        self.bet_week, self.revealed = self.week, False
        self.bet_until = min(MOST_WEEKS, self.week + weeks)
        if self.lesson is not None:
            self.bet_week, self.bet_until = self.lesson.bet_week, self.lesson.reveal_week
        self.box = BettingBox(self.question())

    def question(self) -> Question:
        """What is bet on: the lesson's question, or where the measure that is shown will go."""
        if self.lesson is not None:
            return self.lesson.question
        unit = MARGIN if self.measure not in WIDE else 10 * MARGIN
        return Question("twins" if self.twins else "direction", self.measure, unit)

    def bet(self, device: str, name: str, option: str | None, line: Line | None) -> None:
        """Place a bet.

        Raises:
            InputError: If it says nothing, is none of the options, or the box is closed or full.
        """
        nobody = name or f"{len(self.box) + 1}"
        self.box.place(device, Bet(nobody, option, line))

    def close_bets(self) -> None:
        """The weeks go by: what was not bet until now is not bet."""
        if self.box.bets and self.week >= self.bet_week:
            self.box.close()

    def answer(self) -> Answer:
        """What came true of the question that was bet on.

        Raises:
            InputError: If it cannot be told, because too few weeks were lived.
        """
        question, until = self.box.question, self.bet_until
        series = [self._series(plot, question)[:until] for plot in self.plots]
        right = series[RIGHT] if question.kind == "twins" else None
        start = self.bet_week
        if question.kind == "direction" and not start:
            # Bet on before its first week, a garden is compared with how it was founded.
            series[LEFT] = [self.values(self.plots[LEFT])[0], *series[LEFT]]
            start = 1
        return answer_of(question, series[LEFT], right, start)

    def _series(self, plot: Plot, question: Question) -> list[float]:
        """What is asked about, from week 1 on."""
        return (plot.of_tie() if question.tie is not None else plot.line(question.measure))[1:]

    def nearest_line(self) -> tuple[Bet, float] | None:
        """The bet whose line came nearest, and how far it was off; lines are of the last garden."""
        question = self.box.question
        return self.box.best(self._series(self.plots[-1], question)[: self.bet_until])

    # -- twins -----------------------------------------------------------------

    @property
    def twins(self) -> bool:
        """Whether there are two gardens."""
        return len(self.plots) > 1

    def make_twin(self) -> None:
        """Put a twin beside the garden, the same in everything until something is changed."""
        with self.lock:
            if not self.twins:
                self.plots.append(self.plots[LEFT].twin(self._folder("plot")))

    def end_twin(self) -> None:
        """Go on with the left garden alone."""
        with self.lock:
            self._drop(self.plots[1:])
            del self.plots[1:]

    def sides(self, side: str) -> list[Plot]:
        """The plots that a change is meant for: `left`, `right` or `both`."""
        if not self.twins or side == "left":
            return self.plots[:1]
        return self.plots[1:] if side == "right" else list(self.plots)

    # -- weeks -----------------------------------------------------------------

    @property
    def week(self) -> int:
        """The week that is looked at."""
        return self.plots[LEFT].week

    @property
    def last_week(self) -> int:
        """The last week that was lived, in all gardens."""
        return min(plot.last_week for plot in self.plots)

    def live(self) -> None:
        """One week in every garden."""
        with self.lock:
            for plot in self.plots:
                plot.step()

    def go_to(self, week: int) -> None:
        """Look at an earlier week of every garden."""
        with self.lock:
            for plot in self.plots:
                plot.go_to(max(0, min(week, self.last_week)))

    def on_sides(self, side: str, act: Callable[[Plot], Any]) -> None:
        """Do something to the gardens that are meant: to all of them, or to none if one refuses.

        Raises:
            InputError: As the first that refuses says.
        """
        with self.lock:
            plots = self.sides(side)
            for plot in plots:
                with plot.only_trying():
                    act(plot)
            for plot in plots:
                act(plot)

    def values(self, plot: Plot) -> list[float]:
        """What the line is of a garden, from the start on: the measure, or a lesson's tie."""
        if plot.tie is not None and self.lesson is not None and self.measure == "trust":
            return plot.of_tie()
        return plot.line(self.measure)

    def difference(self) -> list[float]:
        """Right less left of the measure that is shown, by week; empty without a twin."""
        if not self.twins:
            return []
        left, right = (self.values(plot) for plot in self.plots)
        return [b - a for a, b in zip(left, right, strict=False)]

    def organisation(self, side: str = "left") -> Organisation:
        """The organisation of a garden, as it stands in the week that is looked at."""
        return self.sides(side)[-1].org


def beginning_of(
    scenario: Scenario, seed: int, changes: Mapping[str, Any] | None = None
) -> Beginning:
    """A single garden of a scenario with changes.

    Raises:
        InputError: If a change cannot be used.
    """
    from trustgarden.scenarios import with_changes

    return Beginning(with_changes(scenario, changes) if changes else scenario, seed)
