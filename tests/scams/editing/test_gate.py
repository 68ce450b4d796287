import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone, translation
from wagtail.documents import get_document_model

from scams.editing.content import card_content
from scams.editing.gate import dead_ends, problems_by_field, refuse_unfit
from scams.models import WarningCard
from tests.scams.editing.desk import card_of, copy_for

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


def led(card, *effects):
    """Give a card questions whose "yes" has these effects."""
    card.questions = [("question", {"text": "问一问？", "yes": one, "no": "", "unsure": ""}) for one in effects]
    return card


def questions_of(card):
    with translation.override("en"):
        return problems_by_field(card, today=timezone.localdate()).get("questions", [])


def publish(card):
    card.save_revision().publish()


@pytest.mark.parametrize(
    ("effects", "message"),
    [
        (["next:2", "next:1"], "The questions go round in a circle: 1 → 2 → 1."),
        (["level:hold", "next:7"], "An answer to question 2 leads to question 7, which is not there."),
    ],
)
def test_a_wrong_tree_is_named_at_the_questions(effects, message):
    assert message in questions_of(led(card_of(), *effects))


CIRCLE = "Answers lead round in a circle: %s. A payer would come back to this card."


def test_a_way_round_over_other_live_cards_is_refused_with_its_path():
    card = led(card_of("remote-control"), "type:credit-repair")
    assert questions_of(card) == [CIRCLE % "remote-control → credit-repair → remote-control"]
    with pytest.raises(ValidationError) as refused:
        publish(card)
    assert list(refused.value.message_dict) == ["questions"]


def test_a_way_to_the_card_itself_is_refused():
    assert questions_of(led(card_of("romance"), "type:romance")) == [CIRCLE % "romance → romance"]


def test_a_group_s_card_may_lead_to_types_that_have_no_card_yet():
    card_of("purchase").delete()
    assert questions_of(led(card_of("trade"), "type:purchase")) == []


@pytest.mark.parametrize(("locale", "audience"), [("en", "adult"), ("zh-Hans", "elder")])
def test_cards_of_another_language_or_audience_make_no_circle(locale, audience):
    other = led(card_of("credit-repair", locale, audience), "level:hold")
    publish(other)
    card = led(card_of("remote-control", locale, audience), "type:credit-repair")
    assert questions_of(card) == []
    assert questions_of(led(card_of("remote-control"), "type:credit-repair")) != []


def test_a_card_without_a_twin_for_its_audience_is_led_on_by_the_adults():
    card = led(copy_for("teen", "remote-control"), "type:credit-repair")
    assert questions_of(card) == [CIRCLE % "remote-control → credit-repair → remote-control"]


def test_a_card_that_is_not_live_leads_nowhere():
    card_of("credit-repair").unpublish()
    assert questions_of(led(card_of("remote-control"), "type:credit-repair")) == []


@pytest.mark.parametrize(("effects", "queries"), [(["level:hold"], 2), (["type:purchase"], 4)])
def test_the_ways_of_all_cards_are_read_at_once(effects, queries, django_assert_num_queries):
    content = card_content(led(card_of("remote-control"), *effects))
    with django_assert_num_queries(queries):  # signals, types; then the language and its live cards
        dead_ends(content)


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
