"""`trustgarden survey`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trustgarden.cli.choosing import chosen_scenario
from trustgarden.cli.folders import make_folder
from trustgarden.cli.options import AllowCode, AsJson, Changes, Seed, Weeks, parse_changes
from trustgarden.cli.output import number, print_json, print_rich, say, table
from trustgarden.cli.patience import say_if_first
from trustgarden.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from trustgarden.experiments.survey import RealSurvey, Survey

__all__ = ["survey"]

WEEKS = 52
"""A year: long enough for people to know whom they work for."""
FILES = ("items", "scales", "alphas", "correlations", "questionnaire")
BESIDE = ("beside", "beside-correlations")
PROVENANCE = "provenance.json"


def survey(
    scenario: Annotated[
        str,
        typer.Argument(
            metavar="SCENARIO",
            help="Id of a scenario (`trustgarden scenarios` lists them) or path of a .toml file.",
        ),
    ],
    changes: Changes = None,
    weeks: Weeks = WEEKS,
    seed: Seed = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Write items, scales, alphas, correlations and the questionnaire (CSV) into it.",
        ),
    ] = None,
    real: Annotated[
        Path | None,
        typer.Option(
            "--beside",
            metavar="REAL.csv",
            help="A survey of your own to hold beside it, a row a respondent; needs --map.",
        ),
    ] = None,
    columns: Annotated[
        Path | None,
        typer.Option(
            "--map", metavar="MAP.toml", help="Which columns of your survey make which scale."
        ),
    ] = None,
    allow_code: AllowCode = False,
    as_json: AsJson = False,
) -> None:
    """Run an organisation, hand its people a questionnaire, and print what comes back.

    It describes conditions and judges no person.
    """
    from trustgarden.experiments import survey as room
    from trustgarden.experiments.provenance import provenance
    from trustgarden.experiments.simulating import checked_seed
    from trustgarden.model.organisation import Organisation

    chosen = chosen_scenario(scenario, parse_changes(changes), allow_code=allow_code)
    own = _own(real, columns)
    if out is not None:
        names = [*FILES, *(BESIDE if own else ())]
        make_folder(out, [*(f"{name}.csv" for name in names), PROVENANCE])
    say_if_first()
    length = WEEKS if weeks is None else weeks
    org = Organisation(chosen, seed=checked_seed(seed), accounts=False).run(length)
    made = room.survey(org)
    if out is not None:
        _write(made, own, out)
        text = json.dumps(provenance(chosen, org.seed, length), indent=2, ensure_ascii=False)
        (out / PROVENANCE).write_text(text + "\n", encoding="utf-8")
    if as_json:
        print_json(_facts(made, own) | {"scenario": chosen.id, "seed": org.seed, "weeks": length})
    else:
        _print(made, own, f"{chosen.id}, {length:,} weeks, seed {org.seed}")
    say(room.WARNING)
    if out is not None:
        say(f"Written to {out}.")


def _own(real: Path | None, columns: Path | None) -> RealSurvey | None:
    """The survey of one's own; it is read first, so that mistakes cost no time."""
    if (real is None) != (columns is None):
        there, lacks = ("--beside", "--map") if columns is None else ("--map", "--beside")
        raise InputError(f"{there} needs {lacks} too: a survey and the map of its columns.")
    if real is None or columns is None:
        return None
    from trustgarden.experiments.survey import read_real_survey

    return read_real_survey(real, columns)


def _write(made: Survey, own: RealSurvey | None, folder: Path) -> None:
    from trustgarden.experiments.survey import beside, beside_correlations

    tables = {
        "items": made.items.join(made.records["team"]),
        "scales": made.scales.join(made.records["team"]),
        "alphas": made.alphas,
        "correlations": made.correlations.rename_axis("scale"),
        "questionnaire": made.questionnaire.table(),
    }
    if own is not None:
        side_by_side = beside(made, own)
        side_by_side.columns = ["_".join(pair) for pair in side_by_side.columns]
        tables |= {"beside": side_by_side}
        tables |= {"beside-correlations": beside_correlations(made, own).set_index("scale")}
    for name, one in tables.items():
        one.to_csv(folder / f"{name}.csv", lineterminator="\n")


def _facts(made: Survey, own: RealSurvey | None) -> dict[str, object]:
    from trustgarden.experiments.survey import WARNING, beside, beside_correlations

    facts: dict[str, object] = {
        "asked": made.asked,
        "respondents": len(made.items),
        "scales": made.descriptives.to_dict(orient="index"),
        "correlations": made.correlations.to_dict(orient="index"),
        "warning": WARNING,
    }
    if own is not None:
        facts["beside"] = {
            scale: {side: row[side].to_dict() for side in ("model", "real")}
            for scale, row in beside(made, own).iterrows()
        }
        facts["beside_correlations"] = beside_correlations(made, own).to_dict(orient="records")
    return facts


def _print(made: Survey, own: RealSurvey | None, about: str) -> None:
    title = f"{about}: {len(made.items):,} of {made.asked:,} people answered"
    first = made.questionnaire.scales[0]
    with_first = made.correlations[first.id]
    rows = [
        (
            str(row["label"]),
            str(row["rater"]),
            number(float(row["mean"])),
            number(float(row["sd"])),
            number(float(row["alpha"])),
            number(float(with_first[str(scale)])),
        )
        for scale, row in made.descriptives.iterrows()
    ]
    columns = ("Scale", "Rater", "Mean", "SD", "Alpha", f"r with {first.label.lower()}")
    print_rich(table(columns, rows, title=title, numbers=4))
    if own is not None:
        _print_beside(made, own)


def _print_beside(made: Survey, own: RealSurvey) -> None:
    from trustgarden.experiments.survey import beside, beside_correlations

    rows = [
        (
            made.questionnaire.scale(str(scale)).label,
            figure,
            _told(row["model"], name),
            _told(row["real"], name),
        )
        for scale, row in beside(made, own).iterrows()
        for figure, name in (("Mean", "mean"), ("SD", "sd"), ("Alpha", "alpha"))
    ]
    title = "Side by side, as shares of the scale (records in weeks), with 95 % intervals"
    print_rich(table(("Scale", "Figure", "Model", "Real"), rows, title=title, numbers=2))
    pairs = [
        (str(row["scale"]), str(row["with"]), _pair(row, "model"), _pair(row, "real"),
         "yes" if row["apart"] else "")
        for _, row in beside_correlations(made, own).iterrows()
    ]  # fmt: skip
    heads = ("Scale", "with", "r model", "r real", "Apart")
    print_rich(table(heads, pairs, title="Correlations with 95 % intervals", numbers=3))


def _told(figures: pd.Series, name: str) -> str:
    return _interval(figures[name], figures[f"{name}_low"], figures[f"{name}_high"])


def _pair(row: pd.Series, side: str) -> str:
    return _interval(row[side], row[f"{side}_low"], row[f"{side}_high"])


def _interval(figure: float, low: float, high: float) -> str:
    if figure != figure:
        return "-"
    return f"{figure:.2f} [{low:.2f}, {high:.2f}]"
