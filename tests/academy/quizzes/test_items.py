"""The figures of questions, beside what plain Python makes of the same answers."""

import random
from collections import Counter
from statistics import StatisticsError, correlation, median

import pytest
from django.db import connection
from django.utils.translation import override
from msgspec.structs import replace

from academy.models import Answer, Attempt, QuizEdition
from academy.quizzes import items, statistics
from academy.quizzes.answering import from_text
from academy.quizzes.content import encode
from academy.quizzes.items import figures, words_of
from tests.academy.editing.attempts import edition_of, take, take_so
from tests.academy.quizzes.samples import choice, steps, verdict
from tests.academy.quizzes.taking import quiz

pytestmark = pytest.mark.django_db

QUERIES = 4


def key_of(edition, place=0):
    return (edition.decoded.questions[place].key, edition.quiz.locale_id)


def some_response(question, chance):
    ids = [option.id for option in question.options]
    if chance.random() < 0.1:
        return ()
    if chance.random() < 0.5:
        return question.right
    if question.kind == "order":
        return tuple(chance.sample(ids, len(ids)))
    return tuple(sorted(chance.sample(ids, chance.randint(1, len(ids)) if question.kind in {"multiple"} else 1)))


def naive(edition, place):
    """Return a question's figures by looking at each answer."""
    question = edition.decoded.questions[place]
    answers = Answer.objects.filter(question=question.key).select_related("attempt")
    pairs = [
        (one.score, (one.attempt.score - one.score) / (one.attempt.maximum - 1))
        for one in answers
        if one.attempt.maximum > 1
    ]
    try:
        r = correlation([x for x, _y in pairs], [y for _x, y in pairs])
    except StatisticsError:
        r = None
    wrong = Counter(words_of(question, from_text(one.response)) for one in answers if one.score < 1 and one.response)
    words, times = min(wrong.items(), key=lambda one: (-one[1], one[0]), default=("", 0))
    seconds = [one.seconds for one in answers if one.seconds is not None]
    return {
        "shown": len(answers),
        "unanswered": sum(one.response == "" for one in answers),
        "right": sum(one.score == 1 for one in answers),
        "r": r if r is None else pytest.approx(r, abs=1e-9),
        "wrong": words,
        "wrongs": times,
        "timed": len(seconds),
        "seconds": median(seconds) if seconds else None,
    }


def plain(found):
    known = found._asdict()
    sums = known.pop("sums")
    return {**known, "r": statistics.correlation(sums)}


@pytest.mark.parametrize("seed", range(3))
def test_the_database_counts_and_sums_what_plain_python_does(seed):
    chance = random.Random(seed)  # noqa: S311 - no secret
    edition = edition_of(quiz())
    for _attempt in range(30):
        many = chance.choice([1, 2, 5, 8])
        times = [chance.choice([None, chance.randint(0, 90)]) for _one in range(many)]
        take(edition, [some_response(one, chance) for one in edition.decoded.questions[:many]], seconds=times)
    found = figures(Answer.objects.all())
    for place in range(8):
        assert plain(found[key_of(edition, place)]) == naive(edition, place)


def test_without_answers_there_are_no_figures():
    assert figures(Answer.objects.all()) == {}


def test_one_answer_says_how_often_and_nothing_more():
    edition = edition_of(quiz())
    take_so(edition, "r", seconds=[12])
    found = figures(Answer.objects.all())[key_of(edition)]
    assert plain(found) == {
        "shown": 1,
        "unanswered": 0,
        "right": 1,
        "r": None,
        "wrong": "",
        "wrongs": 0,
        "timed": 1,
        "seconds": 12,
    }


def test_an_attempt_of_one_question_has_no_rest_to_compare_with():
    edition = edition_of(quiz())
    for pattern in "rwrw":
        take_so(edition, pattern)
    assert figures(Answer.objects.all())[key_of(edition)].sums.n == 0


def test_each_language_has_figures_of_its_own():
    for language, pattern in (("zh-hans", "rr"), ("en", "ww"), ("en", "rw")):
        take_so(edition_of(quiz(language=language)), pattern)
    found = figures(Answer.objects.all())
    chinese, english = (found[key_of(edition_of(quiz(language=one)))] for one in ("zh-hans", "en"))
    assert [(one.shown, one.right) for one in (chinese, english)] == [(1, 1), (2, 1)]


def test_a_question_of_two_quizzes_is_counted_in_both_together():
    first, second = edition_of(quiz()), edition_of(quiz("romance"))
    shared = QuizEdition.objects.create(
        quiz=quiz("romance"), digest="x", content=encode(first.decoded), revision_id=second.revision_id
    )
    take_so(first, "rr")
    take_so(shared, "wr")
    assert figures(Answer.objects.all())[key_of(first)][:3] == (2, 0, 1)


def test_wrong_answers_are_counted_by_their_words_when_letters_have_moved():
    real = edition_of(quiz())
    before = choice("moved", "a")
    first, *others = before.options
    moved = [replace(one, id=letter) for one, letter in zip(reversed(others), "bcd", strict=True)]
    after = replace(before, options=(first, *moved))
    for question, letter in ((before, "b"), (after, "d"), (after, "b")):
        content = encode(replace(real.decoded, questions=(question,)))
        take(QuizEdition.objects.create(quiz=real.quiz, digest=letter, content=content), [(letter,)])
    found = figures(Answer.objects.all())["moved", real.quiz.locale_id]
    assert (found.wrong, found.wrongs) == ("moved b", 2)


def test_answers_in_a_deleted_quiz_are_left_out():
    edition = edition_of(quiz())
    take_so(edition, "rr")
    QuizEdition.objects.filter(pk=edition.pk).update(quiz=None)
    assert figures(Answer.objects.all()) == {}


@pytest.mark.parametrize(
    ("question", "response", "words"),
    [
        (verdict("one"), ("scam",), "It is a scam"),
        (choice("one", "ab", "multiple"), ("a", "c"), "one a + one c"),
        (steps("one"), ("b", "a", "d", "c"), "one b → one a → one d → one c"),
        (choice("one"), (), ""),
        (choice("one"), ("z",), "z"),
    ],
)
def test_a_response_is_shown_in_words(question, response, words):
    with override("en"):
        assert words_of(question, response) == words


def test_there_are_as_many_queries_for_three_questions_as_for_one(django_assert_num_queries):
    edition = edition_of(quiz())
    for pattern in ("w", "rwr"):
        take_so(edition, pattern, seconds=[3, 4, 5])
        with django_assert_num_queries(QUERIES):
            figures(Answer.objects.all())


def test_no_answer_is_loaded_by_itself(django_assert_num_queries):
    edition = edition_of(quiz())
    for _one in range(5):
        take_so(edition, "wrw", seconds=[3, 4, 5])
    rows = []

    def count(execute, sql, params, many, context):
        cursor = execute(sql, params, many, context)
        rows.append(sql)
        return cursor

    with connection.execute_wrapper(count):
        figures(Answer.objects.all())
    assert [("GROUP BY" in sql or "ROW_NUMBER" in sql) for sql in rows if "academy_answer" in sql] == [True] * 3
    assert Attempt.objects.count() == 5


def test_the_middle_of_two_is_between_them():
    edition = edition_of(quiz())
    for seconds in (10, 15):
        take_so(edition, "r", seconds=[seconds])
    assert items.figures(Answer.objects.all())[key_of(edition)].seconds == 12.5
