"""The parts of the command line that need no model: options, printing, progress, ways out."""

from __future__ import annotations

import errno
import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import typer

from trustgarden.cli import entry, output, patience, progress
from trustgarden.cli.options import LARGEST_SEED, MOST_WEEKS, parse_changes
from trustgarden.cli.progress import ProgressBar, ProgressLines, duration
from trustgarden.errors import InputError
from trustgarden.model import compiling

Fail = Callable[[BaseException], int]
Printed = pytest.CaptureFixture[str]


class TestChanges:
    @pytest.mark.parametrize(
        ("setting", "value"),
        [
            ("a.b=3", 3),
            ("a.b=0.4", 0.4),
            ("a.b = true", True),
            ('a.b="60"', "60"),
            ("a.b=gardener", "gardener"),
            ('a.b=["strain", "repair"]', ["strain", "repair"]),
            ("a.b=x=y", "x=y"),
            ("a.b=", ""),
            ("a.b=1\nc=2", "1\nc=2"),
        ],
    )
    def test_a_value_is_read_as_toml_or_else_as_text(self, setting: str, value: object) -> None:
        read = parse_changes([setting])
        assert read == {"a.b": value}
        assert type(read["a.b"]) is type(value)

    def test_infinity_and_nan_arrive_as_such_for_the_scenario_to_refuse(self) -> None:
        read = parse_changes(["a=inf", "b=nan"])
        assert read["a"] == math.inf
        assert math.isnan(read["b"])

    @pytest.mark.parametrize("setting", ["leaders.style", "=3", ".style=3", "leaders..style=3"])
    def test_what_is_no_setting_is_refused(self, setting: str) -> None:
        with pytest.raises(InputError, match="not of the form KEY=VALUE"):
            parse_changes([setting])

    def test_a_key_given_twice_is_refused(self) -> None:
        with pytest.raises(InputError, match=r"'a\.b' twice"):
            parse_changes(["a.b=1", "a.b=1"])

    def test_nothing_set_changes_nothing(self) -> None:
        assert parse_changes(None) == {}

    def test_limits_are_those_of_experiments(self) -> None:
        from trustgarden.experiments import record

        assert (MOST_WEEKS, LARGEST_SEED) == (record.MAX_WEEKS, record.MAX_SEED)


