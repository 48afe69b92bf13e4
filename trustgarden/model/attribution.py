"""M5 Attribution: why did they do it?

One mechanism for contracts, monitors, sanctions, payment and orders. How much a
regime *binds* says how much good conduct is credited to it instead of to the
person; that a price or clause is *present* shifts the frame of the tie from
personal to transaction, and the frame does not shift back by itself when the
regime goes: personal conduct in free spaces brings it back.

    credit = (1 - crowding b) (1 - frame / 2)      of a kept act
    frame' = frame + rate price (1 - frame)        by an act under a price
    frame' = frame - return frame                  by a personal act in a free space

Sources: Malhotra & Murnighan 2002, doi:10.2307/3094850 (binding contracts);
Mulder et al. 2006, doi:10.1016/j.jesp.2005.03.002 (sanctions); Irwin, Mulder &
Simpson 2014, doi:10.1177/0190272514536147 (rewards too); Deci, Koestner & Ryan
1999, doi:10.1037/0033-2909.125.6.627 (rewards and intrinsic motives).

Limits: bad conduct is laid wholly at the person's door, however bound; clauses
that coordinate rather than control are not told apart yet.
"""

from __future__ import annotations

from .compiling import rule
from .layout import Record


@rule
def total_binding(
    binding: float, monitoring: float, sanction: float, reward: float, pricing: float, demand: float
) -> float:
    """How much everything in force together leaves no room for a person's own reasons.

    Independent constraints: what is left free is the product of what each leaves free.
    """
    free = (
        (1.0 - binding)
        * (1.0 - 0.6 * monitoring)
        * (1.0 - 0.6 * sanction)
        * (1.0 - 0.6 * reward * pricing)
        * (1.0 - 0.6 * demand)
    )
    return 1.0 - free


@rule
def personal_credit(bound: float, frame: float, on: float, p: Record) -> float:
    """Share of a kept act that is credited to the person."""
    credit: float = 1.0 - on * (1.0 - (1.0 - p.crowding * bound) * (1.0 - 0.5 * frame))
    return credit


@rule
def frame_after(frame: float, price: float, personal: float, on: float, p: Record) -> float:
    """Frame of a tie after an act under a price (0..1), personal (0..1) in a free space."""
    shifted: float = frame + on * p.frame_rate * price * (1.0 - frame)
    returned: float = p.frame_return * personal * shifted
    return shifted - returned
