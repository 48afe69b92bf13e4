"""Plant each fault in a copy of the package, and see which test catches it.

    python -m tests.planted_faults.catching [--write docs/planted-faults.md] [MECHANISM ...]

Everything runs uncompiled, on tiny organisations, so that no fault waits for the compiler. The
quick tests of rules are asked first, then the second implementation, then those of mechanisms.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .faults import FAULTS, Fault

ROOT = Path(__file__).parents[2]
ASKED = (
    ("test_rules.py", "test_chance.py"),
    ("test_second_implementation.py",),
    ("test_accounts.py", "test_repair_forms.py", "test_welcome.py", "test_events.py"),
)
"""Test files in the order in which they are asked; those of one row together."""
PATIENCE = 900
"""Seconds that one row of tests may take."""


def copied(folder: Path) -> Path:
    """A copy of the package and its tests: pytest puts the tests' root on the path first."""
    for part in ("trustgarden", "tests"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def planted(fault: Fault, folder: Path) -> Path:
    """A copy with the fault in it."""
    copied(folder)
    source = folder / "trustgarden" / "model" / fault.file
    text = source.read_text(encoding="utf-8")
    if text.count(fault.before) != 1:
        raise LookupError(f"{fault.file}: {fault.before!r} stands {text.count(fault.before)} times")
    source.write_text(text.replace(fault.before, fault.after), encoding="utf-8")
    return folder


def asked_tests(copy: Path, files: Sequence[str]) -> str | None:
    """Name of the first test that fails on this copy, or None if all pass."""
    there = [f"tests/unit/{name}" for name in files]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", "--no-header", "-p", "no:cacheprovider",
         "-p", "no:randomly", *there],
        env=os.environ
        | {"PYTHONPATH": str(copy), "NUMBA_DISABLE_JIT": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=copy,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )  # fmt: skip
    if done.returncode == 0:
        return None
    named = re.search(r"^(?:FAILED|ERROR) tests/unit/(\S+)", done.stdout, re.MULTILINE)
    if named is None:
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
    return named.group(1)


def caught_by(fault: Fault | None) -> str | None:
    """The test that catches a fault, or None if none does; without a fault, none must."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copied(folder) if fault is None else planted(fault, folder)
        return next(
            (test for files in ASKED if (test := asked_tests(folder, files)) is not None), None
        )


def lines(results: Sequence[tuple[Fault, str | None]]) -> Iterator[str]:
    """The table of faults, as Markdown."""
    yield "| mechanism | fault | in | caught by |"
    yield "|---|---|---|---|"
    for fault, test in results:
        by = f"`{test}`" if test else "**nothing**"
        yield f"| {fault.mechanism} | {fault.what} | `{fault.file}` | {by} |"


def main() -> int:
    """Plant them all; exit code 1 if one is not caught."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("mechanisms", nargs="*", help="only faults of these, such as M7")
    parser.add_argument("--write", type=Path, help="page whose table is replaced")
    given = parser.parse_args()
    chosen = [f for f in FAULTS if not given.mechanisms or f.mechanism in given.mechanisms]
    if (failed := caught_by(None)) is not None:
        print(f"{failed} fails without any fault, so nothing would be learned")
        return 1
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = []
        for fault, test in zip(chosen, pool.map(caught_by, chosen), strict=True):
            print(f"{fault.mechanism:8} {fault.what}: {test or 'NOT CAUGHT'}", flush=True)
            results.append((fault, test))
    if given.write:
        _replace_table(given.write, "\n".join(lines(results)))
    missed = sum(test is None for _, test in results)
    print(f"{len(results) - missed} of {len(results)} faults caught")
    return 1 if missed else 0


def _replace_table(page: Path, table: str) -> None:
    begin, end = "<!-- begin table -->", "<!-- end table -->"
    before, _, rest = page.read_text(encoding="utf-8").partition(begin)
    _, _, after = rest.partition(end)
    page.write_text(f"{before}{begin}\n\n{table}\n\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
