"""VE8: welcome of a newcomer.

Klinghoffer, Young & Haspas (2019) counted the meetings of some 600 hires with a buddy in
their first 90 days: more meetings went with better starts, the first ones most. Kammeyer-
Mueller et al. (2013) asked 264 newcomers for 14 weeks how much support they got; where it
began told more of what followed than how it changed. Van der Werff & Buckley (2017) asked
193 newcomers four times how far they would rely on co-workers: propensity told where they
began and not how they went on. Lount et al. (2008): a breach at the beginning costs most.

**Mirrored.** One newcomer a month comes to a running firm of 70 that nobody tends, six in all,
each to another team, and is followed for a year. Arms differ in the welcome alone, with the
same people and luck: none; a buddy with 1, 3, 6 or 10 meetings in 90 days; a group that
greets and three introductions to people the leader trusts; three meetings with the buddy and
three introductions by them; three meetings, and one more that the buddy announced and missed
in week 1, or in week 24. Trust is that in everybody of one's team. Support is what one
receives of others in a week in answer to what one entrusted to them; its change is that from
weeks 1-4 to weeks 10-13. Growth is a straight line through four waves in half a year. Where
newcomers are compared with each other, they answer a questionnaire.

**What differs.** The pilot's hires chose how often to meet and said whether it helped; here
meetings are allotted and trust is read, so only the shape is compared. A lapse is judged by
trust in who did not come, a quarter after, against the arm with the same meetings and no
lapse. Trust in the organisation (P45) is said to turn within the year, in one study up first
and in the other down; so the sign of the turn is taken from one half of the firms, and its
size from the other.
"""

from __future__ import annotations

from itertools import pairwise
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from . import estimates
from .criteria import Criterion
from .estimates import Estimate
from .ratings import rated
from .study import Setting, Study
from .ve08_newcomers import ARMS, LAPSE_WEEK, QUARTER, YEAR, Followed, followed

__all__ = ["Welcomed"]

BUDDY = "Klinghoffer, Young & Haspas 2019, Harvard Business Review (no DOI)"
SUPPORT = "Kammeyer-Mueller et al. 2013, doi:10.5465/amj.2010.0791"
GROWTH = "van der Werff & Buckley 2017, doi:10.1177/0149206314543475"
BREACH = "Lount et al. 2008, doi:10.1177/0146167208324512"
HANGOVER = "Boswell et al. 2009, doi:10.1037/a0014975"
DOSES = {"none": 0, "one": 1, "three": 3, "six": 6, "ten": 10}
"""Meetings in 90 days."""
HALF_YEAR = 26
WAVES = (1, 9, 17, 26)
EARLY, LATER = slice(0, 4), slice(9, 13)
"""Weeks in which support is said to be early, and those by which it has changed."""

Floats = npt.NDArray[np.float64]


