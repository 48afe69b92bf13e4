"""Mistakes in events, welcome, recognition, spaces and communities: file, line, what, remedy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from trustgarden.errors import InputError
from trustgarden.model.presets import STYLES as PRESET_STYLES
from trustgarden.scenarios import load_scenario

STYLES = f"{', '.join(PRESET_STYLES)}, or code of your own, package.module:Class"
EVENT = '[[events]]\nweek = 5\n[events.set]\n"{}" = {}'
HAPPEN = '[[events]]\nweek = 9\nkind = "{}"\n{}'
"""An event whose own fields stand in line 5."""

HAPPENINGS = {
    HAPPEN.format("lay-off", "share = 0.1"): (
        '4: events.kind (entry 1) is "lay-off"; it must be one of: change, regime, remote, '
    ),
    HAPPEN.format("layoff", 'whom = "7"'): (
        "5: event of week 9: layoff has no `whom`; it may have share, severity."
    ),
    HAPPEN.format("crunch", "share = 0.5"): (
        "5: event of week 9: crunch has no `share`; it may have load, weeks."
    ),
    HAPPEN.format("scandal", 'set = { "work.load" = 1 }'): (
        "5: event of week 9: scandal has no `set`; it may have who, severity."
    ),
    HAPPEN.format("change", 'regime = "blame"\nset = { "work.load" = 1 }'): (
        "5: event of week 9: change has no `regime`; it may have set, weeks."
    ),
    HAPPEN.format("growth", ""): "2: event of week 9: growth needs `number`. Write number = ….",
    HAPPEN.format("merger", 'team = "x"'): "5: event of week 9: merger has no `team`; it may have",
    HAPPEN.format("betrayal", 'who = "7"'): "2: event of week 9: betrayal needs `whom`. Write whom",
    HAPPEN.format("betrayal", 'who = "7"\nwhom = "7"'): (
        "6: event of week 9: `who` and `whom` are both '7'; name two people."
    ),
    HAPPEN.format("apology", ""): "2: event of week 9: apology needs `who`. Write who = ….",
    HAPPEN.format("departure", "who = 7"): "5: events.who (entry 1) is 7; it must be text. Put the",
    HAPPEN.format("regime", ""): "2: event of week 9: regime needs `regime`. Write regime = ….",
    HAPPEN.format("regime", 'regime = "blme"'): (
        '5: events.regime (entry 1) is "blme"; it must be one of: none, permissive, punitive, '
    ),
    HAPPEN.format("remote", "share = 1.5"): (
        "5: events.share (entry 1) is 1.5; it must be a number from 0 to 1. Give at most 1."
    ),
    HAPPEN.format("remote", "weeks = 0"): "5: events.weeks (entry 1) is 0; it must be a whole numb",
    HAPPEN.format("layoff", "severity = nan"): "5: events.severity (entry 1) is nan; it must be a",
    HAPPEN.format("growth", "number = 0"): "5: events.number (entry 1) is 0; it must be a whole",
    HAPPEN.format("apology", 'who = "7"\npays = "yes"'): (
        '6: events.pays (entry 1) is "yes"; it must be true or false.'
    ),
    HAPPEN.format("gathering", "hours = 41"): "5: events.hours (entry 1) is 41; it must be a whole",
    HAPPEN.format("gathering", 'space = "pub"'): (
        "5: events.space (entry 1): there is no space 'pub'; there are: work, meeting, reh"
    ),
    HAPPEN.format("new-leader", 'team = ""'): "5: events.team (entry 1) is empty; write something.",
    HAPPEN.format("merger", 'number = 9\nset = { "leaders.style" = "gardner" }'): (
        '6: the event of week 9 cannot hold: leaders.style is "gardner"; it must be one of'
    ),
    EVENT.format("leaders.by_team", '"absent"'): '5: the event of week 5 sets "leaders.by_team",',
    EVENT.format("welcome.steps", "3"): '5: the event of week 5 sets "welcome.steps", which cannot',
    EVENT.format("welcome.choreography", '"warm"'): (
        '5: the event of week 5 cannot hold: welcome.choreography is "warm"; it must be one of: '
    ),
    EVENT.format("recognition.form", '"thank"'): (
        "acknowledgement, award, nomination, thanks, bonus. Did you mean thanks?"
    ),
    EVENT.format("talk.tales", "11"): "5: the event of week 5 cannot hold: talk.tales is 11; it",
    # What the first brings ends in week 7, and then the second has too many shares.
    '[[events]]\nweek = 3\nweeks = 4\nset = { "leaders.style" = "absent" }\n'
    '[[events]]\nweek = 5\nset = { "leaders.fairness" = 0.9 }': (
        "8: the event of week 5 cannot hold in week 7: leaders: the shares of spaces, "
    ),
}

STEP = '[[welcome.steps]]\nweek = 1\nkind = "greet"\n{}'
SPACE = '[[spaces.custom]]\nname = "{}"\npurpose = "explore"\n{}'
COMMUNITY = '[[communities]]\nname = "runners"\n{}'

SECTIONS = {
    "[organisation]\nnum_practices = 0": "3: organisation.num_practices is 0; it must be a whole",
    "[leaders]\nlistening = 2": "3: leaders.listening is 2; it must be a number from 0 to 1.",
    '[leaders]\nby_team = "absent"': (
        '3: leaders.by_team is "absent"; it must be a table of names of teams, each with one of: '
    ),
    '[leaders.by_team]\n"team 2" = "hro"': (
        f'3: leaders.by_team.team 2 is "hro"; it must be one of: {STYLES}. Did you mean hero?'
    ),
    '[leaders.by_team]\n"team 2" = 3': "3: leaders.by_team.team 2 is 3; it must be one of: garde",
    "[consequence]\ncoordinating = -1": "3: consequence.coordinating is -1; it must be a number",
    '[consequence]\nchosen = "yes"': '3: consequence.chosen is "yes"; it must be a number from 0',
    '[recognition]\nform = "bonuss"': (
        '3: recognition.form is "bonuss"; it must be one of: acknowledgement, award, nomination, '
        "thanks, bonus. Did you mean bonus?"
    ),
    '[recognition]\ndecides = "boss"': (
        '3: recognition.decides is "boss"; it must be one of: formal, social.'
    ),
    "[recognition]\npayment = 1.1": "3: recognition.payment is 1.1; it must be a number from 0 to",
    "[talk]\ntales = -1": "3: talk.tales is -1; it must be a number from 0 to 10. Give at least 0.",
    "[turnover]\nvacancy_weeks = 105": "3: turnover.vacancy_weeks is 105; it must be a number from",
    "[turnover]\nalternatives = 2": "3: turnover.alternatives is 2; it must be a number from 0 to",
    '[welcome]\nchoreography = "desined"': (
        '3: welcome.choreography is "desined"; it must be one of: cold, by-the-book, buddy, '
        "designed, or a name of your own, if you state the steps. Did you mean designed?"
    ),
    '[welcome]\nchoreography = "My Own"': (
        '3: welcome.choreography is "My Own"; it may hold small letters, digits and -. '
        'Write "my-own", for example.'
    ),
    "[welcome]\nsteps = 3": (
        "3: welcome.steps is 3; it must be a list of tables. Head each of them with "
        "[[welcome.steps]]."
    ),
    STEP.format('who = "boss"'): '5: welcome.steps.who (entry 1) is "boss"; it must be one of:',
    STEP.format("certainty = 2"): "5: welcome.steps.certainty (entry 1) is 2; it must be a number",
    STEP.format("announced = 1"): "5: welcome.steps.announced (entry 1) is 1; it must be true or",
    STEP.format("count = 21"): "5: welcome.steps.count (entry 1) is 21; it must be a whole number",
    STEP.format('space = "pub"'): '5: welcome.steps.space (entry 1) is "pub"; it must be one of:',
    STEP.format("hours = 3"): "5: welcome.steps.hours (entry 1) is not known: there is no such key",
    '[[welcome.steps]]\nweek = 53\nkind = "greet"': "3: welcome.steps.week (entry 1) is 53; it",
    '[[welcome.steps]]\nweek = 1\nkind = "hug"': '4: welcome.steps.kind (entry 1) is "hug"; it',
    "[[welcome.steps]]\nweek = 1": "2: welcome.steps.kind (entry 1) is missing. Write kind = ….",
    25 * STEP.format(""): "2: welcome.steps has 25 entries; it may have at most 24. Take some out.",
    SPACE.format("work", ""): "there are two spaces called 'work'; give each a name of its own,",
    2
    * SPACE.format(
        "kitchen", ""
    ): "6: spaces.custom.name (entry 2): there are two spaces called 'kitchen'; give each a name",
    SPACE.format("", ""): "3: spaces.custom.name (entry 1) is empty; write something.",
    SPACE.format("kitchen", 'who = "friends"'): '5: spaces.custom.who (entry 1) is "friends"; it',
    SPACE.format("kitchen", "hours = 41"): "5: spaces.custom.hours (entry 1) is 41; it must be a",
    SPACE.format("kitchen", "stakes = nan"): "5: spaces.custom.stakes (entry 1) is nan; it must be",
    '[[spaces.custom]]\nname = "kitchen"': "2: spaces.custom.purpose (entry 1) is missing. Write",
    '[[spaces.custom]]\nname = "x"\npurpose = "fun"': "4: spaces.custom.purpose (entry 1) is",
    "".join(SPACE.format(f"s{n}", "") for n in range(7)): "2: spaces.custom has 7 entries; it may",
    COMMUNITY.format('kind = "secret"'): '4: communities.kind (entry 1) is "secret"; it must be',
    COMMUNITY.format('visibility = "no"'): '4: communities.visibility (entry 1) is "no"; it must',
    COMMUNITY.format("share = 20"): "4: communities.share (entry 1) is 20; it must be a number",
    COMMUNITY.format("hours = 21"): "4: communities.hours (entry 1) is 21; it must be a number",
    COMMUNITY.format('joining = "open"'): '4: communities.joining (entry 1) is "open"; it must be',
    COMMUNITY.format("members = 3"): "4: communities.members (entry 1) is not known: there is no s",
    2 * COMMUNITY.format(""): (
        "5: communities.name (entry 2): there are two communities called 'runners'; rename one"
    ),
    "[communities]\nname = 3": "2: communities is a table; it must be a list of tables. Head each",
    "[[communities]]\nshare = 0.1": "2: communities.name (entry 1) is missing. Write name = ….",
}


@pytest.mark.parametrize(("body", "expected"), (HAPPENINGS | SECTIONS).items())
def test_a_mistake_is_told_with_file_line_and_remedy(
    body: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # `id` stands in line 1, and the body begins in line 2.
    monkeypatch.chdir(tmp_path)
    Path("mine.toml").write_text(f'id = "x"\n{body}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"^mine\.toml, line \d+: ") as caught:
        load_scenario("mine.toml")
    message = str(caught.value)
    assert expected in message
    assert "\n" not in message
    assert re.search(r"[.?]$", message)
