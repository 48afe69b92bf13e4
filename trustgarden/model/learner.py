"""M17 The learner: a leader who sees noisy signs only, and shifts attention by what it has seen.

A learner begins with attention divided by lot, like the style `random` with the same
key, and holds a belief about each of the seven practices: what more attention to it
would be worth, a mean m and a variance v, at first 0 and DOUBT^2. Each week

    growth  = sum of weight (sign - usual sign), over the signs that showed
    f       = recent - usual attention, both fading averages (FADING, USUAL)
    surprise = growth - sum(m f)
    v += DRIFT;  gain = v f / (NOISE + sum(v f^2))
    m += gain surprise;  v *= 1 - gain f

which is a Kalman filter (Kalman 1960, doi:10.1115/1.3662552) that keeps no account of how
beliefs hang together. Every PATIENCE weeks attention moves by the beliefs, as they come
to mind: by m + sqrt(v) e, with e uniform of mean 0 and variance 1 by key (Thompson 1933,
doi:10.1093/biomet/25.3-4.285), and back to the nearest division of the whole week; a
TRIAL of it is then divided by lot. So what is little known is tried out more, and
exploring cools as doubt shrinks. It never stops, since DRIFT keeps some doubt alive and
TRIAL is always spent: who only exploits settles too early, and does not notice when
things change (March 1991, doi:10.1287/orsc.2.1.71).

Weights: work done 1, strain -1, faith that seems kept 1/2, what is told 1/2 (these two
show in few acts a week, and so are noisier). Being entrusted does not count, though it
is the nearest to trust of all that shows: who demands it gets it at once, and a learner
that goes by it learns to demand (docs/styles.md has the figures).

Tried and left: exchanging a share between two practices and going back if signs got
worse, and gradient ascent with a trace of what was tried (in the spirit of Spall 1992,
doi:10.1109/9.119632). Both beat the lot too, by a third of this or less, since they
forget what a trial showed.

Limits: a belief is linear, so a practice of which a little is best is not found as such;
signs that hide what they cost later mislead; where signs hardly depend on what leaders
do it wanders; it learns alone, and does not imitate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import ClassVar, NamedTuple, Self

import numpy as np

from .custom import Style
from .keyed_chance import Chance
from .presets import PRACTICES
from .styles import divided, drawn_by_lot
from .views import Attention, Numbers, Signs, View

__all__ = ["Learner"]

WEIGHTS = {"output": 1.0, "strain": -1.0, "kept": 0.5, "told": 0.5}
"""What each sign counts for (free choice); the others count for nothing."""
DOUBT = 0.3
"""Standard deviation of what a practice may be worth, before anything is seen (free choice)."""
DRIFT = 0.00005
"""Variance by which what a practice is worth may change in a week (free choice)."""
NOISE = 0.03
"""Variance of a week's growth that has nothing to do with attention, as the signs have it."""
FADING = 0.15
"""Weight of the newest week in recent attention: half of what is done shows within a month."""
USUAL = 0.05
"""Weight of the newest week in what is usual (free choice)."""
PATIENCE = 4
"""Weeks between two changes of attention (free choice)."""
TRIAL = 0.05
"""Share of attention that is always spent on trying something (free choice)."""
UNSEEN = -1.0
"""Stands for a sign that has never shown; notes are finite."""

SIGNS = tuple(sign.name for sign in fields(Signs))


class Notes(NamedTuple):
    """What learners remember, one row a leader."""

    recent: Numbers  # attention, as far as it may show in the signs by now (L, 7)
    usual: Numbers  # attention as it has been (L, 7)
    belief: Numbers  # what more attention to a practice is worth (L, 7)
    doubt: Numbers  # its variance (L, 7)
    signs: Numbers  # signs as they have been, UNSEEN before the first (L, 7)
    weeks: Numbers  # weeks of learning so far (L, 1)

    @classmethod
    def first(cls, start: Numbers) -> Self:
        """The notes of leaders who have seen nothing yet and begin with this attention."""
        unseen = np.full((len(start), len(SIGNS)), UNSEEN)
        doubt = np.full_like(start, DOUBT * DOUBT)
        return cls(start, start, np.zeros_like(start), doubt, unseen, np.zeros((len(start), 1)))

    @classmethod
    def read(cls, notes: Numbers, start: Numbers) -> Self:
        """The notes as they were written; first ones for those who have none."""
        first = cls.first(start)
        ends = np.cumsum([part.shape[1] for part in first])
        new = notes[:, -1:] == 0.0
        parts = np.split(notes, ends[:-1], axis=1)
        return cls(*(np.where(new, one, part) for one, part in zip(first, parts, strict=True)))


