"""An organisation as tables: its people and its relationships, one row each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from .fairness import FAIRNESS_PRIOR_WEIGHT
from .layout import KIND_NAMES, NOT_YET, ORIGIN_NAMES, PURPOSES
from .memory import ABILITY_WEIGHT, BENEVOLENCE_WEIGHT, INTEGRITY_WEIGHT

if TYPE_CHECKING:
    import pandas as pd

    from .engine import Engine

__all__ = ["names_of", "people_table", "ties_table"]

Column = npt.NDArray[np.float64]


def names_of(engine: Engine) -> list[str]:
    """Name of who holds each seat: the seat's, with a number from the second occupant on."""
    occupants = engine.state.keys >> 32
    return [
        name if not occupant else f"{name}.{occupant}"
        for name, occupant in zip(engine.structure.ids, occupants, strict=True)
    ]


def ties_table(engine: Engine) -> pd.DataFrame:
    """Every remembered relationship as a row; see `Organisation.ties`."""
    import pandas as pd

    state = engine.state
    trustors, slots = np.nonzero(state.whom >= 0)
    trustees = state.whom[trustors, slots]
    order = np.lexsort((trustees, trustors))
    trustors, slots, trustees = trustors[order], slots[order], trustees[order]
    ties = state.ties[trustors, slots]
    names = np.array(names_of(engine), dtype=object)
    teams = np.array(engine.structure.team_names, dtype=object)
    columns: dict[str, Any] = {
        "from": names[trustors],
        "to": names[trustees],
        "team_from": teams[state.team[trustors]],
        "team_to": teams[state.team[trustees]],
    }
    columns |= _places(engine, trustors, trustees)
    columns |= _expectations(ties, float(engine.parameters[0].prior_weight))
    for name in ("mistrust", "deception", "frame", "familiarity"):
        columns[name] = ties[name].astype(np.float64)
    traces = state.traces[trustors, slots]
    for purpose in PURPOSES:
        columns[f"hours_{purpose}"] = traces[purpose].astype(np.float64)
    columns["told"] = ties["told_for"].astype(np.float64) + ties["told_against"]
    columns["embedded"] = ties["embedded"].astype(np.int64)
    columns["met_week"] = ties["met"].astype(np.int64) - engine.weeks_before
    columns["last_week"] = ties["last"].astype(np.int64) - engine.weeks_before
    columns["kind"] = np.array(KIND_NAMES, dtype=object)[ties["kind"]]
    columns["origin"] = np.array(ORIGIN_NAMES, dtype=object)[ties["durability"] >> 3]
    return pd.DataFrame(columns)


def _places(
    engine: Engine, trustors: npt.NDArray[np.intp], trustees: npt.NDArray[np.int32]
) -> dict[str, Any]:
    """Place, practice and rank of both ends of each relationship."""
    state, structure = engine.state, engine.structure
    places = np.array(structure.place_names, dtype=object)
    practices = np.array(structure.practice_names, dtype=object)
    columns: dict[str, Any] = {}
    for end, rows in (("from", trustors), ("to", trustees)):
        columns[f"place_{end}"] = places[state.place[rows]]
        columns[f"practice_{end}"] = practices[state.practice[rows]]
        columns[f"rank_{end}"] = state.rank[rows].astype(np.int64)
    return columns


def _expectations(ties: Any, weight: float) -> dict[str, Column]:
    expected, known = {}, []
    for facet in ("ability", "benevolence", "integrity"):
        good = ties[f"{facet}_for"].astype(np.float64)
        bad = ties[f"{facet}_against"].astype(np.float64)
        known.append((good + bad) / (good + bad + weight))
        if facet != "ability":
            bad = bad + ties["deception"].astype(np.float64)
        prior = _heard(ties, "ability" if facet == "ability" else "goodwill", weight)
        expected[facet] = (good + weight * prior) / (good + bad + weight)
    trust = (
        ABILITY_WEIGHT * expected["ability"]
        + BENEVOLENCE_WEIGHT * expected["benevolence"]
        + INTEGRITY_WEIGHT * expected["integrity"]
    )
    facets = {f"trust_{facet}": values for facet, values in expected.items()}
    return {"trust": trust, **facets, "certainty": sum(known) / 3}


