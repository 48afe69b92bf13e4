# %% [markdown]
# # Your own organisation, from CSV
#
# People, who reports to whom, and who knew whom before: two files, and a scenario that names
# their columns. The people here are invented, as yours should be numbered before you share
# anything. A run is no measurement of your staff: it shows what would follow from stated
# assumptions in a chart of this shape.

# %%
import tempfile
from pathlib import Path

import trustgarden as tg
from trustgarden.analysis import charts

folder = Path(tempfile.mkdtemp())
(folder / "people.csv").write_text("""\
id,reports_to,place
ada,,Harbour
ben,ada,Harbour
cleo,ada,Hill
dora,ben,Harbour
emil,ben,Harbour
finn,ben,Hill
gesa,cleo,Hill
hugo,cleo,Hill
iris,cleo,Harbour
""")
(folder / "ties.csv").write_text("""\
from,to,kind,weight
dora,emil,friendship,2
emil,dora,friendship,2
finn,gesa,advice,1
hugo,ben,advice,1
""")
(folder / "ours.toml").write_text("""\
id = "ours"
extends = "untended"
description = "Nine people at two places"

[organisation.people]
file = "people.csv"
reports_to = "reports_to"
place = "place"

[[organisation.ties]]
file = "ties.csv"
kind = "kind"
weight = "weight"
""")
ours = tg.load_scenario(folder / "ours.toml")
org = tg.Organisation(ours, seed=1)
len(org.people), len(org.leaders), len(org.ties())

# %% [markdown]
# What would change if its leaders tended the conditions? The same nine people, with the same
# luck:

# %%
tended = ours.with_changes({"id": "tended", "leaders.style": "gardener",
                            "consequence.regime": "just-culture"})
pair = tg.compare(ours, tended, weeks=60, seeds=range(6))
weekly = pair.weekly.rename(columns={"difference": "mean"})
charts.weekly_differences(weekly, arm="tended", reference="ours")

# %% [markdown]
# In one of these organisations, person by person: whom does Emil remember, and how far would he
# trust them now?

# %%
org.run(weeks=60)
ties = org.ties()
ties[ties["from"] == "emil"].iloc[:, :6].round(2)

# %% [markdown]
# The report of both, to talk about with others:

# %%
tg.comparison_report(pair, folder / "ours.html")