class Learner(Style, name="learner"):
    """Sees noisy signs and learns from them what grows here.

    A subclass with other `weights` learns what is good for those signs.
    """

    num_notes: ClassVar[int] = 4 * len(PRACTICES) + len(SIGNS) + 1
    weights: ClassVar[Mapping[str, float]] = MappingProxyType(WEIGHTS)

    def attend(self, view: View, chance: Chance) -> Attention:
        """Take in last week's signs, and every few weeks shift attention by what is believed."""
        began = view.notes[:, -1:] > 0.0
        shares = view.shares if began.all() else np.where(began, view.shares, drawn_by_lot(chance))
        notes = Notes.read(view.notes, shares)
        seen = np.column_stack([getattr(view.signs, name) for name in SIGNS])
        seen = np.where(began, seen, np.nan)
        weights = np.array([self.weights.get(name, 0.0) for name in SIGNS])
        notes = _taken_in(notes, shares, seen, weights)
        notes = notes._replace(weeks=notes.weeks + 1.0)
        moving = notes.weeks % PATIENCE == 0.0
        if moving.any():
            shares = np.where(moving, _moved(shares, notes, chance), shares)
        return Attention(shares, notes=np.column_stack(notes))


def _taken_in(notes: Notes, shares: Numbers, seen: Numbers, weights: Numbers) -> Notes:
    """What is believed after a week of this attention and what was seen in it (L, signs)."""
    recent = notes.recent + FADING * (shares - notes.recent)
    growth, usual_signs = _growth(notes.signs, seen, weights)
    f = recent - notes.usual
    doubt = notes.doubt + DRIFT
    surprise = growth - _total(notes.belief * f)
    gain = doubt * f / (NOISE + _total(doubt * f * f))
    return notes._replace(
        recent=recent,
        usual=notes.usual + USUAL * f,
        belief=notes.belief + gain * surprise,
        doubt=doubt * (1.0 - gain * f),
        signs=usual_signs,
    )


def _growth(usual: Numbers, seen: Numbers, weights: Numbers) -> tuple[Numbers, Numbers]:
    """By how much signs are better than usual (L, 1), and what is usual now (L, signs).

    A sign that does not show counts as usual.
    """
    usual = np.where(usual == UNSEEN, seen, usual)
    better = np.nan_to_num(seen - usual)
    usual = np.where(np.isnan(usual), UNSEEN, usual + USUAL * better)
    return _total(better * weights), usual


def _moved(shares: Numbers, notes: Notes, chance: Chance) -> Numbers:
    """Attention shifted by beliefs as they come to mind (L, 7)."""
    drawn = chance.uniforms(0, 2)[:, : len(PRACTICES)]
    # Uniform with variance 1: with sums and square roots alone the bits are the same everywhere.
    lot = np.sqrt(12.0) * (drawn - 0.5)
    wanted = whole_week(shares + notes.belief + np.sqrt(notes.doubt) * lot)
    return (1.0 - TRIAL) * wanted + TRIAL * divided(chance.uniforms(2, 2))


def whole_week(wanted: Numbers) -> Numbers:
    """The division of a whole week that is nearest to what is wanted (L, practices).

    Euclidean projection on the simplex (Duchi et al. 2008, doi:10.1145/1390156.1390191).
    """
    falling = -np.sort(-wanted, axis=1)
    ranks = np.arange(1, wanted.shape[1] + 1)
    over = (np.cumsum(falling, axis=1) - 1.0) / ranks
    last = (falling > over).sum(axis=1, keepdims=True) - 1
    return np.clip(wanted - np.take_along_axis(over, last, axis=1), 0.0, 1.0)


def _total(columns: Numbers) -> Numbers:
    """Sum over columns, one number a row (L, 1)."""
    total: Numbers = columns.sum(axis=1, keepdims=True)
    return total
