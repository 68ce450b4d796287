"""Earlier decks served again, and what later decks make of it."""

import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from hashlib import sha256
from typing import Any

import msgspec
import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone

from scams.deck import history, wire
from scams.deck.build import build, is_due
from scams.deck.history import HistoryError, Overtaken, Unreadable, difference, find, members, roll_back
from scams.deck.wire import Card
from scams.models import Contact, DeckChange, DeckVersion, WarningCard
from scams.words import LOCALES
from tests.scams.deck.content import compiled_cards, copy_to, live_card, publish, words
from tests.scams.deck.making import card, deck, piece, variant

pytestmark = pytest.mark.django_db

TASK = "task-rebate.adult.zh-Hans"
OTHER = "romance.adult.zh-Hans"
SET = [f"task-rebate.adult.{locale}" for locale in LOCALES]
BAD = "先垫钱的，都是骗局"


def served() -> dict[str, Card]:
    """Return the cards of the newest deck."""
    return compiled_cards(wire.decode(bytes(DeckVersion.objects.latest().payload)))


def headline(card_id: str = TASK) -> str:
    return words(served()[card_id])[0]


def publish_bad(card_id: str = TASK) -> DeckVersion:
    publish(live_card(card_id), headline=BAD)
    return build()


def publish_other() -> DeckVersion:
    """Publish a card that has nothing to do with it."""
    publish(live_card(OTHER), headline=f"没见过面的人要钱 {DeckVersion.objects.count()}")
    return build()


def done(version: DeckVersion | None) -> DeckVersion:
    assert version is not None
    return version


def old_format(previous: DeckVersion) -> DeckVersion:
    """Add a deck as the release before wrote it."""
    body = b"\x95\x01\x80\x80\x80\x90"
    payload = b"DECK" + sha256(body).digest() + zlib.compress(body)
    return DeckVersion.objects.create(version=wire.version_of(payload), previous=previous.pk, cards=0, payload=payload)


# --- Rolling back


def test_a_roll_back_is_a_new_version_with_the_old_content_and_a_name_to_it() -> None:
    reviewer = get_user_model().objects.create_user("reviewer")
    good, bad = build(), publish_bad()
    back = done(roll_back(good, user=reviewer))
    assert DeckVersion.objects.latest() == back
    assert (back.previous, back.version, bytes(back.payload)) == (bad.pk, good.version, bytes(good.payload))
    change = back.changes.get()
    assert (change.action, change.subject, change.user) == ("rolled-back", good.version, reviewer)
    assert set(DeckVersion.objects.values_list("pk", flat=True)) >= {good.pk, bad.pk}
    assert not is_due()


def test_what_is_served_already_is_not_rolled_back_to() -> None:
    good = build()
    publish_bad()
    back = done(roll_back(good))
    assert roll_back(good) is None
    assert roll_back(back) is None
    assert DeckVersion.objects.latest() == back


def test_changes_that_no_deck_covers_still_make_the_next_one() -> None:
    good = build()
    publish_bad()
    publish(live_card(OTHER), headline="没见过面的人要钱")
    roll_back(good)
    assert is_due()
    build()
    assert (headline(), headline(OTHER)) == (words(compiled_cards(history.deck_of(good))[TASK])[0], "没见过面的人要钱")


# --- What stays away


def test_the_card_rolled_back_stays_as_it_was_over_several_publishes() -> None:
    good = build()
    was, bad = headline(), publish_bad()
    revision = compiled_cards(history.deck_of(bad))[TASK].revision
    assert done(roll_back(good)).held == {TASK: revision}
    for _time in range(3):
        assert publish_other().held == {TASK: revision}
        assert headline() == was
        assert headline(OTHER).startswith("没见过面的人要钱")


def test_another_revision_ends_it() -> None:
    good = build()
    publish_bad()
    roll_back(good)
    publish(live_card(TASK), headline="垫钱做任务的，都是骗局")
    assert build().held == {}
    assert headline() == "垫钱做任务的，都是骗局"
    publish_other()
    assert headline() == "垫钱做任务的，都是骗局"


