"""Editions and attempts are looked at by those who may, and changed by nobody."""

import datetime as dt

import pytest
from django.urls import reverse

from academy.models import Attempt, QuizEdition
from academy.quizzes.items import words_of
from tests.academy.editing.attempts import edition_of, take_so
from tests.academy.editing.bank import quiz
from tests.scams.editing.desk import desk, person
from tests.scams.editing.test_viewsets import queries_of

pytestmark = pytest.mark.django_db

MAY_LOOK = {"administrator": True, "reviewer": True, "editor": True, "outsider": False, "anonymous": False}
SCREENS = ["quiz-editions", "quiz-attempts"]
LOOKS = [(screen, role, may) for screen in SCREENS for role, may in MAY_LOOK.items()]


def make(screen, number=0):
    """Return a new record of the screen."""
    edition = edition_of(quiz("romance"))
    if screen == "quiz-attempts":
        return take_so(edition, "rw-")
    return QuizEdition.objects.create(quiz=edition.quiz, digest=str(number), content=edition.content)


@pytest.mark.parametrize(("screen", "role", "may"), LOOKS)
def test_only_those_who_may_look_do(screen, role, may):
    record, client = make(screen), desk(role)
    replies = [client.get(reverse(f"{screen}:index")), client.get(reverse(f"{screen}:inspect", args=[record.pk]))]
    assert [reply.status_code for reply in replies] == [200 if may else 302] * 2
    prompt = edition_of(quiz("romance")).decoded.questions[0].prompt
    assert (prompt in replies[1].content.decode()) is may


@pytest.mark.parametrize(("screen", "role", "may"), LOOKS)
@pytest.mark.parametrize("view", ["add", "edit", "delete"])
def test_nobody_changes_them(screen, role, may, view):
    record = make(screen)
    before = list(type(record).objects.values())
    url = reverse(f"{screen}:{view}", args=[] if view == "add" else [record.pk])
    client = desk(role)
    replies = [client.get(url), client.post(url, {"digest": "mine", "mode": "mine"})]
    assert [reply.status_code for reply in replies] == [302, 302]
    assert list(type(record).objects.values()) == before


@pytest.mark.parametrize("screen", SCREENS)
def test_the_lists_ask_as_often_for_two_records_more(screen):
    client, url = desk("administrator"), reverse(f"{screen}:index")
    QuizEdition.objects.exclude(quiz=quiz("romance")).delete()
    make(screen, 1)
    rows, queries = queries_of(client, url)
    make(screen, 2)
    make(screen, 3)
    assert queries_of(client, url) == (rows + 2, queries)


def test_an_attempt_shows_its_answers_in_words_and_not_who_gave_them():
    edition = edition_of(quiz("romance"))
    attempt = take_so(edition, "rw-", person=person("somebody", username="the-very-person"))
    page = desk("editor").get(reverse("quiz-attempts:inspect", args=[attempt.pk])).content.decode()
    question = edition.decoded.questions[0]
    assert f"{question.prompt} – {words_of(question, question.right)} (1)" in page.replace("&quot;", '"')
    assert "the-very-person" not in page


def test_what_became_of_a_deleted_quiz_is_still_shown():
    attempt = make("quiz-attempts")
    QuizEdition.objects.filter(pk=attempt.edition_id).update(quiz=None)
    client = desk("editor")
    for screen, record in (("quiz-attempts", attempt), ("quiz-editions", attempt.edition)):
        assert client.get(reverse(f"{screen}:index")).status_code == 200
        assert client.get(reverse(f"{screen}:inspect", args=[record.pk])).status_code == 200
    assert Attempt.objects.count() == 1


def test_moments_are_local_on_both_screens():
    attempt = make("quiz-attempts")
    Attempt.objects.filter(pk=attempt.pk).update(finished_at=dt.datetime(2026, 3, 1, 15, 30, tzinfo=dt.UTC))
    client = desk("editor")
    for url in (reverse("quiz-attempts:index"), reverse("quiz-attempts:inspect", args=[attempt.pk])):
        assert "March 1, 2026, 11:30 p.m." in client.get(url).content.decode().replace("Mar. 1", "March 1")
