"""VE3: what is left of trust once contracts, fines and rewards are gone.

Malhotra & Murnighan 2002 let pairs make trust choices in two parts, the first with binding
contracts, with non-binding ones or with none, the second without; they measured choices.
Mulder et al. 2006 and Irwin, Mulder & Simpson 2014 let groups play a social dilemma with a
sanction or a reward that was then removed, and asked for trust in the others. Mirrored: pairs
and choices for contracts and promises; a leader's group of four and a questionnaire (reliability
.8) for fines and rewards; ten rounds, and five after. Others are programmed: they keep faith
throughout, and are seen to, so that arms differ only in what cooperation is put down to. What
differs from the publications: cooperation is the mean of what a participant ventures and answers,
a contract is not offered anew in each round, and the papers were known by their abstracts, not
by their cell means: tolerances are those of the list of findings.

In the second part pairs choose contracts themselves (`ve03_choosing`), and a survey at the end
correlates how much was written down with trust, as Cao & Lumineau 2015 did over field studies.
"""

from __future__ import annotations

from dataclasses import replace
from math import inf, isnan
from typing import ClassVar

from . import estimates
from .criteria import Criterion
from .estimates import Estimate
from .ratings import rated
from .study import Setting, Study
from .ve03_choosing import partnerships
from .ve03_removal import GROUP, PAIR, Removal, removal

__all__ = ["Contracts"]

MALHOTRA = "Malhotra & Murnighan 2002, doi:10.2307/3094850"
MULDER = "Mulder, van Dijk, De Cremer & Wilke 2006, doi:10.1016/j.jesp.2005.03.002"
IRWIN = "Irwin, Mulder & Simpson 2014, doi:10.1177/0190272513518803"
CAO = "Cao & Lumineau 2015, doi:10.1016/j.jom.2014.09.009"


class Contracts(Study):
    """Regimes in force, removed, knocked out, and chosen."""

    id: ClassVar[str] = "VE3"
    title: ClassVar[str] = "Removal of contracts and consequence regimes"
    criteria: ClassVar[tuple[Criterion, ...]] = (
        Criterion(
            id="VE3.conduct_binding", finding="P25", unit="d", low=0.0, high=inf, no_effect=0.0,
            says="In force, a binding contract brings more cooperation than a promise",
            source=MALHOTRA, confirmed=True,
        ),
        Criterion(
            id="VE3.conduct_fine", finding="P35", unit="d", low=0.0, high=inf, no_effect=0.0,
            says="In force, a fine brings more cooperation than a promise", source=MULDER,
        ),
        Criterion(
            id="VE3.conduct_promise", finding="P25", unit="d", low=0.0, high=inf, no_effect=0.0,
            says="A promise brings more cooperation than nothing", source=MALHOTRA,
            confirmed=True,
        ),
        Criterion(
            id="VE3.after_binding", finding="P25", unit="d", low=-0.8, high=-0.2, no_effect=0.0,
            says="After a binding contract people trust less than without any", source=MALHOTRA,
        ),
        Criterion(
            id="VE3.after_fine", finding="P35", unit="d", low=-0.8, high=-0.2, no_effect=0.0,
            says="After a fine people trust less than without any", source=MULDER,
        ),
        Criterion(
            id="VE3.after_reward", finding="P36", unit="d", low=-0.8, high=-0.2, no_effect=0.0,
            says="After a reward people trust less than without any", source=IRWIN,
        ),
        Criterion(
            id="VE3.after_promise", finding="P25", unit="d", low=0.0, high=inf, no_effect=0.0,
            says="After a promise that was kept they trust at least as much", source=MALHOTRA,
        ),
        Criterion(
            id="VE3.promise_binding", finding="P25", unit="d", low=0.4, high=inf, no_effect=0.0,
            says="A promise leaves more trust than a binding contract", source=MALHOTRA,
        ),
        Criterion(
            id="VE3.never_binding", finding="P25", unit="d", low=-inf, high=0.0, no_effect=0.0,
            says="After a binding contract people trust less than those who never dealt",
            source=MALHOTRA, confirmed=True,
        ),
        Criterion(
            id="VE3.never_promise", finding="P25", unit="d", low=0.0, high=inf, no_effect=0.0,
            says="After a promise they trust at least as much as those who never dealt",
            source=MALHOTRA,
        ),
        Criterion(
            id="VE3.unattributed", finding="P25 P35 P36", unit="d", low=-0.15, high=0.15,
            says="Without attribution no regime that is gone has lowered trust (the largest of "
            "three)",
            source=MALHOTRA,
        ),
        Criterion(
            id="VE3.chosen", finding="P28", unit="r", low=-0.10, high=0.60,
            says="Where pairs choose, contracts and trust go together or are unrelated",
            source=CAO,
        ),
    )  # fmt: skip

    def figures(self, setting: Setting) -> dict[str, Estimate]:
        """All arms with the same people and luck, once more without attribution, and by choice."""
        pairs = {name: removal(setting, name, PAIR) for name in ("none", "promise", "binding")}
        groups = {
            name: removal(setting, name, GROUP) for name in ("none", "promise", "fine", "reward")
        }
        off = replace(setting, changes=_without(setting, "attribution"))
        return {
            **_in_force(pairs, groups),
            **_afterwards(pairs, groups),
            "VE3.unattributed": _largest(_costs(off)),
            "VE3.chosen": _chosen(setting),
        }


