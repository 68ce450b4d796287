"""Who may hold a card back from a share of the payers, and how many."""

import pytest

from scams.models import WarningCard
from tests.scams.deck.content import compiled_cards
from tests.scams.editing.desk import card_of, card_url, desk, form_data

pytestmark = pytest.mark.django_db


def save(role, hold_out, **more):
    """Send the card's form with a share; return the reply and the share of the draft that came of it."""
    card = card_of()
    reply = desk(role).post(card_url("edit", card.pk), form_data(card, hold_out=hold_out, **more))
    draft = WarningCard.objects.get(pk=card.pk).get_latest_revision_as_object()
    return reply, draft.hold_out


@pytest.mark.parametrize(
    ("role", "kept"), [("administrator", 10), ("reviewer", 10), ("editor", 0), ("outsider", 0), ("anonymous", 0)]
)
def test_only_those_with_the_right_set_it_whatever_a_form_says(role, kept):
    reply, hold_out = save(role, 10)
    assert (reply.status_code, hold_out) == (302, kept)


@pytest.mark.parametrize(("role", "sees"), [("reviewer", True), ("editor", False)])
def test_only_they_are_shown_it(role, sees):
    page = desk(role).get(card_url("edit", card_of().pk)).content.decode()
    assert ('name="hold_out"' in page) is sees


def test_an_editor_s_change_leaves_the_share_that_a_reviewer_set():
    save("reviewer", 10, **{"action-publish": "on"})
    _reply, hold_out = save("editor", 0, headline="先垫钱的，都是骗局")
    assert hold_out == 10
    assert compiled_cards()[card_of().card_id].hold_out == 10


@pytest.mark.parametrize("hold_out", ["21", "-1", "100", "x"])
def test_more_than_a_fifth_is_no_share(hold_out):
    reply, kept = save("reviewer", hold_out, **{"action-publish": "on"})
    assert (reply.status_code, kept) == (200, 0)


def test_a_fifth_is_the_most():
    reply, kept = save("reviewer", "20", **{"action-publish": "on"})
    assert (reply.status_code, kept, compiled_cards()[card_of().card_id].hold_out) == (302, 20, 20)


def test_what_came_by_another_way_is_kept_out_of_the_deck():
    WarningCard.objects.filter(pk=card_of().pk).update(hold_out=50)
    assert card_of().card_id not in compiled_cards()
