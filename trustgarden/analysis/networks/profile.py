"""All that is measured of one network, in one table."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from ..statistics import RESAMPLING_SEED
from .mixing import density_ratio, up_down_ratio
from .network import Network
from .nulls import NUM_GRAPHS, Measure, against_null
from .structure import degree_figures, density, reciprocity, transitivity

__all__ = ["profile"]

GROUPINGS = ("place", "rank", "practice", "team")


def profile(
    network: Network,
    people: pd.DataFrame | None = None,
    *,
    num_graphs: int = NUM_GRAPHS,
    seed: int = RESAMPLING_SEED,
) -> pd.DataFrame:
    """Return the measures of a network, each beside random networks of the same degrees.

    Args:
        network: The network.
        people: A row a person, by name, such as `people_of(ties)`. For each of its columns
            place, rank, practice and team there is a density ratio (`same_place`, ...), for
            rank `up_down` too.
        num_graphs: How many random networks (1 or more).
        seed: The same seed gives the same figures.

    Returns:
        A row a measure; columns as `against_null`. Density and degrees are the same in
        every random network and have no null.
    """
    known = pd.DataFrame(index=network.people) if people is None else people
    measures: dict[str, Measure] = {"reciprocity": reciprocity, "transitivity": transitivity}
    for name in GROUPINGS:
        if name in known:
            measures[f"same_{name}"] = partial(density_ratio, groups=known[name])
    if "rank" in known:
        measures["up_down"] = partial(up_down_ratio, ranks=known["rank"])
    fixed = pd.Series({"density": density(network), **degree_figures(network)}, name="observed")
    table = pd.concat(
        [fixed.to_frame(), against_null(network, measures, num_graphs=num_graphs, seed=seed)]
    )
    return table.rename_axis("measure").assign(n=table["n"].fillna(0).astype(np.int64))
