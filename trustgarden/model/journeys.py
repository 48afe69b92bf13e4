"""What came to pass, as tables: people's ways in and out, and events that did not take place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from .chance import MASK
from .layout import LOG_NAMES, STEP

if TYPE_CHECKING:
    import pandas as pd

    from .engine import Engine

__all__ = ["journeys_table", "not_held_table", "paths_table"]


def paths_table(engine: Engine) -> pd.DataFrame:
    """What was logged, one row an entry; see `Organisation.paths`."""
    import pandas as pd

    log = engine.log
    name = _namer(engine)
    kinds = [step.kind for step in engine.scenario.welcome.resolved().steps or ()]
    steps = zip(log["what"].tolist(), log["step"].tolist(), strict=True)
    columns: dict[str, Any] = {
        "week": log["week"].astype(np.int64) - engine.weeks_before,
        "what": [LOG_NAMES[what] for what in log["what"].tolist()],
        "who": [name(key) for key in log["who"].tolist()],
        "whom": _words(name(key) for key in log["whom"].tolist()),
        # A choreography that changed on the way may have had more steps.
        "step": _words(
            kinds[step] if what == STEP and step < len(kinds) else None for what, step in steps
        ),
        "done": log["done"].astype(bool),
    }
    return pd.DataFrame(columns)


def not_held_table(engine: Engine) -> pd.DataFrame:
    """Events that did not take place, one a row; see `Organisation.not_held`."""
    import pandas as pd

    columns: dict[str, Any] = {"week": np.array([e.week for e in engine.not_held], np.int64)}
    for field in ("kind", "who", "whom", "team", "why"):
        columns[field] = _words(getattr(event, field) for event in engine.not_held)
    return pd.DataFrame(columns)


def _words(words: Iterable[str | None]) -> pd.Series[Any]:
    """A column of words in which those that are missing are NaN, in any version of pandas.

    Left to itself, pandas takes None for NaN or keeps it, by version and by what else there is.
    """
    import pandas as pd

    return pd.Series([np.nan if word is None else word for word in words], dtype=object)


def _namer(engine: Engine) -> Callable[[int], str | None]:
    """Names of people by their keys, of those who have left too."""
    ids = engine.structure.ids
    seats = {int(key) & MASK: ids[row] for row, key in enumerate(engine.state.keys)}

    def name(key: int) -> str | None:
        if key < 0:
            return None
        occupant = key >> 32
        return f"{seats[key & MASK]}.{occupant}" if occupant else seats[key & MASK]

    return name


def journeys_table(engine: Engine) -> pd.DataFrame:
    """Each joiner's welcome, one row a step; see `Organisation.journeys`."""
    import pandas as pd

    paths = paths_table(engine)
    joined = _weeks_of(paths, "joined")
    steps = paths[(paths["what"] == "step") & paths["who"].isin(joined.index)]
    rows = pd.DataFrame(
        {
            "person": steps["who"],
            "week": steps["week"],
            "step": steps["step"],
            "who": steps["whom"],
            "happened": steps["done"],
        }
    )
    unplanned = joined.index.difference(pd.Index(rows["person"].unique()))
    bare = pd.DataFrame({"person": unplanned, "week": joined.loc[unplanned].to_numpy()})
    rows = pd.concat([rows, bare], ignore_index=True) if len(bare) else rows
    rows["joined_week"] = rows["person"].map(joined)
    rows["accepted_week"] = rows["person"].map(_weeks_of(paths, "accepted")).astype(np.float64)
    rows["left_week"] = rows["person"].map(_weeks_of(paths, "left")).astype(np.float64)
    rows["choreography"] = engine.scenario.welcome.choreography
    order = ["person", "joined_week", "week", "step", "who", "happened", "accepted_week",
             "left_week", "choreography"]  # fmt: skip
    return rows.sort_values(["joined_week", "person", "week"], kind="stable")[order].reset_index(
        drop=True
    )


def _weeks_of(paths: pd.DataFrame, what: str) -> pd.Series[int]:
    """Week in which something happened to each person to whom it did."""
    rows = paths[paths["what"] == what]
    return rows.drop_duplicates("who").set_index("who")["week"]
