import datetime as dt
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from scams.deck import wire
from scams.deck.build import build, changes_held, is_due, note_change
from scams.models import CheckVersion, DeckChange, DeckVersion, WarningCard
from tests.scams.deck.content import live_card, publish

pytestmark = pytest.mark.django_db

TASK = "task-rebate.adult.zh-Hans"
Action = DeckChange.Action


def other_content() -> None:
    """Change a card without a word to anyone."""
    WarningCard.objects.filter(pk=live_card(TASK).pk).update(headline="先垫钱的，都是骗局")


def test_a_change_is_a_row_that_says_what_happened_to_what_and_by_whom() -> None:
    editor = get_user_model().objects.create_user("editor")
    card = live_card(TASK)
    card.save_revision(user=editor).publish()
    change = DeckChange.objects.latest("pk")
    assert (change.action, change.subject, change.user, change.deck) == ("published", TASK, editor, None)


def test_a_long_reason_is_cut() -> None:
    note_change(DeckChange.Action.SAVED, "长" * 300)
    assert DeckChange.objects.latest("pk").subject == "长" * 200


def test_a_change_that_is_rolled_back_was_none() -> None:
    with transaction.atomic():
        publish(live_card(TASK), headline="先垫钱的，都是骗局")
        assert is_due()
        transaction.set_rollback(True)
    assert not is_due()


def test_the_same_content_makes_no_new_version_but_covers_the_changes() -> None:
    before = build()
    note_change(DeckChange.Action.SAVED, "nothing really")
    assert is_due()
    assert build() == before
    assert not is_due()
    assert before.changes.latest("pk").subject == "nothing really"


def test_a_change_is_due_until_the_checkers_rules_cover_it_too() -> None:
    note_change(DeckChange.Action.SAVED, "nothing really")
    build()
    assert not is_due()
    CheckVersion.objects.update(covers=F("covers") - 1)  # the builder was killed between the deck and the rules
    assert is_due()
    build()
    assert not is_due()


@pytest.mark.parametrize("of_cards", [True, False])
def test_the_checkers_rules_are_compiled_for_what_may_change_them(of_cards: bool) -> None:
    build()
    note_change(DeckChange.Action.SAVED, "something", of_cards=of_cards)
    with CaptureQueriesContext(connection) as queries:
        build()
    assert any('FROM "scams_examplemessage"' in one["sql"] for one in queries) != of_cards
    assert not is_due()


def test_a_card_does_not_hide_another_change_that_the_rules_lack() -> None:
    build()
    note_change(DeckChange.Action.SAVED, "a word list")
    DeckChange.objects.update(deck=DeckVersion.objects.first())  # the builder was killed between the deck and the rules
    publish(live_card(TASK), headline="先垫钱的，都是骗局")
    assert DeckChange.objects.latest("pk").of_cards
    with CaptureQueriesContext(connection) as queries:
        build()
    assert any('FROM "scams_examplemessage"' in one["sql"] for one in queries)


def test_rules_of_another_day_are_compiled_anew_with_the_next_card() -> None:
    build()
    CheckVersion.objects.update(built_at=timezone.now() - dt.timedelta(days=1))
    note_change(DeckChange.Action.SAVED, "a card", of_cards=True)
    with CaptureQueriesContext(connection) as queries:
        build()
    assert any('FROM "scams_examplemessage"' in one["sql"] for one in queries)


def test_other_content_makes_the_version_that_follows() -> None:
    before = build()
    other_content()
    after = build()
    assert (after.previous, after.version != before.version) == (before.pk, True)
    assert DeckVersion.objects.latest() == after
    assert after.version == wire.version_of(bytes(after.payload))


def test_a_version_covers_all_changes_before_it() -> None:
    before = build()
    for reason in ("one", "two"):
        note_change(DeckChange.Action.SAVED, reason)
    other_content()
    after = build()
    assert set(after.changes.values_list("subject", flat=True)) == {"one", "two"}
    assert not before.changes.filter(subject__in=["one", "two"]).exists()


def test_a_new_report_of_cards_left_out_is_a_new_version_of_the_same_content() -> None:
    WarningCard.objects.filter(pk=live_card(TASK).pk).update(headline="长" * 21)
    before = build()
    WarningCard.objects.filter(pk=live_card(TASK).pk).update(why_you="")
    after = build()
    assert (after.version, after.pk > before.pk) == (before.version, True)
    assert [len(one["reasons"]) for one in (*before.left_out, *after.left_out)] == [1, 2]


