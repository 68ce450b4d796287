"""A card's brief in the admin: what it says, of which version, and who may see it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scams.editing.briefs import URL_NAME
from tests.scams.editing.desk import card_of, card_url, copy_for, desk

pytestmark = pytest.mark.django_db


def address(card, query=""):
    return reverse(URL_NAME, args=[card.pk]) + query


def test_the_draft_is_printed_and_with_a_wish_the_live_card():
    card = card_of()
    before = card.headline
    card.headline, card.agent_script = "先垫<钱>都是骗局", "您好，\n想问一句。"
    card.save_revision()
    client = desk("editor")
    draft, live = (client.get(address(card, query)).content.decode() for query in ("", "?of=live"))
    assert "先垫&lt;钱&gt;都是骗局" in draft
    assert "<p>您好，</p><p>想问一句。</p>" in draft
    assert before in live
    assert "先垫" not in live.split("<h1>")[1].split("</h1>")[0] or before.startswith("先垫")
    assert '<html lang="zh-Hans">' in draft
    assert f"{card.card_id}.a" in draft


def test_a_card_that_never_was_live_has_a_draft_only():
    card = copy_for("teen")
    card.save_revision()
    client = desk("reviewer")
    assert client.get(address(card)).status_code == 200
    assert client.get(address(card, "?of=live")).status_code == 404


def test_an_empty_draft_is_printed_as_far_as_it_goes():
    card = copy_for("teen", agent_script="", guardian_script="", proof="", questions=[], red_flags=[], contacts=[])
    card.save_revision()
    assert desk("editor").get(address(card)).status_code == 200


def test_the_page_may_load_nothing_and_is_kept_nowhere():
    reply = desk("editor").get(address(card_of()))
    assert reply["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert {"private", "no-store"} <= set(reply["Cache-Control"].split(", "))
    assert "@page" in reply.content.decode()
    assert "<script" not in reply.content.decode()


@pytest.mark.parametrize("query", ["", "?of=live"])
def test_an_outsider_sees_nothing(query):
    for role in ("outsider", "anonymous"):
        reply = desk(role).get(address(card_of(), query))
        assert reply.status_code == 302
        assert card_of().headline not in reply.content.decode()
    assert desk("editor").get(address(card_of(), query)).status_code == 200


def test_somebody_of_the_admin_without_right_to_cards_sees_nothing():
    from django.contrib.auth.models import Permission

    from tests.scams.editing.desk import person

    somebody = person("outsider")
    somebody.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = desk("anonymous")
    client.force_login(somebody)
    reply = client.get(address(card_of()))
    assert (reply.status_code, reply.url) == (302, reverse("wagtailadmin_home"))


def test_a_card_that_is_not_there_and_other_methods_are_refused():
    client = desk("editor")
    assert client.get(reverse(URL_NAME, args=[10**9])).status_code == 404
    assert client.post(address(card_of())).status_code == 405


def test_form_and_list_lead_to_it():
    card = card_of()
    client = desk("editor")
    assert address(card, "?of=live") in client.get(card_url("edit", card.pk)).content.decode()
    assert "/brief/?of=live" in client.get(card_url("list")).content.decode()
    card.save_revision()
    form = client.get(card_url("edit", card.pk)).content.decode()
    assert f'href="{address(card)}"' in form


def test_the_number_of_queries_does_not_depend_on_how_many_cards_there_are():
    client, card = desk("editor"), card_of()
    client.get(address(card))
    counts = []
    for audience in ("teen", "sme"):
        with CaptureQueriesContext(connection) as queries:
            client.get(address(card))
        counts.append(len(queries))
        copy_for(audience).save_revision()
    assert counts[0] == counts[1]
