"""Groups in which everybody says something of everybody else: their matrices and components."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import numpy.typing as npt
import pandas as pd

from .columns import need_columns

__all__ = ["checked_matrix", "components", "trust_matrices"]

FloatArray = npt.NDArray[np.float64]

SMALLEST_GROUP = 4
"""Of three people nothing is left to tell the sums within pairs from trustors and trustees."""


def components(matrix: npt.ArrayLike) -> FloatArray:
    """Return the components of one group, by the estimators of Warner, Kenny & Stoto (1979).

    Args:
        matrix: What the row says of the column, shape `(n, n)`, n from 4 on; the diagonal is
            not read.

    Returns:
        Variance of trustor, of trustee, of dyad (with noise); covariance of trustor and
        trustee; dyadic covariance. Shape `(5,)`. Variances may be below 0.

    Raises:
        ValueError: If the matrix is not square, too small or incomplete.
    """
    answers = checked_matrix(matrix)
    n = len(answers)
    trustor, trustee, rest = _effects(answers)
    pairs = np.triu_indices(n, 1)
    one, two = rest[pairs], rest.T[pairs]
    freedom = (n - 1) * (n - 2) / 2
    between = ((one + two) ** 2).sum() / 2 / (freedom - 1)
    within = ((one - two) ** 2).sum() / 2 / freedom
    excess, twin = between / (2 * (n - 2)), within / (2 * n)
    return np.array(
        [
            trustor @ trustor / (n - 1) - excess - twin,
            trustee @ trustee / (n - 1) - excess - twin,
            (between + within) / 2,
            trustor @ trustee / (n - 1) - excess + twin,
            (between - within) / 2,
        ]
    )


def _effects(answers: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Trustor and trustee effects, and what is left.

    Nobody answers of themselves, so the means of rows and of columns are over different
    people, and each corrects the other.
    """
    n = len(answers)
    rows, columns = answers.sum(axis=1) / (n - 1), answers.sum(axis=0) / (n - 1)
    mean = rows.mean()
    own, other = (n - 1) ** 2 / (n * (n - 2)), (n - 1) / (n * (n - 2))
    offset = (n - 1) / (n - 2) * mean
    trustor = own * rows + other * columns - offset
    trustee = own * columns + other * rows - offset
    return trustor, trustee, answers - trustor[:, None] - trustee[None, :] - mean


def checked_matrix(matrix: npt.ArrayLike) -> FloatArray:
    """Return a matrix with zeros on its diagonal, or say what is wrong with it."""
    answers = np.array(matrix, dtype=np.float64)
    if answers.ndim != 2 or answers.shape[0] != answers.shape[1]:
        raise ValueError(f"a group has shape {answers.shape}; give (n, n), all of all.")
    if len(answers) < SMALLEST_GROUP:
        raise ValueError(f"a group has {len(answers)} people; {SMALLEST_GROUP} are the fewest.")
    np.fill_diagonal(answers, 0.0)
    unknown = np.argwhere(~np.isfinite(answers))
    if len(unknown):
        row, column = unknown[0].tolist()
        raise ValueError(
            f"a group lacks {len(unknown)} answers, the first in row {row}, column {column}; "
            "leave out people until everybody has answered of everybody."
        )
    return answers


def trust_matrices(
    ties: pd.DataFrame, by: str = "trust", *, group: str = "team"
) -> dict[Hashable, FloatArray]:
    """Return the trust matrix of each group, from a table of ties.

    Args:
        ties: Columns from, to, `by`, and such as team_from and team_to.
        by: What to take of each tie: trust, or trust in one facet.
        group: What people are grouped by: team, place or practice.

    Returns:
        By name of the group, its matrix, people sorted, the diagonal NaN. Groups of fewer
        than four people are left out.

    Raises:
        ValueError: If a column is missing, or somebody remembers nothing of somebody in
            their group.
    """
    need_columns(ties, ("from", "to", by, f"{group}_from", f"{group}_to"), "ties")
    inside = ties[ties[f"{group}_from"] == ties[f"{group}_to"]]
    found: dict[Hashable, FloatArray] = {}
    for name, rows in inside.groupby(f"{group}_from"):
        wide = rows.pivot(index="from", columns="to", values=by)
        people = wide.index.union(wide.columns)
        if len(people) < SMALLEST_GROUP:
            continue
        matrix = wide.reindex(index=people, columns=people).to_numpy(dtype=np.float64)
        missing = np.argwhere(np.isnan(matrix) & ~np.eye(len(people), dtype=bool))
        if len(missing):
            one, two = people[missing[0]]
            raise ValueError(
                f"{group} {name!r} has no tie from {one!r} to {two!r}; give a tie for every "
                "pair of the group, with what is expected of strangers where there is none."
            )
        found[name] = matrix
    return found
