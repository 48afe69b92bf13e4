"""VE1: strangers' baseline.

Pairs of strangers, drawn from the population, with no history and no reputation play
one round of the investment game (Berg, Dickhaut & McCabe 1995): an endowment, tripled,
of which the trustee returns a part. It fixes the scale of trust before any leader acts,
so all its criteria are for calibration.
"""

from __future__ import annotations

from typing import ClassVar

from trustgarden.experiments.laboratory import Laboratory, trust_game

from . import estimates
from .criteria import Criterion, Role
from .estimates import Estimate
from .study import Setting, Study

__all__ = ["Strangers"]

JOHNSON = "Johnson & Mislin 2011, doi:10.1016/j.joep.2011.05.007"
BERG = "Berg, Dickhaut & McCabe 1995, doi:10.1006/game.1995.1027"
PAIRS_A_REPLICATE = 10
"""A cell is 10 pairs for each replicate, since a pair costs next to nothing."""
MOST_PEOPLE = 0.5
"""Propensity above which somebody says that most people can be trusted."""


class Strangers(Study):
    """One round between strangers."""

    id: ClassVar[str] = "VE1"
    title: ClassVar[str] = "Strangers' baseline"
    criteria: ClassVar[tuple[Criterion, ...]] = (
        Criterion(
            id="VE1.sent", finding="P01", says="Strangers send about half of what they have",
            unit="share", low=0.40, high=0.60, source=JOHNSON, role=Role.CALIBRATION,
        ),
        Criterion(
            id="VE1.returned", finding="P01", says="They return a bit over a third of what arrives",
            unit="share", low=0.28, high=0.46, source=JOHNSON, role=Role.CALIBRATION,
        ),
        Criterion(
            id="VE1.spread", finding="P01", says="People differ widely in what they send",
            unit="SD of share", low=0.20, high=0.50, source=JOHNSON, role=Role.CALIBRATION,
        ),
        Criterion(
            id="VE1.nothing", finding="P02", says="At most a fifth send nothing",
            unit="share", low=0.0, high=0.20, source=BERG, confirmed=True, role=Role.CALIBRATION,
        ),
        Criterion(
            id="VE1.generalised", finding="P04", unit="share", low=0.35, high=0.45,
            says="Some four in ten say that most people can be trusted",
            source="General Social Survey; Pew Research Center", confirmed=True,
            role=Role.CALIBRATION,
        ),
    )  # fmt: skip

    def figures(self, setting: Setting) -> dict[str, Estimate]:
        """One round; what was sent and what came back."""
        pairs = PAIRS_A_REPLICATE * setting.replicates
        lab = Laboratory(2, pairs, seed=setting.seed, changes=setting.with_apparatus({}))
        played = trust_game(lab, rounds=1)
        sent = played["sent"].to_numpy()
        return {
            "VE1.sent": estimates.mean(sent),
            "VE1.returned": estimates.mean(played["returned"]),
            "VE1.spread": estimates.bootstrapped(lambda s: s.std(ddof=1), sent),
            "VE1.nothing": estimates.proportion(sent == 0.0),
            "VE1.generalised": estimates.proportion(lab.trait("propensity") > MOST_PEOPLE),
        }
