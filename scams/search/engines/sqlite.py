"""SQLite: words in a full-text table (FTS5), whose rows have the numbers of the entries."""

from collections.abc import Iterable, Sequence
from typing import Final

from scams.search.contract import WEIGHTS, Entry
from scams.search.engines.database import DatabaseEngine
from scams.search.engines.prefixes import beginning
from scams.search.engines.sql import Part, joined
from scams.search.text import Term, tokens
from scams.search.words_table import TABLE

_SCORE: Final = Part(f"-bm25({TABLE}, {WEIGHTS['title']}, {WEIGHTS['names']}, {WEIGHTS['text']})")
_MET: Final = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s"  # noqa: S608 - a name of our own


class SqliteEngine(DatabaseEngine):
    """The default engine: nothing to install."""

    name: str = "sqlite"
    narrow: str = "scams_searchentry e INDEXED BY scams_search_narrow"
    joins: str = f"{TABLE} JOIN {narrow} ON e.id = {TABLE}.rowid"

    def matching(self, terms: Sequence[Term], need: int) -> Part:
        """Return one question to the table where all terms must be met; else one for each term, counted."""
        if need == len(terms):
            return _matches(" AND ".join(f"({_term(term)})" for term in terms))
        enough = self.counting(terms)
        # The plus keeps the condition out of the table's own search, which would be made once for every row.
        condition = f"+{TABLE}.rowid IN (SELECT id FROM {enough.sql} WHERE met >= %s)"  # noqa: S608
        return Part(condition, (*enough.params, need))

    def counting(self, terms: Sequence[Term]) -> Part:
        """Return one question to the table for each term, together."""
        each = " UNION ALL ".join([_MET] * len(terms))
        table = f"(SELECT rowid AS id, COUNT(*) AS met FROM ({each}) GROUP BY rowid)"  # noqa: S608
        return Part(table, tuple(map(_term, terms)))

    def scored(self, terms: Sequence[Term], need: int) -> Part:
        """Return the condition with a question to the table in it, without which there is no score: once, not twice."""
        matched = self.matching(terms, need)
        if need == len(terms):
            return matched
        return joined(" AND ", (_matches(" OR ".join(f"({_term(term)})" for term in terms)), matched))

    def scoring(self, terms: Sequence[Term]) -> Part:
        """Return BM25."""
        return _SCORE

    def beginning(self, prefix: str) -> tuple[Part, Part] | None:
        """Return BM25 and the question to the titles."""
        found = beginning(prefix)
        if found is None:
            return None
        starts = " OR ".join(f"{_quoted([start])} *" for start in found.starts)
        question = " AND ".join([*map(_quoted, ([one] for one in found.tokens)), *([f"({starts})"] if starts else [])])
        return _SCORE, _matches(f"{{title}} : ({question})")

    def write_words(self, rows: Sequence[tuple[int, Entry]]) -> None:
        """Write the tokens of each field, with spaces between."""
        self.erase_words([number for number, _entry in rows])
        written = ((number, *map(_words, (one.title, one.names, one.text))) for number, one in rows)
        self._many(f"INSERT INTO {TABLE} (rowid, title, names, text) VALUES (%s, %s, %s, %s)", written)  # noqa: S608

    def replace(self, entries: Iterable[Entry]) -> int:
        """Make the index anew, and merge what the table wrote in pieces into one, which is read sooner."""
        number = super().replace(entries)
        self._many(f"INSERT INTO {TABLE} ({TABLE}) VALUES (%s)", [("optimize",)])  # noqa: S608
        return number

    def erase_words(self, ids: Sequence[int] | None) -> None:
        """Delete the rows of some entries, or all."""
        self._erase("rowid", ids)


def _matches(question: str) -> Part:
    return Part(f"{TABLE} MATCH %s", (question,))


def _term(term: Term) -> str:
    """Return a term in the table's own language of questions."""
    return " OR ".join(f"({_quoted(way)})" for way in term.tokens())


def _quoted(way: Iterable[str]) -> str:
    """Return the tokens of a way, all of which must be there. They are letters and digits: nothing ends a quote."""
    return " AND ".join(f'"{token}"' for token in way)


def _words(text: str) -> str:
    return " ".join(tokens(text))
