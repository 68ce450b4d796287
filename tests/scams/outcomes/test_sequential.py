import itertools
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scams.outcomes.intervals import Rate
from scams.outcomes.sequential import ALPHA, confidence_sequence, log_mixture_ratio, worse

RUNS = 100


def outcomes(seed: int, stops: dict[str, float], count: int):
    """Yield the rates after each of `count` outcomes, each of a variant by chance."""
    chance = random.Random(seed)  # noqa: S311 - a stream that is the same each time
    hits, totals = dict.fromkeys(stops, 0), dict.fromkeys(stops, 0)
    for _number in range(count):
        name = chance.choice(list(stops))
        totals[name] += 1
        hits[name] += chance.random() < stops[name]
        yield {one: Rate(hits[one], totals[one]) for one in stops}


def called(stops: dict[str, float], *, count: int, every: int = 1) -> list[set[str]]:
    """Return who was ever called worse in each of some runs that were looked at all the time."""
    found = []
    for seed in range(RUNS):
        looks = itertools.islice(outcomes(seed, stops, count), every - 1, None, every)
        found.append({one.variant for rates in looks for one in worse(rates)})
    return found


@pytest.mark.parametrize("rate", [0.05, 0.5, 0.9])
@pytest.mark.parametrize("names", ["ab", "abc"])
def test_equal_variants_are_told_apart_more_seldom_than_alpha_however_often_one_looks(rate, names):
    alarms = sum(bool(one) for one in called(dict.fromkeys(names, rate), count=400, every=8))
    assert alarms / RUNS <= ALPHA


def test_a_look_at_every_outcome_with_an_ordinary_test_would_fail_this():
    def peek(seed):
        for rates in outcomes(seed, {"a": 0.5, "b": 0.5}, 400):
            first, second = rates.values()
            if min(first.total, second.total) >= 10:
                pooled = (first.hits + second.hits) / (first.total + second.total)
                spread = math.sqrt(pooled * (1 - pooled) * (1 / first.total + 1 / second.total))
                if spread and abs(first.share - second.share) > 1.96 * spread:
                    return True
        return False

    assert sum(peek(seed) for seed in range(RUNS)) / RUNS > 2 * ALPHA


def test_a_real_difference_is_found_and_the_better_one_is_never_called_worse():
    found = called({"a": 0.7, "b": 0.4}, count=1200, every=60)
    assert sum("b" in one for one in found) / RUNS > 0.95
    assert sum("a" in one for one in found) == 0


def test_of_three_only_the_bad_one_is_called():
    found = called({"a": 0.6, "b": 0.6, "c": 0.2}, count=1500, every=100)
    assert sum(one == {"c"} for one in found) / RUNS > 0.9


@pytest.mark.parametrize(
    "rates", [{}, {"a": Rate(0, 900)}, {"a": Rate(0, 0), "b": Rate(0, 0)}, {"a": Rate(5, 9), "b": Rate(0, 0)}]
)
def test_without_two_that_were_tried_nobody_is_worse(rates):
    assert worse(rates) == []


def test_the_verdict_says_what_it_rests_on():
    (only,) = worse({"a": Rate(450, 600), "b": Rate(240, 600)})
    assert (only.variant, only.best, only.rate, only.best_rate, only.alpha) == (
        "b",
        "a",
        Rate(240, 600),
        Rate(450, 600),
        0.025,
    )
    assert only.bounds.low < 0.4 < only.bounds.high < only.best_bounds.low < 0.75 < only.best_bounds.high


counts = st.tuples(st.integers(0, 3000), st.integers(0, 3000))


@given(counts)
def test_a_sequence_holds_the_rate_seen_and_just_what_is_not_too_unlikely(both):
    hits, misses = both
    rate = Rate(hits, hits + misses)
    low, high = confidence_sequence(rate, 0.025)
    assert 0 <= low <= high <= 1
    if rate.total:
        assert low <= rate.share <= high
    for edge, other in ((low, low - 1e-6), (high, high + 1e-6)):
        if 0 < edge < 1:
            assert log_mixture_ratio(hits, misses, edge) == pytest.approx(-math.log(0.025), abs=1e-6)
            assert not 0 < other < 1 or log_mixture_ratio(hits, misses, other) > -math.log(0.025)


@given(st.integers(0, 8), st.integers(0, 8))
def test_the_mixture_is_a_fair_bet_under_every_rate(hits, misses):
    """Summed over the next outcome it is what it was: a martingale, on which the error rate rests."""
    rate = 0.37
    now = math.exp(log_mixture_ratio(hits, misses, rate))
    then = [math.exp(log_mixture_ratio(*after, rate)) for after in ((hits + 1, misses), (hits, misses + 1))]
    assert rate * then[0] + (1 - rate) * then[1] == pytest.approx(now)
