"""Put a table that a command wrote into a page: `python docs/insert.py PAGE NAME FILE.md`.

What stands between `<!-- begin NAME -->` and `<!-- end NAME -->` of the page in
this folder is replaced by the content of the file.
"""

from __future__ import annotations

import sys
from pathlib import Path


def inserted(page: str, name: str, table: str) -> str:
    """The page with the table in its place."""
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"the page has no {begin} ... {end}.")
    return f"{before}{begin}\n\n{table.strip()}\n\n{end}{after}"


def main(page: str, name: str, file: str) -> None:
    place = Path(__file__).resolve().parent / page
    table = Path(file).read_text(encoding="utf-8")
    place.write_text(inserted(place.read_text("utf-8"), name, table), "utf-8", newline="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
