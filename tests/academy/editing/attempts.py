"""Finished attempts, as people would have left them."""

import datetime as dt
from typing import Any

from django.utils import timezone

from academy.models import Answer, Attempt, Quiz, QuizEdition
from academy.quizzes.answering import as_text
from academy.quizzes.content import Question
from academy.quizzes.editions import current_edition
from academy.quizzes.scoring import Response, score


def edition_of(quiz: Quiz) -> QuizEdition:
    edition = current_edition(quiz)
    assert edition
    return edition


def right(question: Question) -> Response:
    return question.right


def wrong(question: Question) -> Response:
    """Return an answer that earns nothing: for one right option the first other, for steps the order turned by one."""
    if question.kind == "order":
        return (*question.right[1:], question.right[0])
    return tuple(option.id for option in question.options if not option.right)[:1]


def take(
    edition: QuizEdition,
    responses: list[Response],
    *,
    seconds: list[int | None] | None = None,
    ago: dt.timedelta = dt.timedelta(),
    **fields: Any,
) -> Attempt:
    """Store an attempt at the first questions of an edition, one for each response."""
    questions = edition.decoded.questions[: len(responses)]
    given = {question.key: response for question, response in zip(questions, responses, strict=True)}
    result, finished = score(questions, given), timezone.now() - ago
    attempt = Attempt.objects.create(
        edition=edition,
        score=result.score,
        maximum=result.maximum,
        started_at=finished - dt.timedelta(minutes=3),
        finished_at=finished,
        **fields,
    )
    times = seconds or [None] * len(responses)
    Answer.objects.bulk_create(
        Answer(
            attempt=attempt,
            place=place,
            question=item.question.key,
            response=as_text(item.response),
            score=item.points,
            seconds=times[place],
        )
        for place, item in enumerate(result.items)
    )
    return attempt


def take_so(edition: QuizEdition, pattern: str, **kwargs: Any) -> Attempt:
    """Store an attempt by a pattern: `r` for a right answer, `w` for a wrong one, `-` for none."""
    questions = edition.decoded.questions
    how = {"r": right, "w": wrong, "-": lambda _question: ()}
    return take(edition, [how[one](question) for one, question in zip(pattern, questions, strict=False)], **kwargs)
