"""The words of the live page, by language: one catalogue, so that a translation is one file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from trustgarden.analysis.stories import LANGUAGES
from trustgarden.errors import InputError

__all__ = ["PageWords", "page_words"]


class PageWords:
    """Sentences and labels by dotted key; a key that is missing is an error of ours.

    Args:
        language: Code of the language.
        catalogue: Nested tables of texts.
    """

    def __init__(self, language: str, catalogue: Mapping[str, Any]) -> None:
        self.language = language
        self._catalogue = catalogue

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key, with what stands in braces filled in."""
        text = self._at(key)
        return text.format(**values) if values else text

    def table(self, key: str) -> dict[str, str]:
        """All texts of one table, by their last name."""
        found = self._catalogue
        for part in key.split("."):
            found = found[part]
        return {name: str(text) for name, text in found.items()}

    def named(self, kind: str, name: str) -> str:
        """What something is called that scenarios may add to; its own name if nobody named it."""
        return str(self._catalogue[kind].get(name, name))

    def _at(self, key: str) -> str:
        found: Any = self._catalogue
        for part in key.split("."):
            found = found[part]
        return str(found)


@cache
def page_words(language: str = "en") -> PageWords:
    """Return the catalogue of a language.

    Raises:
        InputError: If there is none of that name.
    """
    if language not in LANGUAGES:
        raise InputError(f"language is {language!r}; there are: {', '.join(LANGUAGES)}.")
    source = files("trustgarden.app") / "words" / f"{language}.toml"
    return PageWords(language, tomllib.loads(source.read_text(encoding="utf-8")))
