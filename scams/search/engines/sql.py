"""Pieces of SQL with their parameters, put together without a value ever in the text."""

from collections.abc import Iterable
from itertools import chain
from typing import Any, NamedTuple


class Part(NamedTuple):
    """A piece of SQL and its parameters."""

    sql: str
    params: tuple[Any, ...] = ()


def joined(between: str, parts: Iterable[Part]) -> Part:
    """Return parts in order, with a word between."""
    every = list(parts)
    return Part(between.join(part.sql for part in every), tuple(chain.from_iterable(part.params for part in every)))


def one_of(column: str, values: Iterable[str]) -> Part:
    """Return the condition that a column has one of some values."""
    listed = tuple(values)
    return Part(f"{column} IN ({', '.join(['%s'] * len(listed))})", listed)


def ranked(column: str, values: Iterable[str]) -> Part:
    """Return an expression that orders by the place of a column's value among values; any other comes last."""
    listed = list(values)
    whens = " ".join(f"WHEN %s THEN {place}" for place in range(len(listed)))
    return Part(f"CASE {column} {whens} ELSE {len(listed)} END", tuple(listed))