def test_the_same_content_held_back_makes_no_new_version() -> None:
    good = build()
    publish_bad()
    roll_back(good)
    assert build() == DeckVersion.objects.latest()
    assert build().version == good.version


def test_a_card_that_was_added_stays_away_until_it_is_published_again() -> None:
    good = build()
    new = copy_to(live_card("purchase.adult.zh-Hans"), "fake-buyer")
    added = build()
    assert done(roll_back(good)).held == {new.card_id: compiled_cards(history.deck_of(added))[new.card_id].revision}
    publish_other()
    assert new.card_id not in served()
    publish(new, headline="买家说付多了的，都是骗局")
    assert build().held == {}
    assert headline(new.card_id) == "买家说付多了的，都是骗局"


def test_a_card_that_was_taken_down_comes_back_and_stays() -> None:
    good = build()
    live_card(TASK).unpublish()
    build()
    assert done(roll_back(good)).held == {TASK: 0}
    publish_other()
    assert headline() == words(compiled_cards(history.deck_of(good))[TASK])[0]


def test_a_card_that_came_back_is_the_databases_again_once_it_is_published() -> None:
    good = build()
    live_card(TASK).unpublish()
    build()
    roll_back(good)
    publish(live_card(TASK), headline="垫钱做任务的，都是骗局")
    assert build().held == {}
    assert headline() == "垫钱做任务的，都是骗局"
    live_card(TASK).unpublish()
    build()
    assert TASK not in served()


def _take_down() -> None:
    live_card(TASK).unpublish()


def _expire() -> None:
    live_card(TASK).unpublish(set_expired=True)


def _pass_its_date() -> None:
    WarningCard.objects.filter(pk=live_card(TASK).pk).update(expire_at=timezone.now() - timedelta(seconds=1))


def _delete() -> None:
    live_card(TASK).delete()


@pytest.mark.parametrize("leave", [_take_down, _expire, _pass_its_date, _delete], ids=lambda way: way.__name__)
def test_a_card_held_back_that_leaves_the_database_leaves_the_deck_for_good(leave: Any) -> None:
    good = build()
    publish_bad()
    roll_back(good)
    leave()
    for _time in range(2):
        assert publish_other().held == {}
        assert TASK not in served()


def _put_up_and_take_down() -> None:
    live_card(TASK).save_revision().publish()
    live_card(TASK).unpublish()


@pytest.mark.parametrize("leave", [_put_up_and_take_down, _delete], ids=lambda way: way.__name__)
def test_a_card_that_came_back_leaves_for_good_when_an_editor_says_so(leave: Any) -> None:
    good = build()
    live_card(TASK).unpublish()
    build()
    roll_back(good)
    leave()
    for _time in range(2):
        assert publish_other().held == {}
        assert TASK not in served()


def test_a_card_that_came_back_leaves_at_its_date() -> None:
    publish(live_card(TASK), expire_at=timezone.now() + timedelta(seconds=60))
    good = build()
    live_card(TASK).unpublish()
    build()
    payload = wire.encode(_dated(history.deck_of(good), timezone.now().timestamp() - 1))
    DeckVersion.objects.filter(pk=good.pk).update(payload=payload, version=wire.version_of(payload))
    assert done(roll_back(DeckVersion.objects.get(pk=good.pk))).held == {TASK: 0}
    assert publish_other().held == {}
    assert TASK not in served()


def _dated(of: wire.Deck, expires: float) -> wire.Deck:
    """Return a deck whose task card leaves at another moment."""
    cards = (msgspec.structs.replace(one, expires=expires) if one.id == TASK else one for one in of.cards)
    return msgspec.structs.replace(of, cards=tuple(cards))


