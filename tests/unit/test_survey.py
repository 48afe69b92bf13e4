"""The survey: what is read of people, how they answer, and how answers are scored."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

import trustgarden as tg
from trustgarden.errors import InputError
from trustgarden.experiments.survey import STANDARD, Norm, Questionnaire, Scale, constructs, survey
from trustgarden.experiments.survey.answering import Sheet, answers
from trustgarden.experiments.survey.constructs import CONSTRUCTS
from trustgarden.experiments.survey.scoring import alpha_interval, cronbach, r_interval
from trustgarden.experiments.survey.surveying import Survey
from trustgarden.model.measures import MEASURE_NAMES

MEASURED = {
    "trust_leader": "trust_leader",
    "trust_organisation": "trust_organisation",
    "distributive": "fairness_distributive",
    "procedural": "fairness_procedural",
    "interactional": "fairness_interactional",
    "commitment": "stay",
    "quit_intention": "intention",
    "engagement": "engage",
    "helping": "help",
    "withholding": "withholding",
}
"""Constructs whose mean over everybody is a measure of docs/odd.md."""


@cache
def small() -> tg.Organisation:
    """An organisation after half a year, with people who left and came."""
    changes = {"organisation.num_people": 24, "turnover.leave_rate": 0.01}
    return tg.Organisation("garden", seed=3, changes=changes, accounts=False).run(26)


def sheet(truth: dict[str, list[float]], seed: int = 1) -> Sheet:
    """A sheet of invented people, without leaders who rate."""
    table = pd.DataFrame(truth)
    keys = np.arange(len(table), dtype=np.int64)
    return Sheet(table, keys, np.full(len(table), -1), seed, 10)


def asking(*scales: Scale, **changes: float) -> Questionnaire:
    """A questionnaire to which everybody answers all, without styles, unless said otherwise."""
    plain = {"acquiescence": 0.0, "extremity": 0.0, "response_rate": 1.0, "missing": 0.0}
    return Questionnaire(scales=scales, **(plain | changes))  # type: ignore[arg-type]


def a_scale(**changes: object) -> Scale:
    facts = {
        "id": "trust", "label": "Trust", "reads": "trust", "definition": "", "source": "",
        "norm": Norm(0.5, 0.1), "place": 0.5,
    }  # fmt: skip
    return Scale(**(facts | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("construct", MEASURED)
def test_the_mean_of_a_construct_is_the_measure(construct: str) -> None:
    engine = small().engine
    measured = dict(zip(MEASURE_NAMES, engine.measure(), strict=True))[MEASURED[construct]]
    assert constructs(engine)[construct].mean() == pytest.approx(measured, rel=1e-6)


def test_trust_in_coworkers_leaves_out_oneself_and_the_leader() -> None:
    org = small()
    table = constructs(org.engine).set_index("row")
    me = next(p for p in org.people if p.leader is not None)
    mates = [p for p in org.people if p.team == me.team and p is not me and p is not me.leader]
    expected = np.mean([me.trust_in(mate) for mate in mates])
    assert table.trust_team[me.row] == pytest.approx(expected, rel=1e-9)


def test_who_has_no_leader_is_not_asked_about_one() -> None:
    org = small()
    table = constructs(org.engine).set_index("row")
    top = next(p for p in org.people if p.leader is None)
    of_leader = ["trust_leader", "leader_ability", "participation", "performance", "risk_taking"]
    assert table.loc[top.row, of_leader].isna().all()
    assert table.loc[top.row, ["propensity", "trust_organisation"]].notna().all()


def test_reading_changes_nothing() -> None:
    engine = small().engine
    before = [np.copy(array) for array in engine.state]
    constructs(engine)
    survey(small())
    for name, old, new in zip(engine.state._fields, before, engine.state, strict=True):
        assert old.tolist() == new.tolist(), name


def test_without_the_trust_path_only_what_follows_from_trust_changes() -> None:
    engine = small().engine
    whole, cut = constructs(engine), constructs(engine, trust_path=False)
    changed = {name for name in CONSTRUCTS if not whole[name].equals(cut[name])}
    assert changed == {"engagement", "helping", "commitment", "quit_intention"}


def test_every_scale_reads_a_construct_and_numbers_are_its_own() -> None:
    assert {scale.reads for scale in STANDARD.scales} == set(CONSTRUCTS)
    columns = [column for scale in STANDARD.scales for column in scale.columns]
    assert len(columns) == len(set(columns)) > 80


def test_the_same_seed_gives_the_same_answers_and_another_gives_others() -> None:
    one, again, other = (survey(small(), seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one.items, again.items)
    assert not one.items.equals(other.items)


def test_one_scale_less_changes_no_other_answer() -> None:
    names = ["procedural", "performance", "tenure_weeks"]
    whole, part = survey(small()), survey(small(), questionnaire=STANDARD.only(names))
    pd.testing.assert_frame_equal(whole.items[list(part.items)], part.items)
    pd.testing.assert_frame_equal(whole.scales[names], part.scales[names])


def test_one_person_more_changes_nobody_elses_answers() -> None:
    asked = asking(a_scale())
    few, more = ([0.4, 0.5], [0.4, 0.5, 0.6])
    both = [answers(sheet({"trust": truth}), asked) for truth in (few, more)]
    pd.testing.assert_frame_equal(both[0], both[1].iloc[:2])


def test_without_noise_and_halo_answers_are_the_truth_in_categories() -> None:
    asked = asking(a_scale(items=2), trait=1.0, method=0.0, spread=0.2)
    # One deviation of the norm is a fifth of the scale, one category of five.
    ticked = answers(sheet({"trust": [0.3, 0.4, 0.5, 0.6, 0.7, 9.0]}), asked)
    assert ticked["trust_1"].tolist() == [1, 2, 3, 4, 5, 5]
    turned = [5, 4, 3, 2, 1, 1]
    # In the middle of a category nothing else can be ticked but at its border.
    assert ticked["trust_2r"].tolist() == turned


@pytest.mark.parametrize(("trait", "method"), [(0.45, 0.2), (0.3, 0.0), (0.6, 0.3)])
def test_variance_has_the_stated_parts(trait: float, method: float) -> None:
    # Answers of 4,000 people on eleven categories; the categories cost a little.
    rng = np.random.default_rng(1)
    truth = {name: list(0.5 + 0.1 * rng.standard_normal(4000)) for name in ("trust", "other")}
    scales = [a_scale(id=name, reads=name, reversed_items=0) for name in truth]
    asked = asking(*scales, trait=trait, method=method, categories=11, spread=0.15)
    r = answers(sheet(truth), asked).corr()
    within = r.loc["trust_1", ["trust_2", "trust_3", "trust_4"]].mean()
    across = r.loc["trust_1", ["other_1", "other_2", "other_3", "other_4"]].mean()
    # Standard error of r at this size is .016; means of several are nearer.
    assert within == pytest.approx(trait + method, abs=0.05)
    assert across == pytest.approx(method, abs=0.05)


def test_halo_lowers_what_is_said_against() -> None:
    scales = [a_scale(id="quit", halo=-1), a_scale(id="like")]
    asked = asking(*scales, trait=0.0, method=1.0, spread=0.1)
    made = Survey(asked, answers(sheet({"trust": [0.5] * 300}), asked), pd.DataFrame(), 300)
    assert made.scales.corr().loc["quit", "like"] < -0.9


def test_leaders_are_lenient_to_all_of_theirs() -> None:
    scale = a_scale(rater="leader")
    asked = asking(scale, trait=0.0, method=1.0, categories=11)
    n = 400
    leaders = np.repeat(np.arange(n // 10), 10) + 10_000
    whom = Sheet(pd.DataFrame({"trust": [0.5] * n}), np.arange(n), leaders, 1, 1)
    scores = answers(whom, asked)["trust_1"].groupby(leaders)
    between = scores.mean().var() - scores.var().mean() / 10
    share = between / (between + scores.var().mean())
    assert share == pytest.approx(0.5, abs=0.15)


def test_people_and_items_go_missing_at_their_rates() -> None:
    asked = asking(a_scale(items=10), response_rate=0.6, missing=0.1)
    ticked = answers(sheet({"trust": [0.5] * 2000}), asked)
    # Five standard errors: 0.055 and 0.014.
    assert len(ticked) / 2000 == pytest.approx(0.6, abs=0.055)
    assert ticked.isna().to_numpy().mean() == pytest.approx(0.1, abs=0.014)


def test_alpha_of_a_table_with_a_known_one() -> None:
    items = pd.DataFrame({"a": [1, 2, 3, 4, 5], "b": [2, 2, 3, 5, 5], "c": [1, 3, 3, 4, 4]})
    total = items.sum(axis=1).var()
    by_hand = 1.5 * (1 - (2.5 + 2.3 + 1.5) / total)
    assert cronbach(items) == (pytest.approx(by_hand), 5)
    assert np.isnan(cronbach(items[["a"]])[0])


def test_intervals_of_alpha_and_r() -> None:
    # Feldt, Woodruff & Salih 1987, and Fisher for r .5 and n 103: z .549 +- .196.
    low, high = alpha_interval(0.8, 5, 100)
    assert low < 0.8 < high
    assert (low, high) == (pytest.approx(0.733, abs=0.005), pytest.approx(0.855, abs=0.005))
    assert r_interval(0.5, 103) == (pytest.approx(0.339, abs=1e-3), pytest.approx(0.632, abs=1e-3))


def test_a_scale_is_scored_where_half_its_items_were_answered() -> None:
    asked = asking(a_scale(items=4, reversed_items=1))
    items = pd.DataFrame(
        {"trust_1": [5.0, 5.0], "trust_2": [4.0, np.nan], "trust_3": [np.nan, np.nan],
         "trust_4r": [1.0, np.nan]}
    )  # fmt: skip
    made = Survey(asked, items, pd.DataFrame(index=items.index), 2)
    assert made.scales["trust"].tolist() == [
        pytest.approx(14 / 3),
        pytest.approx(np.nan, nan_ok=True),
    ]


def test_what_comes_back_is_what_a_researcher_expects() -> None:
    made = survey(small())
    assert set(np.unique(made.items.stack().dropna())) <= {1.0, 2.0, 3.0, 4.0, 5.0}
    assert list(made.scales) == [scale.id for scale in STANDARD.scales]
    assert made.correlations.loc["trust_leader", "quit_intention"] < 0
    assert made.alphas.alpha["trust_leader"] > 0.7
    assert 0.5 < made.response_rate <= 1.0
    assert made.descriptives.loc["tenure_weeks", "rater"] == "record"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"trait": 0.9}, r"trait and method add up to 1.10"),
        ({"categories": 1}, r"categories is 1; it must be from 2 to 11."),
        ({"missing": 1.5}, r"missing is 1.5; it is a share"),
        ({"scales": ()}, r"the questionnaire has no scales"),
        ({"scales": (STANDARD.scales[0],) * 2}, r"scale 'trust_leader' stands twice"),
    ],
)
def test_a_questionnaire_that_cannot_be_is_refused(
    changes: dict[str, object], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        STANDARD.with_(**changes)


def test_scales_that_cannot_be_are_refused() -> None:
    with pytest.raises(InputError, match=r"scale trust: reversed_items is 4"):
        a_scale(reversed_items=4)
    with pytest.raises(InputError, match=r"norm.sd is 0"):
        replace(a_scale(), norm=Norm(0.5, 0.0))
    with pytest.raises(InputError, match=r"there is no scale 'luck'"):
        STANDARD.only(["luck"])
