"""What people's answers say about each question: counted and summed in the database, never loaded one by one."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Final, NamedTuple

from django.db.models import Count, F, IntegerField, Q, QuerySet, Sum, Window
from django.db.models.functions import Cast, Floor, RowNumber

from academy.models import Answer, QuizEdition
from academy.quizzes.answering import from_text
from academy.quizzes.content import Question
from academy.quizzes.scoring import Response
from academy.quizzes.statistics import Sums
from academy.quizzes.words import FIXED_LABELS, ORDER

Item = tuple[str, int]
"""A question's key and the id of the locale it was asked in."""
LOCALE: Final = "attempt__edition__quiz__locale"


class Figures(NamedTuple):
    """What is known of one question in one language."""

    shown: int = 0
    unanswered: int = 0
    right: int = 0
    """How many answers were wholly right."""
    sums: Sums = Sums()
    """The answer's points as x, the share of the points of the attempt's other questions as y."""
    wrong: str = ""
    """The words of the commonest wrong answer; empty where there is none."""
    wrongs: int = 0
    """How many gave it."""
    timed: int = 0
    """How many answers' seconds are known."""
    seconds: float | None = None
    """The median of those."""


NOTHING: Final = Figures()


def figures(answers: QuerySet[Answer]) -> dict[Item, Figures]:
    """Return the figures of every question among `answers`. Four queries, however many there are.

    Answers in quizzes that were deleted since are left out: nothing says any more in which language they were.
    """
    placed = answers.filter(attempt__edition__quiz__isnull=False).order_by()
    found = _counted(placed)
    for item, (words, times) in _commonest_wrong(placed).items():
        found[item] = found[item]._replace(wrong=words, wrongs=times)
    for item, seconds in _medians(placed).items():
        found[item] = found[item]._replace(seconds=seconds)
    return found


def words_of(question: Question, response: Response) -> str:
    """Return what a response says, in the words people chose and the active language."""
    labels = {option.id: str(FIXED_LABELS.get(option.id, option.text)) for option in question.options}
    return (" → " if question.kind == ORDER else " + ").join(labels.get(one, one) for one in response)


def _counted(answers: QuerySet[Answer]) -> dict[Item, Figures]:
    """Count and sum in whole hundredths, by the number of questions an attempt showed: exact on every database."""
    points, total = _hundredths("score"), _hundredths("attempt__score")
    rest = total - points
    groups = answers.values_list("question", LOCALE, "attempt__maximum").annotate(
        shown=Count("pk"),
        unanswered=Count("pk", filter=Q(response="")),
        right=Count("pk", filter=Q(score=1)),
        timed=Count("seconds"),
        x=Sum(points),
        y=Sum(rest),
        xx=Sum(points * points),
        yy=Sum(rest * rest),
        xy=Sum(points * rest),
    )
    found: dict[Item, Figures] = defaultdict(Figures)
    for key, locale, maximum, shown, unanswered, right, timed, *sums in groups:
        before = found[key, locale]
        found[key, locale] = Figures(
            shown=before.shown + shown,
            unanswered=before.unanswered + unanswered,
            right=before.right + right,
            timed=before.timed + timed,
            sums=before.sums.plus(_sums(shown, maximum, sums)),
        )
    return dict(found)


def _hundredths(field: str) -> Any:
    return Cast(Floor(F(field) * 100 + 0.5), IntegerField())


def _sums(n: int, maximum: int, sums: Iterable[int]) -> Sums:
    """Return the sums of a group; none for a quiz of one question, of which there is no rest."""
    if maximum < 2:
        return Sums()
    return Sums(n, *(Fraction(one) for one in sums)).with_y_divided(maximum - 1)


def _commonest_wrong(answers: QuerySet[Answer]) -> dict[Item, tuple[str, int]]:
    """Return the wrong answer given most, and how often; counted by its words, as letters change with editions."""
    wrong = list(
        answers.filter(score__lt=1)
        .exclude(response="")
        .values_list("attempt__edition", LOCALE, "question", "response")
        .annotate(Count("pk"))
    )
    asked = _asked({edition for edition, *_rest in wrong})
    counted: dict[Item, Counter[str]] = defaultdict(Counter)
    for edition, locale, key, response, times in wrong:
        counted[key, locale][words_of(asked[edition, key], from_text(response))] += times
    return {item: min(words.items(), key=lambda one: (-one[1], one[0])) for item, words in counted.items()}


def _asked(editions: set[int]) -> dict[tuple[int, str], Question]:
    """Return every question of the editions as it was asked then."""
    return {
        (edition.pk, question.key): question
        for edition in QuizEdition.objects.filter(pk__in=editions).defer("digest")
        for question in edition.decoded.questions
    }


def _medians(answers: QuerySet[Answer]) -> dict[Item, float]:
    """Return the median of the seconds; the database hands over the one or two answers in the middle."""
    each = [F("question"), F(LOCALE)]
    middle = (
        answers.filter(seconds__isnull=False)
        .annotate(
            twice=Window(RowNumber(), partition_by=each, order_by="seconds") * 2,
            many=Window(Count("pk"), partition_by=each),
        )
        .filter(twice__gte=F("many"), twice__lte=F("many") + 2)
        .values_list("question", LOCALE, "seconds")
    )
    found: dict[Item, list[int]] = defaultdict(list)
    for key, locale, seconds in middle:
        found[key, locale].append(seconds or 0)
    return {item: sum(seconds) / len(seconds) for item, seconds in found.items()}
