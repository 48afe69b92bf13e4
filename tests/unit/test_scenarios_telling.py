"""What is told of welcome, recognition, communities and events: in words, and as differences."""

from __future__ import annotations

from typing import Any

import pytest

from trustgarden import InputError
from trustgarden.model.presets import RECOGNITIONS, REGIMES, STYLES, WELCOMES
from trustgarden.model.scenario import EVENT_KINDS, Scenario
from trustgarden.scenarios import describe, difference, load_scenario, with_changes
from trustgarden.scenarios.absurdities import absurdities
from trustgarden.scenarios.reference import event_table, preset_tables


def made(**sections: Any) -> Scenario:
    return Scenario.model_validate({"id": "x"} | sections)


def told(scenario: Scenario) -> str:
    return " ".join(describe(scenario).split())


# Events in words.

WORDS: list[tuple[dict[str, Any], str]] = [
    ({"set": {"work.load": 0.7}}, "From week 5: work.load becomes 0.7."),
    ({"set": {"work.load": 0.7}, "weeks": 3}, "In weeks 5 to 7: work.load becomes 0.7."),
    ({"kind": "regime", "regime": "charter"}, "From week 5: the regime becomes charter."),
    (
        {"kind": "remote", "share": 0.5, "weeks": 1},
        "In week 5: 50% of the time people work from home.",
    ),
    ({"kind": "crunch"}, "In weeks 5 to 10: the load is 0.85."),
    ({"kind": "layoff"}, "In week 5: 10% of people are dismissed (severity 0.5)."),
    (
        {"kind": "arrival", "number": 2, "team": "team 2"},
        "In week 5: 2 new people join team 2.",
    ),
    (
        {"kind": "growth", "number": 1200, "team": "lab"},
        "In week 5: 1,200 people come, in new teams called lab.",
    ),
    (
        {"kind": "merger", "number": 20, "set": {"consequence.regime": "blame"}},
        "In week 5: an organisation of 20 people joins, who lived under consequence.regime blame.",
    ),
    ({"kind": "new-leader"}, "In week 5: the top team gets a new leader."),
    ({"kind": "new-leader", "team": "team 2"}, "In week 5: team 2 gets a new leader."),
    ({"kind": "reorganisation"}, "In week 5: 50% of people change teams."),
    ({"kind": "scandal"}, "In week 5: what the top leader did comes out (severity 1)."),
    ({"kind": "betrayal", "who": "3", "whom": "4"}, "In week 5: 3 betrays 4."),
    (
        {"kind": "apology", "who": "3", "pays": True},
        "In week 5: 3 apologises to all who were hurt: admits it, pays.",
    ),
    (
        {"kind": "gathering", "team": "team 2"},
        "In week 5: team 2 comes together for 2 hours (social).",
    ),
    ({"kind": "departure", "who": "3"}, "In week 5: 3 leaves."),
]


@pytest.mark.parametrize(("event", "words"), WORDS)
def test_an_event_is_told_in_a_sentence(event: dict[str, Any], words: str) -> None:
    scenario = made(events=[{"week": 5, "description": "Since it is so."} | event])
    assert f"{words} Since it is so." in told(scenario)


def test_every_kind_of_event_is_told() -> None:
    assert {event.get("kind", "change") for event, _ in WORDS} == set(EVENT_KINDS)


# Welcome, recognition, spaces, communities in words.


def test_a_description_tells_the_welcome_week_by_week() -> None:
    text = told(made(welcome={"choreography": "designed"}))
    for words in (
        "Choreography designed. The first three months are thought through",
        "In their week 1: the team invites, the leader greets (announced), 3 of the team greet, "
        "the buddy meets them.",
        "In their week 2: the buddy meets them, the leader introduces 3 people, the buddy "
        "shares a first task.",
        "In their week 12: the leader checks in (97%, announced).",
    ):
        assert words in text


def test_a_description_tells_what_stands_beside_the_presets() -> None:
    scenario = made(
        leaders={"by_team": {"team 2": "hero"}},
        recognition={"form": "nomination", "visibility": 0.2},
        welcome={"choreography": "ours", "steps": [{"week": 3, "kind": "introduce"}]},
        spaces={"custom": [{"name": "kitchen", "purpose": "explore", "who": "place"}]},
        communities=[{"name": "runners", "share": 0.15}],
        organisation={"num_practices": 3},
        turnover={"vacancy_weeks": 8.0},
        talk={"tales": 0.0},
    )
    text = told(scenario)
    for words in (
        "in 1 place and 3 practices; up to 6 leaders",
        "Teams with leaders of another style: team 2 hero.",
        "Form nomination. Those around pick who is honoured, by the rules of the organisation. "
        "The organisation says what is worth it, those around pick who gets it. "
        "But: visibility 0.2 (not 0.7).",
        "Choreography ours. Its steps are its own. In their week 3: the leader introduces one "
        "person.",
        "In kitchen 1 h a week with people of one's place, to explore;",
        "runners: social and hidden, by invitation; 15% belong at the start, and spend 1 h a week",
        "their seat is filled after 8 weeks.",
        "A person hears no tales of others in a week.",
    ):
        assert words in text


