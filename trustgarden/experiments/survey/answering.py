"""How people answer: from what is true of them to the categories they tick.

    answer = place + spread (sqrt(trait) z + sqrt(method) halo + sqrt(noise) e)

with z the construct in standard deviations of its norm, halo one number a rater, and e one an
item, all standard normal; place and spread are shares of the scale. Reverse-keyed items are
turned around; then a person's style stretches the answer away from the middle and
leans it to agreeing, and it is cut into categories of equal width.

Every number is addressed by seed, week, person and scale: one person more, one scale
less, and nobody else's answers change.
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from trustgarden.model.keyed_chance import uniforms

from .questionnaire import Questionnaire, Scale

__all__ = ["Sheet", "answers"]

Floats = npt.NDArray[np.float64]
Keys = npt.NDArray[np.int64]

SURVEY = 64
"""Purpose of these numbers in the keys of chance, away from those of the model."""
COUNTS_A_SCALE = 1 << 6
BLOCKS = (1 << 18) - 1
PERSON = 0
"""The block of numbers of a person that belong to no scale."""


@dataclass(frozen=True)
class Sheet:
    """Whom is asked, with what chance, and what is true of them.

    Attributes:
        truth: Constructs, a row a person.
        keys: Packed keys of the people.
        leaders: Those of their leaders, -1 for none.
        seed: Seed of the survey.
        week: Week of the calendar of chance.
    """

    truth: pd.DataFrame
    keys: Keys
    leaders: Keys
    seed: int
    week: int

    def normals(self, keys: Keys, block: int, number: int) -> Floats:
        """Standard normal numbers of each person in a block, (people, number)."""
        return np.asarray(special.ndtri(self.uniforms(keys, block, number)))

    def uniforms(self, keys: Keys, block: int, number: int) -> Floats:
        """Numbers in (0, 1) of each person in a block, (people, number)."""
        counts = -(-number // 4)
        first = block * COUNTS_A_SCALE
        return uniforms(self.seed, SURVEY, self.week, keys, first, counts)[:, :number]


def answers(sheet: Sheet, asked: Questionnaire) -> pd.DataFrame:
    """Ticked categories from 1 on, by item, of everybody who takes part; NaN if left out.

    The index holds places in the sheet. Scales of the records have one column, their figure.
    """
    takes_part = sheet.uniforms(sheet.keys, PERSON, 4)[:, 3] < asked.response_rate
    columns: dict[str, Floats] = {}
    for scale in asked.scales:
        if scale.rater == "record":
            continue
        columns |= dict(zip(scale.columns, _ticked(sheet, asked, scale).T, strict=True))
    return pd.DataFrame(columns, index=range(len(sheet.keys)))[takes_part]


def _ticked(sheet: Sheet, asked: Questionnaire, scale: Scale) -> Floats:
    """Answers of all people to the items of a scale, (people, items)."""
    block = 1 + zlib.crc32(scale.id.encode()) % BLOCKS
    drawn = sheet.uniforms(sheet.keys, block, 1 + 2 * scale.items)
    noise = special.ndtri(drawn[:, 1 : 1 + scale.items])
    z = (sheet.truth[scale.reads].to_numpy(float) - scale.norm.mean) / scale.norm.sd
    halo, agreeing, stretch = _rater(sheet, scale, special.ndtri(drawn[:, 0]))
    common = math.sqrt(asked.trait) * z + math.sqrt(asked.method) * scale.halo * halo
    place = scale.place + asked.spread * (common[:, None] + math.sqrt(asked.noise) * noise)
    turned = np.arange(scale.items) >= scale.items - scale.reversed_items
    place = np.where(turned, 1.0 - place, place)
    place = 0.5 + (place - 0.5) * np.exp(asked.extremity * stretch)[:, None]
    place = place + asked.acquiescence * agreeing[:, None]
    ticked = np.clip(np.floor(place * asked.categories) + 1.0, 1.0, asked.categories)
    left_out = drawn[:, 1 + scale.items :] < asked.missing
    ticked[left_out] = np.nan
    return ticked


def _rater(sheet: Sheet, scale: Scale, of_person: Floats) -> tuple[Floats, Floats, Floats]:
    """Halo, leaning to agree, and stretch of whoever answers about each person.

    A leader's halo is half leniency towards all and half an impression of the one.
    """
    raters = sheet.leaders if scale.rater == "leader" else sheet.keys
    own = sheet.normals(np.maximum(raters, 0), PERSON, 3)
    halo = own[:, 0]
    if scale.rater == "leader":
        halo = (halo + of_person) / math.sqrt(2.0)
    return halo, own[:, 1], own[:, 2]
