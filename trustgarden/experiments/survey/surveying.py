"""A survey of one organisation, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .answering import Sheet, answers
from .constructs import constructs
from .questionnaire import Questionnaire
from .scoring import alphas_of, correlations_of, scale_scores
from .standard import STANDARD

if TYPE_CHECKING:
    from trustgarden.model.organisation import Organisation

__all__ = ["Survey", "survey"]


@dataclass(frozen=True)
class Survey:
    """What a survey researcher has in hand.

    Attributes:
        questionnaire: What was asked.
        items: Ticked categories, from 1 on; a row a respondent (numbered from 1), a column an
            item. Names of reverse-keyed items end in `r`, and they stand as they were ticked.
        records: What the records say of each respondent: `team`, and the scales of the
            records.
        asked: How many people were asked.
    """

    questionnaire: Questionnaire
    items: pd.DataFrame
    records: pd.DataFrame
    asked: int

    @property
    def response_rate(self) -> float:
        """Share of those asked who took part."""
        return len(self.items) / self.asked if self.asked else 0.0

    @cached_property
    def scales(self) -> pd.DataFrame:
        """Scores: the mean of each scale's items in categories, and the figures of the records."""
        scored = scale_scores(self.items, self.questionnaire).join(self.records)
        return scored[[scale.id for scale in self.questionnaire.scales]]

    @cached_property
    def alphas(self) -> pd.DataFrame:
        """Cronbach's alpha of each scale, with its 95 % interval."""
        return alphas_of(self.items, self.questionnaire)

    @cached_property
    def correlations(self) -> pd.DataFrame:
        """Pearson correlations of the scales."""
        return correlations_of(self.scales)

    @cached_property
    def descriptives(self) -> pd.DataFrame:
        """Label, rater, n, mean, sd and alpha of each scale: the usual first table."""
        table = self.scales.agg(["count", "mean", "std"]).T
        table.columns = pd.Index(["n", "mean", "sd"])
        table["n"] = table["n"].astype(int)
        table["alpha"] = self.alphas["alpha"].reindex(table.index)
        table.insert(0, "label", [s.label for s in self.questionnaire.scales])
        table.insert(1, "rater", [s.rater for s in self.questionnaire.scales])
        return table.rename_axis("scale")


def survey(
    org: Organisation,
    *,
    questionnaire: Questionnaire = STANDARD,
    seed: int | None = None,
    trust_path: bool = True,
) -> Survey:
    """Hand a questionnaire to everybody who is present.

    Nothing of the organisation changes, and the same seed gives the same answers.

    Args:
        org: An organisation, in any week.
        questionnaire: What is asked, and how people answer.
        seed: Seed of the answers; that of the organisation if not given.
        trust_path: False lets people answer as if trust were middling, for what follows from
            it; see `constructs`.

    Examples:
        >>> import trustgarden as tg
        >>> org = tg.Organisation("garden", seed=1).run(4)
        >>> answers = survey(org)
        >>> float(answers.items.min().min()), float(answers.items.max().max())
        (1.0, 5.0)
    """
    truth = constructs(org.engine, trust_path=trust_path)
    sheet = _sheet(org, truth, org.seed if seed is None else seed)
    items = answers(sheet, questionnaire)
    there = items.index
    numbers = pd.RangeIndex(1, len(there) + 1, name="respondent")
    records = {"team": truth["team"] + 1} | {
        scale.id: truth[scale.reads] for scale in questionnaire.scales if scale.rater == "record"
    }
    return Survey(
        questionnaire,
        items.set_axis(numbers),
        pd.DataFrame(records).loc[there].set_axis(numbers),
        len(truth),
    )


def _sheet(org: Organisation, truth: pd.DataFrame, seed: int) -> Sheet:
    state, engine = org.engine.state, org.engine
    rows = truth["row"].to_numpy()
    boss = state.boss[rows]
    leaders = np.where(boss >= 0, state.keys[boss], -1)
    return Sheet(truth, state.keys[rows], leaders, seed, engine.weeks_before + engine.week)
