"""A claims file checked: every claim, then the two baselines of what it watches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from trustgarden.errors import InputError

from .baseline import Baseline, exact_digests, make_baseline
from .exact import difference
from .judging import Judged, judge_claim
from .reading import Checked, read_claims
from .runs import Runs
from .sequential import FULL_LOOKS, QUICK_LOOKS
from .statistical import Comparison, compare_distributions, figures_of, summaries

__all__ = ["Result", "check", "update_baseline"]

Told = Callable[[str], None]


@dataclass(frozen=True)
class Result:
    """What came of a claims file.

    Attributes:
        path: The file.
        claims: What came of each claim.
        statistical: What came of all distributions together; None if nothing is watched.
        exact: By watched scenario and seed, where the first difference is; only those that differ.
        runs: Organisations run in all, for claims and distributions.
    """

    path: Path
    claims: tuple[Judged, ...]
    statistical: Comparison | None
    exact: dict[str, str]
    runs: int

    @property
    def passed(self) -> bool:
        """Whether every claim holds and no distribution moved; numbers may differ."""
        moved = self.statistical is not None and bool(self.statistical.alarms)
        return not moved and all(one.passed for one in self.claims)


def check(
    path: Path,
    *,
    quick: bool = False,
    workers: int = 2,
    allow_code: bool = False,
    only_baseline: bool = False,
    tell: Told = lambda _: None,
) -> Result:
    """Check a claims file.

    Args:
        path: The file; its baseline stands beside it.
        quick: Fewer looks at claims.
        workers: Threads.
        allow_code: Whether its scenarios may name code of somebody's own.
        only_baseline: Whether to leave the claims out.
        tell: Told in words how far it is.

    Raises:
        InputError: If the file, a scenario or the baseline cannot be used.
    """
    checked = read_claims(path, allow_code)
    # Before any run, so that nobody waits for a message.
    baseline = _fitting_baseline(checked) if checked.watched else None
    runs = Runs(checked.file.weeks, checked.file.seed, workers)
    looks = QUICK_LOOKS if quick else FULL_LOOKS
    claims = () if only_baseline else judge_claims(checked, runs, looks, tell)
    if baseline is None:
        return Result(path, claims, None, {}, len(runs.made))
    tell("Comparing with the baseline ...")
    statistical = compare_with(baseline, checked, runs)
    return Result(path, claims, statistical, _exact(checked, baseline), len(runs.made))


def judge_claims(
    checked: Checked, runs: Runs, looks: Sequence[int], tell: Told
) -> tuple[Judged, ...]:
    """Judge every claim of a file, with shared runs."""
    judged = []
    for place, claim in enumerate(checked.file.claims):
        tell(f"{place + 1} of {len(checked.file.claims)}: {claim.says}")
        error = checked.file.error_of(claim)
        judged.append(judge_claim(claim, checked.arms[claim.id], runs, looks, error))
    return tuple(judged)


def compare_with(baseline: Baseline, checked: Checked, runs: Runs) -> Comparison:
    """Live the baseline's seeds again, and compare."""
    seeds = max(len(one) for one in baseline.distributions.values())
    series = runs.series(checked.watched.values(), seeds)
    now = {name: summaries(one) for name, one in zip(checked.watched, series, strict=True)}
    return compare_distributions(baseline.distributions, now, figures_of(checked.file.weeks))


def _fitting_baseline(checked: Checked) -> Baseline:
    baseline = Baseline.read(checked.baseline_path)
    baseline.check_fits(checked)
    return baseline


def _exact(checked: Checked, baseline: Baseline) -> dict[str, str]:
    now = exact_digests(checked)
    return {
        f"{name}, seed {checked.file.seed + number}": where
        for name, before in baseline.digests.items()
        for number, (one, other) in enumerate(zip(before, now[name], strict=True))
        if (where := difference(one, other))
    }


def update_baseline(
    path: Path, reason: str, changelog: Path, *, workers: int = 2, allow_code: bool = False
) -> Path:
    """Write the baseline of a claims file anew, and say why in the changelog.

    Returns:
        The baseline's file.

    Raises:
        InputError: If nothing is watched, no reason is given, or the changelog has no place for it.
    """
    from .changelog import with_reason, write_text

    checked = read_claims(path, allow_code)
    if not checked.watched:
        raise InputError(f"{path} watches nothing; add [[watched]] with scenario = … to it.")
    # Before any run too: a baseline without its line in the changelog is not written.
    text = with_reason(changelog, f"`{checked.baseline_path.name}`: {reason}")
    runs = Runs(checked.file.weeks, checked.file.seed, workers)
    make_baseline(checked, runs, reason).write(checked.baseline_path)
    write_text(changelog, text)
    return checked.baseline_path
