"""Elasticsearch, for many texts and many machines. What a word is, is ours here, too: it counts and ranks tokens."""

import time
from collections.abc import Iterable
from typing import Any, Final

import msgspec
from elasticsearch.dsl import Search
from elasticsearch.helpers import bulk, scan

from scams.search.contract import EngineDown, Entry, Query, Results, Status, Suggestion, levels
from scams.search.engines.counting import counted
from scams.search.engines.elastic_answer import Begun, Found, Held, digest_of, each_answer, is_reached
from scams.search.engines.elastic_client import NO_INDEX, SLOW, answers, client_for
from scams.search.engines.elastic_document import documents
from scams.search.engines.elastic_indices import Indices
from scams.search.engines.elastic_question import kinds_held, question, reaching, suggestions
from scams.search.engines.options import ElasticOptions
from scams.search.engines.prefixes import beginning
from scams.search.text import VERSION

BATCH: Final = 500
"""Entries written by one request."""
SCANNED: Final = 2_000
"""Digests read by one request."""


class ElasticEngine:
    """An index in a cluster. Every failure of it is an `EngineDown`; nothing is tried twice."""

    name: str = "elasticsearch"

    def __init__(self, options: ElasticOptions) -> None:
        """Search where the options say. Nothing is connected to before the first question."""
        self.patience = options.patience
        self.client = client_for(options)
        self.reader = self.client.options(request_timeout=options.patience)
        self.indices = Indices(self.client, options.prefix)

    def search(self, query: Query) -> Results:
        """Return what matches, as the contract says. One request; a second where no entry has all terms."""
        until = time.monotonic() + self.patience
        needs = levels(len(query.terms))
        if not needs:
            return Results()
        with answers():
            whole, *looser = self._asked(until, question(query, needs[0]), *(reaching(query, one) for one in needs[1:]))
            results = _results(whole, query, needs[0])
            if results.terms_met or not looser:
                return results
            need = next((need for need, one in zip(needs[1:], looser, strict=True) if is_reached(one)), 0)
            return _results(self._asked(until, question(query, need))[0], query, need) if need else Results()

    def suggest(self, prefix: str, locale: str) -> list[Suggestion]:
        """Return titles that begin like `prefix`, as the contract says. One request."""
        begun = beginning(prefix)
        if begun is None:
            return []
        with answers():
            (said,) = self._asked(time.monotonic() + self.patience, suggestions(begun, locale))
            return msgspec.convert(said, Begun).to_suggestions()

    def put(self, entries: Iterable[Entry]) -> None:
        """Add entries, in the place of those with their keys; they are found when this returns."""
        with answers():
            if not self.indices.asked():
                raise EngineDown(NO_INDEX, "it was not built yet")
            made = documents(entries, self.indices.alias)
            bulk(self.client, made, chunk_size=BATCH, refresh=True, require_alias=True)

    def remove(self, keys: Iterable[str]) -> None:
        """Take entries out."""
        gone = [{"_op_type": "delete", "_index": self.indices.alias, "_id": key} for key in keys]
        if gone:
            with answers():
                bulk(self.client, gone, refresh=True, require_alias=True, ignore_status=[404])

    def replace(self, entries: Iterable[Entry]) -> int:
        """Make a new index of these, have it asked in the place of the one before, and return how many they are.

        What is put meanwhile goes into the one before: compare the digests afterwards.
        """
        with answers(), self.indices.making() as index:
            bulk(self.client, documents(entries, index), chunk_size=BATCH)
            self.client.indices.forcemerge(index=index, max_num_segments=1)
            self.client.indices.refresh(index=index)
            return int(self.client.count(index=index)["count"])

    def digests(self) -> dict[str, str]:
        """Return the digest of every entry by key; none where there is no index yet."""
        with answers():
            if not self.indices.asked():
                return {}
            wanted = {"_source": False, "docvalue_fields": ["key", "digest"], "sort": ["_doc"]}
            return dict(map(digest_of, scan(self.client, wanted, index=self.indices.alias, size=SCANNED)))

    def status(self) -> Status:
        """Return what is held."""
        with answers():
            if not self.indices.asked():
                others = "made by another version of the program" if self.indices.of_others() else "not made yet"
                return Status(self.name, {}, trouble=others)
            (said,) = self._asked(time.monotonic() + self.patience, kinds_held())
            held = msgspec.convert(said, Held).by_kind()
        return Status(self.name, held, VERSION if held else 0)

    def _asked(self, until: float, *searches: Search) -> list[Any]:
        """Return what each search is answered, by one request, before a time on the monotonic clock."""
        left = until - time.monotonic()
        if left <= 0:
            raise EngineDown(SLOW)
        lines: list[dict[str, Any]] = []
        for search in searches:
            lines += [{"allow_partial_search_results": False}, {**search.to_dict(), "timeout": f"{left * 1000:.0f}ms"}]
        said = self.reader.msearch(index=self.indices.alias, searches=lines)
        return each_answer(said.body, len(searches))


def _results(said: Any, query: Query, need: int) -> Results:
    """Return an answer as results; empty ones where nothing matches."""
    found = msgspec.convert(said, Found)
    groups = found.in_groups()
    if not groups:
        return Results()
    total, facets = counted(groups, query)
    return Results(total, tuple(found.to_hits()), facets, need)
