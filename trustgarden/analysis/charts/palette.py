"""Colours, dashes and markers: which arm of an experiment looks how, in light and in dark.

A figure is made in its light colours, which suit paper. Each colour has a
partner for dark pages; a page swaps them by name (`dark_colours`), so that a
figure is made once. Every colour of an arm has a contrast of at least 4.5 to
its page, and no two arms rest on colour alone: dash, marker and a label at the
end of the line tell them apart in grey print and to the colour-blind.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "BAND_COLOURS",
    "BLUE",
    "GREY",
    "GRID",
    "INK",
    "MUTED",
    "ORANGE",
    "PAPER",
    "PLAIN",
    "TRUST_SCALE",
    "ArmStyle",
    "arm_style",
    "dark_colours",
    "veil",
]

PAPER = "#fbfaf6"
INK = "#23292e"
MUTED = "#5b646b"
GRID = "#e4e1d8"
PLAIN = "#9aa2a8"
"""Marks that belong to no arm."""

ORANGE = "#b5560d"
GREY = "#cbccc8"
BLUE = "#23598f"

TRUST_SCALE = ("#ffbf78", "#d3c5b2", "#aab2ba", "#6f8fae", "#1f4e86")
"""Low to high trust: orange, grey, blue. Its lightness falls all the way, so that it is still in
order when printed in grey; a scale that is light in the middle would show low as high."""

BAND_COLOURS = {
    "band_invested": "#2a5f97",
    "band_blind": "#8fb3d6",
    "band_functional": "#dcdcd6",
    "band_none": "#e8985a",
}
"""Kinds of trust: what rests on evidence is dark, what does not is light, none is orange."""

_DARK = {
    "#2a5f97": "#7fb2ea",
    "#8fb3d6": "#3f668f",
    "#dcdcd6": "#3a4246",
    "#e8985a": "#a85a22",
    PAPER: "#14191b",
    INK: "#e8e9e6",
    MUTED: "#a7b0b3",
    GRID: "#2c3437",
    PLAIN: "#6f7a80",
    ORANGE: "#f0914a",
    GREY: "#4d565a",
    BLUE: "#6ea6e0",
    "#ffbf78": "#96460f",
    "#d3c5b2": "#75604e",
    "#aab2ba": "#68737b",
    "#6f8fae": "#7fa3c7",
    "#1f4e86": "#b5d8fb",
}


@dataclass(frozen=True)
class ArmStyle:
    """How the line of one arm looks."""

    colour: str
    dash: str
    symbol: str


_ARMS = (
    (ArmStyle("#007e63", "solid", "circle"), "#4cbc96"),
    (ArmStyle("#b95400", "dash", "square"), "#f08a4b"),
    (ArmStyle("#0b63b0", "solid", "diamond"), "#6d9cff"),
    (ArmStyle("#b0308f", "dot", "triangle-up"), "#d171b7"),
    (ArmStyle("#434252", "dashdot", "x"), "#d2e6dc"),
    (ArmStyle("#0c789c", "dash", "triangle-down"), "#73e2fc"),
    (ArmStyle("#7a1020", "solid", "star"), "#c4675f"),
    (ArmStyle("#666f78", "dot", "hexagon"), "#e7bf37"),
)
"""The hues are those of Okabe and Ito (2008), darkened or lightened to the contrast above."""

_SECOND_DASHES = {"solid": "longdash", "dash": "solid", "dot": "solid", "dashdot": "solid"}


def arm_style(place: int) -> ArmStyle:
    """Return the style of the arm at a place (0 is the first) of an experiment."""
    style, _ = _ARMS[place % len(_ARMS)]
    # From the ninth arm on colours come again; then the dash differs.
    if place // len(_ARMS) % 2:
        return ArmStyle(style.colour, _SECOND_DASHES[style.dash], style.symbol)
    return style


VEIL = 0.16
"""How much of its colour a band shows: eight bands on each other stay readable."""


STRONG = (0.3, 0.45, 0.7)
"""Further strengths that charts use."""


def veil(colour: str, opacity: float = VEIL) -> str:
    """Return a colour made transparent, for bands."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def dark_colours() -> dict[str, str]:
    """Return every colour that figures use, with its partner on a dark page."""
    pairs = _DARK | {style.colour: dark for style, dark in _ARMS}
    # Bands need more of their colour where the page is dark.
    veils = {veil(light): veil(dark, 0.22) for light, dark in pairs.items()}
    for part in STRONG:
        veils |= {veil(light, part): veil(dark, part) for light, dark in pairs.items()}
    return pairs | veils
