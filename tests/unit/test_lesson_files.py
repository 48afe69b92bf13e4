"""Guided lessons: complete in each language, playable to the end, and refused by name if not."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import trustgarden as tg
from trustgarden.analysis.stories import LANGUAGES, given_name
from trustgarden.app.lesson_records import PLACES, STEP_FIELDS
from trustgarden.app.lessons import (
    LESSON_FILES,
    Lesson,
    answer_in,
    lesson,
    lessons,
    opening,
    read_lesson,
    read_lesson_file,
    series_of,
    value_now,
    whole,
)
from trustgarden.errors import InputError
from trustgarden.model.measures import MEASURES
from trustgarden.scenarios import scenario_toml
from trustgarden.scenarios.absurdities import absurdities
from trustgarden.scenarios.writing import toml_value

ASKED_FOR = {
    "demand", "contract-goes", "two-spaces", "welcome", "uneven", "fracture", "busy", "ten-hours",
}  # fmt: skip
IDS = [path.stem.partition("-")[2] for path in sorted(LESSON_FILES.glob("*.toml"))]

each_lesson = pytest.mark.parametrize("name", IDS)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def texts_of(name: str, language: str) -> dict[str, Any]:
    """Every text of a lesson in a language, by where it stands."""
    words = lesson(name).words(language).model_dump()
    found = {key: text for key, text in words.items() if isinstance(text, str)}
    found |= {f"options.{key}": text for key, text in words["options"].items()}
    for key in ("steps", "questions"):
        found |= {f"{key}.{index}": text for index, text in enumerate(words[key])}
    return found


# What comes with trustgarden


def test_the_lessons_that_were_asked_for_are_there_in_order() -> None:
    assert [each.id for each in lessons()] == IDS
    assert set(IDS) >= ASKED_FOR
    assert len(set(IDS)) == len(IDS)


@each_lesson
def test_a_lesson_takes_about_ten_minutes(name: str) -> None:
    assert 8 <= lesson(name).minutes <= 15


@each_lesson
def test_both_languages_say_everything_and_none_is_left_in_the_other(name: str) -> None:
    english, german = texts_of(name, "en"), texts_of(name, "de")
    assert set(english) == set(german)
    assert [key for key in english if english[key] == german[key]] == []


@each_lesson
@each_language
def test_words_are_fit_to_be_read_aloud(name: str, language: str) -> None:
    for where, text in texts_of(name, language).items():
        assert text == text.strip(), where
        assert not re.search(r"[—–<>{}\\]| {2}|\n", text), where
        assert len(text) <= 320, where
        sentence = where.startswith(("steps", "questions")) or where in ("goal", "bet", "look")
        assert not sentence or text[-1] in ".?", where


@each_lesson
@each_language
def test_a_lesson_asks_and_does_not_tell(name: str, language: str) -> None:
    words = lesson(name).words(language)
    assert len(words.questions) >= 3
    assert all(question.endswith("?") for question in words.questions)
    assert words.bet.endswith("?")
    assert "?" in words.look


@each_lesson
def test_every_step_has_the_fields_of_its_kind(name: str) -> None:
    for step in lesson(name).steps:
        must, may = STEP_FIELDS[step.do]
        given = set(step.model_fields_set) - {"do"}
        assert set(must) <= given <= {*must, *may}
        assert step.at is None or step.at in PLACES


@each_lesson
def test_a_lesson_predicts_runs_reveals_and_talks_in_this_order(name: str) -> None:
    found = lesson(name)
    deeds = [step.do for step in found.steps]
    assert (deeds[0], deeds[-1]) == ("read", "talk")
    assert deeds.index("bet") < deeds.index("reveal")
    assert found.bet_week < found.reveal_week <= found.weeks
    assert [step.to for step in found.steps if step.to][-1] == found.weeks


@each_lesson
def test_both_gardens_are_sensible_and_can_be_written_out(name: str) -> None:
    found = lesson(name)
    for side in ("left", "right")[: found.num_gardens]:
        for scenario in (opening(found, side), whole(found, side)):  # type: ignore[arg-type]
            assert absurdities(scenario, None) == []
            again = tomllib.loads(scenario_toml(scenario))
            assert again == tomllib.loads(scenario_toml(tg.Scenario.model_validate(again)))


@each_lesson
def test_everything_planned_takes_place(name: str) -> None:
    found = lesson(name)
    for side in ("left", "right")[: found.num_gardens]:
        org = tg.Organisation(whole(found, side), seed=found.seed)  # type: ignore[arg-type]
        assert len(org.run(found.weeks).not_held) == 0


@each_lesson
def test_the_twin_differs_and_the_margin_is_no_more_than_can_be_measured(name: str) -> None:
    found = lesson(name)
    if found.twin is not None:
        assert whole(found, "left") != whole(found, "right")
    unit = next(measure.unit for measure in MEASURES if measure.name == found.bet.measure)
    assert found.bet.margin < (0.1 if unit == "share" else 1.0)


def test_answers_are_not_all_on_the_same_side() -> None:
    answers = [answer_in(each, each.seed).option for each in lessons()]
    twins = [answer for answer in answers if answer in ("left", "right")]
    assert {"left", "same", "right"} <= set(answers)
    assert 0.3 <= twins.count("left") / len(twins) <= 0.7


def test_no_file_says_what_comes_out() -> None:
    for path in LESSON_FILES.glob("*.toml"):
        assert not {"answer", "option", "difference"} & set(read_keys(path))


def read_keys(path: Path) -> list[str]:
    """All keys of a file, at whatever depth."""
    keys: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            keys.extend(value)
            list(map(walk, value.values()))
        elif isinstance(value, list):
            list(map(walk, value))

    walk(tomllib.loads(path.read_text("utf-8")))
    return keys


# A lesson on a page and the same lesson without one


def played_live(found: Lesson, side: str) -> tg.Organisation:
    """The lesson as a page plays it: step by step, on an organisation that lives."""
    org = tg.Organisation(opening(found, side), seed=5)  # type: ignore[arg-type]
    for step in found.steps:
        if step.side in (side, "both") and step.set is not None:
            org.schedule(week=org.week + 1, set=dict(step.set))
        if step.side in (side, "both") and step.event is not None:
            org.schedule(week=org.week + 1, **step.event)
        if step.to is not None:
            org.run(step.to - org.week)
    return org


@pytest.mark.parametrize("name", ["contract-goes", "fracture", "busy", "patience"])
@pytest.mark.parametrize("side", ["left", "right"])
def test_playing_it_step_by_step_and_writing_it_out_is_the_same(name: str, side: str) -> None:
    found = lesson(name)
    if side == "right" and found.twin is None:
        with pytest.raises(InputError, match="has one garden"):
            opening(found, "right")
        return
    live = played_live(found, side)
    written = tg.Organisation(whole(found, side), seed=5).run(found.weeks)  # type: ignore[arg-type]
    np.testing.assert_array_equal(live.series_array, written.series_array)


def test_what_a_bet_is_about_is_what_the_organisation_says() -> None:
    found = lesson("demand")
    org = tg.Organisation(whole(found), seed=1).run(3)
    assert value_now(org, found.question) == org.series["trust_team"].iloc[-1]
    assert series_of(whole(found), found.question, 3, 1) == list(org.series["trust_team"])


def test_the_bet_on_a_tie_is_about_these_two() -> None:
    found = lesson("fracture")
    series = series_of(whole(found), found.question, 10, found.seed)
    org = tg.Organisation(whole(found), seed=found.seed).run(10)
    people = {str(person.unique_id): person for person in org.people}
    assert series[-1] == people["12"].trust_in(people["11"])
    assert series[8] < series[7]  # The betrayal of week 9.


def test_a_tie_whose_person_has_gone_has_no_value() -> None:
    found = lesson("fracture")
    org = tg.Organisation(whole(found), seed=1)
    org.schedule(week=1, kind="departure", who="11")
    assert np.isnan(value_now(org.run(2), found.question))


# What is refused


def test_a_missing_lesson_names_those_there_are() -> None:
    with pytest.raises(InputError, match=r"no lesson \"demnd\"\. Did you mean demand\? There are"):
        lesson("demnd")
    with pytest.raises(InputError, match="There are: demand, contract-goes"):
        lesson("../../etc/passwd")


def test_a_missing_language_is_named() -> None:
    with pytest.raises(InputError, match="language is 'fr'; the lesson demand has: en, de"):
        lesson("demand").words("fr")


def written(data: dict[str, Any]) -> str:
    """Data as TOML, lists of tables and tables within them in one line."""

    def inline(value: Any) -> str:
        if isinstance(value, dict):
            pairs = ", ".join(f'"{key}" = {inline(entry)}' for key, entry in value.items())
            return f"{{ {pairs} }}"
        if isinstance(value, list):
            return f"[{', '.join(inline(entry) for entry in value)}]"
        return str(toml_value(value))

    return "\n".join(f"{key} = {inline(value)}" for key, value in data.items())


def with_flaw(name: str, flaw: Callable[[dict[str, Any]], object]) -> str:
    path = next(LESSON_FILES.glob(f"*-{name}.toml"))
    data = tomllib.loads(path.read_text("utf-8"))
    flaw(data)
    return written(data)


def put(*path: Any) -> Callable[[dict[str, Any]], None]:
    """A flaw: the last of `path` in the place that the others lead to."""

    def flaw(data: Any) -> None:
        *above, key, value = path
        for part in above:
            data = data[part]
        data[key] = value

    return flaw


def drop(*path: Any) -> Callable[[dict[str, Any]], None]:
    def flaw(data: Any) -> None:
        for part in path[:-1]:
            data = data[part]
        del data[path[-1]]

    return flaw


FLAWS = {
    "id": (put("id", "Demand!"), r"id is \"Demand!\"; it must be small letters"),
    "weeks": (put("weeks", 27), "weeks: the last run goes to week 26"),
    "no minutes": (drop("minutes"), "minutes is missing; write it"),
    "unknown": (put("answer", "left"), r"answer is not known\. There are: id, minutes"),
    "misspelt": (put("bet", "marign", 0.1), r"bet\.marign is not known\. Did you mean margin"),
    "text misspelt": (put("text", "de", "titel", "x"), r"text\.de\.titel is not known\. Did you"),
    "step misspelt": (put("steps", 0, "att", "x"), r"steps\.att \(entry 1\) is not known"),
    "measure": (put("bet", "measure", "trst"), r"bet\.measure: .*Did you mean trust"),
    "margin": (put("bet", "margin", 0.0), r"bet\.margin: margin is 0\.0"),
    "nan": (put("bet", "margin", float("nan")), r"bet\.margin is nan; it must be a finite number"),
    "kind": (put("bet", "kind", "triplets"), r"bet\.kind is \"triplets\"; it must be one"),
    "one garden": (drop("twin"), r"bet\.kind: a bet of kind twins needs a \[twin\]"),
    "no language": (drop("text", "de"), r"text\.de: there are no words in de"),
    "a third": (lambda d: put("text", "fr", d["text"]["en"])(d), r"text\.fr: there are pages in"),
    "no question": (put("text", "en", "questions", ["?"]), r"questions has 1 entries; it must"),
    "empty": (put("text", "en", "steps", 2, " "), r"text\.en\.steps \(entry 3\): steps has an e"),
    "few texts": (lambda d: d["text"]["de"]["steps"].pop(), r"text\.de\.steps: there are 7 texts"),
    "options": (drop("text", "de", "options", "same"), r"text\.de\.options: the options are left"),
    "no option": (put("text", "en", "options", "same", ""), r"text\.en\.options\.same: this opt"),
    "no words": (put("text", "en", "bet", ""), r"text\.en\.bet is empty"),
    "two bets": (put("steps", 0, "do", "bet"), "steps: there are 2 steps that do bet"),
    "no reveal": (put("steps", 5, "do", "read"), "steps: there are 0 steps that do reveal"),
    "no talk": (put("steps", 7, "do", "read"), r"steps\.do \(entry 8\): a lesson ends with a talk"),
    "back": (put("steps", 4, "to", 6), r"steps\.to \(entry 5\): week 6 is over by then"),
    "run where": (drop("steps", 2, "to"), r"steps\.to \(entry 3\): .*run must state to"),
    "too much": (put("steps", 0, "at", "tie"), r"steps\.at \(entry 1\): a step that does read has"),
    "look where": (put("steps", 3, "at", "nowhere"), r"steps\.at \(entry 4\) is \"nowhere\""),
    "show what": (
        put("steps", 3, "show", ["entrustng"]),
        r"steps\.show \(entry 4\): nothing measures \"entrustng\"\. Did you mean entrusting",
    ),
    "show where": (put("steps", 3, "at", "tie"), r"steps\.show \(entry 4\): measures are shown in"),
    "do what": (put("steps", 3, "do", "dance"), r"steps\.do \(entry 4\) is \"dance\""),
    "look at whom": (
        lambda d: d["steps"][3].update(at="person", who="nobody") or d["steps"][3].pop("show"),
        r"steps\.who \(entry 4\): nobody is called \"nobody\"; people are called \"1\" to \"36\"",
    ),
    "no effect": (
        lambda d: d["steps"][6].update({"do": "tend", "side": "left"}) or d["steps"][6].pop("at"),
        r"steps\.do \(entry 7\): nothing runs after this step",
    ),
    "scenario": (put("garden", "scenario", "untendet"), r"garden\.scenario: .*mean untended"),
    "a path": (put("garden", "scenario", "../x.toml"), r"garden\.scenario: there is no scenario"),
    "key": (put("twin", "changes", {"leaders.demandng": 1}), r"twin\.changes: .*mean demanding"),
    "value": (put("twin", "changes", {"leaders.demanding": 2.0}), r"twin\.changes: .*demanding is"),
    "a list": (
        put("twin", "changes", {"leaders.demanding": [1]}),
        r"twin\.changes\.\"leaders\.demanding\" is a list; it must be a number, a text",
    ),
    "no list": (put("steps", "read"), r"steps is \"read\"; it must be a list"),
    "no table": (put("bet", "left"), r"bet is \"left\"; it must be a table"),
    "no text": (put("text", "en", "bet", 7), r"text\.en\.bet is 7; it must be a text, in quotes"),
    "half a week": (put("weeks", 26.5), r"weeks is 26\.5; it must be a whole number"),
    "one of a tie": (put("bet", "tie", ["1"]), r"bet\.tie"),
    "code": (put("twin", "changes", {"leaders.style": "os:path"}), r"twin\.changes: os:path is"),
    "files": (
        put("garden", "changes", {"organisation.people.file": "/etc/passwd"}),
        r"garden\.changes: a lesson reads no other files",
    ),
    "crowd": (
        put("garden", "changes", {"organisation.num_people": 1_000_000}),
        r"garden\.changes: there would be 1,000,000 people",
    ),
    "crowd that comes": (
        put("twin", "events", [{"week": 3, "kind": "growth", "number": 1_000_000}]),
        r"twin\.events \(entry 1\): there would be 1,000,036 people",
    ),
    "code in an event": (
        put("twin", "events", [{"week": 3, "set": {"consequence.regime": "os:path"}}]),
        r"twin\.events \(entry 1\): os:path is code",
    ),
    "event": (
        put("twin", "events", [{"week": 3, "kind": "betrayl"}]),
        r"twin\.events \(entry 1\): .*Did you mean betrayal",
    ),
    "event of nobody": (
        put("twin", "events", [{"week": 3, "kind": "betrayal", "who": "1", "whom": "99"}]),
        r"twin\.events \(entry 1\): .*99",
    ),
    "tie": (
        put("bet", {"kind": "twins", "measure": "trust", "margin": 0.1, "tie": ["1", "99"]}),
        r"bet\.tie: nobody is called \"99\"",
    ),
    "tie of what": (put("bet", "tie", ["1", "2"]), r"bet\.measure: .*only trust is known"),
}  # fmt: skip


@pytest.mark.parametrize("flaw", FLAWS)
def test_a_flaw_is_told_with_file_and_field(flaw: str) -> None:
    change, said = FLAWS[flaw]
    with pytest.raises(InputError, match=said) as refused:
        read_lesson(with_flaw("demand", change), "mine.toml")
    assert all(line.startswith("mine.toml") for line in str(refused.value).splitlines())


STEP_FLAWS = {
    "a week": (put("steps", 3, "event", "week", 9), r"steps\.event \(entry 4\): .*states no week"),
    "no side": (drop("steps", 3, "side"), r"steps\.side \(entry 4\): .*must state side"),
    "which side": (put("steps", 3, "side", "middle"), r"steps\.side \(entry 4\) is \"middle\""),
    "whom": (put("steps", 3, "event", "whom", "99"), r"steps\.event \(entry 4\): .*99"),
    "kind": (put("steps", 3, "event", "kind", "kiss"), r"steps\.event \(entry 4\): .*kiss"),
}


@pytest.mark.parametrize("flaw", STEP_FLAWS)
def test_a_flaw_in_an_event_of_a_step_is_told(flaw: str) -> None:
    change, said = STEP_FLAWS[flaw]
    with pytest.raises(InputError, match=said):
        read_lesson(with_flaw("fracture", change), "mine.toml")


@pytest.mark.parametrize(
    ("flaw", "said"),
    [
        (put("steps", 2, "set", {"organisation.num_people": 9}), r"steps\.set \(entry 3\)"),
        (put("steps", 2, "side", "both"), r"steps\.side \(entry 3\): there is one garden"),
        (put("bet", "kind", "twins"), r"bet\.kind: a bet of kind twins needs"),
        (lambda d: d["steps"].pop(1), r"text\.en\.steps: there are 10 texts for 9 steps"),
    ],
)
def test_a_flaw_in_a_lesson_with_one_garden_is_told(flaw: Any, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_lesson(with_flaw("patience", flaw), "mine.toml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "id is missing"),
        ("id = ", "this is not valid TOML"),
        ("id = 1\n", "id is 1"),
        ("x = " + "[" * 5_000, "brackets are nested too deeply|not valid TOML"),
    ],
)
def test_what_is_no_lesson_is_refused(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_lesson(text, "mine.toml")


def test_lines_are_named(tmp_path: Path) -> None:
    text = next(LESSON_FILES.glob("*-demand.toml")).read_text("utf-8")
    path = tmp_path / "mine.toml"
    path.write_text(text.replace("margin = 0.01", "margin = -1.0"), "utf-8")
    line = text.splitlines().index("margin = 0.01") + 1
    with pytest.raises(InputError, match=rf"^mine\.toml, line {line}: bet\.margin"):
        read_lesson_file(path)
    path.write_text(text, "utf-8")
    assert read_lesson_file(path) == lesson("demand")


def test_a_text_calls_people_by_the_names_that_the_room_sees() -> None:
    words = lesson("fracture").words("en")
    names = given_name("11"), given_name("12")
    assert words.steps[0].startswith(f"{names[0]} and {names[1]} work together")
    assert "{" not in "".join((words.bet, *words.steps, *words.questions, *words.options.values()))