class Welcomed(Study):
    """Newcomers to firms of seventy."""

    id: ClassVar[str] = "VE8"
    title: ClassVar[str] = "Welcome of a newcomer"
    criteria: ClassVar[tuple[Criterion, ...]] = (
        Criterion(
            id="VE8.increasing", finding="P42",
            says="Trust after 90 days is the higher the more often a buddy met the newcomer "
            "(least of four steps)",
            unit="trust", low=0.0, high=1.0, no_effect=0.0, source=BUDDY, confirmed=True,
        ),
        Criterion(
            id="VE8.concave", finding="P42",
            says="Each of the first three meetings adds more than each of the last four of ten",
            unit="trust", low=0.0, high=1.0, no_effect=0.0, source=BUDDY, confirmed=True,
        ),
        Criterion(
            id="VE8.early_trust", finding="P44",
            says="Early support tells more of trust after 180 days than its change",
            unit="difference of r", low=0.0, high=1.0, no_effect=0.0, source=SUPPORT,
            confirmed=True,
        ),
        Criterion(
            id="VE8.early_staying", finding="P44",
            says="Early support tells more of who stays than its change",
            unit="difference of r", low=0.0, high=1.0, no_effect=0.0, source=SUPPORT,
            confirmed=True,
        ),
        Criterion(
            id="VE8.intercept", finding="P06",
            says="Propensity goes with the trust that a newcomer begins with",
            unit="r", low=0.0, high=1.0, no_effect=0.0, source=GROWTH, confirmed=True,
        ),
        Criterion(
            id="VE8.slope", finding="P06",
            says="Propensity does not go with how trust grows",
            unit="r", low=-0.10, high=0.10, source=GROWTH, confirmed=True,
        ),
        Criterion(
            id="VE8.growing", finding="P06",
            says="Newcomers' trust in colleagues rises within half a year",
            unit="trust", low=0.0, high=1.0, no_effect=0.0, source=GROWTH, confirmed=True,
        ),
        Criterion(
            id="VE8.overwritten", finding="P06",
            says="Propensity goes less with trust after half a year than at first",
            unit="difference of r", low=0.0, high=1.0, no_effect=0.0, source=GROWTH,
        ),
        Criterion(
            id="VE8.failed", finding="P58",
            says="A meeting that is missed in week 1 costs more trust than one in month 6",
            unit="trust", low=0.0, high=1.0, no_effect=0.0, source=BREACH, confirmed=True,
        ),
        Criterion(
            id="VE8.transfer", finding="P42",
            says="More of what a buddy does for trust in others comes by introductions than "
            "without them",
            unit="trust", low=0.0, high=1.0, no_effect=0.0, source=BUDDY,
        ),
        Criterion(
            id="VE8.turn", finding="P45",
            says="Trust in the organisation turns within the first year",
            unit="trust", low=0.0, high=1.0, no_effect=0.0, source=HANGOVER, confirmed=True,
        ),
    )  # fmt: skip

    def figures(self, setting: Setting) -> dict[str, Estimate]:
        """Follow newcomers through all arms."""
        arms = followed(setting)
        return {
            **_of_meetings(arms),
            **_of_support(arms, setting.seed),
            **_of_growth(arms, setting.seed),
            "VE8.failed": estimates.mean(
                lapse_cost(arms["three"], arms["failed"], 1)
                - lapse_cost(arms["three"], arms["lapse"], LAPSE_WEEK)
            ),
            "VE8.transfer": estimates.mean(transfer(arms)),
            "VE8.turn": turn(_by_firm(arms["three"].organisation)),
        }


