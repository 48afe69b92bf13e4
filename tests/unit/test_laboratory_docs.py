"""The examples of docs/laboratory.md run, one after the other, and show what is said of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "laboratory.md"
SHOWN = (
    "strangers=True, records=True", "permutations(range(4), 2)", '"consequence.regime": "none"',
    "punitive", "consequence.reward", '"talk": True', "minimum_effort(", "promise(1, 0)",
    '"deceive"', "apologise(", "tell(0, 2", 'kind="arrival"', "partition(",
)  # fmt: skip


def examples() -> list[str]:
    return re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("words", SHOWN)
def test_the_page_has_an_example_of(words: str) -> None:
    assert words in "".join(examples())


@pytest.mark.slow
def test_the_examples_run() -> None:
    names: dict[str, Any] = {}
    below = 0
    for text in examples():
        *lines, last = text.rstrip().split("\n")
        # An example ends with what it shows, or with a statement.
        if last.startswith((" ", ")")):
            exec(text, names)
            continue
        exec("\n".join(lines), names)
        shown = eval(last.partition("#")[0], names)
        if last.endswith("# below 0"):
            below += 1
            assert shown < 0
        else:
            assert len(shown)
    assert below == 2
    assert len(names["strangers"]) == 5 * 400
