"""How often change points are called where nothing changes, and found where something does.

    python benchmarks/change_points.py

1,000 stationary AR(1) series of 104 weeks for each autocorrelation, with standard deviation 1; then
the same series with one step; then logistic growth. The rates stand in docs/analysis.md.
"""

from __future__ import annotations

import numpy as np

from trustgarden.analysis.change_points import change_points

WEEKS = np.arange(1, 105)
NUM_SERIES = 1000
STEP_WEEK = 41


def noise(rng: np.random.Generator, phi: float) -> np.ndarray:
    """Stationary series, shape (NUM_SERIES, 104)."""
    drawn = rng.standard_normal((NUM_SERIES, len(WEEKS)))
    drawn[:, 1:] *= np.sqrt(1 - phi**2)
    for week in range(1, len(WEEKS)):
        drawn[:, week] += phi * drawn[:, week - 1]
    return drawn


def rate(series: np.ndarray, penalty: float) -> float:
    return float(np.mean([len(change_points(one, penalty=penalty)) > 0 for one in series]))


def near(series: np.ndarray) -> float:
    """Share in which the largest change lies within three weeks of the step."""
    hits = 0
    for one in series:
        found = change_points(one)
        if len(found):
            week = found.loc[found["change"].abs().idxmax(), "week"]
            hits += abs(int(week) - STEP_WEEK) <= 3
    return hits / len(series)


def main() -> None:
    rng = np.random.default_rng(7)
    print("phi   false alarms at penalty 2, 4, 6 (used), 8   step of 2 sd found, of 5 sd found")
    for phi in (0.0, 0.5, 0.8, 0.95):
        still = noise(rng, phi)
        assert still.std() > 0.8
        alarms = "  ".join(f"{rate(still, penalty):6.1%}" for penalty in (2, 4, 6, 8))
        steps = "  ".join(f"{near(still + size * (WEEKS >= STEP_WEEK)):6.1%}" for size in (2, 5))
        print(f"{phi:4}  {alarms}    {steps}")
    growth = 10 / (1 + np.exp(-(WEEKS - 40) / 7)) + noise(rng, 0.8)
    print(f"logistic growth of 10 sd, phi 0.8: a step in {rate(growth, 6):.1%}")


if __name__ == "__main__":
    main()
