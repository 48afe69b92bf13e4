"""Places that results are written to: looked at before the work, so that none is lost by it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from trustgarden.errors import InputError

__all__ = ["check_new_file", "make_folder"]


def make_folder(path: Path, files: Iterable[str]) -> None:
    """Make a folder for files that are not there yet.

    Args:
        path: The folder, as given with `--out`.
        files: Names of the files that will be written into it.

    Raises:
        InputError: If it cannot be made or written to, or one of the files is there already.
    """
    there = sorted(name for name in files if (path / name).exists())
    if there:
        raise InputError(
            f"--out {path} holds results already ({', '.join(there)}), which are never written "
            "over; name another folder, or move them away."
        )
    try:
        path.mkdir(parents=True, exist_ok=True)
        _try_writing(path)
    except OSError as error:
        reason = error.strerror or "it cannot be written to"
        raise InputError(
            f"--out {path} cannot be used as a folder: {reason}. Name another place."
        ) from None


def check_new_file(path: Path, kind: str, option: str = "--out") -> None:
    """Refuse a file that cannot be written; one of the same kind may be written over.

    Args:
        path: The file, as given with the option.
        kind: The ending that such files have, with its dot.
        option: The option, as the user wrote it.

    Raises:
        InputError: If it is a folder, has another ending, or stands where nothing can be written.
    """
    if path.is_dir():
        example = path / f"report{kind}"
        raise InputError(f"{option} {path} is a folder; name a file in it, such as {example}.")
    if path.suffix.lower() != kind:
        raise InputError(f"{option} {path} should end in {kind}, since that is what is written.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _try_writing(path.parent)
    except OSError as error:
        reason = error.strerror or "the folder cannot be written to"
        raise InputError(
            f"{option} {path} cannot be written: {reason}. Name another place."
        ) from None


def _try_writing(folder: Path) -> None:
    """Write and take away a file; access rights alone do not tell of a read-only disk."""
    import tempfile

    with tempfile.TemporaryFile(dir=folder):
        pass
