"""Claims files, baselines, and the command: what passes, what fails, what is refused."""

import json
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from trustgarden.cli import main
from trustgarden.errors import InputError
from trustgarden.experiments.checks import OWN_CLAIMS, checking, read_claims
from trustgarden.experiments.checks.baseline import Baseline
from trustgarden.experiments.checks.exact import difference, digests
from trustgarden.experiments.checks.runs import Runs

HEAD = """
seed = 1
weeks = 6
[changes]
"organisation.num_people" = 12
"""
CLAIM = """
[[claims]]
id = "blame-hides"
says = "Where blame is the rule, more is hidden"
kind = "difference"
measure = "hidden"
arms = [{scenario = "garden"}, {scenario = "blame"}]
at_least = 0.1
"""
WATCHED = """
[[watched]]
scenario = "garden"
"""


@pytest.fixture
def file(tmp_path: Path):
    def written(text: str) -> Path:
        path = tmp_path / "team.claims.toml"
        path.write_text(HEAD + text, encoding="utf-8")
        return path

    return written


@pytest.fixture
def changelog(tmp_path: Path) -> Path:
    path = tmp_path / "CHANGELOG.md"
    path.write_text("# Changelog\n\n## Unreleased\n\n## 1.0\n\nOld.\n", encoding="utf-8")
    return path


def test_a_claim_that_holds_passes_and_its_opposite_does_not(file, capsys):
    assert main(["check", str(file(CLAIM)), "--quick"]) == 0
    assert "holds" in capsys.readouterr().out
    opposite = CLAIM.replace("at_least = 0.1", "at_most = 0.1")
    assert main(["check", str(file(opposite)), "--quick", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["files"][0]["claims"][0]["verdict"] == "fails"


def test_undecided_is_no_pass(file, capsys):
    equal = CLAIM.replace('"blame"', '"garden", changes = {"talk.tales" = 2}')
    narrow = equal.replace("at_least = 0.1", "at_least = 0.0")
    assert main(["check", str(file(narrow)), "--quick"]) == 1
    assert "undecided" in capsys.readouterr().out


def test_results_are_told_to_machines_and_reviewers(file, tmp_path):
    failing = CLAIM.replace("at_least = 0.1", "at_most = 0.1")
    xml, page = tmp_path / "c.xml", tmp_path / "c.md"
    code = main(
        ["check", str(file(failing)), "--quick", "--junit", str(xml), "--markdown", str(page)]
    )
    assert code == 1
    suite = ElementTree.parse(xml).getroot()[0]
    assert suite.get("failures") == "1"
    assert "| fails | Where blame" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('"hidden"', '"hiden"', r"line \d+: .*hiden.*Did you mean hidden\?"),
        ('"blame"', '"blaming"', r"line \d+: There is no scenario \"blaming\""),
        ("at_least", "at_lest", r"at_lest is not known\. Did you mean at_least\?"),
        ("at_least = 0.1", "", "at_most must be given"),
        ("at_least = 0.1", "within = 0.1", "belongs to kind equivalence"),
        ('"difference"', '"bound"', "arms holds 2; bound takes 1"),
        ("at_least = 0.1", "at_least = 0.1\nweeks = [2, 9]", "runs last 6 weeks"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_its_place(file, capsys, before, after, told):
    path = file(CLAIM.replace(before, after))
    with pytest.raises(InputError, match=told):
        read_claims(path)
    assert main(["check", str(path)]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_baseline_needs_a_reason_and_says_it_in_the_changelog(file, changelog, capsys):
    path = file(WATCHED)
    assert main(["check", str(path), "--update", " ", "--changelog", str(changelog)]) == 2
    assert main(["check", str(path)]) == 2
    assert "--update" in capsys.readouterr().err
    assert main(["check", str(path), "--update", "Why not", "--changelog", str(changelog)]) == 0
    text = changelog.read_text(encoding="utf-8")
    assert "### Changes of numerical results\n\n- `team.baseline.npz`: Why not\n" in text
    assert text.endswith("## 1.0\n\nOld.\n")
    assert main(["check", str(path), "--quick"]) == 0
    assert "Every number is as in the exact baseline." in capsys.readouterr().err


@pytest.fixture
def kept(file, changelog):
    path = file(WATCHED)
    checking.update_baseline(path, "A first one", changelog)
    return path


@pytest.mark.parametrize("harm", ["cut", "turned", "empty"])
def test_a_damaged_baseline_is_refused(kept, harm, capsys):
    baseline = kept.with_name("team.baseline.npz")
    data = bytearray(baseline.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 64] = bytes(255 - byte for byte in data[middle : middle + 64])
    harmed = {"cut": data[:middle], "turned": data, "empty": b""}[harm]
    baseline.write_bytes(harmed)
    assert main(["check", str(kept)]) == 2
    assert "damaged" in capsys.readouterr().err


def test_a_baseline_of_another_version_is_refused(kept, monkeypatch, capsys):
    monkeypatch.setattr("trustgarden.__version__", "99.0")
    assert main(["check", str(kept)]) == 2
    assert "was made with trustgarden" in capsys.readouterr().err


def test_only_other_luck_passes_the_distributions_and_is_named_by_the_digests(kept, monkeypatch):
    # As after a refactoring that draws random numbers in another order: every draw is another.
    plain, exactly = Runs._run, checking.exact_digests
    monkeypatch.setattr(
        Runs, "_run", lambda self, scenario, seed: plain(self, scenario, seed + 999)
    )

    def other_luck(checked):
        file = checked.file.model_copy(update={"seed": checked.file.seed + 999})
        return exactly(type(checked)(checked.path, file, checked.arms, checked.watched))

    monkeypatch.setattr(checking, "exact_digests", other_luck)
    result = checking.check(kept, quick=True)
    assert result.passed
    assert set(result.exact) == {"garden, seed 1", "garden, seed 2"}


def test_an_edited_scenario_moves_distributions(kept):
    text = kept.read_text(encoding="utf-8")
    kept.write_text(text.replace("= 12", '= 12\n"consequence.arbitrary" = 0.8'), encoding="utf-8")
    result = checking.check(kept, quick=True)
    assert not result.passed
    assert any(alarm.measure == "fairness_procedural" for alarm in result.statistical.alarms)


def test_a_difference_is_located(kept):
    checked = read_claims(kept)
    before = digests(checked.watched["garden"], 1, 6)
    people = before.people.copy()
    people[3, 3, 7] += 1
    measures = before.measures.copy()
    measures[4, 0] += 1
    where = difference(before, type(before)(measures, people, before.teams))
    assert where == (
        "week 4, dealing and remembering: relationship memory, of the person in row 7 (team 0); "
        "week 5 in the measures trust"
    )
    assert difference(before, before) == ""


def test_the_same_baseline_has_the_same_bytes(kept, changelog):
    path = read_claims(kept).baseline_path
    first = path.read_bytes()
    Baseline.read(path).write(path)
    assert path.read_bytes() == first


def test_the_catalogue_has_a_source_for_each_of_its_claims_and_its_baseline():
    checked = read_claims(OWN_CLAIMS)
    assert len(checked.file.claims) >= 25
    assert all(claim.sources for claim in checked.file.claims)
    baseline = Baseline.read(checked.baseline_path)
    baseline.check_fits(checked)
    assert all(len(one) >= 30 and np.isfinite(one).all() for one in baseline.distributions.values())


def test_claims_share_their_runs(file):
    twice = CLAIM + CLAIM.replace("blame-hides", "again")
    one = checking.check(file(CLAIM), quick=True).runs
    assert checking.check(file(twice), quick=True).runs == one
