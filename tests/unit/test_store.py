"""The store: what stands in a results folder, and how it is read."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

import trustgarden as tg
from trustgarden.errors import InputError
from trustgarden.experiments import Experiment, Store, sweep
from trustgarden.experiments.layout import part_file

SMALL = Experiment(
    id="small",
    scenarios=("garden", "command"),
    replicates=3,
    seed=3,
    weeks=9,
    factors={
        "organisation.num_people": (12, 18),
        "mechanisms.off": ((), ("strain",)),
        "turnover.replace": (True,),
    },
)
KEYS = ["run", "scenario", "point", "replicate", "seed", "version"]
MEASURES = list(tg.MEASURE_NAMES)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return sweep(SMALL, tmp_path_factory.mktemp("store") / "out", workers=1)


def test_the_manifest_explains_the_folder(store: Store) -> None:
    told = json.loads((store.path / "manifest.json").read_text(encoding="utf-8"))
    assert told == store.manifest
    assert list(told) == [
        "schema", "trustgarden", "model", "experiment", "scenarios", "files", "points", "num_runs",
        "chunk_size", "measures", "weeks",
    ]  # fmt: skip
    assert (told["schema"], told["num_runs"], told["weeks"]) == (2, 24, 9)
    assert told["experiment"]["scenarios"] == ["garden", "command"]
    assert told["scenarios"]["command"]["leaders"]["demanding"] is not None
    assert told["points"][6] == {
        "point": 6,
        "scenario": "command",
        "factors": {
            "organisation.num_people": 18, "mechanisms.off": [], "turnover.replace": True,
        },
    }  # fmt: skip


def test_runs_have_one_row_each_in_the_order_of_the_plan(store: Store) -> None:
    runs = store.runs
    levels = ["organisation.num_people", "mechanisms.off", "turnover.replace"]
    assert list(runs.columns) == [*KEYS, "status", "message", "weeks", *levels, *MEASURES]
    assert runs["run"].tolist() == list(range(24))
    assert runs["replicate"].tolist() == [0] * 8 + [1] * 8 + [2] * 8
    assert runs["point"].tolist() == list(range(8)) * 3
    assert runs["organisation.num_people"].tolist() == [12, 12, 18, 18] * 6
    assert runs["mechanisms.off"].tolist() == ["[]", '["strain"]'] * 12
    assert runs["turnover.replace"].tolist() == [True] * 24
    assert (runs["people"] == runs["organisation.num_people"]).all()
    assert set(runs["status"]) == {"ok"}
    assert set(runs["message"]) == {""}


def test_series_have_one_row_a_run_and_week(store: Store) -> None:
    series = store.series()
    assert list(series.columns) == [*KEYS, "week", *MEASURES]
    assert len(series) == 24 * 9
    assert series["week"].tolist() == list(range(1, 10)) * 24
    assert series["run"].is_monotonic_increasing
    ends = series.groupby("run")["trust"].mean()
    np.testing.assert_allclose(store.runs["trust"], ends, rtol=1e-12)


def test_the_end_of_a_run_is_its_last_quarter(tmp_path: Path) -> None:
    long = SMALL.model_copy(update={"weeks": 20, "replicates": 1, "factors": {}})
    store = sweep(long, tmp_path / "out", workers=1)
    series = store.series(["trust"])
    ends = series[series["week"] > 7].groupby("run")["trust"].mean()
    np.testing.assert_allclose(store.runs["trust"], ends, rtol=1e-12)


def test_only_what_is_asked_for_is_read(store: Store) -> None:
    some = store.series(["trust", "week"], scenario="command")
    assert list(some.columns) == [*KEYS, "week", "trust"]
    assert set(some["scenario"]) == {"command"}
    assert len(some) == 12 * 9
    assert len(store.series([], scenario=["garden", "command"])) == 24 * 9


def test_teams_are_told_by_number_every_fourth_week(store: Store) -> None:
    teams = store.teams()
    assert list(teams.columns) == [*KEYS, "week", "team", "trust_team"]
    assert sorted(teams["week"].unique()) == [4, 8]
    run = tg.Organisation(
        "garden",
        seed=int(store.runs["seed"].iloc[2]),
        changes={"organisation.num_people": 18},
    ).run(9)
    rows = teams.query("run == 2 and week == 8")
    assert rows["team"].tolist() == list(range(len(run.team_names)))
    assert rows["trust_team"].tolist() == run.team_series_array[7].tolist()
    assert len(store.teams(scenario="garden")) == len(teams) / 2


def test_types_are_those_of_the_documentation(store: Store) -> None:
    kinds = {
        "runs": {"run": "int64", "scenario": "string", "point": "int32", "seed": "int64",
                 "organisation.num_people": "int64", "turnover.replace": "bool",
                 "mechanisms.off": "string", "trust": "double"},
        "series": {"week": "int32", "trust": "double"},
        "teams": {"week": "int32", "team": "int32", "trust_team": "double"},
    }  # fmt: skip
    for table, columns in kinds.items():
        schema = pq.read_schema(part_file(store.path, table, 0))
        assert {name: str(schema.field(name).type) for name in columns} == columns


def test_the_documentation_names_every_column(store: Store) -> None:
    text = (Path(__file__).parents[2] / "docs" / "store.md").read_text(encoding="utf-8")
    own = [*KEYS, "status", "message", "weeks", "week", "team", "trust_team"]
    missing = [name for name in (*own, *store.manifest) if f"`{name}`" not in text]
    assert not missing


def test_a_store_says_how_far_it_is(store: Store, tmp_path: Path) -> None:
    assert repr(store) == "<Store of 'small': 24 of 24 runs>"
    assert (store.scenarios, store.factors) == (SMALL.scenarios, tuple(SMALL.factors))
    folder = shutil.copytree(store.path, tmp_path / "copy")
    for chunk in range(8, 24):
        part_file(folder, "runs", chunk).unlink()
    part = Store.open(folder)
    assert repr(part) == "<Store of 'small': 8 of 24 runs>"
    assert not part.is_complete
    # What is not committed does not count, though its series is there.
    assert len(part.runs) == 8
    assert len(part.series()) == 8 * 9
    assert part.runs["point"].tolist() == list(range(8))


def test_a_store_without_runs_has_its_columns(store: Store, tmp_path: Path) -> None:
    shutil.copy(store.path / "manifest.json", tmp_path)
    empty = Store.open(tmp_path)
    assert (len(empty.runs), len(empty.series()), len(empty.teams()), empty.num_failed) == (0,) * 4
    assert list(empty.series().columns) == list(store.series().columns)


def read(store: Store, table: str) -> pd.DataFrame:
    if table == "runs":
        return store.runs
    return store.series() if table == "series" else store.teams()


@pytest.mark.parametrize("table", ["runs", "series", "teams"])
def test_a_flipped_bit_is_found_and_the_part_named(
    table: str, store: Store, tmp_path: Path
) -> None:
    folder = shutil.copytree(store.path, tmp_path / "copy")
    part = part_file(folder, table, 3)
    content = bytearray(part.read_bytes())
    content[40] ^= 1
    part.write_bytes(content)
    damaged = Store.open(folder)
    with pytest.raises(InputError, match=rf"{table}/part-00003.parquet is damaged"):
        read(damaged, table)


def test_what_is_not_there_is_refused_with_what_is(store: Store) -> None:
    with pytest.raises(InputError, match=r"no measure 'trst' in this store\. Did you mean trust\?"):
        store.series(["trst"])
    with pytest.raises(InputError, match=r"no scenario 'x' in this store.*There are: garden, comm"):
        store.series(scenario="x")
    with pytest.raises(InputError, match="no scenario 'x'"):
        store.teams(scenario=["garden", "x"])


def test_what_is_no_store_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"is not a results folder, as it has no manifest\.json"):
        Store.open(tmp_path)
    manifest = tmp_path / "manifest.json"
    for text, message in (
        ("{nope", "is damaged or is not the manifest"),
        ("[1]", "is damaged or is not the manifest"),
        ('{"schema": 3}', "has schema version 3.*reads up to 2; upgrade trustgarden"),
    ):
        manifest.write_text(text)
        with pytest.raises(InputError, match=message):
            Store.open(tmp_path)


# People of the user's own


@pytest.fixture
def own_people(tmp_path: Path) -> dict[str, Any]:
    """An experiment on a chart of one's own, swept."""
    folder = tmp_path / "secret-project"
    folder.mkdir()
    rows = ["id,reports_to,team", "Zebulon,,Alchemy"]
    rows += [f"Zebulon-{number},Zebulon,Alchemy" for number in range(5)]
    (folder / "staff.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "ours.toml").write_text(
        'id = "ours"\nextends = "garden"\n[organisation.people]\nfile = "staff.csv"\n'
        'reports_to = "reports_to"\nteam = "team"\n',
        encoding="utf-8",
    )
    experiment = Experiment(id="own", scenarios=(str(folder / "ours.toml"),), replicates=2, weeks=5)
    return {"store": sweep(experiment, tmp_path / "out", workers=1), "folder": folder}


