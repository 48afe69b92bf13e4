"""What a room takes away: one page that plays what it saw, prints as a sheet, and asks nobody."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

import trustgarden
from trustgarden.analysis.levels_now import teams_by_conditions
from trustgarden.analysis.stories import GIVEN, given_name
from trustgarden.model.scenario import Scenario
from trustgarden.scenarios import scenario_toml

from .bundling import bundled
from .garden_words import garden_words
from .page.heat import heat_table
from .page_words import PageWords, page_words
from .plots import Plot
from .replaying import script_safe, without_names
from .sessions import Session

__all__ = ["run_again", "scenario_files", "sheet"]

WIDTH, HEIGHT = 760, 250
LEFT, RIGHT, TOP, BOTTOM = 46, 190, 10, 26


def sheet(
    session: Session, names: Sequence[str], *, measure: str, heading: str, keep_names: bool
) -> str:
    """Return the page of everything that the room saw, to the week that is looked at.

    Args:
        session: Whose.
        names: Headings of the gardens.
        measure: What the lines are of, in words.
        heading: Of the page.
        keep_names: Whether people and teams are called as they are; else they are numbered.
    """
    with session.lock:  # No week goes by while it is written.
        return _written(session, names, measure, heading, keep_names)


def _written(
    session: Session, names: Sequence[str], measure: str, heading: str, keep_names: bool
) -> str:
    import jinja2

    say = page_words(session.language)
    words = garden_words(session.language)
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("trustgarden.app"), autoescape=True, trim_blocks=True,
        undefined=jinja2.StrictUndefined,
    )  # fmt: skip
    runs = [_recorded(plot, keep_names) for plot in session.plots]
    called = {**words["garden"], **({"given": GIVEN} if keep_names else {})}
    first = session.plots[0]
    return environment.get_template("sheet.html").render(
        say=say, words=words["replay"], heading=heading, names=list(names),
        made=say("take.sheet_made", version=trustgarden.__version__, seed=first.seed,
                 weeks=first.week),
        lesson=session.lesson.words(session.language) if session.lesson else None,
        questions=[line.strip() for line in session.questions.splitlines() if line.strip()],
        notes=session.notes.strip(), tally=_tally(session, say), answer=_answer(session, say),
        lines=_lines(session, names, measure, say), measure=measure,
        events=_events(session, names, say, keep_names), week=session.week,
        tables=[heat_table(_table(plot, keep_names), say) for plot in session.plots],
        files=_files(session, keep_names), again=run_again(session),
        data=script_safe(runs), garden_words=script_safe(called), script=bundled(),
    )  # fmt: skip


def scenario_files(session: Session) -> dict[str, str]:
    """The scenario of each garden, with all that was changed on the way, by name of a file."""
    return {
        name: scenario_toml(_named(plot.org.plan, name.removesuffix(".toml")))
        for name, plot in zip(_file_names(session), session.plots, strict=True)
    }


def _files(session: Session, keep_names: bool) -> dict[str, str]:
    """The scenario files as they stand on the page; without text where names are kept back.

    A scenario names people and teams in its events.
    """
    files = scenario_files(session)
    return files if keep_names else dict.fromkeys(files, "")


def run_again(session: Session) -> list[str]:
    """The commands that run the gardens again, to the same figures."""
    return [
        f"trustgarden run {name} --seed {plot.seed} --weeks {max(1, plot.week)}"
        for name, plot in zip(_file_names(session), session.plots, strict=True)
    ]


def _file_names(session: Session) -> list[str]:
    return ["garden-left.toml", "garden-right.toml"] if session.twins else ["garden.toml"]


def _named(scenario: Scenario, name: str) -> Scenario:
    """The scenario under the name of its file, and naming files of people without a folder."""
    stated = scenario.stated()
    stated["id"] = name
    organisation = stated.get("organisation", {})
    people = organisation.get("people")
    for table in ([people] if people else []) + list(organisation.get("ties", ())):
        for key in ("file", "chart"):
            if isinstance(table.get(key), str):
                table[key] = table[key].replace("\\", "/").rsplit("/", 1)[-1]
    return Scenario.model_validate(stated)


def _recorded(plot: Plot, keep_names: bool) -> dict[str, Any]:
    recorded = plot.recorded()
    return recorded if keep_names else without_names(recorded)


def _table(plot: Plot, keep_names: bool) -> Any:
    table = teams_by_conditions(plot.org)
    if not keep_names:
        table.index = [f"team-{k + 1}" for k in range(len(table))]
    return table


def _events(session: Session, names: Sequence[str], say: PageWords, keep_names: bool) -> list[str]:
    lines = []
    for side, plot in enumerate(session.plots):
        where = f" ({names[side]})" if session.twins else ""
        for event in plot.org.plan.events:
            if event.week > plot.week:
                continue
            what = say(f"event_kinds.{event.kind}")
            told = _told(event) if keep_names else ""
            line = say("events.line", week=event.week, event=what + told + where)
            lines.append((event.week, side, line))
    return [line for _, _, line in sorted(lines)]


def _told(event: Any) -> str:
    """What an event states, shortly."""
    stated = event.model_dump(exclude_unset=True)
    fields = {**stated.pop("set", {}), **stated}
    fields |= {key: given_name(fields[key]) for key in ("who", "whom") if key in fields}
    parts = [f"{key} = {value}" for key, value in fields.items()
             if key not in ("week", "kind", "description")]  # fmt: skip
    return f": {', '.join(parts)}" if parts else ""


def _tally(session: Session, say: PageWords) -> list[tuple[str, int]]:
    lesson = session.lesson
    own = dict(lesson.words(session.language).options) if lesson else {}
    kind = session.box.question.kind
    named = {"same": "stays" if kind == "direction" else "same"}
    return [
        (own.get(option) or say(f"bet.{named.get(option, option)}"), count)
        for option, count in session.box.tally().items()
        if len(session.box)
    ]


def _answer(session: Session, say: PageWords) -> str:
    if not session.revealed:
        return ""
    answer = session.answer()
    words = dict(zip(session.box.question.options, [t for t, _ in _tally(session, say)] or
                     session.box.question.options, strict=True))  # fmt: skip
    difference = f"{answer.difference:+.2f}"
    return say("bet.answer", answer=words[answer.option], difference=difference)


def _lines(session: Session, names: Sequence[str], measure: str, say: PageWords) -> str:
    """The lines as a picture that prints, bets included."""
    lines = [session.values(plot)[: session.week + 1] for plot in session.plots]
    bets = [bet.line for bet in session.box.bets if bet.line]
    known = [value for line in lines for value in line]
    known += [value for line in bets for _, value in line]
    low, high = min(known), max(known)
    margin = max(0.04, 0.12 * (high - low))
    low, high = low - margin, high + margin
    until = max(1, session.week, *(int(line[-1][0]) for line in bets)) if bets else max(
        1, session.week)  # fmt: skip

    def place(week: float, value: float) -> str:
        x = LEFT + (WIDTH - LEFT - RIGHT) * week / until
        y = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - low) / (high - low)
        return f"{x:.1f},{y:.1f}"

    def curve(points: Sequence[tuple[float, float]], colour: str, dash: str, width: float) -> str:
        path = " ".join(place(week, value) for week, value in points)
        return (
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}" '
            f'stroke-dasharray="{dash}"/>'
        )

    parts = [curve(list(line), "#6b5aa8", "6 4", 1.4) for line in bets]
    looks = (("#1f4e86", ""), ("#b3541e", "7 3"))
    ends: list[float] = []
    for line, (colour, dash), name in zip(lines, looks, names, strict=False):
        parts.append(curve(list(enumerate(line)), colour, dash, 2.4))
        x, y = (float(part) for part in place(len(line) - 1, line[-1]).split(","))
        y = y + 16 if any(abs(y - other) < 15 for other in ends) else y
        ends.append(y)
        label = html.escape(f"{line[-1]:.2f} {name}"[:30])
        parts.append(
            f'<text x="{x + 6:.0f}" y="{y + 4:.0f}" font-size="12" fill="{colour}">{label}</text>'
        )
    for share in (0.0, 0.5, 1.0):
        value = low + margin + share * (high - low - 2 * margin)
        y = float(place(0, value).split(",")[1])
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.0f}" font-size="12" text-anchor="end" '
                     f'fill="#5b646b">{value:.2f}</text>')  # fmt: skip
        week = round(share * until)
        x = float(place(week, low).split(",")[0])
        parts.append(f'<text x="{x:.0f}" y="{HEIGHT - 6}" font-size="12" text-anchor="middle" '
                     f'fill="#5b646b">{week}</text>')  # fmt: skip
    values = ", ".join(f"{name} {line[-1]:.2f}" for name, line in zip(names, lines, strict=False))
    told = html.escape(say("lines.told", measure=measure, week=session.week, values=values))
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{told}">{"".join(parts)}</svg>'
    )
