"""What the page of a result offers."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import Client

from academy.models import Attempt
from academy.quizzes.links import token_for
from tests.academy.people.learners import attempt, browser, person, quiz

pytestmark = pytest.mark.django_db


def offer(of: Attempt, user: object = None) -> str:
    return render_to_string("academy/reminders/offer.html", {"attempt": of, "user": user or AnonymousUser()})


def test_it_offers_a_calendar_file_a_feed_and_a_mail() -> None:
    mine = attempt()
    text, token = offer(mine), token_for(mine.pk)
    for address in (f"{token}/calendar.ics", f"{token}/feed.xml", f"{token}/"):
        assert f'"/zh-hans/reminders/{address}"' in text
        assert Client().get(f"/zh-hans/reminders/{address}").status_code == 200


def test_when_it_is_due_it_offers_the_refresher_at_once() -> None:
    mine = attempt(days_ago=90)
    text = offer(mine)
    assert f"take/?refresh={token_for(mine.pk)}" in text
    assert "<form" not in text


def test_of_a_quiz_that_is_gone_it_offers_nothing() -> None:
    mine = attempt()
    quiz().delete()
    assert offer(Attempt.objects.get(pk=mine.pk)).strip() == ""


def test_who_has_an_account_is_offered_none() -> None:
    mine = attempt()
    assert ("/me/sign-up/" in offer(mine), "/me/sign-up/" in offer(mine, person())) == (True, False)


def test_the_page_of_a_result_has_it() -> None:
    mine = attempt()
    page = browser(mine).get(f"/zh-hans/quizzes/task-rebate/result/{token_for(mine.pk)}/")
    assert f"/zh-hans/reminders/{token_for(mine.pk)}/calendar.ics" in page.content.decode()
