"""Crossed: a design of the levers, and in each of its points a design of the uncertainties."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Tag, TypeAdapter

from .design import Design
from .factors import Varied
from .grid import Grid
from .latin_hypercube import LatinHypercube
from .levels import CannotHoldError
from .listed import Listed
from .morris import Morris
from .one_at_a_time import OneAtATime
from .points import Product
from .saltelli import Saltelli
from .sobol import SobolSequence

__all__ = ["METHODS", "AnyDesign", "Crossed", "SimpleDesign", "design_of", "method_of"]

METHODS = (
    "grid",
    "one-at-a-time",
    "list",
    "latin-hypercube",
    "sobol",
    "saltelli",
    "morris",
)
"""Names of the designs, as `design.method` has them."""


def method_of(stated: Any) -> Any:
    """The name of a design; a table without one, but with parts, is a crossed one."""
    if isinstance(stated, dict):
        has_parts = "levers" in stated or "uncertainties" in stated
        return stated.get("method", "crossed" if has_parts else None)
    return getattr(stated, "method", None)


SimpleDesign = Annotated[
    Annotated[Grid, Tag("grid")]
    | Annotated[OneAtATime, Tag("one-at-a-time")]
    | Annotated[Listed, Tag("list")]
    | Annotated[LatinHypercube, Tag("latin-hypercube")]
    | Annotated[SobolSequence, Tag("sobol")]
    | Annotated[Saltelli, Tag("saltelli")]
    | Annotated[Morris, Tag("morris")],
    Discriminator(method_of),
]


class Crossed(Design):
    """Every point of the levers' design, in every point of the uncertainties' design.

    All choices of the levers meet the very same uncertain worlds, so they can
    be compared world by world: leaders crossed with organisations.
    """

    method: Literal["crossed"] = "crossed"
    levers: SimpleDesign = Grid()
    uncertainties: SimpleDesign

    def check(self, varied: Varied) -> None:
        """Refuse to cross with nothing, and whatever the two designs refuse."""
        for name, factors in (("levers", varied.levers), ("uncertainties", varied.uncertainties)):
            if not factors:
                raise CannotHoldError(
                    f"design.{name} is stated, and there are no {name}; state some below "
                    f"[{name}], or take one design: [design] with method.",
                    "design",
                    name,
                )
        self.levers.check(Varied(varied.levers))
        self.uncertainties.check(Varied(varied.uncertainties))

    def seeded(self, seed: int) -> Design:
        """The same, with the seeds of both stated."""
        parts = {name: getattr(self, name).seeded(seed) for name in ("levers", "uncertainties")}
        return self.model_copy(update=parts)

    def num_points(self, varied: Varied) -> int:
        """The product of both."""
        outer = self.levers.num_points(Varied(varied.levers))
        return outer * self.uncertainties.num_points(Varied(varied.uncertainties))

    def lay_out(self, varied: Varied, seed: int) -> Product:
        """The uncertainties vary fastest."""
        return Product(
            self.levers.lay_out(Varied(varied.levers), seed),
            self.uncertainties.lay_out(Varied(varied.uncertainties), seed),
        )


AnyDesign = Annotated[
    Annotated[Grid, Tag("grid")]
    | Annotated[OneAtATime, Tag("one-at-a-time")]
    | Annotated[Listed, Tag("list")]
    | Annotated[LatinHypercube, Tag("latin-hypercube")]
    | Annotated[SobolSequence, Tag("sobol")]
    | Annotated[Saltelli, Tag("saltelli")]
    | Annotated[Morris, Tag("morris")]
    | Annotated[Crossed, Tag("crossed")],
    Discriminator(method_of),
]


def design_of(stated: Any) -> Design:
    """A design from plain data.

    Raises:
        ValidationError: If it is none.
    """
    design: Design = TypeAdapter(AnyDesign).validate_python(stated)
    return design
