"""The organisation as a Mesa model: a thin face of the engine.

>>> import trustgarden as tg
>>> org = tg.Organisation("garden", seed=7).run(weeks=26)
>>> a, b = list(org.people)[:2]
>>> 0 < a.trust_in(b) < 1
True
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np
import numpy.typing as npt
from mesa.agent import AgentSet
from mesa.datacollection import DataCollector

from ..errors import InputError
from . import reading
from .engine import Engine
from .journeys import journeys_table, not_held_table, paths_table
from .layout import ACCOUNTS
from .measures import MEASURE_NAMES
from .people import Leader, Person
from .saving import load_engine, save_engine
from .scenario import Scenario
from .tables import names_of, people_table, ties_table

if TYPE_CHECKING:
    import pandas as pd

try:
    from mesa.experimental.scenarios import Scenario as MesaScenario
except ImportError:  # Mesa 3.3 has none.
    MesaScenario = None

__all__ = ["Organisation"]

DEFAULT_SCENARIO = "garden"


def _latest(name: str, model: Organisation) -> float:
    """Reporter of the newest value of one measure; a partial of it pickles, a lambda would not."""
    return model.latest(name)


if MesaScenario is not None:

    class NothingToReset(MesaScenario):  # type: ignore[misc]
        """Mesa's record of parameters, left empty: ours stand in `Organisation.plan`.

        On reset a page of Mesa 3.5 overwrites the argument `scenario` by a new
        record of this class if the old one is true, and the organisation would
        fall back to the default without a word. So this one is false.
        """

        def __bool__(self) -> bool:
            return False


class Organisation(mesa.Model):  # type: ignore[misc]
    """People, leaders and their memory of each other, under conditions that can be tended.

    Args:
        scenario: An id of the catalogue, a path to a TOML file, or a `Scenario`. A bare
            `mesa` scenario, which Mesa's own tools hand over, is read as the default.
        seed: Seed of all chance, 0 <= seed < 2**63; drawn and recorded if missing.
        rng: The same, under the name Mesa's tools use; a generator gives its next number.
        changes: Dotted keys to set, such as `{"leaders.style": "commander"}`.
        accounts: Whether accounts of trust are kept and people's ways in and out are logged;
            without, weeks run faster, and nothing differs.

    Raises:
        ValueError: If the scenario, a change or the seed cannot be used; the message names
            the key, its value, what is legal, and the remedy.

    Attributes:
        plan: The scenario, with changes. (Mesa keeps `scenario` for a record of its own.)
        seed: The seed used.
        datacollector: A `mesa.DataCollector` with every measure, one entry a week.
    """

    def __init__(
        self,
        scenario: str | Path | Scenario | Any = DEFAULT_SCENARIO,
        *,
        seed: int | None = None,
        rng: Any = None,
        changes: Mapping[str, Any] | None = None,
        accounts: bool = True,
    ) -> None:
        if _is_mesa_scenario(scenario):
            rng = rng if rng is not None else getattr(scenario, "rng", None)
            scenario = DEFAULT_SCENARIO
        plan = reading.as_scenario(scenario)
        plan = reading.with_changes(plan, changes) if changes else plan
        chart = reading.chart_of(plan)
        self._take(Engine(plan, _seed_from(seed, rng), chart, accounts=accounts, log=accounts))

    def _take(self, engine: Engine) -> None:
        """Become the face of an engine."""
        self.engine = engine
        self.plan = engine.scenario
        self.seed = engine.seed
        # Mesa draws nothing for us; it is seeded all the same, for what users add.
        super().__init__(rng=self.seed % 2**32)
        if MesaScenario is not None:
            self.scenario = NothingToReset(rng=self.seed % 2**32)
        self._agents_by_row: dict[int, Person] = {}
        self._weeks_ahead = 0
        self.datacollector = DataCollector({name: partial(_latest, name) for name in MEASURE_NAMES})

    # -- saving ----------------------------------------------------------------

    def save(self, path: str | Path) -> None:
        """Write everything that the next week depends on to a `.npz` file; nothing is pickled.

        Raises:
            InputError: If the file cannot be written.
        """
        save_engine(self.engine, path)

    @classmethod
    def load(cls, path: str | Path, *, changes: Mapping[str, Any] | None = None) -> Organisation:
        """Go on from a save, or branch from it with other conditions.

        Args:
            path: A file that `save` wrote.
            changes: Dotted keys to set from the next week on. Conditions may change (leaders,
                consequence, recognition, spaces, welcome, talk, work, turnover), and `events`
                of weeks to come. People, traits, communities, mechanisms, parameters and
                events of weeks that have begun stay.

        Raises:
            InputError: If the file is missing, damaged, or of another version; or if a change
                cannot be used, or touches what stays.
        """
        engine = load_engine(path)
        if changes:
            engine.branch(reading.changed_on_the_way(engine.scenario, changes))
        organisation = cls.__new__(cls)
        organisation._take(engine)
        # Mesa's clock and collector are brought to where the saved organisation stood.
        organisation._catch_up(engine.week)
        return organisation

    # -- running ---------------------------------------------------------------

    def step(self) -> None:
        """Run one working week."""
        if self._weeks_ahead:
            self._weeks_ahead -= 1
            return
        self.engine.run(1)
        self._follow_people()
        self.datacollector.collect(self)

    def run(self, weeks: int) -> Organisation:
        """Run many weeks, and leave everything as that many steps would.

        The weeks run in one call of the kernel, and Mesa's clock and collector
        are brought up behind them, unless a subclass has a step of its own or
        a reporter was added that must look at each week.

        Args:
            weeks: How many weeks, 0 or more.

        Raises:
            TypeError: If weeks is no whole number.
            ValueError: If weeks is negative, or more than the calendar holds.
        """
        _check_weeks(weeks)
        if self._needs_each_week():
            for _ in range(weeks):
                self.step()
            return self
        self.engine.run(weeks)
        self._follow_people()
        self._catch_up(weeks)
        return self

    def _catch_up(self, weeks: int) -> None:
        """Bring Mesa's clock and collector up to the engine, `weeks` weeks."""
        self._weeks_ahead = weeks
        for _ in range(weeks):
            self.step()
        collector = self.datacollector
        rows = self.engine.series[self.engine.week - weeks :]
        for column, name in enumerate(MEASURE_NAMES):
            collector.model_vars[name].extend(rows[:, column].tolist())
        # Mesa 3.5 keeps the time of each collection; 3.3 does not.
        if hasattr(collector, "_collection_steps"):
            collector._collection_steps.extend(range(self.steps - weeks + 1, self.steps + 1))

    def _needs_each_week(self) -> bool:
        collector = self.datacollector
        ours = all(getattr(r, "func", None) is _latest for r in collector.model_reporters.values())
        return (
            type(self).step is not Organisation.step
            or not ours
            or bool(collector.agent_reporters)
            or bool(getattr(collector, "agenttype_reporters", None))
        )

    def schedule(self, *, week: int, kind: str = "change", **fields: Any) -> Organisation:
        """Put an event on the calendar, from the next week on.

        Args:
            week: Week in which it happens, or from which on it holds.
            kind: What happens: change, regime, remote, crunch, layoff, arrival, growth, merger,
                new-leader, reorganisation, scandal, betrayal, apology, gathering or departure.
            **fields: What the kind may state, as in a scenario's `[[events]]`; `set` is a
                mapping of dotted keys.

        Raises:
            InputError: If a field cannot be used, the week has passed, or nobody is called that.

        Examples:
            >>> org = Organisation("garden", seed=1)
            >>> org.schedule(week=3, kind="betrayal", who="5", whom="6").run(4).week
            4
        """
        event = {"week": week, "kind": kind, **fields}
        scenario = reading.with_event(self.engine.scenario, event)
        if week <= self.engine.week:
            raise InputError(
                f"event of week {week} has passed, since {self.engine.week} weeks have run; name "
                f"a week from {self.engine.week + 1} on."
            )
        self.engine.branch(scenario)
        self.plan = self.engine.scenario
        return self

    # -- people ----------------------------------------------------------------

    @property
    def agents(self) -> AgentSet:
        """Everybody who is here, as a Mesa AgentSet; made when first looked at."""
        self._make_people()
        return super().agents

    @property
    def agents_by_type(self) -> dict[type, AgentSet]:
        """Everybody who is here, by class."""
        self._make_people()
        kinds: dict[type, AgentSet] = super().agents_by_type
        return kinds

    @property
    def people(self) -> AgentSet:
        """Everybody who is here, leaders included, in the order of the chart."""
        return self.agents

    @property
    def leaders(self) -> AgentSet:
        """Those to whom others report."""
        return self.agents.select(agent_type=Leader)

    def person_at(self, row: int) -> Person:
        """The agent of who holds a seat now, by its row."""
        self._make_people()
        return self._agents_by_row[row]

    def name_of(self, row: int) -> str:
        """Printed name of who holds a seat now."""
        occupant = int(self.engine.state.keys[row]) >> 32
        name = self.engine.structure.ids[row]
        return f"{name}.{occupant}" if occupant else name

    def _make_people(self) -> None:
        if not self._agents_by_row:
            self._make_missing()

    def _make_missing(self) -> None:
        for row in np.flatnonzero(self.engine.state.present):
            if int(row) not in self._agents_by_row:
                self._make_person(int(row))

    def _make_person(self, row: int) -> None:
        kind = Leader if np.any(self.engine.state.boss == row) else Person
        self._agents_by_row[row] = kind(self, row)

    def _follow_people(self) -> None:
        """Part with the agents of those who have left, and greet who has come."""
        for row, person in list(self._agents_by_row.items()):
            if not person.is_here:
                person.remove()
                del self._agents_by_row[row]
        if self._agents_by_row:
            self._make_missing()

    # -- results ---------------------------------------------------------------

    @property
    def accounts(self) -> pd.DataFrame:
        """Weekly accounts of trust: what each week's change of the measure `trust` came from.

        One row a week (index `week`, from 1), one column a cause (`ACCOUNTS`); the columns of a
        week add up to its change, to 1e-9. Empty where no accounts are kept.
        """
        import pandas as pd

        weeks = pd.RangeIndex(1, len(self.engine.accounts) + 1, name="week")
        return pd.DataFrame(self.engine.accounts, index=weeks, columns=list(ACCOUNTS))

    @property
    def not_held(self) -> pd.DataFrame:
        """Events that did not take place, since somebody or something they need was not there.

        One row an event, in the order of weeks. Columns: week, kind, who, whom, team (as the
        event states them; NaN if it does not), why. Empty where everything took place.
        """
        return not_held_table(self.engine)

    def paths(self) -> pd.DataFrame:
        """People's ways in and out: who joined, each step of the welcome, acceptance, leaving.

        Columns: week, what (joined, step, accepted, left), who, whom (who did the step), step
        (its kind), done (whether it took place); what is missing is NaN in each column. Who
        comes or goes by an event of week w, which takes place before the week begins, does so
        at the end of week w - 1, as everybody who joins and leaves does at the end of a week.
        Empty where no accounts are kept.
        """
        return paths_table(self.engine)

    def journeys(self) -> pd.DataFrame:
        """The welcome of everybody who has joined, step by step until accepted.

        One row a step that was due; a joiner without any has one row in which `step` is missing.
        Columns: person, joined_week (at the end of it; see `paths`), week (when it was due),
        step, who (was to do it), happened, accepted_week and left_week (if not yet, missing),
        choreography. What is missing is NaN in each column. Empty where no accounts are kept.
        """
        return journeys_table(self.engine)

    @property
    def week(self) -> int:
        """Weeks run so far."""
        return self.engine.week - self._weeks_ahead

    def latest(self, name: str) -> float:
        """Newest value of a measure; before the first week, of the state as it stands."""
        column = MEASURE_NAMES.index(name)
        if self.week == 0:
            return float(self.engine.measure()[column])
        return float(self.engine.series[self.week - 1, column])

    @property
    def series_array(self) -> npt.NDArray[np.float64]:
        """Weekly measures, (weeks, measures), in the order of `MEASURE_NAMES`."""
        return self.engine.series

    @property
    def team_series_array(self) -> npt.NDArray[np.float64]:
        """Trust within each team by week, (weeks, teams)."""
        return self.engine.team_series

    @property
    def team_names(self) -> list[str]:
        """Names of the teams, in the order of the columns of `team_series_array`."""
        return list(self.engine.structure.team_names)

    @property
    def series(self) -> pd.DataFrame:
        """Weekly measures: one row a week (index `week`, from 1), one column a measure."""
        import pandas as pd

        weeks = pd.RangeIndex(1, len(self.series_array) + 1, name="week")
        return pd.DataFrame(self.series_array, index=weeks, columns=list(MEASURE_NAMES))

    def ties(self) -> pd.DataFrame:
        """Every remembered relationship: from, to, trust and its facets, mistrust, and so on."""
        return ties_table(self.engine)

    def people_table(self) -> pd.DataFrame:
        """Everybody who is here: place in the chart, traits, states, trust given and received."""
        return people_table(self.engine)

    @property
    def names(self) -> list[str]:
        """Printed names of who holds each seat."""
        return names_of(self.engine)


