"""What `docs/scenarios.md` says holds."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from trustgarden.scenarios import describe, load_scenario, read_chart
from trustgarden.scenarios.keys import scenario_keys
from trustgarden.scenarios.reference import key_tables, with_key_tables

PAGE = Path(__file__).resolve().parents[2] / "docs" / "scenarios.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE.read_text("utf-8"), re.M | re.S)


def test_the_tables_of_keys_agree_with_the_record() -> None:
    text = PAGE.read_text("utf-8")
    assert with_key_tables(text) == text, (
        "Refresh the page: python -m trustgarden.scenarios.reference docs/scenarios.md"
    )


def test_the_tables_name_every_key() -> None:
    assert len(re.findall(r"^\| `", key_tables(), re.M)) == len(scenario_keys()) + 1  # extends


def test_a_page_without_its_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="the page must hold"):
        with_key_tables("# Scenarios")


def test_the_examples_load(tmp_path: Path) -> None:
    examples = [text for text in blocks("toml") if "people =" not in text]
    assert len(examples) == 4
    for number, text in enumerate(examples):
        path = tmp_path / f"example{number}.toml"
        path.write_text(text, encoding="utf-8")
        assert describe(load_scenario(path))


def test_the_python_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = blocks("python")
    exec(example, {})
    assert capsys.readouterr().out.rstrip().endswith(example.rstrip().rpartition("# ")[2])


def test_the_mistakes_shown_are_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (shown,) = (text for text in blocks("text") if "line 7" in text)
    Path("garden.toml").write_text(
        'id = "x"\n\n\n\n\n[organisation]\nnum_people = 1\n[leaders]\nstlye = "a"\n'
    )
    with pytest.raises(ValueError, match="num_people is 1") as caught:
        load_scenario("garden.toml")
    assert str(caught.value) == shown.strip()


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "folder", "num_people", "teams"),
    [("krackhardt", "krackhardt_hightech", 21, 5), ("law-firm", "lazega_lawfirm", 71, 2)],
)
def test_the_examples_with_real_people_load(
    real_data: Path, tmp_path: Path, name: str, folder: str, num_people: int, teams: int
) -> None:
    (text,) = (text for text in blocks("toml") if f'id = "{name}"' in text)
    for file in (real_data / folder).glob("*.csv"):
        shutil.copy(file, tmp_path)
    path = tmp_path / "example.toml"
    path.write_text(text, encoding="utf-8")
    scenario = load_scenario(path)
    chart = read_chart(scenario)
    assert chart is not None
    assert (scenario.organisation.num_people, chart.num_teams) == (num_people, teams)
    assert "hardly meant" not in describe(scenario)
