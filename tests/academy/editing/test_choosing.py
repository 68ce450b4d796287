"""Choosing questions for a quiz: its own language first, found by any part of their words, the newest on top."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.academy.editing.bank import page_url, question_form, question_url, quiz
from tests.scams.editing.desk import desk

pytestmark = pytest.mark.django_db

CHOOSE = reverse("wagtailsnippetchoosers_academy_question:choose_results")
DIALOGUE = reverse("wagtailsnippetchoosers_academy_question:choose")


def offered(client, **filters):
    reply = client.get(CHOOSE, filters)
    assert reply.status_code == 200
    return list(reply.context["results"])


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_a_quiz_opens_the_dialogue_in_its_own_language(language):
    page = desk("editor").get(page_url("edit", quiz(language=language).pk)).content.decode()
    rows = quiz(language=language).entries.count()
    assert page.count(f'data-chooser-url="{DIALOGUE}?locale={language}"') == rows + 1  # one for the row to add


def test_a_new_quiz_does_too():
    parent = quiz(language="en").get_parent()
    page = desk("editor").get(reverse("wagtailadmin_pages:add", args=["academy", "quiz", parent.pk])).content.decode()
    assert page.count(f'data-chooser-url="{DIALOGUE}?locale=en"') == 1


def test_the_dialogue_begins_with_that_language_and_has_the_others():
    client = desk("editor")
    assert {one.locale.language_code for one in offered(client, locale="en")} == {"en"}
    form = client.get(DIALOGUE, {"locale": "en"}).context["filter_form"]
    assert [value for value, _label in form.fields["locale"].choices] == ["", "en", "zh-hans", "zh-hant"]
    assert form["locale"].value() == "en"


def test_what_was_just_written_comes_first():
    client = desk("editor")
    client.post(question_url("add"), question_form())
    assert offered(client, locale="zh-hans")[0].key == "task-rebate-ninth"


@pytest.mark.parametrize("words", ["条短信是", "rebate-nin"])
def test_any_part_of_its_words_finds_a_question(words):
    client = desk("editor")
    client.post(question_url("add"), question_form(prompt="这条短信是九成新的吗？"))
    assert "task-rebate-ninth" in [one.key for one in offered(client, q=words, locale="zh-hans")]
    assert offered(client, q="没有这句话", locale="zh-hans") == []


def test_a_type_s_name_finds_its_questions():
    found = {one.fraud_type.slug for one in offered(desk("editor"), q="刷单返利", locale="zh-hans")}
    assert found == {"task-rebate"}


def test_an_unknown_language_chooses_none():
    assert desk("editor").get(CHOOSE, {"locale": "xx"}).status_code == 200


def test_the_dialogue_asks_as_often_for_three_questions_as_for_one():
    client, counts = desk("editor"), []
    for keys in (["try-1"], ["try-2", "try-3"]):
        for key in keys:
            client.post(question_url("add"), question_form(key=key))
        with CaptureQueriesContext(connection) as queries:
            rows = len(offered(client, q="try-"))
        counts.append((rows, len(queries)))
    assert counts == [(1, counts[0][1]), (3, counts[0][1])]


@pytest.mark.parametrize("role", ["outsider", "anonymous"])
def test_outsiders_choose_nothing(role):
    assert desk(role).get(CHOOSE).status_code == 302
