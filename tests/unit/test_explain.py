"""`trustgarden explain` and `trustgarden run --replay`, from the command line."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

import trustgarden as tg
from trustgarden.cli import main

SMALL = ("--set", "organisation.num_people=24", "--set", "organisation.start=strangers")


@pytest.fixture
def command(capsys):
    def run(*arguments):
        code = main([str(one) for one in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("runs") / "run"
    assert main(["run", "garden", "--seed", "3", "--weeks", "12", *SMALL, "--out", str(path)]) == 0
    return path


@pytest.fixture(scope="module")
def same_run():
    changes = {"organisation.num_people": 24, "organisation.start": "strangers"}
    return tg.Organisation("garden", seed=3, changes=changes).run(12)


def stories(text):
    return json.loads(text)["stories"]


def lines(story):
    return [line for part in story["parts"] for line in part["lines"]]


def test_a_folder_is_explained_in_the_week_in_which_trust_fell_most(command, folder, same_run):
    code, out, err = command("explain", folder)
    week = same_run.series["trust"].diff().idxmin()
    assert code == 0
    assert out.startswith("garden, seed 3, 12 weeks\n")
    assert f"Why trust changed in week {week}" in out
    assert "took" in out
    assert "another version" not in err


def test_the_figures_are_those_of_the_run(command, folder, same_run):
    _, out, _ = command("explain", folder, "--week", 7, "--json")
    (story,) = stories(out)
    entries = {line["kind"]: line["text"] for line in story["parts"][1]["lines"]}
    row = same_run.accounts.loc[7]
    largest = row.abs().idxmax()
    assert f"{abs(row[largest]):.4f}" in entries[largest]
    assert [part["title"] for part in story["parts"]][1:4] == ["What it came from", "Where", "Who"]


def test_a_scenario_with_its_seed_is_told_as_its_folder_is(command, folder):
    _, of_folder, _ = command("explain", folder, "--week", 5)
    _, of_scenario, _ = command(
        "explain", "garden", "--seed", 3, "--weeks", 12, *SMALL, "--week", 5
    )
    assert of_scenario == of_folder


def test_a_save_is_told_as_it_stands(command, folder, same_run, tmp_path):
    save = tmp_path / "week-12.npz"
    same_run.save(save)
    _, out, _ = command("explain", save, "--week", 7)
    assert "can be run again" in out
    _, of_folder, _ = command("explain", folder, "--person", "5", "--json")
    _, of_save, _ = command("explain", save, "--person", "5", "--json")
    assert stories(of_save) == stories(of_folder)
    code, _, err = command("explain", save, "--person", "5", "--week", 3)
    assert code == 2
    assert "--week is 3, and a save knows people only as they stand after week 12" in err


def test_people_and_ties_are_told(command, folder):
    _, out, _ = command("explain", folder, "--person", "5")
    assert "Whom person 5 trusts" in out
    _, out, _ = command("explain", folder, "--tie", "5", "6", "--json")
    (story,) = stories(out)
    assert story["title"] == "Person 5 and person 6"
    assert len(lines(story)) > 4


def test_a_person_can_be_told_at_an_earlier_week(command, folder):
    _, early, _ = command("explain", folder, "--person", "5", "--week", 2)
    assert "In week 2 person 5 spent" in early


def test_a_newcomer_has_both_stories_and_who_has_left_only_the_first_weeks(command):
    of = ("garden", "--seed", 5, "--weeks", 30, *SMALL, "--set", "turnover.leave_rate=0.1")
    changes = {"organisation.num_people": 24, "organisation.start": "strangers"}
    org = tg.Organisation("garden", seed=5, changes={**changes, "turnover.leave_rate": 0.1})
    journeys = org.run(30).journeys()
    gone = journeys[journeys["left_week"].notna()]["person"].iloc[0]
    here = journeys[journeys["left_week"].isna()]["person"].iloc[0]
    _, out, _ = command("explain", *of, "--person", here, "--json")
    assert [story["title"] for story in stories(out)][1] == f"The first 26 weeks of person {here}"
    _, out, _ = command("explain", *of, "--person", gone, "--json")
    assert [story["title"] for story in stories(out)] == [f"The first 26 weeks of person {gone}"]


def test_it_speaks_german(command, folder):
    _, out, _ = command("explain", folder, "--language", "de", "--week", 5)
    assert "Warum sich das Vertrauen in Woche 5 änderte" in out
    assert re.search(r"um 0,\d{4}, von 0,", out)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("garden",), "--seed is missing"),
        (("garden", "--seed", "3", "--week", "200"), "week is 200; the run has weeks 1 to 104"),
        (("nothing-there",), "nothing-there"),
        (("garden", "--seed", "3", "--language", "fr"), "language is 'fr'"),
        (("garden", "--seed", "3", "--person", "1", "--tie", "1", "2"), "ask for one of them"),
        (("garden", "--seed", "3", "--weeks", "5", "--tie", "4", "4"), "names one person twice"),
        (("garden", "--seed", "3", "--weeks", "5", "--person", "x"), "nobody called 'x'"),
        (("garden", "--seed", "3", "--weeks", "1"), "run more weeks"),
        (("garden", "--seed", "3", "--week", "0"), "--week is 0"),
    ],
)
def test_what_cannot_be_told_is_refused(command, arguments, message):
    code, out, err = command("explain", *arguments)
    assert code == 2
    assert message in err
    assert out == ""


def test_options_of_scenarios_do_not_fit_a_run_that_was_made(command, folder):
    code, _, err = command("explain", folder, "--seed", 4)
    assert code == 2
    assert "--seed cannot change" in err


def test_a_folder_without_a_run_and_a_damaged_one_are_refused(command, tmp_path):
    code, _, err = command("explain", tmp_path)
    assert code == 2
    assert "provenance.json is missing" in err
    for text in ("{", "[]", '{"scenario": 3, "seed": 1, "weeks": 2}', '{"scenario": {}}'):
        (tmp_path / "provenance.json").write_text(text)
        code, _, err = command("explain", tmp_path)
        assert code == 2
        assert "is damaged" in err


def test_a_folder_that_came_out_otherwise_says_so(command, folder, tmp_path):
    for name in ("provenance.json", "series.csv"):
        (tmp_path / name).write_text((folder / name).read_text())
    text = (tmp_path / "series.csv").read_text()
    first = re.search(r"\n1,(0\.\d+)", text)[1]
    (tmp_path / "series.csv").write_text(text.replace(first, "0.9", 1))
    code, _, err = command("explain", tmp_path)
    assert code == 0
    assert "made by another version" in err


def test_people_of_a_users_own_are_told_from_their_scenario(command, tmp_path):
    provenance = {
        "scenario": {"id": "x", "organisation": {"people": "p.csv"}},
        "seed": 4,
        "weeks": 9,
    }
    (tmp_path / "provenance.json").write_text(json.dumps(provenance))
    code, _, err = command("explain", tmp_path)
    assert code == 2
    assert "Name the scenario file instead, with --seed 4 --weeks 9" in err


# -- replay --------------------------------------------------------------------


def embedded(path: Path):
    text = path.read_text(encoding="utf-8")
    return json.loads(re.search(r"^const run = (.*);$", text, re.MULTILINE)[1])


def test_a_replay_holds_every_week_of_the_run(command, same_run, tmp_path):
    page = tmp_path / "run.html"
    code, _, err = command("run", "garden", "--seed", 3, "--weeks", 12, *SMALL, "--replay", page)
    assert code == 0
    assert "run.html" in err
    run = embedded(page)
    assert [frame["week"] for frame in run["frames"]] == list(range(13))
    assert run["trust"][1:] == [round(value, 4) for value in same_run.series["trust"]]
    assert "http" not in page.read_text().replace("http-equiv", "")


def test_a_replay_of_two_years_is_small(tmp_path):
    from trustgarden.app.replaying import record, write_replay

    run = record(tg.Organisation("garden", seed=1), 8)
    path = write_replay(run, tmp_path / "r.html")
    fixed = len(path.read_text()) - sum(len(json.dumps(frame)) for frame in run["frames"])
    a_week = (path.stat().st_size - fixed) / len(run["frames"])
    assert fixed + 104 * 1.5 * a_week < 3_000_000


def test_names_of_ones_own_people_are_numbered(command, tmp_path):
    people = "id,team,leader\nAnna,Werk <b>,\nBen,Werk <b>,Anna\nCleo,Werk <b>,Anna\n"
    (tmp_path / "people.csv").write_text(people)
    scenario = 'id = "mine"\nextends = "garden"\n[organisation.people]\nfile = "people.csv"\n'
    scenario += 'id = "id"\nteam = "team"\nreports_to = "leader"\n'
    (tmp_path / "mine.toml").write_text(scenario)
    page = tmp_path / "r.html"
    of = ("run", tmp_path / "mine.toml", "--seed", 1, "--weeks", 3, "--replay", page)
    code, _, err = command(*of)
    assert code == 0, err
    text = page.read_text()
    assert "Anna" not in text
    assert "Werk" not in text
    assert embedded(page)["frames"][0]["names"] == ["person-1", "person-2", "person-3"]
    assert command(*of, "--keep-names")[0] == 0
    assert embedded(page)["frames"][0]["names"] == ["Anna", "Ben", "Cleo"]
    assert "<b>" not in page.read_text()


@pytest.mark.parametrize(
    ("file", "changes", "message"),
    [
        ("run.txt", (), "should end in .html"),
        ("run.html", ("--set", "organisation.num_people=2001"), "draws at most 2,000 people"),
    ],
)
def test_a_replay_that_cannot_be_is_refused_before_the_run(
    command, tmp_path, file, changes, message
):
    code, _, err = command("run", "garden", *changes, "--weeks", 3, "--replay", tmp_path / file)
    assert code == 2
    assert message in err
    assert os.listdir(tmp_path) == []
