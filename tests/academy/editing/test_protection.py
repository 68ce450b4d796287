"""Questions that quizzes use stay, in drafts as well; old revisions open without those that went."""

import pytest
from django.urls import reverse
from wagtail.models import ReferenceIndex

from academy.models import Question
from tests.academy.editing.bank import page_url, question_form, question_url, quiz, quiz_form, said
from tests.scams.editing.desk import desk

pytestmark = pytest.mark.django_db


def ninth():
    return Question.objects.get(key="task-rebate-ninth")


def entries(page):
    return [entry.question for entry in page.get_latest_revision_as_object().entries.all()]


def written(client):
    client.post(question_url("add"), question_form())
    return ninth()


def remove(client, question, *, bulk=False):
    if bulk:
        url = reverse("wagtail_bulk_action", args=["academy", "question", "delete"]) + f"?id={question.pk}"
        return client.post(url, follow=True)
    return client.post(question_url("delete", question.pk), follow=True)


@pytest.mark.parametrize("bulk", [False, True])
def test_a_question_of_a_live_quiz_stays_and_its_quizzes_are_named(bulk):
    question = quiz("romance").entries.first().question
    reply = remove(desk("reviewer"), question, bulk=bulk)
    assert said(reply) == [f"“{question}” stays: it is in “{quiz('romance').get_admin_display_title()}”."]
    assert Question.objects.filter(pk=question.pk).exists() is True


@pytest.mark.parametrize("bulk", [False, True])
def test_a_question_of_a_draft_stays(bulk):
    reviewer = desk("reviewer")
    question = written(reviewer)
    reviewer.post(page_url("edit", quiz().pk), quiz_form(quiz(), [*entries(quiz()), question]))
    reply = remove(reviewer, question, bulk=bulk)
    assert said(reply)[-1:] == [f"“{question}” stays: it is in “{quiz().get_admin_display_title()}”."]
    assert Question.objects.filter(pk=question.pk).exists() is True


@pytest.mark.parametrize("bulk", [False, True])
@pytest.mark.parametrize(("role", "stays"), [("reviewer", False), ("editor", True), ("outsider", True)])
def test_a_question_that_no_quiz_uses_goes_if_a_reviewer_says_so(role, stays, bulk):
    question = written(desk("administrator"))
    remove(desk(role), question, bulk=bulk)
    assert Question.objects.filter(pk=question.pk).exists() is stays


def test_an_old_revision_opens_without_a_question_that_went():
    reviewer = desk("reviewer")
    question, before = written(reviewer), entries(quiz())
    reviewer.post(page_url("edit", quiz().pk), quiz_form(quiz(), [*before, question]))
    old = quiz().latest_revision
    reviewer.post(page_url("edit", quiz().pk), quiz_form(quiz(), before))
    remove(reviewer, question)
    assert Question.objects.filter(pk=question.pk).exists() is False
    assert [entry.question for entry in old.as_object().entries.all()] == before
    assert reviewer.get(page_url("revisions_revert", quiz().pk, old.pk)).status_code == 200


def test_the_usage_screen_says_in_which_quizzes_a_question_is():
    question = quiz("romance").entries.first().question
    ReferenceIndex.create_or_update_for_object(quiz("romance"))
    page = desk("editor").get(question_url("usage", question.pk)).content.decode()
    assert page.count(quiz("romance").title) == 1
