"""The meetings of an organisation's last week, as a table.

The public tables say what people remember; who met whom, and what was done,
stands only in the arrays of the week that has just ended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from trustgarden.model.layout import ADMITS, DENIES, PAYS, PROMISES

if TYPE_CHECKING:
    from trustgarden.model.organisation import Organisation

__all__ = ["ACTS", "meetings_of"]

ACTS = ("", "held back", "kept", "error", "breach")


def meetings_of(org: Organisation) -> pd.DataFrame:
    """Return the meetings of the last week between people who are still there, one a row.

    Returns:
        Columns trustor, trustee (ids), act (of the trustee, or "held back" by the trustor),
        stake (0 to 1), hidden (and not found out), found (a deception that came out), repaired
        (admitted or paid for), promised, denied. No rows before the first week.
    """
    state = org.engine.state
    meetings: Any = state.meetings
    now = org.engine.weeks_before + org.week
    # Who came at the end of the week holds the seat of somebody who left, and met nobody.
    here = (state.present == 1) & (state.people["joined"] < now)
    trustors, hours = np.nonzero((meetings["act"] != 0) & (meetings["partner"] >= 0))
    trustees = meetings["partner"][trustors, hours]
    both = here[trustors] & here[trustees] if org.week else np.zeros(len(trustors), bool)
    trustors, hours, trustees = trustors[both], hours[both], trustees[both]
    rows = meetings[trustors, hours]
    names = np.array(org.names, dtype=object)
    found = rows["found"] == 1
    columns: dict[str, Any] = {
        "trustor": names[trustors],
        "trustee": names[trustees],
        "act": np.array(ACTS, dtype=object)[rows["act"]],
        "stake": rows["stake"].astype(np.float64),
        "hidden": (rows["hidden"] == 1) & ~found,
        "found": found,
        "repaired": (rows["forms"] & (ADMITS | PAYS)) != 0,
        "promised": (rows["forms"] & PROMISES) != 0,
        "denied": (rows["forms"] & DENIES) != 0,
    }
    return pd.DataFrame(columns)
