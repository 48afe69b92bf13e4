"""A Mesa user's page: `SolaraViz` shows an organisation, steps it and resets it. No browser.

Solara renders into widgets without a server; what a click would do is fired at the widget.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import ipyvue
import ipyvuetify
import ipywidgets
import mesa
import pytest
import solara

from trustgarden.model.organisation import Organisation

with warnings.catch_warnings():
    # Solara checks the order of hooks in Mesa 3.3's page, and warns of one.
    warnings.filterwarnings("ignore", message=".*found despite early return", category=UserWarning)
    from mesa.visualization import SolaraViz, make_plot_component

MESA = tuple(int(part) for part in mesa.__version__.split(".")[:2])
SMALL = {"organisation.num_people": 8, "organisation.start": "strangers"}


@solara.component
def InLayout(model: solara.Reactive[Organisation], arguments: dict[str, Any]) -> None:
    """Controls stand in a side bar, which needs a layout around it, as a server has one."""
    components = [make_plot_component("trust"), make_plot_component(["strain", "output"])]
    with solara.AppLayout():
        SolaraViz(model, components=components, **arguments)


class Page:
    """A page as its reader sees it: what it says, its buttons, its choices."""

    def __init__(self, model: Organisation, arguments: dict[str, Any]) -> None:
        self.model = solara.reactive(model)
        _, self.context = solara.render(InLayout(self.model, arguments), handle_error=False)

    @property
    def organisation(self) -> Organisation:
        return self.model.value

    def press(self, label: str) -> None:
        self.context.find(ipyvuetify.Btn, children=[label]).widget.click()

    def choose(self, label: str, value: Any) -> None:
        self.context.find(ipyvuetify.Select, label=label).widget.v_model = value

    def slide(self, label: str, value: int) -> None:
        self.context.find(ipyvuetify.Slider, label=label).widget.v_model = value

    @property
    def clock(self) -> float:
        """What the card of information says of the time: steps, or time in newer Mesa."""
        for element in self.context.find(ipyvue.Html, tag="span").widgets:
            for child in element.children or []:
                if isinstance(child, str) and child.startswith(("Step:", "Time:")):
                    return float(child.partition(":")[2])
        raise AssertionError("the page shows no time")

    @property
    def pictures(self) -> list[bytes]:
        """Figures drawn, one for each component."""
        return [bytes(image.value) for image in self.context.find(ipywidgets.Image).widgets]

    def close(self) -> None:
        self.context.close()


@pytest.fixture
def open_page() -> Iterator[Any]:
    pages: list[Page] = []

    def open_one(model: Organisation, **arguments: Any) -> Page:
        pages.append(Page(model, arguments))
        return pages[-1]

    yield open_one
    for page in pages:
        page.close()


def small(scenario: str = "garden", **arguments: Any) -> Organisation:
    return Organisation(scenario, changes=SMALL, **({"seed": 7} | arguments))


PARAMETERS = {"changes": SMALL, "seed": 7}


def test_the_page_shows_an_organisation_before_its_first_week(open_page: Any) -> None:
    page = open_page(small(), model_params=PARAMETERS)
    assert page.clock == 0
    assert page.organisation.week == 0


def test_the_page_draws_its_pictures_and_draws_them_anew_after_a_step(open_page: Any) -> None:
    page = open_page(small(), model_params=PARAMETERS)
    first = page.pictures
    page.press("Step")
    page.press("Step")
    second = page.pictures
    assert len(first) == len(second) == 2
    assert all(picture.startswith(b"\x89PNG") for picture in second)
    assert all(before != after for before, after in zip(first, second, strict=True))


def test_a_step_on_the_page_is_a_week(open_page: Any) -> None:
    page = open_page(small(), model_params=PARAMETERS)
    page.press("Step")
    page.press("Step")
    assert page.organisation.week == 2
    assert page.clock == 2
    assert page.organisation.series.equals(small().run(2).series)


def test_reset_gives_a_new_organisation_at_its_start(open_page: Any) -> None:
    page = open_page(small(), model_params=PARAMETERS)
    first = page.organisation
    page.press("Step")
    page.press("Reset")
    again = page.organisation
    assert again is not first
    assert (again.week, again.steps) == (0, 0)
    assert page.clock == 0
    assert again.seed == first.seed
    assert again.plan == first.plan


def test_after_a_reset_the_same_weeks_are_lived_again(open_page: Any) -> None:
    page = open_page(small(), model_params=PARAMETERS)
    page.press("Step")
    before = page.organisation.series
    page.press("Reset")
    page.press("Step")
    assert page.organisation.week == 1
    assert page.organisation.series.equals(before)


def test_an_organisation_can_be_reset_twice(open_page: Any) -> None:
    page = open_page(small(), model_params=PARAMETERS)
    for _ in range(2):
        page.press("Step")
        page.press("Reset")
    assert page.organisation.week == 0


def test_without_parameters_a_reset_gives_the_default_with_a_seed_of_its_own(
    open_page: Any,
) -> None:
    page = open_page(small())
    page.press("Reset")
    assert page.organisation.plan.id == "garden"
    assert page.organisation.week == 0
    assert page.organisation.seed >= 0


def test_a_page_keeps_the_scenario_it_was_given_when_it_is_reset(open_page: Any) -> None:
    page = open_page(small("blame"), model_params=PARAMETERS | {"scenario": "blame"})
    page.press("Reset")
    assert page.organisation.plan.id == "blame"


def test_a_scenario_chosen_on_the_page_holds_after_a_reset(open_page: Any) -> None:
    choice = {
        "type": "Select", "value": "garden", "values": ["garden", "blame"], "label": "Scenario",
    }  # fmt: skip
    page = open_page(small(), model_params=PARAMETERS | {"scenario": choice})
    page.choose("Scenario", "blame")
    page.press("Reset")
    assert page.organisation.plan.id == "blame"


def test_a_seed_chosen_on_the_page_holds_after_a_reset(open_page: Any) -> None:
    choice = {"type": "SliderInt", "value": 7, "min": 0, "max": 99, "step": 1, "label": "Seed"}
    page = open_page(small(), model_params={"changes": SMALL, "seed": choice})
    page.slide("Seed", 31)
    page.press("Reset")
    assert page.organisation.seed == 31


def test_a_page_that_is_not_touched_leaves_the_organisation_alone(open_page: Any) -> None:
    model = small()
    open_page(model, model_params=PARAMETERS)
    assert model.run(2).series.equals(small().run(2).series)
