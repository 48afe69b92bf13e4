"""A recorded run as one page that plays without a server and asks nobody for anything."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from trustgarden.analysis.stories import Words, feed_of
from trustgarden.model.organisation import Organisation

from .bundling import bundled
from .frames import frame_of
from .garden_words import garden_words
from .layout import following, layout_of

__all__ = ["record", "replay_page", "script_safe", "without_names", "write_replay"]

Recorded = dict[str, Any]
Progress = Callable[[int, int], object]


def record(
    org: Organisation,
    weeks: int,
    *,
    language: str = "en",
    keep_names: bool = True,
    progress: Progress | None = None,
) -> Recorded:
    """Run an organisation on, and keep what a replay shows of each week.

    Args:
        org: The organisation; it runs `weeks` weeks further.
        weeks: How many.
        language: Of the feed.
        keep_names: Whether people and teams are called as they are; else they are numbered by
            their seats, and nothing is told of them in sentences.
        progress: Called after each week with the weeks done and their number.

    Returns:
        Plain data: layout, frames (the state before the first week included), feed (sentences of
        each frame's week), trust (mean trust by frame), and what the page says of the run.
    """
    layout = layout_of(org)
    first = layout.as_data()
    words = Words.of(language)
    frames, trust = [frame_of(org, layout)], [org.latest("trust")]
    feed: list[list[str]] = [[]]
    for week in range(weeks):
        before = org.ties()
        org.step()
        frames.append(frame_of(org, layout))
        layout = following(layout, org)
        lines = feed_of(org, words, before=before, most=5) if keep_names else []
        feed.append([line.text for line in lines])
        trust.append(org.latest("trust"))
        if progress is not None:
            progress(week + 1, weeks)
    run = {
        "layout": first,
        "frames": frames,
        "feed": feed,
        "trust": [round(value, 4) for value in trust],
        "about": {
            "scenario": org.plan.id,
            "description": org.plan.description,
            "seed": org.seed,
            "people": len(first["seats"]),
            "weeks": weeks,
        },
    }
    return run if keep_names else without_names(run)


def without_names(run: Recorded) -> Recorded:
    """The same with people and teams by number: they are private, and a team may bear a name.

    Nothing is told of them in sentences any more, since sentences hold names.
    """
    run["feed"] = [[] for _ in run["frames"]]
    for layout in [run["layout"], *(f["layout"] for f in run["frames"] if "layout" in f)]:
        layout["beds"] = [f"team-{k + 1}" for k in range(len(layout["beds"]))]
        layout["seats"] = [f"person-{k + 1}" for k in range(len(layout["seats"]))]
    holders: dict[int, list[str]] = {}
    for frame in run["frames"]:
        for seat, name in enumerate(frame["names"]):
            known = holders.setdefault(seat, [])
            if name and name not in known:
                known.append(name)
        frame["names"] = [
            _number(seat, holders[seat].index(name)) if name else ""
            for seat, name in enumerate(frame["names"])
        ]
    return run


def _number(seat: int, occupant: int) -> str:
    return f"person-{seat + 1}.{occupant}" if occupant else f"person-{seat + 1}"


def replay_page(run: Recorded, *, language: str = "en") -> str:
    """Return the page of a recorded run: one file of HTML with everything in it."""
    import jinja2

    words = garden_words(language)
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("trustgarden.app"),
        autoescape=True,
        trim_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    about = run["about"]
    said = words["replay"]
    title = said["title"].format(scenario=about["scenario"])
    return environment.get_template("replay.html").render(
        words=said,
        title=title,
        about=said["about"].format(**about),
        # Names and sentences come from files of others: nothing in them may end the script.
        data=script_safe(run),
        garden_words=script_safe(words["garden"]),
        script=bundled(),
    )


def script_safe(data: Any) -> str:
    """Data as a script takes it; names in it may be of any kind, and nothing ends the script."""
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def write_replay(run: Recorded, path: Path, *, language: str = "en") -> Path:
    """Write the page of a recorded run, a whole file or nothing.

    Args:
        run: As `record` returns it.
        path: Where to; written over if it is there.
        language: Of what the page says; "en" or "de".

    Raises:
        InputError: If there is no such language.
    """
    page = replay_page(run, language=language)
    beside = path.with_name(path.name + ".part")
    beside.write_text(page, encoding="utf-8")
    beside.replace(path)
    return path
