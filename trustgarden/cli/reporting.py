"""`trustgarden report`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trustgarden.cli.folders import check_new_file
from trustgarden.cli.output import print_text, say
from trustgarden.errors import InputError

if TYPE_CHECKING:
    from trustgarden.analysis.pages import Page
    from trustgarden.experiments import Store

__all__ = ["report"]

FORMATS = {"html": ".html", "md": ".md"}


def report(
    results: Annotated[
        list[Path],
        typer.Argument(
            metavar="RESULTS", help="Results folder of `trustgarden sweep`; two with --compare."
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Where to write it; report.html (or report.md) in the results folder if not "
            "given, compared.html in the second one with --compare.",
        ),
    ] = None,
    compare: Annotated[
        bool,
        typer.Option("--compare", help="Hold two results folders side by side, seed by seed."),
    ] = False,
    file_format: Annotated[
        str, typer.Option("--format", metavar="html|md", help="A page, or Markdown.")
    ] = "html",
    figures: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write every figure into this folder, too."),
    ] = None,
    kinds: Annotated[
        str,
        typer.Option(
            "--figure-kinds", metavar="KINDS", help="Of figures: png, svg, pdf, with commas."
        ),
    ] = "png,svg,pdf",
) -> None:
    """Write the report of a sweep: one HTML file that opens offline. Its path goes to stdout."""
    suffix = _suffix(file_format)
    folders = _folders(results, compare=compare)
    named = tuple(one.strip() for one in kinds.split(","))
    if figures is not None:
        _check_figures(figures, named)
    stores = [_opened(folder) for folder in folders]
    file = out or folders[-1] / f"{'compared' if compare else 'report'}{suffix}"
    check_new_file(file, suffix)
    page = _page(stores, folders)
    if figures is not None:
        _write_figures(page, figures, named)
    _write(page, file, file_format, figures if "png" in named else None)
    print_text(str(file))


def _suffix(file_format: str) -> str:
    if file_format not in FORMATS:
        raise InputError(f"--format is {file_format!r}; it must be html or md.")
    return FORMATS[file_format]


def _folders(results: list[Path], *, compare: bool) -> list[Path]:
    wanted = 2 if compare else 1
    if len(results) != wanted:
        remedy = "name two" if compare else "name one, or add --compare to hold two side by side"
        named = f"{len(results)} results folder{' was' if len(results) == 1 else 's were'} named"
        raise InputError(f"{named}; {remedy}.")
    return results


def _opened(folder: Path) -> Store:
    from trustgarden.experiments import Store

    store = Store.open(folder)
    if not store.is_complete:
        say(
            f"{folder} holds {store.num_runs_made:,} of {store.num_runs:,} runs so far; the "
            "report covers those."
        )
    return store


def _page(stores: list[Store], folders: list[Path]) -> Page:
    if len(stores) == 1:
        from trustgarden.analysis.report import sweep_page

        return sweep_page(stores[0])
    from trustgarden.analysis.side_by_side import side_by_side_page

    first, second = (folder.resolve().name for folder in folders)
    return side_by_side_page(stores[0], stores[1], (first, second))


def _check_figures(folder: Path, kinds: tuple[str, ...]) -> None:
    """Find out before the work whether figures can be written."""
    from trustgarden.analysis.figure_files import FIGURE_KINDS, kaleido_or_message

    for kind in kinds:
        if kind not in FIGURE_KINDS:
            raise InputError(
                f"--figure-kinds names {kind!r}; there are: {', '.join(FIGURE_KINDS)}."
            )
    if folder.exists() and not folder.is_dir():
        raise InputError(f"--figures {folder} is a file; name a folder.")
    kaleido_or_message()


def _write_figures(page: Page, folder: Path, kinds: tuple[str, ...]) -> None:
    from trustgarden.analysis.figure_files import write_figures

    say(f"Drawing {len(page.pictures)} figures as {', '.join(kinds)} ...")
    write_figures(page, folder, kinds)
    say(f"The figures are in {folder}.")


def _write(page: Page, file: Path, file_format: str, figures: Path | None) -> None:
    if file_format == "html":
        from trustgarden.analysis.pages import write_page

        write_page(page, file)
        return
    from trustgarden.analysis.markdown import write_markdown

    write_markdown(page, file, {} if figures is None else _images(page, file, figures))


def _images(page: Page, file: Path, figures: Path) -> dict[str, str]:
    """Where the PNGs lie, seen from the Markdown file."""
    import os

    start = file.resolve().parent
    return {
        picture.id: Path(os.path.relpath(figures.resolve() / f"{picture.id}.png", start)).as_posix()
        for picture in page.pictures
    }
