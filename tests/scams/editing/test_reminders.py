"""Letters to the reviewers about what is due."""

import datetime as dt

import pytest
import time_machine

from scams.editing.reminders import due_for_review, send_reminders
from scams.models import Contact, ScamPattern, WarningCard
from scams.tasks import remind_of_reviews
from tests.scams.editing.desk import card_of, copy_for, person

pytestmark = pytest.mark.django_db

TODAY = dt.date(2030, 5, 6)


@pytest.fixture(autouse=True)
def nothing_due():
    later = TODAY + dt.timedelta(days=60)
    WarningCard.objects.update(review_by=later)
    ScamPattern.objects.update(review_by=later)
    Contact.objects.update(reverify_by=later)


def test_due_is_what_is_past_or_within_a_week_the_oldest_first():
    cards = [card_of("romance"), card_of("purchase"), card_of("recovery")]
    for card, days in zip(cards, (7, -3, 8), strict=True):
        WarningCard.objects.filter(pk=card.pk).update(review_by=TODAY + dt.timedelta(days=days))
    copy_for("teen", review_by=TODAY)  # a draft: nobody reads it
    ScamPattern.objects.filter(fraud_type__slug="romance", locale__language_code="en").update(review_by=TODAY)
    Contact.objects.filter(key="cn-96110").update(reverify_by=TODAY)
    title = ScamPattern.objects.get(fraud_type__slug="romance", locale__language_code="en").title
    assert due_for_review(TODAY) == [
        "2030-05-03 · purchase.adult.zh-Hans",
        "2030-05-13 · romance.adult.zh-Hans",
        f"2030-05-06 · {title}",
        f"2030-05-06 · {Contact.objects.get(key='cn-96110')}",
    ]


def test_each_reviewer_gets_one_letter_and_nobody_else_does(mailoutbox):
    WarningCard.objects.filter(pk=card_of("romance").pk).update(review_by=TODAY)
    person("reviewer")
    person("reviewer", username="second", email="second@example.org")
    person("reviewer", username="left", email="left@example.org", is_active=False)
    person("reviewer", username="mute", email="")
    person("editor")
    person("outsider")
    assert send_reminders(TODAY) == 2
    assert [letter.to for letter in mailoutbox] == [["reviewer@example.org"], ["second@example.org"]]
    assert {letter.body for letter in mailoutbox} == {"2030-05-06 · romance.adult.zh-Hans"}


def test_no_letter_when_nothing_is_due(mailoutbox):
    person("reviewer")
    assert (send_reminders(TODAY), len(mailoutbox)) == (0, 0)


def test_the_daily_task_asks_about_today(mailoutbox):
    WarningCard.objects.filter(pk=card_of("romance").pk).update(review_by=TODAY)
    person("reviewer")
    with time_machine.travel(TODAY - dt.timedelta(days=9), tick=False):
        remind_of_reviews()
    assert len(mailoutbox) == 0
    with time_machine.travel(TODAY, tick=False):
        remind_of_reviews()
    assert [letter.to for letter in mailoutbox] == [["reviewer@example.org"]]
