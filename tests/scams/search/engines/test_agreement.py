"""Three engines, one answer: the same entries found, counted and offered, whoever is asked.

In which order they come within a language is each engine's own: BM25 of SQLite and of Elasticsearch, PostgreSQL's rank.
"""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.db import transaction

from scams.search.contract import Engine, Query, Results
from scams.search.engines.postgres import PostgresEngine
from scams.search.engines.sqlite import SqliteEngine
from scams.search.entries import all_entries
from scams.search.known import known
from scams.search.text import terms
from tests.scams.search.engines.contract import HOSTILE
from tests.scams.search.engines.test_elastic import engine_on
from tests.scams.search.engines.test_postgres import ALIAS, server, tables
from tests.scams.search.test_quality import CASES

__all__ = ["server", "tables"]

CHOICES: Final = (
    {},
    {"kind": "article"},
    {"fraud_types": ("task-rebate", "romance")},
    {"audience": "elder"},
    {"kind": "quiz", "audience": "teen", "fraud_types": ("investment",)},
    {"kinds": ("card",)},
)
BEGUN: Final = ("刷", "刷单", "假", "安全帳", "客服 退", "inv", "task sc", "Pay", "x", "")


@pytest.fixture
def three(django_db_setup: None, tables: None, elastic_url: str, django_db_blocker: Any) -> Iterator[list[Engine]]:
    """All engines, with the whole content in each."""
    elastic = engine_on(elastic_url, "agreement")
    made: list[Engine] = [SqliteEngine(), elastic, PostgresEngine(ALIAS)]
    with django_db_blocker.unblock(), transaction.atomic():
        entries = list(all_entries())
        for one in made:
            assert one.replace(entries) == len(entries)
        yield made
        transaction.set_rollback(True)
    elastic.client.indices.delete(index=elastic.indices.asked())


def told(results: Results) -> Any:
    """Everything but scores and the order within a language; facets in the order they are offered."""
    facets = [list(one.items()) for one in (results.facets.kind, results.facets.fraud_type, results.facets.audience)]
    keys = [(hit.entry.locale, hit.entry) for hit in results.hits]
    return (
        results.total,
        results.terms_met,
        facets,
        [locale for locale, _entry in keys],
        {one.key: one for _, one in keys},
    )


def test_they_find_count_and_offer_the_same(three: list[Engine]) -> None:
    some = 0
    asked = [(case.question, case.locale) for case in CASES] + [(text, "en") for text in HOSTILE]
    for number, (text, locale) in enumerate(asked):
        for chosen in (CHOICES[0], CHOICES[1 + number % (len(CHOICES) - 1)]):
            query = Query(terms(text, known().synonyms), locale=locale, size=2000, **chosen)
            first, *others = (told(engine.search(query)) for engine in three)
            assert others == [first] * 2, (text, chosen)
            some += first[0]
    assert some > 1000


def test_they_suggest_the_same(three: list[Engine]) -> None:
    for begun in BEGUN:
        for locale in ("zh-Hans", "zh-Hant", "en"):
            first, *others = (engine.suggest(begun, locale) for engine in three)
            assert [len(one) for one in others] == [len(first)] * 2, begun
            if len(first) < 8:
                assert [{one.url for one in other} for other in others] == [{one.url for one in first}] * 2, begun


def test_they_hold_the_same(three: list[Engine]) -> None:
    first, *others = (engine.digests() for engine in three)
    assert others == [first] * 2
    assert len({str(sorted(engine.status().entries.items())) for engine in three}) == 1
