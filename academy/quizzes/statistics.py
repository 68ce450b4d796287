"""What counts and sums say about a question, with how sure one can be of it. Pure; no Django here."""

import math
from fractions import Fraction
from typing import NamedTuple

from scams.outcomes.intervals import Interval, Z, wilson

__all__ = ["Interval", "Sums", "Z", "correlation", "fisher", "wilson"]


class Sums(NamedTuple):
    """How many pairs of numbers there are, and the sums a correlation needs; exact, so that they can be added up."""

    n: int = 0
    x: Fraction = Fraction(0)
    y: Fraction = Fraction(0)
    xx: Fraction = Fraction(0)
    yy: Fraction = Fraction(0)
    xy: Fraction = Fraction(0)

    def plus(self, other: "Sums") -> "Sums":
        """Return the sums over both."""
        return Sums(
            self.n + other.n,
            self.x + other.x,
            self.y + other.y,
            self.xx + other.xx,
            self.yy + other.yy,
            self.xy + other.xy,
        )

    def with_y_divided(self, by: int) -> "Sums":
        """Return the sums as they would be with every `y` divided by a number."""
        return self._replace(y=self.y / by, yy=self.yy / (by * by), xy=self.xy / by)


def correlation(sums: Sums) -> float | None:
    """Return Pearson's correlation, from -1 to 1; None where one of the two never varies.

    Of an answer that is right or wrong and the score of the rest this is the point-biserial correlation.
    """
    spread = (sums.n * sums.xx - sums.x**2) * (sums.n * sums.yy - sums.y**2)
    if spread <= 0:
        return None
    return max(-1.0, min(1.0, float(sums.n * sums.xy - sums.x * sums.y) / math.sqrt(spread)))


def fisher(r: float, n: int) -> Interval | None:
    """Return Fisher's interval of a correlation over `n` pairs; None for fewer than four, which say nothing."""
    if n < 4:
        return None
    if abs(r) == 1:
        return Interval(r, r)
    half = Z / math.sqrt(n - 3)
    return Interval(math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half))
