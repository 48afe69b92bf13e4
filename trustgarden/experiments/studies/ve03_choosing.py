"""Apparatus of VE3: pairs who choose, dealing by dealing, whether to write it down.

Pairs deal for a long time at a stake of their own. Before each dealing they settle it in
a contract or on trust, with a probability that rises with what is at stake, with what went
wrong of late and with having had a contract last time. The numbers of that rule are of the
apparatus and a free choice; trust is not in it, so that no correlation is put in by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from trustgarden.experiments.laboratory import Laboratory, Meeting

from .study import Setting

__all__ = ["Partnerships", "chance_of_contract", "partnerships"]

STAKES = (0.2, 0.4, 0.6, 0.8, 1.0)
"""What is at stake in a pair's dealings; as many pairs of each."""
DEALINGS = 60
SURVEYED = 20
"""Of the dealings, how many the survey at the end asks about."""
REMEMBERED = 5
"""Dealings back to which a pair looks for what went wrong."""
AT_EASE, BY_STAKE, BY_HARM, BY_HABIT = -2.5, 2.0, 1.5, 2.0
"""Logits: of a contract at no stake, with a full stake, after harm, and out of habit."""
CHOSEN_CONTRACT = {"consequence.regime": "contract", "consequence.chosen": 1.0}
NO_CONTRACT = {"consequence.regime": "none", "consequence.chosen": 0.0}

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Partnerships:
    """Pairs at the end: share of dealings that were written down, and trust, as it is."""

    formality: Floats
    trust: Floats


def chance_of_contract(stake: float, harmed: npt.ArrayLike, had_one: npt.ArrayLike) -> Floats:
    """Probability that the next dealing is put into a contract, by pair."""
    logit = AT_EASE + BY_STAKE * stake + BY_HARM * np.asarray(harmed)
    logit = logit + BY_HABIT * np.asarray(had_one)
    chance: Floats = 1.0 / (1.0 + np.exp(-logit))
    return chance


def partnerships(setting: Setting) -> Partnerships:
    """Pairs of all stakes, after a long time; those who no longer deal are left out (NaN)."""
    parts = [_of_one_stake(setting, k, stake) for k, stake in enumerate(STAKES)]
    return Partnerships(
        np.concatenate([p.formality for p in parts]), np.concatenate([p.trust for p in parts])
    )


def _of_one_stake(setting: Setting, k: int, stake: float) -> Partnerships:
    lab = Laboratory(
        2, setting.replicates, seed=setting.seed * len(STAKES) + k,
        changes=setting.with_apparatus({}),
    )  # fmt: skip
    contract = _regime(lab, CHOSEN_CONTRACT)
    on_trust = _regime(lab, NO_CONTRACT)
    rng = np.random.default_rng([setting.seed, k])
    written = np.zeros((DEALINGS, lab.num_groups), bool)
    dealt, harmed = written.copy(), written.copy()
    both = [Meeting(trustor=i, trustee=1 - i, stake=stake) for i in (0, 1)]
    for number in range(DEALINGS):
        lately = harmed[max(0, number - REMEMBERED) : number].any(axis=0)
        # Before the first dealing row -1 stands for the one before, and is empty.
        chance = chance_of_contract(stake, lately, written[number - 1])
        written[number] = rng.random(lab.num_groups) < chance
        _put_in_force(lab, np.where(written[number], contract, on_trust))
        lab.play(both)
        dealt[number], harmed[number] = _outcome(lab)
    asked = dealt[-SURVEYED:]
    with np.errstate(invalid="ignore"):
        formality = (written[-SURVEYED:] & asked).sum(axis=0) / asked.sum(axis=0)
    return Partnerships(formality, lab.trust(0, 1))


def _outcome(lab: Laboratory) -> tuple[Flags, Flags]:
    """Which pairs dealt in the last round, and in which of them somebody was let down."""
    dealt, wrong = np.zeros(lab.num_groups, bool), np.zeros(lab.num_groups, bool)
    # The rows themselves: a table of all rounds, made anew in each, would cost most of the run.
    for row in lab._rows[-2:]:
        dealt |= row["entrusted"]
        failed = np.isin(row["act"], ("error", "breach"))
        wrong |= failed & ~(row["hidden"] & ~row["found"])
    return dealt, wrong


def _regime(lab: Laboratory, changes: dict[str, Any]) -> npt.NDArray[np.void]:
    """The regime of one pair under these conditions, which are in force afterwards."""
    lab.set_conditions(changes)
    regime: npt.NDArray[np.void] = lab._engine.state.regimes[:1].copy()
    return regime


def _put_in_force(lab: Laboratory, regimes: npt.NDArray[np.void]) -> None:
    """One regime a pair; what no call of the laboratory does yet."""
    lab._engine.state.regimes[:] = regimes
