"""What an experimenter arranges: who meets whom, and what either side does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from trustgarden.errors import InputError
from trustgarden.model import rounds as kernels
from trustgarden.model.layout import (
    ADMITS,
    BREACH,
    DENIES,
    ERROR,
    HELD_BACK,
    KEPT,
    PAYS,
    PROMISES,
    SPACES,
)

__all__ = ["ACT_NAMES", "Meeting", "Trustee", "Trustor", "forms_named", "script_of"]

Trustor = Literal["decide", "entrust", "hold back"]
Trustee = Literal["decide", "keep", "err", "break", "deceive"]

TRUSTOR_SCRIPTS = {"decide": kernels.DECIDE, "entrust": 1, "hold back": 0}
TRUSTEE_SCRIPTS = {
    "decide": (kernels.DECIDE, kernels.DECIDE),
    "keep": (KEPT, 0),
    "err": (ERROR, 0),
    "break": (BREACH, 0),
    "deceive": (BREACH, 1),
}
"""Act and whether it is hidden."""
SCRIPTED_AMOUNTS = {KEPT: 1.0, ERROR: 0.55, BREACH: 0.0}
"""Share of the due that is done: the mean of errors, and a breach to the full."""
ACT_NAMES = {HELD_BACK: "held back", KEPT: "kept", ERROR: "error", BREACH: "breach"}
FORMS = {"admit": ADMITS, "pay": PAYS, "promise": PROMISES, "deny": DENIES}
"""What can be said and done about what went wrong (M7), as `says` names it."""


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """One directed meeting in every group.

    Attributes:
        trustor: Number in the group of who may entrust.
        trustee: Number in the group of who may be entrusted.
        space: One of work, meeting, rehearsal, social.
        stake: What can be ventured, in (0, 1]; drawn as in the week if None.
        act: What the trustor does: decide, entrust, hold back.
        answer: What the trustee does: decide, keep, err, break, deceive (break and hide).
        amount: Share of the due that is done in a scripted answer; that of the answer if None.
        found: Whether what was hidden comes out; by chance if None.
        says: What is said and done about what went wrong: any of admit, pay, promise, deny;
            () is silence, None lets the trustee decide.
        further: Worth of further dealings as both know it, in [0, 1]; None lets them judge.
        shift: The trustee is of the group `shift` places on: with another shift in every
            round, partners are strangers.
    """

    trustor: int
    trustee: int
    space: str = "work"
    stake: float | None = None
    act: Trustor = "decide"
    answer: Trustee = "decide"
    amount: float | None = None
    found: bool | None = None
    says: tuple[str, ...] | None = None
    further: float | None = None
    shift: int = 0

    def check(self, num_people: int) -> None:
        """Refuse what cannot be played.

        Raises:
            InputError: If a field is out of its range.
        """
        for name in ("trustor", "trustee"):
            _person(getattr(self, name), name, num_people)
        if self.trustor == self.trustee and self.shift == 0:
            raise InputError(f"person {self.trustor} cannot meet themselves; name two people.")
        if self.stake is not None and not 0 < self.stake <= 1:
            raise InputError(f"stake is {self.stake}; it must be above 0 and at most 1.")
        for name in ("amount", "further"):
            value = getattr(self, name)
            if value is not None and not 0 <= value <= 1:
                raise InputError(f"{name} is {value}; it must lie between 0 and 1.")
        choices: dict[str, Any] = {
            "space": SPACES,
            "act": TRUSTOR_SCRIPTS,
            "answer": TRUSTEE_SCRIPTS,
        }
        for name, legal in choices.items():
            value = getattr(self, name)
            if value not in legal:
                raise InputError(f"{name} is {value!r}; it must be one of {', '.join(legal)}.")
        for form in self.says or ():
            if form not in FORMS:
                raise InputError(f"says has {form!r}; it may have {', '.join(FORMS)}.")


def _person(number: int, name: str, num_people: int) -> None:
    if not 0 <= number < num_people:
        raise InputError(
            f"{name} is {number}; people of a group are numbered 0 to {num_people - 1}."
        )


def forms_named(bits: int) -> tuple[str, ...]:
    """Words for what was said and done."""
    return tuple(name for name, bit in FORMS.items() if bits & bit)


def script_of(meeting: Meeting) -> npt.NDArray[np.void]:
    """A meeting's script as one record of `SCRIPT_DTYPE`."""
    done, hidden = TRUSTEE_SCRIPTS[meeting.answer]
    script = np.zeros((), kernels.SCRIPT_DTYPE)
    script["entrust"] = TRUSTOR_SCRIPTS[meeting.act]
    script["act"], script["hidden"] = done, hidden
    usual = SCRIPTED_AMOUNTS.get(done, 0.0)
    script["amount"] = usual if meeting.amount is None else meeting.amount
    script["found"] = kernels.DECIDE if meeting.found is None else int(meeting.found)
    forms = None if meeting.says is None else sum(FORMS[form] for form in set(meeting.says))
    script["forms"] = kernels.DECIDE if forms is None else forms
    return script
