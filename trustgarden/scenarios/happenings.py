"""Events of the calendar in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from trustgarden.model.scenario import Event, Scenario

from .wording import listed, number

__all__ = ["calendar_in_words"]


def calendar_in_words(scenario: Scenario) -> Iterator[str]:
    """A sentence for each event, in the order in which they happen."""
    for event in sorted(scenario.events, key=lambda event: event.week):
        note = f" {event.description}" if event.description else ""
        yield f"{_when(event)}: {_what(event.resolved())}.{note}"


def _when(event: Event) -> str:
    if event.end is not None:
        last = event.end - 1
        return f"In week {last}" if last == event.week else f"In weeks {event.week} to {last}"
    lasts = event.kind in ("change", "regime", "remote")
    return f"{'From' if lasts else 'In'} week {event.week}"


def _what(event: Event) -> str:
    """What happens, as a clause; the event has every default of its kind written out."""
    match event.kind:
        case "change":
            return listed(f"{key} becomes {value}" for key, value in event.set.items())
        case "regime":
            return f"the regime becomes {event.regime}"
        case "remote":
            return f"{event.share:.0%} of the time people work from home"
        case "crunch":
            return f"the load is {event.load:g}"
        case (
            "layoff" | "reorganisation" | "scandal" | "arrival" | "growth" | "merger" | "new-leader"
        ):
            return _to_many(event)
        case _:
            return _between(event)


def _to_many(event: Event) -> str:
    match event.kind:
        case "layoff":
            return f"{event.share:.0%} of people are dismissed (severity {event.severity:g})"
        case "reorganisation":
            return f"{event.share:.0%} of people change teams"
        case "scandal":
            whose = event.who or "the top leader"
            return f"what {whose} did comes out (severity {event.severity:g})"
        case "arrival":
            who = "somebody new joins" if event.number == 1 else f"{event.number} new people join"
            return f"{who} {event.team or 'the top team'}"
        case "growth":
            called = f" called {event.team}" if event.team else ""
            if event.number == 1:
                return f"somebody new comes, in a new team{called}"
            return f"{number(event.number or 0)} people come, in new teams{called}"
        case "merger":
            past = listed(f"{key} {value}" for key, value in event.set.items())
            lived = f", who lived under {past}" if past else ""
            return f"an organisation of {number(event.number or 0)} people joins{lived}"
        case _:
            return f"{event.team or 'the top team'} gets a new leader"


def _between(event: Event) -> str:
    match event.kind:
        case "betrayal":
            return f"{event.who} betrays {event.whom}"
        case "apology":
            parts = {"admits it": event.admits, "pays": event.pays, "promises": event.promises}
            said = listed(words for words, done in parts.items() if done) or "says little"
            return f"{event.who} apologises to {event.whom or 'all who were hurt'}: {said}"
        case "gathering":
            hours = "an hour" if event.hours == 1 else f"{event.hours} hours"
            return f"{event.team or 'everybody'} comes together for {hours} ({event.space})"
        case _:
            return f"{event.who} leaves"
