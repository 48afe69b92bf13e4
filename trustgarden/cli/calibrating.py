"""`trustgarden calibrate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trustgarden.cli.options import LARGEST_SEED, whole
from trustgarden.cli.output import number, print_rich, say, table
from trustgarden.cli.patience import say_if_first
from trustgarden.errors import InputError

__all__ = ["calibrate"]

MOST = 100_000
MOST_WORKERS = 256


def calibrate(
    out: Annotated[
        Path, typer.Option(metavar="FOLDER", help="Where to write particles and tables (new).")
    ],
    studies: Annotated[
        list[str] | None,
        typer.Argument(metavar="[STUDY]...", help="Studies to fit to; VE1, VE7 and VE11 if none."),
    ] = None,
    population: Annotated[
        int,
        typer.Option(metavar="N", callback=whole("--population", 10, MOST), help="Particles kept."),
    ] = 100,
    populations: Annotated[
        int,
        typer.Option(
            metavar="N", callback=whole("--populations", 1, 100),
            help="Populations, each nearer to the findings.",
        ),
    ] = 6,
    replicates: Annotated[
        int,
        typer.Option(
            metavar="N", callback=whole("--replicates", 4, MOST),
            help="Replicates a cell in each simulation.",
        ),
    ] = 8,
    seed: Annotated[
        int, typer.Option(metavar="N", callback=whole("--seed", 0, LARGEST_SEED), help="The seed.")
    ] = 1,
    workers: Annotated[
        int,
        typer.Option(metavar="N", callback=whole("--workers", 1, MOST_WORKERS), help="Processes."),
    ] = 2,
) -> None:  # fmt: skip
    """Fit the parameters to the findings that are marked for it, and say what they do not tell."""
    from trustgarden.analysis.frames import records
    from trustgarden.experiments import calibration
    from trustgarden.experiments.studies import study

    if out.exists():
        raise InputError(f"{out} is there already; name a new folder.")
    chosen = [study(name) for name in studies or calibration.FITTED_TO]
    say_if_first()
    # Whatever is missing is found before anything is written.
    calibration.check_installed()
    out.mkdir(parents=True)
    found = calibration.calibrate(
        population=population, populations=populations, replicates=replicates, seed=seed,
        workers=workers, studies=chosen, database=out / "particles.db",
        progress=lambda t, epsilon: say(f"population {t + 1}: distance {epsilon:.2f}"),
    )  # fmt: skip
    found.table.to_csv(out / "posterior.csv", index=False)
    found.correlations.to_csv(out / "correlations.csv")
    found.particles.assign(weight=found.weights).to_csv(out / "particles.csv", index=False)
    rows = [
        (row.parameter, f"{number(row.prior_low)} to {number(row.prior_high)}", number(row.median),
         f"{number(row.q05)} to {number(row.q95)}", "yes" if row.is_told else "no")
        for row in records(found.table)
    ]  # fmt: skip
    columns = ("Parameter", "Prior", "Median", "90 % interval", "Told by the data")
    print_rich(table(columns, rows, title=f"Distance {found.epsilon:.2f}", numbers=4))
    say(f"Particles, posterior and correlations are in {out}.")
