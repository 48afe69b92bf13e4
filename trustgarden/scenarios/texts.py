"""Opening a file that somebody gave us, with a clear message if it cannot be read as text."""

from __future__ import annotations

from pathlib import Path

from trustgarden.errors import InputError

__all__ = ["MAX_SCENARIO_BYTES", "regular_file", "scenario_text"]

MAX_SCENARIO_BYTES = 1_000_000
"""A scenario is written by people; whatever is larger is something else."""


def regular_file(path: Path, name: str, kind: str) -> Path:
    """Return `path` if it is a file that can be opened.

    Args:
        path: Where it is.
        name: How the user named it.
        kind: What it should be, with its article: "a scenario", "a CSV file".

    Raises:
        InputError: If there is no such file, or it is a folder or a device.
    """
    try:
        if path.is_dir():
            raise InputError(f"{name} is a folder, not {kind}; name the file in it.")
        if not path.exists():
            raise InputError(f"{name} is not there; check the name and the folder.")
        if not path.is_file():
            raise InputError(f"{name} is not an ordinary file, so it cannot be {kind}.")
    except OSError as error:
        raise cannot_read(name, error) from None
    return path


def cannot_read(name: str, error: OSError) -> InputError:
    """The message for a file that the operating system does not let us read."""
    return InputError(f"{name} cannot be read: {error.strerror or error}.")


def scenario_text(path: Path, name: str) -> str:
    """Return the text of a scenario file.

    Raises:
        InputError: If it cannot be read, is too large, or is not UTF-8 text.
    """
    regular_file(path, name, "a scenario")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_SCENARIO_BYTES + 1)
    except OSError as error:
        raise cannot_read(name, error) from None
    if len(data) > MAX_SCENARIO_BYTES:
        raise InputError(
            f"{name} is larger than {MAX_SCENARIO_BYTES:,} bytes, so it is hardly a scenario; "
            "put people and ties into CSV files of their own."
        )
    return _decoded(data, name)


def _decoded(data: bytes, name: str) -> str:
    if b"\0" in data:
        raise InputError(f"{name} is not a text file; a scenario is a TOML file in UTF-8.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{name}, line {line}: this is not UTF-8 text; save the file as UTF-8."
        ) from None