def _check_weeks(weeks: object) -> None:
    """Refuse what is no number of weeks."""
    if isinstance(weeks, bool) or not isinstance(weeks, int | np.integer):
        raise TypeError(f"weeks is {weeks!r}; it must be a whole number of 0 or more.")
    if weeks < 0:
        raise ValueError(f"weeks is {weeks}; it must be 0 or more.")


def _is_mesa_scenario(source: Any) -> bool:
    return MesaScenario is not None and isinstance(source, MesaScenario)


def _seed_from(seed: int | None, rng: Any) -> int:
    """The seed that `seed` or `rng` comes to."""
    if seed is not None and rng is not None:
        raise ValueError("seed and rng are the same thing under two names; pass one of them.")
    source = rng if seed is None else seed
    if source is None:
        return secrets.randbelow(2**32)
    if isinstance(source, np.random.Generator):
        return int(source.integers(2**32))
    if isinstance(source, np.random.SeedSequence):
        return int(source.generate_state(1)[0])
    if isinstance(source, bool) or not isinstance(source, int | np.integer):
        raise ValueError(f"seed is {source!r}; it must be a whole number of 0 or more.")
    if not 0 <= source < 2**63:
        raise ValueError(f"seed is {source}; it must lie between 0 and 2**63 - 1.")
    return int(source)
