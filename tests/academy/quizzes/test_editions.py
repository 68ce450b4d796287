"""What publishing does: an edition to take, and a way to it from the warning cards."""

import json

import pytest

from academy.editing.fitness import problems_of
from academy.models import Question, Quiz, QuizEdition
from academy.quizzes.addresses import quiz_addresses
from academy.quizzes.editions import current_edition, refresh_edition
from scams.deck.build import build
from scams.deck.compile import surroundings
from scams.deck.wire import decode
from scams.models import DeckChange
from scams.words import FALLBACK_TYPE
from tests.academy.quizzes.taking import quiz

pytestmark = pytest.mark.django_db


def editions(page: Quiz) -> int:
    return QuizEdition.objects.filter(quiz=page).count()


def test_publishing_a_changed_question_makes_a_new_edition_of_each_quiz_that_holds_it() -> None:
    question = Question.objects.get(key="everyday-bank-code", locale__language_code="en")
    holding = list(Quiz.objects.filter(entries__question=question))
    others = list(Quiz.objects.exclude(entries__question=question))
    before = {page.pk: editions(page) for page in [*holding, *others]}
    question.prompt = "A new question?"
    question.save_revision().publish()
    assert len(holding) > 3
    assert all(editions(page) == before[page.pk] + 1 for page in holding)
    assert all(editions(page) == before[page.pk] for page in others)


def test_a_draft_changes_no_edition() -> None:
    page = quiz()
    before = editions(page)
    question = page.entries.first().question
    question.prompt = "草稿？"
    question.save_revision()
    page.title = "草稿"
    page.save_revision()
    refresh_edition(Quiz.objects.get(pk=page.pk))
    assert editions(page) == before


def test_an_edition_knows_the_revision_it_was_made_of() -> None:
    page = quiz()
    page.title = "新的题目"
    revision = page.save_revision()
    revision.publish()
    edition = current_edition(page)
    assert edition
    assert (edition.revision, edition.decoded.title) == (revision, "新的题目")


def test_a_question_taken_down_leaves_the_quiz() -> None:
    page = quiz()
    question = page.entries.first().question
    question.unpublish()
    edition = current_edition(page)
    assert edition
    assert question.key not in {one.key for one in edition.decoded.questions}


def test_a_quiz_with_too_few_questions_left_keeps_its_edition(caplog: pytest.LogCaptureFixture) -> None:
    page = quiz()
    for entry in list(page.entries.all()):
        entry.question.unpublish()
    edition = current_edition(page)
    assert edition
    assert len(edition.decoded.questions) >= 8
    assert "keeps its edition" in caplog.text
    assert "entries" in problems_of(page)


def test_a_card_leads_to_the_quiz_of_its_type_in_its_language() -> None:
    addresses = surroundings().quizzes
    assert addresses["task-rebate", "zh-Hant"].endswith("/zh-hant/quizzes/task-rebate/")
    deck = decode(bytes(build().payload))
    urls = {card.id: json.loads(bytes(card.always))["quiz_url"] for card in deck.cards}
    assert urls["task-rebate.elder.en"].endswith("/en/quizzes/task-rebate/")
    assert urls["charity-appeal.adult.en"] is None


def test_several_quizzes_about_one_type_lead_to_the_one_for_adults() -> None:
    assert quiz_addresses()[FALLBACK_TYPE, "zh-Hans"].endswith("/zh-hans/quizzes/everyday/")


def test_a_quiz_taken_down_is_no_longer_led_to_and_a_new_deck_is_due() -> None:
    build()
    quiz().unpublish()
    assert DeckChange.objects.filter(deck=None).count() == 1
    urls = {card.id: json.loads(bytes(card.always))["quiz_url"] for card in decode(bytes(build().payload)).cards}
    # The next language of the card's chain has one still.
    assert urls["task-rebate.adult.zh-Hans"].endswith("/zh-hant/quizzes/task-rebate/")
