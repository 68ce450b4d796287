"""The index follows what is published, taken down, moved, renamed, copied, deleted; lost messages are made good."""

import datetime as dt
import io
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction

from academy.models import ContactsPage, Quiz
from scams.models import Contact, FraudType, ScamPattern, SearchEntry, WarningCard
from scams.search import engines, follow
from scams.search.handlers import changes_held

pytestmark = pytest.mark.django_db


def article(locale: str = "zh-hans", slug: str = "task-rebate") -> ScamPattern:
    return ScamPattern.objects.get(slug=slug, locale__language_code=locale)


def entry(record: Any) -> SearchEntry | None:
    kinds = {ScamPattern: "article", Quiz: "quiz", WarningCard: "card"}
    return SearchEntry.objects.filter(key=f"{kinds.get(type(record), 'page')}:{record.pk}").first()


def test_the_whole_content_is_there() -> None:
    status = engines.engine().status()
    assert status.entries["article"] == ScamPattern.objects.live().count() == 75
    assert status.entries["quiz"] == Quiz.objects.live().count() == 39
    assert status.entries["card"] == WarningCard.objects.filter(live=True).count() == 180
    assert status.entries["contact"] % 3 == 0
    assert not follow.difference(engines.engine().digests())


def test_an_entry_says_what_its_page_does() -> None:
    found = entry(article())
    assert found
    assert (found.kind, found.locale, found.fraud_type) == ("article", "zh-Hans", "task-rebate")
    assert found.audience == " adult teen "
    assert found.url == "/zh-hans/gain/task-rebate/"
    assert "垫" in found.text
    assert "刷单返利" in found.names


def test_publishing_is_followed_and_saving_a_draft_is_not() -> None:
    page = article()
    page.summary = "一句从没有过的话：蓝色大象。"
    page.save_revision()
    assert "蓝色大象" not in entry(page).text  # type: ignore[union-attr]
    page.save_revision().publish()
    assert "蓝色大象" in entry(page).text  # type: ignore[union-attr]


def test_what_is_taken_down_is_found_no_more_and_comes_back() -> None:
    page = article()
    page.unpublish()
    assert entry(page) is None
    page.save_revision().publish()
    assert entry(page)


def test_another_slug_is_another_address(django_capture_on_commit_callbacks: Any) -> None:
    page = article()
    page.slug = "rebate-orders"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert entry(page).url == "/zh-hans/gain/rebate-orders/"  # type: ignore[union-attr]


def test_moving_and_renaming_reach_what_is_below(django_capture_on_commit_callbacks: Any) -> None:
    group = article().get_parent().specific
    group.slug = "profit"
    with django_capture_on_commit_callbacks(execute=True):
        group.save_revision().publish()
    assert entry(article()).url == "/zh-hans/profit/task-rebate/"  # type: ignore[union-attr]
    other = Page.objects.get(slug="trade", locale__language_code="zh-hans")
    article().move(other, "last-child")
    assert entry(article()).url == "/zh-hans/trade/task-rebate/"  # type: ignore[union-attr]


def test_a_copy_for_a_language_is_found_once_it_is_published() -> None:
    article("en").delete()
    copied = article().copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    assert entry(copied) is None
    copied.title = "Brushing"
    copied.save_revision().publish()
    assert entry(copied).locale == "en"  # type: ignore[union-attr]


def test_a_live_copy_is_found_at_once() -> None:
    copied = article().copy(update_attrs={"slug": "again", "title": "再来一次"})
    assert entry(copied).title == "再来一次"  # type: ignore[union-attr]


def test_what_is_deleted_goes() -> None:
    page, key = article(), f"article:{article().pk}"
    page.delete()
    assert not SearchEntry.objects.filter(key=key).exists()


def test_a_private_branch_is_found_by_nobody() -> None:
    group = article().get_parent()
    restriction = PageViewRestriction.objects.create(page=group, restriction_type=PageViewRestriction.LOGIN)
    assert entry(article()) is None
    restriction.delete()
    assert entry(article())


def test_what_moves_behind_a_lock_is_found_by_nobody() -> None:
    page, other = article(), Page.objects.get(slug="trade", locale__language_code="zh-hans")
    PageViewRestriction.objects.create(page=other, restriction_type=PageViewRestriction.LOGIN)
    page.move(other, "last-child")
    assert entry(page) is None


