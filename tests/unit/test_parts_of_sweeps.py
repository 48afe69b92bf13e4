"""Parts of a sweep: selections, shards and merging, and what is done about runs that fail."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from small_sweeps import FIVE_A_CHUNK, LOOKED_AT, committed, digests, files_of, logged, mtimes

from trustgarden.errors import InputError
from trustgarden.experiments import Progress, RunFailedError, Store, merge, sweep
from trustgarden.experiments.planning import make_plan, seed_of
from trustgarden.experiments.selecting import parse_only, parse_shard, select
from trustgarden.experiments.spans import in_words, read_ranges
from trustgarden.model.engine import Engine


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sweep(FIVE_A_CHUNK, tmp_path_factory.mktemp("whole") / "out", workers=1).path


# Selections


@pytest.mark.parametrize(
    ("only", "runs"),
    [
        ({"scenario": "command"}, [n for n in range(160) if n % 4 >= 2]),
        ({"scenario": ("garden", "command")}, list(range(160))),
        ({"point": 3}, list(range(3, 160, 4))),
        ({"replicate": range(2)}, list(range(8))),
        ({"replicate": "0-1,39"}, [*range(8), *range(156, 160)]),
        ({"run": [17, 3, 3]}, [3, 17]),
        ({"scenario": "garden", "replicate": "5"}, [20, 21]),
        ({"point": "0", "run": "1-3"}, []),
    ],
)
def test_runs_are_chosen_by_what_they_are(only: dict[str, object], runs: list[int]) -> None:
    plan = make_plan(FIVE_A_CHUNK)
    chosen = select(plan, only)
    assert [run for chunk in range(32) for run in chosen.runs_of(plan, chunk)] == runs


def test_shards_share_the_chunks_between_them() -> None:
    plan = make_plan(FIVE_A_CHUNK)
    shards = [select(plan, shard=(part, 3)) for part in (1, 2, 3)]
    chunks = [[c for c in range(32) if shard.runs_of(plan, c)] for shard in shards]
    assert chunks == [list(range(part, 32, 3)) for part in range(3)]
    assert list(shards[1].runs_of(plan, 4)) == list(range(20, 25))


@pytest.mark.parametrize(
    ("only", "words"),
    [
        ({"scenaro": "garden"}, r"only names 'scenaro'\. Did you mean scenario\?"),
        ({"scenario": "gardn"}, r"scenario 'gardn', which is not.*Did you mean garden\?"),
        ({"replicate": 40}, "only has replicate=40, and the experiment has replicate 0 to 39"),
        ({"replicate": "4-1"}, "'4-1' runs backwards"),
        ({"run": "x"}, "'x' is no number and no range"),
        ({"point": 1.5}, r"1\.5 is no whole number"),
        ({"point": ()}, "only has no number for point"),
    ],
)
def test_what_is_not_there_cannot_be_chosen(only: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        select(make_plan(FIVE_A_CHUNK), only)


def test_options_are_read() -> None:
    assert parse_only(["scenario=a", "replicate=0-4", "scenario = b"]) == {
        "scenario": "a,b",
        "replicate": "0-4",
    }
    assert (parse_only(None), parse_shard(None), parse_shard("2/4")) == ({}, None, (2, 4))
    with pytest.raises(InputError, match="--only 'garden' is not of the form KEY=WHICH"):
        parse_only(["garden"])
    for shard in ("0/2", "3/2"):
        with pytest.raises(InputError, match=f"--shard is {shard}; the first number goes from 1"):
            parse_shard(shard)
    with pytest.raises(InputError, match="--shard is '1of2'; it must be of the form i/n"):
        parse_shard("1of2")


@pytest.mark.parametrize("numbers", [[], [0], [0, 1, 2], [1, 3, 4, 9, 10, 11]])
def test_numbers_go_into_words_and_back(numbers: list[int]) -> None:
    assert [n for span in read_ranges(in_words(numbers)) for n in span] == numbers


def test_what_was_left_out_is_added_later_to_the_same_bytes(
    undisturbed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    seen: list[Progress] = []
    sweep(FIVE_A_CHUNK, out, 1, seen.append, only={"scenario": "command", "replicate": range(3)})
    store = Store.open(out)
    assert (seen[-1].done, seen[-1].total, store.num_runs_made, store.is_complete) == (
        6, 6, 6, False,
    )  # fmt: skip
    assert store.runs["run"].tolist() == [2, 3, 6, 7, 10, 11]
    times = mtimes(out)
    assert sweep(FIVE_A_CHUNK, out, 1, only={"run": 6}).num_runs_made == 6
    assert mtimes(out) == times
    sweep(FIVE_A_CHUNK, out, 1, only={"replicate": range(3)})
    assert Store.open(out).runs["run"].tolist() == list(range(12))
    sweep(FIVE_A_CHUNK, out, workers=1)
    assert digests(out) == digests(undisturbed)
    # Each run was made once: what was there was taken over.
    assert sum(entry["num_runs"] for entry in logged(out, "chunk")) == 160


# Shards


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("shards")
    return [
        sweep(FIVE_A_CHUNK, folder / f"part-{part}", workers=1, shard=(part, 3)).path
        for part in (1, 2, 3)
    ]


def test_merged_shards_are_a_sweep_never_divided(
    shards: list[Path], undisturbed: Path, tmp_path: Path
) -> None:
    store = merge(tmp_path / "out", shards)
    assert store.is_complete
    assert digests(store.path) == digests(undisturbed)
    assert logged(store.path / "log" / "shard-2", "started")[0]["only"] == ["shard 2/3"]
    assert (store.path / "log" / "shard-3" / "sweep.jsonl").exists()


def test_merging_goes_on_where_it_was_broken_off(
    shards: list[Path], undisturbed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert not merge(out, shards[:2]).is_complete
    times = mtimes(out)
    flip = out / "series" / "part-00000.parquet"
    flip.write_bytes(flip.read_bytes()[:-1])
    merge(out, [shards[2], shards[0]])
    assert digests(out) == digests(undisturbed)
    damaged = files_of({0})
    kept = {name: time for name, time in times.items() if not any(d in name for d in damaged)}
    assert {name: mtimes(out)[name] for name in kept} == kept


def test_parts_of_chunks_are_put_together_people_and_ties_included(tmp_path: Path) -> None:
    two_a_chunk = LOOKED_AT.model_copy(update={"replicates": 16})
    parts = [
        sweep(two_a_chunk, tmp_path / name, workers=1, only={"point": points}).path
        for name, points in (("even", "0,2"), ("odd", "1,3"))
    ]
    merge(tmp_path / "out", parts)
    whole = sweep(two_a_chunk, tmp_path / "whole", workers=1)
    assert digests(tmp_path / "out") == digests(whole.path)
    # The same, where the second half comes into the folder of the first.
    assert sweep(two_a_chunk, parts[0], workers=1).is_complete
    assert digests(parts[0]) == digests(whole.path)


def test_what_cannot_be_merged_is_refused(shards: list[Path], tmp_path: Path) -> None:
    other = sweep(LOOKED_AT, tmp_path / "other", workers=1, only={"replicate": 0}).path
    with pytest.raises(InputError, match=r"are not of one sweep: experiment\.id"):
        merge(tmp_path / "out", [shards[0], other])
    broken = Path(shutil.copytree(shards[0], tmp_path / "broken"))
    (broken / "teams" / "part-00003.parquet").unlink()
    with pytest.raises(InputError, match=r"teams/part-00003\.parquet is missing\. Nothing was mer"):
        merge(tmp_path / "out", [broken])
    with pytest.raises(InputError, match="nothing to merge"):
        merge(tmp_path / "out", [])
    assert not (tmp_path / "out").exists()
    with pytest.raises(InputError, match="belongs to another experiment"):
        merge(other, shards)


def test_shards_that_contradict_each_other_are_refused(shards: list[Path], tmp_path: Path) -> None:
    other = Path(shutil.copytree(shards[0], tmp_path / "other"))
    sums = other / "checksums" / "part-00000.sha256"
    part = other / "runs" / "part-00000.parquet"
    from trustgarden.experiments.checksums import digest_of_file

    before = digest_of_file(part)
    part.write_bytes(part.read_bytes() + b" ")
    sums.write_text(sums.read_text().replace(before, digest_of_file(part)))
    with pytest.raises(InputError, match="say different things of the same runs"):
        merge(tmp_path / "out", [shards[0], other])
    assert not (tmp_path / "out").exists()


# Runs that fail


@pytest.fixture
def fail(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """Runs of replicate 4 fail, so many times each."""
    run, unlucky = Engine.run, seed_of(3, 4)
    failed: dict[Any, int] = {}

    def let(times: int) -> None:
        failed.clear()

        def run_or_fail(engine: Engine, weeks: int, *, record: bool = True) -> None:
            if engine.seed == unlucky and not engine.week:
                key = (engine.scenario.id, engine.scenario.organisation.num_people)
                failed[key] = failed.get(key, 0) + 1
                if failed[key] <= times:
                    raise ZeroDivisionError("unlucky")
            run(engine, weeks, record=record)

        monkeypatch.setattr(Engine, "run", run_or_fail)

    yield let
    monkeypatch.setattr(Engine, "run", run)


FIRST = 16  # runs 16 to 19 are those of replicate 4, of which 16 to 19 stand in chunk 3


def test_a_run_that_fails_can_stop_the_sweep(fail: Callable[[int], None], tmp_path: Path) -> None:
    out = tmp_path / "out"
    fail(10**6)
    with pytest.raises(RunFailedError, match=r"Run 16 failed \(ZeroDivisionError: unlucky\)"):
        sweep(FIVE_A_CHUNK, out, workers=1, on_error="stop")
    stopped = Store.open(out)
    assert stopped.runs["run"].tolist() == list(range(FIRST + 1))
    assert (stopped.num_failed, stopped.runs["status"].iloc[-1]) == (1, "failed")
    assert "ZeroDivisionError" in (out / "log" / "failures-00003.txt").read_text()
    # Going on, the failed run is a row like any other.
    sweep(FIVE_A_CHUNK, out, workers=1)
    sweep(FIVE_A_CHUNK, tmp_path / "whole", workers=1)
    assert digests(out) == digests(tmp_path / "whole")
    assert Store.open(out).num_failed == 4
    traces = (out / "log" / "failures-00003.txt").read_text()
    assert [f"run {n}\n" in traces for n in range(15, 20)] == [False, True, True, True, True]


def test_a_run_that_fails_is_tried_once_more(
    fail: Callable[[int], None], undisturbed: Path, tmp_path: Path
) -> None:
    fail(1)
    store = sweep(FIVE_A_CHUNK, tmp_path / "out", workers=1, on_error="retry")
    assert store.num_failed == 0
    assert digests(store.path) == digests(undisturbed)
    assert "run 17\nTraceback" in (store.path / "log" / "failures-00003.txt").read_text()


def test_runs_that_failed_earlier_are_tried_again_and_no_others(
    fail: Callable[[int], None], undisturbed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    fail(1)
    assert sweep(FIVE_A_CHUNK, out, workers=1).num_failed == 4
    times = mtimes(out)
    seen: list[Progress] = []
    sweep(FIVE_A_CHUNK, out, 1, seen.append, on_error="retry")
    assert [(told.done, told.failed) for told in seen] == [(156, 0), (160, 0)]
    assert digests(out) == digests(undisturbed)
    again = files_of({3})
    others = {name: time for name, time in times.items() if not any(c in name for c in again)}
    assert {name: mtimes(out)[name] for name in others} == others
    assert len(committed(out)) == 32


def test_a_way_with_errors_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="on_error is 'ignore'; it must be \"continue\""):
        sweep(FIVE_A_CHUNK, tmp_path / "out", on_error="ignore")  # type: ignore[arg-type]
