"""M18 Work and strain: what trust is for, and what wears it out.

Strain follows load, let-downs, monitoring, demand and, for leaders, span; it falls
with help and free hours; it squeezes those hours (M9) and raises errors (M4).
Effort beyond the required follows from trust, fairness, frame and recognition.
Work done is ability times effort, less strain, as far as it hangs on others times
what they answered. The four outlets of trust (stay, engage, help, share) are
written probabilities; what surveys ask (meaning to leave, extra-role and
counterproductive conduct, voice) are observations of these.

Karasek 1979, doi:10.2307/2392498 (demands); De Jong, Dirks & Gillespie 2016,
doi:10.1037/apl0000110 (trust and output, more under interdependence); Colquitt et
al. 2013, doi:10.1037/a0031757 (counterproductive conduct follows fairness rather
than exchange).
"""

from __future__ import annotations

from .arithmetic import logistic
from .compiling import rule

ORDINARY_SPAN = 9.0
"""People whom a leader leads without being strained by it."""


CONSCIENTIOUS = 0.7
"""Spread of effort between people for reasons of their own, in logits (free choice)."""


@rule
def strain_after(
    strain: float,
    load: float,
    let_down: float,
    monitoring: float,
    demand: float,
    led: float,
    helped: float,
    free: float,
    rate: float,
) -> float:
    """Strain after a week.

    `let_down` is the share of entrusted acts gone wrong, `helped` the share of
    one's hours in which somebody kept faith, `led` the number of people led.
    """
    target = 0.65 * load + 0.5 * let_down + 0.35 * monitoring + 0.15 * demand
    target -= 0.06 * free + 0.1 * helped
    if led > ORDINARY_SPAN:
        target += 0.03 * (led - ORDINARY_SPAN)
    if target < 0.0:
        target = 0.0
    if target > 1.0:
        target = 1.0
    return strain + rate * (target - strain)


@rule
def engaging_probability(
    leader: float,
    organisation: float,
    fairness: float,
    frame: float,
    recognised: float,
    strain: float,
    inclined: float,
) -> float:
    """Chance to give effort beyond the required (outlet *engage*).

    `inclined` is a lasting personal inclination of mean 0 and deviation 1 (conscientiousness:
    Barrick & Mount 1991, doi:10.1111/j.1744-6570.1991.tb00688.x).
    """
    return logistic(
        -0.4
        + CONSCIENTIOUS * inclined
        + (1.0 - 0.5 * frame) * (2.0 * (leader - 0.5) + 1.0 * (organisation - 0.5))
        + 1.5 * (fairness - 0.5)
        + 0.6 * recognised
        - 0.5 * frame
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
def withholding_probability(integrity: float, fairness: float, strain: float) -> float:
    """Chance of counterproductive conduct: work or goods withheld on purpose."""
    return logistic(-3.0 - 2.0 * (integrity - 0.5) - 3.0 * (fairness - 0.5) + 1.0 * strain)


@rule
def work_done(
    ability: float, effort: float, strain: float, interdependence: float, received: float
) -> float:
    """Work done in a week; 1 is an able person's full and unhindered week."""
    own = ability * (0.6 + 0.4 * effort) * (1.0 - 0.4 * strain)
    done = own * (1.0 - interdependence + interdependence * received)
    return done if done < 1.0 else 1.0
