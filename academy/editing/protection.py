"""Questions that quizzes use stay: asked before the admin deletes, of published quizzes and of drafts."""

from collections.abc import Iterable
from typing import Any

from academy.models import Question, Quiz


def quizzes_using(question: Question) -> list[Quiz]:
    """Return the quizzes with a question in them, live or in their newest draft. Three queries."""
    used = set(question.entries.values_list("quiz", flat=True))
    drafts = Quiz.objects.filter(has_unpublished_changes=True).exclude(pk__in=used)
    in_draft = {
        quiz.pk for quiz in drafts.select_related("latest_revision") if question.pk in _drafted(quiz.latest_revision)
    }
    return list(Quiz.objects.filter(pk__in=used | in_draft).order_by("title"))


def used_questions(records: Iterable[Any]) -> list[tuple[Question, list[Quiz]]]:
    """Return those of some records that are questions in use, each with the quizzes that use it."""
    questions = [record for record in records if isinstance(record, Question)]
    return [(question, quizzes) for question in questions if (quizzes := quizzes_using(question))]


def _drafted(revision: Any) -> set[int]:
    return {entry["question"] for entry in revision.content.get("entries", [])} if revision else set()
