"""The page people search on."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from academy.page_cache.rules import may_be_kept, place_of
from scams.models import FraudType, Unanswered
from scams.search.known import known
from scams.search.unanswered import Tally
from tests.scams.search.engines.contract import HOSTILE

pytestmark = pytest.mark.django_db

PAGE = "/zh-hans/search/"


def get(path: str = PAGE, **query: Any) -> Any:
    return Client().get(path, query)


def text_of(reply: Any) -> str:
    return str(reply.content.decode())


def test_every_page_has_a_field_to_search_by() -> None:
    for path in ("/zh-hans/", "/en/gain/task-rebate/", "/zh-hant/search/"):
        assert f'<form action="/{path.split("/")[1]}/search/"' in text_of(get(path))


def test_results_with_marks_and_links() -> None:
    reply = get(q="刷單")
    page = text_of(reply)
    assert reply.status_code == 200
    assert '<a href="/zh-hans/gain/task-rebate/">' in page
    assert "<mark>刷单</mark>" in page
    assert "noindex" in page
    assert reply.context["results"][0].found.locale == "zh-Hans"


def test_what_was_asked_is_shown_escaped() -> None:
    page = text_of(get(q='<script>alert("x")</script>'))
    assert "<script>alert" not in page


def test_facets_are_links_that_narrow_and_widen() -> None:
    every = get(q="刷单")
    kinds = next(facet for facet in every.context["facets"] if facet.name == "kind")
    quiz = next(choice for choice in kinds.choices if "quiz" in choice.url)
    narrowed = get(PAGE + quiz.url)
    assert {one.found.kind for one in narrowed.context["results"]} == {"quiz"}
    assert len(narrowed.context["results"]) == quiz.number
    back = next(choice for facet in narrowed.context["facets"] for choice in facet.choices if choice.chosen)
    assert get(PAGE + back.url).context["total"] == every.context["total"]


def test_pages_of_results_lead_to_each_other() -> None:
    first = get(q="骗")
    second = get(PAGE + first.context["after"])
    assert second.context["page_number"] == 2
    assert get(PAGE + second.context["before"]).context["page_number"] == 1
    last = get(q="骗", page=999)
    assert last.context["results"]
    assert last.context["page_number"] == last.context["last_page"] < 99
    assert last.context["after"] == ""


def test_nothing_found_leads_on(fresh_tally: Tally) -> None:
    reply = get(q="蓝色大象")
    page = text_of(reply)
    slugs = [entry.fraud_type.slug for group in reply.context["groups"] for entry in group.entries]
    assert set(slugs) == set(
        FraudType.objects.filter(parent__in=FraudType.objects.filter(parent=None)).values_list("slug", flat=True)
    )
    assert "/zh-hans/gain/task-rebate/" in page
    assert 'href="tel:96110"' in page
    fresh_tally.flush()
    assert Unanswered.objects.get().text == "蓝色大象"


def test_did_you_mean_is_a_link() -> None:
    assert 'href="?q=%E6%9D%80%E7%8C%AA%E7%9B%98"' in text_of(get(q="沙猪盘"))


def test_too_much_is_said_politely() -> None:
    reply = get(q="x" * 10_001)
    assert reply.status_code == 422
    assert "10000" in text_of(reply).replace(",", "").replace(" ", "")
    assert get(q="刷" * 10_000).status_code == 200


@pytest.mark.parametrize("text", HOSTILE)
def test_no_question_is_a_failure(text: str) -> None:
    sent = text.encode("utf-8", "surrogatepass")
    assert get(q=sent, kind=sent[:100], audience=sent[:100], page=sent[:100], fraud_type=sent[:100]).status_code == 200


def test_what_was_asked_is_kept_by_nobody(rf: Any) -> None:
    reply = get(q="刷单")
    assert reply["Cache-Control"] == "private, no-store"
    request = rf.get(PAGE, {"q": "刷单"})
    assert place_of(request) is None
    assert not may_be_kept(request, reply)
    assert place_of(rf.get(PAGE)) is not None


def test_no_more_queries_for_many_results_than_for_one() -> None:
    known()
    for question in ("百万保障", "刷单 连单", "骗"):
        get(q=question)
        with CaptureQueriesContext(connection) as counted:
            assert get(q=question).context["total"]
        # site and its pages 3, languages 2, home 2, head 1, search 2, labels of types 1, and what a session needs
        assert len(counted) <= 13


def test_the_search_is_nothing_for_search_engines() -> None:
    assert "Disallow: /zh-hans/search/" in text_of(get("/robots.txt"))
