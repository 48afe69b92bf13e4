"""The catalogue of sentences: every word of the stories stands in a file that can be replaced.

A catalogue is a TOML file of templates, one a sentence, with the same keys in
every language. Numbers are written as the language writes them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from trustgarden.errors import InputError

from .given import NUMBERED, given_name

__all__ = ["LANGUAGES", "Words"]

LANGUAGES = ("en", "de")

class Words:
    """Sentences of one language.

    Args:
        templates: Sections of templates, as in `words/en.toml`.
        given: Whether people whom nobody named get a name, for a room; else their number.
    """

    def __init__(self, templates: Mapping[str, Any], *, given: bool = False) -> None:
        self._templates = templates
        self._given = given

    @classmethod
    def of(cls, language: str = "en", *, given: bool = False) -> Words:
        """The words of a language that comes with trustgarden.

        Args:
            language: One of `LANGUAGES`.
            given: Whether people whom nobody named get a name; else their number.

        Raises:
            InputError: If there is none of that name.
        """
        if language not in LANGUAGES:
            raise InputError(
                f"language is {language!r}; there are stories in: {', '.join(LANGUAGES)}."
            )
        return cls(_read(language), given=given)

    def say(self, key: str, **values: object) -> str:
        """One sentence, its blanks filled, with a capital at its start.

        Args:
            key: Section and name, such as `tie.now`.
            **values: What its blanks stand for; a float is written with two digits.
        """
        section, _, name = key.partition(".")
        filled = {blank: self._written(value) for blank, value in values.items()}
        text = str(self._templates[section][name]).format_map(filled)
        return text[:1].upper() + text[1:]

    def part(self, key: str, **values: object) -> str:
        """A part of a sentence: as `say`, without the capital."""
        section, _, name = key.partition(".")
        filled = {blank: self._written(value) for blank, value in values.items()}
        return str(self._templates[section][name]).format_map(filled)

    def has(self, key: str) -> bool:
        """Whether there is such a sentence."""
        section, _, name = key.partition(".")
        return name in self._templates[section]

    def called(self, name: object) -> str:
        """What somebody is called in a sentence; numbers that nobody gave are put in words."""
        text = str(name)
        if self._given:
            return given_name(text)
        return self.part("names.person", id=text) if NUMBERED.fullmatch(text) else text

    def listed(self, parts: Sequence[str], most: int = 4) -> str:
        """Parts as a list in words, the last ones counted where there are more than `most`."""
        shown = list(parts)
        if len(shown) > most:
            shown = [*shown[:most], self.part("names.more", count=len(parts) - most)]
        if len(shown) < 2:
            return "".join(shown)
        return f"{', '.join(shown[:-1])} {self.part('names.and')} {shown[-1]}"

    def _written(self, value: object) -> str:
        if isinstance(value, float):
            mark = str(self._templates["names"]["decimal"])
            return f"{value:.2f}".replace(".", mark).replace("-", "−")
        return str(value)


@cache
def _read(language: str) -> dict[str, Any]:
    source = files("trustgarden.analysis.stories") / "words" / f"{language}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))
