"""The page's words: complete in both languages, with the same blanks, and none that nobody says."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import trustgarden.app
from trustgarden.analysis.stories import LANGUAGES
from trustgarden.app.page_words import page_words
from trustgarden.errors import InputError
from trustgarden.model.event_kinds import EVENT_KINDS
from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.model.presets import REGIMES, STYLES

APP = Path(trustgarden.app.__file__).parent
FOLDERS = ("words", "garden_words")


def texts(folder: str, language: str) -> dict[str, str]:
    data = tomllib.loads((APP / folder / f"{language}.toml").read_text(encoding="utf-8"))
    return dict(_flat(data, ""))


def _flat(data: Mapping[str, Any], before: str) -> Iterator[tuple[str, str]]:
    for name, value in data.items():
        key = f"{before}.{name}" if before else name
        if isinstance(value, Mapping):
            yield from _flat(value, key)
        else:
            yield key, value


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything(folder: str, language: str) -> None:
    reference, own = texts(folder, "en"), texts(folder, language)
    assert own.keys() == reference.keys()
    for key, text in own.items():
        assert text.strip(), key
        assert blanks(text) == blanks(reference[key]), key


def test_german_is_german() -> None:
    english, german = texts("words", "en"), texts("words", "de")
    same = [key for key, text in german.items() if text == english[key]]
    # Some words are the same in both: names, "Person", "Team".
    assert len(same) < 0.06 * len(german), same


def test_every_sentence_that_the_page_asks_for_is_there() -> None:
    known = texts("words", "en")
    asked = set()
    for file in APP.rglob("*.py"):
        code = file.read_text(encoding="utf-8")
        asked |= set(re.findall(r"""\bsay\(\s*f?["']([a-z_]+\.[a-z_]+)["']""", code))
    assert len(asked) > 60
    assert asked <= known.keys(), sorted(asked - known.keys())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("table", "names"),
    [
        ("event_kinds", EVENT_KINDS),
        ("regimes", REGIMES),
        ("styles", [name for name in STYLES if name != "random"]),
        ("measures", MEASURE_NAMES[:1]),
    ],
)
def test_all_that_can_be_chosen_has_words(language: str, table: str, names: Any) -> None:
    assert set(names) <= page_words(language).table(table).keys()


def test_a_language_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match="language is 'fr'; there are: en, de"):
        page_words("fr")
