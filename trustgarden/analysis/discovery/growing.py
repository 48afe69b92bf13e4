"""A tree of conditions, grown by scikit-learn, and its leaves read as boxes.

A classification tree (CART; Breiman et al. 1984) rather than the patient rule induction method:
Lempert, Bryant & Bankes 2008 (RAND WR-557, Comparing Algorithms for Scenario Discovery) found
that both describe such regions, the tree with more boxes where they are not one rectangle. What
decided was upkeep: the packages of PRIM are one under GPL-3, which this project cannot depend on,
and one inside a workbench for running models of its own, with all that this brings; scikit-learn
is maintained by many and installed with our calibration anyway.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from .boxes import Box, Levels, Limits
from .cases import Cases, FloatArray

__all__ = ["Tree", "grow"]

LEAVES = (1, 2, 3, 4, 6, 8)
"""Sizes of tree that are tried; more boxes than these nobody can keep in mind."""
LEAST_SHARE = 0.05
LEAST_POINTS = 8
"""A leaf holds this share of the points, and at least so many."""
FOLDS = 5
GROWING_SEED = 20180214

Part = Limits | Levels
Path = dict[str, Part]
Columns = list[tuple[str, str | None]]


class Tree:
    """A tree that was grown on some points."""

    def __init__(self, cases: Cases, num_leaves: int) -> None:
        self._columns = columns(cases.conditions)
        self._tree = _fitted(self.coded(cases.conditions), cases, num_leaves)

    def coded(self, conditions: pd.DataFrame) -> FloatArray:
        """Conditions as numbers: a column a factor of numbers, one for each level of words."""
        made = [
            conditions[key].to_numpy(np.float64) if level is None
            else (conditions[key].astype(str) == level).to_numpy(np.float64)
            for key, level in self._columns
        ]  # fmt: skip
        return np.column_stack(made)

    def predicted(self, conditions: pd.DataFrame) -> FloatArray:
        """Share of replicates that the tree expects at these points."""
        chances: FloatArray = self._tree.predict_proba(self.coded(conditions))[:, 1]
        return chances

    @property
    def boxes(self) -> list[Box]:
        """The leaves."""
        return list(self._below(0, {}))

    def _below(self, node: int, path: Path) -> list[Box]:
        tree = self._tree.tree_
        if tree.children_left[node] == tree.children_right[node]:
            return [Box(path)]
        key, level = self._columns[tree.feature[node]]
        at = float(tree.threshold[node])
        sides: tuple[Part, Part] = (
            _split_range(path, key, at)
            if level is None
            else _split_levels(self._columns, path, key, level)
        )
        children = (tree.children_left[node], tree.children_right[node])
        return [
            box
            for child, part in zip(children, sides, strict=True)
            for box in self._below(int(child), path | {key: part})
        ]


def columns(conditions: pd.DataFrame) -> Columns:
    """Key and level of each column that a tree sees; level None for a factor of numbers."""
    made: Columns = []
    for key in conditions:
        values = conditions[key]
        if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
            made.append((str(key), None))
        else:
            made += [(str(key), level) for level in sorted(values.astype(str).unique())]
    return made


def _split_range(path: Path, key: str, at: float) -> tuple[Limits, Limits]:
    before = path.get(key, Limits())
    assert isinstance(before, Limits)
    return Limits(before.low, min(before.high, at)), Limits(max(before.low, at), before.high)


def _split_levels(of: Columns, path: Path, key: str, level: str) -> tuple[Levels, Levels]:
    """Without this level, and with it alone."""
    every = frozenset(str(one) for name, one in of if name == key)
    before = path.get(key, Levels(every))
    assert isinstance(before, Levels)
    return Levels(before.levels - {level}), Levels(before.levels & {level})


def grow(cases: Cases) -> Tree | None:
    """The tree of the size that cross-validation prefers; None if that is no tree at all.

    The smallest whose error is within one standard error of the least (Breiman et al. 1984,
    ch. 3.4): boxes that luck made are the first to go.
    """
    errors = np.array([_held_out_errors(cases, leaves) for leaves in LEAVES])
    means = errors.mean(axis=1)
    best = int(means.argmin())
    tolerated = means[best] + errors[best].std(ddof=1) / np.sqrt(FOLDS)
    chosen = LEAVES[int(np.flatnonzero(means <= tolerated)[0])]
    return None if chosen == 1 else Tree(cases, chosen)


def _held_out_errors(cases: Cases, leaves: int) -> FloatArray:
    """Mean squared error of the expected share, in each fold, of a tree grown on the others."""
    fold = np.random.default_rng(GROWING_SEED).permutation(len(cases.runs)) % FOLDS
    found = []
    for one in range(FOLDS):
        rest, held = cases.of(np.flatnonzero(fold != one)), cases.of(np.flatnonzero(fold == one))
        expected = rest.base if leaves == 1 else Tree(rest, leaves).predicted(held.conditions)
        found.append(float(np.average((held.share - expected) ** 2, weights=held.runs)))
    return np.array(found)


def _fitted(coded: FloatArray, cases: Cases, num_leaves: int) -> Any:
    from sklearn.tree import DecisionTreeClassifier

    count = len(coded)
    tree = DecisionTreeClassifier(
        max_leaf_nodes=num_leaves,
        # By weight and not by rows: a point stands in once, or twice where its replicates disagree.
        min_weight_fraction_leaf=min(0.5, max(LEAST_POINTS / count, LEAST_SHARE)),
        random_state=GROWING_SEED,
    )
    labels = np.repeat([1, 0], count)
    weights = np.concatenate([cases.happened, cases.runs - cases.happened])
    return tree.fit(np.vstack([coded, coded]), labels, sample_weight=weights)
