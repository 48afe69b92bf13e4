"""Whole organisations for a study: the same act on many of them, in threads.

Kernels release the GIL, so threads share one compiled week. Results stand in the order
of seeds, whatever the number of workers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from trustgarden.model.organisation import Organisation
from trustgarden.scenarios import load_scenario

from .study import Setting

__all__ = ["each_firm"]

Outcome = TypeVar("Outcome")


def each_firm(
    setting: Setting,
    scenario: str,
    apparatus: Mapping[str, Any],
    act: Callable[[Organisation], Outcome],
    *,
    number: int | None = None,
) -> list[Outcome]:
    """What an act gives on each of so many organisations.

    Args:
        setting: How many, from which seed on, and with what changes in every study.
        scenario: Id of the scenario that the apparatus changes.
        apparatus: Dotted keys of this study.
        act: Runs an organisation and reads something from it.
        number: How many organisations; `setting.replicates` if not given.
    """
    plan = load_scenario(scenario).with_changes(setting.with_apparatus(apparatus))
    seeds = range(setting.seed, setting.seed + (number or setting.replicates))
    with ThreadPoolExecutor(setting.workers) as pool:
        return list(
            pool.map(lambda seed: act(Organisation(plan, seed=seed, accounts=False)), seeds)
        )
