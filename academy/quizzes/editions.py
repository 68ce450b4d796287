"""Keep the newest edition of each quiz what its live revision and live questions say."""

import hashlib
import logging
from collections.abc import Iterable

from django.db import transaction

from academy.models import Question, Quiz, QuizEdition
from academy.quizzes.checking import quiz_problems
from academy.quizzes.compile import quiz_content
from academy.quizzes.content import encode

logger = logging.getLogger(__name__)


@transaction.atomic
def refresh_edition(quiz: Quiz) -> QuizEdition | None:
    """Return the edition in which a quiz is taken from now on; a new one only if its content differs.

    Where too few of its questions are left the edition before stays, and if there is none the answer is None.
    """
    Quiz.objects.select_for_update(of=("self",)).get(pk=quiz.pk)  # so that what others publish meanwhile is in it
    newest = current_edition(quiz)
    content = quiz_content(quiz)
    if problems := quiz_problems(content.questions, content.bands):
        logger.error("quiz %s keeps its edition: %s", quiz.pk, "; ".join(str(one.text) for one in problems))
        return newest
    encoded = encode(content)
    digest = hashlib.sha256(encoded).hexdigest()
    if newest and newest.digest == digest:
        return newest
    return QuizEdition.objects.create(quiz=quiz, digest=digest, content=encoded, revision_id=quiz.live_revision_id)


def current_edition(quiz: Quiz) -> QuizEdition | None:
    """Return the edition in which a quiz is taken; None where it never had one. One query."""
    return QuizEdition.objects.filter(quiz=quiz).first()


def refresh_editions_of(questions: Iterable[Question]) -> None:
    """Refresh every live quiz that holds one of the questions."""
    keys = [question.pk for question in questions]
    for quiz in Quiz.objects.filter(entries__question__in=keys, live=True).distinct().order_by("pk"):
        refresh_edition(quiz)
