"""How much the gate catches, how often it cries wolf, and what it costs.

    python benchmarks/gate_quality.py [--write docs/checks.md] [--part KIND]

Changes of behaviour are planted one at a time (gate_changes.py) and checked as `trustgarden check
--quick` does; re-draws without a change are in gate_redraws.py. What is found is kept line by line
in a file of the user's cache folder, under a name that the model, the claims, their looks and the
baseline decide; the same command goes on where it was cut off.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from gate_changes import Planted, influential, planted
from gate_redraws import POOL, REDRAWS, fresh_pool, redraws

from tests.planted_faults.catching import planted as planted_copy
from trustgarden.experiments.checks import OWN_CLAIMS, read_claims
from trustgarden.experiments.checks.baseline import Baseline
from trustgarden.experiments.checks.checking import compare_with, judge_claims
from trustgarden.experiments.checks.exact import difference, digests
from trustgarden.experiments.checks.reading import Checked
from trustgarden.experiments.checks.runs import Runs
from trustgarden.experiments.checks.sequential import QUICK_LOOKS
from trustgarden.experiments.provenance import model_digest

Row = dict[str, Any]


class Kept:
    """Rows of results, written as they come."""

    def __init__(self, path: Path) -> None:
        self.path = path
        there = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        self.rows: dict[tuple[str, str], Row] = {}
        for line in there:
            row = json.loads(line)
            self.rows[row["kind"], row["what"]] = row

    def add(self, row: Row) -> None:
        self.rows[row["kind"], row["what"]] = row
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
        print(row, flush=True)

    def of(self, kind: str) -> list[Row]:
        return [row for (its, _), row in self.rows.items() if its == kind]


def caught(change: Planted, checked: Checked, baseline: Baseline) -> Row:
    if change.fault is not None:
        return fault_caught(change)
    started = time.perf_counter()
    changed = change.laid_on(checked)
    runs = Runs(checked.file.weeks, checked.file.seed)
    claims = judge_claims(changed, runs, QUICK_LOOKS, lambda _: None)
    moved = compare_with(baseline, changed, runs)
    exact = any(
        difference(baseline.digests[name][0], digests(one, checked.file.seed, checked.file.weeks))
        for name, one in changed.watched.items()
    )
    broken = [one.claim.id for one in claims if not one.passed]
    return row_of(change, broken, bool(moved.alarms), exact, time.perf_counter() - started)


def fault_caught(change: Planted) -> Row:
    """The command itself, on a copy of the package with the fault in it."""
    with tempfile.TemporaryDirectory() as name:
        copy = planted_copy(change.fault, Path(name))
        done = subprocess.run(
            [sys.executable, "-m", "trustgarden", "check", "--quick", "--json"],
            env=os.environ | {"PYTHONPATH": str(copy), "TRUSTGARDEN_CACHE": str(copy / "cache")},
            cwd=copy,
            capture_output=True,
            text=True,
        )
        if done.returncode not in (0, 1):
            raise RuntimeError(done.stderr[-2000:])
    (told,) = json.loads(done.stdout)["files"]
    broken = [one["id"] for one in told["claims"] if one["verdict"] != "holds"]
    # The time is the compiler's, so it is not kept.
    return row_of(change, broken, bool(told["statistical"]["alarms"]), bool(told["exact"]), None)


def row_of(
    change: Planted, broken: list[str], moved: bool, exact: bool, seconds: float | None
) -> Row:
    return {
        "kind": change.kind, "what": change.what, "claims": broken, "distributions": moved,
        "digests": exact, "seconds": seconds,
    }  # fmt: skip


def most_influential(kept: Kept) -> list[str]:
    if not kept.of("order"):
        kept.add({"kind": "order", "what": "most influential", "names": influential()})
    names: list[str] = kept.of("order")[0]["names"]
    return names


def measure_false_alarms(checked: Checked, kept: Kept) -> None:
    if len(kept.of("re-draw")) == REDRAWS:
        return
    for number, (broken, moved) in enumerate(redraws(checked, fresh_pool(checked))):
        kept.add({"kind": "re-draw", "what": str(number), "claims": broken, "distributions": moved})


def lines(kept: Kept) -> Iterator[str]:
    changes = [(one.kind, one.what) for one in planted(lambda: most_influential(kept))]
    found = [kept.rows[which] for which in changes if which in kept.rows]
    yield "| planted change | number | by claims | by distributions | by either | by digests |"
    yield "|---|---|---|---|---|---|"
    for kind in dict.fromkeys(row["kind"] for row in found):
        of = [row for row in found if row["kind"] == kind]
        counts = [
            sum(bool(row["claims"]) for row in of),
            sum(row["distributions"] for row in of),
            sum(bool(row["claims"]) or row["distributions"] for row in of),
            sum(row["digests"] for row in of),
        ]
        yield f"| {kind} | {len(of)} | {' | '.join(map(str, counts))} |"
    missed = [
        f"{row['what']} ({row['kind']})"
        for row in found
        if not (row["claims"] or row["distributions"])
    ]
    yield ""
    yield f"- Not seen by claims or distributions: {'; '.join(missed) or 'none'}."
    unseen = [f"{row['what']} ({row['kind']})" for row in found if not row["digests"]]
    yield f"- Not seen by digests: {'; '.join(unseen) or 'none'}."
    yield f"- {false_alarms(kept.of('re-draw'))}"
    if seconds := [row["seconds"] for row in found if row["seconds"] is not None]:
        median, most = np.median(seconds), max(seconds)
        yield f"- A check took {median:.0f} s in the median, {most:.0f} s at most."
    yield f"- The table was written on {date.today()} by `python benchmarks/gate_quality.py`."
    for row in kept.of("order"):
        yield f"- Most influential first: {', '.join(row['names'])}."


def false_alarms(rows: list[Row]) -> str:
    if not rows:
        return "False alarms are not measured yet."
    claims = sum(bool(row["claims"]) for row in rows)
    moved = sum(row["distributions"] for row in rows)
    either = sum(bool(row["claims"]) or row["distributions"] for row in rows)
    names = sorted({name for row in rows for name in row["claims"]})
    which = f" ({', '.join(names)})" if names else ""
    return (
        f"False alarms in {len(rows)} re-draws from {POOL} fresh seeds: claims {claims}{which}, "
        f"distributions {moved}, the whole gate {either}."
    )


def results_path() -> Path:
    """Where results of this model, these claims and this baseline are kept."""
    digest = sha256(model_digest().encode() + OWN_CLAIMS.read_bytes())
    digest.update(read_claims(OWN_CLAIMS).baseline_path.read_bytes())
    digest.update(str(QUICK_LOOKS).encode())
    kept_at = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "trustgarden"
    kept_at.mkdir(parents=True, exist_ok=True)
    return kept_at / f"gate-{digest.hexdigest()[:12]}.jsonl"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", type=Path, help="page whose table is replaced")
    parser.add_argument("--part", help="only kinds that begin so; 're-draw' for false alarms")
    given = parser.parse_args()
    checked = read_claims(OWN_CLAIMS)
    baseline = Baseline.read(checked.baseline_path)
    kept = Kept(results_path())
    print(f"Results are kept in {kept.path}.", flush=True)
    for change in planted(lambda: most_influential(kept)):
        if change.kind.startswith(given.part or "") and (change.kind, change.what) not in kept.rows:
            kept.add(caught(change, checked, baseline))
    if "re-draw".startswith(given.part or ""):
        measure_false_alarms(checked, kept)
    text = "\n".join(lines(kept))
    print(text)
    if given.write:
        _replace_table(given.write, text)


def _replace_table(page: Path, table: str) -> None:
    begin, end = "<!-- begin table -->", "<!-- end table -->"
    before, _, rest = page.read_text(encoding="utf-8").partition(begin)
    _, _, after = rest.partition(end)
    page.write_text(f"{before}{begin}\n\n{table}\n\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
