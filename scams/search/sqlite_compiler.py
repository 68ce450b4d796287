"""How Wagtail's questions are put to SQLite: once each. Imported on SQLite alone, where its table is.

Wagtail asks the full-text table again for every row to tell its rank, and again for every row of the index to find
what matches: seconds in 10,000 pages. And it multiplies ranks of several words, which turns the order round.
"""

from typing import Any, Final

from django.db import connections
from django.db.models import Case, IntegerField, Value, When
from django.db.models.expressions import RawSQL
from modelsearch.backends.database.sqlite.query import MatchExpression, normalize
from modelsearch.backends.database.sqlite.sqlite import IndexEntry, SQLiteFTSIndexEntry
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.search.query import MatchAll, Not

RANKED: Final = 500
"""Results in the order of their ranks; those behind follow by age. Nobody turns to the twentieth page of a list."""


class AsksOnce:
    """Finds what matches by one question, and its order by another."""

    def search(self: Any, config: Any, start: Any, stop: Any, score_field: Any = None) -> Any:
        """Return the records that match, best first where that is wanted."""
        query = normalize(self.query)
        if score_field is not None or isinstance(query, MatchAll | Not):
            return super().search(config, start, stop, score_field)  # type: ignore[misc]
        found, params = self._found(query, config)
        records = self.queryset.filter(pk__in=RawSQL(f"SELECT e.object_id {found}", params))  # noqa: S611
        if self.order_by_relevance:
            records = records.order_by(self._rank(found, params), "-pk")
        elif not records.query.order_by:
            records = records.order_by("-pk")
        return records[start:stop]

    def _found(self: Any, query: Any, config: Any) -> tuple[str, list[Any]]:
        """Return the part of a statement that has the rows of the index `e` that match, from the words to the rows."""
        words, entries = SQLiteFTSIndexEntry._meta.db_table, IndexEntry._meta.db_table
        match = MatchExpression(self.FTS_TABLE_FIELDS, self.build_search_query(query, config=config))
        compiler = SQLiteFTSIndexEntry.objects.all().query.get_compiler(self.queryset.db)
        condition, params = match.as_sql(compiler, connections[self.queryset.db])
        kinds = list(get_descendants_content_types_pks(self.queryset.model))
        places = ", ".join(["%s"] * len(kinds))
        return (
            f"FROM {words} CROSS JOIN {entries} e ON e.id = {words}.rowid"
            f" WHERE {condition} AND e.content_type_id IN ({places})",
            [*params, *kinds],
        )

    def _rank(self: Any, found: str, params: list[Any]) -> Any:
        """Return what to order by: the place among the best. One query."""
        words = SQLiteFTSIndexEntry._meta.db_table
        with connections[self.queryset.db].cursor() as cursor:
            best = f"SELECT e.object_id {found} ORDER BY bm25({words}, 1.0, 1.0, 4.0) LIMIT {RANKED}"
            cursor.execute(best, params)
            places = [When(pk=pk, then=Value(place)) for place, (pk,) in enumerate(cursor.fetchall())]
        return Case(*places, default=Value(RANKED), output_field=IntegerField())
