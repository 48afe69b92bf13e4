"""Files of a trainer's own on the live page, through the browser's file chooser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SCENARIO = """
id = "ours"
extends = "untended"
description = "Our own office"
[organisation]
num_people = 24
"""
CHART = """id,manager,team
Ada,,Lead
Bo,Ada,Lead
Cy,Ada,Workshop
Dee,Cy,Workshop
Eve,Cy,Workshop
Fay,Cy,Workshop
"""
PEOPLE = """
id = "office"
extends = "untended"
description = "Six people of ours"
[organisation.people]
file = "people.csv"
team = "team"
reports_to = "manager"
"""


def written(folder, **files):
    paths = []
    for name, text in files.items():
        stem, _, kind = name.rpartition("_")
        paths.append(folder / f"{stem}.{kind}")
        paths[-1].write_text(text, encoding="utf-8")
    return paths


def test_a_scenario_file_is_read_and_lived(live, tmp_path):
    live.setup.open()
    live.setup.choose_files(*written(tmp_path, ours_toml=SCENARIO))
    expect(live.setup.told).to_have_text("ours is read: Our own office")
    live.setup.found()
    assert live.headings == ["ours"]
    assert live.told[0].startswith("Week 0: 24 people in ")
    live.player.step()


def test_an_organisation_from_its_chart(live, tmp_path):
    live.setup.open()
    live.setup.choose_files(*written(tmp_path, office_toml=PEOPLE, people_csv=CHART))
    expect(live.setup.told).to_have_text("office is read: Six people of ours")
    live.setup.found()
    assert live.frames[0]["names"] == ["Ada", "Bo", "Cy", "Dee", "Eve", "Fay"]
    live.player.step()
    live.take.open()
    keep = live.panel.get_by_role("switch", name="Keep the names of people")
    expect(keep).to_have_attribute("aria-checked", "false")
    text = live.take.page(tmp_path).read_text(encoding="utf-8")
    assert "Fay" not in text


HOSTILE = {
    "broken_toml": ("id = [", "broken.toml: this is not valid TOML"),
    "away_toml": ('id = "x"\nextends = "/etc/passwd"', 'extends is "/etc/passwd"'),
    "out_toml": (
        PEOPLE.replace("people.csv", "../../people.csv"),
        'organisation.people.file is "../../people.csv", which is not among the files',
    ),
    "huge_toml": (SCENARIO.replace("24", "900000"), "num_people"),
    "markup_toml": (SCENARIO + '"<img src=x onerror=alert(1)>" = 1', "<img src=x"),
    "teamless_toml": (PEOPLE.replace('team = "team"', 'team = "group"'), "teamless.toml"),
    "alone_csv": (CHART, "none of the files is a scenario"),
}


def test_hostile_files_are_refused_in_one_sentence_and_the_garden_stands(live, tmp_path):
    live.player.step()
    before = live.frames
    for name, (text, said) in HOSTILE.items():
        files = {name: text} | ({"people_csv": CHART} if name == "teamless_toml" else {})
        live.setup.open()
        live.setup.choose_files(*written(tmp_path, **files))
        expect(live.setup.told).to_contain_text("This file cannot be used.")
        expect(live.setup.told).to_contain_text(said)
        told = live.setup.told.inner_text()
        assert len(told) < 700
        assert "/tmp" not in told
        assert live.setup.dialog.locator("img").count() == 0
        live.button("page.cancel").click()
        expect(live.setup.dialog).to_have_count(0)
    assert live.frames == before


def test_a_file_that_is_too_large_never_arrives(live, tmp_path):
    live.setup.open()
    live.setup.choose_files(*written(tmp_path, large_toml="# " + "x" * 1_100_000))
    expect(live.setup.told).to_contain_text("This file cannot be used. 1,000 kB")
