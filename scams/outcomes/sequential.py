"""Is one wording worse than another? A test that may be asked after every single outcome. Pure; no Django here.

An ordinary test holds its error rate when it is asked once; asked every hour it will call a difference sooner or later.
Each variant's stop rate therefore gets a confidence sequence: intervals of which, with probability 1 - alpha, not a
single one ever misses the true rate. A beta-binomial mixture of likelihood ratios is a martingale under the true rate
(H. Robbins, "Statistical methods related to the law of the iterated logarithm", Annals of Mathematical Statistics 41
(1970), 1397-1409), so by Ville's inequality (J. Ville, "Étude critique de la notion de collectif", 1939) it exceeds
1/alpha at any time with a probability of at most alpha. A variant is worse once its upper bound lies below the lower
bound of the best; alpha is split evenly over the variants, so that all sequences hold together.

What it takes for granted: outcomes are independent of each other, and a late label is no likelier for one variant.
"""

import math
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from scams.outcomes.intervals import Interval, Rate

ALPHA: Final = 0.05
"""The chance that a card's equal variants are ever told apart."""
_STEPS: Final = 40
"""Halvings of [0, 1]: a bound is right to twelve digits."""


class Worse(NamedTuple):
    """A variant whose rate is lower than the best one's, with the bounds that show it."""

    variant: str
    rate: Rate
    bounds: Interval
    best: str
    best_rate: Rate
    best_bounds: Interval
    alpha: float
    """The chance of error of each of the two sequences."""


def worse(rates: Mapping[str, Rate], alpha: float = ALPHA) -> list[Worse]:
    """Return the variants that are worse than the best, by name; each with the rate of successes it has so far."""
    if len(rates) < 2:
        return []
    each = alpha / len(rates)
    bounds = {name: confidence_sequence(rate, each) for name, rate in sorted(rates.items())}
    best = max(bounds, key=lambda name: bounds[name].low)
    return [
        Worse(name, rates[name], found, best, rates[best], bounds[best], each)
        for name, found in bounds.items()
        if found.high < bounds[best].low
    ]


def confidence_sequence(rate: Rate, alpha: float) -> Interval:
    """Return the interval that a rate has after so many outcomes; all of them hold together but for `alpha`."""
    hits, misses = rate.hits, rate.total - rate.hits
    if not rate.total:
        return Interval(0.0, 1.0)
    most, share = -math.log(alpha), hits / rate.total

    def is_out(value: float) -> bool:
        return log_mixture_ratio(hits, misses, value) >= most

    low = 0.0 if not hits else _edge(is_out, 0.0, share)
    high = 1.0 if not misses else _edge(is_out, 1.0, share)
    return Interval(low, high)


def log_mixture_ratio(hits: int, misses: int, value: float) -> float:
    """Return the log of how much likelier the outcomes are under a uniform mixture of rates than under `value`."""
    mixture = math.lgamma(hits + 1) + math.lgamma(misses + 1) - math.lgamma(hits + misses + 2)
    if value in {0.0, 1.0}:
        impossible = hits if value == 0.0 else misses
        return math.inf if impossible else mixture
    return mixture - hits * math.log(value) - misses * math.log1p(-value)


def _edge(is_out: Callable[[float], bool], outside: float, inside: float) -> float:
    """Return the last value outside, between one that is out and one that is in: a bound that errs to the safe side."""
    for _step in range(_STEPS):
        middle = (outside + inside) / 2
        if is_out(middle):
            outside = middle
        else:
            inside = middle
    return outside
