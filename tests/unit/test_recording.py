"""The recording plan: what of each run is kept, and that the runs are the same whatever it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from small_sweeps import FIVE_A_CHUNK, LOOKED_AT

from trustgarden.errors import InputError
from trustgarden.experiments import Experiment, Recording, Store, load_experiment, sweep
from trustgarden.experiments.layout import part_file
from trustgarden.experiments.tables import PEOPLE, TIES
from trustgarden.model.measures import MEASURE_NAMES
from trustgarden.model.organisation import Organisation

FEW = {"replicates": 2}
KEYS = ["run", "scenario", "point", "replicate", "seed", "version"]


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Store:
    few = LOOKED_AT.model_copy(update=FEW)
    return sweep(few, tmp_path_factory.mktemp("looked-at") / "out", workers=1)


def test_runs_are_the_same_whatever_is_recorded(looked_at: Store, tmp_path: Path) -> None:
    plain = sweep(FIVE_A_CHUNK.model_copy(update=FEW), tmp_path / "plain", workers=1)
    assert plain.tables == ("series", "teams", "runs")
    assert looked_at.tables == ("series", "teams", "people", "ties", "runs")
    assert looked_at.runs.equals(plain.runs)
    assert looked_at.teams().equals(plain.teams())
    thin = plain.series(["trust", "mistrust"]).query("week % 2 == 0").reset_index(drop=True)
    assert looked_at.series().equals(thin[[*KEYS, "week", *looked_at.recording.series_measures]])
    assert sorted(looked_at.series()["week"].unique()) == [2, 4, 6]


def test_people_and_ties_are_those_of_the_organisation(looked_at: Store) -> None:
    run = looked_at.runs.iloc[5]
    org = Organisation(
        run["scenario"],
        seed=int(run["seed"]),
        changes={"organisation.num_people": int(run["organisation.num_people"])},
    )
    for week in (3, 6):
        org.run(3)
        there = looked_at.people().query(f"run == 5 and week == {week}").drop(columns=KEYS)
        here = org.people_table()
        assert list(there.columns) == ["week", *here.columns]
        for name in here.columns:
            np.testing.assert_array_equal(
                there[name].fillna("").to_numpy() if here[name].dtype == "string" or
                here[name].dtype == object else there[name].to_numpy(),
                here[name].fillna("").to_numpy() if here[name].dtype == "string" or
                here[name].dtype == object else here[name].to_numpy(),
            )  # fmt: skip
    ties = looked_at.ties(scenario="command").query("run == 2")
    assert set(ties["week"]) == {6}
    assert (ties["trust"].between(0, 1)).all()
    assert ties["from"].isin([str(n) for n in range(1, 13)]).all()


def test_the_columns_are_those_of_the_model() -> None:
    org = Organisation("garden", seed=1, changes={"organisation.num_people": 12}).run(1)
    assert list(org.people_table().columns) == PEOPLE.names
    assert list(org.ties().columns) == TIES.names


def test_what_was_not_recorded_is_said(looked_at: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"'strain' was not recorded week by week.*trust, mistr"):
        looked_at.series(["strain"])
    with pytest.raises(InputError, match="no measure 'strian' in this store"):
        looked_at.series(["strian"])
    one = FIVE_A_CHUNK.model_copy(update={"replicates": 1})
    plain = sweep(one, tmp_path / "out", workers=1)
    with pytest.raises(InputError, match=r"No people were recorded.*recording\.people_at_weeks"):
        plain.people()
    with pytest.raises(InputError, match="No ties were recorded"):
        plain.ties()


def test_nobody_of_the_users_own_people_is_named(tmp_path: Path) -> None:
    rows = ["id,reports_to,team", "Zebulon,,Alchemy"]
    rows += [f"Zebulon-{number},Zebulon,Alchemy" for number in range(5)]
    (tmp_path / "staff.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "ours.toml").write_text(
        'id = "ours"\nextends = "garden"\n[organisation.people]\nfile = "staff.csv"\n'
        'reports_to = "reports_to"\nteam = "team"\n',
        encoding="utf-8",
    )
    experiment = Experiment(
        id="own",
        scenarios=(str(tmp_path / "ours.toml"),),
        replicates=1,
        weeks=5,
        recording=Recording(people_at_weeks=(1, 5), ties_at_weeks=(5,)),
    )
    store = sweep(experiment, tmp_path / "out", workers=1)
    assert store.num_failed == 0
    for table in store.tables:
        words = str(pq.read_table(part_file(store.path, table, 0)).to_pylist())
        assert "Zebulon" not in words
        assert "Alchemy" not in words
    people = store.people()
    assert people["id"].tolist() == ["1", "2", "3", "4", "5", "6"] * 2
    assert set(people["team"]) == {"team 1"}
    assert people["leader"].fillna("").tolist() == ["", "1", "1", "1", "1", "1"] * 2
    assert set(store.ties()["from"]) <= {"1", "2", "3", "4", "5", "6"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('measures = ["trst"]', r"measures names 'trst', which is no measure\. Did you mean trust"),
        ("measures = []", "recording.measures is an empty list; it must be a list of at least one"),
        ("every_weeks = 0", "recording.every_weeks is 0; it must be a whole number"),
        ("every_weeks = 9", "recording.every_weeks is 9, and a run has 6 weeks"),
        ("people_at_weeks = [7]", "people_at_weeks names week 7, and a run has weeks 1 to 6"),
        ("ties_at_weeks = [0]", "ties_at_weeks names week 0, and a run has weeks 1 to 6"),
        ("ties_at_weeks = [2, 2]", "recording.ties_at_weeks states something twice"),
        ("every_week = 2", "recording.every_week is not known. Did you mean every_weeks"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(text: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(f'id = "x"\nscenarios = ["garden"]\nweeks = 6\n[recording]\n{text}\n')
    with pytest.raises(InputError, match=words) as caught:
        load_experiment(file)
    assert "mine.toml, line 5" in str(caught.value)


def test_measures_keep_their_order() -> None:
    assert Recording(measures=("mistrust", "trust")).series_measures == ("trust", "mistrust")
    assert Recording().series_measures == tuple(MEASURE_NAMES)


def test_the_plan_is_in_the_manifest(looked_at: Store) -> None:
    told: dict[str, Any] = looked_at.manifest["experiment"]["recording"]
    assert told == {
        "measures": ["trust", "mistrust"],
        "every_weeks": 2,
        "people_at_weeks": [3, 6],
        "ties_at_weeks": [6],
    }
