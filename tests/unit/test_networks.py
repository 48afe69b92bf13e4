"""Networks and their measures: known answers by hand, edges, and what is refused."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from trustgarden.analysis.networks import (
    Network,
    aligned,
    degree_figures,
    degrees,
    density,
    density_ratio,
    multiplexity,
    odds_ratio,
    people_of,
    rank_flow,
    reciprocity,
    transitivity,
    up_down_ratio,
)


def network(*arcs: str, people: str = "abcde") -> Network:
    """A network of arcs written as two letters."""
    table = pd.DataFrame({"from": [arc[0] for arc in arcs], "to": [arc[1] for arc in arcs]})
    return Network.from_table(table, list(people))


class TestNetwork:
    def test_people_without_arcs_are_in_it(self) -> None:
        found = network("ab")
        assert (found.num_people, found.num_arcs) == (5, 1)
        assert found.table().to_numpy().tolist() == [["a", "b"]]

    def test_without_people_it_holds_those_of_the_table_sorted(self) -> None:
        table = pd.DataFrame({"from": ["c", "a"], "to": ["b", "c"]})
        assert Network.from_table(table).people.tolist() == ["a", "b", "c"]

    def test_its_matrix_has_a_row_for_who_names(self) -> None:
        matrix = network("ab", "cb", people="abc").matrix().toarray()
        assert matrix.tolist() == [[0, 1, 0], [0, 0, 0], [0, 1, 0]]

    def test_its_arcs_cannot_be_written(self) -> None:
        with pytest.raises(ValueError, match="read-only"):
            network("ab").heads[0] = 3

    @pytest.mark.parametrize(
        ("arcs", "message"),
        [
            (("aa",), "'a' has an arc to themselves"),
            (("ab", "ab"), "an arc is there twice"),
            (("az",), "the arcs name 'z', who is not among the people"),
        ],
    )
    def test_what_is_no_network_is_refused(self, arcs: tuple[str, ...], message: str) -> None:
        with pytest.raises(ValueError, match=message):
            network(*arcs)

    def test_people_come_once(self) -> None:
        with pytest.raises(ValueError, match="people holds 'a' twice"):
            network("ab", people="aba")

    def test_arcs_lead_to_people(self) -> None:
        with pytest.raises(ValueError, match=r"leads to position 0\.\.7; there are 2 people"):
            Network(pd.Index(["a", "b"]), np.array([0]), np.array([7]))

    def test_a_table_without_a_column_is_named(self) -> None:
        with pytest.raises(ValueError, match="arcs has no column to; it has from, who"):
            Network.from_table(pd.DataFrame({"from": ["a"], "who": ["b"]}))


class TestAligned:
    def test_a_series_goes_by_person(self) -> None:
        place = pd.Series({"b": 2, "a": 1, "z": 9})
        found = aligned(network("ab", people="abc"), place)
        assert found.iloc[:2].tolist() == [1, 2]
        assert math.isnan(found["c"])

    def test_an_array_has_to_fit(self) -> None:
        with pytest.raises(ValueError, match="has 2 entries; the network has 5 people"):
            aligned(network("ab"), [1, 2])


class TestStructure:
    def test_density_is_over_ordered_pairs(self) -> None:
        assert density(network("ab", "ba", "cd")) == 3 / 20
        assert math.isnan(density(network(people="a")))

    def test_reciprocity_is_the_share_of_arcs_returned(self) -> None:
        assert reciprocity(network("ab", "ba", "ac", "cd")) == 0.5
        assert math.isnan(reciprocity(network()))

    def test_transitivity_is_the_share_of_paths_closed(self) -> None:
        # Paths: a-b-c (closed by ac), b-c-d, a-c-d; a-b-a is none.
        assert transitivity(network("ab", "bc", "ac", "cd")) == pytest.approx(1 / 3)
        assert transitivity(network("ab", "bc", "ac", "cd", "ba")) == pytest.approx(2 / 4)
        assert math.isnan(transitivity(network("ab", "ba")))

    def test_transitivity_agrees_with_counting(self) -> None:
        rng = np.random.default_rng(1)
        matrix = rng.random((12, 12)) < 0.3
        np.fill_diagonal(matrix, False)
        tails, heads = np.nonzero(matrix)
        paths = [
            (i, k)
            for i, j in zip(tails, heads, strict=True)
            for k in np.flatnonzero(matrix[j])
            if k != i
        ]
        counted = np.mean([matrix[i, k] for i, k in paths])
        assert transitivity(Network(pd.RangeIndex(12), tails, heads)) == pytest.approx(counted)

    def test_degrees(self) -> None:
        star = network("ba", "ca", "da", "ab")
        assert degrees(star)["in_degree"].tolist() == [3, 1, 0, 0, 0]
        assert degrees(star)["out_degree"].tolist() == [1, 1, 1, 1, 0]
        figures = degree_figures(star)
        assert figures["mean_degree"] == 0.8
        assert figures["in_degree_max"] == 3
        assert figures["in_degree_sd"] == pytest.approx(np.std([3, 1, 0, 0, 0]))
        assert figures["out_degree_sd"] == pytest.approx(0.4)


class TestMixing:
    place = pd.Series({"a": "x", "b": "x", "c": "y", "d": "y", "e": None})

    def test_density_ratio_leaves_out_who_has_no_group(self) -> None:
        # Same place: 2 of 4 pairs; another: 1 of 8. e is in none.
        found = network("ab", "cd", "ac", "ae", "ea")
        assert density_ratio(found, self.place) == pytest.approx(0.5 / 0.125)

    def test_density_ratio_at_its_ends(self) -> None:
        assert density_ratio(network("ab"), self.place) == math.inf
        assert density_ratio(network("ac"), self.place) == 0.0
        assert math.isnan(density_ratio(network(), self.place))
        assert math.isnan(density_ratio(network("ab"), list("vwxyz")))
        assert math.isnan(density_ratio(network("ab"), list("xxxxx")))

    def test_rank_flow_counts_pairs_of_each_direction(self) -> None:
        ranks = pd.Series({"a": 0, "b": 1, "c": 1, "d": 2, "e": math.nan})
        flow = rank_flow(network("ba", "da", "bc", "ab", "ea"), ranks)
        assert flow["arcs"].tolist() == [2, 1, 1]
        assert flow["pairs"].tolist() == [5, 2, 5]
        assert flow["density"].tolist() == pytest.approx([0.4, 0.5, 0.2])
        assert up_down_ratio(network("ba", "da", "bc", "ab", "ea"), ranks) == pytest.approx(2.0)

    def test_up_down_at_its_ends(self) -> None:
        assert up_down_ratio(network("ba"), [0, 1, 1, 1, 1]) == math.inf
        assert math.isnan(up_down_ratio(network("ba"), [1, 1, 1, 1, 1]))


class TestMultiplexity:
    def test_odds_and_shares(self) -> None:
        given, other = network("ab", "ba", "ac", "ad"), network("ab", "ba", "bc", "ce")
        found = multiplexity(given, other)
        # Both 2, given alone 2, other alone 2, neither 14.
        assert found.odds_ratio == pytest.approx(2 * 14 / (2 * 2))
        assert found.share_with == 0.5
        assert found.share_without == pytest.approx(2 / 16)
        assert odds_ratio(given, other) == found.odds_ratio

    def test_relations_that_never_part(self) -> None:
        assert odds_ratio(network("ab"), network("ab")) == math.inf
        assert math.isnan(odds_ratio(network(), network()))

    def test_other_people_are_refused(self) -> None:
        with pytest.raises(ValueError, match="not of the same people in the same order"):
            multiplexity(network("ab", people="ab"), network("ab", people="ba"))


def test_people_of_gives_everybody_once() -> None:
    ties = pd.DataFrame(
        {
            "from": ["b", "b"],
            "to": ["a", "c"],
            "place_from": ["x", "x"],
            "place_to": ["y", "z"],
            "rank_from": [1, 1],
            "rank_to": [0, 2],
            "team_to": ["t", "t"],
        }
    )
    found = people_of(ties)
    assert found.index.tolist() == ["a", "b", "c"]
    assert found.columns.tolist() == ["place", "rank"]
    assert found["place"].tolist() == ["y", "x", "z"]
