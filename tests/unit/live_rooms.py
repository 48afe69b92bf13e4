"""A session of the live page without a browser, for the tests of what stands behind the page."""

from __future__ import annotations

from typing import Any

from trustgarden.app.sessions import Beginning, Session
from trustgarden.scenarios import load_scenario

SMALL = {"organisation.num_people": 12, "organisation.burn_in_weeks": 2}


def beginning(name: str = "garden", twin: str | None = None, **changes: Any) -> Beginning:
    """A small garden, or twins; names of changes have `__` for the dot."""
    keys = SMALL | {key.replace("__", "."): value for key, value in changes.items()}
    other = None if twin is None else load_scenario(twin).with_changes(SMALL)
    return Beginning(load_scenario(name).with_changes(keys), 3, other)


def room(folder: Any, twin: str | None = None) -> Session:
    """A session that has begun."""
    place = folder / "room"
    place.mkdir()
    session = Session(place)
    session.begin(beginning(twin=twin))
    return session


def lived(session: Session, weeks: int) -> Session:
    """So many weeks later."""
    for _ in range(weeks):
        session.live()
    return session