def test_a_version_can_be_followed_by_one_version_only() -> None:
    latest = build()
    DeckVersion.objects.create(version="x", previous=latest.pk, cards=0, payload=b"")
    with pytest.raises(IntegrityError), transaction.atomic():
        DeckVersion.objects.create(version="y", previous=latest.pk, cards=0, payload=b"")


def test_a_builder_that_was_overtaken_builds_again_on_top_of_the_other() -> None:
    first = build()
    other_content()
    rivals: list[DeckVersion] = []

    def overtake(execute: Any, sql: str, *rest: Any) -> Any:
        if not rivals and 'FROM "scams_warningcard"' in sql:
            rivals.append(DeckVersion(version="rival", previous=first.pk, cards=0, payload=first.payload))
            rivals[0].save()
        return execute(sql, *rest)

    with connection.execute_wrapper(overtake):
        version = build()
    assert [version.previous, rivals[0].previous] == [rivals[0].pk, first.pk]


def test_a_previous_version_that_cannot_be_read_is_no_obstacle() -> None:
    broken = DeckVersion.objects.create(version="broken", previous=build().pk, cards=0, payload=b"DECK?")
    after = build()
    assert after.previous == broken.pk
    assert len(wire.decode(bytes(after.payload)).cards) == WarningCard.objects.filter(live=True).count()


def other_format(previous: DeckVersion) -> DeckVersion:
    """Add a version as a program with another format would, without a change that asks for it."""
    deck = wire.decode(bytes(previous.payload))
    payload = wire.encode(msgspec.structs.replace(deck, format=wire.FORMAT + 1))
    return DeckVersion.objects.create(
        version=wire.version_of(payload), previous=previous.pk, cards=len(deck.cards), payload=payload
    )


@pytest.mark.parametrize("payload", [b"", b"DECK?", b"DECK" + bytes(32) + b"x\x9c" + bytes(40)])
def test_a_newest_deck_that_is_no_deck_of_ours_makes_one_due(payload: bytes) -> None:
    DeckVersion.objects.create(version="other", previous=build().pk, cards=0, payload=payload)
    assert is_due()
    build()
    assert not is_due()


def test_a_newest_deck_of_another_format_makes_one_due_once() -> None:
    other = other_format(build())
    assert is_due()
    after = build()
    assert (after.previous, is_due()) == (other.pk, False)


def test_a_damaged_newest_deck_is_followed_by_a_whole_one_of_the_same_name() -> None:
    damaged = build()
    DeckVersion.objects.filter(pk=damaged.pk).update(payload=b"DECK?")
    after = build()
    assert (after.previous, after.version) == (damaged.pk, damaged.version)
    assert wire.version_of(bytes(after.payload)) == after.version


def test_without_any_deck_none_is_due_until_something_changes() -> None:
    DeckVersion.objects.all().delete()
    DeckChange.objects.all().delete()
    assert not is_due()
    note_change(Action.SAVED, "something")
    assert is_due()


def test_whether_a_deck_is_due_takes_three_small_queries(django_assert_num_queries: Any) -> None:
    build()
    with django_assert_num_queries(3) as queries:  # changes, rules, the newest deck
        assert not is_due()
    assert not any('"payload" FROM' in one["sql"] or '"payload",' in one["sql"].split("SUBSTR")[0] for one in queries)


def test_the_format_is_told_by_a_payloads_head() -> None:
    version = build()
    assert wire.is_readable(bytes(version.payload)[:1024])
    assert not wire.is_readable(bytes(other_format(version).payload)[:1024])


def test_what_is_held_back_makes_another_version_of_the_same_content() -> None:
    before = build()
    DeckVersion.objects.filter(pk=before.pk).update(held={"nobody.adult.en": 5})
    after = build()
    assert (after.version, after.pk > before.pk, after.held) == (before.version, True, {})


def waiting() -> set[Path]:
    return set((settings.BROKER_FOLDER / "waiting").glob("*.deck.msg"))


def test_a_change_asks_for_a_deck_when_it_is_committed(django_capture_on_commit_callbacks: Any) -> None:
    before = waiting()
    with django_capture_on_commit_callbacks(execute=True):
        publish(live_card(TASK), headline="先垫钱的，都是骗局")
        assert waiting() == before
    tasks = [json.loads(message.read_text())["headers"]["task"] for message in waiting() - before]
    assert tasks == ["scams.build_deck"]


def test_a_loader_asks_for_no_deck_but_its_changes_are_written_down(django_capture_on_commit_callbacks: Any) -> None:
    before = waiting()
    with django_capture_on_commit_callbacks(execute=True), changes_held():
        publish(live_card(TASK), headline="先垫钱的，都是骗局")
    assert waiting() == before
    assert is_due()
