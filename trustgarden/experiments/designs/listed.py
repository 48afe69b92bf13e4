"""List: points stated one by one, as in a CSV file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from .design import Design
from .factors import Varied
from .levels import CannotHoldError, Level, OneLevel, plain, same_as
from .points import Rows
from .ranges import Range

__all__ = ["MAX_ROWS", "Listed"]

MAX_ROWS = 100_000
"""Points of a list at most: they are held one by one, and stand in the manifest of the results."""

Row = Annotated[tuple[OneLevel, ...], Field(strict=False)]


class Listed(Design):
    """Points stated one by one; from a file, each column is a dotted key.

    Columns are levers unless [uncertainties] states them; whatever [levers] or
    [uncertainties] state of a column is what its levels are checked against.

    Examples:
        >>> Listed.of([{"work.load": 0.4}, {"work.load": 0.6}]).rows
        ((0.4,), (0.6,))
    """

    method: Literal["list"] = "list"
    file: str | None = Field(None, description="CSV file of the points, or None.")
    columns: tuple[str, ...] = Field((), strict=False, description="Dotted keys.")
    rows: tuple[Row, ...] = Field((), strict=False, description="Levels of each point.")
    made_by: dict[str, Any] | None = Field(
        None, description="The design that the list was written from, if it was."
    )

    @classmethod
    def of(cls, points: Iterable[Mapping[str, Level]], **others: Any) -> Listed:
        """The list of these points; all must have the same keys.

        Raises:
            ValueError: If they do not.
        """
        found = list(points)
        columns = tuple(found[0]) if found else ()
        for number, point in enumerate(found, start=1):
            if set(point) != set(columns):
                raise ValueError(
                    f"point {number} states {', '.join(point)}, and the first one "
                    f"{', '.join(columns)}; every point must state the same keys."
                )
        rows = tuple(tuple(point[key] for key in columns) for point in found)
        return cls(columns=columns, rows=rows, **others)

    @model_validator(mode="after")
    def _rectangular(self) -> Listed:
        if not self.rows:
            raise CannotHoldError(
                "a list has no points; name a CSV file with file = \"points.csv\", a column a "
                "dotted key and a row a point.",
                "file",
            )  # fmt: skip
        if len(self.rows) > MAX_ROWS:
            raise CannotHoldError(
                f"the list has {len(self.rows):,} points; at most {MAX_ROWS:,} are taken one by "
                "one: take a design that makes them, or several experiments.",
                "file",
            )
        lengths = {len(row) for row in self.rows}
        if lengths != {len(self.columns)} or not self.columns:
            raise CannotHoldError(
                f"rows have {min(lengths)} to {max(lengths)} levels, and there are "
                f"{len(self.columns)} columns; every row needs a level for each column.",
                "rows",
            )
        return self

    def unstated(self, stated: Iterable[str]) -> dict[str, Range | tuple[Level, ...]]:
        """What the columns that nothing is stated of vary over, read off their levels."""
        known = set(stated)
        return {
            key: _spanned([row[place] for row in self.rows])
            for place, key in enumerate(self.columns)
            if key not in known
        }

    def check(self, varied: Varied) -> None:
        """Refuse keys without a column, and levels outside of what is stated."""
        for key, factor in varied.all.items():
            if key not in self.columns:
                raise CannotHoldError(
                    f"{key} is stated, and the list of points has no such column; it has: "
                    f"{', '.join(self.columns)}.",
                    key,
                )
            place = self.columns.index(key)
            self._check_column(key, factor, [row[place] for row in self.rows])

    def _check_column(
        self, key: str, factor: Range | tuple[Level, ...], levels: Sequence[Level]
    ) -> None:
        legal = (
            f"a number from {factor.lower:g} to {factor.upper:g}"
            if isinstance(factor, Range)
            else f"one of: {', '.join(str(plain(one)) for one in factor)}"
        )
        known = set() if isinstance(factor, Range) else {same_as(one) for one in factor}
        for number, level in enumerate(levels, start=1):
            fits = _inside(factor, level) if isinstance(factor, Range) else same_as(level) in known
            if not fits:
                raise CannotHoldError(
                    f"point {number} of the list sets {key} to {plain(level)!r}; as stated, it "
                    f"must be {legal}.",
                    key,
                )

    def num_points(self, varied: Varied) -> int:
        """The number of rows."""
        return len(self.rows)

    def lay_out(self, varied: Varied, seed: int) -> Rows:
        """The rows; nothing is drawn."""
        return Rows(self.columns, self.rows)


def _inside(factor: Range, level: Level) -> bool:
    if isinstance(level, bool | str | tuple):
        return False
    return factor.lower <= level <= factor.upper and (not factor.whole or level == int(level))


def _spanned(levels: Sequence[Level]) -> Range | tuple[Level, ...]:
    """The range of numbers, or the different levels in the order in which they come."""
    kinds = {type(level) for level in levels}
    if kinds <= {int, float}:
        numbers = [level for level in levels if isinstance(level, int | float)]
        low, high = min(numbers), max(numbers)
        if low < high:
            return Range(lower=float(low), upper=float(high), whole=kinds == {int})
    return tuple({same_as(level): level for level in levels}.values())
