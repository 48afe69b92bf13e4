# %% [markdown]
# # Which lever, for which organisation?
#
# A small screening after Morris (1991, doi:10.1080/00401706.1991.10484804): four things that
# leaders may do, in a small organisation and in one twice as large. Which of them matters for
# trust in the team, and is it the same in both?
#
# It needs `pip install "trustgarden[sensitivity]"`. So few trajectories only show how it is done.

# %%
import tempfile
from pathlib import Path

import trustgarden as tg
from trustgarden.analysis import charts
from trustgarden.analysis.sensitivity import analyse, read_sample
from trustgarden.experiments import Experiment

LEVERS = {
    "leaders.demanding": {"lower": 0.0, "upper": 0.3},
    "leaders.controlling": {"lower": 0.0, "upper": 0.3},
    "leaders.fairness": {"lower": 0.0, "upper": 0.25},
    "consequence.severity": {"lower": 0.0, "upper": 1.0},
}
results = Path(tempfile.mkdtemp())

def screened(people):
    experiment = Experiment.model_validate({
        "id": f"levers-of-{people}", "scenarios": ["blame"], "weeks": 40, "replicates": 2,
        "seed": 1, "constants": {"organisation.num_people": people}, "levers": LEVERS,
        "design": {"method": "morris", "trajectories": 4},
    })
    store = tg.sweep(experiment, results / experiment.id, workers=1)
    return analyse(read_sample(store, "trust_team"), "trust_team", "morris")

small, large = screened(12), screened(24)

# %% [markdown]
# `mu_star` is how far the outcome moves, on average, when the lever goes through half of its
# range; where its interval does not keep clear of 0, the lever has not shown that it does
# anything.

# %%
charts.morris_plane(small.table)

# %%
small.ranked("morris"), large.ranked("morris")

# %% [markdown]
# What an organisation hangs on is told in sentences, too, with how much is luck:

# %%
from trustgarden.analysis.sensitivity.telling import sentences

for found in (small, large):
    print("\n".join(sentences(found)), end="\n\n")

# %% [markdown]
# For a decision: 20 trajectories or more, the size of your own organisation, then Sobol indices
# of the few levers that are left (docs/sensitivity.md).
