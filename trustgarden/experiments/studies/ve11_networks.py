"""VE11: structure, formation and decay of networks, and what rooms and meetings do to them.

Figures come from published networks of organisations (Krackhardt 1987, Lazega 2001, Kapferer
1972, computed from the data), from Burt's (2002) bankers, whose colleagues of "frequent and
substantial business contact" were asked for year by year, from Hall's (2019) adults who had
moved and students who had just begun, who said how many hours they had spent with somebody
and what they were to each other, and from records of contact (Dunbar 2021; e-mail of a
manufacturer). Interventions: pairs of researchers drawn into one room for 90 minutes
(Boudreau et al. 2017), common breaks in a call centre (Waber et al. 2010), open offices
(Bernstein & Turban 2018), and the year in which Microsoft went home (Yang et al. 2022).

**Mirrored.** The law firm's 71 people by office, practice and rank (`ve11_firm`) begin as
strangers whom only the chart holds together, and live for three years with work, meetings,
rehearsal and breaks. They are then asked by roster, with the error of asking, for 8 friends,
13 advisers and 15.5 people they work with on average. What was recorded in publications
(contact, collaboration) is read from the hours that took place. Bridges are pairs without a
common partner among those who had most contact in a year, so many that people have 13 each.
Hours at friendship are the free hours that tell the friends people name from others with the
fewest errors. Branches of the same firm go on for half a year (`ve11_levers`). The strangers'
cohort is in `ve11_strangers`.

**What differs.** Work across offices cannot be ordered by practice. The room of Boudreau et al.
held dozens; here everybody meets two others in it, by lot, and collaboration is working
together and not an application. E-mail and calls are not told from meeting.
"""

from __future__ import annotations

import math
from functools import partial
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from trustgarden.analysis.networks import (
    advice_strength,
    friendship_strength,
    people_of,
    work_strength,
)
from trustgarden.model.engine import Engine
from trustgarden.model.tables import ties_table

from . import estimates, ve11_levers, ve11_strangers, ve11_structure
from .criteria import Criterion, Role
from .estimates import Estimate
from .study import Setting, Study
from .ve11_firm import FIRM, FREE, SHARE, WORK, Lived, each_engine, firm_chart, named
from .ve11_structure import closest_pairs, typical

__all__ = ["Networks"]

RAW = "computed from Krackhardt 1987, doi:10.1016/0378-8733(87)90009-8, and Lazega 2001"
HALL = "Hall 2019, doi:10.1177/0265407518761225"
BURT = "Burt 2002, doi:10.1016/S0378-8733(02)00015-3"
DUNBAR = "Dunbar 2021 (New Scientist); computed from e-mail of a manufacturer"
ROY = "Roy et al. 2022"
NEWCOMB = "computed from Newcomb 1961 and Nordlie 1958"
BOUDREAU = "Boudreau et al. 2017, doi:10.1162/REST_a_00676"
WABER = "Waber et al. 2010, doi:10.2139/ssrn.1586375"
BERNSTEIN = "Bernstein & Turban 2018, doi:10.1098/rstb.2017.0239"
YANG = "Yang et al. 2022, doi:10.1038/s41562-021-01196-4"

FRIENDS, ADVISERS, COLLEAGUES = 8.0, 13.0, 15.5
YEAR, HALF_YEAR, QUARTER = 52, 26, 13
KINDS = ("place", "rank", "practice")

Floats = npt.NDArray[np.float64]


