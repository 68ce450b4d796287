"""What the site's templates show, and how many queries they need for it."""

import re
import uuid
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from wagtail.models import Locale

from academy.models import HomePage
from academy.templatetags import academy_tags, language_tags
from scams.models import FraudType, PatternIndex, ScamPattern

pytestmark = pytest.mark.django_db


def new_article(group: PatternIndex, slug: str, fraud_type: FraudType) -> ScamPattern:
    article = ScamPattern(
        title=slug, slug=slug, fraud_type=fraud_type, locale=group.locale, translation_key=uuid.uuid4()
    )
    added: ScamPattern = group.add_child(instance=article)
    return added


def group_page(slug: str, language: str) -> PatternIndex:
    found: PatternIndex = PatternIndex.objects.get(group__slug=slug, locale__language_code=language)
    return found


def queries_of(client: Client, path: str, django_assert_max_num_queries: Any) -> int:
    client.get(path)  # what the site keeps between requests is kept now
    with django_assert_max_num_queries(30) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_a_group_page_needs_as_many_queries_with_more_types(client: Client, django_assert_max_num_queries: Any) -> None:
    group = group_page("gain", "en")
    few = queries_of(client, group.url, django_assert_max_num_queries)
    for number in range(3):
        texts = dict.fromkeys(("label_zh_hans", "label_zh_hant", "label_en", "definition_zh_hans"), "new")
        new_article(group, f"new-{number}", FraudType.objects.create(slug=f"new-{number}", parent=group.group, **texts))
    assert queries_of(client, group.url, django_assert_max_num_queries) == few
    assert client.get(group.url).content.decode().count('href="/en/gain/new-') == 3


def test_a_home_page_needs_as_many_queries_with_more_groups(client: Client, django_assert_max_num_queries: Any) -> None:
    home = HomePage.objects.get(locale__language_code="en")
    few = queries_of(client, home.url, django_assert_max_num_queries)
    for number in range(3):
        group = FraudType.objects.create(slug=f"new-{number}", label_zh_hans="new", label_zh_hant="new", label_en="new")
        home.add_child(instance=PatternIndex(title="new", slug=f"new-{number}", group=group, locale=home.locale))
    assert queries_of(client, home.url, django_assert_max_num_queries) == few


def test_a_type_without_an_article_here_leads_to_the_simplified_chinese_one(client: Client) -> None:
    ScamPattern.objects.filter(fraud_type__slug="task-rebate", locale__language_code="en").update(live=False)
    html = client.get(group_page("gain", "en").url).content.decode()
    link = html[html.index('href="/zh-hans/gain/task-rebate/"') :][:300]
    assert 'hreflang="zh-Hans"' in link
    assert '<span class="foreign" lang="zh-Hans">（简体中文）</span>' in link


def test_a_draft_is_not_listed() -> None:
    ScamPattern.objects.filter(fraud_type__slug="task-rebate").update(live=False)
    entries = academy_tags.group_types(group_page("gain", "zh-hans"))
    assert [one.article for one in entries if one.fraud_type.slug == "task-rebate"] == [None]


def test_a_language_without_this_page_leads_to_its_home(client: Client) -> None:
    english = ScamPattern.objects.get(fraud_type__slug="task-rebate", locale__language_code="en")
    english.live = False
    english.save()
    html = client.get("/zh-hans/gain/task-rebate/").content.decode()
    assert re.findall(r'rel="alternate"\s+hreflang="([^"]+)"', html) == ["zh-Hans", "zh-Hant"]
    assert 'href="/en/"' in html


@pytest.mark.parametrize(
    ("code", "spelled"),
    [("zh-hans", "zh-Hans"), ("zh-hant", "zh-Hant"), ("en", "en"), ("zh-HK", "zh-Hant"), ("", "zh-Hans")],
)
def test_languages_are_spelled_as_html_wants(code: str, spelled: str) -> None:
    assert language_tags.html_lang(code) == spelled


def test_the_page_for_a_failure_needs_no_context() -> None:
    html = render_to_string("500.html")
    assert all(words in html for words in ("暂时出了点问题", "暫時出了點問題", "Something went wrong"))


def test_every_locale_has_its_home() -> None:
    homes = set(HomePage.objects.live().values_list("locale__language_code", flat=True))
    assert homes == set(Locale.objects.values_list("language_code", flat=True))
