"""The refresher of an attempt: when it is due and where it is."""

import datetime as dt
from typing import Final, NamedTuple

from django.utils import timezone

from academy.models import Attempt
from academy.quizzes.links import token_for

REFRESH_AFTER: Final = dt.timedelta(days=90)


class Refresher(NamedTuple):
    """Fresh questions on what an attempt was about."""

    title: str
    language: str
    """Of the quiz, as Django spells it."""
    due_on: dt.date
    url: str
    """The whole address."""
    token: str

    @property
    def is_due(self) -> bool:
        """Whether the day has come."""
        return self.due_on <= timezone.localdate()


def due_on(attempt: Attempt) -> dt.date:
    """Return the day, in the site's time zone, on which an attempt should be refreshed."""
    return timezone.localdate(attempt.finished_at) + REFRESH_AFTER


def refresher_of(attempt: Attempt) -> Refresher | None:
    """Return the refresher of an attempt; None where its quiz is gone. No query if quiz and locale are at hand."""
    quiz = attempt.edition.quiz
    address = quiz.full_url if quiz and quiz.live else None
    if quiz is None or not address:
        return None
    token = token_for(attempt.pk)
    return Refresher(quiz.title, quiz.locale.language_code, due_on(attempt), refresh_address(address, token), token)


def refresh_address(quiz_address: str, token: str) -> str:
    """Return where an attempt is refreshed, from its quiz's address and its token."""
    return f"{quiz_address}take/?refresh={token}"
