"""Stories say in sentences what the organisation's tables say in figures."""

from __future__ import annotations

import re
import string
import tomllib
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest

import trustgarden as tg
from trustgarden.analysis.stories import (
    GIVEN,
    LANGUAGES,
    TieHistory,
    Words,
    feed_of,
    given_name,
    meetings_of,
    newcomer_story,
    newcomers_of,
    person_story,
    tie_story,
    turning_week,
    why_story,
)
from trustgarden.model.choreography import STEP_KINDS
from trustgarden.model.layout import ACCOUNTS, EPISODE_NAMES, ORIGIN_NAMES

EN = Words.of("en")


def organisation(num_people=24, seed=5, **changes):
    keys = {"organisation.num_people": num_people, "organisation.start": "strangers"}
    keys |= {name.replace("__", "."): value for name, value in changes.items()}
    return tg.Organisation("garden", seed=seed, changes=keys)


def texts(story, kind=None):
    return [line.text for line in story.lines if kind is None or line.kind == kind]


def templates(language):
    source = files("trustgarden.analysis.stories") / "words" / f"{language}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def blanks(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.fixture(scope="module")
def lived():
    return organisation(turnover__leave_rate=0.05).run(30)


@pytest.fixture(scope="module")
def somebody(lived):
    """Id of one who was there from the start, is still there, and leads nobody."""
    people = lived.people_table()
    return people[(people["joined_week"] <= 0) & ~people["is_leader"]]["id"].iloc[-1]


# -- words ---------------------------------------------------------------------


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_every_language_has_every_sentence_with_the_same_blanks(language):
    english, other = templates("en"), templates(language)
    assert other.keys() == english.keys()
    for section, sentences in english.items():
        if isinstance(sentences, str):
            continue
        assert other[section].keys() == sentences.keys(), section
        for key, text in sentences.items():
            assert blanks(other[section][key]) == blanks(text), f"{section}.{key}"


def test_there_are_words_for_all_that_the_model_knows():
    for name in EPISODE_NAMES[1:]:
        assert EN.has(f"episode.{name.replace(' ', '_')}"), name
    for cause in ACCOUNTS:
        assert EN.has(f"cause.{cause}"), cause
    for kind in STEP_KINDS:
        assert EN.has(f"newcomer.{kind}"), kind
        assert EN.has(f"newcomer.missed_{kind}"), kind
    for origin in ORIGIN_NAMES:
        assert EN.has(f"tie.began_{origin}"), origin


def test_there_are_words_for_every_kind_of_event():
    from trustgarden.model.calendar import EVENT_KINDS

    assert len(EVENT_KINDS) > 10
    for kind in EVENT_KINDS:
        assert EN.has(f"event.{kind}"), kind


def test_a_language_that_is_not_there_is_refused():
    with pytest.raises(tg.InputError, match="language is 'fr'; there are stories in: en, de"):
        Words.of("fr")


def test_numbers_are_written_as_the_language_does():
    assert "0.50" in EN.say("tie.mistrust", mistrust=0.5)
    assert "0,50" in Words.of("de").say("tie.mistrust", mistrust=0.5)


def test_drawn_numbers_become_names_and_names_stay():
    assert EN.called("17.1") == "person 17.1"
    assert EN.called("Ada") == "Ada"


def test_for_a_room_people_are_called_after_plants():
    room = Words.of("de", given=True)
    assert room.called("1") == GIVEN[0] == given_name("1")
    assert room.called("Ada") == "Ada"
    assert given_name("w2-1") == "w2-1"
    ids = [f"{seat}.{holder}" if holder > 1 else str(seat) for seat in range(1, 300)
           for holder in (1, 2, 3)]  # fmt: skip
    names = [given_name(one) for one in ids]
    assert len(set(names)) == len(ids)
    assert all(one.split()[0] in GIVEN for one in names)
    # Who takes over a seat is not called like who held it.
    assert given_name("5.2").split()[0] != given_name("5")


# -- a person ------------------------------------------------------------------


def test_a_person_is_told_with_team_leader_and_trust(lived, somebody):
    row = lived.people_table().set_index("id").loc[somebody]
    story = person_story(lived, somebody)
    assert story.title == f"Person {somebody}"
    assert f"works in {row['team']}, under person {row['leader']}." in story.lines[0].text
    assert any(f"by {row['trust_received']:.2f} on average" in text for text in texts(story))


def test_whom_one_trusts_is_what_memory_says(lived, somebody):
    story = person_story(lived, somebody)
    people = {str(one.unique_id): one for one in lived.people}
    told = [line for line in story.lines if line.kind == "trust"]
    assert 1 <= len(told) <= 5
    for line in told:
        memory = people[somebody].memory_of(people[line.people[1]])
        assert f"({memory.trust:.2f})" in line.text
    trust = [float(re.search(r"\((0\.\d+)\)", line.text)[1]) for line in told]
    assert trust == sorted(trust, reverse=True)


