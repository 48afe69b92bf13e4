"""The way in and every way out: exit codes, and one message for each failure."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence

import typer
from typer.exceptions import TyperException

from trustgarden.cli.commands import app
from trustgarden.cli.output import say
from trustgarden.errors import InputError

__all__ = ["FAULT", "INTERRUPTED", "MEND", "main"]

MEND = 2
"""Exit code when the input has to be mended; Typer's own usage errors have it too."""

FAULT = 70
"""Exit code of a fault of ours: EX_SOFTWARE of sysexits.

Not 1, which says that a check ran and failed: a pipeline that takes that for
news about trust must not take a crash for it.
"""

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it (128 + SIGINT)."""

DEBUG = "TRUSTGARDEN_DEBUG"

_ABOUT_THE_PLACE = {
    errno.EACCES,
    errno.EEXIST,
    errno.EISDIR,
    errno.ENAMETOOLONG,
    errno.ENOENT,
    errno.ENOSPC,
    errno.ENOTDIR,
    errno.EPERM,
    errno.EROFS,
}
"""Failures of the system that the user can mend by giving another place."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        arguments: What stands after `trustgarden`; the process's own by default.
    """
    _use_unicode()
    try:
        result = typer.main.get_command(app)(
            args=None if arguments is None else list(arguments),
            prog_name="trustgarden",
            standalone_mode=False,
        )
    except TyperException as error:
        # Called with nothing, Typer has printed the help, and the error says no more.
        return _refuse(_usage_message(error)) if error.format_message() else MEND
    except typer.Abort:
        result = INTERRUPTED
    except InputError as error:
        return _refuse(str(error))
    except OSError as error:
        if error.errno not in _ABOUT_THE_PLACE or os.environ.get(DEBUG):
            return _own_fault(error)
        return _refuse(_place_message(error))
    except Exception as error:
        return _own_fault(error)
    if result == INTERRUPTED:
        say("Interrupted.")
    return result if isinstance(result, int) else 0


def _refuse(message: str) -> int:
    say(f"Error: {message}")
    return MEND


def _own_fault(error: Exception) -> int:
    if os.environ.get(DEBUG):
        raise error
    summary = " ".join(str(error).split())[:300]
    say(
        f"Error: trustgarden failed in a way it should not ({type(error).__name__}: {summary}). "
        f"Please report it with the command you gave; with {DEBUG}=1 set, the same command "
        "prints the details that help."
    )
    return FAULT


def _usage_message(error: TyperException) -> str:
    """Typer's words in one line, and where the help is."""
    words = " ".join(error.format_message().split())
    words += "" if words.endswith((".", "?", "!")) else "."
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "trustgarden"
    return f"{words} `{path} --help` says more."


def _place_message(error: OSError) -> str:
    where = f" {os.fspath(error.filename)!r}" if error.filename is not None else " a file"
    return f"cannot read or write{where}: {error.strerror}."


def _use_unicode() -> None:
    """Print what the output's encoding cannot hold as `?`, instead of failing half way."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
