"""The journal of a search: every run made, so that the same search goes on where it was stopped.

The search draws the same allocations from the same seed, so nothing of its state is kept: it is
made again, and finds its runs in the journal. A line a run, flushed at once; a last line that was
cut short is dropped.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from trustgarden.errors import InputError

from .allocations import Allocation

__all__ = ["Journal"]

Key = tuple[Allocation, int]


class Journal:
    """Outcomes of runs, by allocation and seed; in memory, and in a file if one is given."""

    def __init__(self, path: Path | None, plan: Mapping[str, Any]) -> None:
        """Open a journal.

        Args:
            path: Its file; made if it is not there. None keeps it in memory alone.
            plan: What decides the outcome of a run, as plain data.

        Raises:
            InputError: If the file is no journal, or one of another plan; it is left as it is.
        """
        self._known: dict[Key, float] = {}
        self._file = None
        if path is None:
            return
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        whole = text[: text.rfind("\n") + 1]
        if text:
            self._read(path, whole.splitlines(), dict(plan))
        if whole != text:
            os.truncate(path, len(whole.encode()))
        self._file = path.open("a", encoding="utf-8", newline="\n")
        if not whole:
            self._write(dict(plan))

    def __len__(self) -> int:
        return len(self._known)

    def outcome(self, allocation: Allocation, seed: int) -> float | None:
        """What a run came to, if it was made."""
        return self._known.get((allocation, seed))

    def add(self, allocation: Allocation, seed: int, outcome: float) -> None:
        """Keep the outcome of a run."""
        self._known[allocation, seed] = outcome
        self._write([list(allocation), seed, outcome])

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()

    def _write(self, line: Any) -> None:
        if self._file is not None:
            self._file.write(json.dumps(line) + "\n")
            self._file.flush()

    def _read(self, path: Path, lines: list[str], plan: dict[str, Any]) -> None:
        try:
            header, *rest = map(json.loads, lines)
            known = {(tuple(shares), int(seed)): float(value) for shares, seed, value in rest}
        except (ValueError, TypeError):
            raise InputError(
                f"--journal {path} is not the journal of a search; name another file."
            ) from None
        if not isinstance(header, dict):
            raise InputError(f"--journal {path} is not the journal of a search; name another file.")
        if header != plan:
            other = [key for key in plan if header.get(key) != plan[key]]
            raise InputError(
                f"--journal {path} is of another search (its {', '.join(other)} differ); name "
                "another file, or give the same options as before."
            )
        self._known = known
