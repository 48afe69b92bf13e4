"""Claiming a results folder for an experiment, or leaving it untouched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from trustgarden.errors import InputError

from .layout import MANIFEST
from .manifest import first_difference, read_manifest, write_manifest

__all__ = ["claim"]


def claim(folder: Path, manifest: dict[str, Any]) -> None:
    """Make `folder` the results folder of a plan, or check that it is already.

    Raises:
        InputError: If it belongs to another experiment, holds other things, or
            cannot be written. Nothing in it is changed then.
    """
    try:
        if (folder / MANIFEST).exists():
            _check_same(folder, manifest)
        else:
            _check_empty(folder)
            folder.mkdir(parents=True, exist_ok=True)
            write_manifest(folder, manifest)
    except OSError as error:
        raise InputError(
            f"The results folder {folder} cannot be written ({error.strerror or error}); give "
            "another one, or mend that."
        ) from None


def _check_same(folder: Path, manifest: dict[str, Any]) -> None:
    difference = first_difference(read_manifest(folder), manifest)
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
    # Hidden files, such as those of file managers or a manifest begun and broken off, do no harm.
    if any(not entry.name.startswith(".") for entry in folder.iterdir()):
        raise InputError(
            f"The folder {folder} is not empty and holds no results of trustgarden. Nothing was "
            "changed. Give a new or an empty folder."
        )
