"""Small parts that every panel uses: labelled sliders, pictured choices, headings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from nicegui import ui

from .latest import Latest

__all__ = ["Handle", "button", "choices", "heading", "labelled", "note", "slider"]


def labelled(element: Any, text: str) -> Any:
    """Give an element the name that screen readers say."""
    element.props["aria-label"] = text
    return element


LOOKS = {
    "primary": ("unelevated", "tg-primary"),
    "plain": ("outline", "tg-plain"),
    "quiet": ("flat dense", "tg-plain"),
    "round": ("flat round dense", "tg-plain"),
}


def button(
    text: str,
    on_click: Callable[[], Any],
    icon: str | None = None,
    *,
    look: Literal["primary", "plain", "quiet", "round"] = "plain",
) -> ui.button:
    """A button; a round one shows its icon alone, and says its text."""
    props, classes = LOOKS[look]
    # Without a colour of Quasar's, which no style sheet of ours could override.
    shown = "" if look == "round" else text
    made = ui.button(shown, icon=icon, on_click=on_click, color=None)
    made.props(f"no-caps {props}").classes(classes)
    if look == "round":
        labelled(made, text).tooltip(text)
    return made


def heading(text: str) -> ui.element:
    """A heading within a panel."""
    with ui.element("h3").classes("tg-heading") as element:
        ui.label(text)
    return element


def note(text: str = "") -> ui.label:
    """A quiet sentence."""
    return ui.label(text).classes("tg-note")


class Handle(ui.slider):
    """A slider that stands at once where a hand puts it.

    By itself it would stand where the server says, and what the server says of a moment ago would
    pull it back under a quick hand or a key that is held.
    """

    LOOPBACK = False


class _Slider:
    """A slider with its name above and its value beside it; setting it tells nobody."""

    def __init__(
        self,
        text: str,
        low: float,
        high: float,
        step: float,
        on_change: Callable[[float], Any],
        show: Callable[[float], str],
    ) -> None:
        self._text, self._show, self._latest = text, show, Latest(on_change)
        self._quiet = False
        with ui.element("div").classes("tg-slider"):
            with ui.element("div").classes("tg-slider-head"):
                ui.label(text)
                self.shown = ui.label("").classes("tg-value")
            self.slider = Handle(min=low, max=high, step=step, value=low, on_change=self._moved)
            labelled(self.slider, text)

    def _moved(self, event: Any) -> Any:
        # No coroutine itself: it would look at `_quiet` too late.
        self._say(float(event.value))
        return None if self._quiet else self._latest.ask(float(event.value))

    def set(self, value: float) -> None:
        """Show another value, without telling anybody; not while a hand is already elsewhere."""
        if self._latest.is_behind:
            return
        self._quiet = True
        self.slider.value = value
        self._quiet = False
        self._say(value)

    def _say(self, value: float) -> None:
        self.shown.text = self._show(value)


def slider(
    text: str,
    *,
    low: float = 0.0,
    high: float = 1.0,
    step: float = 0.05,
    on_change: Callable[[float], Any],
    show: Callable[[float], str] = lambda value: f"{value:.2f}",
) -> _Slider:
    """A slider from `low` to `high`; `on_change` is told what somebody set it to."""
    return _Slider(text, low, high, step, on_change, show)


class _Choices:
    """Cards, one of which is chosen: a picture, a name, a sentence."""

    def __init__(
        self,
        names: Mapping[str, str],
        sentences: Mapping[str, str],
        pictures: Mapping[str, str],
        on_choose: Callable[[str], Any],
        label: str,
    ) -> None:
        self._cards: dict[str, ui.element] = {}
        with ui.element("div").classes("tg-choices").props('role="group"') as group:
            labelled(group, label)
            for name, text in names.items():
                card = ui.element("button").classes("tg-card").props('type="button"')
                card.props["aria-pressed"] = "false"
                with card:
                    ui.icon(pictures.get(name, "help_outline")).props('aria-hidden="true"')
                    ui.label(text).classes("tg-card-name")
                    ui.label(sentences[name]).classes("tg-card-says")
                card.on("click", lambda _, name=name: on_choose(name), [])
                self._cards[name] = card

    def set(self, chosen: str) -> None:
        """Show which one is chosen."""
        for name, card in self._cards.items():
            pressed = "true" if name == chosen else "false"
            if card.props["aria-pressed"] != pressed:
                card.props["aria-pressed"] = pressed
                card.update()


def choices(
    names: Mapping[str, str],
    sentences: Mapping[str, str],
    pictures: Mapping[str, str],
    on_choose: Callable[[str], Any],
    label: str,
) -> _Choices:
    """Cards to choose one of."""
    return _Choices(names, sentences, pictures, on_choose, label)
