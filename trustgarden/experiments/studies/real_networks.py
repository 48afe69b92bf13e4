"""REAL: four real organisations and a house of strangers, started from their charts and places.

**Mirrored.** Krackhardt's (1987) managers are started from their chart, Lazega's (2001) lawyers
from office, practice and status, the consultants and researchers of Cross & Parker (2004) from
region, place and level. Nobody knows anybody at first; nothing of the published ties is given
to the model. Each lives until trust no longer moves, and is then asked by roster, with the
error of asking, for advice or friends, or whom one often turns to for information, so many
on average as in the organisation. The published figures are those of the real networks: ties
returned and closed, beside random networks of the same degrees; density within departments,
offices, regions or sites to that between; and up to down the ranks. A ratio to the null is met
within a factor of 1.25, a boundary within 2, up to down within 1.5 or as P76 has it, the spread
of being named (calibration) within 1.5. Newcomb's strangers: see `ve11_strangers`.

**What differs.** Densities and mean degrees are set by the threshold and so are no criteria.
Age, gender and school are unknown to the model. Who works together is known of the lawyers (as
in VE11, which has the same firm, and whose ranges are wider); the others work in their groups.
Where the head of a firm is in no department, they count in none.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from trustgarden.analysis.networks import (
    advice_strength,
    degree_figures,
    frequency_strength,
    friendship_strength,
    people_of,
    rank_flow,
)
from trustgarden.model.chart import Chart
from trustgarden.model.engine import Engine
from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.model.tables import ties_table

from . import estimates, ve11_strangers
from .criteria import Criterion, Role
from .estimates import Estimate
from .real_charts import consultants, law_firm, managers, researchers
from .study import Setting, Study
from .ve11_firm import FIRM, NUM_SLOTS, SOCIAL_HOURS, each_engine, named
from .ve11_structure import beside_null, in_and_out, ratio

__all__ = ["RealNetworks", "Relation"]

HALF_YEAR = 26
LEAST_WEEKS, MOST_WEEKS = 104, 260
STEADY = 0.005
"""Change of mean trust from one half-year to the next below which it is steady."""
NULL_WITHIN, BOUNDARY_WITHIN, RANK_WITHIN, SPREAD_WITHIN = 1.25, 2.0, 1.5, 1.5
ADVICE_UP = 1.8
RETURNED = 0.52
"""Mean share of Newcomb's top five that were returned."""

KRACKHARDT = "Krackhardt 1987, doi:10.1016/0378-8733(87)90009-8"
LAZEGA = "Lazega 2001, The Collegial Phenomenon, Oxford University Press"
CROSS = "Cross & Parker 2004, The Hidden Power of Social Networks"
NEWCOMB = "Newcomb 1961; Nordlie 1958"

Strength = Callable[[pd.DataFrame], npt.NDArray[np.float64]]

SPACES: dict[str, Any] = {
    "organisation.num_slots": NUM_SLOTS,
    "organisation.start": "strangers",
    "spaces.social_hours": SOCIAL_HOURS,
}


@dataclass(frozen=True, kw_only=True)
class Relation:
    """A published relation and its figures.

    Attributes:
        id: Organisation and relation.
        firm: Which organisation; see `ORGANISATIONS`.
        strength: What of a tie is asked for.
        degree: Mean number named.
        returned: Share returned, to the null.
        closed: Share of paths closed, to the null.
        group: What divides it: team or place.
        inside: Density within groups to that between.
        up: Density up the ranks to that down.
        up_range: Least and most tolerated of it, if not within a factor.
        spread: Standard deviation of how many one is named by (people).
        source: Where it was published.
    """

    id: str
    firm: str
    strength: Strength
    degree: float
    returned: float
    closed: float
    group: str
    inside: float
    up: float
    up_range: tuple[float, float] | None = None
    spread: float
    source: str


