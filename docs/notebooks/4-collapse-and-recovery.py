# %% [markdown]
# # Collapse and recovery
#
# Blame first, and a garden from some week on: does trust come back, and when? Written definitions
# say when it collapsed; change points say when it moved, with no threshold at all; warning signs
# ask whether anything could have been seen before.

# %%
import pandas as pd

import trustgarden as tg
from trustgarden.analysis import Definitions, charts
from trustgarden.analysis.basins import starts_and_ends
from trustgarden.analysis.tables import crossing_shares, crossings, weekly_means

small = {"organisation.num_people": 20}
runs = {
    name: [tg.simulate(name, weeks=130, seed=seed, changes=small) for seed in range(4)]
    for name in ("blame", "recovery")
}
weekly = pd.concat(
    [
        run.series.reset_index().assign(arm=name, replicate=number)
        for name, several in runs.items()
        for number, run in enumerate(several)
    ],
    ignore_index=True,
)
definitions = Definitions()
charts.trust_over_time(
    weekly_means(weekly, ["trust_team"]),
    thresholds={"collapsed": definitions.floor, "emerged": definitions.threshold},
)

# %% [markdown]
# In how many of the organisations did trust collapse, and when? The interval is Wilson's for the
# share and bootstrapped for the week; with four organisations both are wide, as they should be.

# %%
crossing_shares(crossings(weekly, definitions)).round(2)

# %% [markdown]
# The largest lasting step of each run (`pip install "trustgarden[statistics]"`). A slow slide has
# no step, so that fewer runs have one than have lost trust.

# %%
from trustgarden.analysis.change_points import change_shares

change_shares(weekly)[["arm", "event", "count", "n", "week", "change"]].round(2)

# %% [markdown]
# Where do runs end, from where they start?

# %%
charts.basins(starts_and_ends(weekly))

# %% [markdown]
# Does the way down recover ever more slowly from small disturbances? Each sign's trend (tau) is
# held against surrogates in which nothing changes; p is how often chance makes as strong a trend.
# In one short series this finds little, and a p that is not small says nothing.

# %%
from trustgarden.analysis.warning_signs import warning_signs

warning_signs(runs["blame"][0].series["trust_team"].iloc[:60], num_surrogates=99).round(2)
