"""The examples of docs/styles.md run as they stand."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

import trustgarden as tg
from trustgarden.model import custom

PAGE = Path(__file__).parents[2] / "docs" / "styles.md"
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
PYTHON = [text for language, text in BLOCKS if language == "python"]
SMALL = '"organisation.num_people": 16, "organisation.start": "strangers"'


@pytest.fixture(autouse=True)
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The modules of the page, in a folder where Python finds them."""
    for text in PYTHON:
        named = re.match(r"# (\w+)\.py\n", text)
        if named:
            (tmp_path / f"{named[1]}.py").write_text(text, "utf-8")
            monkeypatch.delitem(sys.modules, named[1], raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path) + os.pathsep + os.environ.get("PYTHONPATH", ""))
    monkeypatch.setattr(custom, "STYLES_BY_NAME", dict(custom.STYLES_BY_NAME))
    monkeypatch.setattr(custom, "REGIMES_BY_NAME", dict(custom.REGIMES_BY_NAME))
    return tmp_path


def small(style: str, regime: str) -> tg.Scenario:
    changes = {
        "organisation.num_people": 16,
        "organisation.start": "strangers",
        "leaders.style": style,
        "consequence.regime": regime,
    }
    return tg.load_scenario("untended").with_changes(changes)


def test_the_page_has_two_modules_and_two_other_examples(modules: Path) -> None:
    assert sorted(path.name for path in modules.iterdir()) == ["our_regimes.py", "our_styles.py"]
    assert len(PYTHON) == 4


def test_the_example_of_a_style_runs_as_it_stands() -> None:
    example = next(text for text in PYTHON if text.startswith("import our_styles"))
    assert '"leaders.style": "attentive"' in example
    shorter = example.replace("{", f"{{{SMALL}, ").replace("weeks=52", "weeks=3")
    names: dict[str, object] = {}
    exec(shorter, names)
    assert len(names["run"].series) == 3  # type: ignore[attr-defined]


def test_the_example_of_a_regime_rules() -> None:
    scenario = small("our_styles:Attentive", "our_regimes:Answering")
    run = tg.simulate(scenario, weeks=3, seed=1, allow_code=True)
    assert (run.series["imposed"] > 0.0).all()


def test_the_example_of_a_learner_goes_by_its_signs() -> None:
    example = next(text for text in PYTHON if "weights" in text)
    exec(example, {})
    assert custom.STYLES_BY_NAME["by kept faith"].weights == {"kept": 1.0}  # type: ignore[attr-defined]
    assert len(tg.simulate(small("by kept faith", "blame"), weeks=6, seed=1).series) == 6


def test_the_table_of_the_file_names_the_module_of_the_page() -> None:
    toml = next(text for language, text in BLOCKS if language == "toml")
    assert toml.count("our_styles:Attentive") == 2
