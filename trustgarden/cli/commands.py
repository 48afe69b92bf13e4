"""The command `trustgarden` and its subcommands, put together."""

from __future__ import annotations

from typing import Annotated

import typer

from trustgarden.cli.calibrating import calibrate
from trustgarden.cli.checking import check
from trustgarden.cli.choosing import new, scenarios
from trustgarden.cli.citing import cite
from trustgarden.cli.discovering import discover
from trustgarden.cli.explaining import explain
from trustgarden.cli.gardening import garden_app
from trustgarden.cli.holding import robustness
from trustgarden.cli.keeping import merge, rerun, status
from trustgarden.cli.knocking_out import knockouts
from trustgarden.cli.lasting import stability
from trustgarden.cli.optimising import optimise
from trustgarden.cli.options import examples
from trustgarden.cli.output import print_text
from trustgarden.cli.pairing import compare
from trustgarden.cli.planning import plan
from trustgarden.cli.reporting import report
from trustgarden.cli.running import run
from trustgarden.cli.sensing import sensitivity
from trustgarden.cli.surveying import survey
from trustgarden.cli.sweeping import experiments, sweep
from trustgarden.cli.validating import validate

__all__ = ["app"]

DESCRIBE, RUN, EXPERIMENT, ABOUT = "Describe", "Run", "Experiment", "About"
"""The parts that `trustgarden --help` groups its commands by."""

app = typer.Typer(
    name="trustgarden",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode="rich",
    # Tracebacks are dealt with in one place, `entry.main`.
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(asked: bool) -> None:
    if asked:
        from trustgarden import __version__

        print_text(f"trustgarden {__version__}")
        raise typer.Exit


@app.callback()
def trustgarden(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and stop."
        ),
    ] = False,
) -> None:
    """A garden for trust in organisations: simulate it, compare, sweep, and read the report.

    A first walk: `trustgarden scenarios`, then `trustgarden run garden`, then
    `trustgarden compare garden command`.
    """


app.command(
    rich_help_panel=DESCRIBE,
    epilog=examples(
        "trustgarden scenarios",
        "trustgarden scenarios blame",
        "trustgarden scenarios --diff garden command",
        "trustgarden scenarios --schema > scenario.schema.json",
    ),
)(scenarios)
app.command(
    rich_help_panel=DESCRIBE,
    epilog=examples("trustgarden new my-team.toml --extends garden"),
)(new)
app.command(
    rich_help_panel=RUN,
    epilog=examples(
        "trustgarden run garden --seed 7",
        "trustgarden run my-team.toml --set leaders.style=commander --weeks 52 --out my-run",
    ),
)(run)
app.command(
    rich_help_panel=RUN,
    epilog=examples(
        "trustgarden compare garden command",
        "trustgarden compare garden garden --set-b organisation.num_people=120 --out size.html",
    ),
)(compare)
app.command(
    "app",
    rich_help_panel=RUN,
    epilog=examples(
        "trustgarden app",
        "trustgarden app blame --language de",
        "trustgarden app --host 0.0.0.0 --no-browser",
    ),
)(garden_app)
app.command(
    rich_help_panel=RUN,
    epilog=examples(
        "trustgarden explain my-run",
        "trustgarden explain garden --seed 7 --week 23",
        "trustgarden explain my-run --person 12",
        "trustgarden explain week-52.npz --tie 5 6 --json",
    ),
)(explain)
app.command(
    rich_help_panel=EXPERIMENT,
    epilog=examples("trustgarden experiments", "trustgarden experiments eight-gardens"),
)(experiments)
app.command(
    rich_help_panel=EXPERIMENT,
    epilog=examples(
        "trustgarden plan eight-gardens",
        "trustgarden plan five-levers --outcome trust_team --half-width 0.01 --pilot 10",
        "trustgarden plan my-experiment.toml --write my-plan.toml",
    ),
)(plan)
app.command(
    rich_help_panel=EXPERIMENT,
    epilog=examples(
        "trustgarden sweep eight-gardens --out results/eight-gardens",
        "trustgarden sweep my-experiment.toml --replicates 5 --weeks 26 --out first-look",
        "trustgarden sweep five-levers --shard 1/2 --out results/part-1",
        "trustgarden sweep five-levers --only scenario=garden --only replicate=0-4",
    ),
)(sweep)
app.command(
    rich_help_panel=EXPERIMENT,
    epilog=examples("trustgarden status results/five-levers"),
)(status)
app.command(
    rich_help_panel=EXPERIMENT,
    epilog=examples(
        "trustgarden merge results/five-levers results/part-1 results/part-2",
    ),
)(merge)
app.command(
    rich_help_panel=EXPERIMENT,
    epilog=examples(
        "trustgarden rerun results/five-levers",
        "trustgarden rerun results/five-levers --run 17",
    ),
)(rerun)
app.command(
    rich_help_panel=EXPERIMENT,
    epilog=examples(
        "trustgarden report results/eight-gardens",
        "trustgarden report results/eight-gardens --format md --figures figures",
        "trustgarden report --compare results/before results/after",
    ),
)(report)
app.command(
    rich_help_panel=EXPERIMENT,
    epilog=examples(
        "trustgarden survey garden --weeks 52 --seed 1 --out first-survey",
        "trustgarden survey my-company.toml --beside survey.csv --map map.toml",
    ),
)(survey)
app.command(
    rich_help_panel=EXPERIMENT,
    epilog=examples(
        "trustgarden validate --quick",
        "trustgarden validate VE3 VE7 --out findings.html",
    ),
)(validate)
app.command(
    rich_help_panel=EXPERIMENT,
    epilog=examples(
        "trustgarden check --quick",
        "trustgarden check my-team.claims.toml --markdown summary.md",
        "trustgarden check --update 'Breaches weigh less in free spaces'",
    ),
)(check)
app.command(
    rich_help_panel=EXPERIMENT,
    epilog=examples(
        "trustgarden knockouts --report knock-outs.html",
        "trustgarden knockouts VE3 VE7 --off attribution --off asymmetry --near 0",
    ),
)(knockouts)
app.command(
    rich_help_panel=EXPERIMENT,
    epilog=examples(
        "trustgarden stability --report stability.html",
        "trustgarden stability garden --reciprocity 0,4,8 --faith 0,1,2 --replicates 10",
    ),
)(stability)
app.command(
    rich_help_panel=EXPERIMENT,
    epilog=examples(
        "trustgarden robustness --report robustness.html",
        "trustgarden robustness --sizes 20,60 --posterior calibration/particles.csv",
    ),
)(robustness)
app.command(
    rich_help_panel=EXPERIMENT,
    epilog=examples("trustgarden calibrate --out calibration"),
)(calibrate)
app.command(
    rich_help_panel=EXPERIMENT,
    epilog=examples(
        "trustgarden sensitivity results/my-sweep --outcome trust_team",
        "trustgarden sensitivity my-experiment.toml --outcome collapsed --out what-matters.html",
    ),
)(sensitivity)
app.command(
    rich_help_panel=EXPERIMENT,
    epilog=examples(
        "trustgarden discover results/my-sweep --outcome collapsed",
        "trustgarden discover results/my-sweep --outcome 'trust_leader<0.4' --json",
    ),
)(discover)
app.command(
    rich_help_panel=EXPERIMENT,
    epilog=examples(
        "trustgarden optimise untended --outcome trust_team --out best.toml",
        "trustgarden optimise my-team.toml --budget 400 --journal search.jsonl",
    ),
)(optimise)
app.command(rich_help_panel=ABOUT, epilog=examples("trustgarden cite"))(cite)
