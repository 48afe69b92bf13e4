"""The figures of a report as files: PNG for slides, SVG and PDF for print.

Drawn by kaleido in a Chromium of this machine, with the plotly.js that plotly brings: nothing is
fetched.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from trustgarden.errors import InputError

from .pages import Page

__all__ = ["FIGURE_KINDS", "figure_names", "kaleido_or_message", "write_figures"]

FIGURE_KINDS = ("png", "svg", "pdf")
"""What can be written."""

WIDTH = 1100
"""Of a figure on a wide page (pixels)."""

SCALE = 2
"""Of pixels: sharp on screens of twice the density, and in print at half the width."""

SECONDS = 120.0


def figure_names(page: Page, kinds: Sequence[str]) -> list[str]:
    """Return the names of all files, those of one kind together."""
    return [f"{picture.id}.{kind}" for kind in kinds for picture in page.pictures]


def write_figures(
    page: Page, folder: str | Path, kinds: Sequence[str] = FIGURE_KINDS
) -> list[Path]:
    """Write every figure of a page, as on a wide page; files there of these names are replaced.

    Args:
        page: The page.
        folder: Where to write; made if it is not there.
        kinds: Of `FIGURE_KINDS`.

    Returns:
        The files.

    Raises:
        InputError: If a kind is none of these, the folder cannot be written, or kaleido or its
            browser is not there.
    """
    unknown = [kind for kind in kinds if kind not in FIGURE_KINDS]
    if unknown or not kinds:
        raise InputError(
            f"{', '.join(unknown) or 'none'} is no kind of figure; there are: "
            f"{', '.join(FIGURE_KINDS)}."
        )
    kaleido = kaleido_or_message()
    place = Path(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{place} cannot be made ({error.strerror}); name another.") from None
    _draw(kaleido, [_job(picture, place, kind) for kind in kinds for picture in page.pictures])
    return [place / name for name in figure_names(page, kinds)]


def kaleido_or_message() -> Any:
    """Return kaleido.

    Raises:
        InputError: If it is not installed.
    """
    try:
        import kaleido
    except ImportError:
        raise InputError(
            "Figures as files need kaleido, which is not installed; call: "
            "pip install 'trustgarden[images]'. The report in HTML does without."
        ) from None
    return kaleido


def _job(picture: Any, folder: Path, kind: str) -> dict[str, Any]:
    figure = picture.wide
    size = {"width": WIDTH, "height": int(figure.layout.height), "scale": SCALE}
    return {
        "fig": figure.to_dict(), "path": folder / f"{picture.id}.{kind}",
        "opts": {"format": kind, **size},
    }  # fmt: skip


def _draw(kaleido: Any, jobs: list[dict[str, Any]]) -> None:
    """Draw all in one browser; formulas, whose script would be fetched, are left out."""
    try:
        kaleido.write_fig_from_object_sync(
            jobs, kopts={"n": 1, "timeout": SECONDS, "mathjax": False}
        )
    except Exception as error:  # what its browser raises has no common class
        raise InputError(
            f"Figures could not be drawn: {type(error).__name__}: {error} kaleido needs Chrome or "
            "Chromium; install one, or name it in the environment variable BROWSER_PATH."
        ) from None
