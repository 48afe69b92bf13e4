"""A report as Markdown: the same words, numbers and sources, for a paper, a wiki or a terminal."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from trustgarden.errors import InputError

from .pages import Page, Picture, Section, Table, Words

__all__ = ["page_markdown", "plain_markdown", "write_markdown"]

SPECIAL = re.compile(r"([\\`*_\[\]<>|])")


def write_markdown(page: Page, path: str | Path, images: Mapping[str, str] | None = None) -> Path:
    """Write a page as one Markdown file.

    Args:
        page: The page.
        path: Where to write; a file there is replaced.
        images: File of each picture by its id, as the Markdown should name it.

    Raises:
        InputError: If the file cannot be written.
    """
    place = Path(path)
    try:
        place.write_text(page_markdown(page, images), encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(
            f"{place} cannot be written ({error.strerror}); name a file in a folder that you may "
            "write to."
        ) from None
    return place


def page_markdown(page: Page, images: Mapping[str, str] | None = None) -> str:
    """Return a page as Markdown; pictures are told in words, and shown where there are images."""
    files = images or {}
    blocks = [f"# {plain_markdown(page.title)}", plain_markdown(page.lede)]
    blocks += [f"> **Note.** {plain_markdown(words)}" for words in page.warnings]
    blocks += ["## What came out", _points(page.sentences)]
    blocks += [f"{plain_markdown(page.definitions)} Figures in brackets are 95 % intervals."]
    blocks += _picture(page.hero, files)
    for section in page.sections:
        blocks += _section(section, files)
    blocks += _origins(page)
    return "\n\n".join(block for block in blocks if block) + "\n"


def _section(section: Section, files: Mapping[str, str]) -> list[str]:
    blocks = [f"## {plain_markdown(section.title)}", plain_markdown(section.lead)]
    for picture in section.pictures:
        blocks += _picture(picture, files)
    return [*blocks, *(block for one in section.tables for block in _captioned(one))]


def _picture(picture: Picture, files: Mapping[str, str]) -> list[str]:
    blocks = [f"### {plain_markdown(picture.title)}", plain_markdown(picture.lead)]
    if picture.id in files:
        blocks.append(f"![{plain_markdown(picture.title)}](<{files[picture.id]}>)")
    blocks += [plain_markdown(picture.alt), f"*{plain_markdown(picture.note)}*"]
    return blocks + (_captioned(picture.numbers) if picture.numbers else [])


def _captioned(table: Table) -> list[str]:
    return [plain_markdown(table.caption), _table(table)]


def _table(table: Table) -> str:
    width = len(table.heads)
    rows = [
        f"| **{_cell(row[0])}** |" + " |" * (width - 1) if len(row) == 1 else _row(row)
        for row in table.rows
    ]
    return "\n".join([_row(table.heads), "|" + "---|" * width, *rows])


def _row(cells: Sequence[Words]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(words: Words) -> str:
    return " ".join(plain_markdown(words).split())


def _origins(page: Page) -> list[str]:
    blocks = ["## Methods" if page.methods else "", *map(plain_markdown, page.methods)]
    if page.references:
        blocks += ["## References", _points(page.references)]
    if page.glossary:
        measures = [f"{one.label}: {one.definition} ({one.unit})" for one in page.glossary]
        blocks += ["## What the measures mean", _points(measures)]
    facts = [f"{name}: {words}" for name, words in page.provenance.items()]
    blocks += ["## Where it comes from", _points(facts)]
    if page.again:
        blocks.append("```sh\n" + "\n".join(page.again) + "\n```")
    return blocks


def _points(sentences: Sequence[Words]) -> str:
    return "\n".join(f"- {plain_markdown(words)}" for words in sentences)


def plain_markdown(words: Words) -> str:
    """Return words as Markdown: bold stays bold, other markup goes, signs of Markdown are escaped.

    Plain text is taken as it is; only what says that it is markup (`Markup`) is read as such.
    """
    if not hasattr(words, "__html__"):
        return SPECIAL.sub(r"\\\1", words)
    parts = re.split(r"(<[^>]*>)", str(words))
    return "".join(_tag(part) if part.startswith("<") else _text(part) for part in parts).strip()


def _text(part: str) -> str:
    return SPECIAL.sub(r"\\\1", html.unescape(part))


def _tag(tag: str) -> str:
    if re.fullmatch(r"</?(strong|b)>", tag):
        return "**"
    # `<small>` stands on a line of its own on the page, hence the space.
    return " " if tag == "<small>" else ""
