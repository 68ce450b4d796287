"""From the database to plain data: a question as an edition holds it, and a quiz with its pool."""

from typing import TYPE_CHECKING, Any

from academy.quizzes import content
from academy.quizzes.content import lettered_options, truth_options, verdict_options
from academy.quizzes.words import kind_of
from scams.words import api_locale

if TYPE_CHECKING:
    from academy.models import Question, Quiz


def question_content(question: "Question") -> content.Question:
    """Return a question, draft or live, as plain data; IndexError for a draft without a kind."""
    block = question.body[0]
    kind = kind_of(block.block_type)
    return content.Question(
        key=question.key,
        kind=kind,
        fraud_type=question.fraud_type.slug,
        channel=question.channel,
        prompt=question.prompt,
        advice=question.advice,
        message=_message(block.value.get("message")),
        options=_options(kind, block.value),
    )


def quiz_content(quiz: "Quiz") -> content.Quiz:
    """Return a quiz, draft or live, with those of its questions that are live. Three queries, whatever their number."""
    return content.Quiz(
        title=quiz.title,
        locale=api_locale(quiz.locale.language_code),
        audience=quiz.audience,
        fraud_type=quiz.fraud_type.slug,
        shown=quiz.shown,
        shuffle_questions=quiz.shuffle_questions,
        shuffle_options=quiz.shuffle_options,
        questions=tuple(question_content(question) for question in live_questions(entry_ids(quiz))),
        bands=band_contents(quiz),
    )


def entry_ids(quiz: "Quiz") -> list[int]:
    """Return the ids of a quiz's questions in its order, drafts among them."""
    return [entry.question_id for entry in quiz.entries.all()]


def live_questions(wanted: list[int]) -> list["Question"]:
    """Return those of the questions with the ids `wanted` that are live, in that order."""
    from academy.models import Question

    found = Question.objects.filter(pk__in=wanted, live=True).select_related("fraud_type").in_bulk()
    return [found[pk] for pk in wanted if pk in found and found[pk].body]


def band_contents(quiz: "Quiz") -> tuple[content.Band, ...]:
    """Return the result bands of a quiz."""
    return tuple(_band(block.value) for block in quiz.bands)


def _band(value: Any) -> content.Band:
    page = value.get("next_page")
    return content.Band(
        at_least=value["at_least"], title=value["title"], text=value["text"], next_page=page.pk if page else 0
    )


def _message(value: Any) -> content.Message | None:
    if not value or not value["lines"]:
        return None
    return content.Message(
        form=value["form"],
        sender=value["sender"],
        title=value["title"] or "",
        button=value["button"] or "",
        lines=tuple(content.Turn(turn["who"], turn["text"]) for turn in value["lines"]),
    )


def _options(kind: str, value: Any) -> tuple[content.Option, ...]:
    if kind == "verdict":
        return verdict_options(genuine=value["genuine"], if_scam=value["if_scam"], if_genuine=value["if_genuine"])
    if kind == "true-false":
        return truth_options(right=value["right"], if_true=value["if_true"], if_false=value["if_false"])
    if kind == "order":
        return lettered_options((step["text"], True, step["why"]) for step in value["steps"])
    return lettered_options((option["text"], option["right"], option["why"]) for option in value["options"])
