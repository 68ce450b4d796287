import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from scams.models import DeckChange, WarningCard
from scams.words import AUDIENCES, LOCALES
from tests.scams.editing.desk import card_of, card_url, copy_for, desk, form_data, local

pytestmark = pytest.mark.django_db


def fresh(card):
    return WarningCard.objects.get(pk=card.pk)


def reasons():
    return list(DeckChange.objects.filter(deck=None).order_by("pk").values_list("action", "subject"))


@pytest.mark.parametrize("locale", LOCALES)
def test_a_card_is_named_after_type_audience_and_language(locale):
    assert card_of(locale=locale, audience="elder").card_id == f"task-rebate.elder.{locale}"


def test_publishing_what_breaks_a_rule_is_refused_with_the_fields():
    card = card_of()
    card.headline, card.sources = "字" * 21, []
    with pytest.raises(ValidationError) as refused:
        card.save_revision().publish()
    assert sorted(refused.value.message_dict) == ["headline", "sources"]
    assert fresh(card).headline != card.headline


def test_the_revision_is_what_the_gate_checks_not_the_record():
    card = copy_for("teen")
    good = card.save_revision()
    WarningCard.objects.filter(pk=card.pk).update(headline="")
    good.publish()
    assert (fresh(card).live, fresh(card).headline) == (True, card.headline)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_there_is_one_card_for_a_type_audience_and_language(audience):
    cards = WarningCard.objects.filter(fraud_type__slug="task-rebate", locale__language_code="en")
    is_taken = cards.filter(audience=audience).exists()
    twin = WarningCard(fraud_type=card_of().fraud_type, locale=card_of(locale="en").locale, audience=audience)
    if is_taken:
        with pytest.raises(ValidationError) as refused:
            twin.full_clean()
        assert list(refused.value.message_dict) == ["audience"]
    else:
        twin.full_clean()


def schedule(card, **changes):
    """Publish with a date as a reviewer does, in the form."""
    moments = {field: local(changes.pop(field)) for field in ("go_live_at", "expire_at") if field in changes}
    data = form_data(card, **changes, **moments, **{"action-publish": "1"})
    return desk("reviewer").post(card_url("edit", card.pk), data)


def test_a_scheduled_edit_goes_live_at_its_hour_and_not_before():
    card, hour = card_of(), timezone.now() + dt.timedelta(days=2)
    assert schedule(card, headline="先垫钱的都是骗局", go_live_at=hour).status_code == 302
    assert (fresh(card).headline, fresh(card).approved_schedule) == (card.headline, True)
    with time_machine.travel(hour - dt.timedelta(hours=1)):
        call_command("publish_scheduled")
    assert (fresh(card).headline, fresh(card).live) == (card.headline, True)
    with time_machine.travel(hour + dt.timedelta(minutes=1)):
        call_command("publish_scheduled")
    assert (fresh(card).headline, fresh(card).approved_schedule) == ("先垫钱的都是骗局", False)
    assert reasons() == [("published", "task-rebate.adult.zh-Hans")]


def test_a_new_card_can_be_scheduled():
    card, hour = copy_for("teen"), timezone.now() + dt.timedelta(days=2)
    schedule(card, go_live_at=hour)
    assert (fresh(card).live, fresh(card).approved_schedule) == (False, True)
    with time_machine.travel(hour + dt.timedelta(minutes=1)):
        call_command("publish_scheduled")
    assert fresh(card).live is True


def test_scheduling_what_breaks_a_rule_is_refused():
    card = card_of()
    reply = schedule(card, headline="", go_live_at=timezone.now() + dt.timedelta(days=2))
    assert (reply.status_code, list(reply.context["form"].errors)) == (200, ["headline"])
    assert fresh(card).approved_schedule is False


def test_an_approved_schedule_goes_out_on_time_although_its_review_is_due():
    card, hour = copy_for("teen"), timezone.now() + dt.timedelta(days=2)
    schedule(card, go_live_at=hour, review_by=timezone.localdate() + dt.timedelta(days=1))
    with time_machine.travel(hour + dt.timedelta(minutes=1)):
        call_command("publish_scheduled")
    assert fresh(card).live is True


def test_an_expired_card_is_taken_down():
    card, hour = card_of(), timezone.now() + dt.timedelta(days=2)
    schedule(card, expire_at=hour)
    assert fresh(card).live is True
    with time_machine.travel(hour + dt.timedelta(minutes=1)):
        call_command("publish_scheduled")
    assert (fresh(card).live, fresh(card).expired) == (False, True)
    name = "task-rebate.adult.zh-Hans"
    assert reasons() == [("published", name), ("expired", name)]


def test_unpublishing_asks_for_a_deck():
    card = card_of()
    card.unpublish()
    assert reasons() == [("unpublished", "task-rebate.adult.zh-Hans")]


def test_a_draft_asks_for_no_deck():
    card = card_of()
    card.headline = "先垫钱的都是骗局"
    card.save_revision()
    assert reasons() == []


def test_what_a_deleted_card_leaves_behind_goes_with_it():
    card = copy_for("teen")
    revision = card.save_revision()
    card.delete()
    assert type(revision).objects.filter(pk=revision.pk).exists() is False


def test_a_translation_starts_as_a_draft_with_the_same_words_and_contacts():
    card = copy_for("teen")
    other = card_of(locale="en").locale
    copy = card.copy_for_translation(other)
    copy.save()
    assert (copy.live, copy.headline, copy.audience) == (False, card.headline, "teen")
    assert (copy.translation_key, copy.locale) == (card.translation_key, other)
    assert set(copy.contacts.all()) == set(card.contacts.all())
