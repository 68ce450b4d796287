"""The rows of the report on questions: each question of the bank in each language, with what answers say about it."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Locale

from academy.models import Answer, Question, Quiz
from academy.quizzes.items import NOTHING, Figures, Item, figures
from academy.quizzes.statistics import Interval, correlation, fisher, wilson


class QuestionRow:
    """One question in one language."""

    def __init__(self, item: Item, known: Figures, question: Question | None, language: str) -> None:
        self.key = item[0]
        self.figures = known
        self.language = language
        self.pk = question.pk if question else None
        self.prompt = question.prompt if question else item[0]
        self.kind = question.kind_label if question else ""

    @property
    def shown(self) -> int:
        """How often it was shown."""
        return self.figures.shown

    @property
    def unanswered(self) -> int:
        """How often it was left without an answer; these count as not right."""
        return self.figures.unanswered

    @property
    def right(self) -> int:
        """How often it was answered wholly right."""
        return self.figures.right

    @property
    def share(self) -> float | None:
        """The share answered wholly right, from 0 to 1; None if it was never shown."""
        return self.right / self.shown if self.shown else None

    @cached_property
    def share_interval(self) -> Interval | None:
        """Wilson's 95% interval of the share."""
        return wilson(self.right, self.shown)

    @cached_property
    def discrimination(self) -> float | None:
        """How its points go with those of the attempt's other questions, from -1 to 1."""
        return correlation(self.figures.sums)

    @property
    def discrimination_n(self) -> int:
        """Over how many answers."""
        return self.figures.sums.n

    @cached_property
    def discrimination_interval(self) -> Interval | None:
        """Fisher's 95% interval of the discrimination; None below four answers."""
        return None if self.discrimination is None else fisher(self.discrimination, self.discrimination_n)

    @property
    def wrong(self) -> str:
        """The words of the commonest wrong answer."""
        return self.figures.wrong

    @property
    def wrongs(self) -> int:
        """How often that was given."""
        return self.figures.wrongs

    @property
    def wrong_share(self) -> float | None:
        """Its share of all times the question was shown."""
        return self.wrongs / self.shown if self.wrongs else None

    @cached_property
    def wrong_interval(self) -> Interval | None:
        """Wilson's 95% interval of that share."""
        return wilson(self.wrongs, self.shown) if self.wrongs else None

    @property
    def seconds(self) -> float | None:
        """The median time of an answer, in seconds."""
        return self.figures.seconds

    @property
    def timed(self) -> int:
        """Over how many answers."""
        return self.figures.timed


def question_rows(
    answers: QuerySet[Answer], quiz: Quiz | None = None, locale: Locale | None = None
) -> list[QuestionRow]:
    """Return a row for every live question, and for every other that has answers, by key and language.

    Of a quiz or a locale, those of its questions. Six or seven queries, however many rows.
    """
    known, locales = figures(answers), {one.pk: one for one in Locale.objects.all()}
    bank = {(one.key, one.locale_id): one for one in Question.objects.defer("advice")}
    wanted = {item for item, question in bank.items() if question.live and (not locale or item[1] == locale.pk)}
    if quiz:
        wanted &= set(quiz.entries.values_list("question__key", "question__locale"))
    return [
        QuestionRow(item, known.get(item, NOTHING), bank.get(item), str(locales[item[1]]))
        for item in sorted(wanted | set(known))
    ]


def share_text(hits: int, total: int) -> str:
    """Return a share with its numbers and its interval; a dash for a share of nothing."""
    interval = wilson(hits, total)
    if not interval:
        return "–"
    return _("%(hits)d of %(total)d: %(share)s (%(low)s to %(high)s)") % {
        "hits": hits,
        "total": total,
        "share": _percent(hits / total),
        "low": _percent(interval.low),
        "high": _percent(interval.high),
    }


def discrimination_text(row: QuestionRow) -> str:
    """Return a discrimination with its interval and number; a dash where it cannot be known."""
    if row.discrimination is None or not row.discrimination_interval:
        return "–"
    return _("%(r).2f (%(low).2f to %(high).2f; n = %(n)d)") % {
        "r": row.discrimination,
        "low": row.discrimination_interval.low,
        "high": row.discrimination_interval.high,
        "n": row.discrimination_n,
    }


def seconds_text(row: QuestionRow) -> str:
    """Return the median time with how many answers it is of."""
    if row.seconds is None:
        return "–"
    return _("%(seconds)g s (n = %(n)d)") % {"seconds": row.seconds, "n": row.timed}


def _percent(share: float) -> Any:
    return f"{share:.0%}"
