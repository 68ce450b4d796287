"""`manage.py deck`: what it prints and does, and what a server has of it."""

import io
import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from scams.deck import wire
from scams.deck.build import build, note_change
from scams.deck.match import match, splice
from scams.deck.request import SuspectedType, WarningRequest
from scams.deck.snapshot import SqliteSource
from scams.deck.store import Store
from scams.models import CrosswalkCode, DeckChange, DeckVersion, WarningCard
from tests.conftest import ROOT, environment_for
from tests.scams.deck.content import live_card, publish

TASK = "task-rebate.adult.zh-Hans"
BAD = "先垫钱的，都是骗局"

database = pytest.mark.django_db


def deck(*arguments: str) -> str:
    out = io.StringIO()
    call_command("deck", *arguments, stdout=out)
    return out.getvalue()


def publish_bad() -> DeckVersion:
    publish(live_card(TASK), headline=BAD)
    return build()


# --- show


@database
def test_the_newest_is_shown_with_its_cards_and_why_it_was_made() -> None:
    editor = get_user_model().objects.create_user("editor")
    build()
    card = live_card(TASK)
    card.headline = BAD
    card.save_revision(user=editor).publish()
    version = build()
    said = deck("show")
    assert f"deck {version}, row {version.pk}, the newest" in said
    assert "180 cards: 60 en, 60 zh-Hans, 60 zh-Hant" in said
    assert f"because:\n  published: {TASK} (editor)\n" in said


@database
def test_of_many_changes_the_last_fifty_are_shown() -> None:
    version = build()
    version.changes.all().delete()
    for number in range(52):
        DeckChange.objects.create(action="saved", subject=f"number {number}", deck=version)
    said = deck("show")
    assert "because:\n  saved: number 51\n" in said
    assert "  saved: number 2\n  … and 2 more\n" in said


@database
def test_an_earlier_version_is_shown_by_its_first_characters() -> None:
    good = build()
    publish_bad()
    assert f"deck {good}, row {good.pk}, an earlier one" in deck("show", good.version[:7])


@database
def test_what_is_left_out_and_held_back_is_shown() -> None:
    build()
    publish_bad()
    revision = live_card(TASK).live_revision_id
    live_card("romance.adult.en").unpublish()
    WarningCard.objects.filter(pk=live_card("gain.adult.en").pk).update(why_you="")
    build()
    said = deck("show")
    assert re.search(r"left out:\n  .*: why_you: ", said)
    assert "held back" not in said
    deck("rollback", DeckVersion.objects.earliest().version)
    said = deck("show")
    assert f"  {TASK}: revision {revision} stays away\n" in said
    assert "  romance.adult.en: stays, though it is not live\n" in said


@database
def test_the_last_versions_are_listed() -> None:
    good, bad = build(), publish_bad()
    table = deck("show").split("the last versions:\n")[1].splitlines()
    assert [line.split()[:2] for line in table[:2]] == [[str(one.pk), one.version] for one in (bad, good)]
    assert table[0].endswith(f"published: {TASK}")


@database
def test_the_json_is_the_deck_itself() -> None:
    version = build()
    said = deck("show", "--json")
    assert said.encode() == wire.body_of(bytes(version.payload))
    head, *cards = map(json.loads, said.splitlines())
    assert (head["format"], len(cards)) == (wire.FORMAT, 180)


# --- diff


@database
def test_the_last_change_is_told() -> None:
    good = build()
    live_card("romance.adult.en").unpublish()
    CrosswalkCode.objects.filter(scheme="mps", code="刷单返利类").delete()
    bad = publish_bad()
    said = deck("diff")
    assert said.startswith(f"from deck {good} to deck {bad}\n")
    assert "cards removed:\n  romance.adult.en “" in said
    assert f"cards changed:\n  {TASK} “{BAD}”: headline\n" in said
    assert "codes:\n  mps:刷单返利类: task-rebate -> not there\n" in said
    assert "added" not in said


@database
def test_any_two_versions_are_compared_in_the_order_given() -> None:
    good = build()
    live_card("romance.adult.en").unpublish()
    bad = build()
    assert "cards removed:\n  romance.adult.en" in deck("diff", good.version[:8])
    assert "cards added:\n  romance.adult.en" in deck("diff", bad.version, good.version)
    assert deck("diff", good.version, good.version).endswith("the same content\n")


# --- rollback


@database
def test_without_a_version_the_last_change_is_undone() -> None:
    get_user_model().objects.create_user("reviewer")
    good, bad = build(), publish_bad()
    said = deck("rollback", "--user", "reviewer")
    latest = DeckVersion.objects.latest()
    assert (latest.version, latest.previous) == (good.version, bad.pk)
    assert latest.changes.get().user.username == "reviewer"
    assert f"rolled back from deck {bad} to deck {good}" in said
    assert "cards: 0 added, 0 removed, 1 changed" in said
    assert f"held back until published again:\n  {TASK}: revision" in said
    assert "come from their records again with the next deck" in said
    assert "changes wait" not in said