# What is legal but absurd.

STEP = {"week": 2, "kind": "check-in", "certainty": 0.0}
ABSURD: list[tuple[dict[str, Any], str]] = [
    (
        {"welcome": {"choreography": "ours", "steps": [STEP | {"announced": True}]}},
        "The step check-in of week 2 is announced and never takes place (certainty is 0): every "
        "joiner is let down.",
    ),
    (
        {"welcome": {"choreography": "ours", "steps": [STEP]}},
        "The step check-in of week 2 never takes place (certainty is 0).",
    ),
    (
        {"welcome": {"choreography": "ours", "steps": []}},
        "The choreography has an empty list of steps; that is the preset cold.",
    ),
    (
        {"welcome": {"choreography": "buddy"}, "turnover": {"replace": False}},
        "Nobody ever joins, so the welcome has no effect.",
    ),
    (
        {"communities": [{"name": "runners", "share": 0.0, "joining": "closed"}]},
        "Nobody belongs to the community runners at the start (its share is 0), and it is closed.",
    ),
    (
        {"communities": [{"name": "runners", "share": 1.0}]},
        "Everybody belongs to the community runners, though it is hidden.",
    ),
    (
        {"communities": [{"name": "runners", "hours": 0.0}]},
        "Members of the community runners never meet there (its hours are 0).",
    ),
    (
        {"recognition": {"payment": 1.0}},
        "Recognition is nothing but money (recognition.payment is 1).",
    ),
    (
        {"recognition": {"credibility": 0.0}},
        "Nobody believes what is recognised (recognition.credibility is 0).",
    ),
    (
        {"recognition": {"scarcity": 1.0}},
        "Recognition is so scarce that nobody gets it (recognition.scarcity is 1).",
    ),
    (
        {"spaces": {"custom": [{"name": "kitchen", "purpose": "explore", "hours": 0.0}]}},
        "Nobody is ever in the space kitchen (its hours are 0).",
    ),
    (
        {"spaces": {"custom": [{"name": n, "purpose": "share", "hours": 30.0} for n in "ab"]}},
        "A week has 68.5 hours with others; few weeks have.",
    ),
    (
        {"turnover": {"replace": False, "vacancy_weeks": 4.0}},
        "turnover.vacancy_weeks has no effect: empty seats are not filled (turnover.replace).",
    ),
    ({"organisation": {"num_practices": 9}}, "There are 9 practices for about 8 teams."),
    (
        {"events": [{"week": 5, "kind": "layoff", "share": 0.0}]},
        "The event of week 5, a layoff, is of nobody (its share is 0).",
    ),
    (
        {"events": [{"week": 5, "kind": "layoff", "share": 0.6}]},
        "The event of week 5 dismisses 60% of all people at once.",
    ),
    (
        {"events": [{"week": 5, "kind": "crunch", "load": 0.4}]},
        "The event of week 5, a crunch, brings less work than there is (its load).",
    ),
    (
        {"events": [{"week": 5, "kind": "apology", "who": "3", "admits": False}]},
        "The event of week 5, an apology, neither admits nor pays nor promises anything.",
    ),
    (
        {"events": [{"week": 5, "kind": "regime", "regime": "none"}]},
        "The event of week 5 sets consequence.regime to what it is already.",
    ),
    (
        {"events": [{"week": 5, "kind": "remote", "share": 0.0}]},
        "The event of week 5 sets spaces.social_hours to what it is already.",
    ),
    (
        {
            "events": [
                {"week": 5, "kind": "crunch"},
                {"week": 5, "set": {"work.load": 0.7}},
            ]
        },
        "Two events of week 5 set work.load; the later one holds.",
    ),
]


@pytest.mark.parametrize(("sections", "words"), ABSURD)
def test_what_is_legal_but_absurd_is_told(sections: dict[str, Any], words: str) -> None:
    assert words in absurdities(made(**sections), None)