def _by_firm(values: Floats) -> Floats:
    """Means over the newcomers of each firm, where there are any."""
    known = ~np.isnan(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        means: Floats = np.where(known, values, 0.0).sum(axis=1) / known.sum(axis=1)
    return means


def _of_meetings(arms: dict[str, Followed]) -> dict[str, Estimate]:
    after = {arm: _by_firm(arms[arm].colleagues[:, :, QUARTER - 1]) for arm in DOSES}
    names = list(DOSES)
    steps = [after[more] - after[less] for less, more in pairwise(names)]
    first = (after["three"] - after["none"]) / (DOSES["three"] - DOSES["none"])
    last = (after["ten"] - after["six"]) / (DOSES["ten"] - DOSES["six"])
    return {
        "VE8.increasing": estimates.least([estimates.mean(step) for step in steps]),
        "VE8.concave": estimates.mean(first - last),
    }


def _all(arms: dict[str, Followed], field: str) -> Floats:
    """One field of the newcomers of all arms, with firms first: (firms, arms, newcomers, ...)."""
    return np.stack([getattr(arms[arm], field) for arm in ARMS], axis=1)


def _of_support(arms: dict[str, Followed], seed: int) -> dict[str, Estimate]:
    """Early support and its change, against trust after 180 days and staying for a year."""
    weekly = _all(arms, "support")
    early = rated(weekly[..., EARLY].mean(axis=-1), seed, "support, early")
    change = rated(weekly[..., LATER].mean(axis=-1), seed, "support, later") - early
    trust = _all(arms, "colleagues")
    later = rated(trust[..., HALF_YEAR - 1], seed, "colleagues, half a year")
    stays = (~np.isnan(trust[..., YEAR - 1])).astype(float)
    return {
        "VE8.early_trust": estimates.bootstrapped(more_by_first, early, change, later),
        "VE8.early_staying": estimates.bootstrapped(more_by_first, early, change, stays),
    }


def _of_growth(arms: dict[str, Followed], seed: int) -> dict[str, Estimate]:
    """A line through four waves for each newcomer, against their propensity."""
    trust = _all(arms, "colleagues")[..., np.array(WAVES) - 1]
    waves = np.stack(
        [rated(trust[..., k], seed, f"colleagues, wave {k + 1}") for k in range(len(WAVES))], -1
    )
    start, slope = lines(waves)
    said = rated(_all(arms, "propensity"), seed, "propensity")
    rise = (waves[..., -1] - waves[..., 0]).reshape(len(waves), -1)
    return {
        "VE8.intercept": estimates.bootstrapped(r, said, start),
        "VE8.slope": estimates.bootstrapped(r, said, slope),
        "VE8.growing": estimates.mean(_by_firm(rise)),
        "VE8.overwritten": estimates.bootstrapped(
            lambda q, one, two: r(q, one) - r(q, two), said, waves[..., 0], waves[..., -1]
        ),
    }


def lines(waves: Floats) -> tuple[Floats, Floats]:
    """Intercept at the first wave and slope a week of straight lines; waves stand last."""
    weeks = np.array(WAVES, float)
    along = weeks - weeks.mean()
    slope: Floats = (waves @ along) / (along @ along)
    start: Floats = waves.mean(axis=-1) + slope * (weeks[0] - weeks.mean())
    return start, slope


def r(x: Floats, y: Floats) -> float:
    """Pearson's r over all newcomers of whom both are known."""
    known = ~(np.isnan(x) | np.isnan(y))
    return float(np.corrcoef(x[known], y[known])[0, 1])


def more_by_first(first: Floats, second: Floats, outcome: Floats) -> float:
    """How much more of the outcome is told by the first than by the second, whatever its sign.

    Only newcomers of whom all three are known are counted.
    """
    known = ~(np.isnan(first) | np.isnan(second) | np.isnan(outcome))
    one, two, result = first[known], second[known], outcome[known]
    return r(one, result) - abs(r(two, result))


def lapse_cost(control: Followed, lapsed: Followed, week: int) -> Floats:
    """Trust in the buddy that a lapse in a week has cost a quarter later, by firm."""
    after = week + QUARTER - 1
    return _by_firm(control.buddy[:, :, after] - lapsed.buddy[:, :, after])


def transfer(arms: dict[str, Followed]) -> Floats:
    """What introductions add to trust in other colleagues, less what the buddy does without."""
    without = _by_firm((arms["three"].others - arms["none"].others)[:, :, QUARTER - 1])
    with_them = _by_firm((arms["introduced"].others - arms["none"].others)[:, :, QUARTER - 1])
    return with_them - 2.0 * without


def turn(weekly: Floats) -> Estimate:
    """By how much a weekly figure turns within the year; at which week and way, others say.

    Firms of even number say where the mean lies furthest beyond both its ends, those of odd
    number by how much: what is looked for and measured in the same firms would never be 0.
    """
    mean = np.nanmean(weekly[::2], axis=0)
    beyond = {way: _beyond_both_ends(way * mean) for way in (1.0, -1.0)}
    way = max(beyond, key=lambda sign: float(beyond[sign].max()))
    week = int(beyond[way].argmax())
    others = way * weekly[1::2]
    return estimates.least([estimates.mean(others[:, week] - others[:, end]) for end in (0, -1)])


def _beyond_both_ends(curve: Floats) -> Floats:
    """By how much each point of a curve lies above the higher of its ends."""
    above: Floats = curve - max(curve[0], curve[-1])
    return above
