"""Every mistake in a scenario gets one message that says where, what, and what to do."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from trustgarden.errors import InputError
from trustgarden.model.presets import STYLES as PRESET_STYLES
from trustgarden.scenarios import load_scenario, with_changes
from trustgarden.scenarios.texts import MAX_SCENARIO_BYTES

STYLES = f"{', '.join(PRESET_STYLES)}, or code of your own, package.module:Class"
EVENT = '[[events]]\nweek = 5\n[events.set]\n"{}" = {}'


@pytest.fixture(autouse=True)
def _in_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def message_for(text: str | bytes, name: str = "mine.toml") -> str:
    """The message of loading a file with this content."""
    content = text if isinstance(text, bytes) else text.encode()
    Path(name).write_bytes(content)
    return message_of(name)


def message_of(source: Any) -> str:
    with pytest.raises(InputError, match=r"\S") as caught:
        load_scenario(source)
    return str(caught.value)


VALUES = {
    # What stands below `id` in the file: the line it is in, and the message.
    "[organisation]\nnum_people = 1": (
        "3: organisation.num_people is 1; it must be a whole number from 2 to 1,000,000. "
        "Give at least 2. It means: people, leaders included."
    ),
    "[organisation]\nnum_people = 0": "3: organisation.num_people is 0; it must be a whole number",
    "[organisation]\n\n\nnum_people = nan": "5: organisation.num_people is nan; it must be a whole",
    "[organisation]\nnum_people = 60.0": "Write 60.",
    "[organisation]\nnum_people = 60.5": "3: organisation.num_people is 60.5; it must be a whole",
    "[organisation]\nnum_people = true": "3: organisation.num_people is true; it must be a whole",
    '[organisation]\nnum_people = "60"': (
        '3: organisation.num_people is "60"; it must be a whole number from 2 to 1,000,000. '
        "Write a number, without quotes."
    ),
    "[organisation]\nnum_people = 0x" + "f" * 4000: (
        "3: organisation.num_people is a number of more than 18 digits; it must be"
    ),
    "[leaders]\nspaces = nan": (
        "3: leaders.spaces is nan; it must be a finite number from 0 to 1. "
        "It means: share for making spaces."
    ),
    "[leaders]\nspaces = -inf": "it must be a finite number from 0 to 1. Give at least 0.",
    '[leaders]\nspaces = "0.5"': '3: leaders.spaces is "0.5"; it must be a number from 0 to 1.',
    "[leaders]\nspaces = 2020-01-01": "3: leaders.spaces is 2020-01-01; it must be a number",
    "[leaders]\nspaces = 0x" + "f" * 4000: "leaders.spaces is a number of more than 18 digits",
    "[population]\nability = 1": (
        "3: population.ability is 1; it must be a number above 0 and below 1. Give less than 1."
    ),
    "[parameters]\nsurprise = 99": (
        "3: parameters.surprise is 99; it must be a number from 0 to 6. Give at most 6. "
        "It means: M8: extra weight of bad news at middling trust (ratio)."
    ),
    '[turnover]\nreplace = "yes"': '3: turnover.replace is "yes"; it must be true or false.',
    '[leaders]\nstyle = "gardner"': (
        f'3: leaders.style is "gardner"; it must be one of: {STYLES}. Did you mean gardener?'
    ),
    "[leaders]\nstyle = 3": f"3: leaders.style is 3; it must be one of: {STYLES}.",
    '[consequence]\nregime = "zzz"': '3: consequence.regime is "zzz"; it must be one of: none, ',
    '[organisation]\nstart = "stranger"': (
        '3: organisation.start is "stranger"; it must be one of: strangers, burn-in. '
        "Did you mean strangers?"
    ),
    "[leaders]\nspaces = 0.9\nfairness = 0.9": (
        "2: leaders: the shares of spaces, consequence, connections, recognition, fairness, "
        "demanding, controlling add up to 2.30;"
    ),
    '[mechanisms]\noff = ["repair", "forgeting"]': '3: mechanisms.off holds "forgeting"; it may',
    '[mechanisms]\noff = "repair"': '3: mechanisms.off is "repair"; it must be a list, in [ and ].',
    "[mechanisms]\noff = [3]": "3: mechanisms.off (entry 1) is 3; it must be one of: ambiguity,",
    "leaders = 3": "2: leaders is 3; it must be a section. Write its keys below [leaders].",
    "citations = [3]": "2: citations (entry 1) is 3; it must be a table.",
    'description = "' + "x" * 121 + '"': (
        "2: description has 121 characters; it may have at most 120. Shorten it."
    ),
    '[[citations]]\nsource = "A"': ("2: citations.reason (entry 1) is missing. Write reason = …."),
    '[[citations]]\nsource = ""\nreason = "B"': "3: citations.source (entry 1) is empty; write",
}

KEYS = {
    "[organisation]\nnum_peple = 3": (
        "3: organisation.num_peple is not known: there is no such key in [organisation]. "
        "Did you mean num_people?"
    ),
    "num_people = 3": (
        "2: num_people is not known: there is no such key at the top of a scenario. "
        "Did you mean organisation.num_people?"
    ),
    "[organization]\nnum_people = 3": "Did you mean organisation?",
    'extend = "garden"': "2: extend is not known: there is no such key at the top of a scenario. "
    "Did you mean extends?",
    '"leaders.style" = "absent"': (
        '2: "leaders.style" is not known: there is no such key at the top of a scenario. '
        "Write style below [leaders]."
    ),
    "[work]\nxyz = 3": "there is no such key in [work]. There are: load, interdependence, across.",
    '[organisation]\npeople = { fil = "a.csv", file = "b.csv" }': (
        "3: organisation.people.fil is not known: there is no such key in [organisation.people]. "
        "Did you mean file?"
    ),
    '[[organisation.ties]]\nfile = "a.csv"\nkinds = "x"': (
        "4: organisation.ties.kinds (entry 1) is not known: there is no such key in "
        "[organisation.ties]. Did you mean kind?"
    ),
}

EVENTS = {
    "events = 3": "2: events is 3; it must be a list of tables. Head each of them with [[events]].",
    "[events]\nweek = 3": "2: events is a table; it must be a list of tables. Head each of them",
    '[[events]]\nweek = 0\nset = { "work.load" = 1.0 }': "3: events.week (entry 1) is 0; it must",
    "[[events]]\nweek = 1": (
        "2: event of week 1: change needs `set`. Write, for example, "
        'set = { "leaders.style" = "absent" }.'
    ),
    "[[events]]\nweek = 1\nset = {}": "4: event of week 1: change needs `set`. Write, for example",
    EVENT.format("leaders.style", '"absnt"'): (
        '5: the event of week 5 cannot hold: leaders.style is "absnt"; it must be one of: '
        f"{STYLES}. Did you mean absent?"
    ),
    EVENT.format("leaders.spces", "1"): (
        "5: the event of week 5 cannot hold: leaders.spces is not known: there is no such key in "
        "[leaders]. Did you mean spaces?"
    ),
    EVENT.format(
        "work.load", "7"
    ): "5: the event of week 5 cannot hold: work.load is 7; it must be",
    EVENT.format("work.load", "nan"): '5: events.set."work.load" (entry 1) is nan; an event sets',
    EVENT.format("work.load", "[1]"): '5: events.set."work.load" (entry 1) is a list; an event',
    EVENT.format("leader.style", '"absent"'): (
        '5: the event of week 5 sets "leader.style", which cannot change while an organisation '
        "runs; an event may set keys of leaders, consequence, recognition, spaces, welcome, talk, "
        "work, turnover, written dotted. Did you mean leaders.style?"
    ),
    EVENT.format("organisation.num_people", "9"): (
        '5: the event of week 5 sets "organisation.num_people", which cannot change while'
    ),
    "[[events]]\nweek = 5\n[events.set]\nwork.load = 0.5": (
        "5: events.set.work (entry 1) is a table; an event sets text, finite numbers, true or "
        "false, and its keys stand in quotes with their dots"
    ),
}

SYNTAX = {
    "[organisation\nnum_people = 3": "2: this is not valid TOML: Expected ']' at the end",
    "a = ": "2: this is not valid TOML: Invalid value.",
    'a = "x': "2: this is not valid TOML: ",
    'id = "again"': "2: this is not valid TOML: Cannot overwrite a value.",
}


@pytest.mark.parametrize(("body", "expected"), (VALUES | KEYS | EVENTS | SYNTAX).items())
def test_a_mistake_is_told_with_file_line_and_remedy(body: str, expected: str) -> None:
    message = message_for(f'id = "x"\n{body}\n')
    assert expected in message
    assert re.match(r"mine\.toml, line \d+: ", message), message
    assert "\n" not in message
    assert message.endswith((".", "?"))


def test_all_mistakes_are_told_at_once() -> None:
    message = message_for('id = "x"\n[work]\nload = 7\nlod = 1\n[leaders]\nspaces = "a"\n')
    assert [line[:20] for line in message.splitlines()] == [
        "mine.toml, line 6: l",
        "mine.toml, line 3: w",
        "mine.toml, line 4: w",
    ]


def test_of_very_many_mistakes_only_the_first_are_told() -> None:
    lines = message_for('id = "x"\n[work]\n' + "".join(f"a{i} = 1\n" for i in range(25)))
    assert len(lines.splitlines()) == 11
    assert lines.endswith("There are 15 more problems of this kind.")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\x7fELF\x00\x01", "mine.toml is not a text file; a scenario is a TOML file in UTF-8."),
        (b'id = "x"\n# caf\xe9\n', "mine.toml, line 2: this is not UTF-8 text; save the file"),
        (b"", 'mine.toml: id is missing. Give the scenario a short name, such as id = "kind-but'),
        (b'id = "My Own"', 'mine.toml, line 1: id is "My Own"; it may hold small letters, digits'),
        (b'id = ""', 'mine.toml, line 1: id is ""; it may hold'),
        (b'id = "x"\nx = ' + b"[" * 5000, "mine.toml: brackets are nested too deeply."),
        (b"#" * (MAX_SCENARIO_BYTES + 1), "mine.toml is larger than 1,000,000 bytes"),
    ],
)
def test_a_file_that_is_no_scenario_is_refused(content: bytes, expected: str) -> None:
    assert message_for(content).startswith(expected)


def test_a_remedy_is_offered_for_an_illegal_id() -> None:
    assert message_for('id = "My Own Garden!"').endswith('Write "my-own-garden", for example.')


def test_a_scenario_that_is_not_there_is_named_with_the_nearest() -> None:
    message = message_of("gardn")
    assert message.startswith('There is no scenario "gardn". Did you mean garden? There are: a')
    assert message.endswith("or give the path of a .toml file.")


@pytest.mark.parametrize("name", ["none.toml", "no/such/folder.toml", "../garden", "a\0b.toml"])
def test_a_missing_file_is_refused(name: str) -> None:
    assert message_of(name) == f"{name} is not there; check the name and the folder."


def test_a_name_may_be_empty_or_very_long() -> None:
    assert message_of("").startswith('There is no scenario "".')
    assert message_of("x" * 5000).startswith('There is no scenario "xxx')
    assert "cannot be read" in message_of("x" * 5000 + ".toml")


def test_a_folder_is_refused() -> None:
    Path("garden.toml").mkdir()
    assert message_of("garden.toml") == (
        "garden.toml is a folder, not a scenario; name the file in it."
    )


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="there are no such devices here")
def test_a_device_is_refused() -> None:
    assert message_of("/dev/zero") == (
        "/dev/zero is not an ordinary file, so it cannot be a scenario."
    )


def test_something_else_than_a_name_is_a_type_error() -> None:
    with pytest.raises(TypeError, match=r"a scenario is an id, a path or a Scenario, not 3\."):
        load_scenario(3)  # type: ignore[arg-type]


def test_extending_oneself_is_refused() -> None:
    assert message_for('id = "a"\nextends = "mine.toml"') == (
        "A scenario cannot extend itself: mine.toml extends mine.toml. "
        "Take one of these extends out."
    )


def test_a_line_of_descent_that_nobody_can_follow_is_refused() -> None:
    for number in range(60):
        parent = "garden" if number == 59 else f"c{number + 1}.toml"
        Path(f"c{number}.toml").write_text(f'id = "c{number}"\nextends = "{parent}"\n')
    assert message_of("c0.toml") == (
        "c0.toml extends another, which extends another, and so on for more than 50 generations; "
        "state more in fewer files."
    )


def test_a_circle_of_extends_is_named_without_the_way_to_it() -> None:
    for name, parent in {"a": "b", "b": "c", "c": "b"}.items():
        Path(f"{name}.toml").write_text(f'id = "{name}"\nextends = "{parent}.toml"\n')
    assert message_of("a.toml").startswith(
        "A scenario cannot extend itself: b.toml extends c.toml extends b.toml."
    )


@pytest.mark.parametrize(
    ("extends", "expected"),
    [
        (
            "3",
            "mine.toml, line 2: extends is 3; it must be an id or the path of a file, in quotes.",
        ),
        ('"gardn"', 'mine.toml, line 2: There is no scenario to extend, "gardn". Did you mean'),
        ('"no.toml"', 'mine.toml, line 2: extends names "no.toml", which is not there.'),
        ('"./"', " is a folder, not a scenario"),
    ],
)
def test_a_parent_that_cannot_be_is_told_in_the_heir(extends: str, expected: str) -> None:
    assert expected in message_for(f'id = "x"\nextends = {extends}\n')


def test_a_mistake_of_the_parent_is_told_in_the_parent() -> None:
    Path("parent.toml").write_text('id = "p"\n[work]\nload = 7\n')
    message = message_for('id = "x"\nextends = "parent.toml"\n')
    assert message.startswith("parent.toml, line 3: work.load is 7;")


def test_what_only_contradicts_together_is_told_in_the_heir() -> None:
    Path("parent.toml").write_text('id = "p"\n[leaders]\nstyle = "absent"\nspaces = 0.8\n')
    message = message_for('id = "x"\nextends = "parent.toml"\n[leaders]\nfairness = 0.5\n')
    assert message.startswith("mine.toml, line 3: leaders: the shares of")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"leaders.stile": 1},
            "leaders.stile is not known: there is no such key in [leaders]. Did",
        ),
        ({"leader.style": "x"}, 'There is no key "leader.style" in a scenario. Did you mean leade'),
        ({"num_people": 4}, 'There is no key "num_people" in a scenario. Did you mean organisati'),
        ({"": 4}, 'There is no key "" in a scenario. A key begins with one of: id, '),
        ({"leaders": {}}, "leaders is a section; set its keys one by one, such as leaders.style."),
        ({"leaders.style": "absnt"}, 'leaders.style is "absnt"; it must be one of: '),
        ({"leaders.style.x": 3}, "leaders.style.x cannot be set, since style is not a section."),
        ({"organisation.num_people": 1}, "organisation.num_people is 1; it must be a whole number"),
        ({"leaders.spaces": float("nan")}, "leaders.spaces is nan; it must be a finite number"),
        ({"organisation.people.file": "no.csv"}, "no.csv is not there; check the name and the"),
        (
            {"organisation.ties": [{"file": "no.csv"}]},
            "organisation.ties names ties between people",
        ),
        (
            {"events": [{"week": 9, "set": {"work.load": 3}}]},
            "the event of week 9 cannot hold: work.load is 3; it must be",
        ),
    ],
)
def test_changes_are_explained_in_the_same_words(changes: dict[str, Any], expected: str) -> None:
    with pytest.raises(InputError, match=re.escape(expected)) as caught:
        with_changes(load_scenario("garden"), changes)
    assert str(caught.value).startswith(expected)
