# %% [markdown]
# # A first garden
#
# One organisation of 24 invented people, week by week for two years, under leaders who tend
# conditions and demand nothing. What comes of trust?
#
# Nothing here writes trust. Leaders change meetings, consequence and treatment; trust changes
# only in what people remember of each other.

# %%
import trustgarden as tg
from trustgarden.analysis import charts, find_emergence

run = tg.simulate("garden", weeks=104, seed=7, changes={"organisation.num_people": 24})
run.series[["trust", "trust_team", "trust_leader", "trust_organisation"]].iloc[[0, 25, 51, 103]]

# %% [markdown]
# One row a week, one column a measure. `tg.MEASURES` says what each of them means:

# %%
{measure.name: measure.definition for measure in tg.MEASURES if measure.level == "team"}

# %% [markdown]
# Did trust *emerge*, by the written definition: at 0.65 or more for a quarter of a year, coming
# from below? The week is NaN where it did not, and `at_start` says whether it had been there all
# along.

# %%
found = find_emergence(run.series["trust_team"])
found.week[0], bool(found.at_start[0])

# %% [markdown]
# A mean hides that trust is never even. These are the teams:

# %%
run.teams.iloc[[0, 51, 103]].T.round(2)

# %% [markdown]
# What did it grow from, and what was it lost to? Every change of trust is booked to its cause.

# %%
from trustgarden.analysis.accounts import weekly_accounts

charts.accounts_stream(weekly_accounts([run]))

# %% [markdown]
# One run is one story. Another seed gives other people and other luck; what holds in general only
# many runs can tell, as the next notebook does. A report of this run, as a page that opens
# offline:

# %%
tg.run_report(run, "first-garden.html")