class Networks(Study):
    """One firm for three years, its branches, a call centre, and a house of strangers."""

    id: ClassVar[str] = "VE11"
    title: ClassVar[str] = "Network structure, formation and decay"
    criteria: ClassVar[tuple[Criterion, ...]] = (
        Criterion(
            id="VE11.friends_returned", finding="P72",
            says="Friendship is returned more often than degrees alone would have it",
            unit="ratio", low=1.6, high=3.2, no_effect=1.0, source=RAW, confirmed=True,
        ),
        Criterion(
            id="VE11.advice_returned", finding="P72",
            says="So is advice, but less so",
            unit="ratio", low=1.2, high=2.0, no_effect=1.0, source=RAW, confirmed=True,
        ),
        Criterion(
            id="VE11.more_returned", finding="P72",
            says="A larger share of friendship than of advice is returned",
            unit="share", low=0.0, high=1.0, no_effect=0.0, source=RAW, confirmed=True,
        ),
        Criterion(
            id="VE11.friends_closed", finding="P73",
            says="Friends of friends are friends more often than degrees alone would have it",
            unit="ratio", low=1.3, high=1.9, no_effect=1.0, source=RAW, confirmed=True,
        ),
        Criterion(
            id="VE11.advice_closed", finding="P73",
            says="Advisers of advisers are advisers more often than degrees alone would have it",
            unit="ratio", low=1.3, high=1.9, no_effect=1.0, source=RAW, confirmed=True,
        ),
        Criterion(
            id="VE11.friends_office", finding="P75",
            says="Friends are several times likelier in one office than across offices",
            unit="ratio", low=2.0, high=6.0, no_effect=1.0, source=RAW, confirmed=True,
        ),
        Criterion(
            id="VE11.advice_office", finding="P75",
            says="So are advisers",
            unit="ratio", low=2.0, high=6.0, no_effect=1.0, source=RAW, confirmed=True,
        ),
        Criterion(
            id="VE11.office_first", finding="P75",
            says="For friendship the office counts more than rank and practice",
            unit="log ratio", low=0.0, high=math.inf, no_effect=0.0, source=RAW, confirmed=True,
        ),
        Criterion(
            id="VE11.advice_up", finding="P76",
            says="Advice is sought up the ranks rather than down",
            unit="ratio", low=1.8, high=math.inf, no_effect=1.0, source=RAW, confirmed=True,
        ),
        Criterion(
            id="VE11.friends_up", finding="P76",
            says="Friendship is named up the ranks rather than down",
            unit="ratio", low=1.0, high=math.inf, no_effect=1.0, source=RAW, confirmed=True,
        ),
        Criterion(
            id="VE11.work_advice", finding="P77",
            says="Who works together asks each other for advice",
            unit="odds ratio", low=5.0, high=20.0, no_effect=1.0, source=RAW, confirmed=True,
        ),
        Criterion(
            id="VE11.work_friends", finding="P77",
            says="Who works together becomes friends",
            unit="odds ratio", low=2.0, high=8.0, no_effect=1.0, source=RAW, confirmed=True,
        ),
        Criterion(
            id="VE11.work_makes", finding="P77",
            says="Working together makes advice rather than friendship",
            unit="ratio of odds ratios", low=1.0, high=math.inf, no_effect=1.0, source=RAW,
            confirmed=True,
        ),
        Criterion(
            id="VE11.top5", finding="P82",
            says="The five partners one meets most get much of the time",
            unit="share", low=0.35, high=0.65, source=DUNBAR, confirmed=True, role=Role.CALIBRATION,
        ),
        Criterion(
            id="VE11.top15", finding="P82",
            says="The fifteen partners one meets most get most of the time",
            unit="share", low=0.55, high=0.90, source=DUNBAR, confirmed=True, role=Role.CALIBRATION,
        ),
        Criterion(
            id="VE11.hours", finding="P79",
            says="It takes some tens of free hours until somebody is a friend",
            unit="hours", low=40.0, high=150.0, source=HALL, confirmed=True, role=Role.CALIBRATION,
        ),
        Criterion(
            id="VE11.leisure", finding="P79",
            says="An hour at work brings two people less than half as close as a free hour",
            unit="ratio", low=-1.0, high=0.5, no_effect=1.0, source=HALL, confirmed=True,
            role=Role.CALIBRATION,
        ),
        Criterion(
            id="VE11.bridges", finding="P80",
            says="Of ten bridges one or two are left after a year",
            unit="share", low=0.05, high=0.25, source=BURT, confirmed=True,
        ),
        Criterion(
            id="VE11.embedded", finding="P80",
            says="Of embedded ties more than twice as many are left",
            unit="ratio", low=2.0, high=math.inf, no_effect=1.0, source=BURT,
        ),
        Criterion(
            id="VE11.core", finding="P81",
            says="Hardly anybody of the five closest is lost in a year",
            unit="share", low=0.0, high=0.10, source=ROY, confirmed=True,
        ),
        Criterion(
            id="VE11.settling", finding="P78",
            says="Strangers' likings settle as those of Newcomb's men (largest difference)",
            unit="r", low=0.0, high=0.10, source=NEWCOMB, confirmed=True,
        ),
        Criterion(
            id="VE11.flat", finding="P78",
            says="Likings are returned as often in the first weeks as in the last",
            unit="share", low=-0.10, high=0.10, source=NEWCOMB, confirmed=True,
        ),
        Criterion(
            id="VE11.meeting", finding="P46",
            says="Pairs who were seated together once come to work together more often",
            unit="ratio", low=1.4, high=2.2, no_effect=1.0, source=BOUDREAU, confirmed=True,
        ),
        Criterion(
            id="VE11.breaks", finding="P47",
            says="Common breaks strengthen groups",
            unit="share", low=0.08, high=0.30, no_effect=0.0, source=WABER,
        ),
        Criterion(
            id="VE11.breaks_output", finding="P47",
            says="Common breaks raise output a little",
            unit="share", low=0.03, high=0.15, no_effect=0.0, source=WABER, confirmed=True,
        ),
        Criterion(
            id="VE11.exposure", finding="P48",
            says="Being exposed to everybody makes no more friends",
            unit="share", low=-0.75, high=0.05, source=BERNSTEIN, confirmed=True,
        ),
        Criterion(
            id="VE11.home", finding="P49",
            says="Without shared rooms less time goes to other groups",
            unit="share", low=-0.40, high=-0.10, no_effect=0.0, source=YANG,
        ),
        Criterion(
            id="VE11.home_static", finding="P49",
            says="Without shared rooms partners change less",
            unit="share", low=-1.0, high=0.0, no_effect=0.0, source=YANG, confirmed=True,
        ),
    )  # fmt: skip

    def figures(self, setting: Setting) -> dict[str, Estimate]:
        """Live through all of it; figures are of firms, call centres and houses."""
        firms = pd.DataFrame(each_engine(setting, firm_chart(), FIRM, _firm)).astype(float)
        ratio = partial(_ratio, firms)
        ranks = ve11_strangers.rankings(setting)
        centres = ve11_levers.breaks(setting)
        return {
            **_structure(firms),
            **_time_and_closeness(firms),
            "VE11.bridges": ratio("bridges_kept", "bridges"),
            "VE11.embedded": _better_kept(firms),
            "VE11.core": estimates.mean(firms["lost"]),
            "VE11.settling": estimates.bootstrapped(furthest, ve11_strangers.agreement(ranks)),
            "VE11.flat": estimates.mean(ve11_strangers.flatness(ve11_strangers.returned(ranks))),
            "VE11.meeting": ratio("seated_new", "apart_new"),
            "VE11.breaks": _change(centres["strength_common"], centres["strength_staggered"]),
            "VE11.breaks_output": _change(centres["output_common"], centres["output_staggered"]),
            "VE11.exposure": _change(firms["friends_open"], firms["friends_usual"]),
            "VE11.home": _change(firms["bridging_home"], firms["bridging_usual"]),
            "VE11.home_static": estimates.mean(firms["churn_home"] - firms["churn_usual"]),
        }

    def calibrated(self, setting: Setting) -> dict[str, Estimate]:
        """Time and closeness alone, without networks, levers and houses."""
        found = each_engine(setting, firm_chart(), FIRM, _briefly)
        return _time_and_closeness(pd.DataFrame(found).astype(float))


