"""The worked notebooks run from the first cell to the last, and are as their sources say."""

import importlib.util
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "notebooks"
SECONDS = 300


def builder():
    spec = importlib.util.spec_from_file_location("notebook_builder", FOLDER / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SOURCES = builder().sources()


def test_there_are_five():
    assert [path.name[:2] for path in SOURCES] == ["1-", "2-", "3-", "4-", "5-"]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_notebook_is_as_its_source_says_and_has_no_outputs(source):
    nbformat = pytest.importorskip("nbformat")
    target = source.with_suffix(".ipynb")
    hint = "Refresh it: python docs/notebooks/build.py"
    assert target.read_text(encoding="utf-8") == builder().as_text(source), hint
    made = nbformat.read(target, as_version=4)
    nbformat.validate(made)
    assert made.cells[0].source.startswith("# ")
    assert all(not cell.outputs for cell in made.cells if cell.cell_type == "code")


@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_notebook_runs(source, tmp_path, monkeypatch):
    nbclient = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    monkeypatch.setenv("PYTHONPATH", str(FOLDER.parents[1]))
    # Frozen modules make the kernel's debugger warn.
    monkeypatch.setenv("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    made = nbformat.read(source.with_suffix(".ipynb"), as_version=4)
    resources = {"metadata": {"path": str(tmp_path)}}
    client = nbclient.NotebookClient(made, timeout=SECONDS, resources=resources)
    client.create_kernel_manager()
    # The kernel of this interpreter, whatever the machine calls its kernels.
    client.km.kernel_spec.argv[0] = sys.executable
    client.execute()
    code = [cell for cell in made.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code)
    assert sum(bool(cell.outputs) for cell in code) >= len(code) // 2
