"""In how many gardens each guided lesson comes out so.

`python benchmarks/lessons.py` runs both gardens of every lesson with 30 seeds and prints the
tables of docs/trainers.md: how often each answer came out, and the difference that the bet is
about (median, smallest, largest). It takes some ten seconds when the kernels are compiled.

`--write` writes that into the comment of each lesson and into the tables of docs/trainers.md, and
gives each lesson the seed whose difference is nearest to the median, so that a room sees what is
usual. Do so whenever results of the model have changed.

`--parameters 20` asks instead whether lessons hang on the model's figures: twenty times every
parameter is drawn between 0.8 and 1.25 times its default, and each lesson is run with two seeds.
That takes some two minutes.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from trustgarden.app.bets import Answer
from trustgarden.app.lessons import LESSON_FILES, Lesson, answer_in, read_lesson_file
from trustgarden.scenarios import load_scenario

SEEDS_A_DRAW = 2
DOCUMENT = Path(__file__).parents[1] / "docs" / "trainers.md"
BEGIN = "<!-- The tables below are written by benchmarks/lessons.py --write. -->"
END = "<!-- End of the written tables. -->"
COMMENT = re.compile(r"\A(#[^\n]*\n)+\n?")
SEED = re.compile(r"^seed = \d+$", re.MULTILINE)


@dataclass(frozen=True)
class Outcome:
    """How a lesson came out, by seed from 0."""

    lesson: Lesson
    answers: tuple[Answer, ...]

    @property
    def differences(self) -> np.ndarray:
        return np.array([answer.difference for answer in self.answers])

    @property
    def usual(self) -> str:
        return Counter(answer.option for answer in self.answers).most_common(1)[0][0]

    @property
    def typical_seed(self) -> int:
        far = np.abs(self.differences - np.median(self.differences))
        far[[answer.option != self.usual for answer in self.answers]] = np.inf
        return int(far.argmin())

    @property
    def counts(self) -> str:
        counted = Counter(answer.option for answer in self.answers)
        return ", ".join(f"{name} {counted[name]}" for name in self.lesson.question.options)

    @property
    def range(self) -> str:
        low, high = self.differences.min(), self.differences.max()
        digits = 1 if max(abs(low), abs(high)) >= 1 else 3
        middle = float(np.median(self.differences))
        return f"{middle:+.{digits}f} ({low:+.{digits}f} to {high:+.{digits}f})"


def outcome(lesson: Lesson, seeds: int) -> Outcome:
    return Outcome(lesson, tuple(answer_in(lesson, seed) for seed in range(seeds)))


def table(outcomes: list[Outcome]) -> str:
    return "\n".join([*_aims(outcomes), "", *_counts(outcomes)])


def _aims(outcomes: list[Outcome]) -> Iterator[str]:
    yield "| lesson | what the room will have seen | minutes | it rests on |"
    yield "|---|---|---|---|"
    for lesson in (each.lesson for each in outcomes):
        words = lesson.words("en")
        yield (
            f"| `{lesson.id}`<br>{words.title} | {words.goal} | {lesson.minutes} "
            f"| {'<br>'.join(lesson.rests_on)} |"
        )


def _counts(outcomes: list[Outcome]) -> Iterator[str]:
    gardens = len(outcomes[0].answers)
    yield f"| lesson | the bet | measure | of {gardens} gardens | difference: median (from, to) |"
    yield "|---|---|---|---|---|"
    for each in outcomes:
        lesson, question = each.lesson, each.lesson.question
        what = f"`{question.measure}`" + (" of one tie" if question.tie else "")
        when = (
            f"weeks {lesson.reveal_week - question.over + 1} to " if question.over > 1 else "week "
        )
        yield (
            f"| `{lesson.id}` | {lesson.words('en').bet} | {what}, {when}{lesson.reveal_week}; "
            f"the same if below {question.margin:g} | {each.counts} | {each.range} |"
        )


def commented(text: str, each: Outcome) -> str:
    """The text of a lesson with what was counted at its head, and a typical seed."""
    comment = (
        f"# Of {len(each.answers)} gardens: {each.counts}; difference of {each.lesson.bet.measure} "
        f"{each.range}.\n# Written by benchmarks/lessons.py --write, with a typical seed.\n\n"
    )
    return comment + SEED.sub(f"seed = {each.typical_seed}", COMMENT.sub("", text), count=1)


def drawn_parameters(draw: int) -> dict[str, float]:
    """Changes that set every parameter of the model to 0.8 to 1.25 times its default."""
    chance = np.random.default_rng(draw)
    defaults = load_scenario("untended").resolved().parameters
    changes = {}
    for name, value in defaults:
        high = next(
            (m.le for m in type(defaults).model_fields[name].metadata if hasattr(m, "le")), None
        )
        wanted = float(value * np.exp(chance.uniform(np.log(0.8), np.log(1.25))))
        changes[f"parameters.{name}"] = min(wanted, wanted if high is None else float(high))
    return changes


def print_robustness(lessons: list[Lesson], draws: int) -> None:
    print("| lesson | as usual, with other parameters |")
    print("|---|---|")
    seeds = range(100, 100 + SEEDS_A_DRAW)
    for lesson in lessons:
        usual = answer_in(lesson, lesson.seed).option
        found = []
        for draw in range(draws):
            changes = lesson.garden.changes | drawn_parameters(draw)
            garden = lesson.garden.model_copy(update={"changes": changes})
            other = lesson.model_copy(update={"garden": garden})
            found += [answer_in(other, seed).option for seed in seeds]
        print(f"| `{lesson.id}` | {found.count(usual)} of {len(found)} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=30)
    parser.add_argument("--write", action="store_true", help="into lessons and docs/trainers.md")
    parser.add_argument("--parameters", type=int, default=0, metavar="DRAWS")
    chosen = parser.parse_args()
    paths = sorted(LESSON_FILES.glob("*.toml"))
    if chosen.parameters:
        print_robustness([read_lesson_file(path) for path in paths], chosen.parameters)
        return
    outcomes = [outcome(read_lesson_file(path), chosen.seeds) for path in paths]
    print(table(outcomes))
    if not chosen.write:
        return
    for path, each in zip(paths, outcomes, strict=True):
        path.write_text(commented(path.read_text(encoding="utf-8"), each), encoding="utf-8")
    text = DOCUMENT.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    tail = rest.partition(END)[2]
    DOCUMENT.write_text(f"{head}{BEGIN}\n\n{table(outcomes)}\n\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
