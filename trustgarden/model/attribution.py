"""M5 Attribution: why did they do it?

One mechanism for contracts, monitors, sanctions, payment and orders. How much a
regime *binds* says how much good conduct is credited to it instead of to the
person; that a price or clause is *present* shifts the frame of the tie from
personal to transaction, and the frame does not shift back by itself when the
regime goes: personal conduct in free spaces brings it back.

    credit = (1 - crowding b) (1 - frame / 2)      of a kept act
    frame' = frame + rate price (1 - frame)        by an act under a price
    frame' = frame - return frame                  by a personal act in a free space

Control is read as a choice: what those concerned chose themselves binds half as
much in their eyes, and what comes from a leader whom one trusts reads less as
distrust. Clauses that *coordinate* say who does what: they neither bind nor
price, prevent errors (M4) and keep an error from being taken for a breach.

Sources: Malhotra & Murnighan 2002, doi:10.2307/3094850 (binding contracts);
Malhotra & Lumineau 2011 (control and coordination clauses); Mulder et al. 2006,
doi:10.1016/j.jesp.2005.03.002 (sanctions); Irwin, Mulder & Simpson 2014,
doi:10.1177/0190272513518803 (rewards too); Deci, Koestner & Ryan 1999,
doi:10.1037/0033-2909.125.6.627 (rewards and intrinsic motives); Falk & Kosfeld
2006, doi:10.1257/aer.96.5.1611 (control read as distrust).

What is given to somebody of a higher rank may be given for their favour, and the powerful
read it so: it tells them less of goodwill (Inesi, Gruenfeld & Galinsky 2012,
doi:10.1016/j.jesp.2012.01.008), and they feel further from those below than these from them
(Magee & Smith 2013, doi:10.1177/1088868312472732).

Who is bound to something is not trusted with it, and notices (Falk & Kosfeld 2006; Chou, Halevy
& Murnighan 2011). Who heads a team is bound by what was agreed alone: what is theirs to impose
says nothing against their own reasons.

What makes good conduct a matter of course is also what a trustor reckons with beforehand (M3),
and being trusted where nothing could go wrong says little.

Limits: bad conduct is laid wholly at the person's door, however bound.
"""

from __future__ import annotations

from .compiling import rule
from .layout import Record

BY_SANCTION = 0.8
"""Share of conduct that a sure sanction of full severity makes a matter of course (free)."""
CHOSEN_EASES = 0.5
"""How much less a regime that those concerned chose is read as binding (free choice)."""
READ_BY_TRUST = 0.5
"""How much a leader who is fully trusted or distrusted changes the reading (free choice)."""
MISTAKEN = 0.25
"""Share of an error that is taken for a breach, and of a breach for an error."""
CLARIFIED = 0.7
"""Share of such mistakes that clauses which say who does what prevent (free choice)."""


CURRYING = 1.0
"""Weight of wanting favour as a reason for kindness, for each rank below, up to two (free)."""


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
        * (1.0 - BY_SANCTION * sanction)
        * (1.0 - 0.6 * reward * pricing)
        * (1.0 - 0.6 * demand)
    )
    return 1.0 - free


@rule
def read_as_choice(bound: float, chosen: float, leader_trust: float) -> float:
    """Binding as one reads it: by whom it was chosen, and by whom it is imposed."""
    imposed = (1.0 - chosen) * (1.0 - READ_BY_TRUST * (leader_trust - 0.5))
    read = bound * (imposed + chosen * (1.0 - CHOSEN_EASES))
    return read if read < 1.0 else 1.0


@rule
def personal_credit(bound: float, frame: float, on: float, p: Record) -> float:
    """Share of a kept act that is credited to the person."""
    credit: float = 1.0 - on * (1.0 - (1.0 - p.crowding * bound) * (1.0 - 0.5 * frame))
    return credit


@rule
def sincerity(steps_below: float, on: float) -> float:
    """Share of the kindness of somebody so many ranks below that is taken for goodwill."""
    steps = steps_below
    if steps > 2.0:
        steps = 2.0
    if steps < 0.0:
        steps = 0.0
    courting = CURRYING * steps
    return 1.0 - on * courting / (1.0 + courting)


@rule
def frame_after(frame: float, price: float, personal: float, on: float, p: Record) -> float:
    """Frame of a tie after an act under a price (0..1), personal (0..1) in a free space."""
    shifted: float = frame + on * p.frame_rate * price * (1.0 - frame)
    returned: float = p.frame_return * personal * shifted
    return shifted - returned


@rule
def taken_for_competence(is_error: float, coordinating: float) -> float:
    """Share of what went wrong that is laid to competence, the rest being laid to character."""
    mistaken = MISTAKEN * (1.0 - CLARIFIED * coordinating)
    return is_error + mistaken * (1.0 - 2.0 * is_error)