def test_the_rolled_back_revision_put_up_again_by_hand_is_served() -> None:
    good = build()
    publish_bad()
    roll_back(good)
    one = live_card(TASK)
    bad = one.live_revision
    one.unpublish()
    bad.publish()
    assert build().held == {}
    assert headline() == BAD


def test_a_change_from_before_the_roll_back_that_no_deck_covers_yet_does_not_end_it() -> None:
    good = build()
    publish_bad()
    DeckChange.objects.filter(subject=TASK).update(deck=None)  # as when it was committed while the deck was compiled
    roll_back(good)
    build()
    assert headline() != BAD


def test_a_card_held_back_that_becomes_unfit_stays_held_back() -> None:
    good = build()
    was, row = headline(), WarningCard.objects.filter(pk=live_card(TASK).pk)
    publish_bad()
    roll_back(good)
    for why_you in ("", live_card(TASK).why_you):
        row.update(why_you=why_you)
        assert set(build().held) == {TASK}
        assert headline() == was


def test_hotlines_of_a_card_held_back_are_todays() -> None:
    good = build()
    publish_bad()
    roll_back(good)
    contact = Contact.objects.get(key="cn-96110")
    contact.number = "96111"
    contact.save()
    build()
    assert headline() != BAD
    assert b'"number":"96111"' in bytes(served()[TASK].always)


# --- One roll-back after another


def test_going_further_back_keeps_the_first_bad_revision_away_too() -> None:
    oldest = build()
    publish(live_card(TASK), headline="垫钱做任务的，都是骗局")
    older = build()
    bad = publish_bad()
    revision = compiled_cards(history.deck_of(bad))[TASK].revision
    roll_back(older)
    publish_other()
    assert done(roll_back(oldest)).held[TASK] == revision
    publish(live_card("romance.elder.zh-Hans"), headline="没见过面的人要钱")
    build()
    assert headline() == words(compiled_cards(history.deck_of(oldest))[TASK])[0]


def test_going_forward_again_holds_nothing_back() -> None:
    good, bad = build(), publish_bad()
    roll_back(good)
    assert done(roll_back(bad)).held == {}
    publish_other()
    assert headline() == BAD


def test_what_was_held_back_before_is_still_away_after_another_roll_back() -> None:
    good = build()
    publish_bad()
    roll_back(good)
    publish_other()
    build()
    other = compiled_cards(history.deck_of(DeckVersion.objects.latest()))[OTHER].revision
    back = done(roll_back(good))
    assert (set(back.held), back.held[OTHER]) == ({TASK, OTHER}, other)
    publish(live_card("romance.elder.zh-Hans"), headline="没见过面的人要钱")
    build()
    assert BAD not in (headline(), headline(OTHER))


# --- Editions


def test_an_edition_rolled_back_comes_out_again_when_all_languages_are_published_again() -> None:
    good = build()
    was = [served()[one] for one in SET]
    for card_id in SET:
        publish(live_card(card_id), edition=2, headline="Second edition" if card_id.endswith("en") else "第二版")
    build()
    assert {served()[one].edition for one in SET} == {2}
    roll_back(good)
    for number, card_id in enumerate(SET, start=1):
        publish(live_card(card_id), headline="Mended edition" if card_id.endswith("en") else "改好的第二版")
        build()
        if number < len(SET):
            assert [served()[one] for one in SET] == was
    assert [headline(one) for one in SET] == ["改好的第二版", "改好的第二版", "Mended edition"]
    assert build().held == {}


def test_an_edition_that_waits_goes_on_waiting_after_a_roll_back() -> None:
    good = build()
    publish(live_card(SET[2]), headline="A better wording")
    build()
    publish(live_card(SET[0]), edition=2, headline="第二版")
    build()
    roll_back(good)
    publish_other()
    assert [words(served()[one])[0] for one in SET] == [
        words(compiled_cards(history.deck_of(good))[one])[0] for one in SET
    ]
    for card_id in SET[1:]:
        publish(live_card(card_id), edition=2)
    build()
    assert headline(SET[0]) == "第二版"


