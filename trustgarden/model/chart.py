"""The chart of a real organisation: who is there, who leads whom, and who knew whom before.

Nothing here reads a file: the room `trustgarden.scenarios` makes a chart from
CSV files, and the model takes it as a value.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields

import numpy as np
from numpy.typing import NDArray

__all__ = ["Chart"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Chart:
    """People, teams, places, ranks and ties, as columns; people are numbered by their row.

    Arrays are copied and read-only. A leader is whoever is somebody's boss; a
    team may be of one person. No pair of people has two ties the same way.

    Attributes:
        ids: The person's own name or number, as the file has it; unique.
        boss: Row of the person's leader, or -1 (people,).
        team: Index into `team_names` (people,).
        team_names: Names of teams.
        place: Index into `place_names` (people,).
        place_names: Names of places; at least one.
        rank: 0 is the highest (people,).
        tie_from: Row of who remembers (ties,).
        tie_to: Row of whom they remember (ties,).
        tie_evidence: Kept acts that the tie stands for (ties,), finite and above 0.
        tie_kind: Kind of each tie, such as "advice".
        practice: Index into `practice_names` (people,); the one practice if not given.
        practice_names: Names of practices; at least one.
    """

    ids: tuple[str, ...]
    boss: NDArray[np.int32]
    team: NDArray[np.int32]
    team_names: tuple[str, ...]
    place: NDArray[np.int32]
    place_names: tuple[str, ...]
    rank: NDArray[np.int32]
    tie_from: NDArray[np.int32]
    tie_to: NDArray[np.int32]
    tie_evidence: NDArray[np.float64]
    tie_kind: tuple[str, ...]
    practice: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    practice_names: tuple[str, ...] = ("one practice",)

    def __post_init__(self) -> None:
        empty = set(range(len(self.team_names))) - set(np.asarray(self.team).tolist())
        if empty:
            names = ", ".join(repr(self.team_names[team]) for team in sorted(empty))
            raise ValueError(f"nobody sits in {names}; leave teams without people out.")
        if len(self.practice) == 0:
            object.__setattr__(self, "practice", np.zeros(len(self.ids), np.int32))
        for column in fields(self):
            values = getattr(self, column.name)
            if isinstance(values, tuple):
                continue
            dtype = np.float64 if column.name == "tie_evidence" else np.int32
            copied = np.array(values, dtype=dtype)
            copied.flags.writeable = False
            object.__setattr__(self, column.name, copied)

    @property
    def num_people(self) -> int:
        """Number of people, leaders included."""
        return len(self.ids)

    @property
    def num_teams(self) -> int:
        """Number of teams."""
        return len(self.team_names)

    @property
    def num_ties(self) -> int:
        """Number of ties brought along."""
        return len(self.tie_kind)
