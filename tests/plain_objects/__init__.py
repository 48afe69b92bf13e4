"""The week of an organisation once more, as plain Mesa objects.

Written from `docs/odd.md` alone, without a look at the kernels, so that the two
check each other: whatever the page, the kernels and this package do not share
shows as a difference in some bit. People are Mesa agents, relationships are
objects in their memory, and every rule is a short function in ordinary Python.
Nothing here is fast, and nothing is slow on purpose.
"""

from __future__ import annotations

from .organisation import PlainOrganisation
from .people import PlainPerson

__all__ = ["PlainOrganisation", "PlainPerson"]
