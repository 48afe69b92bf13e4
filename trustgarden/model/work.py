"""M18 Work and strain: what trust is for, and what wears it out.

Strain follows load, let-downs, monitoring and demand, and falls with free
hours; it squeezes those hours (M9) and raises errors (M4). Effort beyond the
required follows from trust, fairness and recognition. Work done is
ability times effort, less strain, as far as it hangs on others times what they
answered. The four outlets of trust (stay, engage, help, share) are written
probabilities.

Karasek 1979, doi:10.2307/2392498 (demands); De Jong, Dirks & Gillespie 2016,
doi:10.1037/apl0000110 (trust and output, more under interdependence).
"""

from __future__ import annotations

from .arithmetic import logistic
from .compiling import rule


@rule
def strain_after(
    strain: float, load: float, let_down: float, monitoring: float, demand: float, free: float,
    rate: float,
) -> float:
    """Strain after a week; `let_down` is the share of entrusted acts gone wrong."""
    target = 0.6 * load + 0.5 * let_down + 0.35 * monitoring + 0.15 * demand - 0.06 * free
    if target < 0.0:
        target = 0.0
    if target > 1.0:
        target = 1.0
    return strain + rate * (target - strain)


@rule
def engaging_probability(
    leader: float, organisation: float, fairness: float, recognised: float, strain: float
) -> float:
    """Chance to give effort beyond the required (outlet *engage*)."""
    return logistic(
        -0.4
        + 2.0 * (leader - 0.5)
        + 1.0 * (organisation - 0.5)
        + 1.5 * (fairness - 0.5)
        + 0.6 * recognised
        - 1.0 * strain
    )


@rule
def helping_probability(trust: float, benevolence: float, frame: float, strain: float) -> float:
    """Chance to help a colleague who asks (outlet *help*)."""
    return logistic(
        0.2
        + (1.0 - frame) * (3.0 * (trust - 0.5) + 2.0 * (benevolence - 0.5))
        - frame
        - 1.2 * strain
    )


@rule
def work_done(
    ability: float, effort: float, strain: float, interdependence: float, received: float
) -> float:
    """Work done in a week; 1 is an able person's full and unhindered week."""
    own = ability * (0.6 + 0.4 * effort) * (1.0 - 0.4 * strain)
    return own * (1.0 - interdependence + interdependence * received)
