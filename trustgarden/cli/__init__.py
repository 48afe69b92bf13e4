"""The command `trustgarden`: it reads what was asked, calls the rooms, and prints.

There is no model and no analysis in here. Data goes to files or to stdout,
messages and progress go to stderr. Importing this room stays cheap: Mesa,
numba and pandas are loaded by the command that needs them.
"""

from __future__ import annotations

from trustgarden.cli.entry import main

__all__ = ["main"]