def test_the_week_of_a_person_adds_up(lived, somebody):
    meetings = meetings_of(lived)
    mine = meetings[meetings["trustor"] == somebody]
    relied = (mine["act"] != "held back").sum()
    kept = ((mine["act"] == "kept") | mine["hidden"]).sum()
    text = f"Times that person {somebody} relied on others: {relied}; faith was kept in {kept}"
    assert f"{text} of them." in texts(person_story(lived, somebody))


def test_somebody_who_is_not_here_is_refused_with_who_is(lived):
    with pytest.raises(tg.InputError, match=r"'99' is here after week 30; name one of"):
        person_story(lived, "99")
    gone = next(name for name in newcomers_of(lived) if name.endswith(".1")).split(".")[0]
    with pytest.raises(tg.InputError, match="the seat is held by"):
        person_story(lived, gone)


# -- two people ----------------------------------------------------------------


def test_a_tie_says_how_both_see_it(lived):
    people = {str(one.unique_id): one for one in lived.people}
    leader = next(iter(lived.leaders))
    member = leader.members[0]
    a, b = str(leader.unique_id), str(member.unique_id)
    story = tie_story(lived, a, b)
    for me, other in ((a, b), (b, a)):
        memory = people[me].memory_of(people[other])
        line = next(one for one in story.lines if one.kind == "trust" and one.people[0] == me)
        assert f"{memory.trust:.2f}" in line.text
    assert "hours together" in " ".join(texts(story))


def test_strangers_have_no_history():
    org = organisation()
    story = tie_story(org, "2", "24")
    assert texts(story) == ["Person 2 and person 24 remember nothing of each other."]


def test_a_betrayal_stands_in_the_history_of_both_who_lived_it():
    org = organisation(seed=2).schedule(week=4, kind="betrayal", who="5", whom="6").run(4)
    story = tie_story(org, "5", "6")
    wrong = [line for line in story.lines if line.kind in ("broke_faith", "deceived_me")]
    assert (4, ("6", "5")) in [(line.week, line.people) for line in wrong]


def test_who_looks_each_week_knows_more_than_memory_holds():
    org, history = organisation(), TieHistory("2", "3")
    for _ in range(20):
        org.step()
        history.look(org)
    people = {str(one.unique_id): one for one in org.people}
    assert len(history.episodes["2"]) > len(people["2"].memory_of(people["3"]).episodes)
    weeks = [one.week for one in history.episodes["2"]]
    assert weeks == sorted(weeks)
    assert history.trust["2"][20] == people["2"].trust_in(people["3"])
    steps = np.diff(list(history.trust["2"].values()))
    rose = [line for line in tie_story(org, "2", "3", history=history).lines if line.kind == "rose"]
    if steps.max() >= 0.03:
        assert f"{steps.max():.2f}" in " ".join(line.text for line in rose)


# -- a newcomer ----------------------------------------------------------------


def test_first_weeks_are_the_journey_step_by_step(lived):
    journeys = lived.journeys()
    assert len(newcomers_of(lived)) > 3
    for name in newcomers_of(lived):
        journey = journeys[journeys["person"] == name]
        story = newcomer_story(lived, name)
        steps = [line for line in story.lines if line.kind in ("step", "missed")]
        assert len(steps) == journey["step"].notna().sum()
        missed = [line for line in steps if line.kind == "missed"]
        assert len(missed) == (~journey["happened"].astype(bool) & journey["step"].notna()).sum()
        assert story.lines[0].week == journey["joined_week"].iloc[0]
        accepted = journey["accepted_week"].iloc[0]
        told = [line.week for line in story.lines if line.kind == "accepted"]
        assert told == ([] if pd.isna(accepted) else [int(accepted)])


def test_only_the_first_weeks_are_told(lived):
    name = newcomers_of(lived)[0]
    story = newcomer_story(lived, name, weeks=2)
    assert max(line.week for line in story.lines) <= story.lines[0].week + 2


def test_a_founder_has_no_welcome(lived):
    founder = lived.people_table().query("joined_week <= 0")["id"].iloc[0]
    assert "no welcome to tell" in newcomer_story(lived, founder).lines[0].text


def test_a_welcome_to_somebody_unknown_is_refused(lived):
    with pytest.raises(tg.InputError, match="nobody called 'x' is here or has joined"):
        newcomer_story(lived, "x")


# -- the feed ------------------------------------------------------------------


def test_before_the_first_week_there_is_no_feed():
    assert feed_of(organisation()) == []


