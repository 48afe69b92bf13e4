"""Disks that fill, and permission that is taken away."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from small_sweeps import FIVE_A_CHUNK, committed, digests, files_of, logged, mtimes

from trustgarden.errors import InputError
from trustgarden.experiments import Progress, Store, sweep


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sweep made in one process and one go; not to be changed."""
    return sweep(FIVE_A_CHUNK, tmp_path_factory.mktemp("undisturbed") / "out", workers=1).path


def mounted(*words: str) -> bool:
    return subprocess.run(["mount", *words], capture_output=True, check=False).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[tuple[Path, Callable[[], None]]]:
    """A disk of 200 kB, and a way to make it large.

    Where nothing can be mounted, files are kept below 3 kB instead, which
    fails in the same place with another errno.
    """
    disk = tmp_path / "disk"
    disk.mkdir()
    if mounted("-t", "tmpfs", "-o", "size=200k", "tmpfs", str(disk)):
        yield disk, lambda: mounted("-o", "remount,size=20m", str(disk)) or pytest.fail("remount")
        subprocess.run(["umount", "-l", str(disk)], check=True)
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3_000, hard))
    yield disk, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_disk_that_is_full_leaves_what_was_committed(
    workers: int,
    small_disk: tuple[Path, Callable[[], None]],
    undisturbed: Path,
) -> None:
    disk, enlarge = small_disk
    out = disk / "out"
    with pytest.raises(InputError, match=r"cannot be written.*(No space left|File too large)"):
        sweep(FIVE_A_CHUNK, out, workers)
    there = committed(out) if (out / "runs").exists() else set()
    assert len(there) < 32
    before = mtimes(out)
    assert not [name for name in before if Path(name).name.startswith(".")]
    enlarge()
    sweep(FIVE_A_CHUNK, out, workers=1, tell=pytest.fail)
    assert digests(out) == digests(undisturbed)
    names = [name for name in before if any(chunk in name for chunk in files_of(there))]
    assert {name: mtimes(out)[name] for name in names} == {name: before[name] for name in names}


@pytest.fixture
def take_writing_away() -> Iterator[Callable[[Path], Callable[[], None]]]:
    """Makes a folder read-only, and gives a way to undo that.

    The administrator may write whatever the permissions say, so that a
    read-only mount stands in for them; others take away the permission.
    """
    undo: list[Callable[[], None]] = []

    def take(folder: Path) -> Callable[[], None]:
        def give_back() -> None:
            undo.remove(give_back)
            if os.geteuid() == 0:
                subprocess.run(["umount", "-l", str(folder)], check=True)
            else:
                for place in (folder, *(p for p in folder.rglob("*") if p.is_dir())):
                    place.chmod(0o755)

        if os.geteuid() == 0:
            assert mounted("--bind", str(folder), str(folder))
            assert mounted("-o", "remount,ro,bind", str(folder))
        else:
            for place in (folder, *(p for p in folder.rglob("*") if p.is_dir())):
                place.chmod(0o555)
        undo.append(give_back)
        return give_back

    yield take
    for give_back in list(undo):
        give_back()


def test_permission_that_is_taken_away_on_the_way(
    take_writing_away: Callable[[Path], Callable[[], None]], undisturbed: Path, tmp_path: Path
) -> None:
    out, given_back = tmp_path / "out", []

    def take(progress: Progress) -> None:
        if progress.done == 25:
            given_back.append(take_writing_away(out))

    with pytest.raises(InputError, match=r"cannot be written to any more .*(Read-only|Permission)"):
        sweep(FIVE_A_CHUNK, out, 1, take)
    assert Store.open(out).num_runs_made == 25
    with pytest.raises(InputError, match=r"cannot be written \((Read-only|Permission)"):
        sweep(FIVE_A_CHUNK, out, 1)
    given_back[0]()
    sweep(FIVE_A_CHUNK, out, workers=1, tell=pytest.fail)
    assert digests(out) == digests(undisturbed)
    assert len(logged(out, "chunk")) == 32
