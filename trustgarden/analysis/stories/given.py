"""Names for people whom nobody named, where they are to be told apart by ear: those of plants.

Genera, as botanists write them: the same in every language and easily said. Those that are first
names too (Iris, Rosa) are left out, so that hardly anybody in the room is called so.
"""

from __future__ import annotations

import re

__all__ = ["GIVEN", "NUMBERED", "given_name"]

GIVEN = (
    "Acer", "Allium", "Alnus", "Arnica", "Aster", "Bellis", "Betula", "Borago", "Calla", "Carex",
    "Cedrus", "Clematis", "Clivia", "Cosmos", "Crocus", "Dahlia", "Drosera", "Ficus", "Fragaria",
    "Freesia", "Fuchsia", "Galium", "Gentiana", "Ginkgo", "Hedera", "Hosta", "Hyssopus", "Ilex",
    "Inula", "Ixia", "Jasminum", "Juglans", "Juniperus", "Kalmia", "Kerria", "Lantana", "Larix",
    "Lavandula", "Lilium", "Linum", "Lobelia", "Lupinus", "Magnolia", "Malus", "Malva", "Mentha",
    "Mimosa", "Myrtus", "Narcissus", "Nepeta", "Nerium", "Nigella", "Olea", "Oxalis", "Paeonia",
    "Papaver", "Phlox", "Pinus", "Plumeria", "Primula", "Prunus", "Pyrus", "Quercus", "Reseda",
    "Ribes", "Rubus", "Rumex", "Ruta", "Salix", "Salvia", "Sedum", "Silene", "Sorbus", "Sorghum",
    "Spiraea", "Syringa", "Tagetes", "Taxus", "Thuja", "Thymus", "Tilia", "Trillium", "Tulipa",
    "Ulmus", "Verbena", "Viburnum", "Vinca", "Vitis", "Wisteria", "Yucca", "Zinnia",
)  # fmt: skip
"""For the seats in their order, and again from the first on where there are more."""

NUMBERED = re.compile(r"(\d+)(?:\.(\d+))?")
"""An id that nobody gave: the number of a seat, and of its holder from the second on."""

APART = 17
"""How many names on the next holder of a seat is called; no divisor of their number."""


def given_name(name: str) -> str:
    """A name for an id that nobody gave; any other as it is.

    The first holders of the first seats get a name alone, everybody else their id behind it, so
    that no two people are called alike.
    """
    found = NUMBERED.fullmatch(name)
    if found is None or int(found[1]) == 0:
        return name
    seat, holder = int(found[1]) - 1, int(found[2] or 1) - 1
    genus = GIVEN[(seat + APART * holder) % len(GIVEN)]
    return genus if seat < len(GIVEN) and holder == 0 else f"{genus} {name}"
