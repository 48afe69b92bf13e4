"""A report as a page: what stands on it, and how it becomes one HTML file.

The file needs nothing else: styles, script, figures and plotly.js are in it, and
a content security policy forbids it to ask any other place for anything, so
that figures about people stay on the machine they are opened on.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from trustgarden.errors import InputError

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = ["Page", "Picture", "Section", "Table", "render", "write_page"]

Words = str | Markup


@dataclass(frozen=True)
class Table:
    """A table of the page: column heads, and rows whose first cell names the row.

    Attributes:
        heads: What stands above the columns.
        rows: Their cells; a row of one cell heads those that follow.
        caption: What the table shows.
        wordy: Whether its cells are words, which are set flush left and broken into lines.
    """

    heads: Sequence[Words]
    rows: Sequence[Sequence[Words]]
    caption: Words = ""
    wordy: bool = False


@dataclass(frozen=True)
class Picture:
    """A figure in both widths, with what a reader needs to understand it.

    Attributes:
        id: Its place in the page.
        title: What it shows.
        draw: Makes the figure, for a wide page (True) or a narrow one (False).
        lead: What to look at, in a sentence.
        numbers: The same as a table.
    """

    id: str
    title: str
    draw: Callable[[bool], go.Figure]
    lead: Words = ""
    numbers: Table | None = None

    @functools.cached_property
    def wide(self) -> go.Figure:
        """The figure for a wide page."""
        return self.draw(True)

    @property
    def alt(self) -> str:
        """Its text alternative."""
        return str(self.wide.layout.meta["alt"])

    @property
    def note(self) -> str:
        """What it rests on: n, intervals, zoom."""
        return str(self.wide.layout.meta["note"])

    @property
    def heights(self) -> tuple[int, int]:
        """Heights of the wide and of the narrow figure (pixels), so that room can be kept."""
        return int(self.wide.layout.height), int(self._narrow.layout.height)

    @functools.cached_property
    def _narrow(self) -> go.Figure:
        return self.draw(False)

    def as_json(self) -> dict[str, Any]:
        """The figure as plotly.js reads it: its data once, and both layouts.

        Charts draw the same marks in both widths; only where they stand differs.
        """
        wide, narrow = (json.loads(one.to_json()) for one in (self.wide, self._narrow))
        assert wide["data"] == narrow["data"], f"{self.id} draws other marks on a narrow page"
        return {"data": wide["data"], "wide": wide["layout"], "narrow": narrow["layout"]}


@dataclass(frozen=True)
class Section:
    """A part of the page with a heading of its own; `short` stands for it in the bar."""

    id: str
    title: str
    short: str = ""
    lead: Words = ""
    pictures: Sequence[Picture] = ()
    tables: Sequence[Table] = ()


@dataclass(frozen=True)
class Page:
    """All that stands in a report.

    Attributes:
        title: The heading.
        lede: The experiment in a sentence.
        warnings: What a reader must know before trusting the figures.
        sentences: What came out, in plain words.
        definitions: How emergence and collapse are defined.
        hero: The key picture.
        arms: Names of the arms, in order; each can be followed through the pictures.
        sections: The parts after the first screen.
        stories: Scenarios told (`origins.ScenarioStory`).
        reference: The scenario that the stories are told against.
        provenance: Name and words of what is needed to make it again.
        sources: Title and text of files to keep, such as the resolved scenarios.
        glossary: Measures used (`trustgarden.model.measures.Measure`).
        again: Commands that make it again, where there are any.
        methods: How it was made and computed, a paragraph each, fit for a paper.
        references: Publications that methods and scenarios rest on.
    """

    title: str
    lede: Words
    sentences: Sequence[Words]
    definitions: str
    hero: Picture
    arms: Sequence[str]
    sections: Sequence[Section]
    stories: Sequence[Any]
    reference: str
    provenance: Mapping[str, str]
    glossary: Sequence[Any]
    warnings: Sequence[Words] = ()
    sources: Sequence[tuple[str, str]] = ()
    again: Sequence[str] = field(default=())
    methods: Sequence[Words] = ()
    references: Sequence[str] = ()

    @property
    def pictures(self) -> list[Picture]:
        """All pictures, the key picture first."""
        return [self.hero, *(one for section in self.sections for one in section.pictures)]


def write_page(page: Page, path: str | Path) -> Path:
    """Write a page as one HTML file.

    Raises:
        InputError: If the file cannot be written.
    """
    place = Path(path)
    text = render(page)
    try:
        place.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(
            f"{place} cannot be written ({error.strerror}); name a file in a folder that you may "
            "write to."
        ) from None
    return place


def render(page: Page) -> str:
    """Return a page as HTML."""
    from plotly.offline import get_plotlyjs

    from .charts.lines import arm_styles
    from .charts.palette import dark_colours

    figures = {picture.id: picture.as_json() for picture in page.pictures}
    html: str = _environment().get_template("report.html").render(
        page=page,
        styles=arm_styles(page.arms),
        figures=_script_json(figures),
        dark_colours=_script_json(dark_colours()),
        # It is the last thing in the page, so that words can be read while it loads. `</script`
        # does not stand in it; a newer plotly.js in which it does must not end the script.
        plotlyjs=Markup(get_plotlyjs().replace("</script", "<\\/script")),  # noqa: S704 - it is plotly's own
        style=_own_text("report.css"),
        script=_own_text("report.js"),
    )
    return html


def _environment() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("trustgarden.analysis"),
        # Everything is escaped but what says that it is markup: ids, descriptions and messages
        # come from files of others.
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # A number and its sign stay on one line.
    environment.filters["unbroken"] = lambda text: text.replace(" %", "\N{NO-BREAK SPACE}%")
    return environment


def _script_json(data: Any) -> Markup:
    """Data for a script element, in which no text can end the element or open another."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - every sign that could end the element is escaped


def _own_text(name: str) -> Markup:
    """A file of ours, taken as it stands."""
    text = (Path(__file__).parent / "templates" / name).read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 - ours, with nothing of a user in it
