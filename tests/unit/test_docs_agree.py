"""What `docs/odd.md` and `docs/glossary.md` say agrees with the code."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from trustgarden.model import MEASURE_NAMES, layout
from trustgarden.model.documenting import BOOKED, CONSTANTS, DRAWS, PHASES, TABLES, with_tables
from trustgarden.model.event_kinds import EVENT_KINDS
from trustgarden.model.layout import ACCOUNTS, CONDITION_DTYPE, TEAM_DTYPE
from trustgarden.model.parameters import Parameters
from trustgarden.model.scenario import MECHANISM_SWITCHES

REPOSITORY = Path(__file__).resolve().parents[2]
MODEL = REPOSITORY / "trustgarden" / "model"
ODD = REPOSITORY / "docs" / "odd.md"

# Their numbers are not of the model: they make chance, elementary functions and messages.
NO_RULES = {"arithmetic", "chance", "naming", "parameters", "people", "refusing"}


def written_constants(module: str) -> set[tuple[str, str]]:
    """Names in capitals to which the module itself assigns a number."""
    found = set()
    for node in ast.parse((MODEL / f"{module}.py").read_text("utf-8")).body:
        if isinstance(node, ast.Assign):
            targets, value = node.targets, node.value
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            targets, value = [node.target], node.value
        else:
            continue
        if isinstance(value, ast.UnaryOp):
            value = value.operand
        if isinstance(value, ast.Constant) and isinstance(value.value, float):
            found |= {(module, t.id) for t in targets if isinstance(t, ast.Name) and t.id.isupper()}
    return found


def test_the_generated_tables_agree_with_the_code() -> None:
    text = ODD.read_text("utf-8")
    assert with_tables(text) == text, "Refresh the page: python -m docs.generate"


def test_the_page_has_every_table() -> None:
    marks = re.findall(r"<!-- begin generated: (.*?) -->", ODD.read_text("utf-8"))
    assert sorted(marks) == sorted(TABLES)


def test_a_table_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no table is called weeds; there are schedule"):
        with_tables("<!-- begin generated: weeds -->\n<!-- end generated: weeds -->")


def test_a_mark_without_its_end_is_refused() -> None:
    with pytest.raises(ValueError, match="has no end of the same name"):
        with_tables("<!-- begin generated: styles -->\n<!-- end generated: regimes -->")


def test_tables_are_made_once_and_for_all() -> None:
    page = "\n".join(
        f"<!-- begin generated: {name} -->\nstale\n<!-- end generated: {name} -->"
        for name in TABLES
    )
    once = with_tables(page)
    assert "stale" not in once
    assert with_tables(once) == once


def test_checking_says_which_page_differs(tmp_path: Path) -> None:
    script = tmp_path / "generate.py"
    script.write_text((REPOSITORY / "docs" / "generate.py").read_text("utf-8"), "utf-8")
    page = tmp_path / "odd.md"
    stale = "<!-- begin generated: styles -->\nstale\n<!-- end generated: styles -->\n"
    page.write_text(stale, "utf-8")
    check = run(script, "--check")
    assert (check.returncode, page.read_text("utf-8")) == (1, stale)
    assert "odd.md differ from the code" in check.stderr
    assert run(script).returncode == 0
    assert run(script, "--check").returncode == 0
    assert "`gardener`" in page.read_text("utf-8")


def run(script: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    code = (
        f"import sys, runpy; sys.path.insert(0, {str(REPOSITORY)!r}); "
        f"sys.argv = {[str(script), *arguments]!r}; "
        f"runpy.run_path({str(script)!r}, run_name='__main__')"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_the_schedule_is_that_of_the_week() -> None:
    source = (MODEL / "week.py").read_text("utf-8")
    commented = re.findall(r"^ +# \d+\. (.*)$", source, re.MULTILINE)
    assert commented == [phase.sentence for phase in PHASES]


def test_every_purpose_of_chance_is_described() -> None:
    source = (MODEL / "chance.py").read_text("utf-8").partition("# Purposes")[2]
    purposes = re.findall(r"^([A-Z]+) = \d+$", source, re.MULTILINE)
    assert [draw.purpose for draw in DRAWS] == purposes


def test_every_named_number_of_the_rules_is_described() -> None:
    modules = {path.stem for path in MODEL.glob("*.py")} - NO_RULES
    written = set().union(*(written_constants(module) for module in modules))
    described = {(constant.module, constant.name) for constant in CONSTANTS}
    assert written - described == set()
    # Whole numbers are described too where a rule computes with them.
    for module, name in described - written:
        assert isinstance(getattr(import_module(f"trustgarden.model.{module}"), name), int)


def test_every_parameter_and_condition_enters_a_formula() -> None:
    text = without_tables()
    missing = [name for name in Parameters.model_fields if f"p.{name}" not in text]
    regime = {name for name in TEAM_DTYPE.names or () if name in (CONDITION_DTYPE.names or ())}
    for name in CONDITION_DTYPE.names or ():
        if not name.startswith("on_") and name not in regime and f"c.{name}" not in text:
            missing.append(name)
    assert missing == []


def test_every_switch_is_described() -> None:
    section = without_tables().partition("### 7.15 Switches")[2].partition("###")[0]
    assert re.findall(r"^\| `([a-z]+)` \| ", section, re.MULTILINE) == list(MECHANISM_SWITCHES)


@pytest.mark.parametrize("record", [name for name in dir(layout) if name.endswith("_DTYPE")])
def test_every_variable_is_named(record: str) -> None:
    names = getattr(layout, record).names
    assert names
    text = ODD.read_text("utf-8")
    assert [name for name in names if not re.search(rf"\b{name}\b", text)] == []


def test_every_account_is_described() -> None:
    assert tuple(BOOKED) == ACCOUNTS


def test_every_kind_of_event_is_described() -> None:
    text = without_tables()
    section = text.partition("### 7.14 Events")[2].partition("###")[0]
    happens = set(re.findall(r"^\| ([a-z-]+) \| ", section, re.MULTILINE)) - {"kind", "---"}
    calendar = text.partition("### 6.1 The calendar")[2].partition("###")[0]
    changes = set(re.findall(r"^- \*([a-z-]+)\*", calendar, re.MULTILINE))
    kinds = EVENT_KINDS.items()
    assert changes == {name for name, kind in kinds if kind.changes_conditions}
    assert happens == {name for name, kind in kinds if not kind.changes_conditions}


def test_every_measure_is_in_the_table() -> None:
    rows = re.findall(r"^\| `([a-z_]+)` \|", TABLES["measures"](), re.MULTILINE)
    assert rows == list(MEASURE_NAMES)


def test_the_glossary_has_the_words_of_the_code() -> None:
    text = (REPOSITORY / "docs" / "glossary.md").read_text("utf-8")
    words = re.findall(r"\*\*(.+?)\*\*", text)
    known = {word.lower() for entry in words for word in entry.split(", ")}
    needed = (
        "trustor trustee ability benevolence integrity propensity stake breach error repair regime "
        "lever measure scenario replicate seed step tie community tribe bridge reach frame "
        "certainty band mistrust deception prior norm space strain event parameter switch "
        "pledge embedded choreography newcomer reputation tale talk introduction accepted log"
    )
    assert set(needed.split()) - known == set()
    assert {"insulation gap", "told evidence", "accounts of trust", "in-group"} <= known


def without_tables() -> str:
    """The page as it was written by hand."""
    text = ODD.read_text("utf-8")
    return re.sub(r"<!-- begin generated.*?<!-- end generated: [a-z]+ -->", "", text, flags=re.S)
