"""What the public pages list, for whom, and with how many queries."""

import re
import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from wagtail.models import Locale, Page, PageViewRestriction

from academy import lists
from academy.models import HelpPage, HomePage, Quiz, QuizEdition, QuizIndex
from scams.models import Contact, FraudType, PatternIndex, ScamPattern, WarningCard

pytestmark = pytest.mark.django_db

LANGUAGES = ("zh-hans", "zh-hant", "en")
PAGES = ("", "types/", "gain/", "quizzes/", "paid/", "contacts/", "about/", "parents/", "privacy/", "gain/task-rebate/")


def locale(language: str = "en") -> int:
    key: int = Locale.objects.get(language_code=language).pk
    return key


def article(slug: str = "task-rebate", language: str = "en") -> ScamPattern:
    found: ScamPattern = ScamPattern.objects.get(fraud_type__slug=slug, locale__language_code=language)
    return found


def hide(page: Page) -> None:
    """Let only people see a page who know a password."""
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="-")


def new_type(slug: str, parent: FraudType | None = None) -> FraudType:
    texts = {
        f"{field}_{language}": f"{field} of {slug}"
        for field in ("label", "definition", "heard")
        for language in ("zh_hans", "zh_hant", "en")
    }
    return FraudType.objects.create(slug=slug, parent=parent, **texts)


def new_article(group: PatternIndex, fraud_type: FraudType) -> ScamPattern:
    page = ScamPattern(
        title=fraud_type.slug,
        slug=fraud_type.slug,
        fraud_type=fraud_type,
        locale=group.locale,
        translation_key=uuid.uuid4(),
    )
    added: ScamPattern = group.add_child(instance=page)
    return added


def new_quiz(index: QuizIndex, slug: str, fraud_type: FraudType, *, audience: str = "adult") -> Quiz:
    quiz = Quiz(title=slug, slug=slug, fraud_type=fraud_type, audience=audience, locale=index.locale)
    index.add_child(instance=quiz)
    QuizEdition.objects.create(quiz=quiz, digest=slug, content=b"{}")
    return quiz


def keep_some(pages: Any, number: int) -> None:
    """Leave so many of some pages live."""
    kept = list(pages.order_by("path").values_list("pk", flat=True)[:number])
    pages.exclude(pk__in=kept).update(live=False)


def queries_of(client: Client, path: str, django_assert_max_num_queries: Any) -> int:
    client.get(path)  # what the site keeps between requests is kept now
    cache.clear()
    with django_assert_max_num_queries(60) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_the_content_is_there(client: Client, language: str, path: str) -> None:
    reply = client.get(f"/{language}/{path}")
    assert reply.status_code == 200
    html = reply.content.decode()
    assert html.count("<h1") == 1
    assert " style=" not in html


