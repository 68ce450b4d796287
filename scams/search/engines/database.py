"""What the two database engines have in common: entries in a table, words in another, both in one transaction."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

import msgspec
from django.db import connections, models, transaction

from scams.models import SearchEntry
from scams.search.contract import (
    FOR_PEOPLE,
    SUGGESTED,
    Entry,
    Hit,
    Query,
    Results,
    Status,
    Suggestion,
    levels,
)
from scams.search.engines.counting import Group, counted
from scams.search.engines.narrowing import WEIGHED, bucket, chosen, of_kinds
from scams.search.engines.sql import Part, joined, ranked
from scams.search.text import VERSION, Term
from scams.search.words_table import TABLE
from scams.words import locale_chain

BATCH: Final = 200
"""Entries written at once."""

_COLUMNS: Final = "e.key, e.kind, e.locale, e.title, e.text, e.url, e.names, e.fraud_type, e.audience"


class DatabaseEngine:
    """Searches in the database. What differs between databases is in five methods."""

    name: str
    joins: str
    """The words beside the entries."""
    narrow: str = "scams_searchentry e"
    """The entries, where their texts are not looked at."""

    def __init__(self, alias: str = "default") -> None:
        """Search in one of the databases of the settings."""
        self.alias = alias

    def matching(self, terms: Sequence[Term], need: int) -> Part:
        """Return the condition that so many of the terms are met."""
        raise NotImplementedError

    def scored(self, terms: Sequence[Term], need: int) -> Part:
        """Return the same condition, so that `scoring` can tell a score."""
        return self.matching(terms, need)

    def counting(self, terms: Sequence[Term]) -> Part:
        """Return a table of the entries that meet any of the terms: `id`, and how many they meet as `met`."""
        raise NotImplementedError

    def scoring(self, terms: Sequence[Term]) -> Part:
        """Return the score of what matches, higher for better."""
        raise NotImplementedError

    def beginning(self, prefix: str) -> tuple[Part, Part] | None:
        """Return the score and the condition that a title has words like `prefix`; None where it has no word."""
        raise NotImplementedError

    def write_words(self, rows: Sequence[tuple[int, Entry]]) -> None:
        """Write the words of entries, in the place of those there were."""
        raise NotImplementedError

    def erase_words(self, ids: Sequence[int] | None) -> None:
        """Delete the words of some entries; None: of all."""
        raise NotImplementedError

    def search(self, query: Query) -> Results:
        """Return what matches, as the contract says. Two queries; where no entry has all terms two more, or a few."""
        if not query.terms:
            return Results()
        need = len(query.terms)
        groups = self._groups(query, Part(self.joins), self.matching(query.terms, need))
        if not groups and need > 1:
            need, groups = self._looser(query)
        if not groups:
            return Results()
        total, facets = counted(groups, query)
        hits = tuple(self._hits(query, self.scored(query.terms, need))) if total else ()
        return Results(total, hits, facets, need)

    def _looser(self, query: Query) -> tuple[int, list[Group]]:
        """Return the first of the levels that any entry of the kinds reaches, and those that reach it."""
        counting = self.counting(query.terms)
        best = self._rows(Part("SELECT MAX(met) FROM "), counting, Part(" m"))[0][0] or 0
        table = joined("", (counting, Part(f" m JOIN {self.narrow} ON e.id = m.id")))
        for need in levels(len(query.terms)):
            if need <= best and (groups := self._groups(query, table, Part("m.met >= %s", (need,)))):
                return need, groups
        return 0, []

    def suggest(self, prefix: str, locale: str) -> list[Suggestion]:
        """Return titles that begin like `prefix`, as the contract says. One query."""
        found = self.beginning(prefix)
        if found is None:
            return []
        score, condition = found
        where = joined(" AND ", (condition, Part("e.locale = %s", (locale,)), of_kinds(FOR_PEOPLE)))
        rows = self._rows(
            Part(f"SELECT e.title, e.url FROM {self.joins} WHERE "),  # noqa: S608 - names of our own
            where,
            Part(" ORDER BY "),
            score,
            Part(" DESC, e.key LIMIT %s", (SUGGESTED,)),
        )
        return [Suggestion(title, url) for title, url in rows]

    def put(self, entries: Iterable[Entry]) -> None:
        """Add entries, in the place of those with their keys. Five queries for each 200."""
        rest = iter(entries)
        while batch := list(islice(rest, BATCH)):
            with transaction.atomic(self.alias):
                self._put(list({entry.key: entry for entry in batch}.values()))

    def remove(self, keys: Iterable[str]) -> None:
        """Take entries out."""
        found = self._entries().filter(key__in=list(keys))
        with transaction.atomic(self.alias):
            self.erase_words(list(found.values_list("pk", flat=True)))
            found.delete()

    def replace(self, entries: Iterable[Entry]) -> int:
        """Make the index anew in one transaction; return how many entries there are."""
        with transaction.atomic(self.alias):
            self.erase_words(None)
            self._entries().all().delete()
            self.put(entries)
            return self._entries().count()

    def digests(self) -> dict[str, str]:
        """Return the digest of every entry by key. One query."""
        return dict(self._entries().values_list("key", "digest"))

    def status(self) -> Status:
        """Return what is held. One query."""
        kinds = self._entries().values_list("kind").annotate(models.Count("pk"), models.Min("text_version"))
        rows = list(kinds.order_by("kind"))
        counts = {kind: number for kind, number, _version in rows}
        return Status(self.name, counts, min((version for _kind, _number, version in rows), default=0))

    def _entries(self) -> models.QuerySet[SearchEntry]:
        return SearchEntry.objects.using(self.alias)

    def _groups(self, query: Query, table: Part, matched: Part) -> list[Group]:
        """Return how many entries match by what they have in common, among the kinds asked for alone."""
        rows = self._rows(
            Part("SELECT e.kind, e.fraud_type, e.audience, found.number FROM"),
            Part(" (SELECT MIN(e.id) AS id, COUNT(*) AS number FROM "),
            table,
            Part(" WHERE "),
            joined(" AND ", (matched, of_kinds(query.kinds))),
            Part(" GROUP BY e.bucket) found JOIN scams_searchentry e ON e.id = found.id"),
        )
        return [Group(kind, slug, tuple(audience.split()), number) for kind, slug, audience, number in rows]

    def _hits(self, query: Query, matched: Part) -> Iterator[Hit]:
        """Yield the hits of the page. Only theirs is read whole: what is sorted is numbers, scores and languages."""
        score = joined(" * ", (self.scoring(query.terms), WEIGHED))
        order = joined(
            "", (Part(" ORDER BY "), ranked("e.locale", locale_chain(query.locale)), Part(", score DESC, e.key"))
        )
        rows = self._rows(
            Part(f"SELECT {_COLUMNS}, found.score AS score FROM (SELECT e.id AS id, "),  # noqa: S608
            score,
            Part(f" AS score FROM {self.joins} WHERE "),
            joined(" AND ", (matched, of_kinds(query.kinds), *chosen(query))),
            order,
            Part(" LIMIT %s OFFSET %s", (query.size, (query.page - 1) * query.size)),
            Part(") found JOIN scams_searchentry e ON e.id = found.id"),
            order,
        )
        for row in rows:
            key, kind, locale, title, text, url, names, fraud_type, audience, rank = row
            entry = Entry(key, kind, locale, title, text, url, names, fraud_type, tuple(audience.split()))
            yield Hit(entry, rank)

    def _put(self, batch: list[Entry]) -> None:
        written = [field.name for field in SearchEntry._meta.fields if field.name not in ("id", "key")]
        self._entries().bulk_create(
            map(_row, batch), update_conflicts=True, unique_fields=["key"], update_fields=written
        )
        ids = dict(self._entries().filter(key__in=[one.key for one in batch]).values_list("key", "pk"))
        self.write_words([(ids[one.key], one) for one in batch])

    def _rows(self, *parts: Part) -> list[Any]:
        whole = joined("", parts)
        with connections[self.alias].cursor() as cursor:
            cursor.execute(whole.sql, whole.params)
            rows: list[Any] = cursor.fetchall()
        return rows

    def _many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        with connections[self.alias].cursor() as cursor:
            cursor.executemany(sql, list(rows))

    def _erase(self, column: str, ids: Sequence[int] | None) -> None:
        if ids is None:
            self._many(f"DELETE FROM {TABLE}", [()])  # noqa: S608 - a name of our own
        elif ids:
            self._many(f"DELETE FROM {TABLE} WHERE {column} = %s", [(one,) for one in ids])  # noqa: S608


def _row(entry: Entry) -> SearchEntry:
    told = msgspec.structs.asdict(entry) | {"audience": f" {' '.join(entry.audience)} " if entry.audience else ""}
    return SearchEntry(**told, bucket=bucket(entry), digest=entry.digest(), text_version=VERSION)
