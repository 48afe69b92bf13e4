"""`trustgarden scenarios` and `trustgarden new`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustgarden.cli.options import AllowCode, AsJson, find_modules_here
from trustgarden.cli.output import print_json, print_rich, print_text, say, table
from trustgarden.errors import InputError

if TYPE_CHECKING:
    from trustgarden.model.scenario import Scenario

__all__ = ["chosen_scenario", "new", "scenarios"]


def chosen_scenario(source: str, changes: dict[str, Any], *, allow_code: bool) -> Scenario:
    """The scenario that was asked for by id or path, with what `--set` changes.

    Code that it names is refused unless `--allow-code` was given, also if it was `--set` that
    named it: a line of a script is as easily passed on as a file.
    """
    from trustgarden.scenarios import load_scenario, refuse_code, with_changes

    find_modules_here(allow_code)
    scenario = load_scenario(source, allow_code)
    scenario = with_changes(scenario, changes) if changes else scenario
    refuse_code(scenario, allow_code=allow_code)
    return scenario


def scenarios(
    scenario: Annotated[
        str | None,
        typer.Argument(
            metavar="ID", help="Describe this one: an id or a .toml file."
        ),
    ] = None,
    diff: Annotated[
        tuple[str, str] | None,
        typer.Option("--diff", metavar="A B", help="Say how B differs from A."),
    ] = None,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema of scenario files, for editors.")
    ] = False,
    allow_code: AllowCode = False,
    as_json: AsJson = False,
) -> None:
    """List the scenarios that come with trustgarden, describe one, or say how two differ."""
    asked = [scenario is not None, diff is not None, schema]
    if sum(asked) > 1:
        raise InputError("ID, --diff and --schema are three questions; ask one at a time.")
    if schema:
        from trustgarden.scenarios import json_schema

        print_json(json_schema())
    elif diff is not None:
        _print_difference(*diff, allow_code=allow_code, as_json=as_json)
    elif scenario is not None:
        _describe(scenario, allow_code=allow_code, as_json=as_json)
    else:
        _list(as_json=as_json)


def new(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="The .toml file to write; its name becomes the id."
        ),
    ],
    extends: Annotated[
        str, typer.Option(metavar="ID", help="The scenario to begin from: an id or a .toml file.")
    ] = "untended",
) -> None:
    """Write a commented scenario to start from. A file that is there is never written over."""
    from trustgarden.scenarios import new_scenario_text

    if file.suffix != ".toml":
        raise InputError(f"FILE {str(file)!r} must end in .toml, since that is what is written.")
    text = new_scenario_text(_id_of(file), extends=extends)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
    except FileExistsError:
        raise InputError(
            f"{file} is there already and is not written over; name another file."
        ) from None
    except OSError as error:
        raise InputError(f"{file} cannot be written: {error.strerror}.") from None
    say(f"Written: {file}. Edit it, then: trustgarden scenarios {file}; trustgarden run {file}")


def _id_of(file: Path) -> str:
    """The id that a file's name stands for, as far as it can be one."""
    found = re.sub(r"[^a-z0-9_.-]+", "-", file.stem.lower()).strip("-_.")
    if not found:
        raise InputError(
            f"FILE {str(file)!r} gives no id, since its name has neither letters (a to z) nor "
            "digits; name it, for example, my-garden.toml."
        )
    return found


def _list(*, as_json: bool) -> None:
    from trustgarden.scenarios import catalogue

    found = catalogue()
    if as_json:
        print_json([{"id": name, "description": line} for name, line in found.items()])
    else:
        print_rich(table(("Scenario", "What it is"), list(found.items())))


def _describe(source: str, *, allow_code: bool, as_json: bool) -> None:
    from trustgarden.scenarios import describe

    scenario = chosen_scenario(source, {}, allow_code=allow_code)
    if as_json:
        print_json(scenario.resolved().model_dump(by_alias=True, mode="json"))
    else:
        print_text(describe(scenario))


def _print_difference(first: str, second: str, *, allow_code: bool, as_json: bool) -> None:
    from trustgarden.scenarios import difference

    one, other = (chosen_scenario(id, {}, allow_code=allow_code) for id in (first, second))
    found = difference(one, other)
    if as_json:
        print_json({key: {"a": a, "b": b} for key, (a, b) in found.items()})
    elif found:
        rows = [(key, _shown(a), _shown(b)) for key, (a, b) in found.items()]
        print_rich(table(("Key", one.id, other.id), rows))
    else:
        print_text(f"{one.id} and {other.id} are the same conditions.")


def _shown(value: Any) -> str:
    return "-" if value is None else str(value)
