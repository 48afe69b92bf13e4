"""Claims files are collected as tests in a project that is not ours."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = """
weeks = 4
[changes]
"organisation.num_people" = 12
[[claims]]
id = "holds"
says = "Trust is a share"
kind = "bound"
arms = [{scenario = "garden"}]
at_least = 0.0
[[claims]]
id = "fails"
says = "Trust is full"
kind = "bound"
arms = [{scenario = "garden"}]
at_least = 0.99
"""


def run(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    (folder / "team.claims.toml").write_text(text, encoding="utf-8")
    # By name, since a checkout on the path is not installed with its entry points.
    plugin = ["-p", "trustgarden.pytest_plugin"]
    done = subprocess.run(
        [sys.executable, "-c", "import importlib.metadata as m, sys; sys.exit(not any("
         "e.value == 'trustgarden.pytest_plugin' for e in m.entry_points(group='pytest11')))"],
        check=False,
    )  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "pytest", *(plugin if done.returncode else []), "-q", "-p",
         "no:cacheprovider", "--trustgarden-quick"],
        cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
    )  # fmt: skip


def test_each_claim_is_a_test(tmp_path):
    done = run(tmp_path, TEXT)
    assert done.returncode == 1
    assert "1 failed, 1 passed" in done.stdout
    assert "fails: Trust is full" in done.stdout
    assert "Traceback" not in done.stdout


def test_a_file_that_cannot_be_used_is_an_error_and_no_pass(tmp_path):
    done = run(tmp_path, TEXT.replace("at_least = 0.99", 'measure = "trst"\nat_least = 0.9'))
    assert done.returncode not in (0, 5)
    assert "no measure" in done.stdout
