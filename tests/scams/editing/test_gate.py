import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone, translation
from wagtail.documents import get_document_model

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


def test_an_answer_that_leads_nowhere_is_named_at_the_questions():
    card = card_of()
    card.questions = [("question", {"text": "对方是否让您先转钱？", "yes": "signal:no-such", "no": "", "unsure": ""})]
    with translation.override("en"):
        found = problems_by_field(card, today=timezone.localdate())
    assert found == {"questions": ["An answer leads to “signal:no-such”, which does not exist."]}


def test_a_proof_needs_its_source():
    card = card_of("purchase")
    card.proof, card.proof_source = "网络购物诈骗很常见。", ""
    assert list(problems_by_field(card, today=timezone.localdate())) == ["proof_source"]


def test_a_recording_is_one_that_can_be_played(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    card, make = card_of(), get_document_model().objects.create
    card.audio = make(title="words", file=ContentFile(b"sound", "words.mp3"))
    card.full_clean()
    card.audio = make(title="words", file=ContentFile(b"text", "words.pdf"))
    with pytest.raises(ValidationError) as refused:
        card.full_clean()
    assert list(refused.value.message_dict) == ["audio"]
