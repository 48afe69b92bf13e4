"""Files from anywhere: read as data only, and refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from trustgarden.app.limits import MOST_SCENARIO, MOST_UPLOAD
from trustgarden.app.uploads import MOST_FILES, read_uploads
from trustgarden.errors import InputError

HEAD = 'id = "mine"\ndescription = "Ours"\nextends = "garden"\n'
PEOPLE = "id,team,boss\n1,north,\n2,north,1\n3,north,1\n4,north,1\n"
OURS = HEAD + '[organisation.people]\nfile = "people.csv"\nteam = "team"\n'


def refused(files: dict[str, bytes | str], folder: Path) -> str:
    """What is said of files that are refused."""
    contents = {
        name: one if isinstance(one, bytes) else one.encode() for name, one in files.items()
    }
    with pytest.raises(InputError) as found:
        read_uploads(contents, folder)
    return str(found.value)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "session" / "uploads"
    place.mkdir(parents=True)
    return place


def test_a_scenario_with_its_people_is_read(folder: Path) -> None:
    scenario = read_uploads({"ours.toml": OURS.encode(), "people.csv": PEOPLE.encode()}, folder)
    assert scenario.id == "mine"
    assert {one.name for one in folder.iterdir()} == {"ours.toml", "people.csv"}


def test_one_may_extend_another_that_came_along(folder: Path) -> None:
    child = 'id = "child"\ndescription = "Ours"\nextends = "base.toml"\n'
    files = {"child.toml": child.encode(), "base.toml": HEAD.encode()}
    assert read_uploads(files, folder).id == "child"


@pytest.mark.parametrize(
    "name",
    [
        "../out.toml", "/etc/out.toml", "..\\out.toml", "a/b.toml", "x\0.toml", ".toml", "x.exe",
        "<b>.toml", "x.toml\n", "x" * 200 + ".toml", "", "..", "con:x.toml", "x.py",
    ],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_refused(name: str, folder: Path) -> None:
    told = refused({name: HEAD}, folder)
    assert "no file name that can be used" in told
    assert "\n" not in told
    assert list(folder.parent.parent.rglob("*.toml")) == []


@pytest.mark.parametrize(
    "path", ["../people.csv", "/etc/passwd", "people.csv", "C:\\people.csv", "file:///etc/passwd"]
)
def test_a_file_that_did_not_come_along_is_not_read(path: str, folder: Path) -> None:
    (folder.parent / "people.csv").write_text(PEOPLE, encoding="utf-8")
    text = HEAD + f"[organisation.people]\nfile = '{path}'\n"
    assert "not among the files" in refused({"ours.toml": text}, folder)


@pytest.mark.parametrize("parent", ["../other.toml", "/etc/passwd", "unknown", "ours.toml/.."])
def test_it_extends_nothing_from_elsewhere(parent: str, folder: Path) -> None:
    text = HEAD.replace('"garden"', f"'{parent}'")
    assert "extends is" in refused({"ours.toml": text}, folder)


def test_code_is_never_run(folder: Path) -> None:
    mark = folder.parent / "ran"
    code = f"from pathlib import Path\nPath({str(mark)!r}).write_text('x')\nclass Mine: pass\n"
    (folder / "mine.py").write_text(code, encoding="utf-8")
    for text in ('[leaders]\nstyle = "mine:Mine"\n', '[leaders]\nstyle = "mine.py:Mine"\n',
                 '[consequence]\nregime = "mine:Mine"\n'):  # fmt: skip
        assert refused({"ours.toml": HEAD + text}, folder)
    assert not mark.exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[organisation]\nnum_people = 100000000000\n", "num_people"),
        ("[organisation]\nnum_people = 601\n", "live page allows at most 600"),
        ("[organisation]\nnum_people = -3\n", "num_people"),
        ("[leaders]\nrespect = nan\n", "respect"),
        ("[leaders]\nrespect = inf\n", "respect"),
        ("[leaders]\nrespect = 1e400\n", "respect"),
        ("x = " + "[" * 20_000 + "]" * 20_000, "nested too deeply"),
        ("not toml", "not valid TOML"),
        ("[[events]]\nkind = 'growth'\nweek = 3\nnumber = 5000\n", "all whom events bring"),
    ],
)
def test_what_is_wild_is_refused_in_a_sentence(text: str, says: str, folder: Path) -> None:
    told = refused({"ours.toml": HEAD + text}, folder)
    assert says in told
    assert "Traceback" not in told
    assert len(told) < 600


def test_what_is_said_names_files_and_no_folders(folder: Path) -> None:
    told = refused({"ours.toml": HEAD + "[leaders]\nrespect = 3.0\n"}, folder)
    assert told.startswith("ours.toml, line 5: ")
    assert str(folder) not in told


def test_what_is_no_text_is_refused(folder: Path) -> None:
    assert "not UTF-8 text" in refused({"ours.toml": b"\xff\xfe\x00\x01"}, folder)
    told = refused({"ours.toml": OURS, "people.csv": b"\xff\xfe\x00\x01"}, folder)
    assert "people.csv" in told


def test_size_and_number_have_limits(folder: Path) -> None:
    large = "#" + "x" * MOST_UPLOAD
    assert f"at most {MOST_SCENARIO:,}" in refused({"ours.toml": large}, folder)
    assert f"at most {MOST_UPLOAD:,}" in refused({"ours.toml": OURS, "people.csv": large}, folder)
    many = {f"f{k}.csv": "a\n" for k in range(MOST_FILES + 1)}
    assert f"choose 1 to {MOST_FILES}" in refused(many, folder)
    assert refused({}, folder)
    assert list(folder.iterdir()) == []


def test_two_scenarios_of_which_none_extends_the_other_are_refused(folder: Path) -> None:
    told = refused({"a.toml": HEAD, "b.toml": HEAD}, folder)
    assert "2 scenarios among the files" in told


def test_more_people_in_a_file_than_the_page_bears(folder: Path) -> None:
    rows = "".join(f"{k},t{k // 9},\n" for k in range(700))
    told = refused({"ours.toml": OURS, "people.csv": "id,team,boss\n" + rows}, folder)
    assert "at most 600" in told
