"""Wagtail's search in the database, for the admin's search boxes: with our words, and without its failures.

Texts go into its index as our tokens, and questions are asked as tokens: so Chinese words are found in both scripts,
and there is nothing left in a question that a database could take for an operator.
"""

import copy
from collections.abc import Iterable, Iterator
from typing import Any

from wagtail.search import index
from wagtail.search.backends import database
from wagtail.search.query import MATCH_NONE, And, Boost, Fuzzy, Not, Or, Phrase, PlainText

from scams.search.engines.prefixes import beginning
from scams.search.text import Term, fold, terms, tokens
from scams.search.text.words import is_han, runs


def words_of(value: Any) -> str:
    """Return the tokens of a field's value, with spaces between; Latin words also as they stand, to be begun."""
    if isinstance(value, dict):
        return " ".join(map(words_of, value.values()))
    if isinstance(value, list | tuple):
        return " ".join(map(words_of, value))
    text = "" if value is None else str(value)
    latin = {run[0] for run in runs(fold(text)) if not is_han(run[0][0])}
    return " ".join([*tokens(text), *sorted(latin.difference(tokens(text)))])


class InTokens:
    """A record whose searched fields have tokens for values. What writes the index asks it for nothing else."""

    def __init__(self, record: Any) -> None:
        """Stand for a record."""
        self.record = record
        self.pk = record.pk

    def get_search_fields(self) -> list[Any]:
        """Return the record's fields, each of which gives tokens."""
        return [_cutting(field) for field in self.record.get_search_fields()]


def _cutting(field: Any) -> Any:
    """Return a field whose values are tokens; one that leads to other records gives those, and cuts their fields."""
    made = copy.copy(field)
    if isinstance(field, index.RelatedFields):
        made.fields = [_cutting(one) for one in field.fields]
        made.get_value = lambda record: field.get_value(getattr(record, "record", record))
    else:
        made.get_value = lambda record: words_of(field.get_value(getattr(record, "record", record)))
    return made


def in_tokens(query: Any, *, begun: bool = False) -> Any:
    """Return a query, of any of Wagtail's kinds, that asks for tokens; `begun`: its last word may go on."""
    if isinstance(query, And | Or):
        return _together(query, [in_tokens(one, begun=begun) for one in query.subqueries])
    if isinstance(query, Not):
        return Not(in_tokens(query.subquery, begun=begun))
    if isinstance(query, Boost):
        return Boost(in_tokens(query.subquery, begun=begun), query.boost)
    if isinstance(query, PlainText | Phrase | Fuzzy):
        either = getattr(query, "operator", "and") == "or" and not isinstance(query, Fuzzy)
        return _asked(query.query_string, either=either, begun=begun)
    return query


def _together(query: Any, parts: list[Any]) -> Any:
    """Return parts put together as in `query`; what has no word at all is found nowhere."""
    telling = [one for one in parts if one is not MATCH_NONE]
    if not telling or (isinstance(query, And) and len(telling) < len(parts)):
        return MATCH_NONE
    return telling[0] if len(telling) == 1 else type(query)(telling)


def _asked(text: str, *, either: bool, begun: bool) -> Any:
    if begun:
        found = beginning(text)
        return _all([*found.tokens, *found.starts[:1]]) if found else MATCH_NONE
    wanted = terms(text)
    if not wanted:
        return MATCH_NONE
    each = [_term(term) for term in wanted]
    return Or(each) if either and len(each) > 1 else _all(one for term in wanted for one in term.tokens()[0])


def _term(term: Term) -> PlainText:
    return _all(term.tokens()[0])


def _all(found: Iterable[str]) -> PlainText:
    return PlainText(" ".join(dict.fromkeys(found)))


class WritesTokens:
    """An index that is given tokens for texts."""

    def add_items(self, model: Any, objs: Iterable[Any]) -> None:
        """Write records into the index."""
        super().add_items(model, [InTokens(one) for one in objs])  # type: ignore[misc]


class AsksForTokens:
    """A backend that asks for tokens: all of them, or any where nothing has all. Fields are not told apart."""

    def search(self, query: Any, model_or_queryset: Any, fields: Any = None, operator: Any = None, **rest: Any) -> Any:
        """Return what has every word; if nothing has, what has one. With a chosen operator, just that."""
        if query == "" or fields == []:
            return super().search(query, model_or_queryset, fields=fields, **rest)  # type: ignore[misc]
        asked = PlainText(query, operator=operator or "and") if isinstance(query, str) else query
        found = super().search(in_tokens(asked), model_or_queryset, **rest)  # type: ignore[misc]
        if isinstance(query, str) and operator is None and len(terms(query)) > 1 and not found.count():
            return super().search(in_tokens(PlainText(query, operator="or")), model_or_queryset, **rest)  # type: ignore[misc]
        return found

    def autocomplete(
        self, query: Any, model_or_queryset: Any, fields: Any = None, operator: Any = None, **rest: Any
    ) -> Any:
        """Return what has every word, the last one perhaps only begun."""
        if query == "" or fields == []:
            return super().autocomplete(query, model_or_queryset, fields=fields, **rest)  # type: ignore[misc]
        asked = PlainText(query) if isinstance(query, str) else query
        return super().autocomplete(in_tokens(asked, begun=True), model_or_queryset, **rest)  # type: ignore[misc]


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name Wagtail looks for
    """Return the backend for the database in use."""
    kind = type(database.SearchBackend(dict(params)))
    parts = dict(_parts(kind))
    # Tokens are words already: no language's stemmer or stop words may touch them.
    return type(kind.__name__, (AsksForTokens, kind), parts)({"SEARCH_CONFIG": "simple", **params})


def _parts(kind: Any) -> Iterator[tuple[str, Any]]:
    """Yield the classes of a backend that are others in ours."""
    yield "index_class", type(kind.index_class.__name__, (WritesTokens, kind.index_class), {})
    if not kind.__name__.startswith("SQLite"):
        return
    from scams.search.sqlite_compiler import AsksOnce

    for name in ("query_compiler_class", "autocomplete_query_compiler_class"):
        compiler = getattr(kind, name)
        yield name, type(compiler.__name__, (AsksOnce, compiler), {})
