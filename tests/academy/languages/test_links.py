"""The switch between languages keeps the page; search engines hear of the versions that there are."""

import re

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from scams.models import ScamPattern

pytestmark = pytest.mark.django_db

ARTICLE = "gain/task-rebate/"


def switch_in(html: str) -> list[str]:
    """Where the switch leads, in the order of the languages."""
    nav = re.search(r'<nav class="languages".*?</nav>', html, re.DOTALL)
    assert nav
    return re.findall(r'href="([^"]+)"', nav[0])


def versions_in(html: str) -> list[tuple[str, str]]:
    return re.findall(r'rel="alternate"\s+hreflang="([^"]+)"\s+href="([^"]+)"', html)


def everywhere(path: str) -> list[str]:
    return [f"/{code}/{path}" for code in ("zh-hans", "zh-hant", "en")]


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize("path", ["", "types/", ARTICLE, "quizzes/task-rebate/", "paid/"])
def test_the_switch_leads_to_the_same_page(client: Client, language: str, path: str) -> None:
    assert switch_in(client.get(f"/{language}/{path}").content.decode()) == everywhere(path)


def test_where_the_page_is_not_there_the_switch_leads_to_its_place(client: Client) -> None:
    ScamPattern.objects.filter(slug="task-rebate", locale__language_code="en").update(live=False)
    assert switch_in(client.get(f"/zh-hans/{ARTICLE}").content.decode()) == everywhere(ARTICLE)


def test_the_page_that_says_where_it_is_leads_there(client: Client) -> None:
    ScamPattern.objects.filter(slug="task-rebate", locale__language_code="en").update(live=False)
    assert switch_in(client.get(f"/en/{ARTICLE}").content.decode()) == everywhere(ARTICLE)


def test_a_page_of_another_kind_keeps_its_address(client: Client) -> None:
    assert switch_in(client.get("/en/offline/").content.decode()) == everywhere("offline/")


def test_an_unknown_address_leads_home(client: Client) -> None:
    assert switch_in(client.get("/en/nothing/").content.decode()) == everywhere("")


def test_search_engines_hear_of_every_version(client: Client) -> None:
    html = client.get(f"/zh-hant/{ARTICLE}").content.decode()
    urls = {one.locale.language_code: one.full_url for one in ScamPattern.objects.filter(slug="task-rebate")}
    assert versions_in(html) == [
        ("zh-Hans", urls["zh-hans"]),
        ("zh-Hant", urls["zh-hant"]),
        ("en", urls["en"]),
        ("x-default", urls["zh-hans"]),
    ]


def test_search_engines_do_not_hear_of_drafts_and_private_pages(client: Client) -> None:
    ScamPattern.objects.filter(slug="task-rebate", locale__language_code="en").update(live=False)
    private = ScamPattern.objects.get(slug="task-rebate", locale__language_code="zh-hans")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    html = client.get(f"/zh-hant/{ARTICLE}").content.decode()
    there = ScamPattern.objects.get(slug="task-rebate", locale__language_code="zh-hant").full_url
    assert versions_in(html) == [("zh-Hant", there), ("x-default", there)]


@pytest.mark.parametrize(
    ("accepted", "home"),
    [
        ("zh-HK", "/zh-hant/"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "/zh-hant/"),
        ("zh-MO", "/zh-hant/"),
        ("zh-Hant-HK", "/zh-hant/"),
        ("zh-CN,zh;q=0.9", "/zh-hans/"),
        ("zh-SG", "/zh-hans/"),
        ("zh", "/zh-hans/"),
        ("en-HK,zh-HK;q=0.5", "/en/"),
        ("ja", "/zh-hans/"),
        ("", "/zh-hans/"),
    ],
)
def test_the_first_page_is_the_readers_own(accepted: str, home: str) -> None:
    answer = Client(headers={"accept-language": accepted}).get("/")
    assert (answer.status_code, answer["Location"]) == (302, home)
