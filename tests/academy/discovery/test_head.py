"""What a page's head says to search engines, feed readers and those to whom it is shown."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from academy.discovery.head import description_of
from academy.discovery.structured import script_json
from academy.models import ContactsPage, HomePage, Quiz, TextPage
from scams.models import PatternIndex, ScamPattern
from tests.scams.editing.desk import desk

pytestmark = pytest.mark.django_db

ARTICLE = "/zh-hant/gain/task-rebate/"


def head_at(client: Client, path: str) -> str:
    html = client.get(path).content.decode()
    return html[: html.index("</head>")]


def meta(head: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:name|property)="([^"]+)"\s+content="([^"]*)"', head)
    return {name: content for name, content in found if name != "theme-color"}


def data_at(client: Client, path: str) -> list[dict[str, Any]]:
    """What the page says of itself in schema.org's words."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', head_at(client, path), re.DOTALL)
    assert len(found) == 1
    graph: list[dict[str, Any]] = json.loads(found[0])["@graph"]
    return graph


def article(language: str = "zh-hant") -> ScamPattern:
    found: ScamPattern = ScamPattern.objects.get(slug="task-rebate", locale__language_code=language)
    return found


def test_an_article_is_shown_well_wherever_it_is_shared(client: Client) -> None:
    page, found = article(), meta(head_at(client, ARTICLE))
    assert found["og:title"] == page.title
    assert found["og:type"] == "article"
    assert found["og:url"] == page.full_url
    assert found["og:locale"] == "zh_HK"
    assert found["og:image"] == page.get_site().root_url + reverse("page-picture", args=[page.pk])
    assert found["twitter:card"] == "summary_large_image"
    assert found["description"] == found["og:description"] == description_of(page)


def test_an_article_has_one_address(client: Client) -> None:
    found = re.findall(r'<link rel="canonical" href="([^"]+)">', head_at(client, f"{ARTICLE}?from=somewhere"))
    assert found == [article().full_url]


def test_an_article_says_what_it_is(client: Client) -> None:
    page, (told, trail) = article(), data_at(client, ARTICLE)
    assert (told["@type"], told["headline"], told["inLanguage"]) == ("Article", page.title, "zh-Hant")
    assert told["about"]["name"] == page.fraud_type.label_zh_hant
    assert told["datePublished"] == page.first_published_at.isoformat(timespec="seconds")
    assert told["dateModified"] == page.last_published_at.isoformat(timespec="seconds")
    assert told["publisher"]["@type"] == "Organization"
    steps = [(one["position"], one["item"]) for one in trail["itemListElement"]]
    root = page.get_site().root_url
    assert steps == [(1, f"{root}/zh-hant/"), (2, f"{root}/zh-hant/gain/"), (3, page.full_url)]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "WebSite"),
        ("quizzes/task-rebate/", "Quiz"),
        ("contacts/", "ContactPage"),
        ("gain/", "CollectionPage"),
        ("types/", "CollectionPage"),
        ("quizzes/", "CollectionPage"),
        ("about/", "AboutPage"),
        ("privacy/", "WebPage"),
        ("paid/", "WebPage"),
    ],
)
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_every_kind_of_page_says_what_it_is(client: Client, language: str, path: str, kind: str) -> None:
    told = data_at(client, f"/{language}/{path}")
    assert told[0]["@type"] == kind
    assert [one["@type"] for one in told[1:]] == (["BreadcrumbList"] if path else [])
    assert meta(head_at(client, f"/{language}/{path}"))["description"]


def test_a_quiz_says_how_long_it_takes(client: Client) -> None:
    quiz = Quiz.objects.get(slug="task-rebate", locale__language_code="en")
    assert data_at(client, "/en/quizzes/task-rebate/")[0]["timeRequired"] == f"PT{quiz.minutes}M"


def test_feeds_are_named(client: Client) -> None:
    found = re.findall(
        r'<link rel="alternate"\s+type="([^"]+)"\s+title="[^"]+"\s+href="([^"]+)"', head_at(client, ARTICLE)
    )
    assert found == [
        ("application/atom+xml", "/zh-hant/feeds/all.atom"),
        ("application/rss+xml", "/zh-hant/feeds/all.rss"),
        ("application/feed+json", "/zh-hant/feeds/all.json"),
        ("application/atom+xml", "/zh-hant/feeds/task-rebate.atom"),
    ]
    assert [client.get(path).status_code for _kind, path in found] == [200] * 4


def test_a_page_that_is_not_to_be_found_says_so_and_no_more(client: Client) -> None:
    head = head_at(client, "/en/offline/")
    assert meta(head) == {
        "robots": "noindex",
        "viewport": "width=device-width, initial-scale=1",
        "color-scheme": "light dark",
    }
    assert "canonical" not in head
    assert "ld+json" not in head


@pytest.mark.parametrize(
    "evil", ["</script><script>alert(1)</script>", "<!--", "a & b", "\u2028\u2029", '"quoted" \\ back', "]]>"]
)
def test_no_text_breaks_out_of_the_data(evil: str) -> None:
    written = script_json({"name": evil})
    assert json.loads(written) == {"name": evil}
    assert not set("<>&\u2028\u2029") & set(written)


def test_a_title_cannot_break_out_of_the_head(client: Client) -> None:
    page = article("en")
    page.title = page.summary = "</script><script>alert('1')</script> & \"more\""
    page.save_revision().publish()
    assert data_at(client, "/en/gain/task-rebate/")[0]["name"] == page.title
    assert "<script>alert" not in client.get("/en/gain/task-rebate/").content.decode()


def test_a_description_is_what_was_written_for_it_or_else_the_first_words() -> None:
    page = article()
    page.search_description = "For search engines"
    assert description_of(page) == "For search engines"
    page.search_description = " "
    page.summary = "One\n\ntwo  " + "three " * 60
    assert description_of(page).startswith("One two three three")
    assert len(description_of(page)) <= 155
    home = HomePage(title="-", introduction="", search_description="")
    assert description_of(home) == ""


def test_the_description_of_a_group_is_in_its_pages_language() -> None:
    group = PatternIndex.objects.get(slug="gain", locale__language_code="en")
    group.search_description = ""
    assert description_of(group) == group.group.definition_en


def test_pages_of_words_and_contacts_are_described() -> None:
    for model in (TextPage, ContactsPage):
        assert all(description_of(one) for one in model.objects.live())


def test_a_preview_of_a_page_nobody_can_open_yet_shows() -> None:
    page = article("en")
    draft = page.copy(update_attrs={"slug": "draft"}, keep_live=False)
    answer = desk("editor").get(reverse("wagtailadmin_pages:view_draft", args=[draft.pk]))
    assert answer.status_code == 200
