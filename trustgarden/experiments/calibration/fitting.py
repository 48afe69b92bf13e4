"""The fit: approximate Bayesian computation by sequential Monte Carlo (ABC-SMC).

A simulation has no likelihood, so parameters are kept whose figures come near the
published ones, ever nearer from one population to the next (Toni et al. 2009,
doi:10.1098/rsif.2008.0172), by pyABC (Schälte et al. 2022, doi:10.21105/joss.04304). It was
preferred to an optimiser because it gives a posterior: what cannot be told apart from data
shows as a wide one; and to ELFI and sbi because those fit networks for which a dozen
figures are few.

The distance is the Euclidean one over all criteria of calibration, each measured from the
middle of its tolerance in halves of its width: 1 is the edge of what is tolerated.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from trustgarden.errors import InputError
from trustgarden.experiments.studies import STUDIES, Criterion, Role, Setting, Study

from .posterior import Posterior
from .priors import PRIORS, Prior

__all__ = [
    "FITTED_TO",
    "calibrate",
    "check_installed",
    "distance_to_targets",
    "figures_of",
    "targets",
]

FITTED_TO = ("VE1", "VE7", "VE11")
"""Studies that are run in the fit; what `REAL` has for calibration is looked at afterwards."""

FAR = 10.0
"""Distance of a figure that could not be had, and the most that any one may count."""


def targets(studies: Sequence[Study] = STUDIES) -> tuple[Criterion, ...]:
    """The criteria of calibration."""
    return tuple(c for s in studies for c in s.criteria if c.role is Role.CALIBRATION)


def figures_of(
    values: Mapping[str, float], setting: Setting, studies: Sequence[Study] = STUDIES
) -> dict[str, float]:
    """The model's figure for each criterion of calibration, under these parameters.

    Args:
        values: Parameters by name.
        setting: Replicates and seed.
        studies: Studies to look through; those without such a criterion are not run.
    """
    changes = {f"parameters.{name}": float(value) for name, value in values.items()}
    here = Setting(
        replicates=setting.replicates,
        seed=setting.seed,
        workers=setting.workers,
        changes={**setting.changes, **changes},
    )
    figures: dict[str, float] = {}
    for study in studies:
        wanted = [c.id for c in targets([study])]
        if wanted:
            found = study.calibrated(here)
            figures |= {name: found[name].value for name in wanted}
    return figures


def distance_to_targets(figures: Mapping[str, float], criteria: Sequence[Criterion]) -> float:
    """How far figures are from their targets, in halves of a tolerance."""
    parts = [_off(figures[c.id], c) for c in criteria]
    return math.sqrt(sum(part * part for part in parts) / len(parts))


def _off(value: float, criterion: Criterion) -> float:
    if math.isnan(value):
        return FAR
    low, high = criterion.low, criterion.high
    if math.isinf(high):
        return min(max(low - value, 0.0) / max(abs(low), 1e-9), FAR)
    return min(abs(value - 0.5 * (low + high)) / (0.5 * (high - low)), FAR)


def calibrate(
    *,
    population: int = 100,
    populations: int = 6,
    replicates: int = 20,
    seed: int = 1,
    workers: int = 2,
    priors: Sequence[Prior] = PRIORS,
    studies: Sequence[Study] = STUDIES,
    database: Path | None = None,
    progress: Callable[[int, float], None] | None = None,
) -> Posterior:
    """Fit the parameters to the criteria of calibration.

    Args:
        population: Particles kept in each population.
        populations: Populations, each nearer to the targets than the one before.
        replicates: Replicates a cell in each simulation.
        seed: Seed of the search; simulations take seeds that follow from it.
        workers: Processes.
        priors: What is fitted.
        studies: Studies whose criteria of calibration are met.
        database: SQLite file that keeps every particle; a temporary one if not given.
        progress: Called with each population's number and tolerated distance.

    Raises:
        InputError: If pyABC is not installed, or there is nothing to fit to.
    """
    abc = _pyabc()
    criteria = targets(studies)
    if not criteria:
        raise InputError("none of these studies has a criterion of calibration; name another one.")
    import numpy as np

    np.random.seed(seed)  # noqa: NPY002 - the library draws from the global generator
    names = [prior.name for prior in priors]
    space = abc.Distribution({p.name: abc.RV("uniform", p.low, p.high - p.low) for p in priors})

    def simulated(values: Mapping[str, float]) -> dict[str, float]:
        setting = Setting(replicates=replicates, seed=_seed_of(values, seed), workers=1)
        return figures_of({name: values[name] for name in names}, setting, studies)

    def distance(figures: Mapping[str, float], _: object) -> float:
        return distance_to_targets(figures, criteria)

    fit = abc.ABCSMC(
        simulated, space, distance, population_size=population,
        sampler=abc.sampler.MulticoreEvalParallelSampler(n_procs=workers)
        if workers > 1
        else abc.sampler.SingleCoreSampler(),
    )  # fmt: skip
    fit.new(_address(database), dict.fromkeys((c.id for c in criteria), 0.0))
    history = fit.run(max_nr_populations=populations)
    return _posterior(history, priors, progress)


def _seed_of(values: Mapping[str, float], seed: int) -> int:
    """A seed for each particle, the same whoever simulates it."""
    import hashlib

    text = repr((seed, sorted((k, float(v)) for k, v in values.items())))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def _address(database: Path | None) -> str:
    return "sqlite://" if database is None else f"sqlite:///{database}"


def _posterior(
    history: Any, priors: Sequence[Prior], progress: Callable[[int, float], None] | None
) -> Posterior:
    told = history.get_all_populations()
    for row in told.itertuples(index=False):
        if progress is not None and row.t >= 0:
            progress(int(row.t), float(row.epsilon))
    particles, weights = history.get_distribution(m=0, t=history.max_t)
    particles = particles[[prior.name for prior in priors]].reset_index(drop=True)
    return Posterior(particles, weights, tuple(priors), float(told["epsilon"].iloc[-1]))


def check_installed() -> None:
    """Raise an `InputError` if the library of the fit is not there."""
    _pyabc()


def _pyabc() -> Any:
    try:
        import pyabc
        import pyabc.sampler
    except ImportError:
        raise InputError(
            "calibration needs pyABC; install it with `pip install trustgarden[calibration]`."
        ) from None
    return pyabc
