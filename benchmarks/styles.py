"""What leaders who are code cost in a week.

`python benchmarks/styles.py` prints the table of docs/styles.md: the time of a week under
a preset, under styles and a regime in Python, and of what is seen (`signs`) alone, in
microseconds of the processor; the best of several rounds.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

import trustgarden as tg
from trustgarden.model.engine import Engine
from trustgarden.model.signs import groups_led, seen_signs

SIZES = {60: 100, 1_000: 20, 10_000: 3}
"""People, and weeks of a round."""
ROUNDS = 5


class Even(tg.Style, name="benchmark: even"):
    """The least that a style can do."""

    def attend(self, view: tg.View, chance: tg.Chance) -> tg.Attention:
        return tg.Attention(np.full((len(view), 7), 1 / 7))


class Same(tg.Regime, name="benchmark: same"):
    """The least that a regime can do."""

    def rule(self, view: tg.TeamsView, chance: tg.Chance) -> tg.Terms:
        return tg.Terms.of(view)


KINDS = {
    "preset": {"leaders.style": "gardener"},
    "style of one's own": {"leaders.style": "benchmark: even"},
    "random": {"leaders.style": "random"},
    "learner": {"leaders.style": "learner"},
    "regime of one's own": {"leaders.style": "gardener", "consequence.regime": "benchmark: same"},
}


def best(act: Callable[[], object], times: int) -> float:
    """Microseconds of one of so many acts, in the best of the rounds."""
    took = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        for _ in range(times):
            act()
        took.append((time.process_time() - begin) / times)
    return 1e6 * min(took)


def main() -> None:
    print("| people | leaders |", " | ".join(KINDS), "| signs |")
    print("|---" * (3 + len(KINDS)) + "|")
    for people, weeks in SIZES.items():
        cells = []
        for changes in KINDS.values():
            size = {"organisation.num_people": people, "organisation.start": "strangers"}
            engine = Engine(tg.load_scenario("garden").with_changes(size | changes), 1)
            engine.run(4)
            cells.append(best(lambda engine=engine, n=weeks: engine.run(n), 1) / weeks)
            assert engine.week == 4 + weeks * ROUNDS
        state = engine.state
        groups = groups_led(state, state.head)
        none = np.zeros(groups.number)
        cells.append(best(lambda s=state, g=groups, n=none: seen_signs(s, g, n, 1, 4, 0), weeks))
        print(f"| {people} | {groups.number} |", " | ".join(f"{cell:.0f}" for cell in cells), "|")


if __name__ == "__main__":
    main()
