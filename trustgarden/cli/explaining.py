"""`trustgarden explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustgarden.cli.options import AllowCode, AsJson, Changes, Seed, Weeks, parse_changes, whole
from trustgarden.cli.output import print_json, print_text
from trustgarden.cli.patience import say_if_first
from trustgarden.cli.retelling import Told, told_run
from trustgarden.errors import InputError

if TYPE_CHECKING:
    from trustgarden.analysis.stories import Story, Words

__all__ = ["explain"]


def explain(
    run: Annotated[
        str,
        typer.Argument(
            metavar="RUN",
            help="A folder that `run --out` wrote, a saved organisation (.npz), or a scenario, "
            "which is run again with --seed.",
        ),
    ],
    week: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            callback=whole("--week", 1, 4000),
            help="Which week; without it, the one in which trust fell most, and for people the "
            "last one.",
        ),
    ] = None,
    person: Annotated[
        str | None, typer.Option(metavar="ID", help="Tell the story of this person.")
    ] = None,
    tie: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="A B", help="Tell the history of these two with each other."),
    ] = None,
    language: Annotated[
        str, typer.Option(metavar="LANGUAGE", help="Language of the sentences: en or de.")
    ] = "en",
    changes: Changes = None,
    weeks: Weeks = None,
    seed: Seed = None,
    allow_code: AllowCode = False,
    as_json: AsJson = False,
) -> None:
    """Say in words why trust rose or fell in a week, or what somebody went through."""
    if person is not None and tie is not None:
        raise InputError("--person and --tie are two stories; ask for one of them.")
    from trustgarden.analysis.stories import Words

    words = Words.of(language)
    say_if_first()
    told = told_run(run, parse_changes(changes), seed, weeks, allow_code=allow_code)
    if person is not None:
        stories = _person(told, person, week, words)
    elif tie is not None:
        stories = [_tie(told, tie, week, words)]
    else:
        stories = [_why(told, week, words)]
    if as_json:
        print_json(_facts(told, stories))
    else:
        _print(told, stories, words)


def _why(told: Told, week: int | None, words: Words) -> Story:
    from trustgarden.analysis.stories import Part, feed_of, turning_week, why_story

    chosen = turning_week(told.end) if week is None else week
    if told.begin is None or chosen > told.weeks:
        return why_story(told.end, chosen, words)
    lived = told.at(chosen - 1) if chosen - 1 < told.weeks else told.end
    before = lived.ties()
    lived.step()
    story = why_story(told.end, chosen, words, ties=(before, lived.ties()), lived=lived)
    feed = Part(words.say("feed.title"), tuple(feed_of(lived, words, before=before)))
    return type(story)(story.title, (*story.parts, feed))


def _person(told: Told, name: str, week: int | None, words: Words) -> list[Story]:
    from trustgarden.analysis.stories import newcomer_story, newcomers_of, person_story

    org = told.at(told.weeks if week is None else week)
    came = name in newcomers_of(org)
    here = name in {str(one.unique_id) for one in org.people}
    # Who has come and gone has the story of their weeks; who is here has their own.
    stories = [person_story(org, name, words)] if here or not came else []
    return [*stories, newcomer_story(org, name, words)] if came else stories


def _tie(told: Told, pair: tuple[str, str], week: int | None, words: Words) -> Story:
    from trustgarden.analysis.stories import TieHistory, tie_story

    a, b = pair
    if a == b:
        raise InputError(f"--tie {a} {b} names one person twice; name two.")
    last = told.weeks if week is None else week
    if told.begin is None:
        return tie_story(told.at(last), a, b, words)
    told.at(last)  # Refuses a week that the run does not have.
    org = told.begin()
    history = TieHistory(a, b)
    for _ in range(last):
        org.step()
        history.look(org)
    return tie_story(org, a, b, words, history)


def _facts(told: Told, stories: list[Story]) -> dict[str, Any]:
    return {
        "scenario": told.scenario,
        "seed": told.seed,
        "weeks": told.weeks,
        "stories": [story.as_data() for story in stories],
    }


def _print(told: Told, stories: list[Story], words: Words) -> None:
    heading = words.part("explain.title", scenario=told.scenario, seed=told.seed, weeks=told.weeks)
    print_text("\n".join([heading, *(line for story in stories for line in _lines(story))]))


def _lines(story: Story) -> list[str]:
    lines = ["", story.title, "=" * len(story.title)]
    for part in story.parts:
        lines += ["", part.title, "-" * len(part.title)] if part.title else [""]
        lines += [_line(line.week, line.text) for line in part.lines]
    return lines


def _line(week: int | None, text: str) -> str:
    return f"{'' if week is None else week:>5}  {text}"
