"""What happens seldom: without it, two implementations could agree on rules that never apply."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from trustgarden.model.layout import ACCOUNTS

from .dealing import (
    ADMITS,
    BREACH,
    DENIES,
    ERROR,
    HELD_BACK,
    KEPT,
    NOTHING,
    PAYS,
    PROMISES,
    Meeting,
)
from .journal import ACCEPTED, STEP
from .memory import CHOSEN, DISCOVERED, INTRODUCED
from .organisation import PlainOrganisation
from .people import PlainPerson
from .seats import Seat

__all__ = ["RARE", "rare"]

ACTS = {
    NOTHING: "an hour alone",
    HELD_BACK: "held back",
    KEPT: "kept",
    ERROR: "error",
    BREACH: "breach",
}
FORMS = {ADMITS: "admitted", PAYS: "paid", PROMISES: "promised", DENIES: "denied"}
BOOKED = tuple(name for name in ACCOUNTS if name not in ("event", "unbooked"))
RARE = {
    *ACTS.values(), *FORMS.values(), *(f"booked to {name}" for name in BOOKED),
    "hidden", "found out", "arranged", "memory full", "no room", "leader replaced", "leader gone",
    "transaction", "pledge", "embedded", "larger key first", "introduced", "discovered", "heard",
    "praised by a colleague", "reputation", "shaken", "step missed", "accepted",
    "joined a community", "a tribe", "a bridge", "still vacant",
}  # fmt: skip


def rare(plain: PlainOrganisation, belonged: dict[int, int]) -> Iterable[str]:
    """What of `RARE` there was in the week; `belonged` is by key, before it."""
    for me in plain.people():
        yield from rare_in_person(me)
        if belonged.get(me.key, me.belongs) != me.belongs:
            yield "joined a community"
        for meeting in me.hours:
            yield from rare_in_meeting(meeting)
    for seat in plain.seats:
        yield from rare_in_seat(seat)
    yield from rare_in_records(plain)


def rare_in_person(me: PlainPerson) -> list[str]:
    ties = me.memory.ties()
    full = len(ties) == len(me.memory.slots)
    keys = [meeting.trustor.key for meeting in me.incoming]
    origins = {tie.durability // 8 for tie in ties}
    return told_of(
        {
            "memory full": full,
            "no room": full and all(tie.kind != CHOSEN for tie in ties),
            "transaction": any(tie.frame > 0.0 for tie in ties),
            "pledge": any(tie.pledge for tie in ties),
            "embedded": any(tie.embedded for tie in ties),
            "introduced": INTRODUCED in origins,
            "discovered": DISCOVERED in origins,
            "larger key first": any(a > b for a, b in pairwise(keys)),
            "heard": me.heard,
            "praised by a colleague": me.praised_by not in (None, me.boss()),
            "reputation": me.reputation_against,
            "shaken": me.shaken,
        }
    )


def rare_in_meeting(meeting: Meeting) -> list[str]:
    forms = {name: meeting.has(form) for form, name in FORMS.items()}
    return [
        ACTS[meeting.act],
        *told_of(forms | {"hidden": meeting.hidden, "found out": meeting.found}),
        *told_of({"arranged": meeting.hour >= 4096}),
    ]


def rare_in_seat(seat: Seat) -> list[str]:
    return told_of(
        {
            "leader gone": seat.leads and not seat.present,
            "leader replaced": seat.leads and seat.occupant > 0,
        }
    )


def rare_in_records(plain: PlainOrganisation) -> list[str]:
    this_week = [entry for entry in plain.log if entry[0] == plain.now]
    booked = plain.accounts[-1]
    measures = plain.series[-1]
    return [
        *told_of({f"booked to {name}": booked[name] for name in BOOKED}),
        *told_of(
            {
                "step missed": any(entry[1] == STEP and not entry[-1] for entry in this_week),
                "accepted": any(entry[1] == ACCEPTED for entry in this_week),
                "still vacant": measures["vacant"] and plain.c.vacancy_weeks > 0.0,
                "a tribe": measures["tribes"],
                "a bridge": measures["bridges"],
            }
        ),
    ]


def told_of(seen: dict[str, Any]) -> list[str]:
    return [name for name, there in seen.items() if there]
