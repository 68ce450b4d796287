"""The picture of a page: for live public pages only, cheap to ask for again."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, PageViewRestriction

from academy.models import HelpPage, HomePage, Quiz, User
from academy.pictures.store import folder
from academy.pictures.views import Subject, subject_of
from scams.models import ScamPattern

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def article() -> ScamPattern:
    found: ScamPattern = ScamPattern.objects.get(fraud_type__slug="task-rebate", locale__language_code="zh-hant")
    return found


def address(page: Page) -> str:
    return reverse("page-picture", args=[page.pk])


def test_a_live_page_has_a_picture_others_may_keep_for_an_hour(client: Client, article: ScamPattern) -> None:
    answer = client.get(address(article))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer.content.startswith(b"\x89PNG")
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert "Set-Cookie" not in answer


def test_the_address_has_no_language(article: ScamPattern) -> None:
    with translation.override("en"):
        assert address(article) == f"/pictures/{article.pk}.png"


def test_an_unchanged_picture_is_not_sent_again_nor_drawn(client: Client, article: ScamPattern) -> None:
    etag = client.get(address(article))["ETag"]
    for path in folder().iterdir():
        path.unlink()
    answer = client.get(address(article), headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
    assert list(folder().iterdir()) == []


def test_another_title_is_another_picture_at_once(client: Client, article: ScamPattern) -> None:
    etag = client.get(address(article))["ETag"]
    Page.objects.filter(pk=article.pk).update(title="另一個題目")
    answer = client.get(address(article), headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert answer["ETag"] != etag


def test_head_is_answered_as_get_without_the_picture_and_nothing_else_is(client: Client, article: ScamPattern) -> None:
    whole, head = client.get(address(article)), client.head(address(article))
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", whole["ETag"])
    assert client.post(address(article)).status_code == 405


def test_a_draft_an_unknown_page_and_the_root_have_none(client: Client, article: ScamPattern) -> None:
    article.unpublish()
    assert client.get(address(article)).status_code == 404
    assert client.get("/pictures/999999999.png").status_code == 404
    assert client.get(address(Page.get_first_root_node())).status_code == 404


@pytest.mark.parametrize("restriction", [choice for choice, _name in PageViewRestriction.RESTRICTION_CHOICES[1:]])
def test_a_private_page_and_what_is_below_it_have_none_for_anybody(
    client: Client, article: ScamPattern, restriction: str
) -> None:
    neighbour = article.get_siblings(inclusive=False).first()
    elsewhere = ScamPattern.objects.live().not_descendant_of(article.get_parent()).first()
    PageViewRestriction.objects.create(page=article, restriction_type=restriction, password="x")
    client.force_login(User.objects.create_superuser("root"))
    assert client.get(address(article)).status_code == 404
    assert client.get(address(neighbour)).status_code == 200

    PageViewRestriction.objects.create(page=article.get_parent(), restriction_type=restriction, password="x")
    assert client.get(address(neighbour)).status_code == 404
    assert client.get(address(elsewhere)).status_code == 200


def test_what_has_been_drawn_of_a_page_that_is_taken_down_is_not_shown(client: Client, article: ScamPattern) -> None:
    etag = client.get(address(article))["ETag"]
    article.unpublish()
    assert client.get(address(article), headers={"If-None-Match": etag}).status_code == 404


def test_an_article_and_a_quiz_say_what_they_are_about_in_their_own_language(article: ScamPattern) -> None:
    quiz = Quiz.objects.get(fraud_type__slug="task-rebate", locale__language_code="en")
    mixed = Quiz.objects.get(slug="everyday", locale__language_code="en")
    assert subject_of(article.pk) == Subject("zh-hant", article.title, "刷單返利", "article")
    assert subject_of(quiz.pk) == Subject("en", quiz.title, "Quiz · Task-and-rebate (brushing) scam", "quiz")
    assert subject_of(mixed.pk) == Subject("en", mixed.title, "Quiz", "quiz")


@pytest.mark.parametrize("kind", [HomePage, HelpPage])
def test_the_sites_own_pages_have_their_title_alone(kind: type[Page]) -> None:
    page = kind.objects.get(locale__language_code="zh-hans")
    assert subject_of(page.pk) == Subject("zh-hans", page.title, "", "page")


def test_a_picture_needs_two_queries_and_one_where_there_is_no_type(
    client: Client, article: ScamPattern, django_assert_num_queries: Any
) -> None:
    help_page = HelpPage.objects.get(locale__language_code="en")
    with django_assert_num_queries(2):
        client.get(address(article))
    with django_assert_num_queries(1):
        client.get(address(help_page))