# --- At the same time


def _before_writing(do: Callable[[], object]) -> AbstractContextManager[None]:
    """Do something once, after everything was read and right before the new version is written."""
    waiting = [do]

    def wrapper(execute: Any, sql: str, *rest: Any) -> Any:
        if waiting and sql.startswith("SAVEPOINT"):
            waiting.pop()()
        return execute(sql, *rest)

    return connection.execute_wrapper(wrapper)


def test_a_deck_built_meanwhile_is_followed_and_rolled_back_as_well() -> None:
    good, bad = build(), publish_bad()
    publish(live_card(OTHER), headline="没见过面的人要钱")
    with _before_writing(build):
        back = done(roll_back(good))
    between = DeckVersion.objects.get(pk=back.previous)
    assert between.previous == bad.pk
    assert set(back.held) == {TASK, OTHER}
    assert build() == back


def test_a_deck_built_meanwhile_stops_whoever_decided_upon_the_one_before() -> None:
    good, bad = build(), publish_bad()
    publish(live_card(OTHER), headline="没见过面的人要钱")
    with _before_writing(build), pytest.raises(Overtaken):
        roll_back(good, seen=bad.pk)
    assert DeckVersion.objects.latest().previous == bad.pk
    assert (headline(), headline(OTHER)) == (BAD, "没见过面的人要钱")
    assert not DeckChange.objects.filter(action=DeckChange.Action.ROLLED_BACK).exists()


def test_a_roll_back_while_a_deck_is_compiled_is_not_undone_by_it() -> None:
    good = build()
    publish_bad()
    publish(live_card(OTHER), headline="没见过面的人要钱")
    with _before_writing(lambda: roll_back(good)):
        version = build()
    assert DeckVersion.objects.latest() == version
    assert (headline() == BAD, headline(OTHER), set(version.held)) == (False, "没见过面的人要钱", {TASK})


# --- Decks of another format


def test_a_deck_of_another_format_cannot_be_rolled_back_to() -> None:
    old = old_format(build())
    build()
    with pytest.raises(Unreadable, match=f"deck {old} .* format {wire.FORMAT}"):
        roll_back(old)
    assert DeckVersion.objects.latest().previous == old.pk


def test_a_newest_deck_that_cannot_be_read_is_rolled_back_from_with_nothing_held_back() -> None:
    good = build()
    old_format(good)
    back = done(roll_back(good))
    assert (back.version, back.held) == (good.version, {})
    assert publish_other().held == {}


def test_of_several_versions_those_of_this_format_are_known() -> None:
    good = build()
    old = old_format(good)
    assert history.readable([good, old]) == {good.pk}


# --- Finding


def test_a_version_is_found_by_its_first_characters_and_the_newest_of_equal_ones() -> None:
    good, bad = build(), publish_bad()
    back = done(roll_back(good))
    assert find(good.version[:6]) == back
    assert find(bad.version) == bad


def test_several_versions_with_the_same_beginning_are_named() -> None:
    last = build()
    for name in ("abcd1", "abcd2"):
        last = DeckVersion.objects.create(version=name, previous=last.pk, cards=0, payload=b"")
    with pytest.raises(HistoryError, match="“abcd” begins 2 versions: abcd1, abcd2"):
        find("abcd")
    assert find("abcd1").version == "abcd1"


@pytest.mark.parametrize("beginning", ["zzzz", "", "%"])
def test_a_version_that_nobody_made_is_not_found(beginning: str) -> None:
    build()
    with pytest.raises(HistoryError):
        find(beginning)


def test_the_version_before_is_the_one_with_other_content() -> None:
    oldest = build()
    publish(live_card(OTHER), headline="没见过面的人要钱")
    good, bad = build(), publish_bad()
    back = done(roll_back(good))
    assert history.before(bad) == good
    assert history.before(back) == bad
    assert history.before(good) == oldest


