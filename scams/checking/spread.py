"""Some of many things, so that a message that goes on and on costs no more than a long one."""

from typing import TypeVar

Thing = TypeVar("Thing")


def spread(some: list[Thing], most: int) -> list[Thing]:
    """Return at most so many of some things: the first, the last, and as many from everywhere between."""
    if len(some) <= most:
        return some
    return [some[place * (len(some) - 1) // (most - 1)] for place in range(most)]
