"""What the admin's first page says about cards."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from scams.deck.build import build
from scams.editing.home_panel import WarningsPanel, waiting_editions
from scams.models import Contact, ScamPattern, WarningCard
from tests.scams.editing.desk import card_of, card_url, desk, person

pytestmark = pytest.mark.django_db

HEADING = 'id="warnings-panel-title"'


@pytest.fixture
def troubles():
    """A live card left out of the deck, one whose edition waits, one due for review."""
    broken, waiting, due = card_of("romance"), card_of("purchase"), card_of("recovery")
    WarningCard.objects.filter(pk=broken.pk).update(headline="")
    WarningCard.objects.filter(pk=waiting.pk).update(edition=2)
    WarningCard.objects.filter(pk=due.pk).update(review_by=timezone.localdate())
    build()
    return broken, waiting, due


def test_nothing_is_said_when_all_is_well():
    Contact.objects.update(reverify_by=timezone.localdate() + dt.timedelta(days=60))
    build()
    assert HEADING not in desk("editor").get("/admin/").content.decode()


@pytest.mark.parametrize("role", ["editor", "reviewer"])
def test_those_who_write_see_what_needs_them(role, troubles):
    broken, waiting, due = troubles
    page = desk(role).get("/admin/").content.decode()
    assert page.count(f'href="{card_url("edit", broken.pk)}"') == 1
    assert page.count(f'href="{card_url("edit", waiting.pk)}"') == 1
    assert page.count(f"{timezone.localdate()} · {due.card_id}") == 1


def test_those_without_business_with_cards_see_nothing(troubles):
    user = person("clerk")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(user)
    reply = client.get("/admin/")
    assert (reply.status_code, HEADING in reply.content.decode()) == (200, False)


def test_the_panel_names_each_trouble_once(troubles):
    broken, waiting, due = troubles
    request = RequestFactory().get("/admin/")
    request.user = person("editor")
    Contact.objects.update(reverify_by=timezone.localdate() + dt.timedelta(days=60))
    ScamPattern.objects.update(review_by=None)
    context = WarningsPanel(request).get_context_data()
    assert [one["pk"] for one in context["left_out"]] == [broken.pk]
    assert context["waiting"] == [waiting]
    assert context["due"] == [f"{timezone.localdate()} · {due.card_id}"]


def test_no_edition_waits_once_all_languages_have_it():
    key = card_of("purchase").translation_key
    WarningCard.objects.filter(translation_key=key).update(edition=2)
    assert waiting_editions() == []


def test_the_panel_asks_as_often_for_three_troubles_as_for_one():
    request = RequestFactory().get("/admin/")
    request.user = person("editor")
    counts = []
    for slugs in (["romance"], ["purchase", "recovery"]):
        WarningCard.objects.filter(fraud_type__slug__in=slugs, locale__language_code="en").update(
            edition=2, review_by=timezone.localdate()
        )
        with CaptureQueriesContext(connection) as queries:
            context = WarningsPanel(request).get_context_data()
        counts.append((len(context["waiting"]), len(queries)))
        request.user = type(request.user).objects.get(pk=request.user.pk)
    # Two for the person's rights; the deck, the live cards, and what is due: cards, articles, contacts.
    assert counts == [(2, 7), (6, 7)]
