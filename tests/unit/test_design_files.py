"""Designs in experiment files, and points in CSV: what is read, and what is said when it cannot."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from trustgarden.errors import InputError
from trustgarden.experiments import Experiment, checking, experiments, load_experiment, sweep
from trustgarden.experiments.designs import (
    METHODS,
    Crossed,
    Grid,
    LatinHypercube,
    Listed,
    Range,
    SobolSequence,
)
from trustgarden.experiments.designs.reading import read_points
from trustgarden.experiments.plan_files import write_plan
from trustgarden.experiments.planning import make_plan

GOOD = 'id = "x"\nscenarios = ["garden"]\nreplicates = 2\nweeks = 3\n'
LOAD = '[levers]\n"work.load" = { lower = 0.2, upper = 0.8 }\n'
STEPS = '[levers]\n"work.load" = [0.2, 0.4]\n'
STOP = '[stopping]\noutcome = "trust"\nhalf_width = 0.1\n'


def lever(table: str) -> str:
    return f'[levers]\n"work.load" = {{ {table} }}\n'


def design(text: str, before: str = LOAD) -> str:
    return f"{before}[design]\n{text}\n"


BAD = {
    "range without steps": (LOAD, r"line 6: work.load is a range without steps.*latin-hypercube"),
    "range turned round": (
        lever("lower = 0.9, upper = 0.8"),
        r"levers.work.load: lower is 0\.9 and",
    ),
    "half a range": (
        lever("lower = 0.9"),
        r"levers.work.load.upper is missing. It must be a finite",
    ),
    "text in a range": (lever('lower = "a", upper = 1'), r'levers.work.load.lower is "a"; it must'),
    "nan in a range": (
        lever("lower = nan, upper = 1"),
        r"levers.work.load.lower is nan; it must be",
    ),
    "infinite range": (
        lever("lower = 0, upper = inf"),
        r"levers.work.load.upper is inf; it must be",
    ),
    "misspelt range": (lever('lower = 0, upper = 1, scal = "log"'), r"work.load.scal is not known"),
    "log of 0": (lever('lower = 0.0, upper = 1, scale = "log"'), r"load: lower is 0; with scale ="),
    "scale": (lever('lower = 0, upper = 1, scale = "exp"'), r'scale is "exp"; it must be one of'),
    "not whole": (lever("lower = 0.2, upper = 8, whole = true"), r"lower is 0\.2; with whole = tr"),
    "whole as number": (
        lever("lower = 0, upper = 1, whole = 1"),
        r"whole is 1; it must be true or",
    ),
    "steps of one": (
        lever("lower = 0, upper = 1, steps = 1"),
        r"steps is 1; it must be a whole num",
    ),
    "steps beyond": (
        lever("lower = 2, upper = 8, whole = true, steps = 9"),
        "there are only 7 whole",
    ),
    "key of two roles": (LOAD + '[uncertainties]\n"work.load" = [0.1]\n', "stated below .* once"),
    "constant and lever": (
        LOAD + '[constants]\n"work.load" = 0.1\n',
        r"below \[constants\] and belo",
    ),
    "part of a constant": (
        LOAD + '[constants]\n"work" = 0.1\n',
        "is a part of constants.work; vary",
    ),
    "constant of a list": (
        STEPS + '[constants]\n"talk.tales" = [3]\n',
        r"constants.talk.tales is a l",
    ),
    "constant events": (
        STEPS + '[constants]\n"events" = "x"\n',
        "events cannot be set, because a cal",
    ),
    "unknown outcome": (
        'outcomes = ["trus"]\n',
        "outcomes names 'trus', which is no measure. Did you",
    ),
    "outcome far off": (
        'outcomes = ["zzz"]\n',
        "outcomes names 'zzz', .* There are: trust, trust_te",
    ),
    "outcome twice": ('outcomes = ["trust", "trust"]\n', "outcomes states 'trust' twice"),
    "outcomes as text": (
        'outcomes = "trust"\n',
        r'outcomes is "trust"; it must be a list of measures',
    ),
    "luck": ("common_luck = 1\n", "common_luck is 1; it must be true or false"),
    "method": (
        design('method = "sobel"'),
        r'line 8: design.method is "sobel"; .* one of: grid, .*Did',
    ),
    "no method": (
        design("points = 4"),
        "line 7: design.method is missing. It must be one of: grid",
    ),
    "design as text": ('design = "grid"\n' + STEPS, r'design is "grid"; it must be a table headed'),
    "no points": (
        design('method = "sobol"'),
        "design.points is missing. It must be a whole number",
    ),
    "points as text": (
        design('method = "sobol"\npoints = "4"'),
        r'design.points is "4"; it must be a',
    ),
    "points of 0": (
        design('method = "latin-hypercube"\npoints = 0'),
        "points is 0; it must be a who",
    ),
    "many points": (design('method = "latin-hypercube"\npoints = 1000001'), r"from 1 to 1,000,000"),
    "many runs": (
        design('method = "latin-hypercube"\npoints = 600000'),
        "1,200,000 runs .* at most",
    ),
    "sobol": (
        design('method = "sobol"\npoints = 100'),
        "points is 100; .*powers of two.*64 or 128",
    ),
    "rows": (
        design('method = "saltelli"\nrows = 6'),
        "rows is 6; .*powers of two only: take 4 or 8",
    ),
    "one row": (
        design('method = "saltelli"\nrows = 1'),
        "rows is 1; it must be a whole number from 2",
    ),
    "pairs": (
        design('method = "saltelli"\nrows = 4\nsecond_order = "no"'),
        r'second_order is "no"; i',
    ),
    "odd": (
        design('method = "morris"\ntrajectories = 4\nnum_levels = 5'),
        "must be even, .*4 or 6",
    ),
    "trajectories": (design('method = "morris"\ntrajectorie = 4'), "Did you mean trajectories"),
    "seed": (
        design('method = "sobol"\npoints = 4\nseed = -1'),
        "design.seed is -1; it must be a who",
    ),
    "nothing varied": (
        design('method = "sobol"\npoints = 4', ""),
        "'sobol', and nothing is varied",
    ),
    "base of nothing": (
        design('method = "one-at-a-time"\nbase = { "work.lod" = 1 }', STEPS),
        "design.base states work.lod, which is not varied",
    ),
    "base between": (
        design('method = "one-at-a-time"\nbase = { "work.load" = 0.3 }', STEPS),
        r"design.base.work.load is 0.3; it must be one of its levels \(0.2, 0.4\)",
    ),
    "base beyond": (
        design(
            'method = "one-at-a-time"\nbase = { "work.load" = 0.9 }',
            lever("lower = 0.2, upper = 0.8, steps = 3"),
        ),
        r"design.base.work.load is 0.9; it must be a number from 0.2 to 0.8",
    ),
    "no uncertainties": (
        LOAD + '[design.uncertainties]\nmethod = "grid"\n',
        r"design.uncertainties is stated, and there are no uncertainties",
    ),
    "half a crossing": (
        LOAD + '[design.levers]\nmethod = "sobol"\npoints = 4\n',
        r"design.uncertainties is missing. It must be a table headed \[design.uncertainties\]",
    ),
    "part of a crossing": (
        '[levers]\n"work.load" = [0.2]\n[uncertainties]\n"talk.tales" = { lower = 0, upper = 1 }\n'
        '[design.uncertainties]\nmethod = "sobol"\npoints = 5\n',
        r"line 11: design.uncertainties: points is 5; .*take 4 or 8",
    ),
    "list of nothing": (design('method = "list"', ""), "a list has no points; name a CSV file"),
    "list without file": (design('method = "list"\nfile = "no.csv"', ""), "no.csv is not there"),
    "column missing": (
        design('method = "list"\nfile = "points.csv"', '[levers]\n"talk.tales" = [1]\n'),
        "talk.tales is stated, and the list of points has no such column; it has: work.load",
    ),
    "beyond what is stated": (
        design('method = "list"\nfile = "points.csv"', lever("lower = 0.4, upper = 0.8")),
        r"point 1 of the list sets work.load to 0.3; as stated, it must be a number from 0.4",
    ),
    "column held": (
        design('method = "list"\nfile = "points.csv"', '[constants]\n"work.load" = 0.4\n'),
        "constants.work.load is a column of the list of points as well",
    ),
    "origin": (
        design('method = "list"\nfile = "points.csv"\nmade_by = { method = "x" }', ""),
        "design.made_by is not a design as `trustgarden plan --write` notes it",
    ),
    "stopping as number": (
        "stopping = 3\n",
        r"stopping is 3; it must be a table headed \[stopping\]",
    ),
    "stopping by nothing": (STOP.replace('"trust"', '"trst"'), "'trst', which is no measure. Did"),
    "no width": (
        STOP.replace("half_width = 0.1\n", ""),
        "stopping.half_width is missing. It must be",
    ),
    "width below 0": (
        STOP.replace("0.1", "-1"),
        "stopping.half_width is -1; it must be a finite num",
    ),
    "least above most": (STOP, "min_replicates is 10, and replicates, the most .*is 2; raise"),
    "too few": (
        STOP + "min_replicates = 2\n",
        "min_replicates is 2; it must be a whole number from 5",
    ),
    "batch": (STOP + "batch = 0\n", "stopping.batch is 0; it must be a whole number from 1 on"),
    "confidence": (
        STOP + "confidence = 95\n",
        "confidence is 95; it must be a number above 0.5 and",
    ),
    "of": (STOP + 'of = "x"\n', r'stopping.of is "x"; it must be one of: "mean", "difference"'),
    "key of stopping": (STOP + "min = 3\n", "stopping.min is not known.* there are: outcome, half"),
    "difference of one": (
        STOP.replace("[stopping]", 'replicates = 20\n[stopping]\nof = "difference"'),
        "one point only",
    ),
    "unpaired difference": (
        "replicates = 20\ncommon_luck = false\n" + STEPS + STOP + 'of = "difference"\n',
        "common_luck is false; differences are paired by common luck",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_what_may_not_be_stated_is_named_with_its_remedy(case: str, tmp_path: Path) -> None:
    text, message = BAD[case]
    (tmp_path / "points.csv").write_text("work.load\n0.3\n0.5\n", encoding="utf-8")
    good = GOOD.replace("replicates = 2\n", "") if "replicates = 20" in text else GOOD
    path = tmp_path / "x.toml"
    path.write_text(good + text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_experiment(path)
    assert re.search(message, str(error.value)), str(error.value)
    assert str(tmp_path) in str(error.value)


def test_the_methods_that_are_named_are_those_there_are() -> None:
    for method in METHODS:
        text = {"points": 4, "rows": 4, "trajectories": 4, "rows_": ()}
        stated = {"method": method}
        fields = {"latin-hypercube": "points", "sobol": "points", "saltelli": "rows",
                  "morris": "trajectories"}  # fmt: skip
        if method in fields:
            stated |= {fields[method]: text[fields[method]]}
        if method == "list":
            stated |= {"columns": ["work.load"], "rows": [[0.3]]}
        varied = {} if method == "list" else {"work.load": [0.3, 0.4]}
        found = Experiment.model_validate(
            {"id": "x", "scenarios": ["garden"], "levers": varied, "design": stated}
        )
        assert found.design.method == method


def test_factors_are_levers_by_another_name(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(GOOD + '[factors]\n"work.load" = [0.2, 0.4]\n', encoding="utf-8")
    found = load_experiment(path)
    assert dict(found.varied.levers) == {"work.load": (0.2, 0.4)}
    assert not found.varied.uncertainties
    path.write_text(
        GOOD + '[factors]\n"work.load" = [0.2, 0.4]\n[uncertainties]\n"talk.tales" = { lower = 0.0,'
        ' upper = 2.0 }\n[design.uncertainties]\nmethod = "sobol"\npoints = 4\n',
        encoding="utf-8",
    )
    crossed = load_experiment(path)
    assert isinstance(crossed.design, Crossed)
    assert isinstance(crossed.design.levers, Grid)
    assert crossed.num_runs == 16


def test_columns_of_a_list_are_read_as_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text(
        "﻿organisation.num_people, work.load,turnover.replace,mechanisms.off,leaders.style\r\n"
        '20,0.5,true,[],gardener\r\n40,1,False,"[""strain"", ""voice""]",absent\r\n,,,,\r\n\r\n',
        encoding="utf-8",
    )
    columns, rows = read_points(path)
    assert columns == ("organisation.num_people", "work.load", "turnover.replace",
                       "mechanisms.off", "leaders.style")  # fmt: skip
    assert rows == (
        (20, 0.5, True, (), "gardener"),
        (40, 1.0, False, ("strain", "voice"), "absent"),
    )
    assert [type(level) for level in rows[1]] == [int, float, bool, tuple, str]


NO_LIST = {
    "empty": ("", "is empty; its first line must name the columns"),
    "no points": ("work.load\n", "has no points; each line below the first is one"),
    "no name": ("work.load,\n1,2\n", "line 1: column 2 has no name; give it a dotted key"),
    "name twice": ("a.b,a.b\n1,2\n", r'line 1: there are two columns "a.b"; keep one'),
    "short line": ("a,b\n1,2\n3\n", "line 3: there are 1 cells, and 2 columns"),
    "empty cell": ("a,b\n1,2\n3, \n", "line 3: b is empty; every point must state every key"),
    "quotes": ('a,b\n1,"2\n', "cannot be read as CSV: unexpected end of data"),
    "no text": (b"a,b\n\xff\xfe,2\n", "cannot be read as CSV: it is not in UTF-8"),
}


@pytest.mark.parametrize("case", NO_LIST)
def test_what_is_no_list_of_points_is_refused(case: str, tmp_path: Path) -> None:
    text, message = NO_LIST[case]
    path = tmp_path / "points.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError, match=message):
        read_points(path)


@pytest.mark.parametrize(
    ("key", "lower", "upper", "message"),
    [
        (
            "leaders.respect",
            0.5,
            2.0,
            r"leaders.respect is 1\.\d+; it must be a number from 0 to 1",
        ),
        ("leaders.respct", 0.5, 0.6, r"leaders.respct is not known.*Did you mean respect"),
        ("organisation.num_people", 2.0, 9.0, r"num_people is \d+\.\d+; it must be a whole number"),
    ],
)
@pytest.mark.parametrize("points", [8, 4096])
def test_what_a_scenario_cannot_be_is_found_before_anything_is_written(
    key: str, lower: float, upper: float, message: str, points: int, tmp_path: Path
) -> None:
    made = Experiment(
        id="mine", scenarios=("garden",), replicates=1, weeks=3,
        levers={key: Range(lower=lower, upper=upper)}, design=SobolSequence(points=points),
    )  # fmt: skip
    with pytest.raises(InputError, match=f"Experiment 'mine' cannot be run: at .*{message}"):
        sweep(made, tmp_path / "out", workers=1)
    assert not (tmp_path / "out").exists()


def test_a_corner_that_is_no_point_is_not_held_against_a_design() -> None:
    # All five shares at their upper ends are more than a week; these points never are.
    shares = [f"leaders.{name}" for name in ("spaces", "fairness", "recognition")]
    rows = [
        tuple(0.9 if place == number % 3 else 0.0 for place in range(3)) for number in range(3000)
    ]
    listed = Listed(columns=tuple(shares), rows=tuple(rows))
    constants = {"leaders.connections": 0.0, "leaders.consequence": 0.0}
    made = Experiment(
        id="x", scenarios=("garden",), replicates=1, constants=constants, design=listed
    )
    assert make_plan(made).num_points == 3000


def test_a_point_among_thousands_that_cannot_hold_is_named() -> None:
    ranges = {f"leaders.{name}": Range(lower=0.0, upper=0.6) for name in ("spaces", "fairness")}
    made = Experiment(
        id="x", scenarios=("untended",), replicates=1, levers=ranges,
        design=LatinHypercube(points=3000),
    )  # fmt: skip
    with pytest.raises(InputError, match=r"with leaders.spaces = 0\.\d+, .*add up to 1\.\d+"):
        make_plan(made)


def test_a_million_points_are_planned_in_no_time() -> None:
    levels = tuple(number / 10 for number in range(10))
    keys = ("leaders.respect", "leaders.evenness", "leaders.listening", "consequence.severity",
            "work.load", "work.interdependence")  # fmt: skip
    made = Experiment(
        id="x", scenarios=("untended",), replicates=1, levers=dict.fromkeys(keys, levels)
    )
    start = time.perf_counter()
    plan = make_plan(made)
    assert time.perf_counter() - start < 2.0
    assert (plan.num_points, plan.num_runs) == (1_000_000, 1_000_000)
    assert list(plan.point(123456).factors.values()) == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]


def test_the_largest_organisation_decides_on_the_chunks() -> None:
    people = Range(lower=10, upper=200, whole=True)
    made = Experiment(
        id="x", scenarios=("untended",), replicates=1, weeks=100,
        levers={"organisation.num_people": people}, design=SobolSequence(points=4096),
    )  # fmt: skip
    assert (
        checking.check_points(made, make_plan(made).scenarios, make_plan(made).design, False) == 200
    )


def test_the_example_of_the_documentation_can_be_planned(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "designs.md").read_text(encoding="utf-8")
    text = page.split("```toml\n")[1].split("```")[0]
    path = tmp_path / "x.toml"
    path.write_text(text, encoding="utf-8")
    plan = make_plan(load_experiment(path))
    assert (plan.num_points, plan.num_runs) == (40, 400)


def test_the_documentation_names_every_experiment_of_the_catalogue() -> None:
    page = (Path(__file__).parents[2] / "docs" / "designs.md").read_text(encoding="utf-8")
    for name in experiments():
        assert f"`{name}`" in page
    for method in METHODS:
        assert f'`"{method}"`' in page


def test_a_list_is_no_place_for_a_million_points(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("designs.listed", "designs.reading", "plan_files"):
        monkeypatch.setattr(f"trustgarden.experiments.{module}.MAX_ROWS", 2)
    path = tmp_path / "points.csv"
    path.write_text("work.load\n0.1\n0.2\n0.3\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"has 3 points; at most 2 are taken one by one: take"):
        read_points(path)
    points = [{"work.load": load} for load in (0.1, 0.2, 0.3)]
    with pytest.raises(ValueError, match="the list has 3 points; at most 2"):
        Listed.of(points)
    made = Experiment(id="x", scenarios=("garden",), levers={"work.load": (0.1, 0.2, 0.3)})
    with pytest.raises(InputError, match=r"The plan has 3 points; lists have at most 2. Sweep the"):
        write_plan(make_plan(made), tmp_path / "x.toml")
