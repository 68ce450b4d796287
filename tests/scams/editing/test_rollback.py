"""Going back to an earlier deck in the admin: one click for reviewers, none for anyone else."""

import re
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from academy.roles import REVIEWERS
from scams.deck.build import build, note_change
from scams.models import Contact, CrosswalkCode, DeckChange, DeckVersion
from tests.scams.deck.content import live_card, publish
from tests.scams.editing.desk import desk, person
from tests.scams.editing.test_viewsets import queries_of

pytestmark = pytest.mark.django_db

TASK = "task-rebate.adult.zh-Hans"
BAD = "先垫钱的，都是骗局"
LIST = reverse("decks:index")
OUTSIDERS = ["editor", "outsider", "anonymous"]
BUTTON = "Roll back to this version"
UNDO = "Undo the last change"


def published(headline=BAD):
    """Return the deck after a publish."""
    publish(live_card(TASK), headline=headline)
    return build()


@pytest.fixture
def good():
    return build()


@pytest.fixture
def bad(good):
    return published()


def older_release():
    """Return a deck of another format, followed by one that can be read."""
    old = DeckVersion.objects.create(version="0ld", previous=build().pk, cards=0, payload=b"DECK" + bytes(60))
    build()
    return old


def newest():
    return DeckVersion.objects.latest()


def page(client, url):
    reply = client.get(url)
    assert reply.status_code == 200
    return reply.content.decode()


def address(version):
    return reverse("decks:rollback", args=[version.pk])


def rollback(client, to, seen):
    return client.post(address(to), {"seen": seen.pk}, follow=True)


def undo(client, seen):
    return client.post(reverse("decks:undo"), {"seen": seen.pk}, follow=True)


def said(reply):
    return [str(message).strip() for message in reply.context["messages"]]


def test_each_version_but_the_served_one_has_a_button(good, bad):
    third = published("垫钱做任务的，都是骗局")
    shown = page(desk("reviewer"), LIST)
    assert [address(one) in shown for one in (good, bad, third)] == [True, True, False]
    for one in (good, bad, third):
        inspected = page(desk_again(), reverse("decks:inspect", args=[one.pk]))
        assert (BUTTON in inspected, address(one) in inspected) == (one != third, one != third)


