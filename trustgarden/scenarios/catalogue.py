"""The scenarios that come with trustgarden, by id."""

from __future__ import annotations

import tomllib
from pathlib import Path

__all__ = ["CATALOGUE", "catalogue", "catalogue_path"]

CATALOGUE = Path(__file__).parent / "catalogue"
"""Folder of the scenarios; the name of a file is its id."""


def catalogue() -> dict[str, str]:
    """Return the id and the one-line description of every scenario that comes with trustgarden."""
    return {path.stem: _description(path) for path in sorted(CATALOGUE.glob("*.toml"))}


def catalogue_path(name: str) -> Path | None:
    """The file of a scenario of the catalogue, or None if there is no such id."""
    # Comparing with what is there, rather than joining, keeps "../x" from being an id.
    return next((path for path in CATALOGUE.glob("*.toml") if path.stem == name), None)


def _description(path: Path) -> str:
    return str(tomllib.loads(path.read_text(encoding="utf-8")).get("description", ""))
