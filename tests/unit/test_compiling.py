"""Compiled code is that of just these sources, whatever lies in the cache, and bothers nobody."""

from __future__ import annotations

import ast
import math
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import trustgarden
from trustgarden.model import compiling

PACKAGE = Path(trustgarden.__file__).parent

# The smallest kernel that calls a rule of another module: trust at first sight, by `prior.py`.
PROGRAM = """
import numpy as np
from trustgarden.model import week
from trustgarden.model.engine import Engine
from trustgarden.model.scenario import Scenario
from trustgarden.model.structure import structure_of

scenario = Scenario(id="two").with_changes(
    {"organisation.num_people": 2, "parameters.affinity_spread": 0.0}
)
engine = Engine.bare(scenario, 1, structure_of(scenario, None))
engine.state.people["propensity"] = engine.state.people["at_sight"] = 0.5
print(float(week.trust_of(engine.state, engine.conditions, 0, 1, 1, engine.parameters)))
"""


@pytest.fixture
def copy_of_the_model(tmp_path: Path) -> Path:
    """The room alone, in a package of the same name, to be edited."""
    package = tmp_path / "edited" / "trustgarden"
    shutil.copytree(
        PACKAGE / "model", package / "model", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(PACKAGE / "errors.py", package / "errors.py")
    (package / "__init__.py").touch()
    return package


def run(program: str, package: Path, cache: Path, **environment: str) -> float:
    done = subprocess.run(
        [sys.executable, "-B", "-c", program],
        env=os.environ
        | {"PYTHONPATH": str(package.parent), "TRUSTGARDEN_CACHE": str(cache)}
        | environment,
        cwd=package.parent,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return float(done.stdout)


def compiled_files(cache: Path) -> list[Path]:
    return sorted(cache.rglob("*.nbc"))


def edit(source: Path, old: str, new: str) -> None:
    text = source.read_text(encoding="utf-8")
    assert text.count(old) == 1
    source.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.slow
def test_a_rule_edited_in_another_module_changes_the_result_though_the_cache_is_shared(
    copy_of_the_model: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    before = run(PROGRAM, copy_of_the_model, cache)
    # Alike in team, place and practice (0.7 of 0.5); in ability one rank below (0.2).
    ability, goodwill = 1 / (1 + math.exp(-0.15)), 1 / (1 + math.exp(-0.35))
    assert before == pytest.approx(0.35 * ability + 0.65 * goodwill, rel=1e-6)
    files = compiled_files(cache)
    assert files
    assert run(PROGRAM, copy_of_the_model, cache) == before
    assert compiled_files(cache) == files, "an unchanged source is not compiled again"
    edit(
        copy_of_the_model / "model" / "prior.py",
        "return logistic(common + liking)",
        "return logistic(common + liking) * 0.5",
    )
    after = run(PROGRAM, copy_of_the_model, cache)
    assert after == pytest.approx(0.35 * ability + 0.65 * goodwill / 2, rel=1e-6)
    assert set(files) < set(compiled_files(cache))


@pytest.mark.parametrize("name", sorted(path.name for path in (PACKAGE / "model").glob("*.py")))
def test_the_digest_changes_with_every_file_of_the_room(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(PACKAGE / "model", folder, ignore=shutil.ignore_patterns("__pycache__"))
    before = compiling.source_digest(folder)
    assert compiling.source_digest(folder) == before
    with (folder / name).open("a", encoding="utf-8") as source:
        source.write("# another word\n")
    assert compiling.source_digest(folder) != before


def test_kernels_are_kept_while_only_what_they_are_not_made_of_is_edited(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(PACKAGE / "model", folder, ignore=shutil.ignore_patterns("__pycache__"))
    before = {name: compiling.kernel_digest(name, folder) for name in ("week", "rounds")}

    def after(edited: str) -> dict[str, bool]:
        source = folder / f"{edited}.py"
        text = source.read_text(encoding="utf-8")
        source.write_text(text + "# another word\n", encoding="utf-8")
        changed = {name: compiling.kernel_digest(name, folder) != before[name] for name in before}
        source.write_text(text, encoding="utf-8")
        return changed

    assert after("memory") == {"week": True, "rounds": True}
    assert after("measuring") == {"week": True, "rounds": False}
    assert after("rounds") == {"week": False, "rounds": True}
    assert after("organisation") == {"week": False, "rounds": False}
    assert after("layout") == {"week": True, "rounds": True}


ROOM = {path.stem for path in (PACKAGE / "model").glob("*.py")}
WITH_KERNELS = sorted(
    name for name in ROOM if "@kernel\n" in (PACKAGE / "model" / f"{name}.py").read_text("utf-8")
)


def imported_by(module: str) -> set[str]:
    """Modules of the room that a module imports when it is loaded."""
    found: set[str] = set()
    for node in ast.parse((PACKAGE / "model" / f"{module}.py").read_text("utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            found |= {node.module} if node.module else {alias.name for alias in node.names}
    return found & ROOM


def needed_by(module: str) -> set[str]:
    """The module and all that it imports, in turn."""
    needed, waiting = {module}, [module]
    while waiting:
        fresh = imported_by(waiting.pop()) - needed
        needed |= fresh
        waiting += fresh
    return needed


@pytest.mark.parametrize("module", WITH_KERNELS)
def test_the_digest_of_kernels_is_of_all_that_they_import(module: str, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(PACKAGE / "model", folder, ignore=shutil.ignore_patterns("__pycache__"))
    before = compiling.kernel_digest(module, folder)
    assert compiling.kernel_digest(module) == before
    needed = needed_by(module)
    assert {"compiling", "memory", "layout"} < needed < ROOM
    for name in sorted(ROOM):
        source = folder / f"{name}.py"
        text = source.read_text(encoding="utf-8")
        source.write_text(text + "# another word\n", encoding="utf-8")
        assert (compiling.kernel_digest(module, folder) != before) == (name in needed), name
        source.write_text(text, encoding="utf-8")


def test_modules_with_kernels_are_found() -> None:
    assert {"incidents", "rounds", "week"} <= set(WITH_KERNELS)


def test_the_digest_does_not_depend_on_where_the_room_lies(tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    shutil.copytree(PACKAGE / "model", folder, ignore=shutil.ignore_patterns("__pycache__"))
    assert compiling.source_digest(folder) == compiling.source_digest()


def test_a_file_of_another_name_is_another_room(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(PACKAGE / "model", folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "prior.py").rename(folder / "later.py")
    assert compiling.source_digest(folder) != compiling.source_digest()


USERS_FUNCTION = """
import numba
before = numba.config.CACHE_DIR
import trustgarden.model.week
assert numba.config.CACHE_DIR == before

import users_own
assert users_own.doubled(2) == 4
print(0.0)
"""


def test_other_peoples_functions_are_cached_where_they_always_were(
    copy_of_the_model: Path, tmp_path: Path
) -> None:
    own = copy_of_the_model.parent / "users_own.py"
    own.write_text("import numba\n\n@numba.njit(cache=True)\ndef doubled(x):\n    return 2 * x\n")
    run(USERS_FUNCTION, copy_of_the_model, tmp_path / "cache")
    assert list((own.parent / "__pycache__").glob("users_own.doubled*.nbc"))
    assert not list((tmp_path / "cache").rglob("users_own*"))


def test_the_cache_folder_is_where_it_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUSTGARDEN_CACHE", str(tmp_path))
    digest = compiling.kernel_digest("week")
    assert compiling.cache_folder("week") == tmp_path / f"week-{digest}"
    assert compiling.cache_folder("week").is_dir()


def test_without_a_word_it_is_the_users_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRUSTGARDEN_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert compiling.cache_folder("week").parent == tmp_path / "trustgarden"


def test_a_cache_folder_that_cannot_be_made_gives_way_to_a_temporary_one(
    copy_of_the_model: Path, tmp_path: Path
) -> None:
    not_a_folder = tmp_path / "file"
    not_a_folder.write_text("in the way")
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    trust = run(PROGRAM, copy_of_the_model, not_a_folder, TMPDIR=str(temporary))
    assert 0.5 < trust < 0.6
    assert compiled_files(temporary)


def test_a_cache_folder_that_may_not_be_written_gives_way_to_a_temporary_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Root may write everywhere, so that a locked folder would not do.
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    monkeypatch.setenv("TRUSTGARDEN_CACHE", str(tmp_path))
    folder = compiling.cache_folder("week")
    assert tmp_path not in folder.parents
    assert folder.name == f"week-{compiling.kernel_digest('week')}"
