"""The questions, quizzes and pages of the repository: whole, alike in every language, and fit to show."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from academy.loading.files import DATA, PagesFile, QuestionFile, QuestionsFile, QuizFile
from academy.loading.pages import pages_file
from academy.quizzes.checking import QUESTIONS_LEAST, question_problems
from academy.quizzes.words import CHANNEL_LABELS, KINDS
from scams.loading.files import read
from scams.rules.text import clean, has_phone_number
from scams.words import LOCALES

MINISTRY = (
    "task-rebate", "investment", "romance", "purchase", "customer-service-impersonation", "authority-impersonation",
    "boss-colleague-impersonation", "loan-fee", "credit-repair", "game-trade",
)  # fmt: skip
"""The ten types the Ministry of Public Security counts most cases of."""
MIXED = ("elder", "teen", "everyday")
FOLDERS = sorted(path.name for path in (DATA / "questions").iterdir())


def questions(folder: str, locale: str) -> tuple[QuestionFile, ...]:
    return read(DATA / "questions" / folder / f"{locale}.toml", QuestionsFile, data=DATA).question


def quiz(folder: str, locale: str) -> QuizFile:
    return read(DATA / "quizzes" / folder / f"{locale}.toml", QuizFile, data=DATA)


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts(part)


def shape(question: QuestionFile) -> tuple[object, ...]:
    """What must be the same in every language."""
    message = question.message
    return (
        question.key, question.kind, question.channel, question.fraud_type, question.genuine, question.right,
        [option.right for option in question.option],
        message and (message.form, [turn.who for turn in message.lines]),
    )  # fmt: skip


@pytest.mark.parametrize("folder", [*MINISTRY, *MIXED])
@pytest.mark.parametrize("locale", LOCALES)
def test_there_is_a_quiz_of_enough_questions(folder: str, locale: str) -> None:
    file = quiz(folder, locale)
    assert len(file.questions) >= QUESTIONS_LEAST
    assert file.shown >= QUESTIONS_LEAST
    assert 0 in {band.at_least for band in file.band}


@pytest.mark.parametrize("folder", FOLDERS)
def test_questions_are_alike_in_every_language(folder: str) -> None:
    simplified, *others = ([shape(one) for one in questions(folder, locale)] for locale in LOCALES)
    assert all(other == simplified for other in others)


@pytest.mark.parametrize("folder", FOLDERS)
def test_quizzes_are_alike_in_every_language(folder: str) -> None:
    alike = [
        (file.audience, file.fraud_type, file.shown, file.questions, [(band.at_least, band.next) for band in file.band])
        for file in (quiz(folder, locale) for locale in LOCALES)
    ]
    assert alike[1:] == alike[:-1]


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("locale", LOCALES)
def test_every_question_may_be_published(folder: str, locale: str) -> None:
    for one in questions(folder, locale):
        assert question_problems(one.content(folder)) == [], one.key
        assert one.channel in CHANNEL_LABELS
        assert one.key.startswith(f"{folder}-")


@pytest.mark.parametrize("folder", MINISTRY)
def test_the_bank_of_a_type_has_every_kind_and_genuine_messages(folder: str) -> None:
    found = Counter(one.kind for one in questions(folder, "zh-Hans"))
    assert set(found) == set(KINDS)
    assert sum(one.genuine for one in questions(folder, "zh-Hans")) >= 3
    assert len({one.channel for one in questions(folder, "zh-Hans")}) >= 3


def test_keys_are_used_once() -> None:
    keys = [one.key for folder in FOLDERS for one in questions(folder, "zh-Hans")]
    assert len(set(keys)) == len(keys)


def test_questions_are_shared_by_several_quizzes() -> None:
    used = Counter(key for folder in FOLDERS for key in quiz(folder, "zh-Hans").questions)
    assert sum(count > 1 for count in used.values()) >= 8


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.toml")), ids=lambda path: "/".join(path.parts[-3:]))
def test_no_text_can_be_dialled_or_followed(path: Path) -> None:
    kind = {"questions": QuestionsFile, "quizzes": QuizFile}.get(path.parts[-3], PagesFile)
    told = path.parts[-2] == "stories"  # whose file is the demonstration's own
    content = tomllib.loads(path.read_text(encoding="utf-8")) if told else read(path, kind, data=DATA)
    for text in texts(msgspec.to_builtins(content)):
        assert clean(text, lines=True) == text
        assert not has_phone_number(text), text
        for address in re.findall(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}", text):
            assert address.endswith(".example"), text


def test_pages_are_alike_in_every_language() -> None:
    alike = [
        (
            [one.article for one in file.home.going_round],
            [one.region for one in file.help.region],
            [one.purpose for one in file.text],
        )
        for file in map(pages_file, LOCALES)
    ]
    assert alike[1:] == alike[:-1]
