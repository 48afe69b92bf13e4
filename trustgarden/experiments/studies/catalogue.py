"""All studies, in order."""

from __future__ import annotations

from difflib import get_close_matches

from trustgarden.errors import InputError

from .real_networks import RealNetworks
from .study import Study
from .ve01_strangers import Strangers
from .ve03_contracts import Contracts
from .ve07_breach import Breach
from .ve08_welcome import Welcomed
from .ve09_variance import Locus
from .ve11_networks import Networks
from .ve12_survey import SyntheticSurvey

__all__ = ["STUDIES", "study"]

STUDIES: tuple[Study, ...] = (
    Strangers(),
    Contracts(),
    Breach(),
    Welcomed(),
    Locus(),
    Networks(),
    SyntheticSurvey(),
    RealNetworks(),
)


def study(name: str) -> Study:
    """The study with this id, such as `VE3`, in any case.

    Raises:
        InputError: If there is none.
    """
    by_id = {one.id.lower(): one for one in STUDIES}
    if name.lower() in by_id:
        return by_id[name.lower()]
    near = get_close_matches(name.lower(), by_id, 1)
    hint = f" Did you mean {by_id[near[0]].id}?" if near else ""
    raise InputError(
        f"there is no study {name!r}.{hint} There are: {', '.join(s.id for s in STUDIES)}."
    )
