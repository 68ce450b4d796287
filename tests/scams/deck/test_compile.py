import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Site

from scams.deck import wire
from scams.deck.build import build, is_due
from scams.deck.compile import compile_deck
from scams.deck.index import index_of
from scams.models import Contact, CrosswalkCode, DeckVersion, FraudType, ScamPattern, Signal, WarningCard
from scams.words import LOCALES
from tests.scams.deck.content import compiled_cards, compiled_index, copy_to, live_card, publish, words
from tests.scams.deck.making import ask

pytestmark = pytest.mark.django_db

TASK = "task-rebate.adult.zh-Hans"


def actions(card_id: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(bytes(compiled_cards()[card_id].always))
    return found


# --- What is in it


def test_every_live_card_is_in_the_deck_and_no_other() -> None:
    live_card(TASK).unpublish()
    ids = {card.card_id for card in WarningCard.objects.filter(live=True).select_related("fraud_type", "locale")}
    assert set(compiled_cards()) == ids
    assert WarningCard.objects.count() == len(ids) + 1


def test_a_draft_stays_out_of_the_deck() -> None:
    card = live_card(TASK)
    before = compiled_cards()[TASK]
    card.headline = "还没写完的标题"
    card.save_revision()
    assert compiled_cards()[TASK] == before


def test_a_card_carries_the_revision_that_is_live() -> None:
    card = publish(live_card(TASK), headline="先垫钱的，都是骗局")
    assert compiled_cards()[TASK].revision == card.live_revision_id


def test_two_compilations_of_the_same_content_are_equal() -> None:
    assert compile_deck() == compile_deck()


def test_a_compiled_deck_read_back_is_the_same_to_the_byte() -> None:
    payload = wire.encode(compile_deck().deck)
    assert wire.encode(wire.decode(payload)) == payload


@pytest.mark.parametrize("more", [1, 3])
def test_the_number_of_queries_does_not_depend_on_the_number_of_cards(more: int) -> None:
    for slug in ("fake-buyer", "flight-change", "cover-cancellation")[:more]:
        copy_to(live_card(TASK), slug)
    with CaptureQueriesContext(connection) as queries:
        compiled = compile_deck()
    assert len(compiled.deck.cards) == 180 + more
    # Articles, quizzes (2), contacts, contacts of cards, secondary types, cards, fraud types, codes, signals,
    # playbooks, variants taken out.
    assert len(queries) == 12


# --- What changes it


def _publish_card() -> None:
    publish(live_card(TASK), headline="先垫钱的，都是骗局")


def _unpublish_card() -> None:
    live_card(TASK).unpublish()


def _expire_card() -> None:
    WarningCard.objects.filter(pk=live_card(TASK).pk).update(expire_at=timezone.now() - timedelta(seconds=1))
    call_command("publish_scheduled")


def _delete_card() -> None:
    live_card(TASK).delete()


def _new_type() -> None:
    FraudType(slug="new-type", label_zh_hans="新", parent=FraudType.objects.get(slug="gain")).save()


def _move_type() -> None:
    one = FraudType.objects.get(slug="fake-buyer")
    one.parent = FraudType.objects.get(slug="game-trade")
    one.save()


def _move_code() -> None:
    one = CrosswalkCode.objects.get(scheme="mps", code="刷单返利类")
    one.fraud_type = FraudType.objects.get(slug="job-fee")
    one.save()


def _delete_code() -> None:
    CrosswalkCode.objects.get(scheme="mps", code="刷单返利类").delete()


def _change_contact() -> None:
    one = Contact.objects.get(key="cn-96110")
    one.number = "96111"
    one.save()


def _change_signal() -> None:
    one = Signal.objects.get(slug="new-payee")
    one.why_zh_hans = "您从没给对方付过款。"
    one.save()


def _pattern() -> ScamPattern:
    return ScamPattern.objects.get(fraud_type__slug="task-rebate", locale__language_code="zh-hans")


def _unpublish_article() -> None:
    _pattern().unpublish()


def _move_article() -> None:
    page = _pattern()
    page.slug = "shua-dan"
    page.save_revision().publish()


def _move_group() -> None:
    page = _pattern().get_parent().specific
    page.slug = "qing-song"
    page.save_revision().publish()


def _move_site() -> None:
    site = Site.objects.get(is_default_site=True)
    site.hostname = "academy.example"
    site.save()


CHANGES = [
    *(_publish_card, _unpublish_card, _expire_card, _delete_card, _new_type, _move_type, _move_code, _delete_code),
    *(_change_contact, _change_signal, _unpublish_article, _move_article, _move_group, _move_site),
]


@pytest.fixture
def _fresh_addresses() -> Iterator[None]:
    """Wagtail remembers sites in the cache, which no rollback reaches."""
    yield
    Site.clear_site_root_paths_cache()


@pytest.mark.usefixtures("_fresh_addresses")
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_a_change_makes_a_deck_due_and_the_deck_another(
    change: Callable[[], None], django_capture_on_commit_callbacks: Any
) -> None:
    before = build()
    assert not is_due()
    with django_capture_on_commit_callbacks(execute=True):
        change()
    assert is_due()
    after = build()
    assert after.previous == before.pk
    assert after.version != before.version
    assert not is_due()


def test_a_published_headline_is_the_first_wording() -> None:
    _publish_card()
    assert words(compiled_cards()[TASK])[0] == "先垫钱的，都是骗局"


def test_an_unpublished_cards_type_is_answered_by_its_parent() -> None:
    _unpublish_card()
    WarningCard.objects.filter(fraud_type__slug="task-rebate").exclude(pk=live_card(TASK).pk).update(live=False)
    assert ask(compiled_index(), "task-rebate")["matched"]["fraud_type"] == "gain"


def test_an_article_taken_down_is_replaced_by_the_next_languages_and_comes_back() -> None:
    page = _pattern()
    page.unpublish()
    assert actions(TASK)["article_url"] == page.get_translations().get(locale__language_code="zh-hant").full_url
    page.save_revision().publish()
    assert actions(TASK)["article_url"] == page.full_url


def test_a_new_number_is_on_every_card_that_refers_to_the_contact() -> None:
    _change_contact()
    users = [card.card_id for card in Contact.objects.get(key="cn-96110").cards.select_related("fraud_type", "locale")]
    cards = compiled_cards()
    assert len(users) > 3
    assert all(b'"96111"' in bytes(cards[card_id].always) for card_id in users)
    assert not any(b'"96110"' in bytes(card.always) for card in cards.values())


def test_a_card_past_its_expiry_is_out_before_anyone_unpublished_it() -> None:
    copy_to(live_card("purchase.adult.zh-Hans"), "fake-buyer")
    assert ask(compiled_index(), "fake-buyer")["card"]["id"] == "fake-buyer.adult.zh-Hans"
    WarningCard.objects.filter(fraud_type__slug="fake-buyer").update(expire_at=timezone.now() - timedelta(seconds=1))
    found = ask(compiled_index(), "fake-buyer")
    assert (found["matched"]["fraud_type"], found["matched"]["by"]) == ("purchase", "parent")


def test_a_card_that_will_expire_takes_the_moment_along() -> None:
    moment = timezone.now() + timedelta(hours=1)
    copy_to(live_card("purchase.adult.zh-Hans"), "fake-buyer", expire_at=moment)
    assert compiled_cards()["fake-buyer.adult.zh-Hans"].expires == moment.timestamp()
    assert ask(compiled_index(moment.timestamp()), "fake-buyer")["matched"]["fraud_type"] == "purchase"


# --- What cannot be in it


def _without_contacts(card: WarningCard) -> None:
    card.contacts.through.objects.filter(warningcard=card).delete()


def _too_long(card: WarningCard) -> None:
    WarningCard.objects.filter(pk=card.pk).update(headline="长" * 21)


def _phone_number(card: WarningCard) -> None:
    WarningCard.objects.filter(pk=card.pk).update(why_you="请拨打13800138000")


def _another_shape(card: WarningCard) -> None:
    _raw(card, "questions", '[{"type": "question", "value": {"text": 5}, "id": "x"}]')


def _not_blocks(card: WarningCard) -> None:
    _raw(card, "red_flags", '[{"type": "line"}]')


def _raw(card: WarningCard, column: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE scams_warningcard SET {column} = %s WHERE id = %s", [value, card.pk])  # noqa: S608


BREAKAGES = [
    (_without_contacts, "contacts"),
    (_too_long, "headline"),
    (_phone_number, "why_you"),
    (_another_shape, "ValidationError"),
    (_not_blocks, "KeyError"),
]


@pytest.mark.parametrize(("breakage", "reason"), BREAKAGES, ids=[reason for _, reason in BREAKAGES])
def test_a_broken_card_is_left_out_and_reported_and_the_rest_is_served(
    breakage: Callable[[WarningCard], None], reason: str
) -> None:
    card = live_card(TASK)
    before = compiled_cards()
    breakage(card)
    version = build()
    (left_out,) = version.left_out
    assert left_out["pk"] == card.pk
    assert left_out["reasons"][0].startswith(reason)
    del before[TASK]
    assert compiled_cards() == before
    assert version.cards == len(before)


def test_a_card_that_is_mended_is_served_again() -> None:
    card = live_card(TASK)
    _too_long(card)
    assert [one["pk"] for one in build().left_out] == [card.pk]
    publish(live_card(TASK), headline="先垫钱的，都是骗局")
    assert build().left_out == []


def test_a_card_whose_review_is_overdue_is_served_all_the_same() -> None:
    WarningCard.objects.filter(pk=live_card(TASK).pk).update(review_by=timezone.localdate() - timedelta(days=1))
    compiled = compile_deck()
    assert compiled.left_out == []
    assert TASK in compiled_cards(compiled.deck)


# --- Editions


def test_a_new_edition_waits_until_all_three_languages_have_it() -> None:
    ids = [f"task-rebate.adult.{locale}" for locale in LOCALES]
    before = compiled_cards(compile_deck().deck)
    for number, card_id in enumerate(ids, start=1):
        publish(live_card(card_id), edition=2, headline="第二版" if card_id[-2:] != "en" else "Second edition")
        build()
        now = compiled_cards(newest())
        if number < len(ids):
            assert [now[one] for one in ids] == [before[one] for one in ids]
    assert [words(now[one])[0] for one in ids] == ["第二版", "第二版", "Second edition"]
    assert {now[one].edition for one in ids} == {2}


def newest() -> wire.Deck:
    return wire.decode(bytes(DeckVersion.objects.latest().payload))


def test_a_better_wording_of_the_same_edition_goes_out_at_once() -> None:
    publish(live_card(TASK), headline="先垫钱的，都是骗局")
    build()
    assert words(compiled_cards(newest())[TASK])[0] == "先垫钱的，都是骗局"


def test_another_sets_new_edition_holds_up_nobody_else() -> None:
    publish(live_card(TASK), edition=2)
    publish(live_card("task-rebate.elder.zh-Hans"), headline="先垫钱的，都是骗局")
    build()
    cards = compiled_cards(newest())
    assert cards[TASK].edition == 1
    assert words(cards["task-rebate.elder.zh-Hans"])[0] == "先垫钱的，都是骗局"


def test_a_card_taken_down_is_gone_even_while_its_languages_wait() -> None:
    publish(live_card(TASK), edition=2)
    live_card("task-rebate.adult.en").unpublish()
    build()
    cards = compiled_cards(newest())
    assert "task-rebate.adult.en" not in cards
    assert [cards[f"task-rebate.adult.{locale}"].edition for locale in ("zh-Hans", "zh-Hant")] == [1, 1]


def test_without_a_deck_before_the_languages_are_served_as_they_are() -> None:
    publish(live_card(TASK), edition=2)
    cards = compiled_cards(compile_deck(None).deck)
    assert [cards[f"task-rebate.adult.{locale}"].edition for locale in LOCALES] == [2, 1, 1]


# --- The last resort


@pytest.mark.parametrize("locale", LOCALES)
def test_without_a_card_to_fall_back_on_the_programs_own_answers(locale: str) -> None:
    before = ask(compiled_index(), locale=locale)["card"]
    for card in WarningCard.objects.filter(fraud_type__slug="other-unknown"):
        card.unpublish()
    shown = ask(compiled_index(), locale=locale)["card"]
    assert shown == {**before, "revision": 0}


def test_without_any_card_at_all_every_request_is_still_answered() -> None:
    WarningCard.objects.update(live=False)
    assert ask(compiled_index(), "task-rebate", audience="elder")["card"]["id"] == "other-unknown.adult.zh-Hans"


def test_a_corrected_hotline_reaches_cards_that_wait_for_an_edition() -> None:
    build()
    publish(live_card(TASK), edition=2, headline="第二版")
    contact = Contact.objects.get(key="cn-96110")
    contact.number = "96111"
    contact.save()
    build()
    card = compiled_cards(newest())[TASK]
    assert (card.edition, words(card)[0] == "第二版") == (1, False)
    assert b'"number":"96111"' in bytes(card.always)


def test_a_deck_without_any_taxonomy_can_be_served() -> None:
    WarningCard.objects.all().delete()
    ScamPattern.objects.all().delete()
    assert "other-unknown" in compile_deck().deck.parents
    index_of(compile_deck().deck, now=0)
