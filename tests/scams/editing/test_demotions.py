"""The list of variants taken out, and who may put one back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scams.deck.build import build, is_due
from scams.models import VariantDemotion
from tests.scams.editing.desk import card_of, desk

pytestmark = pytest.mark.django_db

LIST = reverse("variants-taken-out:index")
EVIDENCE = {
    "own": {"variant": "x.b", "hits": 240, "total": 600, "bounds": [0.33, 0.47]},
    "best": {"variant": "x.a", "hits": 420, "total": 600, "bounds": [0.63, 0.76]},
    "alpha": 0.05,
}


def demotion(key="b"):
    card = card_of()
    return VariantDemotion.objects.create(
        card=card.card_id, revision=card.live_revision_id, variant=f"{card.card_id}.{key}", evidence=EVIDENCE
    )


def back(one):
    return reverse("variants-taken-out:reinstate", args=[one.pk])


def test_the_list_tells_the_counts_the_bounds_and_the_chance_of_error():
    one = demotion()
    page = desk("editor").get(LIST).content.decode()
    assert f"{one.variant} stopped 240 of 600, 33–47% of the confirmed scams, x.a 420 of 600, 63–76%." in page
    assert "the chance of an error is at most 5%." in page


@pytest.mark.parametrize(
    ("role", "status", "may"),
    [
        ("administrator", 302, True),
        ("reviewer", 302, True),
        ("editor", 302, False),
        ("outsider", 302, False),
        ("anonymous", 302, False),
    ],
)
def test_reviewers_put_a_variant_back_and_nobody_else(role, status, may):
    one = demotion()
    build()
    client = desk(role)
    assert (back(one) in client.get(LIST).content.decode()) is may
    assert client.post(back(one)).status_code == status
    one.refresh_from_db()
    assert (one.reinstated_at is not None, is_due()) == (may, may)


def test_it_is_done_by_post_alone_and_once():
    one, client = demotion(), desk("reviewer")
    assert client.get(back(one)).status_code == 405
    for words in ("is shown again", "had been put back already"):
        assert words in client.post(back(one), follow=True).content.decode()
    page = client.get(LIST).content.decode()
    assert (back(one) in page, "the-reviewer" in page or "reviewer@" in page) == (False, True)


def test_what_is_not_there_cannot_be_put_back():
    assert desk("reviewer").post(reverse("variants-taken-out:reinstate", args=[99])).status_code == 404


@pytest.mark.parametrize("role", ["outsider", "anonymous"])
def test_the_list_is_not_for_outsiders(role):
    assert desk(role).get(LIST).status_code == 302


def test_nobody_adds_edits_or_deletes_one():
    one = demotion()
    client = desk("administrator")
    for view, arguments in (("add", []), ("edit", [one.pk]), ("delete", [one.pk])):
        assert client.post(reverse(f"variants-taken-out:{view}", args=arguments), {"variant": "x"}).status_code == 302
    one.refresh_from_db()
    assert (VariantDemotion.objects.count(), one.variant) == (1, f"{card_of().card_id}.b")


def test_the_list_takes_as_many_queries_for_three_as_for_one():
    client, counts = desk("reviewer"), []
    for keys in ("b", "cd"):
        for key in keys:
            client.post(back(demotion(key)))
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]