def _time_and_closeness(firms: pd.DataFrame) -> dict[str, Estimate]:
    """Figures of whom time goes to, and of what brings people close."""
    return {
        "VE11.top5": estimates.mean(firms["top5"]),
        "VE11.top15": estimates.mean(firms["top15"]),
        "VE11.hours": estimates.mean(firms["hours"]),
        "VE11.leisure": _ratio(firms, "formal_slope", "free_slope"),
    }


def _structure(firms: pd.DataFrame) -> dict[str, Estimate]:
    """Figures of the networks that people name."""
    ratio = partial(_ratio, firms)
    found = {
        f"VE11.{net}_{part}": ratio(f"{net}_{part}", f"{net}_{part}_null")
        for net in ("friends", "advice")
        for part in ("returned", "closed")
    }
    made = firms["odds_advice"] / firms["odds_friends"]
    return {
        **found,
        "VE11.more_returned": estimates.mean(firms["friends_returned"] - firms["advice_returned"]),
        "VE11.friends_office": ratio("friends_in_place", "friends_out_place"),
        "VE11.advice_office": ratio("advice_in_place", "advice_out_place"),
        "VE11.office_first": _office_first(firms),
        "VE11.advice_up": ratio("advice_up", "advice_down"),
        "VE11.friends_up": ratio("friends_up", "friends_down"),
        "VE11.work_advice": typical(firms["odds_advice"]),
        "VE11.work_friends": typical(firms["odds_friends"]),
        "VE11.work_makes": typical(made),
    }


def _office_first(firms: pd.DataFrame) -> Estimate:
    """By how much the log ratio of density by office is above that by rank and by practice."""
    named = [f"friends_{way}_{kind}" for kind in KINDS for way in ("in", "out")]
    return estimates.bootstrapped(office_lead, firms[named].to_numpy())


def office_lead(densities: Floats) -> float:
    """The same of densities within and between, by pairs of columns: office, rank, practice."""
    inside, between = densities.mean(axis=0).reshape(-1, 2).T
    office, *others = np.log(inside / between)
    return float(office - max(others))


