"""Networks drawn at random among all that have the same degrees.

By switches: two arcs a -> b and c -> d become a -> d and c -> b, if neither is
there yet and neither leads to oneself. Everybody goes on naming as many and
being named by as many. In a round all arcs are paired at random and a random
number of the pairs switched at once, in arrays, after the global switches of
Allendorf et al. (2022). A pair is passed over if one of the four arcs
that it has or would have is one that another pair has or would have. That rule
stays the same when any of the pairs are switched, so each round is as likely
backwards as forwards, and after many rounds every network is as likely as
every other; a rule that only looked for arcs already there would favour some.

Switches cannot turn a directed triangle round by themselves (Rao, Jana &
Bandyopadhyay 1996, Sankhya A 58:225). That separates networks only where
nearly all degrees leave no choice, and three people in a circle are the
smallest of those; for organisations it does not matter.

References:
    Allendorf, Meyer, Penschuck & Tran 2022, doi:10.1016/j.jpdc.2022.12.010
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .network import IntArray, Network

__all__ = ["ROUNDS", "rewired", "rewired_pairs"]

ROUNDS = 100
"""Rounds of switches: each arc is tried about 50 times. Reciprocity of Krackhardt's advice, the
densest of the published networks and the slowest to mix, no longer moves after 50 rounds; that
of the others after 20."""


def rewired(network: Network, rng: np.random.Generator, rounds: int = ROUNDS) -> Network:
    """Return a random network in which everybody has the same two degrees.

    Args:
        network: The network to begin with.
        rng: Where chance comes from.
        rounds: Rounds of switches (0 or more).
    """
    tails, heads = _switched(
        network.tails, network.heads, network.num_people, rng, rounds, directed=True
    )
    return Network(network.people, tails, heads)


def rewired_pairs(
    pairs: IntArray, num_people: int, rng: np.random.Generator, rounds: int = ROUNDS
) -> IntArray:
    """Return random pairs in which everybody has the same number of partners.

    Args:
        pairs: Positions of two people a row, shape `(pairs, 2)`; no pair twice, in either
            order, and nobody paired with themselves.
        num_people: How many people there are.
        rng: Where chance comes from.
        rounds: Rounds of switches (0 or more).

    Returns:
        As `pairs`, the smaller position first.
    """
    ends = _switched(pairs[:, 0], pairs[:, 1], num_people, rng, rounds, directed=False)
    return np.sort(np.column_stack(ends), axis=1)


def _switched(
    tails: IntArray,
    heads: IntArray,
    num_people: int,
    rng: np.random.Generator,
    rounds: int,
    *,
    directed: bool,
) -> tuple[IntArray, IntArray]:
    tails, heads = tails.copy(), heads.copy()
    if len(tails) < 2:
        return tails, heads
    for _ in range(rounds):
        if not directed:
            _turn(tails, heads, rng)
        count = int(rng.integers(1, len(tails) // 2 + 1))
        chosen = rng.permutation(len(tails))[: 2 * count]
        one, two = chosen[:count], chosen[count:]
        free = _free(tails, heads, one, two, num_people, directed=directed)
        one, two = one[free], two[free]
        heads[one], heads[two] = heads[two], heads[one]
    return tails, heads


def _turn(tails: IntArray, heads: IntArray, rng: np.random.Generator) -> None:
    """Write each pair in a random order, so that either end may be exchanged."""
    turned = rng.random(len(tails)) < 0.5
    tails[turned], heads[turned] = heads[turned], tails[turned]


def _free(
    tails: IntArray,
    heads: IntArray,
    one: IntArray,
    two: IntArray,
    num_people: int,
    *,
    directed: bool,
) -> npt.NDArray[np.bool_]:
    """Which of the pairs of arcs touch nothing that another arc is, or would become."""
    new_tails = np.concatenate([tails, tails[one], tails[two]])
    new_heads = np.concatenate([heads, heads[two], heads[one]])
    if not directed:
        ends = np.minimum(new_tails, new_heads), np.maximum(new_tails, new_heads)
        keys = ends[0] * num_people + ends[1]
    else:
        keys = new_tails * num_people + new_heads
    alone = _alone(keys) & (new_tails != new_heads)
    first = len(tails)
    second = first + len(one)
    free: npt.NDArray[np.bool_] = alone[one] & alone[two] & alone[first:second] & alone[second:]
    return free


def _alone(keys: IntArray) -> npt.NDArray[np.bool_]:
    order = np.argsort(keys)
    inorder = keys[order]
    equal = inorder[1:] == inorder[:-1]
    alone = np.ones(len(keys), dtype=np.bool_)
    alone[order[1:][equal]] = False
    alone[order[:-1][equal]] = False
    return alone
