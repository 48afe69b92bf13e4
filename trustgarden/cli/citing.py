"""`trustgarden cite`."""

from __future__ import annotations

from trustgarden.cli.options import AsJson
from trustgarden.cli.output import print_json, print_text

__all__ = ["cite"]

TITLE = "trustgarden: a garden for trust in organisations"
AUTHOR = "The trustgarden contributors"
YEAR = "2026"


def cite(as_json: AsJson = False) -> None:
    """Say how to cite trustgarden, with the version that made your results."""
    from trustgarden import __version__

    if as_json:
        print_json({"author": AUTHOR, "year": YEAR, "title": TITLE, "version": __version__})
        return
    print_text(
        f"{AUTHOR} ({YEAR}). {TITLE} (version {__version__}) [computer software].\n\n"
        f"@software{{trustgarden,\n"
        f"  author  = {{{{{AUTHOR}}}}},\n"
        f"  title   = {{{TITLE}}},\n"
        f"  version = {{{__version__}}},\n"
        f"  year    = {{{YEAR}}},\n"
        f"}}\n\n"
        "Scenarios name the research they rest on: `trustgarden scenarios ID`."
    )
