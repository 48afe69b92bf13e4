"""What an experimenter arranges: who meets whom, and what either side does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
from trustgarden.scenarios.wording import did_you_mean

from .checking import check_person, check_two, check_word, number_in, told

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
        shift: The trustee is of the group `shift` places on, round the circle of all groups and
            fewer than there are: with another shift in every round, partners are strangers.
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

    def check(self, num_people: int, num_groups: int) -> None:
        """Refuse what cannot be played in groups of so many people.

        Raises:
            InputError: If a field is out of its range.
        """
        check_person(self.trustor, "trustor", num_people)
        check_person(self.trustee, "trustee", num_people)
        check_two(self.trustor, self.trustee, self.shift, num_groups, "meet")
        check_word(self.space, "space", SPACES)
        check_word(self.act, "act", TRUSTOR_SCRIPTS)
        check_word(self.answer, "answer", TRUSTEE_SCRIPTS)
        if self.stake is not None:
            number_in(self.stake, "stake", 0, 1, above=True)
        if self.further is not None:
            number_in(self.further, "further", 0, 1)
        self._check_answer()
        _check_forms(self.says)

    def _check_answer(self) -> None:
        if self.found is not None and not isinstance(self.found, bool):
            raise InputError(f"found is {told(self.found)}; it must be True, False or None.")
        if self.amount is None:
            return
        number_in(self.amount, "amount", 0, 1)
        if self.answer == "decide":
            scripted = ", ".join(name for name in TRUSTEE_SCRIPTS if name != "decide")
            raise InputError(
                f"amount is {told(self.amount)}, but the trustee decides how much they do; leave "
                f"it out, or script the answer: {scripted}."
            )


def _check_forms(says: object) -> None:
    """Refuse what cannot be said, and what contradicts itself."""
    if says is None:
        return
    if not isinstance(says, tuple | list | set | frozenset):
        raise InputError(
            f'says is {told(says)}; it must hold words in a tuple, such as ("admit",), or be '
            "() for silence."
        )
    for form in says:
        if not isinstance(form, str) or form not in FORMS:
            near = did_you_mean(form, list(FORMS)) if isinstance(form, str) else ""
            raise InputError(f"says has {told(form)}; it may have {', '.join(FORMS)}.{near}")
    if "admit" in says and "deny" in says:
        raise InputError("says has both admit and deny; name one of them.")


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
