"""Loading, extending, comparing and describing scenarios, and the catalogue."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from trustgarden.errors import InputError
from trustgarden.model.scenario import Scenario
from trustgarden.scenarios import (
    catalogue,
    describe,
    difference,
    json_schema,
    load_scenario,
    new_scenario_text,
    read_chart,
    with_changes,
)
from trustgarden.scenarios.absurdities import absurdities
from trustgarden.scenarios.catalogue import CATALOGUE
from trustgarden.scenarios.keys import known_below, scenario_keys

IDS = tuple(path.stem for path in sorted(CATALOGUE.glob("*.toml")))
FIRST_IDS = {
    "blame",
    "command",
    "contract",
    "contract-ends",
    "demand",
    "favourites",
    "garden",
    "invented",
    "never-contracted",
    "recovery",
    "surveillance",
    "untended",
}
"""Those that experiments and docs name since the first release."""


def loaded(folder: Path, text: str, name: str = "mine.toml") -> Scenario:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return load_scenario(path)


# The catalogue.


def test_the_catalogue_lists_ids_with_a_line_each() -> None:
    listing = catalogue()
    assert set(listing) >= FIRST_IDS
    assert len(listing) >= 24
    assert all(20 < len(line) <= 120 for line in listing.values())
    assert listing["garden"] == "Leaders tend the five conditions and demand nothing"


@pytest.mark.parametrize("name", IDS)
def test_a_scenario_of_the_catalogue_is_whole(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.id == name
    assert len(scenario.details) > 150
    assert scenario.citations
    assert all(len(citation.reason) > 30 for citation in scenario.citations)
    assert scenario.organisation.num_people == 60
    assert absurdities(scenario, read_chart(scenario)) == []
    assert scenario.resolved().resolved() == scenario.resolved()


def test_scenarios_of_the_catalogue_differ_in_kind() -> None:
    kinds = {
        name: (scenario.leaders.style, scenario.consequence.regime)
        for name in FIRST_IDS
        if not (scenario := load_scenario(name)).events
    }
    assert kinds == {
        "blame": ("commander", "blame"),
        "command": ("commander", "punitive"),
        "contract": ("contractor", "contract"),
        "demand": ("absent", "permissive"),
        "favourites": ("favouritist", "favourites"),
        "garden": ("gardener", "just-culture"),
        "invented": ("absent", "permissive"),
        "never-contracted": ("absent", "none"),
        "surveillance": ("controller", "surveillance"),
        "untended": ("absent", "permissive"),
    }


def test_dois_have_the_form_of_dois() -> None:
    dois = {c.doi for name in IDS for c in load_scenario(name).citations if c.doi is not None}
    assert len(dois) > 5
    assert all(re.fullmatch(r"10\.\d{4,}/\S+", doi) for doi in dois)


def test_recovery_becomes_the_garden_after_a_year() -> None:
    recovery = load_scenario("recovery")
    conditions = ("leaders", "consequence", "spaces", "work")
    for week, like in ((1, "blame"), (52, "blame"), (53, "garden"), (99, "garden")):
        then, twin = recovery.in_week(week).resolved(), load_scenario(like).resolved()
        assert all(getattr(then, part) == getattr(twin, part) for part in conditions)


def test_contract_ends_as_its_twin_has_always_been() -> None:
    then = load_scenario("contract-ends").in_week(53).with_changes({"events": []})
    assert difference(then, load_scenario("never-contracted")) == {}


def test_demand_differs_from_untended_in_demand_alone() -> None:
    assert difference(load_scenario("untended"), load_scenario("demand")) == {
        "leaders.demanding": (0.0, 0.5)
    }


# Loading and extending.


def test_a_scenario_is_returned_as_it_is() -> None:
    scenario = Scenario(id="x")
    assert load_scenario(scenario) is scenario


def test_a_byte_order_mark_and_windows_lines_do_no_harm(tmp_path: Path) -> None:
    assert loaded(tmp_path, "\ufeffid = 'x'\r\n[work]\r\nload = 1\r\n").work.load == 1


def test_a_whole_number_will_do_for_a_number(tmp_path: Path) -> None:
    assert loaded(tmp_path, 'id = "x"\n[leaders]\nattention_hours = 8').leaders.attention_hours == 8


def test_an_id_wins_over_a_file_of_the_same_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "garden").write_text('id = "mine"')
    (tmp_path / "other").write_text('id = "other"')
    assert load_scenario("garden").id == "garden"
    assert load_scenario("./garden").id == "mine"
    assert load_scenario("other").id == "other"


def test_an_heir_takes_over_sections_key_by_key(tmp_path: Path) -> None:
    loaded(
        tmp_path,
        'id = "parent"\ndescription = "D"\ndetails = "L"\n[work]\nload = 0.7\n'
        "interdependence = 0.3\n[organisation]\nnum_people = 40\n",
        "parent.toml",
    )
    heir = loaded(tmp_path, 'id = "heir"\nextends = "parent.toml"\n[work]\nload = 0.2\n')
    assert heir.stated() == {
        "id": "heir",
        "work": {"load": 0.2, "interdependence": 0.3},
        "organisation": {"num_people": 40},
    }


def test_extends_is_relative_to_the_file_that_extends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "parent.toml").write_text('id = "p"\nextends = "command"\n')
    (tmp_path / "heir.toml").write_text('id = "h"\nextends = "deep/parent.toml"\n')
    monkeypatch.chdir(tmp_path / "deep")
    assert load_scenario("../heir.toml").leaders.style == "commander"


PARENT = """
id = "parent"
[leaders]
style = "commander"
respect = 0.1
attention_hours = 30.0
[consequence]
regime = "blame"
severity = 0.2
[[citations]]
source = "A"
reason = "a"
[[events]]
week = 9
set = { "work.load" = 0.9 }
"""


@pytest.mark.parametrize(
    ("heir", "leaders", "consequence"),
    [
        ("", {"respect": 0.1}, {"severity": 0.2}),
        ('[leaders]\nstyle = "commander"', {"respect": 0.1}, {"severity": 0.2}),
        ('[leaders]\nstyle = "absent"', {}, {"severity": 0.2}),
        ('[leaders]\nstyle = "absent"\nrespect = 0.3', {"respect": 0.3}, {"severity": 0.2}),
        ('[consequence]\nregime = "none"', {"respect": 0.1}, {}),
        ('[consequence]\nregime = "none"\nsocial = 1', {"respect": 0.1}, {"social": 1.0}),
    ],
)
def test_another_preset_drops_inherited_overrides(
    tmp_path: Path, heir: str, leaders: dict[str, float], consequence: dict[str, float]
) -> None:
    loaded(tmp_path, PARENT, "parent.toml")
    stated = loaded(tmp_path, f'id = "heir"\nextends = "parent.toml"\n{heir}').stated()
    # Hours are no part of a style, so they stay.
    assert stated["leaders"].pop("attention_hours") == 30
    del stated["leaders"]["style"], stated["consequence"]["regime"]
    assert (stated["leaders"], stated["consequence"]) == (leaders, consequence)


def test_naming_the_default_preset_is_not_naming_another(tmp_path: Path) -> None:
    loaded(tmp_path, 'id = "parent"\n[leaders]\nrespect = 0.1\n', "parent.toml")
    heir = 'id = "heir"\nextends = "parent.toml"\n[leaders]\nstyle = "gardener"'
    assert loaded(tmp_path, heir).leaders.respect == 0.1


def test_lists_are_taken_over_unless_stated_again(tmp_path: Path) -> None:
    loaded(tmp_path, PARENT, "parent.toml")
    plain = loaded(tmp_path, 'id = "a"\nextends = "parent.toml"')
    assert [citation.source for citation in plain.citations] == ["A"]
    assert [event.week for event in plain.events] == [9]
    other = loaded(
        tmp_path,
        'id = "b"\nextends = "parent.toml"\nevents = []\n[[citations]]\nsource = "B"\nreason = "b"',
    )
    assert [citation.source for citation in other.citations] == ["B"]
    assert other.events == ()


def test_another_file_of_people_takes_over_nothing_of_the_old(tmp_path: Path) -> None:
    (tmp_path / "two.csv").write_text("id,boss\na,\nb,a\n")
    (tmp_path / "three.csv").write_text("id,team\na,T\nb,T\nc,T\n")
    (tmp_path / "ties.csv").write_text("from,to\na,b\n")
    loaded(
        tmp_path,
        'id = "parent"\n[organisation]\nnum_slots = 9\nteam_size = 2\n'
        'people = { file = "two.csv", reports_to = "boss" }\nties = [{ file = "ties.csv" }]\n',
        "parent.toml",
    )
    heir = loaded(
        tmp_path,
        'id = "heir"\nextends = "parent.toml"\n[organisation]\n'
        'people = { file = "three.csv", team = "team" }\n',
    )
    assert heir.stated()["organisation"] == {
        "num_slots": 9,
        "num_people": 3,
        "people": {"file": str(tmp_path / "three.csv"), "team": "team"},
    }


def test_an_heir_may_map_a_further_column_of_the_same_people(tmp_path: Path) -> None:
    (tmp_path / "two.csv").write_text("id,boss,site\na,,x\nb,a,y\n")
    loaded(
        tmp_path,
        'id = "parent"\n[organisation]\npeople = { file = "two.csv", reports_to = "boss" }\n',
        "parent.toml",
    )
    heir = loaded(
        tmp_path,
        'id = "h"\nextends = "parent.toml"\n[organisation]\npeople = { place = "site" }',
    )
    chart = read_chart(heir)
    assert chart is not None
    assert chart.place_names == ("x", "y")


# Comparing, changing, describing.


def test_difference_compares_what_is_resolved() -> None:
    one = Scenario(id="a")
    same = one.with_changes({"leaders.style": "gardener", "leaders.spaces": 0.2})
    assert difference(one, same) == {}
    assert difference(one, with_changes(one, {"consequence.regime": "permissive"})) == {
        "consequence.regime": ("none", "permissive"),
        "consequence.detection": (0.0, 0.3),
        "consequence.certainty": (0.0, 0.2),
        "consequence.severity": (0.0, 0.1),
        "consequence.social": (0.3, 0.1),
    }


def test_difference_compares_events_by_week() -> None:
    assert difference(load_scenario("blame"), load_scenario("recovery")) == {
        "events.53.leaders.style": (None, "gardener"),
        "events.53.consequence.regime": (None, "just-culture"),
    }


def test_difference_numbers_the_ties() -> None:
    invented, other = load_scenario("invented"), load_scenario("untended")
    found = difference(other, invented)
    assert found["organisation.ties.1.kind"] == (None, "kind")
    assert found["organisation.people.team"] == (None, "team")


def test_with_changes_does_not_change_the_scenario() -> None:
    garden = load_scenario("garden")
    changed = with_changes(garden, {"leaders.style": "commander", "work.load": 0.9})
    assert (changed.leaders.style, changed.work.load) == ("commander", 0.9)
    assert garden == load_scenario("garden")


def test_a_description_says_who_how_and_when() -> None:
    text = describe(load_scenario("recovery"))
    assert text.startswith("recovery: A year of blame, and then the garden is tended\n\nFor a year")
    for line in (
        "  60 people, leaders included, in teams of 8, in 1 place; up to 6 leaders report to one",
        "  Style commander. Demands trust and effort, and watches that orders are followed.",
        "  Of 12 hours a week: consequence 5%, recognition 5%, demanding 50%, controlling 30%,",
        "  Regime blame. Somebody must have been at fault, error or not, and everybody hears of",
        "  From week 53: leaders.style becomes gardener, consequence.regime becomes just-culture.",
        "  Lount, Zhong, Sivanathan & Murnighan 2008,",
        "doi:10.1177/0146167208324512",
    ):
        assert line in text
    assert "hardly meant" not in text
    assert max(map(len, text.splitlines())) <= 88


def test_a_description_counts_real_people_and_ties() -> None:
    text = " ".join(describe(load_scenario("invented")).split())
    assert "60 people of people.csv, in 9 teams of 1 to 9, in 2 places; 9 of them lead" in text
    assert re.search(r"They bring \d+ ties along: .*advice \(\d+\)", text)


def test_a_description_tells_what_is_set_apart() -> None:
    changes = {
        "mechanisms.off": ["repair"],
        "parameters.surprise": 3.0,
        "leaders.respect": 0.1,
        "organisation.start": "strangers",
    }
    text = describe(with_changes(load_scenario("garden"), changes))
    for line in (
        "  Switched off: repair.",
        "  Stated parameters: surprise 3.0.",
        "  But: respect 0.1 (not 0.85).",
        "  They begin as strangers.",
    ):
        assert line in text.splitlines()


ABSURD: list[tuple[dict[str, Any], str]] = [
    (
        {"organisation.num_people": 5},
        "A team would have 8 people, but there are only 5: all are one team.",
    ),
    (
        {"organisation.num_slots": 5},
        "A team has 8 people, but a person can remember only 5 (organisation.num_slots).",
    ),
    ({"organisation.num_places": 9}, "There are 9 places for about 8 teams."),
    ({"spaces.work_hours": 40, "spaces.social_hours": 30}, "A week has 71.5 hours with others;"),
    (
        {f"spaces.{name}_hours": 0 for name in ("work", "meeting", "rehearsal", "social")},
        "Nobody ever meets: all hours are 0.",
    ),
    ({"leaders.attention_hours": 0}, "Leaders of style gardener have no hours for it"),
    ({"consequence.detection": 0}, "Consequence is never felt: nothing is detected"),
    ({"population.spread": 0}, "All people have the same traits (population.spread is 0)."),
    ({"turnover.leave_rate": 0.1}, "About 100 of 100 people leave within a year"),
    (
        {"events": [{"week": 3, "set": {"leaders.style": "gardener"}}]},
        "The event of week 3 sets leaders.style to what it is already.",
    ),
    (
        {
            "events": [
                {"week": 3, "set": {"work.load": 0.1}},
                {"week": 3, "set": {"work.load": 0.2}},
            ]
        },
        "Two events of week 3 set work.load; the later one holds.",
    ),
]


@pytest.mark.parametrize(("changes", "expected"), ABSURD)
def test_what_is_legal_but_absurd_is_told(changes: dict[str, Any], expected: str) -> None:
    scenario = with_changes(load_scenario("garden"), changes)
    told = absurdities(scenario, None)
    assert [line for line in told if line.startswith(expected)], told
    assert "Legal, but hardly meant" in describe(scenario)


def test_what_a_file_of_people_makes_absurd_is_told() -> None:
    changes = {"organisation.num_slots": 4, "organisation.team_size": 5}
    scenario = with_changes(load_scenario("invented"), changes)
    told = absurdities(scenario, read_chart(scenario))
    assert told[0].startswith("The largest team has 9 people, but a person can remember only 4")
    assert re.match(r"Somebody brings \d+ ties along, but a person can remember only 4", told[1])
    assert told[2:] == ["organisation.team_size has no effect: the file of people says it."]


# Templates, schema, keys.


@pytest.mark.parametrize("name", ["untended", "garden", "blame"])
def test_a_new_scenario_is_its_parent_until_it_is_changed(tmp_path: Path, name: str) -> None:
    scenario = loaded(tmp_path, new_scenario_text("mine", name))
    assert scenario.id == "mine"
    assert difference(scenario, load_scenario(name)) == {}


def test_every_key_stands_in_a_new_scenario_and_may_be_uncommented(tmp_path: Path) -> None:
    text = new_scenario_text("mine", "garden")
    plain = re.sub(r"^# (?=\[|[a-z_]+ = )", "", text, flags=re.MULTILINE)
    (tmp_path / "people.csv").write_text(
        "id,reports_to,team,place,practice,rank\na,,team 2,x,p,1\nb,a,team 2,x,p,2\n"
    )
    (tmp_path / "ties.csv").write_text("from,to,kind,weight\na,b,k,1\n")
    plain = plain.replace('chart = "chart.csv"\n', "").replace("num_people = 60\n", "")
    scenario = loaded(tmp_path, plain)
    stated = scenario.stated()
    missing = [
        key.name
        for key in scenario_keys().values()
        if not key.in_list
        and key.section
        and key.section in stated
        and key.name.rpartition(".")[2] not in stated[key.section]
    ]
    assert missing == []
    assert set(difference(scenario, load_scenario("garden"))) >= {"events.53.leaders.style"}
    assert len(stated["events"]) == len(stated["citations"]) == 1


def test_a_new_scenario_has_a_legal_id_and_parent() -> None:
    with pytest.raises(InputError, match=r'id is "My Own"; it may hold small letters'):
        new_scenario_text("My Own")
    with pytest.raises(InputError, match=r"Did you mean garden\?"):
        new_scenario_text("mine", "gardn")


def test_the_schema_knows_what_the_record_knows() -> None:
    schema = json_schema()
    assert json.loads(json.dumps(schema)) == schema
    assert set(schema["properties"]) == {*known_below(""), "extends"}
    assert schema["required"] == ["id"]
    assert schema["additionalProperties"] is False
    leaders = schema["$defs"]["Leaders"]["properties"]
    assert "gardener" in leaders["style"]["examples"]  # Code of one's own is legal too.
    assert "hero" in leaders["by_team"]["additionalProperties"]["examples"]
    assert schema["$defs"]["Recognition"]["properties"]["form"]["enum"][0] == "acknowledgement"
    assert "designed" in schema["$defs"]["Welcome"]["properties"]["choreography"]["examples"]
    assert "merger" in schema["$defs"]["Event"]["properties"]["kind"]["enum"]
    assert "repair" in schema["$defs"]["Mechanisms"]["properties"]["off"]["items"]["enum"]
    levers = schema["$defs"]["Event"]["properties"]["set"]["propertyNames"]["enum"]
    assert "leaders.style" in levers
    assert "organisation.num_people" not in levers
    assert "welcome.choreography" in levers
    assert "welcome.steps" not in levers


def test_every_key_has_a_meaning_and_a_legal_range() -> None:
    keys = scenario_keys()
    assert len(keys) > 100
    assert [key.name for key in keys.values() if not key.description or not key.legal] == []
    numbers = [key for key in keys.values() if "number" in key.kind]
    assert [key.name for key in numbers if key.low is None or key.high is None] == []
    slots = keys["organisation.num_slots"]
    assert (slots.legal, slots.default_text) == ("a whole number from 4 to 512", "32")
    assert keys["population.ability"].legal == "a number above 0 and below 1"
    assert keys["leaders.spaces"].default_text == "as the style has it"
    assert keys["turnover.replace"].default_text == "true"
    assert keys["citations.reason"].default_text == "must be stated"