# fmt: off
RELATIONS = (
    Relation(
        id="managers_advice", firm="managers", strength=advice_strength, degree=9.05,
        returned=1.2, closed=1.0, group="team", inside=1.1, up=1.97, up_range=(ADVICE_UP, math.inf),
        spread=4.0, source=KRACKHARDT,
    ),
    Relation(
        id="managers_friends", firm="managers", strength=friendship_strength, degree=4.86,
        returned=1.6, closed=1.1, group="team", inside=1.9, up=5.5, up_range=(1.0, math.inf),
        spread=2.2, source=KRACKHARDT,
    ),
    Relation(
        id="lawyers_advice", firm="lawyers", strength=advice_strength, degree=12.6,
        returned=2.0, closed=1.4, group="place", inside=3.3, up=4.1, up_range=(ADVICE_UP, math.inf),
        spread=8.3, source=LAZEGA,
    ),
    Relation(
        id="lawyers_friends", firm="lawyers", strength=friendship_strength, degree=8.1,
        returned=3.2, closed=1.9, group="place", inside=5.4, up=1.2, up_range=(1.0, math.inf),
        spread=5.1, source=LAZEGA,
    ),
    Relation(
        id="consultants", firm="consultants", strength=frequency_strength, degree=3.65,
        returned=3.8, closed=2.8, group="team", inside=27.0, up=1.15, spread=2.7, source=CROSS,
    ),
    Relation(
        id="researchers", firm="researchers", strength=frequency_strength, degree=9.78,
        returned=3.4, closed=2.4, group="place", inside=17.0, up=1.2, spread=4.9, source=CROSS,
    ),
)
# fmt: on

ORGANISATIONS: dict[str, tuple[Callable[[], Chart], dict[str, Any]]] = {
    "managers": (managers, SPACES),
    "lawyers": (law_firm, FIRM),
    "consultants": (consultants, SPACES),
    "researchers": (researchers, SPACES),
}


def within(figure: float, factor: float) -> dict[str, Any]:
    """Tolerance around a ratio; its no effect is 1 unless that is tolerated."""
    low, high = figure / factor, figure * factor
    return {"low": low, "high": high, "no_effect": None if low < 1.0 < high else 1.0}


def criteria_of(one: Relation) -> tuple[Criterion, ...]:
    """What must hold of one relation."""
    up = within(one.up, RANK_WITHIN)
    if one.up_range is not None:
        up = {"low": one.up_range[0], "high": one.up_range[1], "no_effect": 1.0}
    parts: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
        ("returned", "P72", "Ties are returned, to the null", within(one.returned, NULL_WITHIN)),
        ("closed", "P73", "Paths are closed, to the null", within(one.closed, NULL_WITHIN)),
        ("inside", "P75", "Ties lie within groups", within(one.inside, BOUNDARY_WITHIN)),
        ("up", "P76", "Ties go up the ranks rather than down", up),
    )
    spread = within(one.spread, SPREAD_WITHIN) | {"no_effect": None}
    of = one.id.replace("_", ", ")
    return (
        *(
            Criterion(
                id=f"REAL.{one.id}_{name}", finding=finding, says=f"{says} ({of})", unit="ratio",
                source=one.source, confirmed=True, **range_,
            )
            for name, finding, says, range_ in parts
        ),
        Criterion(
            id=f"REAL.{one.id}_spread", finding="P74",
            says=f"People differ in how many name them ({of})", unit="SD of people",
            source=one.source, confirmed=True, role=Role.CALIBRATION, **spread,
        ),
    )  # fmt: skip


SETTLING = (
    *(
        Criterion(
            id=f"REAL.settling_{week}", finding="P78",
            says=f"Strangers' rankings of week {week} agree with those of the week before",
            unit="r", low=published - 0.10, high=published + 0.10, source=NEWCOMB, confirmed=True,
        )
        for week, published in enumerate(ve11_strangers.PUBLISHED, start=1)
    ),
    Criterion(
        id="REAL.settling_returned", finding="P78",
        says="About half of the first five choices are returned",
        unit="share", low=RETURNED - 0.10, high=RETURNED + 0.10, source=NEWCOMB, confirmed=True,
    ),
    Criterion(
        id="REAL.settling_flat", finding="P78",
        says="They are returned as often in the first weeks as in the last",
        unit="share", low=-0.10, high=0.10, source=NEWCOMB, confirmed=True,
    ),
)  # fmt: skip


