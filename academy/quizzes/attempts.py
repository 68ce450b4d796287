"""Take an attempt from its beginning to its result: what it asks, what was answered, and how it is stored, once."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from academy.models import Answer, Attempt, Quiz, QuizEdition
from academy.quizzes.answering import as_text, from_text
from academy.quizzes.content import Question
from academy.quizzes.drawing import arranged, draw
from academy.quizzes.progress import Begun, seed_of
from academy.quizzes.scoring import Result, score


def questions_of(begun: Begun, edition: QuizEdition) -> tuple[Question, ...]:
    """Return the questions of an attempt that is going on. One query for a refresher, none otherwise."""
    return draw(edition.decoded, begun.seed, seen_in(begun.refreshes))


def seen_in(attempt: str) -> frozenset[str]:
    """Return the keys of the questions an attempt (its id in hex) has shown; none for no attempt."""
    answers = Answer.objects.filter(attempt=uuid.UUID(attempt)) if attempt else Answer.objects.none()
    return frozenset(answers.values_list("question", flat=True))


def edition_of(begun: Begun, quiz: Quiz) -> QuizEdition | None:
    """Return the edition an attempt pinned; None if it is not one of this quiz. One query."""
    return QuizEdition.objects.filter(pk=begun.edition, quiz=quiz).first()


def result_of_begun(begun: Begun, questions: tuple[Question, ...]) -> Result:
    """Return the result of what was answered so far."""
    return score(questions, _responses(begun.answers))


@transaction.atomic
def submit(begun: Begun, edition: QuizEdition, *, person: Any = None, mode: str = "adult") -> Attempt:
    """Store a finished attempt and return it; a second submission of the same one returns the first."""
    questions = questions_of(begun, edition)
    result = result_of_begun(begun, questions)
    attempt, created = Attempt.objects.get_or_create(
        pk=begun.attempt,
        defaults={
            "edition": edition,
            "person": person,
            "mode": mode,
            "refresher": bool(begun.refreshes),
            "score": result.score,
            "maximum": result.maximum,
            "scams": result.overall.scams,
            "noticed": result.overall.noticed,
            "genuine": result.overall.genuine,
            "suspected": result.overall.suspected,
            "started_at": dt.datetime.fromtimestamp(begun.started, dt.UTC),
            "finished_at": timezone.now(),
        },
    )
    if created:
        Answer.objects.bulk_create(_answers(attempt, result, begun.seconds))
    return attempt


def result_of(attempt: Attempt) -> Result:
    """Return the result of a stored attempt, scored anew from its edition and answers. One query."""
    answers = list(Answer.objects.filter(attempt=attempt).order_by("place"))
    edition = attempt.edition.decoded
    pool = {question.key: question for question in edition.questions}
    seed = seed_of(attempt.pk)
    shown = [arranged(pool[one.question], seed, shuffle=edition.shuffle_options) for one in answers]
    return score(shown, _responses({one.question: one.response for one in answers}))


def _responses(texts: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {key: from_text(text) for key, text in texts.items()}


def _answers(attempt: Attempt, result: Result, seconds: Mapping[str, int]) -> list[Answer]:
    return [
        Answer(
            attempt=attempt,
            place=place,
            question=item.question.key,
            response=as_text(item.response),
            score=item.points,
            seconds=seconds.get(item.question.key),
        )
        for place, item in enumerate(result.items, start=1)
    ]
