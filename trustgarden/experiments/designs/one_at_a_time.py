"""One at a time: a base, and each factor moved alone."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .design import Design
from .factors import Varied
from .grid import needs_steps, stepped
from .levels import CannotHoldError, Level, OneLevel, plain, same_as
from .points import Rows
from .ranges import Range

__all__ = ["OneAtATime"]


class OneAtATime(Design):
    """A base point, and from it every factor alone to each of its other levels.

    Cheap and easy to explain, and blind to interactions: what two factors do
    together is nowhere in it. For screening, elementary effects from many
    bases (`Morris`) cost little more and see more (Saltelli & Annoni 2010,
    doi:10.1016/j.envsoft.2010.04.012).

    The base of a factor is its first level, or the middle of its range,
    unless `base` states it.
    """

    method: Literal["one-at-a-time"] = "one-at-a-time"
    base: dict[str, OneLevel] = Field({}, description="Dotted keys, and their levels in the base.")

    def check(self, varied: Varied) -> None:
        """Refuse ranges without steps, and bases of what does not vary or lies outside."""
        needs_steps(varied, "one at a time takes levels")
        for key, level in self.base.items():
            if key not in varied.all:
                raise CannotHoldError(
                    f"design.base states {key}, which is not varied; take it out, or state it "
                    "below [constants].",
                    "design", "base", key,
                )  # fmt: skip
            _check_inside(key, level, varied.all[key])

    def num_points(self, varied: Varied) -> int:
        """The base, and the other levels of each factor."""
        return 1 + sum(len(others) for others in self._others(varied).values())

    def lay_out(self, varied: Varied, seed: int) -> Rows:
        """The base first, then factor by factor; nothing is drawn."""
        base = self._base(varied)
        rows = [tuple(base.values())]
        for key, others in self._others(varied).items():
            rows += [tuple((base | {key: level}).values()) for level in others]
        return Rows(tuple(base), rows)

    def _base(self, varied: Varied) -> dict[str, Level]:
        return {
            key: self.base[key] if key in self.base else _middle(factor)
            for key, factor in varied.all.items()
        }

    def _others(self, varied: Varied) -> dict[str, list[Level]]:
        base = self._base(varied)
        return {
            key: [level for level in levels if same_as(level) != same_as(base[key])]
            for key, levels in stepped(varied.all).items()
        }


def _middle(factor: Range | tuple[Level, ...]) -> Level:
    return factor.spaced(3)[1] if isinstance(factor, Range) else factor[0]


def _check_inside(key: str, level: Level, factor: Range | tuple[Level, ...]) -> None:
    if isinstance(factor, Range):
        is_number = isinstance(level, int | float) and not isinstance(level, bool)
        fits = is_number and factor.lower <= float(level) <= factor.upper  # type: ignore[arg-type]
        legal = f"a number from {factor.lower:g} to {factor.upper:g}"
    else:
        fits = any(same_as(level) == same_as(one) for one in factor)
        legal = f"one of its levels ({', '.join(str(plain(one)) for one in factor)})"
    if not fits:
        raise CannotHoldError(
            f"design.base.{key} is {plain(level)!r}; it must be {legal}.", "design", "base", key
        )
