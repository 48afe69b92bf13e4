"""A small organisation in plain Python, whose week is played by hand, phase by phase.

    week = ByHand({"organisation.num_slots": 4})
    week.hold(1, 2, act=BREACH, answer=0.0)
    week.play("remember")
    assert week.tie(1, 2).integrity_against > 0

Everything runs uncompiled (`plain_model`), so any rule may be called by itself; that
compiled weeks give the same bytes is the business of `test_uncompiled.py`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from plain_model import plain
from small_organisations import NO_HOURS, NOBODY_LEAVES, small

from trustgarden.model.layout import ACCOUNTS, BY_MET, KEPT, SPACES, State

__all__ = ["ByHand"]

ALONE = NO_HOURS | NOBODY_LEAVES | {"leaders.attention_hours": 0.0}
"""Nobody meets but in hours that a test arranges, and leaders have no time for anything."""


class ByHand:
    """Four people in one team, unless stated otherwise; row 0 leads them.

    Args:
        changes: Dotted keys of the scenario.
        num_people: How many there are, in teams of four.
        seed: Seed of all chance.
    """

    def __init__(
        self, changes: dict[str, Any] | None = None, *, num_people: int = 4, seed: int = 1
    ) -> None:
        scenario = small(ALONE | dict(changes or {}), num_people=num_people)
        self.engine = plain("engine").Engine(scenario, seed, accounts=True, log=True)
        self.week = 1
        segment = self.engine.segments[0]
        self.engine.install(segment)
        self.c = segment.conditions[0]
        self.p = self.engine.parameters[0]
        self.seed = seed
        self.play("tend")

    @property
    def state(self) -> State:
        return self.engine.state

    # -- people and ties -------------------------------------------------------

    def person(self, row: int) -> Any:
        return self.state.people[row]

    def relate(self, me: int, other: int, **fields: float) -> Any:
        """Let `me` remember `other`, with these fields of the tie as stated."""
        slot = plain("relationships").slot_for(
            self.state, self.c, me, other, 0, BY_MET, self.week, self.seed, self.p
        )
        tie = self.state.ties[me, slot]
        for name, value in fields.items():
            tie[name] = value
        self.open_books()
        return tie

    def forget(self, me: int, other: int) -> None:
        slot = self.slot(me, other)
        if slot >= 0:
            plain("relationships").clear_slot(self.state, me, slot)
        self.open_books()

    def slot(self, me: int, other: int) -> int:
        return int(plain("relationships").find_slot(self.state.whom, me, other))

    def tie(self, me: int, other: int) -> Any:
        """What `me` remembers of `other`."""
        slot = self.slot(me, other)
        assert slot >= 0, f"{me} does not remember {other}"
        return self.state.ties[me, slot]

    def trace(self, me: int, other: int) -> Any:
        return self.state.traces[me, self.slot(me, other)]

    def remembers(self, me: int, other: int) -> bool:
        return self.slot(me, other) >= 0

    def trust(self, me: int, other: int) -> float:
        return float(plain("talking").trust_held(self.state, self.c, me, other, self.seed, self.p))

    def trusting(self, me: int, other: int, amount: float = 20.0) -> Any:
        """Let `me` trust `other` on evidence of so many kept acts."""
        kept = dict.fromkeys(("ability_for", "benevolence_for", "integrity_for"), amount)
        return self.relate(me, other, **kept)

    def distrusting(self, me: int, other: int, amount: float = 20.0) -> Any:
        """Let `me` expect little of `other` on evidence of so many broken acts."""
        broken = ("ability_against", "benevolence_against", "integrity_against")
        return self.relate(me, other, **dict.fromkeys(broken, amount))

    # -- hours -----------------------------------------------------------------

    def hold(
        self, trustor: int, trustee: int, *, space: str | int = "work", act: int = KEPT,
        answer: float = 1.0, stake: float = 0.5, **fields: float,
    ) -> Any:  # fmt: skip
        """Put an hour on this week's calendar in which everything has happened already."""
        state = self.state
        at = int(state.arranged[trustor])
        place = SPACES.index(space) if isinstance(space, str) else space
        plain("welcoming").arrange(state, trustor, trustee, place, 0.0)
        assert state.arranged[trustor] == at + 1, "no room for another hour"
        meeting = state.meetings[trustor, at]
        happened = {"scripted": 1, "act": act, "answer": answer, "stake": stake, "ordered": 0}
        for name, value in (happened | fields).items():
            meeting[name] = value
        state.num_hours[trustor] = state.arranged[trustor]
        return meeting

    # -- phases ----------------------------------------------------------------

    def play(self, *phases: str) -> None:
        """Play phases of this week, in this order."""
        for phase in phases:
            getattr(self, f"_{phase}")()

    def next_week(self) -> None:
        """Clear the calendar; one week has passed."""
        self.state.arranged[:] = 0
        self.state.num_hours[:] = 0
        self.week += 1

    def _tend(self) -> None:
        plain("tending").tend(self.state, self.c)

    def _welcome(self) -> None:
        plain("welcoming").welcome(self.state, self.c, self.week, self.seed, self.p)
        self.state.num_hours[:] = self.state.arranged

    def _meet(self) -> None:
        scratch = (np.empty(self.state.whom.shape[1]) for _ in range(2))
        plain("meeting").meet(self.state, self.c, self.week, self.seed, self.p, *scratch)

    def _entrust(self) -> None:
        plain("dealing").entrust(self.state, self.c, self.week, self.seed, self.p)

    def _answer(self) -> None:
        plain("dealing").answer(self.state, self.c, self.week, self.seed, self.p)

    def _consequence(self) -> None:
        plain("dealing").consequence(self.state, self.c, self.week, self.seed, self.p)

    def _see(self) -> None:
        plain("remembering").index_incoming(self.state)
        plain("remembering").see(self.state)

    def _remember(self) -> None:
        """Phase 7 without forgetting, unless `forget_too` plays it."""
        self._see()
        self._remember_with(np.ones((8, 5)))

    def _forget_too(self) -> None:
        table = np.empty((8, 5))
        plain("memory").retention_table(table, self.p)
        self._see()
        self._remember_with(table)

    def _remember_with(self, kept: np.ndarray) -> None:
        plain("remembering").remember(self.state, self.c, self.week, self.seed, self.p, kept)

    def _embed(self) -> None:
        plain("remembering").embed(self.state, self.c, self.week, self.p)

    def _recognise(self) -> None:
        plain("recognising").recognise(self.state, self.c, self.week, self.seed, self.p)

    def _talk(self) -> None:
        plain("talking").talk(self.state, self.c, self.week, self.seed, self.p)

    def _judge(self) -> None:
        plain("judging").judge(self.state, self.c, self.week, self.seed, self.p)

    def _accept(self) -> None:
        self.accepted = plain("welcoming").accept(self.state, self.week, self.p)

    def _leave(self) -> None:
        population = self.engine.population[0]
        self.state.turned[:] = 0
        plain("turnover").leave(self.state, population, self.c, self.week, self.seed, self.p)

    # -- accounts --------------------------------------------------------------

    def open_books(self) -> None:
        plain("accounts").open_books(self.state, self.p.prior_weight)

    def close_books(self) -> dict[str, float]:
        """This week's accounts, by cause; begins new ones."""
        row = np.zeros(len(ACCOUNTS))
        plain("accounts").close_books(self.state, self.p.prior_weight, row)
        return dict(zip(ACCOUNTS, row.tolist(), strict=True))
