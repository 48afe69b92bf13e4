"""A real survey beside one of the model: what is read, what is refused, and what is compared."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import typer

import trustgarden as tg
from trustgarden.cli import surveying
from trustgarden.errors import InputError
from trustgarden.experiments.survey import (
    Survey,
    beside,
    beside_correlations,
    read_real_survey,
    survey,
)

MAP = """missing = ["99"]
[scales.trust_leader]
columns = ["T1", "T2"]
reversed = ["T2"]
low = 1
high = 7
[scales.procedural]
columns = ["J"]
low = 1
high = 5
[scales.tenure_weeks]
columns = ["years"]
times = 52
"""
ROWS = [(1 + k % 7, 7 - k % 7, 1 + k % 5, k % 3) for k in range(20)]


@cache
def made() -> Survey:
    return survey(tg.Organisation("garden", seed=1, accounts=False).run(4))


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    table = "T1,T2,J,years,name\n" + "".join(f"{a},{b},{c},{d},x\n" for a, b, c, d in ROWS)
    (tmp_path / "real.csv").write_text(table)
    (tmp_path / "map.toml").write_text(MAP)
    return tmp_path / "real.csv", tmp_path / "map.toml"


def test_answers_become_shares_of_the_scale(files: tuple[Path, Path]) -> None:
    real = read_real_survey(*files)
    # T2 is the mirror of T1, so both items of a respondent say the same.
    expected = [(k % 7) / 6 for k in range(20)]
    assert real.shares["trust_leader"].tolist() == pytest.approx(expected)
    assert real.shares["procedural"].tolist() == pytest.approx([(k % 5) / 4 for k in range(20)])
    assert real.shares["tenure_weeks"].tolist() == [52.0 * (k % 3) for k in range(20)]
    assert real.alphas == {"trust_leader": (pytest.approx(1.0), 20)}


def test_missing_answers_are_left_out(files: tuple[Path, Path]) -> None:
    table, columns = files
    lines = table.read_text().splitlines()
    lines[1:4] = ["NA,7,3,1,x", "99,,4,2,x", "2,6,99,,x"]
    table.write_text("\n".join(lines))
    real = read_real_survey(table, columns)
    assert real.shares["trust_leader"][0] == 0.0
    assert real.shares.isna().sum().tolist() == [1, 1, 1]


def test_both_sides_stand_with_intervals(files: tuple[Path, Path]) -> None:
    table = beside(made(), read_real_survey(*files))
    assert list(table.index) == ["trust_leader", "procedural", "tenure_weeks"]
    for side in ("model", "real"):
        of_side = table[side]
        for name in ("mean", "sd"):
            assert (of_side[f"{name}_low"] < of_side[name]).all()
            assert (of_side[name] < of_side[f"{name}_high"]).all()
    score = made().scales["trust_leader"]
    assert table.loc["trust_leader", ("model", "mean")] == pytest.approx((score.mean() - 1) / 4)
    assert table.loc["procedural", ("real", "items")] == 1
    assert np.isnan(table.loc["procedural", ("real", "alpha")])


def test_correlations_of_both_sides(files: tuple[Path, Path]) -> None:
    real = read_real_survey(*files)
    table = beside_correlations(made(), real).set_index(["scale", "with"])
    assert len(table) == 3
    row = table.loc[("trust_leader", "procedural")]
    assert row["real"] == pytest.approx(real.shares.corr().loc["trust_leader", "procedural"])
    assert row["model"] == pytest.approx(made().correlations.loc["trust_leader", "procedural"])
    assert row["apart"] == (
        row["model_low"] > row["real_high"] or row["real_low"] > row["model_high"]
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[scales.procedural]", "[scales.prosedural]", r"questionnaire. Did you mean procedural\?"),
        ('columns = ["J"]', 'columns = ["K"]', r"has no column \"?K\"?, which the map names"),
        ('columns = ["J"]', 'columns = "J"', r"scales.procedural.columns is .*; it must be a list"),
        ('columns = ["J"]', "columns = []", r"scales.procedural.columns names no column"),
        ('columns = ["J"]', 'columns = ["T1"]', r"scales.trust_leader and scales.procedural"),
        ('reversed = ["T2"]', 'reversed = ["T3"]', r"scales.trust_leader.reversed names \"?T3\"?"),
        ("high = 5", "high = 1", r"scales.procedural.low is 1 and must be below high \(1\)"),
        ("high = 5", "hihg = 5", r"scales.procedural.hihg is not known. Did you mean high\?"),
        ("high = 5", "", r"scales.procedural.high is nothing; it must be a finite number"),
        ("high = 5", "high = 4", r"line 6: the answer in column \"?J\"? is 5; .* from 1 to 4"),
        ("[scales.procedural]", "[scales.procedural", r"is not TOML"),
        ('missing = ["99"]', "missing = 99", r"missing is 99; it is a list"),
    ],
)  # fmt: skip
def test_a_map_that_cannot_be_used_is_refused(
    files: tuple[Path, Path], old: str, new: str, message: str
) -> None:
    table, columns = files
    columns.write_text(MAP.replace(old, new))
    with pytest.raises(InputError, match=message):
        read_real_survey(table, columns)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "a,7,3,1,x",
            r"line 2: the answer in column \"?T1\"? is .*a.*; it must be a finite number",
        ),
        ("1,7,3,1", r"line 2: there are 4 cells"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(
    files: tuple[Path, Path], line: str, message: str
) -> None:
    table, columns = files
    lines = table.read_text().splitlines()
    table.write_text("\n".join([lines[0], line, *lines[2:]]))
    with pytest.raises(InputError, match=message):
        read_real_survey(table, columns)


def test_few_respondents_are_refused(files: tuple[Path, Path]) -> None:
    table, columns = files
    table.write_text("\n".join(table.read_text().splitlines()[:10]))
    with pytest.raises(InputError, match="has 9 respondents; figures of fewer than 10"):
        read_real_survey(table, columns)


def test_files_that_are_not_there_are_refused(files: tuple[Path, Path]) -> None:
    table, columns = files
    with pytest.raises(InputError, match=r"no.csv"):
        read_real_survey(table.with_name("no.csv"), columns)
    with pytest.raises(InputError, match=r"--map .*no.toml cannot be read"):
        read_real_survey(table, columns.with_name("no.toml"))


def call(*words: str) -> None:
    """The command alone, as it will stand among the others."""
    app = typer.Typer()
    app.command()(surveying.survey)
    typer.main.get_command(app).main(list(words), standalone_mode=False)


def test_the_command_writes_everything_and_warns(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    table, columns = map(str, files)
    words = ["garden", "--weeks", "3", "--seed", "1", "--out", str(out)]
    call(*words, "--beside", table, "--map", columns)
    told = capsys.readouterr()
    assert "Trust in leader" in told.out
    assert "Side by side" in told.out
    assert "judges no person" in told.err
    names = {*surveying.FILES, *surveying.BESIDE}
    assert {path.name for path in out.iterdir()} == {f"{n}.csv" for n in names} | {
        "provenance.json"
    }
    items = pd.read_csv(out / "items.csv")
    assert {"respondent", "trust_leader_1", "team"} <= set(items)
    assert json.loads((out / "provenance.json").read_text())["weeks"] == 3


def test_the_command_gives_json(capsys: pytest.CaptureFixture[str]) -> None:
    call("garden", "--weeks", "2", "--seed", "1", "--json")
    told = json.loads(capsys.readouterr().out)
    assert told["scales"]["trust_leader"]["rater"] == "self"
    assert told["correlations"]["trust_leader"]["trust_leader"] == 1.0
    assert "judges no person" in told["warning"]


def test_a_survey_needs_its_map(files: tuple[Path, Path]) -> None:
    with pytest.raises(InputError, match="--beside needs --map too"):
        call("garden", "--beside", str(files[0]))
    with pytest.raises(InputError, match="--map needs --beside too"):
        call("garden", "--map", str(files[1]))
