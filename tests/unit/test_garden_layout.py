"""Where people stand in the picture: apart, near their leaders, and the same place as before."""

from __future__ import annotations

import json

import numpy as np
import pytest

import trustgarden as tg
from trustgarden.app.arranging import GAP, bed_centres, places_in_bed
from trustgarden.app.layout import EDGE, following, layout_of


def organisation(**changes):
    keys = {
        "organisation.start": "strangers",
        **{k.replace("__", "."): v for k, v in changes.items()},
    }
    return tg.Organisation("garden", seed=3, changes=keys)


def nearest(places):
    apart = np.linalg.norm(places[:, None] - places[None], axis=2)
    np.fill_diagonal(apart, np.inf)
    return apart.min()


@pytest.mark.parametrize("count", [2, 5, 8, 9, 20, 43])
def test_nobody_in_a_bed_stands_on_anothers_toes(count):
    places = places_in_bed(count)
    assert places.shape == (count, 2)
    assert nearest(places) > 0.65


@pytest.mark.parametrize("count", [1, 2, 3, 8, 19, 38, 125])
def test_beds_of_one_size_do_not_overlap(count):
    radii = np.full(count, 1.95)
    centres = bed_centres(np.where(np.arange(count) > 0, (np.arange(count) - 1) // 6, -1), radii)
    if count > 1:
        assert nearest(centres) >= 2 * 1.95 + GAP - 1e-9
    wide, high = np.ptp(centres, axis=0) + 2 * 1.95
    assert 0.6 < wide / high < 3.2


@pytest.mark.parametrize("seed", range(5))
def test_beds_of_any_sizes_do_not_overlap(seed):
    radii = np.random.default_rng(seed).uniform(0.8, 4.0, 24)
    centres = bed_centres(np.full(24, -1), radii)
    apart = np.linalg.norm(centres[:, None] - centres[None], axis=2)
    np.fill_diagonal(apart, np.inf)
    assert (apart - radii[:, None] - radii[None]).min() > GAP / 2


def test_the_top_stands_in_the_middle_and_teams_near_their_leaders():
    above = np.array([-1, *[0] * 6, *np.repeat(np.arange(1, 7), 5)])
    centres = bed_centres(above, np.ones(len(above)))
    assert np.linalg.norm(centres[0]) < 2
    to_leader = np.linalg.norm(centres[7:] - centres[above[7:]], axis=1).mean()
    to_others = np.linalg.norm(centres[7:, None] - centres[None, 1:7], axis=2).mean()
    assert to_leader < 0.7 * to_others


def test_reporting_in_a_ring_is_laid_out_all_the_same():
    centres = bed_centres(np.array([1, 0, 1]), np.ones(3))
    assert np.isfinite(centres).all()


def test_leaders_stand_in_the_middle_of_their_beds_and_everybody_inside():
    layout = layout_of(organisation(organisation__num_people=60))
    inside = np.linalg.norm(layout.places - layout.centres[layout.bed_of], axis=1)
    assert (inside <= layout.radii[layout.bed_of] - EDGE + 1e-9).all()
    leaders = np.unique(layout.boss[layout.boss >= 0])
    np.testing.assert_allclose(layout.places[leaders], layout.centres[layout.bed_of[leaders]])


def test_a_layout_is_small_json():
    data = layout_of(organisation(organisation__num_people=300)).as_data()
    assert len(json.dumps(data)) < 20_000
    assert len(data["places"]) == len(data["bed"]) == len(data["boss"]) == 300


def within(layout):
    """Where everybody stands in their bed."""
    return layout.places - layout.centres[layout.bed_of]


def test_who_comes_and_goes_moves_nobody():
    org = organisation(organisation__num_people=24, turnover__leave_rate=0.5)
    layout = layout_of(org)
    org.run(8)
    assert org.series["left"].sum() > 0
    assert following(layout, org) is layout


def test_growth_adds_beds_beside_those_that_were_there():
    org = organisation(organisation__num_people=24)
    layout = layout_of(org)
    org.schedule(week=1, kind="growth", number=16).run(1)
    after = following(layout, org)
    assert len(after.beds) == len(layout.beds) + 2
    np.testing.assert_array_equal(after.places[:24], layout.places)
    assert after.centres[3:, 0].min() > (layout.centres[:, 0] + layout.radii).max()
    assert following(after, org) is after


def test_beds_that_a_merger_brings_stand_as_if_they_had_always_been_there():
    org = organisation(organisation__num_people=24)
    layout = layout_of(org)
    org.schedule(week=1, kind="merger", number=24).run(1)
    after = following(layout, org)
    apart = np.linalg.norm(after.centres[:, None] - after.centres[None], axis=2)
    np.fill_diagonal(apart, np.inf)
    assert (apart >= after.radii[:, None] + after.radii[None]).all()
    leaders = np.unique(after.boss[24:][after.boss[24:] >= 24])
    np.testing.assert_allclose(after.places[leaders], after.centres[after.bed_of[leaders]])


def test_arrivals_take_free_places_of_their_bed():
    org = organisation(organisation__num_people=24)
    layout = layout_of(org)
    org.schedule(week=1, kind="arrival", number=3, team="team 2").run(1)
    after = following(layout, org)
    np.testing.assert_allclose(within(after)[:24], within(layout))
    assert (after.bed_of[24:] == 1).all()
    assert nearest(after.places[after.bed_of == 1]) > 0.5


def test_who_is_moved_to_another_team_stands_there_and_nobody_else_moves():
    org = organisation(organisation__num_people=24)
    layout = layout_of(org)
    org.schedule(week=1, kind="reorganisation", share=0.2).run(1)
    after = following(layout, org)
    stayed = after.bed_of == layout.bed_of
    assert 0 < (~stayed).sum() < 12
    np.testing.assert_allclose(within(after)[stayed], within(layout)[stayed])
    inside = np.linalg.norm(after.places - after.centres[after.bed_of], axis=1)
    assert (inside <= after.radii[after.bed_of]).all()
    assert nearest(after.places) > 0.5


def test_beds_that_grow_do_not_reach_into_others():
    org = organisation(organisation__num_people=20)
    layout = layout_of(org)
    org.schedule(week=1, kind="arrival", number=14, team="team 1").run(1)
    after = following(layout, org)
    between = np.linalg.norm(after.centres[:, None] - after.centres[None], axis=2)
    np.fill_diagonal(between, np.inf)
    assert (between >= after.radii[:, None] + after.radii[None]).all()
    away = np.linalg.norm(after.places - after.centres[after.bed_of], axis=1)
    assert (away <= after.radii[after.bed_of]).all()
    # Only the beds have moved, and everybody with them.
    np.testing.assert_allclose(within(after)[:20], within(layout))
