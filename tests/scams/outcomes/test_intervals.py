import pytest
from hypothesis import given
from hypothesis import strategies as st

from scams.outcomes.intervals import Interval, Rate, wilson

# R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3.
NEWCOMBE = {
    (81, 263): (0.2553, 0.3662),
    (15, 148): (0.0624, 0.1605),
    (0, 20): (0.0, 0.1611),
    (1, 29): (0.0061, 0.1718),
}


@pytest.mark.parametrize(("counts", "bounds"), NEWCOMBE.items())
def test_the_interval_is_the_one_in_the_literature(counts, bounds):
    assert wilson(*counts) == pytest.approx(bounds, abs=0.00005)


def test_of_nothing_there_is_no_share_and_no_interval():
    assert (Rate(0, 0).share, Rate(0, 0).interval) == (None, None)


def test_a_share_stands_in_its_interval():
    rate = Rate(41, 60)
    assert rate.share == pytest.approx(0.6833, abs=0.0001)
    assert rate.interval == pytest.approx((0.5577, 0.7869), abs=0.0001)


@given(st.integers(0, 5000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_an_interval_holds_its_share_within_0_and_1_and_is_the_mirror_of_the_rest_s(counts):
    hits, total = counts
    interval, rest = wilson(hits, total), wilson(total - hits, total)
    if not total:
        assert interval is None
        return
    assert 0 <= interval.low <= hits / total <= interval.high <= 1
    assert interval == pytest.approx(Interval(1 - rest.high, 1 - rest.low))
