"""From our questions to those of Elasticsearch. No client: what comes out is asked by the engine."""

from collections.abc import Iterable, Sequence
from typing import Final, get_args

from elasticsearch.dsl import Q, Search
from elasticsearch.dsl.query import Bool
from elasticsearch.dsl.query import Query as Part

from scams.search.contract import FOR_PEOPLE, QUIZ_WEIGHT, SUGGESTED, WEIGHTS, Kind, Query
from scams.search.engines.elastic_document import WORDS
from scams.search.engines.prefixes import Beginning
from scams.search.text import Term
from scams.words import api_locale

GROUPS: Final = "groups"
_GROUPS_MOST: Final = 10_000
"""Far more than there are: kinds by types by audiences."""
_FIELDS: Final = [f"{WORDS[field]}^{weight}" for field, weight in WEIGHTS.items()]


def question(query: Query, need: int) -> Search:
    """Return the search for what has so many of the terms.

    What is chosen narrows the hits after everything was counted, so that one answer has the facets, too.
    """
    first = (query.page - 1) * query.size
    search = (
        Search()
        .query(Bool(must=[_scored(query.terms)], filter=[_matching(query.terms, need), _of_kinds(query.kinds)]))
        .post_filter(Bool(filter=list(_chosen(query))))
        .sort(f"place.{api_locale(query.locale)}", "_score", "key")
        .extra(track_total_hits=False)[first : first + query.size]
    )
    search.aggs.bucket(GROUPS, "terms", field="group", size=_GROUPS_MOST)
    return search


def reaching(query: Query, need: int) -> Search:
    """Return the search for whether any entry has so many of the terms. It ends with the first."""
    matching = Bool(filter=[_matching(query.terms, need), _of_kinds(query.kinds)])
    return Search().query(matching).extra(size=0, terminate_after=1)


def suggestions(begun: Beginning, locale: str) -> Search:
    """Return the search for titles in a language that begin so."""
    field = WORDS["title"]
    starts = [Q("prefix", **{field: start}) for start in begun.starts]
    begins = [Bool(should=starts, minimum_should_match=1)] if starts else []
    whole = [Q("match", **{field: {"query": " ".join(begun.tokens), "operator": "and"}})] if begun.tokens else []
    filters = [*begins, _of_kinds(FOR_PEOPLE), Q("term", locale=locale)]
    return (
        Search()
        .query(Bool(must=whole, filter=filters))
        .sort("_score", "key")
        .source(["title", "url"])
        .extra(track_total_hits=False, size=SUGGESTED)
    )


def kinds_held() -> Search:
    """Return the search for how many entries there are of each kind."""
    search = Search().extra(size=0, track_total_hits=False)
    search.aggs.bucket("kinds", "terms", field="kind", size=len(get_args(Kind)))
    return search


def _matching(terms: Sequence[Term], need: int) -> Part:
    return Bool(
        should=[Bool(should=list(map(_all, term.tokens())), minimum_should_match=1) for term in terms],
        minimum_should_match=need,
    )


def _all(tokens: Iterable[str]) -> Part:
    """Return the condition that an entry has all the tokens of a way, whatever the fields."""
    return Q("match", words={"query": " ".join(tokens), "operator": "and"})


def _scored(terms: Iterable[Term]) -> Part:
    """Return what tells the score: BM25 over the three fields as if they were one, a token weighted by its field."""
    tokens = dict.fromkeys(token for term in terms for way in term.tokens() for token in way)
    said = Q("combined_fields", query=" ".join(tokens), fields=_FIELDS)
    return Q("boosting", positive=said, negative=Q("term", kind="quiz"), negative_boost=QUIZ_WEIGHT)


def _of_kinds(kinds: Iterable[str]) -> Part:
    return Q("terms", kind=list(kinds))


def _chosen(query: Query) -> Iterable[Part]:
    """Yield the conditions of the facets that were chosen."""
    if query.fraud_types:
        yield Q("terms", fraud_type=list(query.fraud_types))
    if query.kind:
        yield Q("term", kind=query.kind)
    if query.audience:
        everybody = ~Q("exists", field="audience")
        yield Bool(should=[Q("term", audience=query.audience), everybody], minimum_should_match=1)
