"""The stopping rule: when it stops, and that it does so at the same replicate for everybody."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from trustgarden.errors import InputError
from trustgarden.experiments import Experiment, Store, sweep
from trustgarden.experiments.precision import half_widths
from trustgarden.experiments.stopping import looks, outcomes, replicates_wanted, widest
from trustgarden.experiments.stopping_rule import StoppingRule

RULE = StoppingRule(outcome="trust_team", half_width=0.1, min_replicates=5, batch=3)
SMALL = Experiment(
    id="small", scenarios=("garden",), replicates=12, weeks=3, stopping=RULE,
    levers={"leaders.style": ("gardener", "commander")},
    constants={"organisation.num_people": 8},
)  # fmt: skip


def with_rule(**changes: object) -> Experiment:
    return SMALL.model_copy(update={"stopping": RULE.model_copy(update=changes)})


def drawn_runs(num_points: int, replicates: int, spread: float = 1.0) -> pd.DataFrame:
    rng = np.random.default_rng(4)
    rows = [
        (p, r, "ok", p + spread * rng.normal())
        for r in range(replicates)
        for p in range(num_points)
    ]
    return pd.DataFrame(rows, columns=["point", "replicate", "status", "trust_team"])


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "log" not in path.parts and not path.name.startswith(".")
        and path.name != "lock"
    }  # fmt: skip


def test_looks_are_fixed_beforehand() -> None:
    assert list(looks(SMALL)) == [5, 8, 11, 12]
    assert list(looks(with_rule(min_replicates=12))) == [12]
    assert list(looks(SMALL.model_copy(update={"stopping": None}))) == [12]


def test_the_widest_interval_decides() -> None:
    runs = drawn_runs(3, 12)
    ends = outcomes(runs, "trust_team", 3, 8)
    assert widest(RULE, runs, 3, 8) == half_widths(ends).max()
    paired = RULE.model_copy(update={"of": "difference", "confidence": 0.9})
    assert widest(paired, runs, 3, 8) == half_widths(ends[1:] - ends[0], 0.9).max()


def test_what_goes_beyond_a_look_is_not_looked_at() -> None:
    # A folder may hold more replicates than were wanted; the decision must not change with them.
    short, long = drawn_runs(2, 8), drawn_runs(2, 12)
    assert widest(RULE, short, 2, 8) == widest(RULE, long, 2, 8)
    width = widest(RULE, long, 2, 8)
    experiment = with_rule(half_width=width)
    assert replicates_wanted(experiment, short, 2) == replicates_wanted(experiment, long, 2) == 8


def test_it_waits_for_runs_that_are_missing() -> None:
    runs = drawn_runs(2, 6)
    assert replicates_wanted(with_rule(half_width=100.0), runs[:-9], 2) == 5
    assert replicates_wanted(with_rule(half_width=1e-9), runs, 2) == 8
    assert replicates_wanted(with_rule(half_width=1e-9), drawn_runs(2, 12), 2) == 12


def test_failed_runs_are_left_out_and_cannot_make_it_stop() -> None:
    runs = drawn_runs(2, 5)
    runs.loc[(runs["point"] == 1) & (runs["replicate"] > 0), "status"] = "failed"
    assert widest(RULE, runs, 2, 5) == np.inf
    assert replicates_wanted(with_rule(half_width=100.0), runs, 2) == 8


def test_sequential_intervals_cover_nearly_what_they_state() -> None:
    """Looking again and again costs a little coverage; how little is in the documentation."""
    rng = np.random.default_rng(5)
    inside, used = [], []
    rule = RULE.model_copy(update={"half_width": 0.4, "min_replicates": 10, "batch": 5})
    experiment = SMALL.model_copy(update={"stopping": rule, "replicates": 200})
    for _ in range(2_000):
        figures = rng.normal(size=(1, 200))
        wanted = next(
            n for n in looks(experiment) if n == 200 or half_widths(figures[:, :n])[0] <= 0.4
        )
        inside.append(abs(figures[0, :wanted].mean()) <= half_widths(figures[:, :wanted])[0])
        used.append(wanted)
    assert 0.91 <= np.mean(inside) <= 0.955
    assert 22 <= np.mean(used) <= 30


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> tuple[Experiment, Path]:
    """A rule that is satisfied at its second look, by the figures of the model itself."""
    folder = tmp_path_factory.mktemp("all") / "out"
    runs = sweep(SMALL.model_copy(update={"stopping": None}), folder, workers=1).runs
    width = widest(RULE, runs, 2, 8)
    assert width < widest(RULE, runs, 2, 5)
    experiment = with_rule(half_width=width)
    made = folder.parent / "narrow"
    store = sweep(experiment, made, workers=1)
    assert (store.num_runs, store.num_runs_made, store.num_runs_wanted) == (24, 16, 16)
    assert store.is_complete
    assert (store.runs["trust_team"].to_numpy() == runs["trust_team"][:16].to_numpy()).all()
    return experiment, made


def test_workers_stop_where_one_does(narrow: tuple[Experiment, Path], tmp_path: Path) -> None:
    experiment, made = narrow
    sweep(experiment, tmp_path / "out", workers=2)
    assert files_of(tmp_path / "out") == files_of(made)


def test_broken_off_it_stops_at_the_same_replicate(
    narrow: tuple[Experiment, Path], tmp_path: Path
) -> None:
    experiment, made = narrow
    calls = 0

    def breaking(_: object) -> None:
        nonlocal calls
        calls += 1
        if calls == 6:
            raise RuntimeError("broken off")

    with pytest.raises(RuntimeError, match="broken off"):
        sweep(experiment, tmp_path / "out", workers=1, progress=breaking)
    assert 0 < Store.open(tmp_path / "out").num_runs_made < 16
    assert not Store.open(tmp_path / "out").is_complete
    sweep(experiment, tmp_path / "out", workers=1)
    assert files_of(tmp_path / "out") == files_of(made)


@pytest.mark.parametrize("part", [{"shard": (1, 2)}, {"only": {"replicate": 1}}])
def test_a_part_of_the_runs_cannot_decide(part: dict[str, object], tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"has a stopping rule.*--shard, --only.*trustgarden plan"):
        sweep(SMALL, tmp_path / "out", workers=1, **part)  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()