class RealNetworks(Study):
    """Four real organisations until they are steady, and strangers for six weeks."""

    id: ClassVar[str] = "REAL"
    title: ClassVar[str] = "Real networks"
    criteria: ClassVar[tuple[Criterion, ...]] = (
        *(criterion for one in RELATIONS for criterion in criteria_of(one)),
        *SETTLING,
    )

    def figures(self, setting: Setting) -> dict[str, Estimate]:
        """Figures over runs of each organisation, and over houses.

        Raises:
            InputError: If the data of an organisation are not there.
        """
        found: dict[str, Estimate] = {}
        for firm, (chart, apparatus) in ORGANISATIONS.items():
            runs = pd.DataFrame(each_engine(setting, chart(), apparatus, _act_of(firm)))
            for one in (one for one in RELATIONS if one.firm == firm):
                found |= _figures(one.id, runs)
        return found | _settling(setting)


def _act_of(firm: str) -> Callable[[Engine], dict[str, float]]:
    """What is done with one run of an organisation."""

    def act(engine: Engine) -> dict[str, float]:
        live_until_steady(engine)
        asked = (one for one in RELATIONS if one.firm == firm)
        return {k: v for one in asked for k, v in _ask(engine, one).items()}

    return act


def live_until_steady(engine: Engine) -> None:
    """Run by half-years until mean trust moves by less than half a hundredth in one."""
    column = MEASURE_NAMES.index("trust")
    engine.run(LEAST_WEEKS)
    while engine.week < MOST_WEEKS:
        trust = engine.series[-2 * HALF_YEAR :, column]
        if abs(trust[HALF_YEAR:].mean() - trust[:HALF_YEAR].mean()) < STEADY:
            return
        engine.run(HALF_YEAR)


def _ask(engine: Engine, one: Relation) -> dict[str, float]:
    """Figures of the network that people name, by relation."""
    network = named(engine, one.strength, one.degree, one.id)
    people = people_of(ties_table(engine)).reindex(network.people)
    group = people[one.group]
    alone = ~group.duplicated(keep=False)
    inside, between = in_and_out(network, group.mask(alone))
    flow = rank_flow(network, people["rank"])["density"]
    figures = {
        **beside_null(network, engine.seed),
        "inside": inside,
        "inside_base": between,
        "up": float(flow["up"]),
        "up_base": float(flow["down"]),
        "spread": degree_figures(network)["in_degree_sd"],
    }
    return {f"{one.id}_{name}": value for name, value in figures.items()}


def _figures(relation: str, runs: pd.DataFrame) -> dict[str, Estimate]:
    runs = runs.filter(regex=f"^{relation}_").rename(columns=lambda c: c.removeprefix(relation))
    bases = {"returned": "null", "closed": "null", "inside": "base", "up": "base"}
    ratios = {
        part: ratio(runs[f"_{part}"], runs[f"_{part}_{base}"]) for part, base in bases.items()
    }
    spread = {"spread": estimates.mean(runs["_spread"])}
    return {f"REAL.{relation}_{k}": v for k, v in (ratios | spread).items()}


def _settling(setting: Setting) -> dict[str, Estimate]:
    ranks = ve11_strangers.rankings(setting)
    curves, returns = ve11_strangers.agreement(ranks), ve11_strangers.returned(ranks)
    weeks = {
        f"REAL.settling_{week}": estimates.mean(curve) for week, curve in enumerate(curves.T, 1)
    }
    return weeks | {
        "REAL.settling_returned": estimates.mean(returns.mean(axis=1)),
        "REAL.settling_flat": estimates.mean(ve11_strangers.flatness(returns)),
    }
