"""A page that is not there in a reader's language: where it is instead, and what must not show."""

import re
from typing import Any

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from scams.models import PatternIndex, ScamPattern

pytestmark = pytest.mark.django_db

PATH = "/en/gain/task-rebate/"


def article(language: str, slug: str = "task-rebate") -> ScamPattern:
    found: ScamPattern = ScamPattern.objects.get(slug=slug, locale__language_code=language)
    return found


def take_down(*languages: str, slug: str = "task-rebate") -> None:
    ScamPattern.objects.filter(slug=slug, locale__language_code__in=languages).update(live=False)


def hide(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def links_in(html: str) -> list[tuple[str, str]]:
    """The pages offered, as language and address."""
    tiles = html[html.index('<ul class="cards">') :]
    return re.findall(r'<a href="([^"]+)"\s+lang="([^"]+)"', tiles)


def test_a_page_missing_in_one_language_is_offered_in_the_others(client: Client) -> None:
    take_down("en")
    answer = client.get(PATH)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert links_in(html) == [("/zh-hans/gain/task-rebate/", "zh-Hans"), ("/zh-hant/gain/task-rebate/", "zh-Hant")]
    assert article("zh-hans").title in html
    assert article("zh-hant").title in html
    assert '<html lang="en"' in html


def test_search_engines_are_sent_to_the_page_that_there_is(client: Client) -> None:
    take_down("en")
    html = client.get(PATH).content.decode()
    assert '<meta name="robots" content="noindex">' in html
    assert f'<link rel="canonical" href="{article("zh-hans").full_url}">' in html
    assert "hreflang=" not in html[: html.index("</head>")]


def test_a_reader_of_traditional_characters_is_offered_simplified_ones_first(client: Client) -> None:
    take_down("zh-hant")
    html = client.get("/zh-hant/gain/task-rebate/").content.decode()
    assert links_in(html) == [("/zh-hans/gain/task-rebate/", "zh-Hans"), (PATH, "en")]


@pytest.mark.parametrize(
    "path", ["/en/nothing/", "/en/gain/nothing/", "/en/gain/task-rebate/nothing/", "/en/" + "a/" * 40]
)
def test_what_is_nowhere_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_what_is_in_no_language_any_more_is_not_found(client: Client) -> None:
    take_down("zh-hans", "zh-hant", "en")
    assert client.get(PATH).status_code == 404


def test_only_reading_leads_elsewhere(client: Client) -> None:
    take_down("en")
    assert client.head(PATH).status_code == 200
    assert client.post(PATH).status_code == 404


def test_a_draft_does_not_show(client: Client) -> None:
    take_down("en", "zh-hant")
    source = article("zh-hans")
    source.title = "NOT YET PUBLISHED"
    source.save_revision()
    ScamPattern.objects.filter(pk=article("zh-hant").pk).update(title="TAKEN DOWN")
    html = client.get(PATH).content.decode()
    assert links_in(html) == [("/zh-hans/gain/task-rebate/", "zh-Hans")]
    assert "NOT YET PUBLISHED" not in html
    assert "TAKEN DOWN" not in html


def test_a_private_page_does_not_show(client: Client) -> None:
    take_down("en")
    hide(article("zh-hans"))
    html = client.get(PATH).content.decode()
    assert links_in(html) == [("/zh-hant/gain/task-rebate/", "zh-Hant")]
    assert article("zh-hans").title not in html
    hide(PatternIndex.objects.get(slug="gain", locale__language_code="zh-hant"))
    assert client.get(PATH).status_code == 404


def test_a_page_under_another_address_in_this_language_is_gone_to(client: Client) -> None:
    english = article("en")
    english.slug = "tasks"
    english.save()
    Redirect.objects.all().delete()
    answer = client.get(PATH)
    assert (answer.status_code, answer["Location"]) == (302, "/en/gain/tasks/")


def test_a_parent_may_have_another_slug(client: Client) -> None:
    group = PatternIndex.objects.get(slug="gain", locale__language_code="en")
    group.slug = "easy-money"
    group.save()
    Redirect.objects.all().delete()
    take_down("en")
    html = client.get("/en/easy-money/task-rebate/").content.decode()
    assert links_in(html)[0] == ("/zh-hans/gain/task-rebate/", "zh-Hans")


def test_a_redirect_that_editors_made_goes_before(client: Client) -> None:
    take_down("en")
    Redirect.add_redirect("/en/gain/task-rebate", redirect_to="/en/types/", is_permanent=False)
    answer = client.get(PATH)
    assert (answer.status_code, answer["Location"]) == (302, "/en/types/")


def test_the_queries_are_as_many_for_more_languages(client: Client, django_assert_max_num_queries: Any) -> None:
    counts = []
    for languages in (("en", "zh-hant"), ("en",)):
        ScamPattern.objects.filter(slug="task-rebate").update(live=True)
        take_down(*languages)
        client.get(PATH)
        with django_assert_max_num_queries(60) as captured:
            assert client.get(PATH).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
