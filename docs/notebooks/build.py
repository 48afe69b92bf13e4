"""Turn the notebooks' plain Python into .ipynb, without outputs.

    python docs/notebooks/build.py           # write what has changed
    python docs/notebooks/build.py --check   # exit code 1 if something has

A cell begins with a line `# %%` (code) or `# %% [markdown]` (text, each line after `# `), as
Spyder, VS Code and PyCharm read it. The .py is what people edit and review; the .ipynb is made
of it.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
START = re.compile(r"^# %%( \[markdown\])?\n", re.M)


def sources() -> list[Path]:
    return sorted(FOLDER.glob("[0-9]*.py"))


def cells(text: str) -> list[tuple[str, str]]:
    """Kind and text of every cell."""
    parts = START.split(text)[1:]
    kinds = ["markdown" if mark else "code" for mark in parts[::2]]
    return [
        (kind, _words(body) if kind == "markdown" else body.strip())
        for kind, body in zip(kinds, parts[1::2], strict=True)
    ]


def _words(body: str) -> str:
    return "\n".join(line.removeprefix("#").removeprefix(" ") for line in body.strip().splitlines())


def notebook(text: str) -> dict[str, Any]:
    """A notebook as nbformat 4.5 has it."""
    made = []
    for number, (kind, body) in enumerate(cells(text)):
        cell: dict[str, Any] = {"cell_type": kind, "id": f"cell-{number}", "metadata": {}}
        if kind == "code":
            cell |= {"execution_count": None, "outputs": []}
        made.append(cell | {"source": body.splitlines(keepends=True)})
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {
        "cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5,
    }  # fmt: skip


def as_text(source: Path) -> str:
    made = notebook(source.read_text(encoding="utf-8"))
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    stale = []
    for source in sources():
        target = source.with_suffix(".ipynb")
        if not target.exists() or target.read_text(encoding="utf-8") != as_text(source):
            stale.append(target.name)
            if "--check" not in arguments:
                target.write_text(as_text(source), encoding="utf-8", newline="\n")
    print("\n".join(stale) or "All notebooks are as their sources say.")
    return int(bool(stale) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
