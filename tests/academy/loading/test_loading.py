"""Loading content: once, whole, and never over what people changed."""

from pathlib import Path

import pytest
from wagtail.models import Locale

from academy.content import load_content
from academy.loading.questions import load_questions
from academy.loading.quizzes import load_quizzes
from academy.models import HelpPage, HomePage, Question, Quiz, QuizEdition, QuizIndex, TextPage
from scams.loading.files import ContentError
from scams.words import LOCALES

pytestmark = pytest.mark.django_db


def quiet(_line: str) -> None:
    pass


def test_every_quiz_is_live_in_every_language_and_can_be_taken() -> None:
    for locale in LOCALES:
        live = Quiz.objects.live().filter(locale__language_code=locale.lower())
        assert live.count() == 13
        assert all(QuizEdition.objects.filter(quiz=one).count() == 1 for one in live)


def test_translations_share_a_key() -> None:
    for model, name in ((Quiz, "slug"), (Question, "key")):
        values = set(model.objects.values_list(name, "translation_key"))
        assert len(values) == len({key for _name, key in values}) == model.objects.count() / 3


def test_loading_again_makes_nothing_and_keeps_what_people_changed() -> None:
    question = Question.objects.first()
    assert question
    question.prompt = "改过的问题？"
    question.save_revision().publish()
    Quiz.objects.filter(slug="elder").update(title="改过的题目")
    before = (Question.objects.count(), Quiz.objects.count(), HelpPage.objects.count(), TextPage.objects.count())
    load_content(say=quiet)
    assert (
        Question.objects.count(),
        Quiz.objects.count(),
        HelpPage.objects.count(),
        TextPage.objects.count(),
    ) == before
    question.refresh_from_db()
    assert question.prompt == "改过的问题？"
    assert Quiz.objects.filter(title="改过的题目").count() == 3


def test_a_question_that_is_gone_comes_back_as_a_translation() -> None:
    question = Question.objects.get(key="teen-ingame-mail", locale__language_code="en")
    key = question.translation_key
    question.entries.all().delete()
    question.delete()
    assert load_questions(say=quiet).made == 1
    assert Question.objects.get(key="teen-ingame-mail", locale__language_code="en").translation_key == key


def test_homes_say_what_is_going_round_in_their_own_language() -> None:
    for home in HomePage.objects.all():
        articles = [block.value["article"] for block in home.going_round]
        assert len(articles) == 3
        assert {article.locale_id for article in articles} == {home.locale_id}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of content files of a test's own."""
    for module in ("questions", "quizzes"):
        monkeypatch.setattr(f"academy.loading.{module}.DATA", tmp_path)
    return tmp_path


QUIZ = """title = "测验"
summary = "。"
introduction = "。"
audience = "adult"
fraud_type = "{fraud_type}"
minutes = 3
shown = {shown}
questions = [{questions}]
[[band]]
at_least = 0
title = "。"
text = "。"
"""


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"fraud_type": "nothing"}, "fraud_type: there is no fraud type “nothing”"),
        ({"questions": '"nothing"'}, "questions: the bank has no “nothing”"),
        ({"shown": "50"}, "shown"),
        ({"shown": '"many"'}, "shown"),
        ({}, "entries"),
    ],
)
def test_a_wrong_quiz_file_is_named_with_its_field(data: Path, changes: dict[str, str], said: str) -> None:
    place = data / "quizzes" / "new" / "zh-Hans.toml"
    place.parent.mkdir(parents=True)
    values = {"fraud_type": "romance", "shown": "1", "questions": '"romance-' + first_romance() + '"', **changes}
    place.write_text(QUIZ.format(**values))
    index = QuizIndex.objects.get(locale=Locale.objects.get(language_code="zh-hans"))
    with pytest.raises(ContentError, match=r"quizzes/new/zh-Hans\.toml") as raised:
        load_quizzes({"zh-Hans": index}, say=quiet)
    assert said in str(raised.value)
    assert not Quiz.objects.filter(slug="new").exists()


def first_romance() -> str:
    found = Question.objects.filter(key__startswith="romance-").first()
    assert found
    return found.key.removeprefix("romance-")


QUESTION = """[[question]]
key = "new-one"
kind = "{kind}"
channel = "{channel}"
fraud_type = "{fraud_type}"
prompt = "？"
advice = "。"
[[question.option]]
text = "甲"
right = true
why = "因为"
[[question.option]]
text = "乙"
right = {right}
why = "因为"
"""


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"fraud_type": "nothing"}, "there is no fraud type “nothing”"),
        ({"kind": "essay"}, "kind"),
        ({"channel": "pigeon"}, "channel"),
        ({"right": "true"}, "body"),
    ],
)
def test_a_wrong_question_is_named_with_its_field(data: Path, changes: dict[str, str], said: str) -> None:
    place = data / "questions" / "new" / "zh-Hans.toml"
    place.parent.mkdir(parents=True)
    values = {"kind": "single", "channel": "sms", "fraud_type": "romance", "right": "false", **changes}
    place.write_text(QUESTION.format(**values))
    with pytest.raises(ContentError, match="questions/new") as raised:
        load_questions(say=quiet)
    assert said in str(raised.value)
    assert not Question.objects.filter(key="new-one").exists()