def test_a_branch_that_is_deleted_goes_whole() -> None:
    group = article().get_parent()
    keys = {f"article:{pk}" for pk in group.get_descendants().values_list("pk", flat=True)} | {f"page:{group.pk}"}
    assert len(keys) > 2
    assert SearchEntry.objects.filter(key__in=keys).count() == len(keys)
    group.specific.delete()
    assert not SearchEntry.objects.filter(key__in=keys).exists()


def test_what_is_scheduled_is_found_from_its_hour_until_its_end(django_capture_on_commit_callbacks: Any) -> None:
    page, now = article(), timezone.now()
    page.title, page.go_live_at, page.expire_at = "蓝色大象", now + dt.timedelta(hours=1), now + dt.timedelta(hours=2)
    page.save_revision().publish()
    page.unpublish()
    page.save_revision(approved_go_live_at=page.go_live_at)
    assert entry(page) is None
    for hours, found in ((1.5, True), (2.5, False)):
        with time_machine.travel(now + dt.timedelta(hours=hours), tick=False):
            call_command("publish_scheduled")
        assert bool(entry(page)) == found, hours


def test_an_alias_follows_what_it_stands_for() -> None:
    page = article()
    alias = page.create_alias(update_slug="also")
    assert entry(alias).title == page.title  # type: ignore[union-attr]
    page.title = "蓝色大象"
    page.save_revision().publish()
    assert entry(alias).title == "蓝色大象"  # type: ignore[union-attr]
    page.unpublish()
    assert entry(alias) is None


def test_hotlines_follow_the_page_they_are_on(django_capture_on_commit_callbacks: Any) -> None:
    place = ContactsPage.objects.get(locale__language_code="zh-hans")
    hotlines = SearchEntry.objects.filter(kind="contact", locale="zh-Hans")
    assert {one.url for one in hotlines} == {"/zh-hans/contacts/"}
    place.slug = "hotlines"
    with django_capture_on_commit_callbacks(execute=True):
        place.save_revision().publish()
    assert {one.url for one in hotlines.all()} == {"/zh-hans/hotlines/"}
    place.unpublish()
    assert {one.url for one in hotlines.all()} == {""}


def test_cards_quizzes_and_hotlines_are_followed() -> None:
    card = WarningCard.objects.filter(live=True).first()
    assert card
    card.unpublish()
    assert entry(card) is None
    quiz = Quiz.objects.filter(locale__language_code="zh-hans").first()
    assert quiz
    quiz.unpublish()
    assert entry(quiz) is None
    hotline = Contact.objects.get(key="cn-96110")
    hotline.name_en = "Blue elephant line"
    hotline.save()
    kept = SearchEntry.objects.get(key=f"contact:{hotline.pk}:en")
    assert (kept.title, kept.url) == ("Blue elephant line 96110", "/en/contacts/")
    assert ContactsPage.objects.live().count() == 3


def test_another_name_of_a_fraud_type_reaches_all_that_is_about_it() -> None:
    kind = FraudType.objects.get(slug="task-rebate")
    kind.label_zh_hans = "蓝色大象返利"
    kind.save()
    named = SearchEntry.objects.filter(names__contains="蓝色大象返利", locale="zh-Hans", fraud_type="task-rebate")
    assert {one.kind for one in named} == {"article", "card", "quiz"}


def test_what_a_lost_message_left_is_put_right() -> None:
    page = article()
    with changes_held():
        page.title = "蓝色大象"
        page.save_revision().publish()
    SearchEntry.objects.filter(key=f"article:{article('en').pk}").update(digest="")
    engines.engine().remove([f"article:{article('zh-hant').pk}"])
    wrong = follow.difference(engines.engine().digests())
    assert [len(part) for part in wrong] == [1, 2, 0]
    assert follow.repair() == 3
    assert follow.repair() == 0
    assert entry(page).title == "蓝色大象"  # type: ignore[union-attr]


def command(*arguments: str) -> str:
    output = io.StringIO()
    call_command("search_index", *arguments, stdout=output)
    return output.getvalue()


def test_the_command_says_what_is_there_and_what_differs() -> None:
    assert command("status").startswith("sqlite: 75 article, 180 card, ")
    assert command("verify") == "sqlite: as the content is\n"
    engines.engine().remove([f"article:{article().pk}"])
    with pytest.raises(CommandError, match="differs"):
        command("verify")
    assert "entries" in command("build", "--only-public")
    assert command("verify") == "sqlite: as the content is\n"


def test_an_index_of_other_words_says_so() -> None:
    SearchEntry.objects.update(text_version=7)
    assert "words of version 7: build it anew" in command("status")
