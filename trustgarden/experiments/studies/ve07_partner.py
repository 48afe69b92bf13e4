"""Apparatus of VE7: thirty rounds with a programmed partner who defects twice.

The partner's act is seen in every round, as both moves are in a prisoner's dilemma, and
what the participant would venture in each round is asked of a copy of the laboratory, in
which they are free to decide: so what is learned does not depend on what is ventured.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from trustgarden.experiments.laboratory import Laboratory

from .asking import copied
from .ratings import rated
from .study import Setting

__all__ = ["FINAL", "PLACES", "ROUNDS", "Course", "course"]

ROUNDS = 30
PLACES = {"early": 1, "middle": 6, "late": 11}
"""First of the two rounds in which the partner defects."""
FINAL = slice(25, 30)
"""Rounds of the end, counted from 0."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Course:
    """One arm: what was ventured in each round, and answers after it, (groups, rounds)."""

    ventured: Floats
    answers: Floats

    @property
    def final(self) -> Floats:
        """What is ventured in the last rounds, by participant."""
        mean: Floats = self.ventured[:, FINAL].mean(axis=1)
        return mean


def course(
    setting: Setting,
    first: int | None,
    *,
    label: Literal["break", "err"] = "break",
    announced: bool = False,
    admits: bool = False,
    promises: bool = False,
    rounds: int = ROUNDS,
) -> Course:
    """Play one arm.

    Args:
        setting: How many groups, from which seed, with what changes.
        first: Round of the first defection, from 1; the second follows; None for none.
        label: Whether both know it as a breach or as an error; either way nothing is done.
        announced: Whether the partner announces the contrary before each defection: deception.
        admits: Whether the partner says sorry for either.
        promises: Whether they promise to change after the second.
        rounds: How many rounds are played.
    """
    lab = Laboratory(2, setting.replicates, seed=setting.seed, changes=setting.with_apparatus({}))
    bad = () if first is None else (first, first + 1)
    ventured, answers = [], []
    for number in range(1, rounds + 1):
        if announced and number in bad:
            lab.promise(1, 0)
        ventured.append(_would_venture(lab))
        if number in bad:
            said = ("admit",) if admits else ()
            lab.meet(0, 1, stake=1.0, act="entrust", answer=label, amount=0.0, says=said)
        else:
            lab.meet(0, 1, stake=1.0, act="entrust", answer="keep")
        if promises and number == max(bad):
            lab.promise(1, 0)
        answers.append(rated(lab.trust(0, 1), setting.seed, f"VE7 trust {number}"))
    return Course(np.array(ventured).T, np.array(answers).T)


def _would_venture(lab: Laboratory) -> Floats:
    """What participants venture in the round to come, of a stake of 1; the laboratory stands."""
    copy = copied(lab)
    copy.meet(0, 1, stake=1.0, answer="keep")
    ventured: Floats = copy.table()["stake"].to_numpy()
    return ventured
