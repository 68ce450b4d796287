import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from scams.editing.gate import problems_by_field, refuse_unfit
from scams.models import WarningCard
from tests.scams.editing.desk import card_of

pytestmark = pytest.mark.django_db


def test_every_live_card_of_the_content_passes():
    today = timezone.localdate()
    broken = {card.card_id: problems_by_field(card, today=today) for card in WarningCard.objects.filter(live=True)}
    assert {name: problems for name, problems in broken.items() if problems} == {}


def test_messages_are_grouped_by_field():
    card = card_of()
    card.headline = "先付！96110"
    with translation.override("en"):
        problems = problems_by_field(card, today=timezone.localdate())
    assert {field: len(messages) for field, messages in problems.items()} == {"headline": 2}


def test_contacts_and_types_may_be_given_as_the_form_has_them():
    card, today = card_of(), timezone.localdate()
    assert list(problems_by_field(card, today=today, contacts=[])) == ["contacts"]
    assert list(problems_by_field(card, today=today, secondary_types=["a", "b", "c"])) == ["secondary_types"]


def test_the_refusal_names_the_fields():
    card = card_of()
    with pytest.raises(ValidationError) as refused:
        refuse_unfit(card, today=timezone.localdate() + dt.timedelta(days=91))
    assert list(refused.value.message_dict) == ["review_by"]
    refuse_unfit(card, today=timezone.localdate())