@database
def test_changes_that_wait_are_told() -> None:
    build()
    publish_bad()
    note_change(DeckChange.Action.SAVED, "something")
    assert "changes wait that no deck covers yet" in deck("rollback")


@database
def test_rolling_back_to_what_is_served_changes_nothing() -> None:
    good = build()
    number = DeckVersion.objects.count()
    assert f"deck {good} is what servers serve already" in deck("rollback", good.version)
    assert DeckVersion.objects.count() == number


@database
def test_undoing_twice_is_no_change() -> None:
    build()
    bad = publish_bad()
    deck("rollback")
    deck("rollback")
    assert DeckVersion.objects.latest().version == bad.version


# --- What cannot be done


def older_release() -> DeckVersion:
    """Make the newest deck one of another format."""
    return DeckVersion.objects.create(version="0ld", previous=build().pk, cards=0, payload=b"DECK" + bytes(60))


@database
@pytest.mark.parametrize("command", [("show",), ("diff",), ("show", "0ld", "--json"), ("diff", "0ld")])
def test_a_deck_of_another_release_is_named_as_such(command: tuple[str, ...]) -> None:
    older_release()
    with pytest.raises(CommandError, match=r"deck 0ld .* cannot be read by this program"):
        deck(*command)


@database
def test_a_deck_of_another_release_is_not_rolled_back_to_and_marked_in_the_list() -> None:
    older_release()
    latest = build()
    for arguments in (["rollback"], ["rollback", "0ld"]):
        with pytest.raises(CommandError, match=r"deck 0ld .* cannot be read by this program"):
            deck(*arguments)
    assert DeckVersion.objects.latest() == latest
    assert re.search(r"0ld .*\(cannot be read by this program\)", deck("show"))


@database
def test_a_damaged_newest_deck_is_rolled_back_from() -> None:
    good = build()
    older_release()
    assert "nothing is held back" in deck("rollback")
    assert DeckVersion.objects.latest().version == good.version


MISTAKES: list[tuple[list[str], str]] = [
    (["show", "zzzz"], "there is no version “zzzz”"),
    (["diff", "zzzz"], "there is no version “zzzz”"),
    (["rollback", "zzzz"], "there is no version “zzzz”"),
    (["rollback", "ab"], "“ab” begins 2 versions: abc, abd; give more of it"),
    (["rollback", "--user", "nobody"], "there is no user “nobody”"),
]


@database
@pytest.mark.parametrize(("arguments", "message"), MISTAKES, ids=[" ".join(one) for one, _message in MISTAKES])
def test_a_mistake_is_named_and_changes_nothing(arguments: list[str], message: str) -> None:
    last = build()
    for name in ("abc", "abd"):
        last = DeckVersion.objects.create(version=name, previous=last.pk, cards=0, payload=b"")
    publish_bad()
    number = DeckVersion.objects.count()
    with pytest.raises(CommandError, match=message):
        deck(*arguments)
    assert DeckVersion.objects.count() == number


@database
def test_the_first_version_has_none_before_it() -> None:
    DeckVersion.objects.all().delete()
    with pytest.raises(CommandError, match="there is no deck yet"):
        deck("show")
    build()
    for command in ("diff", "rollback"):
        with pytest.raises(CommandError, match="there is no version before"):
            deck(command)


# --- A server


def other_process(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=170, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def answer(store: Store) -> dict[str, Any]:
    assert store.state is not None
    request = WarningRequest(fraud_types=[SuspectedType("task-rebate", None)], locale="zh-Hans")
    found: dict[str, Any] = json.loads(splice(match(store.state.index, request), warning_id="0"))
    return found


def follow(store: Store, version: str) -> dict[str, Any]:
    """Return the answer once the server serves a version."""
    deadline = time.monotonic() + 60
    while answer(store)["deck"] != version:
        assert time.monotonic() < deadline, f"deck {version} never came"
        time.sleep(0.05)
    return answer(store)


PUBLISH = """
from scams.deck.build import build
from scams.models import WarningCard
for slug in {slugs}:
    card = WarningCard.objects.get(fraud_type__slug=slug, audience="adult", locale__language_code="zh-hans")
    card.headline = "先垫钱的，都是骗局"
    card.save_revision().publish()
print(build())
"""


def test_a_server_follows_a_roll_back_by_another_process_and_what_is_published_next(
    database_file: Path, tmp_path: Path
) -> None:
    environment = {**environment_for(tmp_path), "DATABASE_URL": f"sqlite:///{database_file}"}
    store = Store(SqliteSource(database_file))
    store.start()
    try:
        good = answer(store)
        bad = other_process(environment, "shell", "-v0", "-c", PUBLISH.format(slugs=["task-rebate"])).strip()
        assert follow(store, bad)["card"]["revision"] != good["card"]["revision"]
        other_process(environment, "deck", "rollback")
        assert follow(store, good["deck"]) == good
        after = other_process(environment, "shell", "-v0", "-c", PUBLISH.format(slugs=["romance"])).strip()
        assert follow(store, after)["card"] == good["card"]
    finally:
        store.stop()
