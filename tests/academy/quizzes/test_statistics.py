import math
from fractions import Fraction
from statistics import StatisticsError
from statistics import correlation as naive_correlation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.quizzes.statistics import Interval, Sums, correlation, fisher, wilson

HUNDREDTHS = st.integers(0, 100)
PAIRS = st.lists(st.tuples(HUNDREDTHS, st.integers(0, 4000)), max_size=40)


def sums_of(pairs):
    total = Sums()
    for x, y in pairs:
        total = total.plus(Sums(1, *(Fraction(part) for part in (x, y, x * x, y * y, x * y))))
    return total


def naive(pairs):
    """Return the correlation by the textbook, None where it has none."""
    try:
        return naive_correlation([x for x, _y in pairs], [y for _x, y in pairs])
    except StatisticsError:
        return None


def naive_wilson(hits, total, z=1.959964):
    """The two shares from which what was seen is exactly `z` standard errors away, by bisection."""

    def end(outside, inside):
        for _step in range(200):
            middle = (outside + inside) / 2
            is_inside = abs(hits / total - middle) <= z * math.sqrt(middle * (1 - middle) / total)
            outside, inside = (outside, middle) if is_inside else (middle, inside)
        return inside

    return end(0, hits / total), end(1, hits / total)


@given(PAIRS)
def test_the_correlation_from_sums_is_that_of_the_pairs(pairs):
    expected, found = naive(pairs), correlation(sums_of(pairs))
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-9))


@given(PAIRS, st.integers(1, 40))
def test_dividing_all_of_one_side_changes_no_correlation(pairs, by):
    whole, divided = correlation(sums_of(pairs)), correlation(sums_of(pairs).with_y_divided(by))
    assert divided == (None if whole is None else pytest.approx(whole, abs=1e-9))


@given(PAIRS, PAIRS)
def test_sums_of_parts_are_the_sums_of_all(some, others):
    assert sums_of(some).plus(sums_of(others)) == sums_of(some + others)


@pytest.mark.parametrize("pairs", [[], [(100, 300)], [(100, 300), (100, 500)], [(0, 300), (100, 300)]])
def test_what_never_varies_correlates_with_nothing(pairs):
    assert correlation(sums_of(pairs)) is None


def test_wilson_is_as_in_the_textbook():
    assert wilson(10, 20) == pytest.approx((0.2993, 0.7007), abs=1e-4)
    assert wilson(1, 10) == pytest.approx((0.0179, 0.4042), abs=1e-4)


def test_a_share_of_nothing_has_no_interval():
    assert wilson(0, 0) is None


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_is_what_solving_for_its_ends_gives(counts):
    hits, total = counts
    found = wilson(hits, total)
    assert found == pytest.approx(naive_wilson(hits, total), abs=1e-6)
    assert 0 <= found.low <= hits / total <= found.high <= 1


@given(st.integers(1, 10**9))
def test_none_and_all_reach_the_end_itself(total):
    assert (wilson(0, total).low, wilson(total, total).high) == (0, 1)


def test_fisher_is_as_in_the_textbook():
    assert fisher(0.5, 28) == pytest.approx((0.1561, 0.7363), abs=1e-3)


@given(st.floats(-1, 1), st.integers(4, 10**6))
def test_fisher_holds_the_correlation_itself(r, n):
    found = fisher(r, n)
    assert -1 <= found.low <= r + 1e-9
    assert r - 1e-9 <= found.high <= 1


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_three_answers_say_nothing_of_a_correlation(n):
    assert fisher(0.5, n) is None


@pytest.mark.parametrize("r", [-1.0, 1.0])
def test_a_perfect_correlation_is_its_own_interval(r):
    assert fisher(r, 10) == Interval(r, r)
