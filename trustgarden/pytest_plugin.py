"""Claims files (`*.claims.toml`) collected as tests by pytest.

Each claim is a test; so is the statistical baseline, if the file watches scenarios. Loaded by
pytest wherever trustgarden is installed, so nothing of it is imported before such a file is met.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from trustgarden.experiments.checks.runs import Runs

__all__ = ["pytest_addoption", "pytest_collect_file"]

ENDING = ".claims.toml"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of claims files."""
    group = parser.getgroup("trustgarden")
    group.addoption("--trustgarden-quick", action="store_true", help="Claims with fewer runs.")
    group.addoption(
        "--trustgarden-allow-code", action="store_true",
        help="Run the code that scenarios of claims files name.",
    )  # fmt: skip


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> ClaimsCollector | None:
    """Collect a claims file."""
    if not file_path.name.endswith(ENDING):
        return None
    made: ClaimsCollector = ClaimsCollector.from_parent(parent, path=file_path)
    return made


class ClaimsCollector(pytest.File):
    """A claims file; its claims share their runs."""

    def collect(self) -> Iterator[pytest.Item]:
        """Read the file; what is wrong with it is an error of collection, in one message."""
        from trustgarden.errors import InputError
        from trustgarden.experiments.checks import read_claims
        from trustgarden.experiments.checks.runs import Runs

        try:
            checked = read_claims(self.path, self.config.getoption("trustgarden_allow_code"))
        except InputError as error:
            raise self.CollectError(str(error)) from None
        runs = Runs(checked.file.weeks, checked.file.seed)
        for claim in checked.file.claims:
            yield ClaimItem.from_parent(self, name=claim.id, checked=checked, runs=runs)
        if checked.watched:
            yield BaselineItem.from_parent(self, name="statistical-baseline")


class ClaimsError(Exception):
    """A claim that does not hold; its text is all that is to be told."""


class Told(pytest.Item):
    """A test whose failure is told without a traceback."""

    @property
    def quick(self) -> bool:
        """Whether fewer runs were asked for."""
        return bool(self.config.getoption("trustgarden_quick"))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The message alone, where it is ours."""
        from trustgarden.errors import InputError

        if isinstance(excinfo.value, ClaimsError | InputError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Where it stands."""
        return self.path, None, self.name


class ClaimItem(Told):
    """One claim."""

    def __init__(self, *, checked: Any, runs: Runs, **given: Any) -> None:
        super().__init__(**given)
        self.checked, self.runs = checked, runs

    def runtest(self) -> None:
        """Judge it."""
        from trustgarden.experiments.checks.judging import judge_claim
        from trustgarden.experiments.checks.reports import sentence
        from trustgarden.experiments.checks.sequential import FULL_LOOKS, QUICK_LOOKS

        claim = next(one for one in self.checked.file.claims if one.id == self.name)
        looks = QUICK_LOOKS if self.quick else FULL_LOOKS
        error = self.checked.file.error_of(claim)
        judged = judge_claim(claim, self.checked.arms[claim.id], self.runs, looks, error)
        if not judged.passed:
            raise ClaimsError(sentence(judged))


class BaselineItem(Told):
    """The distributions of a file's watched scenarios."""

    def runtest(self) -> None:
        """Compare them with the baseline."""
        from trustgarden.experiments.checks.checking import check
        from trustgarden.experiments.checks.reports import statistical_lines

        allow = bool(self.config.getoption("trustgarden_allow_code"))
        result = check(self.path, quick=self.quick, allow_code=allow, only_baseline=True)
        if lines := statistical_lines(result):
            raise ClaimsError("\n".join(lines))
