"""The site map: every page in every language, and nothing that is not for everybody."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from scams.models import PatternIndex, ScamPattern
from tests.academy.discovery.reading import parsed

pytestmark = pytest.mark.django_db

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def listed(client: Client) -> dict[str, dict[str, str]]:
    """Every address of the site map with its versions by language."""
    answer = client.get("/sitemap.xml")
    assert answer["Content-Type"] == "application/xml"
    found = {}
    for url in parsed(answer.content):
        links = {one.attrib["hreflang"]: one.attrib["href"] for one in url.findall(LINK)}
        found[str(url.findtext(f"{MAP}loc"))] = links
    return found


def article(language: str) -> ScamPattern:
    found: ScamPattern = ScamPattern.objects.get(slug="task-rebate", locale__language_code=language)
    return found


def test_every_live_page_of_every_language_is_listed(client: Client) -> None:
    pages = [one.full_url for one in Page.objects.live().filter(depth__gt=1)]
    assert sorted(listed(client)) == sorted(pages)


def test_every_page_names_all_its_versions(client: Client) -> None:
    versions = {
        "zh-Hans": article("zh-hans").full_url,
        "zh-Hant": article("zh-hant").full_url,
        "en": article("en").full_url,
        "x-default": article("zh-hans").full_url,
    }
    found = listed(client)
    assert [found[url] for url in versions.values()] == [versions] * 4


def test_a_page_in_one_language_is_its_own_default(client: Client) -> None:
    ScamPattern.objects.filter(slug="task-rebate").exclude(locale__language_code="en").update(live=False)
    own = article("en").full_url
    assert listed(client)[own] == {"en": own, "x-default": own}


def test_drafts_and_private_pages_are_not_listed(client: Client) -> None:
    ScamPattern.objects.filter(pk=article("en").pk).update(live=False)
    group = PatternIndex.objects.get(slug="gain", locale__language_code="zh-hans")
    PageViewRestriction.objects.create(page=group, restriction_type=PageViewRestriction.PASSWORD, password="-")
    found = listed(client)
    there = article("zh-hant").full_url
    assert [url for url in found if url.endswith("/gain/task-rebate/")] == [there]
    assert found[there] == {"zh-Hant": there, "x-default": there}
    assert group.full_url not in found


def test_the_map_says_when_each_page_changed(client: Client) -> None:
    html = client.get("/sitemap.xml").content.decode()
    day = timezone.localdate(article("en").last_published_at).isoformat()
    assert f"<loc>{article('en').full_url}</loc><lastmod>{day}</lastmod>" in html


def test_the_queries_are_as_many_for_more_pages(client: Client, django_assert_max_num_queries: Any) -> None:
    group, counts = PatternIndex.objects.get(slug="gain", locale__language_code="en"), []
    for number in range(1, 4, 2):
        for more in range(number):
            page = ScamPattern(
                title="New", slug=f"new-{number}-{more}", fraud_type=article("en").fraud_type, locale=group.locale
            )
            page.translation_key = uuid.uuid4()
            group.add_child(instance=page)
        client.get("/sitemap.xml")
        with django_assert_max_num_queries(15) as captured:
            client.get("/sitemap.xml")
        counts.append(len(captured))
    assert counts[0] == counts[1]
