"""Shares with how sure one can be of them. Pure; no Django here.

E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
Statistical Association 22 (1927), 209-212. R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, compares it with
six others and gives the figures that the tests hold it to.
"""

import math
from typing import Final, NamedTuple

Z: Final = 1.959964
"""So many standard errors to either side hold 95%; 1.96 in short."""


class Interval(NamedTuple):
    """A 95% interval, both ends within it."""

    low: float
    high: float


def wilson(hits: int, total: int) -> Interval | None:
    """Return Wilson's interval of a share, as parts of 1; None for a share of nothing."""
    if not total:
        return None
    share, weight = hits / total, Z * Z / total
    middle = (share + weight / 2) / (1 + weight)
    half = Z / (1 + weight) * math.sqrt((share * (1 - share) + weight / 4) / total)
    return Interval(max(0.0, middle - half) if hits else 0.0, min(1.0, middle + half) if hits < total else 1.0)


class Rate(NamedTuple):
    """So many of so many: never a percentage without what it is of."""

    hits: int
    total: int

    @property
    def share(self) -> float | None:
        """The share, as a part of 1; None of nothing."""
        return self.hits / self.total if self.total else None

    @property
    def interval(self) -> Interval | None:
        """Where the true share lies, 19 times out of 20."""
        return wilson(self.hits, self.total)
