"""What people of a laboratory would do next, without their doing it."""

from __future__ import annotations

from copy import deepcopy

from trustgarden.experiments.laboratory import Laboratory

__all__ = ["copied"]


def copied(lab: Laboratory) -> Laboratory:
    """A laboratory with the same people, memories and conditions, and an empty table.

    What happens in the copy does not happen in the original. Both have the same luck, so
    what people do in the copy's next round is what they would do in the original's.
    """
    # Conditions are replaced and never changed in place, so both may hold the same ones;
    # rows are left behind, for they grow with each round and nobody reads them here.
    shared = (lab._scenario, lab._segment)
    memo: dict[int, object] = {id(one): one for one in shared}
    memo[id(lab._rows)] = []
    return deepcopy(lab, memo)
