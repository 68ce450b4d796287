"""The frame around every page: languages, the way back, what a group holds, and the pages for when things fail."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client
from wagtail.models import Locale

from academy.models import HomePage, TextPage
from academy.templatetags import academy_tags, language_tags
from scams.models import PatternIndex, ScamPattern

pytestmark = pytest.mark.django_db


def group_page(slug: str, language: str) -> PatternIndex:
    found: PatternIndex = PatternIndex.objects.get(group__slug=slug, locale__language_code=language)
    return found


def test_a_type_is_listed_with_its_article_in_the_pages_own_language_only(client: Client) -> None:
    english = ScamPattern.objects.get(fraud_type__slug="task-rebate", locale__language_code="en")
    english.unpublish()
    html = client.get("/en/gain/").content.decode()
    assert english.fraud_type.label_en in html
    assert "gain/task-rebate/" not in html
    assert "The article is being written." in html


def test_a_draft_is_not_listed() -> None:
    ScamPattern.objects.filter(fraud_type__slug="task-rebate").update(live=False)
    entries = academy_tags.group_types(group_page("gain", "zh-hans"))
    assert [one.article for one in entries if one.fraud_type.slug == "task-rebate"] == [None]


def test_a_language_without_this_page_is_no_alternate_of_it(client: Client) -> None:
    ScamPattern.objects.get(fraud_type__slug="task-rebate", locale__language_code="en").unpublish()
    html = client.get("/zh-hans/gain/task-rebate/").content.decode()
    assert re.findall(r'rel="alternate"\s+hreflang="(zh-Hans|zh-Hant|en)"', html) == ["zh-Hans", "zh-Hant"]


def test_the_menu_holds_the_live_pages_that_want_to_be_in_it(client: Client) -> None:
    html = client.get("/en/about/").content.decode()
    menu = html[html.index('class="menu"') : html.index("</nav>", html.index('class="menu"'))]
    pages = re.findall(r'href="/en/(?!me/)([^"]+)/"', menu)
    assert pages == ["types", "quizzes", "paid", "contacts", "check"]
    HomePage.objects.get(locale__language_code="en").get_children().get(slug="contacts").specific.unpublish()
    html = client.get("/en/about/").content.decode()
    assert "/en/contacts/" not in html


def test_the_footer_finds_pages_by_their_purpose(client: Client) -> None:
    parents = TextPage.objects.get(purpose="parents", locale__language_code="en")
    parents.slug, parents.title = "mothers-and-fathers", "Mothers and fathers"
    parents.save_revision().publish()
    foot = client.get("/en/gain/").content.decode().split("<footer")[1]
    assert '<a href="/en/mothers-and-fathers/">Mothers and fathers</a>' in foot


def test_the_frame_is_the_same_where_no_page_is(client: Client) -> None:
    html = client.get("/zh-hant/nothing-here/").content.decode()
    assert 'href="/zh-hant/types/"' in html
    assert '<html lang="zh-Hant"' in html


@pytest.mark.parametrize(
    ("cookie", "said"),
    [
        ("", 'data-mode="adult"'),
        ("teen", 'data-mode="teen"'),
        ("elder.24", 'data-mode="elder" data-size="24"'),
    ],
)
def test_the_mode_is_on_the_page_for_the_styles(client: Client, cookie: str, said: str) -> None:
    client.cookies["mode"] = cookie
    html = client.get("/zh-hans/").content.decode()
    assert said in re.sub(r"\s+", " ", html)


def test_a_mode_is_chosen_by_a_form_that_comes_back_to_the_page(client: Client) -> None:
    html = client.get("/en/gain/").content.decode()
    assert '<input type="hidden" name="next" value="/en/gain/">' in html
    assert re.findall(r'value="([^"]+)"\s+aria-pressed="(\w+)"', html) == [
        ("adult", "true"),
        ("elder.20", "false"),
        ("teen", "false"),
    ]


def test_elder_mode_has_three_sizes_and_a_way_out(client: Client) -> None:
    client.cookies["mode"] = "elder.30"
    html = client.get("/en/gain/").content.decode()
    assert re.findall(r'value="([^"]+)"\s+aria-pressed="(\w+)"', html) == [
        ("elder.20", "false"),
        ("elder.24", "false"),
        ("elder.30", "true"),
        ("adult", "false"),
        ("elder.20", "true"),
        ("teen", "false"),
    ]


@pytest.mark.parametrize(
    ("code", "spelled"),
    [("zh-hans", "zh-Hans"), ("zh-hant", "zh-Hant"), ("en", "en"), ("zh-HK", "zh-Hant"), ("", "zh-Hans")],
)
def test_languages_are_spelled_as_html_wants(code: str, spelled: str) -> None:
    assert language_tags.html_lang(code) == spelled


@pytest.mark.parametrize(
    ("written", "dialled"), [("96110", "96110"), ("+86-10-12308", "+861012308"), ("+65 1800 722", "+651800722")]
)
def test_a_number_is_dialled_without_what_helps_to_read_it(written: str, dialled: str) -> None:
    assert academy_tags.dialled(written) == dialled


def test_the_page_for_a_failure_needs_no_context() -> None:
    html = render_to_string("500.html")
    assert all(text in html for text in ("暂时出了点问题", "暫時出了點問題", "Something went wrong"))


def test_every_locale_has_its_home() -> None:
    homes = set(HomePage.objects.live().values_list("locale__language_code", flat=True))
    assert homes == set(Locale.objects.values_list("language_code", flat=True))