def desk_again():
    """Return the browser of the reviewer there is already."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(Group.objects.get(name=REVIEWERS).user_set.first())
    return client


def test_a_version_with_the_content_that_is_served_has_no_button(good, bad):
    client = desk("reviewer")
    rollback(client, good, seen=bad)
    shown = page(client, LIST)
    assert [address(one) in shown for one in (good, bad, newest())] == [False, True, False]


def test_the_page_says_what_changes_back_and_comes_and_goes(good):
    live_card("romance.adult.en").unpublish()
    CrosswalkCode.objects.filter(scheme="mps", code="刷单返利类").delete()
    contact = Contact.objects.get(key="cn-96110")
    contact.number = "96111"
    contact.save()
    bad = published()
    shown = re.sub(r"\s+", " ", page(desk("reviewer"), address(good)))
    assert f"again instead of deck {bad.version}." in shown
    sections = dict(re.findall(r"<h2[^>]*> ?([^<]*?) ?</h2> <ul>(.*?)</ul>", shown))
    assert list(sections) == [
        "Cards that change back (1)",
        "Cards that come back (1)",
        "Cards that refer to something else until the next deck (59)",
        "Codes, signals, fraud types and playbooks that change back until the next deck (1)",
    ]
    assert f"<code>{TASK}</code> · headline, contacts" in sections["Cards that change back (1)"]
    assert "romance.adult.en" in sections["Cards that come back (1)"]
    assert "mps:刷单返利类" in list(sections.values())[-1]
    assert "no deck covers yet" not in shown


def test_the_page_says_what_is_still_to_come(good, bad):
    note_change(DeckChange.Action.SAVED, "something")
    assert "There are changes that no deck covers yet" in page(desk("reviewer"), address(good))


def test_the_page_names_a_card_that_goes_away(good):
    live_card("romance.adult.en").unpublish()
    bad = build()
    client = desk("reviewer")
    undo(client, seen=bad)
    shown = page(client, address(bad))
    assert "Cards that go away (1)" in re.sub(r"\s+", " ", shown)


def test_a_reviewer_rolls_back(good, bad):
    client = desk("reviewer")
    reply = rollback(client, good, seen=bad)
    assert reply.redirect_chain == [(LIST, 302)]
    assert said(reply) == [f"Deck {good} is served again."]
    back = newest()
    assert (back.version, back.previous, set(back.held)) == (good.version, bad.pk, {TASK})
    assert str(back.changes.get().user) == "the-reviewer"
    inspected = page(client, reverse("decks:inspect", args=[back.pk]))
    assert f"{TASK}: revision {back.held[TASK]}" in inspected


def test_a_reviewer_undoes_the_last_change_with_one_click(good, bad):
    client = desk("reviewer")
    shown = page(client, LIST)
    assert f"Deck {bad} is served" in shown
    assert f"Goes back to deck {good} of" in shown
    assert f'name="seen" value="{bad.pk}"' in shown
    reply = undo(client, seen=bad)
    assert (reply.redirect_chain, said(reply)) == ([(LIST, 302)], [f"Deck {good} is served again."])
    assert (newest().version, newest().previous) == (good.version, bad.pk)


def test_an_administrator_may_as_well(good, bad):
    undo(desk("administrator"), seen=bad)
    assert newest().version == good.version


@pytest.mark.parametrize("role", OUTSIDERS)
def test_nobody_else_goes_back(role, good, bad):
    client = desk(role)
    replies = [
        client.get(address(good)),
        client.post(address(good), {"seen": bad.pk}),
        client.post(reverse("decks:undo"), {"seen": bad.pk}),
    ]
    assert [reply.status_code for reply in replies] == [302, 302, 302]
    assert newest() == bad


def test_who_may_only_look_sees_no_button(good, bad):
    clerk = person("clerk")
    clerk.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", "view_deckversion"]))
    client = Client(headers={"accept-language": "en"})
    client.force_login(clerk)
    shown = page(client, LIST) + page(client, reverse("decks:inspect", args=[good.pk]))
    assert (good.version in shown, BUTTON in shown, UNDO in shown) == (True, False, False)
    undo(client, seen=bad)
    rollback(client, good, seen=bad)
    assert newest() == bad


@pytest.mark.parametrize("screen", ["undo", "rollback"])
def test_no_other_site_makes_a_reviewer_go_back(screen, good, bad):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("reviewer"))
    url = reverse("decks:undo") if screen == "undo" else address(good)
    assert client.post(url, {"seen": bad.pk}).status_code == 403
    assert newest() == bad


def test_looking_changes_nothing(good, bad):
    client = desk("reviewer")
    assert client.get(address(good)).status_code == 200
    assert client.get(reverse("decks:undo")).status_code == 405
    assert newest() == bad


@pytest.mark.parametrize("screen", ["undo", "rollback"])
@pytest.mark.parametrize("seen", ["", "x", "0", "good"])
def test_a_deck_built_meanwhile_is_not_rolled_back_unseen(screen, seen, good, bad):
    url = reverse("decks:undo") if screen == "undo" else address(good)
    reply = desk("reviewer").post(url, {"seen": good.pk if seen == "good" else seen}, follow=True)
    assert reply.redirect_chain == [(LIST if screen == "undo" else url, 302)]
    assert said(reply) == ["Another deck has been built meanwhile. Nothing was changed: look again."]
    assert newest() == bad


def test_what_is_served_already_is_said_to_be(good, bad):
    client = desk("reviewer")
    for reply in (client.get(address(bad), follow=True), rollback(client, bad, seen=bad)):
        assert reply.redirect_chain == [(LIST, 302)]
        assert said(reply) == [f"Deck {bad} is served already. Nothing was changed."]
    assert newest() == bad


def test_a_deck_of_another_release_is_offered_nowhere_and_refused():
    old, client = older_release(), desk("reviewer")
    shown = page(client, LIST) + page(client, reverse("decks:inspect", args=[old.pk]))
    assert (old.version in shown, address(old) in shown, UNDO in shown) == (True, False, False)
    for reply in (client.get(address(old), follow=True), rollback(client, old, newest()), undo(client, newest())):
        assert reply.redirect_chain == [(LIST, 302)]
        assert said(reply) == ["Deck 0ld cannot be served: another release of this program made it."]
    assert newest().previous == old.pk


def test_from_a_newest_deck_that_cannot_be_read_one_goes_back_without_comparing(good):
    broken = DeckVersion.objects.create(version="broken", previous=good.pk, cards=0, payload=b"DECK?")
    client = desk("reviewer")
    assert "cannot be read, so the two cannot be compared" in page(client, address(good))
    rollback(client, good, seen=broken)
    assert newest().version == good.version


def test_the_only_deck_has_nothing_before_it():
    DeckVersion.objects.all().delete()
    client = desk("reviewer")
    assert UNDO not in page(client, LIST)
    only = build()
    assert UNDO not in page(client, LIST)
    assert said(undo(client, seen=only)) == ["There is no deck to go back to. Nothing was changed."]
    assert client.get(address(only), follow=True).redirect_chain == [(LIST, 302)]


def test_a_version_that_is_not_there_is_not_found(good):
    reply = desk("reviewer").get(reverse("decks:rollback", args=[good.pk + 1]))
    assert reply.status_code == 404


def test_the_list_asks_as_often_for_three_versions_as_for_one():
    DeckVersion.objects.all().delete()
    client, counts = desk("reviewer"), []
    for headlines in ([BAD], ["垫钱做任务的，都是骗局", "先垫钱再返利的，都是骗局"]):
        for headline in headlines:
            published(headline)
        note_change(DeckChange.Action.SAVED, "something", user=person("author", username=f"author-{len(counts)}"))
        DeckChange.objects.update(deck=newest())
        counts.append(queries_of(client, LIST))
    # With a version before the served one: whether that can be read.
    assert counts == [(1, counts[0][1]), (3, counts[0][1] + 1)]


def test_the_reviewers_there_were_before_get_the_right():
    migration = import_module("academy.migrations.0003_reviewers_roll_back")
    Permission.objects.filter(codename="rollback_deckversion").delete()
    migration.let_reviewers_roll_back(apps, None)
    assert person("reviewer").has_perm("scams.rollback_deckversion")
    assert not person("editor").has_perm("scams.rollback_deckversion")


def test_a_database_without_the_role_gets_no_stray_right():
    migration = import_module("academy.migrations.0003_reviewers_roll_back")
    Group.objects.filter(name=REVIEWERS).delete()
    Permission.objects.filter(codename="rollback_deckversion").delete()
    migration.let_reviewers_roll_back(apps, None)
    assert not Permission.objects.filter(codename="rollback_deckversion").exists()
