"""Write the generated tables into the pages of this folder.

`python docs/generate.py` (or `python -m docs.generate`) rewrites what stands
between `<!-- begin generated: ... -->` and its end; with `--check` nothing is
written, and the exit status is 1 if a page differs from the code.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from trustgarden.model.documenting import with_tables

PAGES = ("odd.md",)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Write the generated tables of the pages.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if one differs")
    check = parser.parse_args(arguments).check
    folder = Path(__file__).resolve().parent
    stale = [name for name in PAGES if refresh(folder / name, check=check)]
    if not (check and stale):
        return 0
    print(f"{', '.join(stale)} differ from the code; run: python docs/generate.py", file=sys.stderr)
    return 1


def refresh(page: Path, *, check: bool) -> bool:
    """Whether the page differed from the code; it is rewritten unless only checked."""
    before = page.read_text(encoding="utf-8")
    after = with_tables(before)
    if before != after and not check:
        page.write_text(after, encoding="utf-8")
    return before != after


if __name__ == "__main__":
    sys.exit(main())
