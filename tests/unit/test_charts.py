"""Real organisations from CSV files: what is read, what is settled by rule, what is refused."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from trustgarden.errors import InputError
from trustgarden.model.chart import Chart
from trustgarden.model.scenario import OrganisationPlan, PeopleFile, Scenario, TiesFile
from trustgarden.scenarios import load_scenario, read_chart, scenario_toml, with_changes
from trustgarden.scenarios import tables as tables_module

CHART = "id,boss,unit,office,grade\nann,,A,x,1\nbob,ann,A,x,2\ncem,ann,B,y,2\ndee,cem,B,y,3\n"


@pytest.fixture
def scenario_of(tmp_path: Path) -> Callable[..., Scenario]:
    """A scenario with these people, and ties as (content, keys)."""

    def make(
        people: str | bytes, ties: tuple[tuple[str, dict[str, Any]], ...] = (), **columns: Any
    ) -> Scenario:
        file = tmp_path / "people.csv"
        file.write_bytes(people if isinstance(people, bytes) else people.encode())
        listing = []
        for number, (content, keys) in enumerate(ties, start=1):
            path = tmp_path / f"ties{number}.csv"
            path.write_text(content)
            listing.append(TiesFile(file=str(path), **keys))
        plan = OrganisationPlan(people=PeopleFile(file=str(file), **columns), ties=tuple(listing))
        return Scenario(id="test", organisation=plan)

    return make


def chart_of(scenario: Scenario) -> Chart:
    chart = read_chart(scenario)
    assert chart is not None
    return chart


def refusal_of(scenario: Scenario) -> str:
    with pytest.raises(InputError, match=r"\S") as caught:
        read_chart(scenario)
    # The folder of the test is of no interest.
    return re.sub(r"/[^ ,:]*/", "", str(caught.value))


def test_without_a_file_there_is_no_chart() -> None:
    assert read_chart(Scenario(id="x")) is None


def test_all_columns_are_read(scenario_of: Callable[..., Scenario]) -> None:
    chart = chart_of(
        scenario_of(CHART, reports_to="boss", team="unit", place="office", rank="grade")
    )
    assert chart.ids == ("ann", "bob", "cem", "dee")
    assert chart.boss.tolist() == [-1, 0, 0, 2]
    assert chart.team.tolist() == [0, 0, 1, 1]
    assert chart.team_names == ("A", "B")
    assert chart.place.tolist() == [0, 0, 1, 1]
    assert chart.place_names == ("x", "y")
    assert chart.rank.tolist() == [0, 1, 1, 2]
    assert (chart.num_people, chart.num_teams, chart.num_ties) == (4, 2, 0)
    assert {column.dtype for column in (chart.boss, chart.team, chart.rank)} == {np.dtype(np.int32)}


def test_practices_are_read_and_cut_across_places(scenario_of: Callable[..., Scenario]) -> None:
    people = "id,boss,office,calling\na,,x,law\nb,a,x,tax\nc,a,y,law\n"
    chart = chart_of(scenario_of(people, reports_to="boss", place="office", practice="calling"))
    assert chart.practice.tolist() == [0, 1, 0]
    assert chart.practice_names == ("law", "tax")
    plain = chart_of(scenario_of(people, reports_to="boss"))
    assert (plain.practice.tolist(), plain.practice_names) == ([0, 0, 0], ("one practice",))


def test_a_practice_is_named_for_everybody(scenario_of: Callable[..., Scenario]) -> None:
    people = "id,boss,calling\na,,law\nb,a,\n"
    refused = refusal_of(scenario_of(people, reports_to="boss", practice="calling"))
    assert refused == "people.csv, line 3: the practice is empty; name one for every person."
    refused = refusal_of(scenario_of(people, reports_to="boss", practice="callng"))
    assert 'people.csv has no column "callng" (for practice)' in refused
    assert "Did you mean calling?" in refused


def test_columns_cannot_be_changed(scenario_of: Callable[..., Scenario]) -> None:
    chart = chart_of(scenario_of(CHART, reports_to="boss"))
    with pytest.raises(ValueError, match="read-only"):
        chart.boss[0] = 3


def test_teams_follow_from_the_chart(scenario_of: Callable[..., Scenario]) -> None:
    chart = chart_of(scenario_of(CHART + "eve,,C,x,1\n", reports_to="boss"))
    assert chart.team.tolist() == [0, 0, 1, 1, 2]
    assert chart.team_names == ("team of ann", "team of cem", "team of eve")
    assert chart.rank.tolist() == [0, 1, 1, 2, 0]
    assert chart.place_names == ("one place",)


def test_leaders_follow_from_rank(scenario_of: Callable[..., Scenario]) -> None:
    people = "id,team,rank\na,T,3\nb,T,2\nc,T,2\nd,S,3\ne,S,1\nf,R,2\n"
    chart = chart_of(scenario_of(people, team="team", rank="rank"))
    # b leads T, being first of the two of rank 2; e alone has the highest rank of all.
    assert chart.boss.tolist() == [1, 4, 1, 4, -1, 4]
    assert chart.rank.tolist() == [2, 1, 1, 2, 0, 1]


def test_large_ranks_can_be_high(scenario_of: Callable[..., Scenario]) -> None:
    people = "id,team,rank\na,T,3\nb,T,2\nc,S,2.5\nd,S,1\n"
    chart = chart_of(scenario_of(people, team="team", rank="rank", highest_rank="large"))
    assert chart.boss.tolist() == [-1, 0, 0, 2]
    assert chart.rank.tolist() == [0, 2, 1, 3]


def test_of_leaders_alike_none_leads_the_others(scenario_of: Callable[..., Scenario]) -> None:
    chart = chart_of(scenario_of("id,team\na,T\nb,T\nc,S\nd,S\n", team="team"))
    assert chart.boss.tolist() == [-1, 0, -1, 2]
    assert chart.rank.tolist() == [0, 1, 0, 1]


def test_the_chart_may_stand_in_a_file_of_its_own(
    scenario_of: Callable[..., Scenario], tmp_path: Path
) -> None:
    (tmp_path / "chart.csv").write_text("who,whom\nbob,ann\ncem,ann\ndee,cem\n")
    apart = scenario_of(CHART, chart=str(tmp_path / "chart.csv"), chart_from="who", chart_to="whom")
    beside = scenario_of(CHART, reports_to="boss")
    assert chart_of(apart).boss.tolist() == chart_of(beside).boss.tolist()


def test_ties_add_up_and_keep_their_kinds(scenario_of: Callable[..., Scenario]) -> None:
    one = (
        "from,to,kind,strength\nbob,ann,advice,2\nbob,ann,help,1\nann,bob,advice,0\n",
        {"kind": "kind", "weight": "strength"},
    )
    two = ("a,b\ndee,cem\nbob,ann\n", {"from": "a", "to": "b", "evidence": 10.0})
    chart = chart_of(scenario_of(CHART, (one, two), reports_to="boss"))
    assert chart.tie_from.tolist() == [1, 3]
    assert chart.tie_to.tolist() == [0, 2]
    assert chart.tie_evidence.tolist() == [22.0, 10.0]
    assert chart.tie_kind == ("advice+help+ties2", "ties2")


def test_files_as_spreadsheets_write_them_are_read(scenario_of: Callable[..., Scenario]) -> None:
    people = '﻿id, boss ,note\r\n ann ,,"likes, commas"\r\n\r\nbob,ann,\r\n,,\r\n'
    assert chart_of(scenario_of(people, reports_to="boss")).ids == ("ann", "bob")


def test_a_file_that_changes_is_read_again(scenario_of: Callable[..., Scenario]) -> None:
    first = scenario_of(CHART, reports_to="boss")
    assert chart_of(first).num_people == 4
    assert chart_of(first) is chart_of(first)
    scenario_of(CHART + "eve,ann,B,y,4\n")
    assert chart_of(first).num_people == 5


PEOPLE_REFUSED = {
    "": "people.csv is empty; its first line must name the columns.",
    "\n\n": "people.csv is empty; its first line must name the columns.",
    "id,boss\n": "people.csv names 0 people; an organisation has at least 2.",
    "id,boss\nann,\n": "people.csv names 1 people; an organisation has at least 2.",
    "id,bos\nann,\nbob,ann\n": (
        'people.csv has no column "boss" (for reports_to); it has: id, bos. Did you mean bos? '
        "Name the right one in the scenario."
    ),
    "id;boss\nann;\nbob;ann\n": (
        "people.csv has no commas between its columns; save it with commas."
    ),
    "id,boss,boss\nann,,\n": 'people.csv has more than one column "boss"; rename one of them.',
    "id,boss\nann,\nbob,ann\nann,\n": (
        'people.csv, line 4: the id "ann" stands in line 2 already; give every person an id of '
        "their own."
    ),
    "id,boss\nann,\n,ann\n": "people.csv, line 3: the id is empty; give every person one.",
    "id,boss\nann,\nbob,anne\n": (
        'people.csv, line 3: there is no person with the id "anne". Did you mean ann?'
    ),
    "id,boss\nann,\nbob,bob\n": (
        "people.csv, line 3: this person reports to themselves; name another or nobody."
    ),
    "id,boss\nann,cem\nbob,ann\ncem,bob\ndee,ann\n": (
        "people.csv: the chart goes in a circle: ann reports to cem reports to bob reports to ann."
        " Let one of them report to nobody, or to somebody outside."
    ),
    "id,boss\nann,\nbob\n": (
        "people.csv, line 3: there are 1 cells, but the first line names 2 columns; put text that "
        "holds commas in quotes."
    ),
    'id,boss\nann,\n"bob,ann\n': "people.csv, line 3: this is not valid CSV: unexpected end",
    b"id,boss\nann,\nb\xf6b,ann\n": "people.csv is not UTF-8 text; save it as CSV in UTF-8.",
    b"PK\x03\x04\x00\x00": "people.csv is not a text file; save the table as CSV in UTF-8.",
}


@pytest.mark.parametrize(("content", "expected"), PEOPLE_REFUSED.items())
def test_bad_people_are_refused(
    scenario_of: Callable[..., Scenario], content: str | bytes, expected: str
) -> None:
    assert refusal_of(scenario_of(content, reports_to="boss")).startswith(expected)


def test_a_long_circle_is_named_by_its_beginning(scenario_of: Callable[..., Scenario]) -> None:
    people = "id,boss\n" + "".join(f"p{i},p{(i + 1) % 50}\n" for i in range(50))
    refusal = refusal_of(scenario_of(people, reports_to="boss"))
    assert "p0 reports to p1 reports to p2" in refusal
    assert "p7 reports to …. Let one of them" in refusal


RANK_REFUSED = {
    "x": 'people.csv, line 3: the rank is "x"; it must be a finite number.',
    "": 'people.csv, line 3: the rank is ""; it must be a finite number.',
    "nan": 'people.csv, line 3: the rank is "nan"; it must be a finite number.',
    "inf": 'people.csv, line 3: the rank is "inf"; it must be a finite number.',
}


@pytest.mark.parametrize(("rank", "expected"), RANK_REFUSED.items())
def test_a_rank_is_a_finite_number(
    scenario_of: Callable[..., Scenario], rank: str, expected: str
) -> None:
    scenario = scenario_of(f"id,team,rank\na,T,1\nb,T,{rank}\n", team="team", rank="rank")
    assert refusal_of(scenario) == expected


def test_teams_and_places_are_named_for_everybody(scenario_of: Callable[..., Scenario]) -> None:
    people = "id,team\na,T\nb,\n"
    assert refusal_of(scenario_of(people, team="team")).startswith(
        "people.csv, line 3: the team is empty; name one for every person."
    )


def test_without_teams_and_chart_people_are_refused(scenario_of: Callable[..., Scenario]) -> None:
    assert refusal_of(scenario_of(CHART)).startswith(
        "people.csv: nothing says who works with whom. Name a column in "
        "organisation.people.team or reports_to, or a file in organisation.people.chart."
    )


def test_a_chart_is_named_once(scenario_of: Callable[..., Scenario]) -> None:
    refusal = refusal_of(scenario_of(CHART, reports_to="boss", chart="chart.csv"))
    assert refusal.startswith("organisation.people names the chart twice")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("from,to\nbob,ann\nbob,cem\n", "chart.csv, line 3: this person reports to somebody alre"),
        ("from,to\nbob,ann\nbob,ann\n", "chart.csv, line 3: this person reports to somebody alre"),
        ("from,to\nbob,zed\n", 'chart.csv, line 2: there is no person with the id "zed".'),
        ("from,to\nbob,bob\n", "chart.csv, line 2: this person reports to themselves;"),
        ("a,b\nbob,ann\n", 'chart.csv has no column "from" (for chart_from); it has: a, b.'),
    ],
)
def test_bad_charts_are_refused(
    scenario_of: Callable[..., Scenario], tmp_path: Path, content: str, expected: str
) -> None:
    (tmp_path / "chart.csv").write_text(content)
    scenario = scenario_of(CHART, chart=str(tmp_path / "chart.csv"))
    assert refusal_of(scenario).startswith(expected)


TIES_REFUSED = {
    "bob,zed,k,1": 'ties1.csv, line 2: there is no person with the id "zed".',
    ",ann,k,1": 'ties1.csv, line 2: there is no person with the id "".',
    "bob,bob,k,1": "ties1.csv, line 2: this tie goes from a person to themselves; take it out.",
    "bob,ann,k,1\nann,bob,k,1\nbob,ann,k,2": (
        "ties1.csv, line 4: this tie stands in line 2 already; keep one of them, with the weight "
        "of both."
    ),
    "bob,ann,k,-1": 'ties1.csv, line 2: the weight is "-1"; it must be 0 or more.',
    "bob,ann,k,nan": 'ties1.csv, line 2: the weight is "nan"; it must be a finite number.',
    "bob,ann,k,1e400": 'ties1.csv, line 2: the weight is "1e400"; it must be a finite number.',
    "bob,ann,k,much": 'ties1.csv, line 2: the weight is "much"; it must be a finite number.',
    "bob,ann,k,1e300": "The ties from bob to ann stand for ",
}


@pytest.mark.parametrize(("rows", "expected"), TIES_REFUSED.items())
def test_bad_ties_are_refused(
    scenario_of: Callable[..., Scenario], rows: str, expected: str
) -> None:
    ties = (f"from,to,kind,weight\n{rows}\n", {"kind": "kind", "weight": "weight"})
    assert refusal_of(scenario_of(CHART, (ties,), reports_to="boss")).startswith(expected)


def test_a_missing_file_and_a_folder_are_refused(
    scenario_of: Callable[..., Scenario], tmp_path: Path
) -> None:
    scenario = scenario_of(CHART, reports_to="boss")
    (tmp_path / "people.csv").unlink()
    assert refusal_of(scenario) == "people.csv is not there; check the name and the folder."
    (tmp_path / "people.csv").mkdir()
    assert refusal_of(scenario) == "people.csv is a folder, not a CSV file; name the file in it."


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all files")
def test_a_file_without_permission_is_refused(
    scenario_of: Callable[..., Scenario], tmp_path: Path
) -> None:
    scenario = scenario_of(CHART, reports_to="boss")
    (tmp_path / "people.csv").chmod(0)
    assert refusal_of(scenario) == "people.csv cannot be read: Permission denied."


def test_too_many_rows_are_refused(
    scenario_of: Callable[..., Scenario], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tables_module.MAX_ROWS == 1_000_000
    monkeypatch.setattr(tables_module, "MAX_ROWS", 3)
    assert refusal_of(scenario_of(CHART, reports_to="boss")) == (
        "people.csv has more than 3 rows, which is the most."
    )


def test_a_number_of_people_that_is_not_the_files_is_refused(
    scenario_of: Callable[..., Scenario],
) -> None:
    scenario = scenario_of(CHART, reports_to="boss")
    same = scenario.with_changes({"organisation.num_people": 4})
    assert chart_of(same).num_people == 4
    with pytest.raises(
        InputError, match=r"num_people is 5, but .* names 4 people\. Leave num_peop"
    ):
        with_changes(scenario, {"organisation.num_people": 5})


def test_a_loaded_scenario_has_the_number_and_the_place_of_its_people(tmp_path: Path) -> None:
    folder = tmp_path / "deep"
    folder.mkdir()
    (folder / "people.csv").write_text(CHART)
    (folder / "mine.toml").write_text(
        'id = "mine"\nextends = "untended"\n[organisation]\n'
        'people = { file = "people.csv", reports_to = "boss" }\n'
    )
    scenario = load_scenario(folder / "mine.toml")
    assert scenario.organisation.num_people == 4
    assert scenario.organisation.people is not None
    assert scenario.organisation.people.file == str(folder / "people.csv")
    assert load_scenario(_written(scenario, tmp_path)) == scenario
    # Resolving keeps it readable, whether or not the number was stated.
    assert chart_of(scenario.resolved()).num_people == 4


def _written(scenario: Scenario, folder: Path) -> Path:
    path = folder / "again.toml"
    path.write_text(scenario_toml(scenario), encoding="utf-8")
    return path


def test_resolving_does_not_invent_a_number_of_people(
    scenario_of: Callable[..., Scenario],
) -> None:
    assert chart_of(scenario_of(CHART, reports_to="boss").resolved()).num_people == 4


def test_another_file_of_people_brings_its_own_number(
    scenario_of: Callable[..., Scenario], tmp_path: Path
) -> None:
    scenario = with_changes(scenario_of(CHART, reports_to="boss"), {"work.load": 0.6})
    assert scenario.organisation.num_people == 4
    (tmp_path / "other.csv").write_text("id,boss\na,\nb,a\n")
    other = with_changes(scenario, {"organisation.people.file": str(tmp_path / "other.csv")})
    assert other.organisation.num_people == 2


def test_problems_with_people_name_the_scenario_too(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,boss\nann,\nann,\n")
    path = tmp_path / "mine.toml"
    path.write_text('id = "x"\n[organisation.people]\nfile = "people.csv"\nreports_to = "boss"\n')
    with pytest.raises(InputError, match=r"mine\.toml, line 2: .*people\.csv, line 3: the id"):
        load_scenario(path)


def test_the_invented_company_is_as_its_scenario_says() -> None:
    chart = chart_of(load_scenario("invented"))
    assert chart.num_people == 60
    assert chart.team_names[0] == "Management"
    assert chart.num_teams == 9
    assert chart.place_names == ("Harbour", "Hill")
    assert np.bincount(chart.rank).tolist() == [1, 8, 51]
    # Ranks are the levels of the chart, and each member sits in the team of their leader.
    below = chart.rank == 2
    assert (chart.team[chart.boss[below]] == chart.team[below]).all()
    assert (chart.boss[chart.rank == 1] == 0).all()
    assert {kind for kinds in chart.tie_kind for kind in kinds.split("+")} == {
        "advice",
        "friendship",
    }


@pytest.mark.real_data
def test_krackhardts_managers(real_data: Path) -> None:
    folder = real_data / "krackhardt_hightech"
    plan = OrganisationPlan(
        people=PeopleFile(
            file=str(folder / "nodes.csv"), rank="level", chart=str(folder / "reportto.csv")
        ),
        ties=(
            TiesFile(file=str(folder / "advice.csv")),
            TiesFile(file=str(folder / "friendship.csv"), evidence=6.0),
        ),
    )
    chart = chart_of(Scenario(id="krackhardt", organisation=plan))
    assert chart.num_people == 21
    assert chart.team_names == (
        "team of 2",
        "team of 7",
        "team of 14",
        "team of 18",
        "team of 21",
    )
    assert np.bincount(chart.team).tolist() == [4, 1, 8, 3, 5]
    # The level that the file states is the depth of the chart.
    assert np.bincount(chart.rank).tolist() == [1, 4, 16]
    assert (chart.rank[chart.boss[chart.boss >= 0]] == chart.rank[chart.boss >= 0] - 1).all()
    kinds = [kind for kinds in chart.tie_kind for kind in kinds.split("+")]
    assert (kinds.count("advice"), kinds.count("friendship")) == (190, 102)
    assert chart.tie_evidence.sum() == 190 * 4 + 102 * 6


@pytest.mark.real_data
@pytest.mark.parametrize(("team", "sizes"), [("practice", [41, 30]), ("office", [48, 19, 4])])
def test_lazegas_law_firm(real_data: Path, team: str, sizes: list[int]) -> None:
    folder = real_data / "lazega_lawfirm"
    people = PeopleFile(file=str(folder / "nodes.csv"), rank="status", team=team, place="office")
    ties = tuple(TiesFile(file=str(folder / f"{name}.csv")) for name in ("advice", "friendship"))
    chart = chart_of(Scenario(id="law", organisation=OrganisationPlan(people=people, ties=ties)))
    assert np.bincount(chart.team).tolist() == sizes
    assert np.bincount(chart.place).tolist() == [48, 19, 4]
    assert np.bincount(chart.rank).tolist() == [36, 35]
    leaders = np.flatnonzero(chart.boss == -1)
    # Partners all, so none of them leads the others; each is the first of their team.
    assert len(leaders) == len(sizes)
    assert (chart.rank[leaders] == 0).all()
    assert [np.flatnonzero(chart.team == number)[0] for number in range(len(sizes))] == list(
        leaders
    )
    kinds = [kind for kinds in chart.tie_kind for kind in kinds.split("+")]
    assert (kinds.count("advice"), kinds.count("friendship")) == (892, 575)