def test_events_come_first_and_those_not_held_say_why():
    org = organisation(seed=2)
    org.schedule(week=2, kind="betrayal", who="5", whom="6")
    org.schedule(week=3, kind="departure", who="9").schedule(week=4, kind="departure", who="9")
    org.run(2)
    assert feed_of(org)[0].text == "Person 5 betrays person 6."
    org.run(2)
    first = feed_of(org)[0]
    assert first.kind == "not held"
    assert "9 has left" in first.text


def test_who_comes_and_goes_is_told_by_name():
    org = organisation(turnover__leave_rate=0.1)
    told = 0
    for _ in range(12):
        org.step()
        paths = org.paths()
        now = paths[(paths["week"] == org.week) & paths["what"].isin(["joined", "left"])]
        lines = {
            line.people[0] for line in feed_of(org, most=500) if line.kind in ("joined", "left")
        }
        assert lines <= set(now["who"])
        told += len(lines)
    assert told > 3


def test_no_kind_drowns_the_others_and_the_week_is_short(lived):
    lines = feed_of(lived, most=6)
    assert len(lines) <= 6
    kinds = [line.kind for line in lines]
    assert max(kinds.count(kind) for kind in kinds) <= 3
    assert all(line.week == 30 for line in lines)


def test_hidden_breaches_are_not_told():
    org = organisation(60)
    for _ in range(5):
        org.step()
        meetings = meetings_of(org)
        hidden = {
            (row.trustee, row.trustor) for row in meetings[meetings["hidden"]].itertuples()
        } - {(row.trustee, row.trustor) for row in meetings[~meetings["hidden"]].itertuples()}
        lines = [line for line in feed_of(org, most=500) if line.kind in ("breach", "deception")]
        assert not hidden & {line.people for line in lines}


# -- why -----------------------------------------------------------------------


def test_the_turning_week_is_that_of_the_largest_fall(lived):
    week = turning_week(lived)
    change = lived.series["trust"].diff()
    assert change.loc[week] == change.min()
    with pytest.raises(tg.InputError, match="run more weeks"):
        turning_week(organisation().run(1))


def test_why_tells_the_largest_entries_and_they_add_up():
    org = organisation(60).run(9)
    before = org.ties()
    org.step()
    story = why_story(org, 10, ties=(before, org.ties()))
    row = org.accounts.loc[10]
    told = [line for line in story.lines if line.kind in ACCOUNTS]
    assert told[0].kind == row.abs().idxmax()
    signed = []
    for line in told:
        amount = float(re.search(r"0\.\d{4}", line.text)[0])
        assert amount == pytest.approx(abs(row[line.kind]), abs=6e-5)
        signed.append(amount * np.sign(row[line.kind]))
    rest = [line for line in story.lines if line.kind == "rest"]
    if rest:
        signed.append(float(re.search(r"[+−]0\.\d{4}", rest[0].text)[0].replace("−", "-")))
    assert sum(signed) == pytest.approx(row.sum(), abs=4e-4)


def test_why_names_people_in_whom_trust_moved():
    org = organisation(60).run(9)
    before = org.ties()
    org.step()
    after = org.ties()
    both = before.merge(after, on=["from", "to"])
    change = (both["trust_y"] - both["trust_x"]).groupby(both["to"]).mean()
    people = [
        line for line in why_story(org, 10, ties=(before, after)).lines if line.kind == "person"
    ]
    assert people
    for line in people:
        assert ("fell" in line.text) == (change[line.people[0]] < 0)
        assert f"{abs(change[line.people[0]]):.4f}" in line.text


def test_why_without_ties_says_what_it_does_not_know(lived):
    story = why_story(lived, 12)
    assert EN.say("why.no_people") in texts(story)
    without = tg.Organisation("garden", seed=1, accounts=False).run(3)
    assert EN.say("why.no_accounts") in texts(why_story(without, 2))


@pytest.mark.parametrize("week", [0, 31])
def test_a_week_that_has_not_run_is_refused(lived, week):
    with pytest.raises(tg.InputError, match=f"week is {week}; the run has weeks 1 to 30"):
        why_story(lived, week)


def test_stories_change_nothing():
    told, silent = organisation(), organisation().run(6)
    for _ in range(6):
        before = told.ties()
        told.step()
        feed_of(told, before=before)
        person_story(told, "3")
        why_story(told, told.week, ties=(before, told.ties()))
    np.testing.assert_array_equal(told.series_array, silent.series_array)
    assert str(told.ties().sum(numeric_only=True)) == str(silent.ties().sum(numeric_only=True))


def test_a_story_is_plain_data(lived, somebody):
    data = person_story(lived, somebody).as_data()
    assert data["title"] == f"Person {somebody}"
    line = data["parts"][1]["lines"][0]
    assert set(line) == {"text", "week", "kind", "people"}
