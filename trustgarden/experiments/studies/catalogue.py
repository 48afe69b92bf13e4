"""All studies, in order."""

from __future__ import annotations

from difflib import get_close_matches

from trustgarden.errors import InputError

from .study import Study
from .ve01_strangers import Strangers

__all__ = ["STUDIES", "study"]

STUDIES: tuple[Study, ...] = (Strangers(),)


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
