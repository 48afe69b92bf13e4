"""The words of the live page: whole in each language, asked for by name, and none too many."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import pytest

from trustgarden.analysis.levels_now import teams_by_conditions
from trustgarden.analysis.stories import LANGUAGES
from trustgarden.app.bets import OPTIONS
from trustgarden.app.garden_words import garden_words
from trustgarden.app.lessons import lessons
from trustgarden.app.page.conditions import HOURS, SHARES
from trustgarden.app.page.events import LEFT_OUT
from trustgarden.app.page.lessons import DONE_BY_BUTTON
from trustgarden.app.page.looking import VIEWS
from trustgarden.app.page.shell import TABS
from trustgarden.app.page_words import page_words
from trustgarden.app.tending import PERSONALITY
from trustgarden.errors import InputError
from trustgarden.model.event_kinds import EVENT_KINDS
from trustgarden.model.presets import PRACTICES, RECOGNITIONS, REGIMES, STYLES, WELCOMES

APP = files("trustgarden.app")
FOLDERS = ("words", "garden_words")
# Proper names, units, and words that both languages have.
ALIKE = {"page.title", "page.language", "replay.language"}


@cache
def texts(folder: str, language: str) -> dict[str, str]:
    """Every text of a catalogue by dotted key."""
    source = (APP / folder / f"{language}.toml").read_text(encoding="utf-8")
    return dict(_flat(tomllib.loads(source)))


def _flat(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def braces(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def python_sources() -> list[str]:
    """What the page's modules say."""
    found = [*APP.iterdir(), *(APP / "page").iterdir()]
    return [one.read_text(encoding="utf-8") for one in found if one.name.endswith(".py")]


def calls() -> list[tuple[str, set[str] | None]]:
    """Every key that is asked for in so many words, with the names of what is filled in.

    None where these are gathered on the way (`**values`).
    """
    found: list[tuple[str, set[str] | None]] = []
    for source in python_sources():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and node.args and _is_say(node.func):
                names = {word.arg for word in node.keywords}
                for key in _literals(node.args[0]):
                    found.append((key, None if None in names else names))  # type: ignore[arg-type]
    template = (APP / "templates" / "sheet.html").read_text(encoding="utf-8")
    for key, given in re.findall(r'say\("([\w.]+)"((?:, \w+=\w+)*)\)', template):
        found.append((key, set(re.findall(r"(\w+)=", given))))
    return found


def _is_say(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in ("say", "_say")


def _literals(node: ast.expr) -> list[str]:
    if isinstance(node, ast.IfExp):
        return [*_literals(node.body), *_literals(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) else []


def families() -> dict[str, Any]:
    """Keys that are put together on the way: the first part, and what may follow."""
    fields = {field for kind in EVENT_KINDS.values() for field in kind.fields} - set(LEFT_OUT)
    measured = {lesson.question.measure for lesson in lessons()}
    measured |= {name for lesson in lessons() for step in lesson.steps for name in step.show or ()}
    return {
        "tabs": [name for name, _ in TABS],
        "styles": [name for name in STYLES if name != "random"],
        "style_says": [name for name in STYLES if name != "random"],
        "regimes": REGIMES, "regime_says": REGIMES,
        "forms": RECOGNITIONS, "form_says": RECOGNITIONS,
        "welcomes": WELCOMES, "welcome_says": WELCOMES,
        "practices": PRACTICES, "personality": PERSONALITY,
        "event_kinds": EVENT_KINDS, "events": fields - {"regime"},
        "conditions": [*HOURS, *SHARES, "severity", "evenness", "regime", "recognition", "welcome"],
        "columns": columns(), "measures": measured,
        "lesson": [f"do_{deed}" for deed in DONE_BY_BUTTON],
        "bet": [*OPTIONS, "stays", *(name for options in OPTIONS.values() for name in options)],
        "page": ["left", "right", "both"],
        "look": [
            *VIEWS, "choose_person", "choose_other", "level_ties", "level_teams",
            "level_organisation",
        ],
        "help": ["keys", "read", "honest"],
    }  # fmt: skip


@cache
def columns() -> list[str]:
    import trustgarden as tg

    org = tg.Organisation("garden", seed=1, changes={"organisation.num_people": 10})
    return list(teams_by_conditions(org.run(1)).columns)


# Both languages


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_both_languages_say_the_same_things_with_the_same_braces(folder, language) -> None:  # type: ignore[no-untyped-def]
    english, own = texts(folder, "en"), texts(folder, language)
    assert list(own) == list(english)
    assert [key for key in own if braces(own[key]) != braces(english[key])] == []


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_one(folder: str, language: str) -> None:
    for key, text in texts(folder, language).items():
        assert isinstance(text, str), key
        assert text.strip() == text != "", key
        assert not re.search(r"[<>]| {2}|https?:", text), key


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_sentence_is_left_in_the_other_language(folder: str) -> None:
    english, german = texts(folder, "en"), texts(folder, "de")
    assert [key for key in english if english[key] == german[key] and " " in english[key]
            and key not in ALIKE and braces(english[key]) == set()] == []  # fmt: skip


def test_a_language_that_is_not_there_is_named() -> None:
    for words in (page_words, garden_words):
        with pytest.raises(InputError, match="language is 'fr'; there are: en, de"):
            words("fr")


# What is asked for


def test_what_the_page_asks_for_is_there_and_filled_as_it_wants() -> None:
    english = texts("words", "en")
    asked = calls()
    assert len(asked) > 150
    assert [key for key, _ in asked if key not in english] == []
    wrong = [(key, given, braces(english[key])) for key, given in asked
             if given is not None and given != braces(english[key])]  # fmt: skip
    assert wrong == []


@pytest.mark.parametrize("name", families())
def test_what_is_put_together_on_the_way_is_there(name: str) -> None:
    english = texts("words", "en")
    assert [one for one in families()[name] if f"{name}.{one}" not in english] == []


def test_what_drawings_ask_for_is_there() -> None:
    told = {"garden": garden_words("en")["garden"], "lines": page_words("en").table("lines")}
    known = {*told["garden"], *told["lines"]}
    found: set[str] = set()
    for one in [*(APP / "canvas").iterdir(), APP / "page" / "stage.js"]:
        if one.name.endswith(".js"):
            found |= set(re.findall(r"\bwords\.(\w+)", one.read_text(encoding="utf-8")))
    # `given` are names, the same in every language.
    assert found - known - {"garden", "lines", "split", "length", "given"} == set()
    for name in ("replay", "sheet"):
        page = (APP / "templates" / f"{name}.html").read_text(encoding="utf-8")
        assert set(re.findall(r"\bwords\.(\w+)", page)) <= {
            *garden_words("en")["replay"],
            *garden_words("en")["garden"],
        }


def test_nothing_is_said_that_nobody_asks_for() -> None:
    asked = {key for key, _ in calls()}
    asked |= {f"{name}.{one}" for name, ones in families().items() for one in ones}
    quoted = set(re.findall(r'"(\w+\.\w+)"', "\n".join(python_sources())))
    tables = ("scenarios", "measures", "lines")
    left = [key for key in texts("words", "en")
            if key not in asked | quoted and not key.startswith(tables)]  # fmt: skip
    assert left == []
