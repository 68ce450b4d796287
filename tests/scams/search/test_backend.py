"""Wagtail's search boxes: Chinese words in both scripts, and never a failure."""

from typing import Any

import pytest
from django.apps import apps
from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, Not, Or, Phrase, PlainText

from scams.models import Contact, FraudType, ScamPattern
from tests.scams.editing.desk import desk

pytestmark = pytest.mark.django_db


def locale(code: str) -> Locale:
    return Locale.objects.get(language_code=code)


def slugs(found: object) -> set[str]:
    return {one.fraud_type.slug for one in found}  # type: ignore[attr-defined]


@pytest.mark.parametrize("words", ["刷单", "刷單", "垫付", "做任务 佣金", "task payouts"])
def test_articles_are_found_by_words_of_both_scripts(words: str) -> None:
    assert "task-rebate" in slugs(ScamPattern.objects.search(words))


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_however_much_is_found(number: int, django_assert_num_queries: Any) -> None:
    kept = ScamPattern.objects.search("账户").get_queryset()[:number]
    pages = ScamPattern.objects.filter(pk__in=[page.pk for page in kept])
    with django_assert_num_queries(2):  # the order, and the records
        assert len(list(get_search_backend().search("账户", pages))) == number


def test_both_scripts_find_the_same() -> None:
    simplified, traditional = (list(ScamPattern.objects.search(word).get_queryset()) for word in ("账户", "帳戶"))
    assert simplified == traditional
    assert {one.locale.language_code for one in simplified} >= {"zh-hans", "zh-hant"}


def test_characters_that_stand_apart_are_no_word() -> None:
    assert "单刷" not in str(ScamPattern.objects.get(slug="task-rebate", locale__language_code="zh-hans").summary)
    assert ScamPattern.objects.search("单刷").count() == 0


def test_what_has_all_words_comes_alone_and_else_what_has_one() -> None:
    assert slugs(ScamPattern.objects.search("刷单 连单")) == {"task-rebate"}
    assert "task-rebate" in slugs(ScamPattern.objects.search("刷单 天气预报"))
    assert ScamPattern.objects.search("刷单 天气预报", operator="and").count() == 0


def test_the_title_before_the_text_also_with_several_words() -> None:
    chinese = ScamPattern.objects.filter(locale=locale("zh-hans"))
    assert chinese.search("冒充 客服")[0].fraud_type.slug == "customer-service-impersonation"
    query = And([PlainText("冒充"), PlainText("客服")])
    assert get_search_backend().search(query, chinese)[0].fraud_type.slug == "customer-service-impersonation"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Phrase("刷單返利"), {"task-rebate"}),
        (And([PlainText("刷单"), Not(PlainText("刷单"))]), set()),
        (And([PlainText("连单"), PlainText('"')]), set()),
        (Or([PlainText("连单"), PlainText('"')]), {"task-rebate"}),
        (Or([PlainText('"'), PlainText("*")]), set()),
        (Or([PlainText("连单"), PlainText("没有这个词")]), {"task-rebate"}),
    ],
)
def test_wagtails_own_kinds_of_questions(query: object, found: set[str]) -> None:
    chinese = ScamPattern.objects.filter(locale=locale("zh-hans"))
    assert slugs(get_search_backend().search(query, chinese)) & {"task-rebate"} == found


@pytest.mark.parametrize("begun", ["刷", "刷单返", "刷單"])
def test_a_title_is_found_while_it_is_typed(begun: str) -> None:
    assert any("刷" in page.title for page in Page.objects.autocomplete(begun))


def test_latin_words_are_found_while_they_are_typed() -> None:
    for begun in ("inves", "investi", "Investing"):
        titles = [page.title for page in Page.objects.filter(locale=locale("en")).autocomplete(begun)]
        assert titles, begun
        assert all("invest" in title.lower() for title in titles)


@pytest.mark.parametrize("number", ["96110", "961"])
def test_hotlines_are_found_by_their_number(number: str) -> None:
    assert "cn-96110" in {one.key for one in get_search_backend().autocomplete(number, Contact)}


def test_fraud_types_are_found_in_every_language() -> None:
    for words in ("task-rebate", "刷單返利", "刷单返利", "rebate"):
        assert "task-rebate" in {one.slug for one in get_search_backend().autocomplete(words, FraudType)}, words


@pytest.mark.parametrize(
    "question", ['"', '"""', 'a" OR', "\0", "*", "(", "NEAR(", "刷单" * 500, "'; --", "\u202e", "\ud800", "x" * 10_000]
)
@pytest.mark.parametrize(
    "place",
    [
        "/admin/pages/",
        "/admin/choose-page/search/",
        "/admin/images/",
        "/admin/documents/",
        "/admin/snippets/scams/warningcard/",
        "/admin/snippets/scams/technique/",
        "/admin/snippets/academy/question/",
    ],
)
def test_no_question_is_a_failure(place: str, question: str) -> None:
    assert desk("reviewer").get(place, {"q": question.encode("utf-8", "surrogatepass")}).status_code == 200


@pytest.mark.parametrize("place", ["warningcard", "contact", "fraudtype", "technique", "signal", "crosswalkcode"])
def test_every_list_of_records_is_searched_in_both_scripts(place: str) -> None:
    model = apps.get_model("scams", place)
    words = {
        "warningcard": ("刷单返利", "刷單返利"),
        "contact": ("专线", "專線"),
        "fraudtype": ("刷单返利", "刷單返利"),
        "technique": ("萤幕", "螢幕"),
        "signal": ("收款", "收款"),
        "crosswalkcode": ("刷单", "刷單"),
    }[place]
    client, counts = desk("reviewer"), set()
    for word in words:
        page = client.get(f"/admin/snippets/scams/{place}/", {"q": word})
        counts.add(page.context["page_obj"].paginator.count)
    assert len(counts) == 1
    assert 0 < counts.pop() < model.objects.count()


def test_a_card_is_found_by_a_part_of_its_words_and_by_its_type() -> None:
    client = desk("reviewer")
    for words in ("task-reb", "刷单 返", '"刷單"', "“刷单返利”", '"刷单'):
        page = client.get("/admin/snippets/scams/warningcard/", {"q": words})
        assert "task-rebate" in {card.fraud_type.slug for card in page.context["object_list"]}
