"""A scenario written as TOML reads back equal, and the lines of its keys are found."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trustgarden.model.presets import REGIMES
from trustgarden.model.scenario import EVENT_KINDS, PRACTICES, Scenario, may_change
from trustgarden.scenarios import load_scenario, scenario_toml
from trustgarden.scenarios.catalogue import catalogue
from trustgarden.scenarios.keys import Key, scenario_keys
from trustgarden.scenarios.locating import KeyPath, Source, key_lines

TEXT = st.text(max_size=40)
SOME_TEXT = st.text(min_size=1, max_size=40)
SHARED = {f"leaders.{name}" for name in PRACTICES}


def values_of(key: Key) -> st.SearchStrategy[Any]:
    """Legal values of a key outside lists."""
    if key.kind == "table of names":
        return st.dictionaries(SOME_TEXT, st.sampled_from(key.choices), max_size=2)
    if key.choices:
        words = st.sampled_from(key.choices)
        return st.lists(words, max_size=3) if key.kind.startswith("list") else words
    if key.kind == "true or false":
        return st.booleans()
    if key.kind == "whole number":
        assert key.low is not None
        assert key.high is not None
        return st.integers(int(key.low), int(key.high))
    return st.floats(
        key.low,
        key.high,
        exclude_min=key.low_open,
        exclude_max=key.high_open,
        allow_subnormal=False,
    )


SECTION_KEYS = [
    key
    for key in scenario_keys().values()
    if key.section and not key.in_list and "people" not in key.section and "table" not in key.kind
]
# One share alone may be too much beside those of the style, so they are drawn all together.
ALONE = [key for key in SECTION_KEYS if key.name not in SHARED]
LEVERS = [key for key in ALONE if may_change(key.name)]


@st.composite
def stated(draw: st.DrawFn) -> dict[str, Any]:
    data: dict[str, Any] = {"id": draw(st.from_regex(r"[a-z0-9][a-z0-9_.-]{0,20}", fullmatch=True))}
    for key in draw(st.lists(st.sampled_from(ALONE), max_size=12, unique=True)):
        data.setdefault(key.section, {})[key.name.partition(".")[2]] = draw(values_of(key))
    if draw(st.booleans()):
        shares = {name: draw(st.floats(0, 0.14)) for name in PRACTICES}
        data["leaders"] = data.get("leaders", {}) | shares
    if draw(st.booleans()):
        data["details"] = draw(TEXT)
        data["description"] = draw(TEXT)
    citation = {"source": SOME_TEXT, "reason": SOME_TEXT}
    data["citations"] = draw(
        st.lists(st.fixed_dictionaries(citation, optional={"doi": TEXT}), max_size=2)
    )
    data["events"] = draw(st.lists(st.one_of(changes(), happenings()), max_size=2))
    if data.get("organisation", {}).get("num_people", 60) > 990_000:
        data["events"] = []  # With those who come there could be more than there may be.
    for name, legal in LISTS.items():
        if draw(st.booleans()):
            section, _, key = name.rpartition(".")
            place = data.setdefault(section, {}) if section else data
            place[key] = draw(legal)
    return data


def entries(of: str, least: int, by: str | None, **required: Any) -> st.SearchStrategy[Any]:
    """Tables of a list: what must be stated, and some of the rest."""
    below = [key for key in scenario_keys().values() if key.section == of]
    rest = {key.name.rpartition(".")[2]: values_of(key) for key in below}
    table = st.fixed_dictionaries(
        required, optional={name: rest[name] for name in rest if name not in required}
    )
    unique = (lambda entry: entry[by]) if by else None
    return st.lists(table, min_size=least, max_size=3, unique_by=unique)


NAMES = st.text("abcdefghij &.#'\"", min_size=1, max_size=12)
PURPOSES = st.sampled_from(["perform", "share", "rehearse", "explore"])
STEPS = st.sampled_from(["invite", "greet", "buddy"])
LISTS = {
    "communities": entries("communities", 0, "name", name=NAMES),
    "spaces.custom": entries("spaces.custom", 0, "name", name=NAMES, purpose=PURPOSES),
    "welcome.steps": entries("welcome.steps", 1, None, week=st.integers(1, 52), kind=STEPS),
}


OF_KINDS: dict[str, st.SearchStrategy[Any]] = {
    "weeks": st.integers(1, 4000),
    "regime": st.sampled_from(sorted(REGIMES)),
    "load": st.floats(0, 1),
    "share": st.floats(0, 1),
    "number": st.integers(2, 1000),
    # Whatever else is drawn, there is this team, and there are these two.
    "team": st.just("team 1"),
    "who": st.just("1"),
    "whom": st.just("2"),
    "severity": st.floats(0, 1),
    "admits": st.booleans(),
    "pays": st.booleans(),
    "promises": st.booleans(),
    "hours": st.integers(1, 10),
    "space": st.sampled_from(["work", "social"]),
}


@st.composite
def happenings(draw: st.DrawFn) -> dict[str, Any]:
    """An event of any kind but a change."""
    kind = draw(st.sampled_from([kind for kind in EVENT_KINDS if kind != "change"]))
    fields = EVENT_KINDS[kind]
    chosen = [name for name in fields.optional if name != "set" and draw(st.booleans())]
    stated = {name: draw(OF_KINDS[name]) for name in (*fields.required, *chosen)}
    return {"week": draw(st.integers(1, 4000)), "kind": kind} | stated


@st.composite
def changes(draw: st.DrawFn) -> dict[str, Any]:
    keys = draw(st.lists(st.sampled_from(LEVERS), min_size=1, max_size=3, unique=True))
    return {
        "week": draw(st.integers(1, 4000)),
        "description": draw(TEXT),
        "set": {key.name: draw(values_of(key)) for key in keys},
    }


def test_the_drawing_reaches_every_section() -> None:
    assert {key.section for key in SECTION_KEYS} == {
        "organisation",
        "population",
        "leaders",
        "consequence",
        "recognition",
        "spaces",
        "welcome",
        "talk",
        "work",
        "turnover",
        "mechanisms",
        "parameters",
    }
    assert len(SECTION_KEYS) > 80


@settings(deadline=None, max_examples=80)
@given(stated())
def test_what_is_written_reads_back_equal(data: dict[str, Any]) -> None:
    scenario = Scenario.model_validate(data)
    text = scenario_toml(scenario)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "written.toml"
        path.write_text(text, encoding="utf-8", newline="")
        again = load_scenario(path)
    assert again == scenario
    assert again.stated() == scenario.stated()
    assert scenario_toml(again) == text


@settings(deadline=None, max_examples=80)
@given(stated())
def test_every_key_of_a_written_scenario_is_found_in_its_line(data: dict[str, Any]) -> None:
    text = scenario_toml(Scenario.model_validate(data))
    lines, found = text.split("\n"), key_lines(text)
    for path in paths(data, ()):
        line = lines[found[path] - 1]
        names = [part for part in path if isinstance(part, str)]
        assert names[-1] in line, (path, line)


def paths(data: Any, above: KeyPath) -> list[KeyPath]:
    """Every path that ends in a key."""
    if isinstance(data, dict):
        own: list[KeyPath] = [(*above, key) for key in data if not isinstance(data[key], list)]
        return own + [path for key in data for path in paths(data[key], (*above, key))]
    if isinstance(data, list):
        return [path for n, entry in enumerate(data) for path in paths(entry, (*above, n))]
    return []


@pytest.mark.parametrize("name", catalogue())
def test_the_catalogue_reads_back_equal(tmp_path: Path, name: str) -> None:
    scenario = load_scenario(name)
    path = tmp_path / "written.toml"
    path.write_text(scenario_toml(scenario), encoding="utf-8")
    assert load_scenario(path) == scenario


def test_a_resolved_scenario_reads_back_equal(tmp_path: Path) -> None:
    scenario = load_scenario("recovery").resolved()
    path = tmp_path / "written.toml"
    path.write_text(scenario_toml(scenario), encoding="utf-8")
    assert load_scenario(path) == scenario


def test_the_text_is_as_people_would_write_it() -> None:
    scenario = Scenario.model_validate(
        {
            "id": "x",
            "details": 'One "line"\nand \\n another',
            "mechanisms": {"off": ["repair"]},
            "turnover": {"replace": False},
            "events": [{"week": 3, "set": {"work.load": 1e-7}}],
        }
    )
    assert scenario_toml(scenario) == (
        'id = "x"\n'
        'details = """\nOne \\"line\\"\nand \\\\n another"""\n'
        "\n[turnover]\n"
        "replace = false\n"
        "\n[mechanisms]\n"
        'off = ["repair"]\n'
        "\n[[events]]\n"
        "week = 3\n"
        "\n[events.set]\n"
        '"work.load" = 1e-07\n'
    )


LINES = '''# A comment with [brackets] and "quotes
id = "x"  # = [a]
a.b."c.d" = 1
text = """
[not] = a key
"quoted\\"""" # "
literal = \'\'\'
[[no]]
\'\'\'
list = [
  1, [2, 3],
  { k = 4 }, # ]
]
when = 1979-05-27 07:32:00
[table]  # [x]
'key' = { inner = { deep = 1.5 }, other = "}" }
[[events]]
week = 1
[events.set]
"leaders.style" = "absent"
[[events]]
[events.set]
"work.load" = 1e-3
[[events.inner]]
x = 1
[[events.inner]]
x = 2
'''


def test_keys_are_found_among_all_that_toml_allows() -> None:
    found = key_lines(LINES)
    expected: dict[KeyPath, int] = {
        ("id",): 2,
        ("a",): 3,
        ("a", "b", "c.d"): 3,
        ("text",): 4,
        ("literal",): 7,
        ("list",): 10,
        ("list", 0): 11,
        ("list", 1, 1): 11,
        ("list", 2, "k"): 12,
        ("when",): 14,
        ("table",): 15,
        ("table", "key", "inner", "deep"): 16,
        ("table", "key", "other"): 16,
        ("events", 0, "week"): 18,
        ("events", 0, "set", "leaders.style"): 20,
        ("events", 1): 21,
        ("events", 1, "set", "work.load"): 23,
        ("events", 1, "inner", 0, "x"): 25,
        ("events", 1, "inner", 1, "x"): 27,
    }
    assert {path: found.get(path) for path in expected} == expected
    assert ("not",) not in found
    assert ("no",) not in found


def test_what_is_not_stated_is_placed_at_what_stands_above() -> None:
    source = Source("a.toml", "x = 1\n[leaders]\nspaces = 1\n")
    assert source.at(("leaders", "style")) == "a.toml, line 2: "
    assert source.at(("work", "load")) == "a.toml: "
    assert source.at(()) == "a.toml: "
