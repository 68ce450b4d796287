"""What must be so before a question or a quiz goes live, as errors at the fields of the editor's form."""

from collections import defaultdict
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from academy.models import Question, Quiz
from academy.quizzes.checking import Problem, question_problems, quiz_problems
from academy.quizzes.compile import band_contents, entry_ids, live_questions, question_content

FIELDS = {"options": "body", "message": "body", "questions": "entries"}
"""Where the form shows a problem that plain data has under another name."""


def problems_of(instance: Any, questions: list[int] | None = None) -> dict[str, list[Any]]:
    """Return the messages of everything that keeps a question or quiz from going live, by form field.

    `questions` are the ids of a quiz's questions where a form knows better than the quiz.
    """
    found: dict[str, list[Any]] = defaultdict(list)
    for problem in _problems(instance, questions):
        found[FIELDS.get(problem.field, problem.field)].append(problem.text)
    return dict(found)


def refuse_unfit(instance: Any) -> None:
    """Raise ValidationError with a message at every field that keeps the question or quiz from going live."""
    if found := problems_of(instance):
        raise ValidationError(found)


def _problems(instance: Any, questions: list[int] | None) -> list[Problem]:
    unreviewed = [Problem("translation_state", text) for text in instance.review_problems()]
    if isinstance(instance, Question):
        return unreviewed + _question_problems(instance)
    if isinstance(instance, Quiz):
        return unreviewed + _quiz_problems(instance, entry_ids(instance) if questions is None else questions)
    return unreviewed


def _question_problems(question: Question) -> list[Problem]:
    problems = question_problems(question_content(question)) if question.body else []
    if not question.body:
        problems.append(Problem("body", _("Choose a kind of question.")))
    if question.has_twin():
        problems.append(Problem("key", _("There is already a question with this key in this language.")))
    return problems


def _quiz_problems(quiz: Quiz, entries: list[int]) -> list[Problem]:
    pool = live_questions(entries)
    problems = quiz_problems([question_content(one) for one in pool], band_contents(quiz))
    if quiz.shown > len(entries):
        problems.append(Problem("shown", _("It holds only %d questions.") % len(entries)))
    return problems + [
        Problem("questions", _("“%s” is in another language. Choose it in this one, or translate it first.") % one)
        for one in pool
        if one.locale_id != quiz.locale_id
    ]
