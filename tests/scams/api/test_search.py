"""`GET /api/v1/search`: public, in one's own words, never an error of ours."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from scams.models import SearchEntry, Unanswered
from scams.search.contract import LAST_PAGE
from scams.search.known import known
from scams.search.unanswered import Tally
from tests.scams.search.engines.contract import HOSTILE

pytestmark = pytest.mark.django_db

SEARCH = "/api/v1/search"


def get(path: str = SEARCH, **query: Any) -> Any:
    return Client().get(path, query)


def test_the_answer_is_the_contracts() -> None:
    reply = get(q="刷單", locale="zh-Hans")
    assert reply.status_code == 200
    answer = reply.json()
    assert set(answer) == {"total", "results", "facets", "suggestion"}
    first = answer["results"][0]
    assert set(first) == {"kind", "title", "url", "fraud_type", "locale", "snippet"}
    assert (first["fraud_type"], first["locale"]) == ("task-rebate", "zh-Hans")
    assert first["url"].startswith("http://localhost")
    assert "<mark>" in first["snippet"] + str(answer["results"])
    assert set(answer["facets"]) == {"fraud_type", "audience", "kind"}
    assert sum(answer["facets"]["kind"].values()) == answer["total"]
    assert answer["suggestion"] is None
    assert len(answer["results"]) <= 10
    assert reply["Cache-Control"] == "private, no-store"


def test_facets_narrow() -> None:
    every = get(q="刷单").json()
    quizzes = get(q="刷单", kind="quiz").json()
    assert {one["kind"] for one in quizzes["results"]} == {"quiz"}
    assert quizzes["total"] == every["facets"]["kind"]["quiz"]
    typed = get(q="刷单", fraud_type="task-rebate", audience="teen").json()
    assert {one["fraud_type"] for one in typed["results"]} == {"task-rebate"}
    group = get(q="骗", fraud_type="gain").json()
    assert {"task-rebate", "investment"} <= set(group["facets"]["fraud_type"])
    assert group["total"] > get(q="骗", fraud_type="task-rebate").json()["total"]


def test_pages_go_on_where_the_last_ended() -> None:
    pages = [get(q="骗", page=page).json() for page in (1, 2)]
    urls = [one["url"] for page in pages for one in page["results"]]
    assert (
        len(urls) == len(set(zip(urls, [one["title"] for page in pages for one in page["results"]], strict=True))) == 20
    )


def test_cards_are_not_for_people() -> None:
    assert SearchEntry.objects.filter(kind="card", names__contains="刷单").exists()
    kinds = {one["kind"] for page in range(1, 6) for one in get(q="刷单", page=page).json()["results"]}
    assert kinds <= {"article", "quiz", "page", "contact"}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "q"),
        ({"q": ""}, "q"),
        ({"q": "x" * 10_001}, "q"),
        ({"q": "刷" * 10_001}, "q"),
        ({"q": "a", "page": "0"}, "page"),
        ({"q": "a", "page": "x"}, "page"),
        ({"q": "a", "kind": "card"}, "kind"),
        ({"q": "a", "audience": "all"}, "audience"),
        ({"q": "a", "locale": "x" * 36}, "locale"),
        ({"q": "a", "locale": "'"}, "locale"),
        ({"q": "a", "locale": "zh-Hans\0"}, "locale"),
        ({"q": "a", "locale": ""}, "locale"),
        ({"q": "a", "fraud_type": "x" * 61}, "fraud_type"),
        ({"q": "a", "fraud_type": "task-rebates"}, "fraud_type"),
        ({"q": "a", "fraud_type": "'\0"}, "fraud_type"),
    ],
)
def test_bad_input_is_named(query: dict[str, str], field: str) -> None:
    reply = get(**query)
    assert (reply.status_code, reply["Content-Type"]) == (422, "application/problem+json")
    assert [error["field"].rpartition(".")[2] for error in reply.json()["errors"]] == [field]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("path", [SEARCH, f"{SEARCH}/suggest"])
def test_no_question_is_a_failure(path: str, text: str) -> None:
    assert get(path, q=text.encode("utf-8", "surrogatepass")).status_code == 200


@pytest.mark.parametrize("locale", ["fr", "zh_TW", "en-GB", "xx-YY"])
def test_any_language_may_be_told(locale: str) -> None:
    assert get(q="scam", locale=locale).json()["total"]


def test_behind_the_last_page_there_is_nothing() -> None:
    reply = get(q="骗", page=LAST_PAGE)
    assert reply.status_code == 200
    assert reply.json()["results"] == []
    assert reply.json()["total"] == get(q="骗").json()["total"]


def test_three_queries_whatever_is_found(django_assert_num_queries: Any) -> None:
    known()
    get(q="刷单")
    for question in ("百万保障", "骗"):
        with django_assert_num_queries(3):
            assert get(q=question).json()["total"]


def test_suggestions() -> None:
    found = get(f"{SEARCH}/suggest", q="刷", locale="zh-Hans").json()["suggestions"]
    assert {"text": "刷单", "url": None} in found
    assert any(one["url"] == "/zh-hans/gain/task-rebate/" for one in found)
    assert len(found) <= 8
    assert get(f"{SEARCH}/suggest", q="szp").json()["suggestions"][0]["text"] == "杀猪盘"
    assert get(f"{SEARCH}/suggest", q="", locale="en").json() == {"suggestions": []}


def test_did_you_mean() -> None:
    assert get(q="沙猪盘").json()["suggestion"] == "杀猪盘"


def test_what_was_not_found_is_counted(fresh_tally: Tally) -> None:
    get(q="蓝色大象的13800138000")
    get(q="蓝色大象", kind="quiz")
    fresh_tally.flush()
    assert list(Unanswered.objects.values_list("text", "count")) == [("蓝色大象的#", 1)]


def test_one_address_may_not_ask_without_end(settings: Any) -> None:
    settings.PUBLIC_PER_MINUTE = 2
    settings.CLIENT_ADDRESS_HEADER = "X-Real-IP"
    replies = [Client(headers={"x-real-ip": "198.51.100.7"}).get(SEARCH, {"q": "刷单"}) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [200, 429]
    assert replies[1]["Content-Type"] == "application/problem+json"
    assert int(replies[1]["Retry-After"]) >= 1
    assert Client(headers={"x-real-ip": "198.51.100.8"}).get(SEARCH, {"q": "刷单"}).status_code == 200
    page = reverse("search")
    for status in (200, 429):
        assert Client(headers={"x-real-ip": "198.51.100.9"}).get(page, {"q": "刷单"}).status_code == status
