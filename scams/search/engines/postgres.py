"""PostgreSQL: words in a vector of tokens for each entry, under an inverted index (GIN)."""

from collections.abc import Sequence
from typing import Final

from scams.search.contract import Entry
from scams.search.engines.database import DatabaseEngine
from scams.search.engines.prefixes import beginning
from scams.search.engines.sql import Part
from scams.search.text import Term, tokens
from scams.search.words_table import TABLE

_FIELDS: Final = {"title": "A", "names": "B", "text": "D"}
_SCORE: Final = "ts_rank('{0.125, 0.2, 0.5, 1.0}', w.vector, %s::tsquery, 1)"
"""Weights of D, C, B and A as in `WEIGHTS`; 1: longer texts count less."""
_PLACES: Final = 16_000
"""Places that a vector tells apart; what comes later is found, and counts as if it stood there."""
_TIMES: Final = 200
"""Places of one token that are kept; PostgreSQL keeps 255."""


class PostgresEngine(DatabaseEngine):
    """Needs no extension and no text search configuration: tokens go in as they are."""

    name: str = "postgresql"
    joins: str = f"{TABLE} w JOIN scams_searchentry e ON e.id = w.entry_id"

    def matching(self, terms: Sequence[Term], need: int) -> Part:
        """Return one question to the index, and a count of the terms met where not all must be."""
        if need == len(terms):
            return _matches(" & ".join(f"({_term(term)})" for term in terms))
        return Part(f"w.vector @@ %s::tsquery AND {_met(terms)} >= %s", (_any(terms), *map(_term, terms), need))

    def counting(self, terms: Sequence[Term]) -> Part:
        """Return the entries with any of the terms, each term looked for in their vectors."""
        table = f"(SELECT w.entry_id AS id, {_met(terms)} AS met FROM {TABLE} w WHERE w.vector @@ %s::tsquery)"  # noqa: S608
        return Part(table, (*map(_term, terms), _any(terms)))

    def scoring(self, terms: Sequence[Term]) -> Part:
        """Return the database's own rank."""
        return Part(_SCORE, (_any(terms),))

    def beginning(self, prefix: str) -> tuple[Part, Part] | None:
        """Return the rank and the question to the titles."""
        found = beginning(prefix)
        if found is None:
            return None
        starts = " | ".join(f"'{start}':*A" for start in found.starts)
        question = " & ".join([*(f"'{token}':A" for token in found.tokens), *([f"({starts})"] if starts else [])])
        return Part(_SCORE, (question,)), _matches(question)

    def write_words(self, rows: Sequence[tuple[int, Entry]]) -> None:
        """Write a vector for each entry."""
        sql = (
            f"INSERT INTO {TABLE} (entry_id, vector) VALUES (%s, %s::tsvector)"  # noqa: S608 - a name of our own
            " ON CONFLICT (entry_id) DO UPDATE SET vector = EXCLUDED.vector"
        )
        self._many(sql, ((number, vector(entry)) for number, entry in rows))

    def erase_words(self, ids: Sequence[int] | None) -> None:
        """Delete the vectors of some entries, or all."""
        self._erase("entry_id", ids)


def vector(entry: Entry) -> str:
    """Return an entry's tokens with their places and weights, as PostgreSQL reads a vector.

    Tokens are letters and digits: nothing can end the quotes round them.
    """
    places: dict[str, list[str]] = {}
    place = 0
    for field, weight in _FIELDS.items():
        for token in tokens(getattr(entry, field)):
            place = min(place + 1, _PLACES)
            places.setdefault(token, []).append(f"{place}{weight}")
    return " ".join(f"'{token}':{','.join(where[:_TIMES])}" for token, where in places.items())


def _matches(question: str) -> Part:
    return Part("w.vector @@ %s::tsquery", (question,))


def _met(terms: Sequence[Term]) -> str:
    return " + ".join(["(w.vector @@ %s::tsquery)::int"] * len(terms))


def _any(terms: Sequence[Term]) -> str:
    return " | ".join(f"({_term(term)})" for term in terms)


def _term(term: Term) -> str:
    ways = (" & ".join(f"'{token}'" for token in way) for way in term.tokens())
    return " | ".join(f"({way})" for way in ways)
