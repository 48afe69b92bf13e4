"""What is asked: scales of several items, and how people answer them.

The variance of an answer has three parts, as in studies of many traits by many methods
(Cote & Buckley 1987, doi:10.1177/002224378702400308): what the scale is about, what colours
all answers of one rater alike (halo), and noise. Answers also have a style of the person's own,
which takes about 8 % of variance (Baumgartner & Steenkamp 2001,
doi:10.1509/jmkr.38.2.143.18840).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from trustgarden.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Norm", "Questionnaire", "Scale"]

Rater = Literal["self", "leader", "record"]
MOST_ITEMS = 60
FEWEST_CATEGORIES, MOST_CATEGORIES = 2, 11


@dataclass(frozen=True)
class Norm:
    """How a construct is spread among people of many organisations; its units are its own."""

    mean: float
    sd: float


@dataclass(frozen=True, kw_only=True)
class Scale:
    """A scale of several items about one construct.

    Attributes:
        id: Short name; the items are `id_1`, `id_2`, ..., with an `r` behind the reverse-keyed.
        label: As a table of correlations has it.
        reads: Construct of the model that it is about, one of `CONSTRUCTS`.
        definition: What the scale is about, and what of the model is read.
        source: Published scale or review that it is modelled on.
        rater: Who says it: oneself, one's leader, or the records of the organisation (then
            it is a figure without error, and has no items).
        norm: Spread of the construct that the scale is built for: a scale is made so that people
            of many organisations differ on it.
        items: Number of items.
        reversed_items: How many of them are reverse-keyed.
        place: Where people as the norm's mean stand on the scale, from 0 to 1. It is what such
            scales show in print, and nothing of the model: only differences of means mean
            something.
        halo: 1 if who sees all in a good light answers higher, -1 if lower.
    """

    id: str
    label: str
    reads: str
    definition: str
    source: str
    rater: Rater = "self"
    norm: Norm
    items: int = 4
    reversed_items: int = 1
    place: float = 0.6
    halo: int = 1

    def __post_init__(self) -> None:
        if self.rater == "record":
            return
        if not 1 <= self.items <= MOST_ITEMS:
            raise InputError(
                f"scale {self.id}: items is {self.items}; it must be from 1 to {MOST_ITEMS}."
            )
        if not 0 <= self.reversed_items < self.items:
            raise InputError(
                f"scale {self.id}: reversed_items is {self.reversed_items}; it must be from 0 to "
                f"{self.items - 1}, so that one item at least is keyed straight."
            )
        if not 0.0 <= self.place <= 1.0:
            raise InputError(f"scale {self.id}: place is {self.place}; it must be from 0 to 1.")
        if not self.norm.sd > 0.0:
            raise InputError(f"scale {self.id}: norm.sd is {self.norm.sd}; it must be above 0.")

    @property
    def columns(self) -> list[str]:
        """Names of its items; a scale of the records has none."""
        if self.rater == "record":
            return []
        straight = self.items - self.reversed_items
        return [f"{self.id}_{k + 1}{'r' if k >= straight else ''}" for k in range(self.items)]


@dataclass(frozen=True, kw_only=True)
class Questionnaire:
    """Scales, and how people answer.

    Attributes:
        scales: What is asked, in order.
        categories: Answers to choose from, 2 to 11.
        trait: Share of an item's variance, among people as spread as the norm, that is due to
            what it is about.
        method: Share that colours all answers of one rater alike (halo); noise is the rest.
        spread: Standard deviation of answers as a share of the whole scale.
        acquiescence: Standard deviation of people's leaning to agree, as a share of the scale.
        extremity: Standard deviation of the logarithm by which people stretch their answers.
        response_rate: Chance of a person to take part at all.
        missing: Chance of each item to be left out.
    """

    scales: tuple[Scale, ...]
    categories: int = 5
    trait: float = 0.45
    method: float = 0.20
    spread: float = 0.18
    acquiescence: float = 0.05
    extremity: float = 0.2
    response_rate: float = 0.8
    missing: float = 0.02

    def __post_init__(self) -> None:
        twice = [name for name, n in Counter(s.id for s in self.scales).items() if n > 1]
        if twice:
            raise InputError(
                f"scale {twice[0]!r} stands twice; each scale needs a name of its own."
            )
        if not self.scales:
            raise InputError("the questionnaire has no scales; name one at least.")
        if not FEWEST_CATEGORIES <= self.categories <= MOST_CATEGORIES:
            raise InputError(
                f"categories is {self.categories}; it must be from {FEWEST_CATEGORIES} to "
                f"{MOST_CATEGORIES}."
            )
        for name in ("trait", "method", "response_rate", "missing"):
            share = getattr(self, name)
            if not 0.0 <= share <= 1.0:
                raise InputError(f"{name} is {share}; it is a share, from 0 to 1.")
        for name in ("spread", "acquiescence", "extremity"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise InputError(f"{name} is {getattr(self, name)}; it must be from 0 to 1.")
        if self.trait + self.method > 1.0:
            raise InputError(
                f"trait and method add up to {self.trait + self.method:.2f}; what is left of 1 is "
                "noise, so they may add up to at most 1."
            )

    @property
    def noise(self) -> float:
        """Share of an item's variance that is noise."""
        return 1.0 - self.trait - self.method

    def scale(self, name: str) -> Scale:
        """The scale with this id.

        Raises:
            InputError: If there is none.
        """
        for one in self.scales:
            if one.id == name:
                return one
        raise InputError(
            f"there is no scale {name!r}; there are: {', '.join(s.id for s in self.scales)}."
        )

    def table(self) -> pd.DataFrame:
        """What each scale is about, a row a scale."""
        import pandas as pd

        names = ("label", "rater", "reads", "items", "reversed_items", "definition", "source")
        rows = {s.id: [getattr(s, name) for name in names] for s in self.scales}
        table = pd.DataFrame.from_dict(rows, orient="index", columns=list(names))
        table.loc[table["rater"] == "record", ["items", "reversed_items"]] = 0
        return table.rename_axis("scale")

    def only(self, names: Iterable[str]) -> Questionnaire:
        """The same with these scales alone; the answers to them stay what they were."""
        return self.with_(scales=tuple(self.scale(name) for name in names))

    def with_(self, **changes: object) -> Questionnaire:
        """The same with some attributes replaced."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def normed(self, norms: Mapping[str, Norm]) -> Questionnaire:
        """The same with other norms, by construct."""
        return self.with_(
            scales=tuple(replace(s, norm=norms.get(s.reads, s.norm)) for s in self.scales)
        )