def _heard(ties: Any, prior: str, weight: float) -> Column:
    """Prior after what one was told."""
    told, against = (ties[f"told_{way}"].astype(np.float64) for way in ("for", "against"))
    first = ties[f"prior_{prior}"].astype(np.float64)
    result: Column = (weight * first + told) / (weight + told + against)
    return result


def people_table(engine: Engine) -> pd.DataFrame:
    """Everybody who is here as a row; see `Organisation.people_table`."""
    import pandas as pd

    state, structure = engine.state, engine.structure
    here = np.flatnonzero(state.present)
    names = np.array(names_of(engine), dtype=object)
    boss = state.boss[here]
    leads = np.isin(np.arange(structure.num_people), state.boss)
    people = state.people[here]
    columns: dict[str, Any] = {
        "id": names[here],
        "team": np.array(structure.team_names, dtype=object)[state.team[here]],
        "leader": np.where(boss >= 0, names[np.maximum(boss, 0)], np.array(None)),
        "is_leader": leads[here],
        "place": np.array(structure.place_names, dtype=object)[state.place[here]],
        "practice": np.array(structure.practice_names, dtype=object)[state.practice[here]],
        "rank": state.rank[here],
    }
    for name in ("propensity", "ability", "integrity", "benevolence", "sociability", "strain"):
        columns[name] = people[name].astype(np.float64)
    for kind in ("distributive", "procedural", "interactional"):
        columns[f"fairness_{kind}"] = _beta(people, kind, 0.5, FAIRNESS_PRIOR_WEIGHT)
    for k, purpose in enumerate(PURPOSES):
        columns[f"projected_{purpose}"] = state.expected[here, k].astype(np.float64)
    for name in ("effort", "output", "intention"):
        columns[name] = people[name].astype(np.float64)
    columns["communities"] = _communities(engine, here)
    columns["accepted_week"] = _accepted(engine, people["accepted"])
    weight = float(engine.parameters[0].prior_weight)
    prior = people["propensity"].astype(np.float64)
    columns["trust_organisation"] = _beta(people, "organisation", prior, weight)
    columns["joined_week"] = people["joined"].astype(np.int64) - engine.weeks_before
    columns |= _given_and_received(engine, here)
    return pd.DataFrame(columns)


def _communities(engine: Engine, here: npt.NDArray[np.intp]) -> list[str]:
    """Communities of each person, by name, between commas."""
    names = [community.name for community in engine.scenario.communities]
    belongs = engine.state.belongs[here].tolist()
    return [", ".join(n for k, n in enumerate(names) if bits & (1 << k)) for bits in belongs]


def _accepted(engine: Engine, accepted: npt.NDArray[np.int32]) -> Column:
    """Week of acceptance; 0 for founders, NaN for who is not accepted yet."""
    weeks = accepted.astype(np.float64)
    weeks = np.where(accepted > 0, weeks - engine.weeks_before, weeks)
    return np.where(accepted == NOT_YET, np.nan, weeks)


def _beta(people: Any, name: str, prior: Column | float, weight: float) -> Column:
    good = people[f"{name}_for"].astype(np.float64)
    bad = people[f"{name}_against"].astype(np.float64)
    result: Column = (good + weight * prior) / (good + bad + weight)
    return result


def _given_and_received(engine: Engine, here: npt.NDArray[np.intp]) -> dict[str, Column]:
    """Mean trust a person gives and receives over remembered relationships; NaN for none."""
    state = engine.state
    trustors, slots = np.nonzero(state.whom >= 0)
    ties = state.ties[trustors, slots]
    trust = _expectations(ties, float(engine.parameters[0].prior_weight))["trust"]
    columns = {}
    ends: dict[str, npt.NDArray[np.integer]] = {
        "trust_given": trustors,
        "trust_received": state.whom[trustors, slots],
    }
    for name, rows in ends.items():
        total = np.bincount(rows, weights=trust, minlength=len(state.keys))
        count = np.bincount(rows, minlength=len(state.keys))
        with np.errstate(invalid="ignore"):
            columns[name] = (total / count)[here]
    return columns