def test_people_and_places_of_the_user_are_not_in_the_store(own_people: dict[str, Any]) -> None:
    store = own_people["store"]
    assert store.num_failed == 0
    assert store.runs["people"].tolist() == [6, 6]
    secrets = [b"Zebulon", b"Alchemy", b"secret-project", str(own_people["folder"].parent).encode()]
    for path in store.path.rglob("*"):
        if path.is_file() and "log" not in path.relative_to(store.path).parts:
            assert not [secret for secret in secrets if secret in path.read_bytes()]
    for table in ("runs", "series", "teams"):
        words = str(pq.read_table(part_file(store.path, table, 0)).to_pylist())
        assert "Zebulon" not in words
        assert "Alchemy" not in words


def test_files_of_people_are_known_again_by_their_content(own_people: dict[str, Any]) -> None:
    store, folder = own_people["store"], own_people["folder"]
    plain = store.manifest["scenarios"]["ours"]["organisation"]["people"]
    assert plain["file"] == "staff.csv"
    assert list(store.manifest["files"]["ours"]) == ["organisation.people.file"]
    with (folder / "staff.csv").open("a", encoding="utf-8") as staff:
        staff.write("Zebulon-9,Zebulon,Alchemy\n")
    experiment = Experiment(id="own", scenarios=(str(folder / "ours.toml"),), replicates=2, weeks=5)
    with pytest.raises(InputError, match="belongs to another experiment"):
        sweep(experiment, store.path, workers=1)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("chunk_size", None),
        ("chunk_size", 0),
        ("num_runs", "16"),
        ("experiment", {}),
        ("measures", 3),
    ],
)
def test_a_manifest_that_lost_a_part_is_named_as_damaged(
    store: Store, tmp_path: Path, key: str, value: object
) -> None:
    manifest = store.manifest | {key: value}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(InputError, match="is damaged or is not the manifest"):
        Store.open(tmp_path)
