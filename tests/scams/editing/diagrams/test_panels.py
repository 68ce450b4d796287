"""The picture of the question tree in the card's form."""

import pytest
from django.utils import timezone, translation

from scams.editing.diagrams.layout import Item
from scams.editing.diagrams.trees import tree_items
from scams.rules import faults
from scams.rules.card import Question
from tests.scams.editing.desk import card_of, card_url, desk, form_data

pytestmark = pytest.mark.django_db

PICTURE = '<svg class="diagram-picture"'
LOOP = "The questions go round in a circle: 1 → 2 → 1."


def asked(*effects):
    return [
        {"text": f"第{number}问？", "yes": one, "no": "", "unsure": ""} for number, one in enumerate(effects, start=1)
    ]


def published(card, role="reviewer", **changes):
    return desk(role).post(card_url("edit", card.pk), form_data(card, **changes, **{"action-publish": "1"}))


def test_the_tree_is_an_outline_with_what_editors_call_each_effect():
    questions = [Question("一？", yes="next:2"), Question("二？", no="level:hold")]
    second = Item("Yes", "2. 二？", "question", "", (Item("No", "Level: Hold", "effect"),))
    with translation.override("en"):
        found = tree_items(questions, [], {"level:hold": "Level: Hold"})
    assert found == [Item("", "1. 一？", "question", "", (second,))]


def test_an_answer_that_leads_round_is_marked_and_what_is_never_asked_stands_by_itself():
    questions = [Question("一？", yes="level:hold"), Question("二？", yes="next:3"), Question("三？", yes="next:2")]
    with translation.override("en"):
        _first, second, third = tree_items(questions, faults.faults(questions), {})
    assert second.fault == "Question 2 is never asked: only a circle leads to it."
    assert [one.fault for one in third.children] == ["The questions go round in a circle: 2 → 3 → 2."]


def test_the_form_shows_the_saved_tree_calmly():
    page = desk("editor").get(card_url("edit", card_of("other-unknown").pk)).content.decode()
    assert (page.count(PICTURE), "diagram-fault" in page, 'class="diagram-wrong"' in page) == (1, False, False)
    assert "It is another fraud type: Romance and dating scam · romance" in page


def test_a_card_without_questions_has_no_picture():
    page = desk("editor").get(card_url("add")).content.decode()
    assert PICTURE not in page


def test_publishing_a_loop_is_refused_at_the_questions_with_the_picture_of_what_was_sent():
    card = card_of()
    reply = published(card, questions=asked("next:2", "next:1", "level:hold"))
    assert LOOP in reply.context["form"].errors["questions"]
    page = reply.content.decode()
    assert page.count(PICTURE) == 1
    assert "✕ The questions go round" in page
    assert f"(wrong: {LOOP})" in page
    card.refresh_from_db()
    assert not card.has_unpublished_changes


def test_a_circle_over_other_cards_is_marked_at_the_answer_that_begins_it():
    card = card_of("remote-control")
    reply = published(card, questions=asked("level:hold", "type:credit-repair"))
    message = "Answers lead round in a circle: remote-control → credit-repair → remote-control."
    assert reply.context["form"].errors["questions"] == [f"{message} A payer would come back to this card."]
    assert f"(wrong: {message}" in reply.content.decode()


@pytest.mark.parametrize("effect", ["next:10", "next:0", "type:no-such", "level:shout", "x"])
def test_a_forged_effect_is_refused(effect):
    card = card_of()
    assert list(published(card, questions=asked(effect)).context["form"].errors) == ["questions"]


def test_four_questions_at_once_are_too_many_and_nine_in_a_tree_are_not():
    card = card_of()
    reply = published(card, questions=asked(*["level:hold"] * 4))
    assert list(reply.context["form"].errors) == ["questions"]
    nine = [
        {"text": f"第{one}问？", "yes": yes, "no": no, "unsure": ""}
        for one, (yes, no) in enumerate(
            [("next:4", "next:5"), ("next:6", "next:7"), ("next:8", "next:9"), *[("level:hold", "")] * 6], start=1
        )
    ]
    desk_of_reviewer = published(card, role="administrator", questions=nine)
    assert desk_of_reviewer.status_code == 302
    assert len(card_of().questions) == 9
    assert card_of().last_published_at.date() == timezone.now().date()


def test_a_draft_with_a_loop_is_saved_and_its_picture_says_what_is_wrong():
    card = card_of()
    client = desk("editor")
    assert client.post(card_url("edit", card.pk), form_data(card, questions=asked("next:1"))).status_code == 302
    page = client.get(card_url("edit", card.pk)).content.decode()
    assert "✕ The questions go round in a circle: 1 → 1." in page


@pytest.mark.parametrize("role", ["outsider", "anonymous"])
def test_nobody_else_sees_it(role):
    reply = desk(role).get(card_url("edit", card_of().pk), follow=True)
    assert PICTURE not in reply.content.decode()
