"""Exponential, logarithm, logistic and normal quantile against libm and scipy.

Tolerances are relative and hold at every point drawn; `atol` is 0 unless the
function itself goes through 0.
"""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import special, stats

from trustgarden.model import arithmetic

LAST_BITS = 2e-15
"""What the module's docstring promises, relative."""

PROBABILITIES = st.floats(1e-12, 1 - 1e-12)


@given(st.floats(-700, 700))
@example(0.0)
@example(math.log(2) / 2)
def test_exponential_agrees_with_libm(x: float) -> None:
    assert arithmetic.exponential(x) == pytest.approx(math.exp(x), rel=LAST_BITS, abs=0)


def test_exponential_of_zero_is_exactly_one() -> None:
    assert arithmetic.exponential(0.0) == 1.0


@pytest.mark.parametrize(("x", "clipped"), [(1e6, 700.0), (-1e6, -700.0)])
def test_exponential_is_clipped_and_never_infinite_or_zero(x: float, clipped: float) -> None:
    assert arithmetic.exponential(x) == arithmetic.exponential(clipped)
    assert 0 < arithmetic.exponential(x) < math.inf


@given(st.floats(-40, 40), st.floats(0, 1))
def test_exponential_is_monotone(x: float, more: float) -> None:
    assert arithmetic.exponential(x + more) >= arithmetic.exponential(x) * (1 - LAST_BITS)


@given(st.floats(1e-300, 1e300))
@example(1.0)
@example(0.75)
@example(1.5)
def test_logarithm_agrees_with_libm(x: float) -> None:
    # Near 1 the logarithm goes through 0, and only an absolute bound is meant.
    assert arithmetic.logarithm(x) == pytest.approx(math.log(x), rel=LAST_BITS, abs=1e-16)


@given(st.floats(-30, 30))
def test_logistic_agrees_with_scipy(x: float) -> None:
    assert arithmetic.logistic(x) == pytest.approx(special.expit(x), rel=4e-15, abs=0)


@given(st.floats(-1e6, 1e6))
def test_logistic_is_a_chance(x: float) -> None:
    assert 0 <= arithmetic.logistic(x) <= 1


@given(PROBABILITIES)
def test_logit_agrees_with_scipy(p: float) -> None:
    assert arithmetic.logit(p) == pytest.approx(special.logit(p), rel=4e-15, abs=1e-15)


@given(st.floats(-15, 15))
def test_logit_undoes_logistic(x: float) -> None:
    # 1 - p loses digits as p nears 1: at 15 logits some 6 of the 16.
    assert arithmetic.logit(arithmetic.logistic(x)) == pytest.approx(x, rel=1e-9, abs=1e-9)


@given(PROBABILITIES)
@example(0.02425)
@example(1 - 0.02425)
@example(0.5)
def test_normal_quantile_agrees_with_scipy(u: float) -> None:
    assert arithmetic.normal_quantile(u) == pytest.approx(stats.norm.ppf(u), rel=1.2e-9, abs=1e-9)


@given(st.floats(1e-6, 0.5 - 1e-6), st.floats(1e-9, 1e-3))
def test_normal_quantile_is_monotone(u: float, more: float) -> None:
    # Acklam's pieces meet within his error: hence the slack.
    assert arithmetic.normal_quantile(u + more) >= arithmetic.normal_quantile(u) - 1e-8


@given(st.integers(-1022, 1023))
def test_powers_of_two_are_exact(n: int) -> None:
    assert arithmetic.power_of_two(n) == math.ldexp(1.0, n)


@given(st.floats(1e-12, 1e12))
def test_square_root_agrees_with_libm(x: float) -> None:
    assert arithmetic.square_root(x) == pytest.approx(math.sqrt(x), rel=1e-15, abs=0)


@pytest.mark.parametrize("x", [0.0, -1e-18, -1.0])
def test_the_root_of_nothing_or_less_is_nothing(x: float) -> None:
    # Spreads are differences of sums, so rounding can make them a little negative.
    assert arithmetic.square_root(x) == 0.0


@given(st.floats(-50, 50), PROBABILITIES)
def test_compiled_and_plain_agree_to_the_bit(x: float, p: float) -> None:
    for rule, at in (
        (arithmetic.exponential, x),
        (arithmetic.logistic, x),
        (arithmetic.logarithm, p),
        (arithmetic.logit, p),
        (arithmetic.normal_quantile, p),
        (arithmetic.square_root, p),
    ):
        assert rule(at) == getattr(rule, "py_func", rule)(at), rule