def test_without_any_deck_there_is_no_history() -> None:
    DeckVersion.objects.all().delete()
    with pytest.raises(HistoryError, match="no deck yet"):
        history.newest()


# --- Comparing


def _said(parts: dict[str, Any]) -> tuple[str, ...]:
    """Return the parts of a card that are told to differ when it is published with these changes."""
    (one,) = difference(deck(card("romance")), deck(card("romance", revision=8, **parts))).changed
    assert one.id == "romance.adult.zh-Hans"
    return one.parts


ALWAYS = {"safe_action": {"label": "先不转了", "action": "stop"}, "contacts": []}
PARTS = [
    ({"why": piece("另一句")}, ("why_you",)),
    ({"always": piece({**ALWAYS, "contacts": [{"number": "110"}]})}, ("contacts",)),
    ({"always": piece({**ALWAYS, "safe_action": None, "quiz_url": "/"})}, ("safe_action", "quiz_url")),
    ({"proceed": piece({"proceed": None})}, ("proceed",)),
    ({"pause": piece({"cooling_off": None, "switch_line": "换一个平台付款，同样会被骗。"})}, ("cooling_off",)),
    ({"level": "stop", "edition": 2, "expires": 5.0}, ("level", "edition", "expires")),
    ({"keys": "abc"}, ("variants",)),
    ({}, ("revision",)),
]


@pytest.mark.parametrize(("changes", "parts"), PARTS, ids=[" ".join(parts) for _changes, parts in PARTS])
def test_a_changed_card_is_told_by_its_parts(changes: dict[str, Any], parts: tuple[str, ...]) -> None:
    assert _said(changes) == parts


def test_a_changed_headline_is_told_and_the_new_one_shown() -> None:
    new = card("romance", revision=8, variants=(variant("another", "a"), card("romance").variants[1]))
    (one,) = difference(deck(card("romance")), deck(new)).changed
    assert (one.headline, one.parts) == ("another a", ("headline", "variants"))


def test_what_every_wording_shares_is_told_once() -> None:
    old, new = (
        members(card("romance", variants=tuple(_wording(key, flags[::turn]) for key, turn in (("a", 1), ("b", -1)))))
        for flags in (["一", "二"], ["一", "三"])
    )
    assert [name for name in new if new[name] != old[name]] == ["red_flags"]


def _wording(key: str, flags: list[str]) -> wire.Variant:
    one = variant("romance.adult.zh-Hans", key)
    words = {"headline": key, "what_is_happening": "对方说先垫钱。", "red_flags": flags}
    return wire.Variant(one.id, piece(words), one.asks)


def test_cards_that_came_and_went_are_told_apart_from_those_with_other_hotlines() -> None:
    touched = card("romance", always=piece({**ALWAYS, "contacts": [{"number": "110"}]}))
    found = difference(deck(card("romance"), card("purchase")), deck(touched, card("job-fee")))
    assert [one.id for one in found.added] == ["job-fee.adult.zh-Hans"]
    assert [one.id for one in found.removed] == ["purchase.adult.zh-Hans"]
    assert [(one.id, one.parts) for one in found.referring] == [("romance.adult.zh-Hans", ("contacts",))]
    assert found.changed == []


def test_codes_signals_and_parents_are_told_with_what_they_were() -> None:
    old = deck(codes={"mps:a": "romance", "mps:b": "job-fee"}, signals={"en": {"on-call": "x"}}, parents={"a": ""})
    new = deck(codes={"mps:a": "purchase"}, signals={"en": {"on-call": "y"}}, parents={"a": "b", "b": ""})
    found = difference(old, new)
    assert found.codes == [("mps:a", "romance", "purchase"), ("mps:b", "job-fee", None)]
    assert found.signals == [("on-call · en", "x", "y")]
    assert found.parents == [("a", "", "b"), ("b", None, "")]


def test_equal_decks_do_not_differ() -> None:
    assert difference(deck(card("romance")), deck(card("romance"))) == ([], [], [], [], [], [], [], [])