SENSIBLE: list[dict[str, Any]] = [
    {"events": [{"week": 5, "kind": "crunch"}, {"week": 11, "kind": "crunch"}]},
    {
        "events": [
            {"week": 5, "kind": "growth", "number": 8, "team": "lab"},
            {"week": 9, "kind": "gathering", "team": "lab"},
        ]
    },
    {"events": [{"week": 5, "kind": "remote", "weeks": 9}, {"week": 5, "kind": "remote"}]},
    {"welcome": {"choreography": "designed"}, "turnover": {"leave_rate": 0.001}},
    {
        "turnover": {"replace": False},
        "welcome": {"choreography": "buddy"},
        "events": [{"week": 9, "kind": "merger", "number": 20}],
    },
    {"leaders": {"by_team": {"team 8": "absent"}}},
    {"communities": [{"name": "board", "kind": "formal", "joining": "closed"}]},
]


@pytest.mark.parametrize("sections", SENSIBLE)
def test_what_is_sensible_is_not_called_absurd(sections: dict[str, Any]) -> None:
    assert absurdities(made(**sections), None) == []


def test_names_are_looked_up_in_the_file_of_people() -> None:
    betrayal = {"week": 5, "kind": "betrayal", "who": "nobody", "whom": "3"}
    with pytest.raises(InputError, match="who is 'nobody', and nobody is called that by then"):
        with_changes(load_scenario("invented"), {"events": [betrayal]})


def test_nobody_is_described_who_never_is_there() -> None:
    with pytest.raises(InputError, match="who is '61', and nobody is called that by then"):
        describe(made(events=[{"week": 5, "kind": "departure", "who": "61"}]))
    with pytest.raises(InputError, match=r"leaders\.by_team names 'team 9'"):
        describe(made(leaders={"by_team": {"team 9": "hero"}}))


def test_steps_of_ones_own_are_not_told_as_those_of_a_preset() -> None:
    text = told(made(welcome={"choreography": "designed", "steps": [{"week": 3, "kind": "greet"}]}))
    assert "Steps of the scenario's own, in place of those of designed. In their week 3:" in text
    assert "thought through" not in text


def test_one_who_comes_is_not_many() -> None:
    text = told(made(events=[{"week": 5, "kind": "growth", "number": 1}]))
    assert "In week 5: somebody new comes, in a new team." in text


def test_a_description_does_not_steer_a_terminal() -> None:
    text = describe(made(description="a\x1b[2Jb\x9bc\u202ed\x1de"))
    assert "x: a\\u001b[2Jb\\u009bc\\u202ed\\u001de" in text


# Differences.


def test_differences_name_what_differs_and_not_what_follows_from_it() -> None:
    other = made(
        recognition={"form": "thanks"},
        welcome={"choreography": "cold"},
        communities=[{"name": "runners"}],
        events=[
            {"week": 3, "kind": "betrayal", "who": "1", "whom": "2"},
            {"week": 3, "kind": "betrayal", "who": "2", "whom": "1"},
            {"week": 5, "kind": "new-leader"},
            {"week": 7, "kind": "merger", "number": 9, "set": {"leaders.style": "hero"}},
            {"week": 9, "weeks": 2, "set": {"work.load": 0.1}},
        ],
    )
    found = {key: pair[1] for key, pair in difference(made(), other).items()}
    assert not [key for key in found if key.startswith("welcome.steps")]
    assert {key: value for key, value in found.items() if key.startswith("events")} == {
        "events.3.betrayal": "betrayal",
        "events.3.betrayal.who": "1",
        "events.3.betrayal.whom": "2",
        "events.3.betrayal (2)": "betrayal",
        "events.3.betrayal (2).who": "2",
        "events.3.betrayal (2).whom": "1",
        "events.5.new-leader": "new-leader",
        "events.7.merger": "merger",
        "events.7.merger.number": 9,
        "events.7.merger.leaders.style": "hero",
        "events.9.work.load": 0.1,
        "events.9.change.weeks": 2,
    }
    assert found["recognition.decides"] == "social"
    assert found["welcome.choreography"] == "cold"
    assert found["communities.runners.joining"] == "invited"


def test_differences_of_steps_are_told_where_steps_are_stated() -> None:
    steps = [{"week": 1, "kind": "greet"}]
    one = made(welcome={"choreography": "ours", "steps": steps})
    other = one.with_changes({"welcome.steps": [{"week": 2, "kind": "greet"}]})
    assert difference(one, other) == {"welcome.steps.1.week": (1, 2)}


def test_the_reference_names_every_kind_of_event_and_every_preset() -> None:
    kinds, presets = event_table(), preset_tables()
    assert all(f"| `{kind}` |" in kinds for kind in EVENT_KINDS)
    names = (*STYLES, *REGIMES, *RECOGNITIONS, *WELCOMES)
    assert all(f"| `{name}` |" in presets for name in names)
    assert "| `crunch` | There is more work than time. |  | `load` (0.85), `weeks` (6) |" in kinds
    assert "`admits` (true), `pays` (false), `promises` (false) |" in kinds
