"""Variations: what a conclusion should not hang on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from trustgarden.model.chart import Chart
from trustgarden.model.scenario import Scenario
from trustgarden.model.structure import structure_of

__all__ = ["SIZES", "Variation", "relabelled", "variations"]

SIZES = (20, 60, 200, 700, 2000)
"""Sizes of an organisation (people)."""
FRESH = (10_001, 20_001)
"""First seeds of fresh sets; far enough from others that no two sets share one."""
LABELS = (1, 2)
OTHER_FORMS: Mapping[str, Mapping[str, Any]] = {
    "begun as strangers": {"organisation.start": "strangers"},
    "larger teams": {"organisation.team_size": 15},
    "smaller teams": {"organisation.team_size": 5},
    "three places": {"organisation.num_places": 3},
}
"""Other ways to lay out an organisation and let it begin."""
RIVALS: Mapping[str, str] = {
    # Schoorman, Mayer & Davis 2007, doi:10.5465/amr.2007.24348410; ours is that of Lewicki,
    # McAllister & Bies 1998, doi:10.5465/amr.1998.926620.
    "mistrust": "trust and mistrust are one dimension",
    # Asymmetry is mostly prior belief: Poortinga & Pidgeon 2004,
    # doi:10.1111/j.0272-4332.2004.00543.x; ours is that of Slovic 1993.
    "asymmetry": "bad news weighs no more than good",
    # Learning by reinforcement: Macy & Flache 2002, doi:10.1073/pnas.092080099.
    "ambiguity": "acts are read as they are",
    # Contracts that complement trust: Poppo & Zenger 2002, doi:10.1002/smj.249; ours is crowding
    # out, Malhotra & Murnighan 2002, doi:10.2307/3094850.
    "attribution": "motives are not read",
    # Trust as what the other is like: Mayer, Davis & Schoorman 1995,
    # doi:10.5465/amr.1995.9508080335; ours has encapsulated interest too, Hardin 2002.
    "further": "nobody reckons with further dealings",
    # Rotter 1967, doi:10.1111/j.1467-6494.1967.tb01454.x; ours has category cues too, Kramer 1999.
    "cues": "strangers are trusted by disposition alone",
    # As in most agent-based models of trust: Sabater & Sierra 2005, doi:10.1007/s10462-004-0041-5;
    # ours is decay, Burt 2002, doi:10.1016/S0378-8733(02)00015-3.
    "forgetting": "evidence lasts",
}
"""Forms of a mechanism that literature offers instead of ours, each ours without a part: what
is switched off, and what is supposed then."""
MEASURES = ("trust", "trust_leader", "trust_organisation")
"""Other trust than that in the team."""


@dataclass(frozen=True, kw_only=True)
class Variation:
    """One way in which runs differ from the reference.

    Attributes:
        kind: `reference`, `size`, `seeds`, `labels`, `form`, `rival`, `measure` or `posterior`.
        name: In words.
        first_seed: Of the replicates; the others follow.
        changes: Dotted keys that are set in all arms.
        labels: Number of a shuffling of people and teams, or None for none.
        measure: In place of trust in the team, or None.
    """

    kind: str
    name: str
    first_seed: int = 1
    changes: Mapping[str, Any] = field(default_factory=dict)
    labels: int | None = None
    measure: str | None = None


def variations(seed: int = 1, sizes: Sequence[int] = SIZES) -> Iterator[Variation]:
    """The reference first, then every variation but draws from a posterior.

    Args:
        seed: First seed of the reference.
        sizes: Sizes of organisations (people).
    """
    yield Variation(kind="reference", name="as it stands", first_seed=seed)
    for size in sizes:
        changes = {"organisation.num_people": size}
        yield Variation(kind="size", name=f"{size:,} people", first_seed=seed, changes=changes)
    for first in FRESH:
        name = f"seeds from {seed + first:,}"
        yield Variation(kind="seeds", name=name, first_seed=seed + first)
    for labels in LABELS:
        yield Variation(
            kind="labels", name=f"people in another order ({labels})", first_seed=seed,
            labels=labels,
        )  # fmt: skip
    for name, form in OTHER_FORMS.items():
        yield Variation(kind="form", name=name, first_seed=seed, changes=form)
    for mechanism, name in RIVALS.items():
        without = {"mechanisms.off": [mechanism]}
        yield Variation(kind="rival", name=name, first_seed=seed, changes=without)
    for measure in MEASURES:
        yield Variation(kind="measure", name=measure, first_seed=seed, measure=measure)


def relabelled(scenario: Scenario, labels: int) -> Chart:
    """The organisation of a scenario with its people and teams in another order.

    Who sits in which team, place and rank under whom stays the same; who is called what, and so
    everybody's traits and luck, is dealt anew.

    Args:
        scenario: An organisation laid out by numbers.
        labels: Number of the shuffling.
    """
    there = structure_of(scenario, None)
    rng = np.random.default_rng(labels)
    order, teams = rng.permutation(there.num_people), rng.permutation(there.num_teams)
    row = np.argsort(order).astype(np.int32)
    team = np.argsort(teams).astype(np.int32)
    boss = there.boss[order]
    nothing = np.empty(0, np.int32)
    return Chart(
        ids=tuple(there.ids[k] for k in order),
        boss=np.where(boss >= 0, row[boss], -1),
        team=team[there.team[order]],
        team_names=tuple(there.team_names[k] for k in teams),
        place=there.place[order],
        place_names=there.place_names,
        rank=there.rank[order],
        practice=there.practice[order],
        practice_names=there.practice_names,
        tie_from=nothing,
        tie_to=nothing,
        tie_evidence=np.empty(0),
        tie_kind=(),
    )