def _without(setting: Setting, mechanism: str) -> dict[str, object]:
    off = {*setting.changes.get("mechanisms.off", ()), mechanism}
    return {**setting.changes, "mechanisms.off": sorted(off)}


def _in_force(pairs: dict[str, Removal], groups: dict[str, Removal]) -> dict[str, Estimate]:
    d = estimates.paired_d
    return {
        "VE3.conduct_binding": d(pairs["binding"].conduct, pairs["promise"].conduct),
        "VE3.conduct_fine": d(groups["fine"].conduct, groups["promise"].conduct),
        "VE3.conduct_promise": d(pairs["promise"].conduct, pairs["none"].conduct),
    }


def _afterwards(pairs: dict[str, Removal], groups: dict[str, Removal]) -> dict[str, Estimate]:
    """Choices where the publication has choices, else the questionnaire."""
    d = estimates.paired_d
    none, promise, binding = pairs["none"], pairs["promise"], pairs["binding"]
    return {
        "VE3.after_binding": d(binding.choices, none.choices),
        "VE3.after_fine": d(groups["fine"].answers, groups["none"].answers),
        "VE3.after_reward": d(groups["reward"].answers, groups["none"].answers),
        "VE3.after_promise": d(promise.choices, none.choices),
        "VE3.promise_binding": d(promise.choices, binding.choices),
        # The first choice of all is that of people who never dealt with each other.
        "VE3.never_binding": d(binding.once_removed, none.at_first),
        "VE3.never_promise": d(promise.once_removed, none.at_first),
    }


def _costs(setting: Setting) -> list[Estimate]:
    """What a contract, a fine and a reward leave, to nothing of the kind."""
    pair = [removal(setting, name, PAIR).choices for name in ("binding", "none")]
    fine, reward, none = (
        removal(setting, name, GROUP).answers for name in ("fine", "reward", "none")
    )
    return [
        estimates.paired_d(pair[0], pair[1]),
        estimates.paired_d(fine, none),
        estimates.paired_d(reward, none),
    ]


def _largest(figures: list[Estimate]) -> Estimate:
    """The figure farthest from 0; a missing one before all others."""
    return max(figures, key=lambda one: inf if isnan(one.value) else abs(one.value))


def _chosen(setting: Setting) -> Estimate:
    firms = partnerships(setting)
    return estimates.correlation(firms.formality, rated(firms.trust, setting.seed, "VE3 survey"))
