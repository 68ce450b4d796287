"""A quiz or question copied for another language."""

import pytest
from django.urls import reverse
from wagtail.models import Locale, Revision

from academy.models import Question, Quiz, QuizIndex
from tests.academy.editing.bank import page_url, question_form, question_url, quiz, quiz_form
from tests.scams.editing.desk import desk

pytestmark = pytest.mark.django_db


def locale(code):
    return Locale.objects.get(language_code=code)


def ninth(language="zh-hans"):
    return Question.objects.get(key="task-rebate-ninth", locale__language_code=language)


def translate(client, page, code="en", **extra):
    url = reverse("simple_translation:submit_page_translation", args=[page.pk])
    return client.post(url, {"locales": [locale(code).pk], **extra})


def translate_question(client, question, code="en"):
    url = reverse("simple_translation:submit_snippet_translation", args=["academy", "question", question.pk])
    return client.post(url, {"locales": [locale(code).pk]})


def untranslated(slug="task-rebate"):
    """Return the Chinese quiz, after its English page was deleted."""
    quiz(slug, "en").delete()
    return quiz(slug)


def questions_of(page):
    return [(one.question.key, one.question.locale.language_code) for one in page.entries.all()]


def test_a_copied_quiz_takes_its_questions_in_its_own_language():
    source = untranslated()
    translate(desk("editor"), source)
    copy = quiz(language="en")
    expected = [(key, "en") for key, _language in questions_of(source)]
    assert (questions_of(copy), questions_of(copy.get_latest_revision_as_object())) == (expected, expected)
    assert (copy.live, copy.translation_key) == (False, source.translation_key)


def test_a_question_that_is_not_translated_stays_in_its_language():
    editor = desk("editor")
    editor.post(question_url("add"), question_form())
    source = untranslated()
    questions = [entry.question for entry in source.entries.all()]
    desk("reviewer").post(
        page_url("edit", source.pk), {**quiz_form(source, [*questions, ninth()]), "action-publish": "1"}
    )
    translate(editor, quiz())
    found = questions_of(quiz(language="en").get_latest_revision_as_object())
    assert found == [*((one.key, "en") for one in questions), ("task-rebate-ninth", "zh-hans")]


def test_the_pages_its_bands_lead_to_are_of_its_language():
    source = untranslated()
    translate(desk("editor"), source)
    draft = quiz(language="en").get_latest_revision_as_object()
    before = [block.value["next_page"] for block in source.bands]
    after = [block.value["next_page"] for block in draft.bands]
    assert [page and page.translation_key for page in after] == [page and page.translation_key for page in before]
    assert {page.locale.language_code for page in after if page} == {"en"}


def test_a_quiz_copied_with_the_list_of_quizzes_does_so_too():
    for page in Quiz.objects.filter(locale=locale("en")):
        page.delete()
    QuizIndex.objects.get(locale=locale("en")).delete()
    index = QuizIndex.objects.get(locale=locale("zh-hans"))
    translate(desk("editor"), index, include_subtree="on")
    assert {language for _key, language in questions_of(quiz(language="en"))} == {"en"}
    assert Quiz.objects.filter(locale=locale("en")).count() == Quiz.objects.filter(locale=locale("zh-hans")).count()


def test_a_copy_has_one_revision():
    translate(desk("editor"), untranslated())
    assert Revision.objects.for_instance(quiz(language="en")).count() == 1


@pytest.mark.parametrize("role", ["outsider", "anonymous"])
def test_outsiders_copy_nothing(role):
    source = untranslated()
    assert translate(desk(role), source).status_code == 302
    assert Quiz.objects.filter(slug="task-rebate", locale=locale("en")).exists() is False


def test_a_question_is_copied_as_a_draft_with_its_key():
    editor = desk("editor")
    editor.post(question_url("add"), question_form())
    reply = translate_question(editor, ninth())
    copy = ninth("en")
    assert reply["Location"] == question_url("edit", copy.pk)
    assert (copy.live, copy.translation_key, copy.prompt) == (False, ninth().translation_key, ninth().prompt)


def test_a_question_written_anew_under_the_same_key_is_the_translation():
    editor = desk("editor")
    editor.post(question_url("add"), question_form())
    editor.post(question_url("add") + "?locale=en", question_form(prompt="Is it genuine?"))
    assert ninth("en").translation_key == ninth().translation_key


def test_a_draft_that_gets_the_key_later_is_too():
    editor = desk("editor")
    editor.post(question_url("add"), question_form())
    editor.post(question_url("add") + "?locale=en", question_form(key="task-rebate-nin"))
    draft = Question.objects.get(key="task-rebate-nin")
    assert draft.translation_key != ninth().translation_key
    editor.post(question_url("edit", draft.pk), question_form())
    assert ninth("en").translation_key == ninth().translation_key


def test_a_draft_that_gets_another_key_is_no_translation_any_more():
    editor = desk("editor")
    editor.post(question_url("add"), question_form())
    translate_question(editor, ninth())
    copy = ninth("en")
    editor.post(question_url("edit", copy.pk), question_form(key="task-rebate-tenth"))
    copy.refresh_from_db()
    assert (copy.key, copy.translation_key == ninth().translation_key) == ("task-rebate-tenth", False)
    assert translate_question(editor, ninth()).status_code == 302
    assert ninth("en").translation_key == ninth().translation_key


def test_the_key_of_a_published_question_stays():
    question = quiz().entries.first().question
    reviewer = desk("reviewer")
    assert reviewer.get(question_url("edit", question.pk)).context["form"].fields["key"].disabled is True
    reviewer.post(question_url("edit", question.pk), question_form(key="another"))
    after = Question.objects.get(pk=question.pk)
    assert (after.key, after.get_latest_revision_as_object().key) == (question.key, question.key)