def _briefly(engine: Engine) -> dict[str, float]:
    """One firm: three years, and whom its people met in the last half of one."""
    firm = Lived(engine)
    firm.run(2 * YEAR + HALF_YEAR)
    return _closeness_and_time(firm, firm.run(HALF_YEAR).sum(axis=0))


def _closeness_and_time(firm: Lived, met: Floats) -> dict[str, float]:
    return {
        **_closeness(firm),
        "top5": ve11_structure.time_share(met, 5),
        "top15": ve11_structure.time_share(met, 15),
    }


def _firm(engine: Engine) -> dict[str, float]:
    """One firm: three years, what people name and whom they met, and its branches."""
    firm = Lived(engine)
    firm.run(YEAR)
    second = firm.run(YEAR).sum(axis=0)
    third, last = firm.run(HALF_YEAR), firm.run(HALF_YEAR)
    whole = (third + last).sum(axis=0)
    stayed = engine.state.people["joined"] < engine.week - 2 * YEAR
    control = firm.branch()
    quarters = control.run(QUARTER), control.run(QUARTER)
    return {
        **_named(firm),
        **_closeness_and_time(firm, last.sum(axis=0)),
        **ve11_structure.survival_of_bridges(
            closest_pairs(second, ADVISERS), closest_pairs(whole, ADVISERS), stayed
        ),
        "lost": ve11_structure.lost_core(second, whole, stayed),
        **ve11_levers.seated_together(firm, last),
        **ve11_levers.open_floor(firm, control),
        **ve11_levers.home(firm, quarters),
    }


def _named(firm: Lived) -> dict[str, float]:
    """What the networks of friends, advisers and colleagues look like."""
    people = people_of(ties_table(firm.engine))
    work = named(firm.engine, work_strength, COLLEAGUES, "work")
    found: dict[str, float] = {}
    for name, strength, degree in (
        ("friends", friendship_strength, FRIENDS),
        ("advice", advice_strength, ADVISERS),
    ):
        network = named(firm.engine, strength, degree, name)
        figures: dict[str, Any] = {
            **ve11_structure.beside_null(network, firm.engine.seed),
            **ve11_structure.boundaries(network, people),
        }
        found |= {f"{name}_{part}": value for part, value in figures.items()}
        found[f"odds_{name}"] = ve11_structure.work_odds(work, network)
    return found


def _closeness(firm: Lived) -> dict[str, float]:
    """Free hours at which acquaintances are friends, and what an hour of each kind is worth."""
    ties = ties_table(firm.engine)
    friends = named(firm.engine, friendship_strength, FRIENDS, "friends").table()
    is_friend = pd.MultiIndex.from_frame(ties[["from", "to"]]).isin(
        pd.MultiIndex.from_frame(friends)
    )
    state = firm.engine.state
    trustors, slots = np.nonzero(state.whom >= 0)
    trustees = state.whom[trustors, slots]
    order = np.lexsort((trustees, trustors))
    pairs = trustors[order], trustees[order]
    free, formal = (firm.hours[list(kinds)].sum(axis=0)[pairs] for kinds in (FREE, (WORK, SHARE)))
    closeness = ties["trust_benevolence"].to_numpy(np.float64)
    slopes = ve11_structure.worth_of_hours(closeness, free, formal)
    return {
        "hours": ve11_structure.cut_point(free, is_friend),
        "free_slope": slopes[0],
        "formal_slope": slopes[1],
    }


def furthest(curves: Floats) -> float:
    """The largest difference of the mean curve from the published one."""
    return float(np.abs(curves.mean(axis=0) - ve11_strangers.PUBLISHED).max())


def _ratio(firms: pd.DataFrame, above: str, below: str) -> Estimate:
    return ve11_structure.ratio(firms[above], firms[below])


def _better_kept(firms: pd.DataFrame) -> Estimate:
    """How many times likelier an embedded tie is still there than a bridge."""
    columns = ("embedded_kept", "embedded", "bridges_kept", "bridges")
    return estimates.bootstrapped(better_kept, firms[list(columns)].to_numpy())


def better_kept(counts: Floats) -> float:
    """The same of counts by firm: embedded kept, embedded, bridges kept, bridges.

    Half a tie more is taken as kept and half a tie more as lost, since bridges are few.
    """
    kept, ties, bridges_kept, bridges = counts.sum(axis=0)
    return float((kept + 0.5) / (ties + 1.0) / ((bridges_kept + 0.5) / (bridges + 1.0)))


def _change(treated: Any, control: Any) -> Estimate:
    """Relative change of the mean."""
    one = ve11_structure.ratio(treated, control)
    return Estimate(one.value - 1.0, one.low - 1.0, one.high - 1.0, one.n)
