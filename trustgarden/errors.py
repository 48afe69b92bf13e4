"""Errors that a user can mend: one clear message each, exit code 2 on the command line."""

from __future__ import annotations

__all__ = ["InputError"]


class InputError(ValueError):
    """Something the user gave cannot be used; the message says what, and the remedy."""
