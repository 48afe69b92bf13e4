"""Styles and regimes of one's own, by name."""

from __future__ import annotations

__all__ = ["REGIMES_BY_NAME", "STYLES_BY_NAME"]

STYLES_BY_NAME: dict[str, type] = {}
"""Styles of leadership that somebody has added."""

REGIMES_BY_NAME: dict[str, type] = {}
"""Regimes of consequence that somebody has added."""
