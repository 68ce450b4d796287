"""What somebody has learned so far: the attempts of an account, or those this browser remembers."""

import datetime as dt
from typing import Final, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from academy.models import Attempt, Quiz, QuizEdition
from academy.quizzes import progress
from academy.quizzes.links import token_for
from academy.reminders.refreshers import due_on, refresh_address

MOST: Final = 500
"""Attempts that are listed; of more, the newest."""


class Done(NamedTuple):
    """A finished attempt as the list shows it."""

    title: str
    language: str
    day: dt.date
    score: float
    maximum: int
    result_url: str
    """Empty where the quiz is gone."""
    refresh_on: dt.date | None
    """None where a later attempt refreshed it, or the quiz is gone."""
    refresh_url: str
    """Empty until it is due."""


class Open(NamedTuple):
    """An attempt that is going on."""

    title: str
    language: str
    answered: int
    url: str


def finished(request: HttpRequest) -> list[Done]:
    """Return what was finished, the newest first: of the person signed in, or else in the cookie and nobody's."""
    mine = list(_attempts(request).select_related("edition__quiz__locale").defer(*_HEAVY)[:MOST])
    titles = _titles([one.edition_id for one in mine if one.edition.quiz_id is None])
    refreshed: set[int] = set()
    listed = []
    for attempt in mine:
        quiz = attempt.edition.quiz
        if quiz is None:
            listed.append(_orphan(attempt, titles[attempt.edition_id]))
            continue
        listed.append(_done(attempt, quiz, request, newest=quiz.pk not in refreshed))
        refreshed.add(quiz.pk)
    return listed


def begun(request: HttpRequest) -> list[Open]:
    """Return the quizzes begun in this browser and not finished, the newest first. One query."""
    going_on = progress.read(request).begun
    quizzes = Quiz.objects.live().filter(pk__in=going_on).select_related("locale").defer("bands") if going_on else ()
    by_id = {quiz.pk: quiz for quiz in quizzes}
    newest_first = [(by_id[pk], one) for pk, one in reversed(going_on.items()) if pk in by_id]
    return [
        Open(quiz.title, quiz.locale.language_code, len(one.answers), f"{quiz.get_url(request)}take/")
        for quiz, one in newest_first
    ]


_HEAVY: Final = ("edition__content", "edition__quiz__bands")


def _attempts(request: HttpRequest) -> QuerySet[Attempt]:
    if request.user.is_authenticated:
        return Attempt.objects.filter(person=request.user)
    ids = [one.attempt for one in progress.read(request).finished]
    return Attempt.objects.filter(pk__in=ids, person=None)


def _titles(editions: list[int]) -> dict[int, str]:
    """Return the titles that editions had, by their ids; for quizzes that are gone."""
    found = QuizEdition.objects.in_bulk(set(editions)) if editions else {}
    return {pk: edition.decoded.title for pk, edition in found.items()}


def _orphan(attempt: Attempt, title: str) -> Done:
    return Done(title, "", timezone.localdate(attempt.finished_at), attempt.score, attempt.maximum, "", None, "")


def _done(attempt: Attempt, quiz: Quiz, request: HttpRequest, *, newest: bool) -> Done:
    address = quiz.get_url(request) if quiz.live else None
    token, due = token_for(attempt.pk), due_on(attempt)
    is_due = due <= timezone.localdate()
    return Done(
        title=quiz.title,
        language=quiz.locale.language_code,
        day=timezone.localdate(attempt.finished_at),
        score=attempt.score,
        maximum=attempt.maximum,
        result_url=f"{address}result/{token}/" if address else "",
        refresh_on=due if address and newest else None,
        refresh_url=refresh_address(address, token) if address and newest and is_due else "",
    )
