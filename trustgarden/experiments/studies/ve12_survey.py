"""VE12: a synthetic survey across firms.

Most of what is known of trust in leaders are correlations of questionnaires, pooled over
many organisations (Dirks & Ferrin 2002; Colquitt, Scott & LePine 2007; De Jong, Dirks &
Gillespie 2016; Podsakoff et al. 2006). Here leaders of each of many firms of 40 people are
drawn at random on fairness, participation, consequence and sociability; the firm lives a
year; and its people answer the standard questionnaire, with noise, halo and styles of
answering. Their true states are never looked at.

Mirrored: several items a scale, one source for all but performance, which the leader rates;
correlations over individuals of all firms; intervals from resampling firms. Different:
all leaders of a firm share what was drawn, and differ only as people do; firms are of one size;
and meta-analyses correct for unreliability, which this does not.

The trust path (Colquitt et al. 2013) is cut by asking the same people what they would do if
trust were middling (0.5), in a survey without halo; what fairness still moves is not through
trust.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import ClassVar

import numpy as np
import numpy.typing as npt
from scipy import stats

from .criteria import Criterion
from .estimates import Estimate
from .study import Setting, Study
from .ve12_firms import firms
from .ve12_pooling import Pool

__all__ = ["SyntheticSurvey"]

DIRKS = "Dirks & Ferrin 2002, doi:10.1037/0021-9010.87.4.611"
COLQUITT_2007 = "Colquitt, Scott & LePine 2007, doi:10.1037/0021-9010.92.4.909"
COLQUITT_2013 = "Colquitt et al. 2013, doi:10.1037/a0031757"
PODSAKOFF = "Podsakoff, Bommer, Podsakoff & MacKenzie 2006, doi:10.1016/j.obhdp.2005.09.002"
DE_JONG = "De Jong, Dirks & Gillespie 2016, doi:10.1037/apl0000110"
VANNESTE = "Vanneste, Puranam & Kretschmer 2014, doi:10.1002/smj.2198"

SCALES = (
    "trust_leader", "leader_ability", "leader_benevolence", "leader_integrity", "procedural",
    "interactional", "distributive", "participation", "propensity", "risk_taking",
    "satisfaction", "commitment", "quit_intention", "ocb", "counterproductive", "performance",
    "relationship_weeks",
)  # fmt: skip
FAIRNESS = ("procedural", "interactional", "distributive")
CLEAN = (*FAIRNESS, "ocb", "counterproductive")
ATTITUDES = ("satisfaction", "commitment", "quit_intention")
FACETS = ("leader_ability", "leader_benevolence", "leader_integrity")
CONDUCT = ("performance", "ocb", "counterproductive")

PUBLISHED: Mapping[str, float] = {
    "interactional": 0.65, "procedural": 0.61, "satisfaction": 0.51, "distributive": 0.50,
    "commitment": 0.49, "participation": 0.46, "quit_intention": 0.40, "ocb": 0.17,
    "performance": 0.16, "propensity": 0.16, "relationship_weeks": -0.01,
}  # fmt: skip
"""Correlations with trust in the leader (Dirks & Ferrin 2002; recalled), that of intention to
quit with its sign turned; of citizenship the middle of .11 to .22."""

Rows = npt.NDArray[np.intp]
Named = Mapping[str, float]


def _criterion(
    name: str,
    finding: str,
    low: float,
    high: float,
    says: str,
    *,
    unit: str = "r",
    no_effect: float | None = 0.0,
    source: str = DIRKS,
    confirmed: bool = False,
) -> Criterion:
    return Criterion(
        id=f"VE12.{name}",
        finding=finding,
        says=says,
        unit=unit,
        low=low,
        high=high,
        no_effect=no_effect,
        source=source,
        confirmed=confirmed,
    )


class SyntheticSurvey(Study):
    """Firms with leaders drawn at random, and what their people say of them."""

    id: ClassVar[str] = "VE12"
    title: ClassVar[str] = "Synthetic survey across firms"
    criteria: ClassVar[tuple[Criterion, ...]] = (
        _criterion(
            "interactional", "P12", 0.40, 0.75,
            "Trust in leaders goes with interactional justice",
        ),
        _criterion(
            "procedural", "P12", 0.40, 0.75,
            "Trust in leaders goes with procedural justice",
        ),
        _criterion(
            "distributive", "P12", 0.40, 0.75,
            "Trust in leaders goes with distributive justice",
        ),
        _criterion(
            "participation", "P12", 0.25, 0.60,
            "Trust in leaders goes with taking part in decisions",
        ),
        _criterion(
            "propensity", "P12", 0.05, 0.35,
            "Trust in leaders goes a little with propensity",
        ),
        _criterion(
            "length", "P09", -0.10, 0.15,
            "How long one has had the leader hardly matters",
            no_effect=None, source=VANNESTE,
        ),
        _criterion("quit", "P13", -0.50, -0.25, "Who trusts the leader means less to leave"),
        _criterion("performance", "P13", 0.08, 0.30, "Trust goes weakly with rated performance"),
        _criterion(
            "team", "P21", 0.15, 0.45,
            "Teams that trust do more",
            source=DE_JONG, confirmed=True,
        ),
        _criterion(
            "arbitrary", "P18", 0.0, 3.0,
            "Arbitrary punishment leaves less trust than any other consequence",
            unit="d", source=PODSAKOFF,
        ),
        _criterion(
            "inside", "P12", 8.0, 10.0,
            "Of these ten, so many lie inside their range",
            unit="criteria", no_effect=None,
        ),
        _criterion(
            "ranks", "P12", 0.80, 1.0,
            "Correlations stand in the published order",
            unit="Spearman's rho",
        ),
        _criterion(
            "interactional_first", "P12", -0.02, 0.40,
            "Interactional justice goes with trust at least as procedural does",
            unit="difference of r", no_effect=None,
        ),
        _criterion(
            "distributive_last", "P12", 0.0, 0.40,
            "Procedural justice goes with trust more than distributive",
            unit="difference of r",
        ),
        _criterion(
            "below_attitudes", "P13", 0.0, 1.0,
            "Performance goes with trust less than every attitude",
            unit="difference of r",
        ),
        _criterion(
            "interdependence", "P21", 0.05, 1.0,
            "Trust matters more for output where work hangs together",
            unit="difference of r", source=DE_JONG, confirmed=True,
        ),
        _criterion(
            "reward_none", "P18", 0.0, 3.0,
            "Contingent reward leaves more trust than no consequence",
            unit="d", source=PODSAKOFF,
        ),
        _criterion(
            "none_punishment", "P18", -0.10, 3.0,
            "Contingent punishment leaves no more trust than none",
            unit="d", no_effect=None, source=PODSAKOFF,
        ),
        _criterion(
            "contingency", "P18", 0.4, 3.0,
            "Arbitrary punishment leaves clearly less trust than contingent",
            unit="d", source=PODSAKOFF,
        ),
        _criterion(
            "facets", "P15", 0.20, 1.0,
            "Each facet of the leader goes with trust more than propensity does",
            unit="difference of r", source=COLQUITT_2007,
        ),
        _criterion(
            "risk_taking", "P15", 0.0, 1.0,
            "Of conduct, reliance on the leader goes with trust most",
            unit="difference of r", source=COLQUITT_2007,
        ),
        _criterion(
            "ocb_path", "P16", 0.5, 1.5,
            "Without the trust path, at most half of what fairness does for citizenship is left",
            unit="share cut", source=COLQUITT_2013,
        ),
        _criterion(
            "counterproductive_path", "P16", -0.5, 0.5,
            "Without it, more than half of what fairness does for rule-breaking is left",
            unit="share cut", no_effect=None, source=COLQUITT_2013,
        ),
    )  # fmt: skip

    def figures(self, setting: Setting) -> dict[str, Estimate]:
        """A year of each firm, and its survey."""
        pool = Pool(firms(setting, SCALES, CLEAN), SCALES, CLEAN)
        figures = {
            "interactional": pool.of_trust("interactional"),
            "procedural": pool.of_trust("procedural"),
            "distributive": pool.of_trust("distributive"),
            "participation": pool.of_trust("participation"),
            "propensity": pool.of_trust("propensity"),
            "length": pool.of_trust("relationship_weeks"),
            "quit": pool.of_trust("quit_intention"),
            "performance": pool.of_trust("performance"),
            "team": pool.figure(lambda rows: float(np.mean(pool.team_output(rows)))),
            "arbitrary": pool.figure(lambda rows: _worst(pool.trust_by_style(rows))),
            "ranks": pool.figure(lambda rows: _ranks(pool.correlations(rows))),
            **_orders(pool),
            **_paths(pool),
        }
        figures["inside"] = pool.figure(lambda rows: float(self._num_inside(pool, rows)))
        return {one.id: figures[one.id.partition(".")[2]] for one in self.criteria}

    def _num_inside(self, pool: Pool, rows: Rows) -> int:
        """How many of the ten ranges hold of these firms."""
        r = pool.correlations(rows)
        held = {
            **{name: r[name] for name in (*FAIRNESS, "participation", "propensity", "performance")},
            "length": r["relationship_weeks"],
            "quit": r["quit_intention"],
            "team": float(np.mean(pool.team_output(rows))),
            "arbitrary": _worst(pool.trust_by_style(rows)),
        }
        by_name = {one.id.partition(".")[2]: one for one in self.criteria}
        return sum(by_name[n].low <= figure <= by_name[n].high for n, figure in held.items())


def _orders(pool: Pool) -> dict[str, Estimate]:
    """Differences between correlations, and between styles of consequence."""

    def of_r(act: Callable[[Named], float]) -> Estimate:
        return pool.figure(lambda rows: act(pool.correlations(rows)))

    def of_styles(one: str, other: str) -> Estimate:
        def difference(rows: Rows) -> float:
            trust = pool.trust_by_style(rows)
            return trust[one] - trust[other]

        return pool.figure(difference)

    return {
        "interactional_first": of_r(lambda r: r["interactional"] - r["procedural"]),
        "distributive_last": of_r(lambda r: r["procedural"] - r["distributive"]),
        "below_attitudes": of_r(lambda r: min(abs(r[a]) for a in ATTITUDES) - r["performance"]),
        "facets": of_r(lambda r: min(r[f] for f in FACETS) - r["propensity"]),
        "risk_taking": of_r(lambda r: r["risk_taking"] - max(abs(r[c]) for c in CONDUCT)),
        "interdependence": pool.figure(lambda rows: -float(np.subtract(*pool.team_output(rows)))),
        "reward_none": of_styles("reward", "none"),
        "none_punishment": of_styles("none", "punishment"),
        "contingency": of_styles("punishment", "arbitrary"),
    }


def _paths(pool: Pool) -> dict[str, Estimate]:
    """How much of what fairness moves goes through trust."""

    def cut(outcome: str) -> Estimate:
        return pool.figure(lambda rows: pool.share_cut(rows, outcome, FAIRNESS))

    return {f"{outcome}_path": cut(outcome) for outcome in ("ocb", "counterproductive")}


def _worst(trust: Named) -> float:
    """By how much arbitrary punishment lies below the next worst."""
    return min(t for name, t in trust.items() if name != "arbitrary") - trust["arbitrary"]


def _ranks(r: Named) -> float:
    """Agreement of the order of correlations with the published one."""
    sizes = [-r[n] if n == "quit_intention" else r[n] for n in PUBLISHED]
    if any(math.isnan(size) for size in sizes):
        return math.nan
    return float(stats.spearmanr(sizes, list(PUBLISHED.values())).statistic)
