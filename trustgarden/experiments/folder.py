"""Claiming a results folder for an experiment, or leaving it untouched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from trustgarden.errors import InputError

from .layout import LOCK, LOG, MANIFEST
from .locking import locked
from .manifest import SCHEMA, first_difference, read_manifest, write_manifest

__all__ = ["claimed", "has_results"]


@contextmanager
def claimed(folder: Path, manifest: dict[str, Any], tell: Callable[[str], None]) -> Iterator[None]:
    """Hold `folder` as the results folder of a plan; it is made, or checked to be one already.

    Raises:
        InputError: If it belongs to another experiment, holds other things, is
            being written to by another sweep, or cannot be written. Nothing in
            it is changed then.
    """
    _check(folder, manifest)
    with _writable(folder):
        lock = locked(folder, tell)
        lock.__enter__()
    try:
        # Again, since somebody else may have been here until the lock was ours.
        _check(folder, manifest)
        with _writable(folder):
            if not (folder / MANIFEST).exists():
                write_manifest(folder, manifest)
        yield
    finally:
        lock.__exit__(None, None, None)


def has_results(folder: Path) -> bool:
    """Whether a folder is one of results."""
    return (folder / MANIFEST).exists()


@contextmanager
def _writable(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError(
            f"The results folder {folder} cannot be written ({error.strerror or error}); give "
            "another one, or mend that."
        ) from None


def _check(folder: Path, manifest: dict[str, Any]) -> None:
    if has_results(folder):
        _check_same(folder, manifest)
    else:
        with _writable(folder):
            _check_empty(folder)


def _check_same(folder: Path, manifest: dict[str, Any]) -> None:
    there = read_manifest(folder)
    if there["schema"] != SCHEMA:
        raise InputError(
            f"The results in {folder} are of layout {there['schema']}, made by trustgarden "
            f"{there.get('trustgarden')}; this version reads them but writes layout {SCHEMA}. "
            "Nothing was changed. Go on with that version, or give another folder."
        )
    difference = first_difference(there, manifest)
    if difference:
        raise InputError(
            f"The results folder {folder} belongs to another experiment: {difference}. Nothing "
            "was changed. Give another folder, or take that one away first."
        )


def _check_empty(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise InputError(f"{folder} is a file, so results cannot go into it; give a folder.")
    if any(not _harmless(entry) for entry in folder.iterdir()):
        raise InputError(
            f"The folder {folder} is not empty and holds no results of trustgarden. Nothing was "
            "changed. Give a new or an empty folder."
        )


def _harmless(entry: Path) -> bool:
    """Hidden files, such as those of file managers, and what a sweep leaves that just began."""
    if entry.name.startswith("."):
        return True
    return entry.name == LOG and entry.is_dir() and {one.name for one in entry.iterdir()} <= {LOCK}