@pytest.mark.parametrize("path", ["/en/", "/en/types/", "/en/gain/", "/en/gain/task-rebate/"])
@pytest.mark.parametrize("mode", ["adult", "elder.20", "teen"])
def test_one_or_three_articles_need_as_many_queries(
    client: Client, path: str, mode: str, django_assert_max_num_queries: Any
) -> None:
    client.cookies["mode"] = mode
    home = HomePage.objects.get(locale__language_code="en")
    counts = []
    listed = ScamPattern.objects.filter(locale=home.locale).exclude(pk=article().pk)
    for number in (3, 1):
        keep_some(listed, number)
        home.going_round = [("item", block.value) for block in home.going_round[:number]]
        home.save()
        counts.append(queries_of(client, path, django_assert_max_num_queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("path", ["/en/", "/en/quizzes/", "/en/gain/task-rebate/"])
def test_one_or_three_quizzes_need_as_many_queries(
    client: Client, path: str, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for number in (3, 1):
        keep_some(Quiz.objects.filter(locale__language_code="en"), number)
        counts.append(queries_of(client, path, django_assert_max_num_queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("path", ["/en/contacts/", "/en/paid/"])
def test_one_or_three_contacts_need_as_many_queries(
    client: Client, path: str, django_assert_max_num_queries: Any
) -> None:
    counts = []
    WarningCard.objects.update(live=False)
    for number in (3, 1):
        Contact.objects.exclude(pk__in=list(Contact.objects.values_list("pk", flat=True)[:number])).delete()
        counts.append(queries_of(client, path, django_assert_max_num_queries))
    assert counts[0] == counts[1]


def test_a_group_with_more_types_needs_as_many_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    group = PatternIndex.objects.get(group__slug="gain", locale__language_code="en")
    few = queries_of(client, "/en/gain/", django_assert_max_num_queries)
    for number in range(3):
        new_article(group, new_type(f"new-{number}", group.group))
    assert queries_of(client, "/en/gain/", django_assert_max_num_queries) == few
    assert client.get("/en/gain/").content.decode().count('href="/en/gain/new-') == 3


# What is listed


@pytest.mark.parametrize("audience", ["adult", "elder", "teen"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_begins_with_what_an_audience_meets_most(audience: str, language: str) -> None:
    with translation.override(language):
        found = lists.situations(locale(language), audience)
    assert tuple(one.fraud_type.slug for one in found) == lists.SITUATIONS[audience]
    assert {one.article.locale.language_code for one in found if one.article} == {language}


def test_an_unknown_audience_reads_what_adults_read() -> None:
    assert lists.situations(locale(), "sme") == lists.situations(locale(), "adult")


def test_a_situation_without_an_article_everybody_may_read_is_left_out() -> None:
    article("investment").unpublish()
    hide(article("purchase"))
    left = [one.fraud_type.slug for one in lists.situations(locale(), "adult")]
    assert left == ["task-rebate", "customer-service-impersonation", "authority-impersonation", "romance"]


def test_the_list_of_types_holds_all_twenty_four_and_the_unknown_one_last() -> None:
    groups = lists.groups(locale())
    slugs = [one.fraud_type.slug for group in groups for one in group.entries]
    assert len(slugs) == len(set(slugs)) == 25
    assert slugs[-1] == "other-unknown"
    assert all(group.page and group.page.locale.language_code == "en" for group in groups)


def test_a_private_article_is_listed_nowhere(client: Client) -> None:
    hide(article())
    for path in ("/en/", "/en/types/", "/en/gain/"):
        listed = re.findall(r'<h[23]><a href="([^"]+)"', client.get(path).content.decode())
        assert "/en/gain/task-rebate/" not in listed


def test_a_sub_type_is_listed_once_it_has_an_article() -> None:
    purchase = FraudType.objects.get(slug="purchase")
    group = PatternIndex.objects.get(group__slug="trade", locale__language_code="en")
    entries = lists.group_entries(group.group_id, locale())
    assert [one.fraud_type.slug for one in entries] == ["purchase", "rental-service", "game-trade"]
    sub_type = purchase.children.get(slug="fake-buyer")
    added = new_article(group, sub_type)
    assert lists.group_entries(group.group_id, locale())[-1] == lists.TypeEntry(sub_type, added)


def test_of_two_articles_about_a_type_the_first_in_the_tree_is_listed() -> None:
    group = PatternIndex.objects.get(group__slug="gain", locale__language_code="en")
    first = article()
    second = new_article(group, new_type("new", group.group))
    second.fraud_type = first.fraud_type
    second.save()
    listed = {one.fraud_type.slug: one.article for one in lists.group_entries(group.group_id, locale())}
    assert listed["task-rebate"] == first


@pytest.mark.parametrize(("audience", "first"), [("adult", "everyday"), ("elder", "elder"), ("teen", "teen")])
def test_the_quiz_for_the_readers_audience_comes_first(client: Client, audience: str, first: str) -> None:
    found = lists.quizzes(locale(), audience)
    assert found[0].slug == first
    assert len(found) == len({one.pk for one in found}) == 13
    client.cookies["mode"] = audience
    html = client.get("/en/quizzes/").content.decode()
    assert re.findall(r'<h2>\s*<a href="/en/quizzes/([^/]+)/', html)[0] == first


def test_after_the_first_quiz_come_those_about_what_the_audience_meets() -> None:
    first = [one.slug for one in lists.quizzes(locale(), "teen")[:4]]
    assert first == ["teen", "game-trade", "task-rebate", "purchase"]


def test_a_quiz_that_nobody_can_take_is_not_listed() -> None:
    untaken = Quiz.objects.get(slug="romance", locale__language_code="en")
    QuizEdition.objects.filter(quiz=untaken).delete()
    Quiz.objects.get(slug="loan-fee", locale__language_code="en").unpublish()
    hide(Quiz.objects.get(slug="purchase", locale__language_code="en"))
    listed = {one.slug for one in lists.quizzes(locale(), "adult")}
    everything = set(Quiz.objects.filter(locale=locale()).values_list("slug", flat=True))
    assert everything - listed == {"romance", "loan-fee", "purchase"}
    assert lists.quiz_about(untaken.fraud_type_id, locale(), "adult") is None


def test_an_article_leads_to_the_quiz_about_its_type_in_its_language(client: Client) -> None:
    html = client.get("/zh-hant/gain/task-rebate/").content.decode()
    assert 'href="/zh-hant/quizzes/task-rebate/"' in html
    assert 'href="/zh-hans/quizzes/task-rebate/"' not in html


def test_of_several_quizzes_about_a_type_the_audiences_own_is_offered() -> None:
    index = QuizIndex.objects.get(locale__language_code="en")
    task = FraudType.objects.get(slug="task-rebate")
    teen = new_quiz(index, "task-for-teens", task, audience="teen")
    assert lists.quiz_about(task.pk, locale(), "teen") == teen
    for audience in ("adult", "elder"):
        found = lists.quiz_about(task.pk, locale(), audience)
        assert found
        assert found.slug == "task-rebate"


# For whom


@pytest.mark.parametrize(("mode", "audience"), [("elder.20", "elder"), ("teen", "teen")])
def test_an_article_begins_with_the_words_for_the_readers_audience(client: Client, mode: str, audience: str) -> None:
    page = article()
    own = page.version_for(audience)
    plain = client.get(page.url).content.decode()
    client.cookies["mode"] = mode
    html = client.get(page.url).content.decode()
    assert own["summary"] not in plain
    assert html.index(own["summary"]) < html.index("article-whole") < html.index('id="timeline"')


def test_an_article_without_words_for_the_audience_is_as_for_adults(client: Client) -> None:
    page = article("investment")
    assert page.version_for("teen") is None
    client.cookies["mode"] = "teen"
    html = client.get(page.url).content.decode()
    assert "article-whole" not in html
    assert page.summary in html


def test_teenagers_are_shown_the_way_to_the_parents_page(client: Client) -> None:
    main = re.compile(r"<main.*</main>", re.DOTALL)
    for mode, times in (("adult", 0), ("elder.20", 0), ("teen", 1)):
        client.cookies["mode"] = mode
        html = main.findall(client.get("/en/").content.decode())[0]
        assert html.count('href="/en/parents/"') == times


def test_a_going_round_article_that_is_no_longer_live_is_passed_over(client: Client) -> None:
    bulletin = re.compile(r'class="bulletin-item">\s*<p>\s*<a href="([^"]+)"')
    assert bulletin.findall(client.get("/en/").content.decode()) == [
        "/en/gain/task-rebate/",
        "/en/impersonation/customer-service-impersonation/",
        "/en/gain/investment/",
    ]
    article("investment").unpublish()
    assert "/en/gain/investment/" not in bulletin.findall(client.get("/en/").content.decode())
    article().delete()
    assert len(bulletin.findall(client.get("/en/").content.decode())) == 1


# Whom to call


@pytest.mark.parametrize(("language", "first"), [("zh-hans", "CN"), ("zh-hant", "HK"), ("en", "SG")])
def test_the_readers_likely_region_comes_first(client: Client, language: str, first: str) -> None:
    for path, pattern in (("contacts/", r'id="in-(\w+)"'), ("paid/", r'id="region-(\w+)"')):
        html = client.get(f"/{language}/{path}").content.decode()
        codes = re.findall(pattern, html)
        assert codes[0] == first
        assert sorted(set(codes) - {"001"}) == ["CN", "HK", "SG", "TW"]


def test_a_number_that_nobody_compared_with_its_source_is_not_given(client: Client) -> None:
    assert Contact.objects.filter(number="112", verified_on=None).count() == 1
    Contact.objects.filter(key="sg-1799").update(verified_on=None)
    for path in ("/en/contacts/", "/en/paid/"):
        numbers = re.findall(r'href="tel:([^"]+)"', client.get(path).content.decode())
        assert sorted(numbers) == sorted(["999", "18222", "999", "96110", "110", "+861012308", "165", "110"])
    assert "the number printed on your card" in client.get("/en/contacts/").content.decode()


def test_a_contact_is_shown_with_its_source_and_the_day_it_was_checked(client: Client) -> None:
    contact = Contact.objects.get(key="hk-18222")
    html = client.get("/en/contacts/").content.decode()
    place = html[html.index("tel:18222") :][:900]
    assert contact.source_publisher in place
    assert f'datetime="{contact.verified_on}"' in place


def test_a_region_without_contacts_still_has_its_steps() -> None:
    page = HelpPage.objects.get(locale__language_code="en")
    Contact.objects.filter(region="TW").update(region="001")
    said = lists.help_regions(page, lists.regions("en"))
    assert [(one.code, bool(one.steps), bool(one.contacts)) for one in said] == [
        ("SG", True, True),
        ("HK", True, True),
        ("CN", True, True),
        ("TW", True, False),
    ]


def test_a_page_of_words_shows_all_its_kinds_of_words(client: Client) -> None:
    html = client.get("/en/parents/").content.decode()
    text = html[html.index('class="text"') : html.index("</article>")]
    assert re.findall(r"<(h2|ul|p)>", text)[:6] == ["h2", "ul", "h2", "p", "ul", "h2"]


@pytest.mark.parametrize(
    ("model", "field", "block", "said"),
    [
        (HomePage, "going_round", "item", "快递客服"),
        (HelpPage, "regions", "region", "请求止付"),
        (Quiz, "bands", "band", "您看得很准"),
        (ScamPattern, "versions", "version", "先给几块"),
    ],
)
def test_a_block_previews_itself_in_the_sites_own_look(
    admin_client: Client, model: type[Page], field: str, block: str, said: str
) -> None:
    definition = model._meta.get_field(field).stream_block.child_blocks[block]
    html = admin_client.get("/admin/block-preview/", {"id": definition.definition_prefix}).content.decode()
    assert said in html
    assert "academy/pages.css" in html
    assert html.count("<main") == 1
