"""VE9: whose trust is it? Variance partition over time.

Jones & Shah (2016) asked the members of project teams, strangers at first, several times how
able, benevolent and honest they found each of the others, and took the answers apart by the
social relations model into what is the trustor's, the trustee's and the pair's. Vanneste,
Puranam & Kretschmer (2014) put together 39 studies of how long two have dealt with each
other and how far they trust. Weiss et al. (2021) let 427 people play one investment game
with a stranger and asked them for days how far they trusted whoever they were dealing with,
near to them or not.

**Mirrored.** (1) Cohorts of 40 teams of eight strangers, who nobody leads, for 26 weeks, asked
after week 1 and after week 26 for three scales about each team mate, each scale twice with
independent error of answering, by which the pair is told from noise. (2) Firms of 60 after six
years in which people came and went; of everybody with whom they dealt in the last four weeks
people are asked how far they trust them. Duration is the weeks since they met. (3) The same
people, by their traits, play one investment game with strangers from outside; near to them
is the third of their present partners whom they know best, distant the third they know least.

**What differs.** Shares of each locus were not seen, only which is largest and what falls and
rises; so these are the criteria. A week of a cohort has the hours of a working week. Weiss et
al. sampled all life, families too; here there is only work.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from trustgarden.analysis.social_relations import partition
from trustgarden.experiments.laboratory import Laboratory, trust_game
from trustgarden.model.engine import Engine
from trustgarden.model.organisation import Organisation
from trustgarden.model.tables import ties_table

from . import estimates
from .criteria import Criterion
from .estimates import Estimate
from .firms import each_firm
from .ratings import rated
from .study import Setting, Study
from .ve09_teams import FACETS, answers, cohorts

__all__ = ["Locus"]

JONES = "Jones & Shah 2016, doi:10.1037/apl0000041"
VANNESTE = "Vanneste, Puranam & Kretschmer 2014, doi:10.1002/smj.2198"
WEISS = "Weiss et al. 2021, doi:10.1037/pspi0000334"
LAST_WEEK = 26
LOCI = ("trustor", "trustee", "dyad")
MATURE_WEEKS = 260
PRESENT_WEEKS = 4
"""Whom one has dealt with in these weeks one is asked about."""
TRAITS = (
    "propensity", "ability", "integrity", "benevolence", "sociability", "forgiveness", "at_sight",
    "skill", "warmth",
)  # fmt: skip
LEAST_TRAIT = 0.001

Floats = npt.NDArray[np.float64]


class Locus(Study):
    """Trust matrices of teams of strangers, and ties of mature firms."""

    id: ClassVar[str] = "VE9"
    title: ClassVar[str] = "Whose trust is it?"
    criteria: ClassVar[tuple[Criterion, ...]] = (
        Criterion(
            id="VE9.trustor_falls", finding="P07",
            says="The trustor's share of trust falls, in the facet in which it falls least",
            unit="share", low=0.0, high=1.0, no_effect=0.0, source=JONES, confirmed=True,
        ),
        Criterion(
            id="VE9.trustee_rises", finding="P07",
            says="The trustee's share rises, in the facet in which it rises least",
            unit="share", low=0.0, high=1.0, no_effect=0.0, source=JONES, confirmed=True,
        ),
        Criterion(
            id="VE9.dyad_rises", finding="P07",
            says="The pair's share rises, in the facet in which it rises least",
            unit="share", low=0.0, high=1.0, no_effect=0.0, source=JONES, confirmed=True,
        ),
        Criterion(
            id="VE9.trustor_first", finding="P07",
            says="After a week the trustor's share leads the larger of the others, in all facets",
            unit="share", low=0.0, high=1.0, no_effect=0.0, source=JONES, confirmed=True,
        ),
        Criterion(
            id="VE9.ability", finding="P07",
            says="In the end the trustee's share of ability leads the others",
            unit="share", low=0.0, high=1.0, no_effect=0.0, source=JONES, confirmed=True,
        ),
        Criterion(
            id="VE9.integrity", finding="P07",
            says="In the end the trustee's share of integrity leads the others",
            unit="share", low=0.0, high=1.0, no_effect=0.0, source=JONES, confirmed=True,
        ),
        Criterion(
            id="VE9.benevolence", finding="P07",
            says="In the end the trustor's share of benevolence still leads the others",
            unit="share", low=0.0, high=1.0, no_effect=0.0, source=JONES, confirmed=True,
        ),
        Criterion(
            id="VE9.duration", finding="P09",
            says="How long two have known each other hardly predicts trust in a mature firm",
            unit="r", low=-0.10, high=0.20, source=VANNESTE,
        ),
        Criterion(
            id="VE9.distant", finding="P08",
            says="A game with a stranger predicts trust in distant others better than in near ones",
            unit="difference of r", low=0.10, high=1.0, no_effect=0.0, source=WEISS,
        ),
    )  # fmt: skip

    def figures(self, setting: Setting) -> dict[str, Estimate]:
        """Cohorts for P07, firms for P09 and P08."""
        shares = np.array(cohorts(setting, first_and_last))
        firms = each_firm(setting, "untended", {}, _survey)
        games = _games(setting, [firm["traits"] for firm in firms])
        return {
            **_of_shares(shares),
            "VE9.duration": estimates.mean([firm["duration"] for firm in firms]),
            "VE9.distant": estimates.mean(
                [_distant(firm, sent) for firm, sent in zip(firms, games, strict=True)]
            ),
        }


def first_and_last(cohort: Engine) -> Floats:
    """Shares of each locus after the first and the last week, (2, facets, loci)."""
    cohort.run(1, record=False)
    first = shares_of(answers(cohort), cohort.seed, "first")
    cohort.run(LAST_WEEK - 1, record=False)
    return np.array([first, shares_of(answers(cohort), cohort.seed, "last")])


def shares_of(held: Floats, seed: int, wave: str) -> Floats:
    """Shares of trustor, trustee and dyad in what is answered, (facets, loci)."""
    found = []
    for facet, matrices in zip(FACETS, held, strict=True):
        one, two = (rated(matrices, seed, f"{facet}, {wave}, {form}") for form in "ab")
        found.append(partition(list(one), again=list(two)).loc[list(LOCI), "share"].to_numpy())
    return np.array(found)


def _of_shares(shares: Floats) -> dict[str, Estimate]:
    """Criteria of P07 from shares, (cohorts, 2, facets, loci)."""
    rise = shares[:, 1] - shares[:, 0]
    end = {facet: shares[:, 1, f] for f, facet in enumerate(FACETS)}
    return {
        "VE9.trustor_falls": _least_of(-rise[:, :, 0]),
        "VE9.trustee_rises": _least_of(rise[:, :, 1]),
        "VE9.dyad_rises": _least_of(rise[:, :, 2]),
        "VE9.trustor_first": _least_of(
            np.stack([lead(shares[:, 0, f], "trustor") for f in range(len(FACETS))], axis=1)
        ),
        "VE9.ability": estimates.mean(lead(end["ability"], "trustee")),
        "VE9.integrity": estimates.mean(lead(end["integrity"], "trustee")),
        "VE9.benevolence": estimates.mean(lead(end["benevolence"], "trustor")),
    }


def _least_of(by_facet: Floats) -> Estimate:
    return estimates.least([estimates.mean(column) for column in by_facet.T])


def lead(shares: Floats, locus: str) -> Floats:
    """By how much one locus leads the larger of the two others, (cohorts,)."""
    mine = LOCI.index(locus)
    ahead: Floats = shares[:, mine] - np.delete(shares, mine, axis=1).max(axis=1)
    return ahead


def _survey(firm: Organisation) -> dict[str, Any]:
    """What is asked in a mature firm: duration and trust, and trust in near and distant others."""
    engine = firm.engine
    engine.run(MATURE_WEEKS, record=False)
    ties = ties_table(engine)
    ties = ties[ties["last_week"] > MATURE_WEEKS - PRESENT_WEEKS]
    said = rated(ties["trust"], engine.seed, "trust of a partner")
    duration = MATURE_WEEKS - ties["met_week"].to_numpy(float)
    near, distant = near_and_distant(ties)
    here = np.flatnonzero(engine.state.present)
    names = [firm.name_of(int(row)) for row in here]
    return {
        "duration": estimates.correlation(duration, said).value,
        "near": rated(near.reindex(names), engine.seed, "near"),
        "distant": rated(distant.reindex(names), engine.seed, "distant"),
        "traits": {name: engine.state.people[name][here].astype(float) for name in TRAITS},
    }


def near_and_distant(ties: Any) -> tuple[Any, Any]:
    """Each person's mean trust in the third they know best, and in the third they know least."""
    place = ties.groupby("from")["familiarity"].rank(method="first", pct=True)
    by_person = [ties[chosen].groupby("from")["trust"].mean() for chosen in _thirds(place)]
    return by_person[0], by_person[1]


def _thirds(place: Any) -> tuple[Any, Any]:
    return place > 2 / 3, place <= 1 / 3


def _games(setting: Setting, people: list[dict[str, Floats]]) -> list[Floats]:
    """Share that each person of each firm sends to a stranger in one investment game."""
    counts = [len(firm["propensity"]) for firm in people]
    lab = Laboratory(2, sum(counts), seed=setting.seed, changes=setting.with_apparatus({}))
    for name in TRAITS:
        values = np.concatenate([firm[name] for firm in people])
        lab.set_trait(name, np.clip(values, LEAST_TRAIT, 1.0 - LEAST_TRAIT), person=0)
    sent = trust_game(lab, rounds=1).sort_values("group")["sent"].to_numpy(float)
    return np.split(sent, np.cumsum(counts)[:-1])


def _distant(firm: dict[str, Any], sent: Floats) -> float:
    """How much better the game predicts trust in distant than in near others, in one firm."""
    return (
        estimates.correlation(sent, firm["distant"]).value
        - estimates.correlation(sent, firm["near"]).value
    )
