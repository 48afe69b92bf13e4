"""The package as people import it: its names, its weight, and what is packed with it."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import trustgarden

ROOT = Path(trustgarden.__file__).parents[1]
HEAVY = ("mesa", "numba", "pandas", "scipy", "pyarrow", "plotly", "networkx")


def loaded_by(statement: str) -> set[str]:
    """Which of the heavy libraries a fresh interpreter has after a statement."""
    program = f"import sys; {statement}; print(*({HEAVY!r} & sys.modules.keys()))"
    program = program.replace(repr(HEAVY), repr(set(HEAVY)))
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("name", trustgarden.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(trustgarden, name) is not None


def test_public_names_are_sorted_by_ruff_and_stated_once() -> None:
    assert len(set(trustgarden.__all__)) == len(trustgarden.__all__)
    assert set(trustgarden.__all__) <= set(dir(trustgarden))


def test_names_for_type_checkers_are_the_names_at_run_time() -> None:
    tree = ast.parse(Path(trustgarden.__file__).read_text(encoding="utf-8"))
    checked = next(
        node
        for node in tree.body
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"
    )
    typed = {alias.name for node in checked.body for alias in node.names}  # type: ignore[attr-defined]
    assert typed - {"Chart"} == set(trustgarden.__all__) - {"InputError", "__version__"}


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'gardener'"):
        trustgarden.gardener  # noqa: B018 (asking for it is the test)


@pytest.mark.parametrize("statement", ["import trustgarden", "import trustgarden.cli"])
def test_importing_is_light(statement: str) -> None:
    assert loaded_by(statement) == set()


def test_help_loads_nothing_heavy() -> None:
    assert loaded_by("from trustgarden.cli import main; main(['run', '--help'])") & {
        "mesa",
        "numba",
        "pandas",
    } == set()


def test_versions_agree() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    stated = re.search(r"^version: (\S+)$", citation, re.MULTILINE)
    assert stated is not None
    assert stated[1] == trustgarden.__version__


def test_every_module_can_be_imported_and_says_what_it_is() -> None:
    names = [
        found.name
        for found in pkgutil.walk_packages(trustgarden.__path__, "trustgarden.")
        if not found.name.endswith("__main__")
    ]
    assert len(names) > 20
    for name in names:
        assert importlib.import_module(name).__doc__, name


class TestProjectFile:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8")

    def test_every_dependency_is_pinned(self) -> None:
        pinned = {
            re.split(r"[=\s]", line)[0].lower().replace("_", "-")
            for line in self.constraints.splitlines()
            if line and not line.startswith("#")
        }
        extras = self.project["optional-dependencies"]
        wanted = [*self.project["dependencies"], *(name for few in extras.values() for name in few)]
        names = {re.split(r"[\[<>=]", name)[0] for name in wanted}
        assert names - pinned == set()

    def test_constraints_hold_versions_only(self) -> None:
        assert "://" not in self.constraints
        for line in self.constraints.splitlines():
            assert re.fullmatch(
                r'#.*|[\w.-]+==[\w.]+( ; python_version (<|>=) "3\.12")?', line
            ), line

    def test_the_extras_of_the_design_are_there(self) -> None:
        assert {"app", "dask", "images", "test", "docs"} <= set(
            self.project["optional-dependencies"]
        )
