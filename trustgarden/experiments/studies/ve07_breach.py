"""VE7: when a breach comes, whether it deceives, and what repairs it.

Lount et al. 2008 let people play a prisoner's dilemma of more than thirty trials with a
programmed partner who defected at the start, after five trials, after ten, or never, and then
cooperated. Schweitzer, Hershey & Bradlow 2006 let people pass money to a partner who was
untrustworthy at first and trustworthy later, crossed with deception, an apology and a promise
to change. Mirrored: two defections in rounds 1-2, 6-7, 11-12 or never; a defection that was
announced not to happen is the deception; what is ventured is the measure. What differs: both
are one apparatus of thirty rounds, deception and repair are crossed with all three places of the
breach, and their figures are means over the three. Apology is that of studies with a
questionnaire (Yuan, Dong & Li 2017): answers just after it, the same act known as an error or as
a breach. The weight of single events (Miner, Glomb & Hulin 2005) is taken at middling trust, of
pairs who got there by dealing with each other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from trustgarden.experiments.laboratory import Laboratory

from . import estimates
from .asking import copied
from .criteria import Criterion, Role
from .estimates import Estimate
from .study import Setting, Study
from .ve07_partner import PLACES, Course, course

__all__ = ["Breach", "rounds_to_half"]

LOUNT = "Lount, Zhong, Sivanathan & Murnighan 2008, doi:10.1177/0146167208324512"
SCHWEITZER = "Schweitzer, Hershey & Bradlow 2006, doi:10.1016/j.obhdp.2006.05.005"
YUAN = "Yuan, Dong & Li 2017, doi:10.3724/SP.J.1042.2017.01103"
MINER = "Miner, Glomb & Hulin 2005, doi:10.1348/096317905X40105"
ROBINSON = "Robinson 1996, doi:10.2307/2393868"
MIDDLING = (0.4, 0.6)
"""Trust at which single events are weighed."""
ACQUAINTED = 6
"""Rounds in which pairs get there."""
PAIRS_A_REPLICATE = 5
"""Pairs for each replicate, of which those at middling trust are weighed."""

Floats = npt.NDArray[np.float64]


class Breach(Study):
    """Breach by a programmed partner, and what becomes of it."""

    id: ClassVar[str] = "VE7"
    title: ClassVar[str] = "Timing of breach, deception, repair"
    criteria: ClassVar[tuple[Criterion, ...]] = (
        Criterion(
            id="VE7.never_late", finding="P58", unit="d", low=0.0, high=inf, no_effect=0.0,
            says="Without a breach people cooperate more in the end than after a late one",
            source=LOUNT,
        ),
        Criterion(
            id="VE7.late_middle", finding="P58", unit="d", low=0.0, high=inf, no_effect=0.0,
            says="After a late breach they cooperate more than after one in the middle",
            source=LOUNT,
        ),
        Criterion(
            id="VE7.middle_early", finding="P58", unit="d", low=0.0, high=inf, no_effect=0.0,
            says="After one in the middle they cooperate more than after an early one",
            source=LOUNT,
        ),
        Criterion(
            id="VE7.late_early", finding="P58", unit="d", low=0.4, high=inf, no_effect=0.0,
            says="A late breach costs much less in the end than an early one", source=LOUNT,
        ),
        Criterion(
            id="VE7.recovers", finding="P59", unit="ratio", low=0.85, high=1.15,
            says="Without deception, trust recovers to what it is without a breach",
            source=SCHWEITZER,
        ),
        Criterion(
            id="VE7.deceived", finding="P59", unit="ratio", low=0.50, high=0.90,
            says="After deception it recovers in part", source=SCHWEITZER,
        ),
        Criterion(
            id="VE7.deceived_repaired", finding="P59", unit="ratio", low=0.50, high=0.90,
            says="After deception it recovers in part even with apology and promise",
            source=SCHWEITZER,
        ),
        Criterion(
            id="VE7.deception_costs", finding="P59", unit="ratio", low=0.05, high=inf,
            no_effect=0.0, source=SCHWEITZER,
            says="With the same said, it recovers clearly less after deception than without",
        ),
        Criterion(
            id="VE7.promise_speeds", finding="P59", unit="ratio", low=0.0, high=0.75,
            no_effect=1.0, source=SCHWEITZER,
            says="A promise to change shortens the time to half-recovery",
        ),
        Criterion(
            id="VE7.apology", finding="P60", unit="d", low=0.2, high=0.7, no_effect=0.0,
            says="An apology repairs some trust, over errors and breaches", source=YUAN,
            confirmed=True,
        ),
        Criterion(
            id="VE7.apology_for_error", finding="P60", unit="d", low=0.0, high=inf, no_effect=0.0,
            says="An apology repairs more of what an error did than of what a breach did",
            source=YUAN, confirmed=True,
        ),
        Criterion(
            id="VE7.weight", finding="P56", unit="ratio", low=2.0, high=6.0, no_effect=1.0,
            says="At middling trust a bad event weighs several times a good one", source=MINER,
            confirmed=True, role=Role.CALIBRATION,
        ),
        Criterion(
            id="VE7.weight_symmetric", finding="P56", unit="ratio", low=0.0, high=2.0,
            says="Without asymmetry it does not", source=MINER,
        ),
        Criterion(
            id="VE7.buffer", finding="P65", unit="d", low=0.0, high=inf, no_effect=0.0,
            says="Who trusted more before a breach loses less by it", source=ROBINSON,
        ),
    )  # fmt: skip

    def figures(self, setting: Setting) -> dict[str, Estimate]:
        """All arms with the same people and luck."""
        never = course(setting, None)
        arms = {name: _Arms.played(setting, first) for name, first in PLACES.items()}
        symmetric = replace(setting, changes=_without(setting, "asymmetry"))
        return {
            **_timing(never, arms),
            **_recovery(never, list(arms.values())),
            "VE7.promise_speeds": _speeding(never, list(arms.values())),
            **_apologies(list(arms.values())),
            "VE7.weight": _weight(setting),
            "VE7.weight_symmetric": _weight(symmetric),
            "VE7.buffer": _buffer(arms["late"].plain),
        }

    def calibrated(self, setting: Setting) -> dict[str, Estimate]:
        """The weight of bad news alone."""
        return {"VE7.weight": _weight(setting)}


@dataclass(frozen=True)
class _Arms:
    """What is crossed with one place of the breach."""

    first: int
    plain: Course
    promised: Course
    deceived: Course
    repaired: Course
    deceived_repaired: Course
    apologised: Course
    erred: Course
    erred_apologised: Course

    @classmethod
    def played(cls, setting: Setting, first: int) -> _Arms:
        until = first + 1  # Answers just after the second defection are all that is asked.
        return cls(
            first=first,
            plain=course(setting, first),
            promised=course(setting, first, promises=True),
            deceived=course(setting, first, announced=True),
            repaired=course(setting, first, admits=True, promises=True),
            deceived_repaired=course(setting, first, announced=True, admits=True, promises=True),
            apologised=course(setting, first, admits=True, rounds=until),
            erred=course(setting, first, label="err", rounds=until),
            erred_apologised=course(setting, first, label="err", admits=True, rounds=until),
        )

    def just_after(self, arm: Course) -> Floats:
        """Answers after the second defection."""
        answers: Floats = arm.answers[:, self.first]
        return answers


def _without(setting: Setting, mechanism: str) -> dict[str, Any]:
    off = {*setting.changes.get("mechanisms.off", ()), mechanism}
    return {**setting.changes, "mechanisms.off": sorted(off)}


def _timing(never: Course, arms: dict[str, _Arms]) -> dict[str, Estimate]:
    early, middle, late = (arms[name].plain.final for name in ("early", "middle", "late"))
    d = estimates.paired_d
    return {
        "VE7.never_late": d(never.final, late),
        "VE7.late_middle": d(late, middle),
        "VE7.middle_early": d(middle, early),
        "VE7.late_early": d(late, early),
    }


def _recovery(never: Course, arms: list[_Arms]) -> dict[str, Estimate]:
    """What is ventured in the end, to what it is without a breach; means over the places."""
    plain, deceived, repaired, both = (
        np.mean([getattr(one, name).final for one in arms], axis=0)
        for name in ("plain", "deceived", "repaired", "deceived_repaired")
    )
    of_never = estimates.ratio_of_means
    return {
        "VE7.recovers": of_never(plain, never.final),
        "VE7.deceived": of_never(deceived, never.final),
        "VE7.deceived_repaired": of_never(both, never.final),
        "VE7.deception_costs": estimates.least(
            [of_never(plain - deceived, never.final), of_never(repaired - both, never.final)]
        ),
    }


def rounds_to_half(never: Floats, arm: Floats, lowest: float, after: int) -> float:
    """Rounds after a breach until half of what it cost at once is made up for.

    Args:
        never: Mean of what is ventured in each round without a breach, (rounds,).
        arm: The same with one.
        lowest: What it cost at once: the gap in the first round after it.
        after: Round of the second defection, from 1.

    Returns:
        Rounds, between two rounds by straight line; all rounds that are left if it is never.
    """
    gaps = (never - arm)[after:]
    half = 0.5 * lowest
    reached = np.flatnonzero(gaps <= half)
    if not len(reached):
        return float(len(gaps))
    k = int(reached[0])
    if k == 0:
        return 0.0
    return float(k - 1 + (gaps[k - 1] - half) / (gaps[k - 1] - gaps[k]))


def _speeding(never: Course, arms: list[_Arms]) -> Estimate:
    """Time to half-recovery with a promise over that without, both summed over the places."""

    def ratio(without: Floats, *pairs: Floats) -> float:
        base = without.mean(axis=0)
        plain = promised = 0.0
        for one, a, b in zip(arms, pairs[::2], pairs[1::2], strict=True):
            after = one.first + 1
            lowest = float((base - a.mean(axis=0))[after])
            plain += rounds_to_half(base, a.mean(axis=0), lowest, after)
            promised += rounds_to_half(base, b.mean(axis=0), lowest, after)
        return promised / plain if plain > 0.0 else np.nan

    curves = [c for one in arms for c in (one.plain.ventured, one.promised.ventured)]
    return estimates.bootstrapped(ratio, never.ventured, *curves)


def _apologies(arms: list[_Arms]) -> dict[str, Estimate]:
    """Effect of an apology on answers just after it; means over the places, people kept whole."""
    columns = [
        one.just_after(arm)
        for one in arms
        for arm in (one.erred_apologised, one.erred, one.apologised, one.plain)
    ]

    def effects(*samples: Floats) -> tuple[float, float]:
        ds = [_d(a, b) for a, b in zip(samples[::2], samples[1::2], strict=True)]
        return float(np.mean(ds[::2])), float(np.mean(ds[1::2]))

    return {
        "VE7.apology": estimates.bootstrapped(lambda *s: np.mean(effects(*s)), *columns),
        "VE7.apology_for_error": estimates.bootstrapped(
            lambda *s: effects(*s)[0] - effects(*s)[1], *columns
        ),
    }


def _d(a: Floats, b: Floats) -> float:
    return float((a.mean() - b.mean()) / np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / 2))


def _weight(setting: Setting) -> Estimate:
    """What a breach takes from trust to what a kept act adds, in the same pairs."""
    lab = Laboratory(
        2, PAIRS_A_REPLICATE * setting.replicates, seed=setting.seed,
        changes=setting.with_apparatus({}),
    )  # fmt: skip
    lab.meet(0, 1, rounds=ACQUAINTED)
    before = lab.trust(0, 1)
    good, bad = copied(lab), copied(lab)
    good.meet(0, 1, stake=0.5, act="entrust", answer="keep")
    bad.meet(0, 1, stake=0.5, act="entrust", answer="break", says=())
    middling = (before >= MIDDLING[0]) & (before <= MIDDLING[1])
    lost, won = before - bad.trust(0, 1), good.trust(0, 1) - before
    return estimates.ratio_of_means(lost[middling], won[middling])


def _buffer(arm: Course) -> Estimate:
    """Drop in answers after a late breach: of those who trusted less before it, less the others'.

    Halves are made by an earlier answer than the drop is counted from: with one and the same,
    error alone would let the high ones drop further.
    """
    first = PLACES["late"]
    asked = arm.answers[:, first - 3]
    drop = arm.answers[:, first - 2] - arm.answers[:, first]
    low = asked < np.median(asked)
    return estimates.cohens_d(drop[low], drop[~low])
