"""People and ties of a run as tables, without the names of a user's own people."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from .tables import PEOPLE, TIES, WEEK

if TYPE_CHECKING:
    import pandas as pd

    from trustgarden.model.engine import Engine

__all__ = ["NO_PEOPLE", "NO_TIES", "people_of", "ties_of"]


def people_of(engine: Engine) -> pa.Table:
    """Everybody who is here, after this week."""
    from trustgarden.model.tables import people_table

    return _table(engine, people_table, PEOPLE)


def ties_of(engine: Engine) -> pa.Table:
    """Every remembered relationship, after this week."""
    from trustgarden.model.tables import ties_table

    return _table(engine, ties_table, TIES)


def _table(engine: Engine, made: Callable[[Engine], pd.DataFrame], columns: pa.Schema) -> pa.Table:
    frame = made(nameless(engine))
    # NaN and None become null, so that a mean in SQL passes over what is missing.
    table = pa.Table.from_pandas(frame, schema=columns, preserve_index=False)
    weeks = pa.array([engine.week] * len(frame), WEEK[1])
    return table.add_column(0, pa.field(*WEEK), weeks).replace_schema_metadata(None)


def nameless(engine: Engine) -> Engine:
    """The engine, for reading, with a user's own people numbered.

    They are called as in an organisation that is laid out by numbers: people
    1, 2, 3 in the order of the file, teams "team 1" and so on.
    """
    if engine.scenario.organisation.people is None:
        return engine
    structure = engine.structure
    view = copy.copy(engine)
    view.structure = dataclasses.replace(
        structure,
        ids=tuple(str(number + 1) for number in range(len(structure.ids))),
        team_names=_numbered("team", structure.team_names),
        place_names=_numbered("place", structure.place_names),
        practice_names=_numbered("practice", structure.practice_names),
    )
    return view


def _numbered(kind: str, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{kind} {number + 1}" for number in range(len(names)))


NO_PEOPLE = pa.schema([WEEK, *PEOPLE]).empty_table()
NO_TIES = pa.schema([WEEK, *TIES]).empty_table()
