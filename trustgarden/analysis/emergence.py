"""When trust emerged, and when it collapsed: written definitions on weekly series.

Emergence: trust rises to a threshold and stays at or above it for at least a
quarter of a year; its week is the first of these weeks. It must come from
below: at some time before, the mean of a quarter was below the threshold. A
series that begins at or above it "was there at the start", counted apart.

Collapse: trust falls below a floor, or by a stated drop or more below its
height, and stays there for at least a quarter; its week is the first of these
weeks. The height is the largest mean over a quarter seen so far, so that one
lucky week is no height to fall from, as one bad week is no fall. It must come
from above: the height was at or above the floor. A series that never stood
that high had nothing to lose, and one that begins below "was low at the start".

"Begins" means the mean of the first month: one week is too noisy to say, and a
quarter would hide a fall that begins at once. In the first quarter the means
are over the weeks there are, from the first month on.

Why these forms. A crossing alone counts noise: a stationary series near the
threshold crosses it again and again, and one that lies just above it dips and
comes back. Hence both sides must be held for a quarter: on average before the
crossing, in every week after it. Change-point methods find that *something*
changed, not that it stayed, nor that it was trust which came. A sustained
crossing can be checked with a ruler on the printed picture, and its rate of
false alarms on noise can be stated (`docs/analysis.md`). The two parts of the
collapse answer two questions: the floor, whether there is still something to
work with; the drop, whether something that stood was lost, wherever it stood.
A slow erosion counts as a collapse as a sudden one does, since the height
never sinks; the weekly picture tells the two apart.

Where it misleads. A crossing in the last weeks of a run cannot be confirmed
and is not counted, so short runs emerge and collapse less. Values are means
over an organisation: a team may collapse inside one that holds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Crossing", "Definitions", "find_collapse", "find_emergence", "height_so_far"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


START_WEEKS = 4
"""How long the beginning of a series is (weeks): a month."""


@dataclass(frozen=True)
class Crossing:
    """Where each run crossed.

    Attributes:
        week: Week of the crossing (weeks from 1); NaN where there was none. Shape `(runs,)`.
        at_start: Whether the run was there already, by the mean of its first month. Shape
            `(runs,)`.
    """

    week: FloatArray
    at_start: BoolArray

    @property
    def happened(self) -> BoolArray:
        """Whether each run crossed."""
        return ~np.isnan(self.week)


@dataclass(frozen=True, kw_only=True)
class Definitions:
    """The thresholds of emergence and collapse, so that a report can state what it used.

    Attributes:
        threshold: Trust that emergence must reach (share, above 0 and below 1). 0.65 is
            where a single relationship begins to count as invested; an ordinary organisation
            that nobody tends may well begin near 0.6, and nothing has emerged there.
        floor: Trust below which it has collapsed (share, above 0 and below 1). A free choice, a
            little above the 0.35 under which a single relationship counts as no trust.
        drop: Loss below the height that is a collapse (share, above 0 and below 1): several
            times what a mean over some sixty people wavers by from week to week.
        hold_weeks: How long it must last (weeks, 1 or more). 13 is a quarter of a year,
            longer than a project's mood, shorter than a yearly cycle.
        height_weeks: Weeks over which the height is a mean (weeks, 1 or more); as long as
            a fall must last.
    """

    threshold: float = 0.65
    floor: float = 0.40
    drop: float = 0.10
    hold_weeks: int = 13
    height_weeks: int = 13

    def emergence(self, series: npt.ArrayLike) -> Crossing:
        """Find emergence in each run of `series`, shape `(runs, weeks)`."""
        return find_emergence(series, threshold=self.threshold, hold_weeks=self.hold_weeks)

    def collapse(self, series: npt.ArrayLike) -> Crossing:
        """Find collapse in each run of `series`, shape `(runs, weeks)`."""
        return find_collapse(
            series,
            floor=self.floor,
            drop=self.drop,
            hold_weeks=self.hold_weeks,
            height_weeks=self.height_weeks,
        )


def find_emergence(
    series: npt.ArrayLike, *, threshold: float = 0.65, hold_weeks: int = 13
) -> Crossing:
    """Find where trust came to stay.

    Args:
        series: Weekly trust, shape `(runs, weeks)`, or `(weeks,)` for one run. NaN is
            never at or above anything.
        threshold: Trust to reach (share, above 0 and below 1).
        hold_weeks: How long it must stay (weeks, 1 or more).

    Raises:
        ValueError: If an argument is outside its range.
    """
    runs = _as_runs(series)
    _check_share("threshold", threshold)
    _check_weeks("hold_weeks", hold_weeks)
    mean = _trailing_mean(runs, hold_weeks)
    lowest = np.fmin.accumulate(mean, axis=1)
    # Comparisons with NaN are False, as wanted: what is not known is on neither side.
    return _sustained(
        runs >= threshold,
        outside=(runs < threshold) & (lowest < threshold),
        at_start=mean[:, 0] >= threshold,
        hold_weeks=hold_weeks,
    )


def find_collapse(
    series: npt.ArrayLike,
    *,
    floor: float = 0.40,
    drop: float = 0.10,
    hold_weeks: int = 13,
    height_weeks: int = 13,
) -> Crossing:
    """Find where trust broke down and did not come back within a quarter.

    Args:
        series: Weekly trust, shape `(runs, weeks)`, or `(weeks,)` for one run.
        floor: Trust below which it has collapsed (share, above 0 and below 1).
        drop: Loss below the height so far that is a collapse (share, above 0 and below 1).
        hold_weeks: How long it must last (weeks, 1 or more).
        height_weeks: Weeks over which the height is a mean (weeks, 1 or more).

    Raises:
        ValueError: If an argument is outside its range.
    """
    runs = _as_runs(series)
    _check_share("floor", floor)
    _check_share("drop", drop)
    _check_weeks("hold_weeks", hold_weeks)
    _check_weeks("height_weeks", height_weeks)
    height = height_so_far(runs, height_weeks)
    lost = (runs < floor) | (runs <= height - drop)
    return _sustained(
        lost & (height >= floor),
        outside=~lost & ~np.isnan(runs),
        at_start=height[:, 0] < floor,
        hold_weeks=hold_weeks,
    )


def height_so_far(series: npt.ArrayLike, height_weeks: int = 13) -> FloatArray:
    """Return the largest trailing mean over `height_weeks` weeks seen up to each week.

    In the first quarter the mean is over the weeks there are, but at least over
    the first month, so that a fall that begins at once is measured from where
    it began.
    """
    _check_weeks("height_weeks", height_weeks)
    mean = _trailing_mean(_as_runs(series), height_weeks)
    # Before anything is known there is no height; `fmax` passes over NaN.
    height: FloatArray = np.fmax.accumulate(mean, axis=1)
    return height


def _trailing_mean(runs: FloatArray, weeks: int) -> FloatArray:
    """Mean of each week and those before it, `weeks` in all; of the first month at least."""
    known = ~np.isnan(runs)
    total = _trailing_sum(np.where(known, runs, 0.0), weeks)
    count = _trailing_sum(known.astype(np.float64), weeks)
    mean = np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0.5)
    month = min(START_WEEKS, weeks, mean.shape[1])
    mean[:, :month] = mean[:, month - 1 : month]
    return mean


def _trailing_sum(runs: FloatArray, weeks: int) -> FloatArray:
    total: FloatArray = np.cumsum(runs, axis=1)
    before = np.zeros_like(total)
    before[:, weeks:] = total[:, :-weeks]
    return total - before


def _sustained(
    there: BoolArray, *, outside: BoolArray, at_start: BoolArray, hold_weeks: int
) -> Crossing:
    """First week that begins `hold_weeks` weeks of `there`, after a week that was `outside`."""
    num_runs, num_weeks = there.shape
    if num_weeks <= hold_weeks:
        return Crossing(np.full(num_runs, np.nan), at_start)
    windows = np.lib.stride_tricks.sliding_window_view(there, hold_weeks, axis=1)
    held: BoolArray = np.logical_and.reduce(windows, axis=2)
    crossed = held[:, 1:] & outside[:, : held.shape[1] - 1]
    # Column k of `crossed` is about the week of index k + 1, which is week k + 2.
    week = np.where(crossed.any(axis=1), crossed.argmax(axis=1) + 2.0, np.nan)
    return Crossing(week, at_start)


def _as_runs(series: npt.ArrayLike) -> FloatArray:
    runs = np.atleast_2d(np.asarray(series, dtype=np.float64))
    if runs.ndim != 2 or runs.shape[1] == 0:
        raise ValueError(f"series has shape {runs.shape}; give (runs, weeks), of 1 week or more.")
    return runs


def _check_share(name: str, share: float) -> None:
    if not 0 < share < 1:
        raise ValueError(f"{name} ({share}) must be above 0 and below 1: it is an amount of trust.")


def _check_weeks(name: str, weeks: int) -> None:
    if weeks < 1:
        raise ValueError(f"{name} ({weeks}) must be at least 1 week.")
