"""The words of the drawing and of the replay, by language."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from trustgarden.analysis.stories import LANGUAGES
from trustgarden.errors import InputError

__all__ = ["garden_words"]


@cache
def garden_words(language: str = "en") -> dict[str, dict[str, str]]:
    """Return the words of a language: `garden` for `garden.js`, `replay` for the page round it.

    Raises:
        InputError: If there is none of that name.
    """
    if language not in LANGUAGES:
        raise InputError(f"language is {language!r}; there are: {', '.join(LANGUAGES)}.")
    source = files("trustgarden.app") / "garden_words" / f"{language}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))
