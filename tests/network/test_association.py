"""Association: hand-worked tables, agreement with SciPy, and q values that hold what they promise by chance alone."""

from __future__ import annotations

from math import comb, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from pipeline.network.association import SMALLEST, adjusted, at_least, exactly, log_likelihood_ratio, npmi


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, int, int, int]:
    total = draw(st.integers(1, 400))
    a, b = draw(st.integers(0, total)), draw(st.integers(0, total))
    return draw(st.integers(max(0, a + b - total), min(a, b))), a, b, total


def test_a_table_worked_by_hand() -> None:
    # 20 sentences, 5 with a, 4 with b, 3 with both: P(X>=3) = (C(5,3)·C(15,1) + C(5,4)) / C(20,4)
    assert at_least(3, 5, 4, 20) == pytest.approx((10 * 15 + 5) / comb(20, 4), rel=1e-9)
    by_hand = 2 * (3 * log(3 / 1) + 2 * log(2 / 4) + 1 * log(1 / 3) + 14 * log(14 / 12))
    assert log_likelihood_ratio(3, 5, 4, 20) == pytest.approx(by_hand)
    assert npmi(3, 5, 4, 20) == pytest.approx(log(3 * 20 / 20) / -log(3 / 20))


@given(tables())
def test_the_tail_and_its_terms_are_those_of_scipy(table: tuple[int, int, int, int]) -> None:
    k, a, b, total = table
    assert at_least(k, a, b, total)[0] == pytest.approx(stats.hypergeom.sf(k - 1, total, a, b), rel=1e-7, abs=1e-12)
    assert exactly(k, a, b, total) == pytest.approx(stats.hypergeom.pmf(k, total, a, b), rel=1e-7)
    fisher = stats.fisher_exact([[k, a - k], [b - k, total - a - b + k]], alternative="greater").pvalue
    assert at_least(k, a, b, total)[0] == pytest.approx(fisher, rel=1e-6, abs=1e-12)


@given(tables())
def test_g2_is_that_of_scipy(table: tuple[int, int, int, int]) -> None:
    k, a, b, total = table
    g2 = float(log_likelihood_ratio(k, a, b, total))
    if 0 < a < total and 0 < b < total:
        seen = np.array([[k, a - k], [b - k, total - a - b + k]])
        want = stats.chi2_contingency(seen, correction=False, lambda_="log-likelihood").statistic
        assert g2 == pytest.approx(want, abs=1e-7)
    else:
        assert g2 == pytest.approx(0, abs=1e-9)


def test_large_counts_are_right_and_tiny_tails_are_not_zero() -> None:
    # a million sentences; SciPy's own sum as reference, both sides of the mean
    k, a, b, total = np.array([3, 40, 95, 160]), np.full(4, 20_000), np.full(4, 5_000), 1_000_000
    assert at_least(k, a, b, total) == pytest.approx(stats.hypergeom.sf(k - 1, total, a, b), rel=1e-6)
    assert at_least(20_000, 20_000, 20_000, total)[0] == SMALLEST
    assert exactly([5, -1], [3, 3], [4, 4], 9).tolist() == [0, 0]


@given(st.lists(st.floats(1e-12, 1), min_size=1, max_size=60), st.integers(0, 50))
def test_q_is_scipys_with_the_tests_that_were_not_passed(p: list[float], more: int) -> None:
    want = stats.false_discovery_control([*p, *[1.0] * more])[: len(p)]
    assert adjusted(p, len(p) + more) == pytest.approx(want)
    if not more:
        assert adjusted(p) == pytest.approx(want)


def test_of_what_q_lets_through_no_more_than_it_says_is_chance() -> None:
    chance = np.random.default_rng(3)
    shares, found = [], 0
    for _ in range(40):
        a, b = chance.integers(3, 300, 1_000), chance.integers(3, 300, 1_000)
        k = chance.hypergeometric(a, 3_000 - a, b)
        linked = np.arange(1_000) < 100
        k = np.where(linked, np.minimum(np.minimum(a, b), k + np.minimum(a, b) // 3), k)
        through = adjusted(at_least(k, a, b, 3_000)) < 0.05
        shares.append((through & ~linked).sum() / max(1, through.sum()))
        found += (through & linked).sum()
    assert np.mean(shares) <= 0.05
    assert found > 0.7 * 40 * 100


@given(st.integers(1, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_npmi_is_between_minus_one_and_one(together: int, more_a: int, more_b: int, rest: int) -> None:
    value = npmi(together, together + more_a, together + more_b, together + more_a + more_b + rest)
    assert -1 - 1e-9 <= value <= 1 + 1e-9
