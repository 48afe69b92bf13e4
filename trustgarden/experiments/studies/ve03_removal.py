"""Apparatus of VE3: partners who always keep faith, under a regime that is then removed.

Participants cooperate for ten rounds with partners who cooperate, under one regime or another,
and what differs between arms is only what that cooperation is put down to. So that it does,
what others do is seen in every round, as contributions to a public good are, and what a
participant would do is asked of a copy of the laboratory, in which they are free to decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from trustgarden.experiments.laboratory import Laboratory, Meeting

from .asking import copied
from .ratings import rated
from .study import Setting

__all__ = ["GROUP", "PAIR", "REGIMES", "Removal", "removal"]

PAIR, GROUP = 2, 5
"""Two partners; or a leader and four members (the dilemmas of Mulder and of Irwin)."""
IN_FORCE, AFTER = 10, 5
"""Rounds under a regime, and rounds after it was removed."""
REGIMES: dict[str, Mapping[str, Any]] = {
    "none": {},
    "promise": {},
    # Nothing but what was agreed can be done.
    "binding": {"consequence.regime": "contract", "consequence.binding": 1.0},
    # Every breach is seen and fined, and nothing else is: in these games nobody errs.
    "fine": {
        "consequence.regime": "punitive",
        "consequence.detection": 1.0,
        "consequence.certainty": 1.0,
        "consequence.distinction": 1.0,
    },
    # Every kept act is counted and paid, and nothing else follows.
    "reward": {
        "consequence.regime": "bought-reward",
        "consequence.reward": 1.0,
        "consequence.binding": 0.0,
        "consequence.severity": 0.0,
    },
}

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Removal:
    """One arm.

    Attributes:
        conduct: Mean of what was ventured and what was answered under the regime (a column of
            one participant a group, like all).
        at_first: What was ventured in the very first round, before anything was lived through.
        once_removed: What was ventured in the first round without the regime.
        choices: What was ventured in the rounds after it.
        answers: Trust as a questionnaire has it, in the same rounds.
    """

    conduct: Floats
    at_first: Floats
    once_removed: Floats
    choices: Floats
    answers: Floats


def removal(setting: Setting, regime: str, people: int = PAIR) -> Removal:
    """Run one arm.

    Args:
        setting: How many groups, from which seed, with what changes.
        regime: Name in `REGIMES`.
        people: `PAIR`, or `GROUP` with a leader whose regime it is.
    """
    lab = Laboratory(
        people, setting.replicates, seed=setting.seed,
        changes=setting.with_apparatus({}), led=people > PAIR,
    )  # fmt: skip
    me, others = (0, (1,)) if people == PAIR else (1, tuple(range(2, people)))
    if regime == "promise":
        for other in others:
            lab.promise(other, me)
            lab.promise(me, other)
    before = lab.scenario
    if REGIMES[regime]:
        lab.set_conditions(REGIMES[regime])
    seen, free = _meetings(me, others, "entrust"), _meetings(me, others, "decide")
    decisions, answers = [], []
    for number in range(IN_FORCE + AFTER):
        if number == IN_FORCE:
            lab.restore(before)
            # What was promised was for the first part, as agreements were.
            lab.set_conditions({"mechanisms.off": sorted({*before.mechanisms.off, "promises"})})
        decisions.append(_decisions(lab, me, free))
        trust = np.mean([lab.trust(me, other) for other in others], axis=0)
        answers.append(rated(trust, setting.seed, f"VE3 trust {number}"))
        lab.play(seen)
    ventured, answered = np.moveaxis(np.array(decisions), 1, 0)
    return Removal(
        conduct=0.5 * (ventured[:IN_FORCE] + answered[:IN_FORCE]).mean(axis=0),
        at_first=ventured[0],
        once_removed=ventured[IN_FORCE],
        choices=ventured[IN_FORCE:].mean(axis=0),
        answers=np.mean(answers[IN_FORCE:], axis=0),
    )


def _meetings(me: int, others: Sequence[int], act: Literal["entrust", "decide"]) -> list[Meeting]:
    """Both ways with each other; the others entrust and keep faith."""
    mine = [Meeting(trustor=me, trustee=k, stake=1.0, act=act, answer="keep") for k in others]
    theirs = [Meeting(trustor=k, trustee=me, stake=1.0, act="entrust") for k in others]
    return mine + theirs


def _decisions(lab: Laboratory, me: int, meetings: Sequence[Meeting]) -> tuple[Floats, Floats]:
    """What participants would venture and answer in the round to come; the laboratory stands."""
    copy = copied(lab)
    copy.play(meetings)
    table = copy.table()
    mine = table["trustor"] == me
    ventured = table[mine].groupby("group")["stake"].mean()
    answered = table[~mine].groupby("group")["answer"].mean()
    return ventured.to_numpy(np.float64), answered.to_numpy(np.float64)
