"""People who have learned something: finished attempts, browsers that remember them, accounts that hold them."""

import datetime as dt
import uuid
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from academy.models import Answer, Attempt, Quiz, QuizEdition, User
from academy.quizzes import progress
from academy.quizzes.progress import Begun, Finished, Progress

PASSWORD = "four-words-in-a-row"
NEW_PERSON = {"username": "lin-xiaoming", "password1": PASSWORD, "password2": PASSWORD}


def quiz(slug: str = "task-rebate", language: str = "zh-hans") -> Quiz:
    found: Quiz = Quiz.objects.get(slug=slug, locale__language_code=language)
    return found


def edition(slug: str = "task-rebate", language: str = "zh-hans") -> QuizEdition:
    return QuizEdition.objects.filter(quiz=quiz(slug, language))[0]


def attempt(slug: str = "task-rebate", *, days_ago: float = 0, language: str = "zh-hans", **fields: Any) -> Attempt:
    """Return a finished attempt with one answer."""
    finished = timezone.now() - dt.timedelta(days=days_ago)
    values = {"edition": edition(slug, language), "score": 6.5, "maximum": 8, "finished_at": finished} | fields
    made = Attempt.objects.create(started_at=finished, **values)
    question = made.edition.decoded.questions[0]
    Answer.objects.create(attempt=made, place=0, question=question.key, response=",".join(question.right), score=1)
    return made


def person(name: str = "lin-xiaoming", **fields: Any) -> User:
    return User.objects.create_user(name, password=PASSWORD, **fields)


def browser(*finished: Attempt, begun: tuple[str, ...] = (), user: User | None = None) -> Client:
    """Return a browser reading English that remembers these attempts, and quizzes begun, by their slugs."""
    client = Client(headers={"accept-language": "en"})
    known = Progress(finished=[Finished(one.edition.quiz_id or 0, one.pk) for one in finished])
    for slug in begun:
        known.begun[quiz(slug).pk] = Begun(edition(slug).pk, uuid.uuid4(), 0, {"any": "scam"})
    response = HttpResponse()
    progress.write(response, known)
    client.cookies[progress.COOKIE] = response.cookies[progress.COOKIE].value
    if user:
        client.force_login(user)
    return client


def titles(page: Any) -> list[str]:
    """Return the titles of the finished attempts that “my learning” lists."""
    return [one.title for one in page.context["done"]]