class TestPrinting:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (0.12345, "0.123"),
            (-0.5, "-0.500"),
            (-0.0001, "0.000"),
            (60.0, "60.000"),
            (1234.5, "1,234"),
            (math.nan, "-"),
        ],
    )
    def test_numbers_have_the_digits_one_can_use(self, value: float, text: str) -> None:
        assert output.number(value) == text

    def test_differences_say_their_sign(self) -> None:
        assert output.number(0.25, signed=True) == "+0.250"

    def test_json_holds_no_nan_and_knows_numpy(self, capsys: Printed) -> None:
        output.print_json(
            {
                "nan": math.nan,
                "whole": np.int64(3),
                "yes": np.bool_(True),
                "many": np.array([1.5, math.inf]),
                "pairs": (("a", None),),
            }
        )
        printed = capsys.readouterr()
        assert json.loads(printed.out) == {
            "nan": None,
            "whole": 3,
            "yes": True,
            "many": [1.5, None],
            "pairs": [["a", None]],
        }
        assert printed.err == ""

    def test_tables_show_markup_as_it_stands(self, capsys: Printed) -> None:
        output.print_rich(output.table(("[b]name", "n"), [("[red]x[/red]", "1")], numbers=1))
        assert "[b]name" in (printed := capsys.readouterr().out)
        assert "[red]x[/red]" in printed

    def test_a_reader_that_went_away_is_no_fault(self) -> None:
        program = (
            "import sys, trustgarden.cli.output as o\n"
            "import typer\n"
            "try:\n"
            "    for _ in range(10_000): o.print_text('x' * 1000)\n"
            "except typer.Exit as left: sys.exit(left.exit_code)\n"
        )
        process = subprocess.Popen(
            [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
        process.stderr.close()
        assert process.wait() == output.BROKEN_PIPE
        assert errors == b""


@dataclass(frozen=True)
class Step:
    """What a sweep says of itself."""

    done: int
    total: int = 100
    failed: int = 0


@pytest.fixture(autouse=True)
def compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """No word about compiling, whatever this machine has compiled before."""
    monkeypatch.setattr(progress, "say_if_first", lambda: None)


class TestProgress:
    def test_lines_come_at_intervals_and_at_the_end(self, capsys: Printed) -> None:
        now = [0.0]
        with ProgressLines("small: 100 runs", clock=lambda: now[0]) as show:
            for now[0], step in [
                (0.0, Step(0)),
                (60.0, Step(10)),
                (61.0, Step(20)),
                (65.0, Step(30)),
                (75.0, Step(40, failed=2)),
                (180.0, Step(41)),
                (181.0, Step(100)),
            ]:
                show(step)  # type: ignore[arg-type]  # as much of a Progress as is looked at
        assert capsys.readouterr().err.splitlines() == [
            "small: 100 runs",
            "10 of 100 runs, under way",
            "40 of 100 runs, 2 failed, 2 a second, 30 s left",
            "41 of 100 runs, 0.258 a second, 3 min 48 s left",
            "100 of 100 runs, finished",
        ]

    def test_a_sweep_that_is_there_already_is_finished_at_once(self, capsys: Printed) -> None:
        with ProgressLines("small: 100 runs") as show:
            show(Step(100))  # type: ignore[arg-type]
        assert capsys.readouterr().err == "small: 100 runs\n100 of 100 runs, finished\n"

    def test_a_bar_ends_full(self, capsys: Printed) -> None:
        with ProgressBar("small: 100 runs") as show:
            for done in (0, 50, 100):
                show(Step(done))  # type: ignore[arg-type]
        printed = capsys.readouterr().err
        assert printed.startswith("small: 100 runs\n")
        assert "100/100 runs, finished" in printed

    @pytest.mark.parametrize(
        ("seconds", "words"),
        [(0.2, "0 s"), (59.4, "59 s"), (59.6, "1 min 00 s"), (3599.9, "1 h 00 min"), (-1, "0 s")],
    )
    def test_durations_are_said_as_people_do(self, seconds: float, words: str) -> None:
        assert duration(seconds) == words


class TestPatience:
    @pytest.mark.parametrize("compiled_before", [False, True])
    def test_the_long_wait_is_announced_once(
        self,
        compiled_before: bool,
        capsys: Printed,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("TRUSTGARDEN_CACHE", str(tmp_path))
        if compiled_before:
            (compiling.cache_folder("week") / "week.nbi").touch()
        patience.say_if_first()
        assert capsys.readouterr().err.count("Compiling the model") == (not compiled_before)


def _raising(error: BaseException) -> typer.Typer:
    def command() -> None:
        raise error

    app = typer.Typer()
    app.command()(command)
    return app


class TestWaysOut:
    """Each kind of failure has its exit code and one message, whatever command it came from."""

    @pytest.fixture
    def fail(self, monkeypatch: pytest.MonkeyPatch) -> Fail:
        def fail(error: BaseException) -> int:
            monkeypatch.setattr(entry, "app", _raising(error))
            return entry.main([])

        return fail

    def test_input_to_be_mended(self, fail: Fail, capsys: Printed) -> None:
        assert fail(InputError("weeks (0) must be 1 or more.")) == 2
        assert capsys.readouterr().err == "Error: weeks (0) must be 1 or more.\n"

    def test_a_place_that_cannot_be_used(self, fail: Fail, capsys: Printed) -> None:
        assert fail(OSError(errno.ENOSPC, "No space left on device", "/there/x.csv")) == 2
        printed = capsys.readouterr().err
        assert printed == (
            "Error: cannot read or write '/there/x.csv': No space left on device.\n"
        )

    def test_a_fault_of_ours(self, fail: Fail, capsys: Printed) -> None:
        assert fail(ZeroDivisionError("division\nby zero")) == 70
        printed = capsys.readouterr().err
        assert "(ZeroDivisionError: division by zero)" in printed
        assert "TRUSTGARDEN_DEBUG=1" in printed
        assert printed.count("\n") == 1

    def test_a_fault_of_ours_shows_itself_when_asked(
        self, fail: Fail, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TRUSTGARDEN_DEBUG", "1")
        with pytest.raises(ZeroDivisionError, match="by zero"):
            fail(ZeroDivisionError("by zero"))

    def test_an_interruption(self, fail: Fail, capsys: Printed) -> None:
        assert fail(KeyboardInterrupt()) == 130
        assert capsys.readouterr().err.endswith("Interrupted.\n")

    def test_a_check_that_failed(self, fail: Fail) -> None:
        assert fail(typer.Exit(1)) == 1


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_any_terminal_can_print_the_help(encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "trustgarden", "--help"],
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": encoding},
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr == b""
