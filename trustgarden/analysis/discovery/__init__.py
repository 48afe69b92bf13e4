"""Scenario discovery: which combinations of conditions lead to an outcome.

Works on finished points (`Cases`) and never runs a model; `trustgarden discover` reads them from
a results folder.
"""

from __future__ import annotations

from .boxes import Box, Levels, Limits
from .cases import Cases
from .discovering import Discovery, FoundBox, discover
from .reading import read_cases

__all__ = ["Box", "Cases", "Discovery", "FoundBox", "Levels", "Limits", "discover", "read_cases"]
