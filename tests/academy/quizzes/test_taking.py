"""Taking a quiz, by the pages' addresses and forms."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from academy.models import Answer, Attempt, QuizEdition
from academy.quizzes import progress as cookie
from academy.quizzes.editions import refresh_edition
from academy.quizzes.links import token_for
from tests.academy.quizzes.taking import Person, form_for, quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    return Person()


def test_it_begins_with_the_first_question(person: Person) -> None:
    reply = person.get("take/")
    assert (reply.status_code, reply["Location"]) == (303, f"{person.url}take/1/")
    page = person.get("take/1/")
    assert page.status_code == 200
    assert page.context["shown"].question == person.questions[0]
    assert len(person.questions) == 8


def test_each_answer_leads_to_its_explanation_and_to_the_next_question(person: Person) -> None:
    person.get("take/")
    reply = person.answer(1)
    assert (reply.status_code, reply["Location"]) == (303, f"{person.url}take/1/")
    page = person.get("take/1/")
    assert page.context["shown"].item.correct
    for option in person.questions[0].options:
        assert option.why in page.content.decode()
    assert f"{person.url}take/2/" in page.content.decode()


def test_every_kind_of_question_can_be_answered_and_scored() -> None:
    page = quiz()
    page.shown = page.entries.count()
    page.save_revision().publish()
    for right, share in ((True, 1.0), (False, 0.0)):
        taker = Person(page)
        taker.answer_all(right=right)
        kinds = {question.kind for question in taker.questions}
        taker.finish()
        attempt = Attempt.objects.latest("finished_at")
        assert attempt.score == share * attempt.maximum
        assert kinds == {"verdict", "red-flags", "single", "multiple", "true-false", "order"}


def test_a_whole_attempt_is_stored_without_who_made_it(person: Person) -> None:
    person.answer_all()
    person.finish()
    (attempt,) = Attempt.objects.all()
    assert (attempt.score, attempt.maximum, attempt.person, attempt.mode) == (8, 8, None, "adult")
    assert (attempt.noticed, attempt.suspected) == (attempt.scams, 0)
    assert attempt.scams
    assert attempt.genuine
    answers = list(Answer.objects.filter(attempt=attempt))
    assert [one.place for one in answers] == list(range(1, 9))
    assert {one.score for one in answers} == {1}


def test_the_first_answer_stands(person: Person) -> None:
    person.get("take/")
    person.answer(1, right=False)
    person.answer(1, right=True)
    assert not person.get("take/1/").context["shown"].item.correct


@pytest.mark.parametrize("form", [{}, {"q1": "nonsense"}, {"q9": "a"}, {"q1": ["\x00", "💥"]}])
def test_no_answer_is_told_and_nothing_is_lost(person: Person, form: dict[str, Any]) -> None:
    person.get("take/")
    reply = person.post("take/1/", form)
    assert reply.status_code == 422
    assert reply.context["shown"].error
    assert str(reply.context["shown"].error) in reply.content.decode()
    assert person.begun.answers == {}


def test_coming_back_goes_on_where_one_was(person: Person) -> None:
    person.get("take/")
    person.answer(1)
    person.answer(2)
    assert person.get("take/")["Location"] == f"{person.url}take/3/"
    before = person.begun.attempt
    person.get("take/")
    assert person.begun.attempt == before


def test_a_second_submission_is_the_same_attempt(person: Person) -> None:
    person.answer_all()
    before = person.client.cookies[cookie.COOKIE].value
    first = person.finish()
    assert person.finish() == first  # the cookie knows that it is finished
    person.client.cookies[cookie.COOKIE] = before  # the second click was sent before the first was answered
    assert person.finish() == first
    assert (Attempt.objects.count(), Answer.objects.count()) == (1, 8)


def test_submitting_with_questions_left_goes_to_the_first_of_them(person: Person) -> None:
    person.get("take/")
    person.answer(1)
    person.answer(3)
    assert person.finish() == f"{person.url}take/2/"
    assert Attempt.objects.count() == 0


def test_all_questions_on_one_page_are_submitted_at_once(person: Person) -> None:
    assert person.get("take/", pages="all")["Location"] == f"{person.url}take/all/"
    page = person.get("take/all/")
    assert len(page.context["shown"]) == 8
    form: dict[str, Any] = {"attempt": page.context["attempt"]}
    for number, question in enumerate(person.questions, start=1):
        form |= form_for(question, number)
    replies = [person.post("take/all/", form) for _ in range(2)]
    assert len({reply["Location"] for reply in replies}) == 1
    assert Attempt.objects.get().score == 8


def test_the_page_with_all_questions_keeps_answers_where_some_are_missing(person: Person) -> None:
    person.get("take/", pages="all")
    question = person.questions[0]
    reply = person.post("take/all/", form_for(question, 1))
    assert reply.status_code == 422
    assert [one.number for one in reply.context["wrong"]] == list(range(2, 9))
    first = reply.context["shown"][0]
    chosen = {one.id for one in first.options if one.chosen or one.place}
    assert chosen >= set(question.right)
    assert Attempt.objects.count() == 0


def test_the_page_with_all_questions_needs_only_its_own_form(person: Person) -> None:
    person.get("take/", pages="all")
    page, questions = person.get("take/all/"), person.questions
    form: dict[str, Any] = {"attempt": page.context["attempt"]}
    for number, question in enumerate(questions, start=1):
        form |= form_for(question, number)
    del person.client.cookies[cookie.COOKIE]
    assert person.post("take/all/", form).status_code == 303
    assert Attempt.objects.get().score == 8


def test_an_attempt_keeps_the_edition_it_began_with(person: Person) -> None:
    person.get("take/")
    before = person.begun.edition
    question = person.page.entries.first().question
    question.prompt = "另一个问题？"
    question.save_revision().publish()
    assert QuizEdition.objects.filter(quiz=person.page).first().pk != before
    texts = [person.get(f"take/{number}/").context["shown"].question.prompt for number in range(1, 9)]
    assert "另一个问题？" not in texts
    person.answer_all()
    person.finish()
    assert Attempt.objects.get().edition_id == before


def test_publishing_the_same_again_makes_no_new_edition() -> None:
    page = quiz()
    before = QuizEdition.objects.filter(quiz=page).count()
    page.save_revision().publish()
    refresh_edition(page)
    assert QuizEdition.objects.filter(quiz=page).count() == before


def test_a_refresher_shows_questions_that_were_not_seen(person: Person) -> None:
    person.answer_all()
    seen = {question.key for question in person.questions}
    person.finish()
    attempt = Attempt.objects.get()
    person.get("take/", refresh=token_for(attempt.pk))
    assert not seen & {question.key for question in person.questions}
    person.answer_all()
    person.finish()
    assert Attempt.objects.exclude(pk=attempt.pk).get().refresher


@pytest.mark.parametrize("token", ["", "x", "a:b", "💥"])
def test_a_refresher_of_nothing_is_a_plain_attempt(person: Person, token: str) -> None:
    assert person.get("take/", refresh=token).status_code == 303
    assert person.begun.refreshes == ""


@pytest.mark.parametrize("below", ["take/1/", "take/all/", "take/finish/"])
def test_without_a_cookie_it_is_said_what_is_missing(person: Person, below: str) -> None:
    assert person.get(below).status_code == 200
    assert person.post(below).status_code == 409
    assert Attempt.objects.count() == 0


@pytest.mark.parametrize("below", ["take/0/", "take/9/", "take/99999999999999999999/", "take/-1/", "take/x/"])
def test_there_are_no_other_questions(person: Person, below: str) -> None:
    person.get("take/")
    assert person.get(below).status_code == 404


def test_a_form_from_elsewhere_is_refused() -> None:
    taker = Person(client=Client(enforce_csrf_checks=True))
    taker.get("take/")
    refused = taker.answer(1)
    assert (refused.status_code, refused.templates[0].name) == (403, "403_csrf.html")
    assert taker.begun.answers == {}


def test_only_the_mode_is_known_of_an_anonymous_person(person: Person) -> None:
    person.client.cookies["mode"] = "elder.24"
    person.answer_all()
    person.finish()
    assert Attempt.objects.get().mode == "elder"


def test_the_time_an_answer_took_is_noted_if_it_can_be_believed(person: Person) -> None:
    person.get("take/")
    shown_at = person.get("take/1/").context["shown_at"]
    for number, said in ((1, shown_at - 7), (2, shown_at + 500), (3, -1), (4, "x"), (5, "9" * 5000)):
        person.post(f"take/{number}/", {**form_for(person.questions[number - 1], number), "shown_at": said})
    assert len(person.begun.answers) == 5
    (seconds,) = person.begun.seconds.values()
    assert 7 <= seconds < 60


def test_pages_of_an_attempt_are_nobody_elses(person: Person) -> None:
    person.get("take/")
    for below in ("take/", "take/1/", "take/all/"):
        assert "private" in person.get(below)["Cache-Control"]


def test_a_quiz_without_an_edition_cannot_be_begun(person: Person) -> None:
    QuizEdition.objects.filter(quiz=person.page).delete()
    assert person.get("take/").status_code == 404


@pytest.mark.parametrize("below", ["take/1/", "take/all/"])
def test_queries_do_not_grow_with_the_questions(person: Person, below: str) -> None:
    counts = []
    for shown in (1, 3):
        person.page.shown = shown
        person.page.save_revision().publish()
        person.client.cookies.clear()
        person.get("take/")
        person.get(below)
        with CaptureQueriesContext(connection) as queries:
            assert person.get(below).status_code == 200
        counts.append(len(queries))
        assert sum("academy_quizedition" in one["sql"] for one in queries) == 1  # all of the quiz is in one row
    assert counts[0] == counts[1]
