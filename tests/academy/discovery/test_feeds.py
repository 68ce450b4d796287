"""Feeds: what they list, in what order, in three formats, and that nobody fetches them twice."""

import datetime as dt
import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from academy.models import Quiz
from scams.models import FraudType, PatternIndex, ScamPattern
from tests.academy.discovery.reading import parsed

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def items(client: Client, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(client.get(path).content)["items"]
    return found


def article(language: str = "en", slug: str = "task-rebate") -> ScamPattern:
    found: ScamPattern = ScamPattern.objects.get(slug=slug, locale__language_code=language)
    return found


def published(page: Any, moment: dt.datetime) -> None:
    type(page).objects.filter(pk=page.pk).update(first_published_at=moment, last_published_at=moment)


def more_articles(count: int) -> None:
    group = PatternIndex.objects.get(slug="gain", locale__language_code="en")
    for number in range(count):
        page = ScamPattern(
            title=f"New {number}", slug=f"new-{number}", fraud_type=article().fraud_type, locale=group.locale
        )
        page.translation_key = uuid.uuid4()
        group.add_child(instance=page)
        published(page, timezone.now() + dt.timedelta(seconds=number))


def test_a_feed_lists_the_articles_and_quizzes_of_a_type_in_one_language(client: Client) -> None:
    found = items(client, "/en/feeds/task-rebate.json")
    quiz = Quiz.objects.get(slug="task-rebate", locale__language_code="en")
    assert [one["url"] for one in found] == [quiz.full_url, article().full_url]
    entry = found[1]
    assert (entry["title"], entry["summary"]) == (article().title, article().summary)
    assert (entry["tags"], entry["language"]) == ([article().fraud_type.label_en], "en")
    assert entry["date_modified"] == article().last_published_at.isoformat(timespec="seconds")


def test_the_feed_of_a_group_lists_what_is_below_it(client: Client) -> None:
    of_types = FraudType.objects.filter(parent__slug="gain").values_list("slug", flat=True)
    below = {one["url"] for slug in of_types for one in items(client, f"/en/feeds/{slug}.json")}
    assert {one["url"] for one in items(client, "/en/feeds/gain.json")} >= below
    assert article().full_url in below


def test_the_newest_comes_first_and_thirty_are_enough(client: Client) -> None:
    more_articles(32)
    found = items(client, "/en/feeds/all.json")
    assert [one["title"] for one in found] == [f"New {number}" for number in range(31, 1, -1)]


def test_what_is_published_again_comes_first_under_the_same_id(client: Client) -> None:
    before = {one["url"]: one for one in items(client, "/en/feeds/all.json")}[article().full_url]
    page = article()
    page.title = "Another title"
    page.save_revision().publish()
    page = article()
    page.slug = "tasks"
    page.save()
    after = items(client, "/en/feeds/all.json")[0]
    assert after["title"] == "Another title"
    assert after["url"] == article(slug="tasks").full_url != before["url"]
    assert after["id"] == before["id"]
    assert after["date_published"] == before["date_published"]
    assert after["date_modified"] > before["date_modified"]


def test_no_two_entries_share_an_id(client: Client) -> None:
    ids = [one["id"] for code in ("zh-hans", "zh-hant", "en") for one in items(client, f"/{code}/feeds/all.json")]
    assert len(set(ids)) == len(ids) > 60


def test_drafts_and_private_pages_are_not_listed(client: Client) -> None:
    ScamPattern.objects.filter(pk=article().pk).update(live=False)
    group = PatternIndex.objects.get(slug="gain", locale__language_code="en")
    PageViewRestriction.objects.create(page=group, restriction_type=PageViewRestriction.LOGIN)
    quiz = Quiz.objects.get(slug="task-rebate", locale__language_code="en")
    assert [one["url"] for one in items(client, "/en/feeds/task-rebate.json")] == [quiz.full_url]
    draft = Quiz.objects.get(slug="task-rebate", locale__language_code="en")
    draft.title = "NOT YET PUBLISHED"
    draft.save_revision()
    assert "NOT YET PUBLISHED" not in client.get("/en/feeds/all.rss").content.decode()


def test_rss_says_what_it_is(client: Client) -> None:
    answer = client.get("/zh-hant/feeds/task-rebate.rss")
    channel = parsed(answer.content).find("channel")
    assert channel is not None
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert channel.findtext("language") == "zh-Hant"
    own = channel.find(f"{ATOM}link")
    assert own is not None
    assert own.attrib == {"rel": "self", "href": article().get_site().root_url + "/zh-hant/feeds/task-rebate.rss"}
    guid = channel.findall("item")[0].find("guid")
    assert guid is not None
    assert guid.attrib["isPermaLink"] == "false"
    assert str(guid.text).startswith("urn:uuid:")
    assert channel.findall("item")[0].findtext("category") == article().fraud_type.label_zh_hant


def test_atom_says_what_it_is(client: Client) -> None:
    answer = client.get("/zh-hans/feeds/task-rebate.atom")
    feed = parsed(answer.content)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "zh-Hans"
    assert {one.attrib["rel"] for one in feed.findall(f"{ATOM}link")} == {"self", "alternate"}
    updated = [str(one.findtext(f"{ATOM}updated")) for one in feed.findall(f"{ATOM}entry")]
    assert updated == sorted(updated, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == updated[0]
    assert feed.findtext(f"{ATOM}author/{ATOM}name")


def test_a_json_feed_says_what_it_is(client: Client) -> None:
    answer = client.get("/en/feeds/all.json")
    feed = json.loads(answer.content)
    assert answer["Content-Type"] == "application/feed+json; charset=utf-8"
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"].endswith("/en/feeds/all.json")
    assert feed["home_page_url"].endswith("/en/")
    assert all(one["content_text"] for one in feed["items"])


@pytest.mark.parametrize("kind", ["rss", "atom", "json"])
@pytest.mark.parametrize("name", ["all", "pig-butchering-of-nobody"])
def test_who_has_the_feed_already_is_told_so(client: Client, name: str, kind: str) -> None:
    if name != "all":
        texts = dict.fromkeys(("label_zh_hans", "label_zh_hant", "label_en", "definition_en"), "new")
        FraudType.objects.create(slug=name, **texts)
    first = client.get(f"/en/feeds/{name}.{kind}")
    assert first.status_code == 200
    again = client.get(f"/en/feeds/{name}.{kind}", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_change_is_a_new_feed(client: Client) -> None:
    tag = client.get("/en/feeds/all.rss")["ETag"]
    FraudType.objects.filter(slug="task-rebate").update(label_en="Another label")
    assert client.get("/en/feeds/all.rss", headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("path", ["no-such-type.rss", "all.xml", "all", "ALL.rss", "task-rebate.atom/"])
def test_an_unknown_feed_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/en/feeds/{path}", follow=True).status_code == 404


def test_feeds_are_only_read(client: Client) -> None:
    assert client.post("/en/feeds/all.rss").status_code == 405
    assert client.head("/en/feeds/all.rss").status_code == 200


@pytest.mark.parametrize("path", ["all.rss", "task-rebate.json"])
def test_the_queries_are_as_many_for_more_entries(
    client: Client, path: str, django_assert_max_num_queries: Any
) -> None:
    ScamPattern.objects.filter(locale__language_code="en").exclude(slug="task-rebate").update(live=False)
    Quiz.objects.filter(locale__language_code="en").exclude(slug="task-rebate").update(live=False)
    counts = []
    for more in (0, 2):
        more_articles(more)
        client.get(f"/en/feeds/{path}")
        with django_assert_max_num_queries(20) as captured:
            client.get(f"/en/feeds/{path}")
        counts.append(len(captured))
    assert counts[0] == counts[1]
