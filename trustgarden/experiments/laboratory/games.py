"""Games of the field, on a laboratory: trust games, public goods, minimum effort.

How trust becomes an amount is written down here, once. What a trustor ventures is the
*stake* of the model, as a share of the endowment; what a trustee does is the
*answer*, as a share of what was due, and what is due in a trust game is half of
what arrived.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import permutations
from typing import TYPE_CHECKING, Any

import numpy as np

from trustgarden.errors import InputError
from trustgarden.model.scenario import Scenario

from .checking import check_flag, check_rounds, number_in, told
from .lab import Laboratory
from .scripts import Meeting

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["amount_returned", "amount_sent", "minimum_effort", "public_goods", "trust_game"]

DUE = 0.5
"""Share of what arrived that is due to who sent it: an even split."""
MOST = 1000.0
"""Largest multiplier of a game."""
TALKING = 2
"""Hours of talk before a game with talk."""


def amount_sent(stake: Any) -> Any:
    """Share of the endowment sent: the stake ventured of an endowment that is offered whole.

    The trustor who holds back sends nothing; who entrusts ventures, by M3,
    (1/2 + T/2)(1 - mistrust/2) of what is offered.
    """
    return stake


def amount_returned(answer: Any) -> Any:
    """Share of what arrived that is returned: the answer times what is due, a half."""
    return np.clip(DUE * np.asarray(answer, np.float64), 0.0, 1.0)


def trust_game(
    lab: Laboratory,
    *,
    rounds: int = 1,
    strangers: bool = False,
    records: bool = False,
    multiplier: float = 3.0,
    ends: bool = False,
) -> pd.DataFrame:
    """The investment game of Berg, Dickhaut & McCabe 1995, doi:10.1006/game.1995.1027.

    Person 0 of each group may send a share of an endowment of 1 to person 1, which
    arrives multiplied; person 1 returns a share of it.

    Args:
        lab: A laboratory; what its people remember stands.
        rounds: Rounds that are played.
        strangers: Whether partners are other people in every round, whom they never met in this
            laboratory, and both know that they will not meet again.
        records: Whether everybody's record so far is shown before each round.
        multiplier: By what the amount sent grows, above 0.
        ends: Whether both know which round is the last, so that further dealings are worth the
            less the nearer it is; strangers have none anyway.

    Returns:
        One row a round and group: the laboratory's table, with `sent` (share of the endowment),
        `returned` (share of what arrived; NaN if nothing was sent), and what each earned.

    Raises:
        InputError: If a number is out of its range, or there are too few groups for strangers.
    """
    _check_laboratory(lab)
    number_in(multiplier, "multiplier", 0, MOST, above=True)
    check_rounds(rounds, lab.round)
    for name, flag in (("strangers", strangers), ("records", records), ("ends", ends)):
        check_flag(flag, name)
    shifts = _new_shifts(lab, rounds) if strangers else [0] * rounds
    first = lab.round + 1
    for number in range(rounds):
        if records:
            lab.show_records()
        left = rounds - 1 - number
        lab.meet(
            0,
            1,
            stake=1.0,
            shift=shifts[number],
            further=0.0 if strangers else left / (left + 2.0) if ends else None,
        )
    table = _since(lab, first).reset_index(drop=True)
    table["sent"] = amount_sent(table["stake"])
    table["returned"] = amount_returned(table["answer"])
    arrived = multiplier * table["sent"]
    back = table["returned"].fillna(0.0) * arrived
    table["earned_by_trustor"] = 1.0 - table["sent"] + back
    table["earned_by_trustee"] = arrived - back
    return table


def _new_shifts(lab: Laboratory, rounds: int) -> list[int]:
    """For each round, by how many groups partners are shifted who have never met."""
    met = lab.shifts_met(0, 1)
    new = [shift for shift in range(1, lab.num_groups) if shift not in met]
    if rounds > len(new):
        raise InputError(
            f"strangers in {rounds} rounds need more than {rounds + len(met)} groups; there are "
            f"{lab.num_groups}."
        )
    return new[:rounds]


def _check_laboratory(lab: Laboratory) -> None:
    if not isinstance(lab, Laboratory):
        raise InputError(
            f"lab is {told(lab)}; it must be a Laboratory, such as Laboratory(2, 100)."
        )


def public_goods(
    lab: Laboratory,
    *,
    rounds: int = 10,
    regime: Mapping[str, Any] | None = None,
    talk: bool = False,
    multiplier: float = 1.6,
) -> pd.DataFrame:
    """A public-goods game: everybody answers the trust of everybody else of the group.

    In every round each person may entrust a share of their endowment to each of the
    others, and answers each of them; what a person contributes is the mean of what
    they ventured and of what they answered. Punishment and reward are a regime of
    consequence: those of one's own group see what one did.

    Args:
        lab: A laboratory of groups of three or more.
        rounds: Rounds that are played.
        regime: Dotted keys that hold during the game, such as
            `{"consequence.regime": "punitive"}`; taken off again afterwards.
        talk: Whether the group talks first: two hours among people, freely, at small stakes, at
            the end of which everybody promises everybody else to do their part.
        multiplier: By what the sum of contributions grows before it is shared, above 0.

    Returns:
        One row a round, group and person: contributed (share of the endowment), and earned.

    Raises:
        InputError: If a number is out of its range.
    """
    _check_laboratory(lab)
    if lab.num_people < 3:
        raise InputError(f"a group of {lab.num_people} has no public good; it takes 3 or more.")
    number_in(multiplier, "multiplier", 0, MOST, above=True)
    check_flag(talk, "talk")
    check_rounds(rounds, lab.round, before=TALKING if talk else 0)
    conditions = lab.scenario if regime is None else lab.conditions_with(regime)
    pairs = list(permutations(range(lab.num_people), 2))
    if talk:
        _talk(lab, pairs)
    first = lab.round + 1
    with _in_force(lab, conditions):
        lab.play([Meeting(trustor=i, trustee=j, stake=1.0) for i, j in pairs], rounds=rounds)
    played = _since(lab, first)
    return _contributions(played, lab.num_people, multiplier)


def _talk(lab: Laboratory, pairs: list[tuple[int, int]]) -> None:
    """What talk before a dilemma brings is mostly what people promise each other there.

    Kerr & Kaufman-Gilliland 1994, doi:10.1037/0022-3514.66.3.513.
    """
    chat = [Meeting(trustor=i, trustee=j, space="social", stake=0.1) for i, j in pairs]
    lab.play(chat, rounds=TALKING)
    for trustee, trustor in pairs:
        lab.promise(trustee, trustor)


def _since(lab: Laboratory, first: int) -> pd.DataFrame:
    """What happened from a round on."""
    table = lab.table()
    return table[table["round"] >= first]


@contextmanager
def _in_force(lab: Laboratory, conditions: Scenario) -> Iterator[None]:
    """Conditions that hold within a block, and those of before afterwards."""
    before = lab.scenario
    lab.restore(conditions)
    try:
        yield
    finally:
        lab.restore(before)


def _contributions(played: pd.DataFrame, num_people: int, multiplier: float) -> pd.DataFrame:
    keys = ["round", "group"]
    given = played.groupby([*keys, "trustor"])["stake"].mean()
    done = played.assign(answer=played["answer"].fillna(0.0))
    answered = done.groupby([*keys, "trustee"])["answer"].mean()
    given.index = given.index.set_names([*keys, "person"])
    answered.index = answered.index.set_names([*keys, "person"])
    table = (0.5 * (given + answered)).clip(0.0, 1.0).rename("contributed").reset_index()
    pot = table.groupby(keys)["contributed"].transform("sum") * multiplier / num_people
    table["earned"] = 1.0 - table["contributed"] + pot
    return table


def minimum_effort(
    lab: Laboratory, *, rounds: int = 10, least: float | None = None, cost: float = 0.5
) -> pd.DataFrame:
    """A weak-link game under a leader: everybody's effort counts only as far as the least.

    The leader (person 0 of a laboratory that is `led`) entrusts the others with the
    task and may set a minimum, which binds them: effort falls short of it only where it
    binds nobody (M5, M13; the apparatus of Brandts & Cooper 2007,
    doi:10.1162/jeea.2007.5.6.1223, and of Falk & Kosfeld 2006, doi:10.1257/aer.96.5.1611).

    Args:
        lab: A laboratory with `led=True`.
        rounds: Rounds that are played.
        least: Minimum that the leader sets, in [0, 1]; None sets none.
        cost: What a full effort costs who makes it, to what it brings the group, in [0, 1].

    Returns:
        One row a round and group: effort (mean of the members), least_effort, spread and
        earned (the least, less the cost of the mean), and trust (of members in the leader).

    Raises:
        InputError: If nobody leads, or a number is out of its range.
    """
    _check_laboratory(lab)
    if not lab.is_led:
        raise InputError("nobody leads in this laboratory; make it with led=True.")
    check_rounds(rounds, lab.round)
    floor = 0.0 if least is None else number_in(least, "least", 0, 1)
    number_in(cost, "cost", 0, 1)
    members = range(1, lab.num_people)
    tasks = [Meeting(trustor=0, trustee=m, stake=1.0, act="entrust") for m in members]
    bound = {"consequence.binding": floor, "consequence.pricing": 0.5 * floor}
    conditions = lab.scenario if least is None else lab.conditions_with(bound)
    first = lab.round + 1
    with _in_force(lab, conditions):
        lab.play(tasks, rounds=rounds)
    played = _since(lab, first)
    effort = played["answer"].fillna(0.0).clip(floor, 1.0)
    grouped = played.assign(effort=effort).groupby(["round", "group"])
    table = grouped["effort"].agg(["mean", "min", "std"]).reset_index()
    table.columns = ["round", "group", "effort", "least_effort", "spread"]
    table["earned"] = table["least_effort"] - cost * table["effort"]
    table["trust"] = grouped["trust_back"].mean().to_numpy()
    return table
