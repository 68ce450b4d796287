"""The screens of the question bank around the form: list, filters, search, preview, permissions."""

import pytest
from django.urls import reverse
from wagtail.models import Locale

from academy.models import Question
from academy.quizzes.words import KINDS, block_name
from scams.models import FraudType
from tests.academy.editing.bank import question_form, question_url, quiz
from tests.scams.editing.desk import desk
from tests.scams.editing.test_viewsets import queries_of

pytestmark = pytest.mark.django_db


def ninth():
    return Question.objects.get(key="task-rebate-ninth")


def listed(client, **filters):
    reply = client.get(question_url("list"), filters)
    assert reply.status_code == 200
    return list(reply.context["object_list"])


def test_the_list_shows_what_an_editor_looks_for():
    client = desk("editor")
    client.post(question_url("add"), question_form())
    page = client.get(question_url("list"), {"q": "task-rebate-ninth"}).content.decode()
    for words in ("这条短信是真的吗？", "Scam or genuine?", ninth().fraud_type.label, "Text message", "draft"):
        assert words in page


def test_the_list_filters_by_type_channel_status_and_language():
    client = desk("editor")
    client.post(question_url("add"), question_form(channel="person"))
    type_, chinese = FraudType.objects.get(slug="task-rebate"), Locale.objects.get(language_code="zh-hans")
    found = listed(client, fraud_type=type_.pk, channel="person", live="false", locale="zh-hans")
    assert (found, ninth().locale) == ([ninth()], chinese)
    assert listed(client, channel="person", live="false", locale="en") == []


@pytest.mark.parametrize("words", ["条短信是九", "rebate-nin"])
def test_search_finds_any_part_of_its_words(words):
    client = desk("editor")
    client.post(question_url("add"), question_form(prompt="这条短信是九成新的吗？"))
    assert listed(client, q=words) == [ninth()]
    assert listed(client, q="没有这句话") == []


def test_the_list_asks_as_often_for_three_questions_as_for_one():
    client, counts = desk("editor"), []
    for keys in (["try-1"], ["try-2", "try-3"]):
        for key in keys:
            client.post(question_url("add"), question_form(key=key, channel="person"))
        counts.append(queries_of(client, question_url("list"), channel="person", live="false"))
    assert [rows for rows, _queries in counts] == [1, 3]
    assert counts[0][1] == counts[1][1]


SCREENS = ["list", "add", "edit", "history", "usage", "copy", "preview_on_edit"]


@pytest.mark.parametrize("view", SCREENS)
@pytest.mark.parametrize(
    ("role", "status"), [("editor", 200), ("reviewer", 200), ("outsider", 302), ("anonymous", 302)]
)
def test_the_screens_open_for_those_who_write(view, role, status):
    question = quiz().entries.first().question
    url = question_url(view) if view in {"list", "add"} else question_url(view, question.pk)
    assert desk(role).get(url).status_code == status


@pytest.mark.parametrize(("role", "live"), [("editor", True), ("reviewer", False), ("outsider", True)])
def test_only_a_reviewer_unpublishes(role, live):
    question = quiz().entries.first().question
    desk(role).post(question_url("unpublish", question.pk))
    assert Question.objects.get(pk=question.pk).live is live


@pytest.mark.parametrize("role", ["editor", "outsider"])
def test_only_a_reviewer_approves(role):
    desk("administrator").post(question_url("add"), {**question_form(), "action-submit": "1"})
    state = ninth().current_workflow_task_state
    desk(role).post(question_url("workflow_action", ninth().pk, "approve", state.pk))
    assert ninth().live is False


@pytest.mark.parametrize("role", ["outsider", "anonymous"])
def test_outsiders_preview_nothing(role):
    client = desk(role)
    assert client.post(question_url("preview_on_add"), question_form()).status_code == 302
    assert client.get(question_url("preview_on_add")).status_code == 302


def test_a_new_question_is_previewed_in_its_language_before_it_is_saved():
    client, url = desk("editor"), question_url("preview_on_add") + "?locale=en"
    assert url in client.get(question_url("add"), {"locale": "en"}).content.decode()
    assert client.post(url, question_form(prompt="Is it genuine?")).json()["is_valid"] is True
    reply = client.get(url)
    assert (reply.status_code, "Is it genuine?" in reply.content.decode()) == (200, True)


def test_the_menu_leads_to_questions_and_quizzes():
    page = desk("editor").get(reverse("wagtailadmin_home")).content.decode()
    assert (question_url("list") in page, reverse("quizzes:index") in page) == (True, True)


def test_the_quizzes_of_every_language_are_in_one_list():
    reply = desk("editor").get(reverse("quizzes:index"))
    assert {page.locale.language_code for page in reply.context["object_list"]} == {"zh-hans", "zh-hant", "en"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_question_shows_an_example_of_itself(kind):
    blocks = Question._meta.get_field("body").stream_block
    block = blocks.child_blocks[block_name(kind)]
    reply = desk("editor").get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    page = reply.content.decode()
    value = block.meta.preview_value
    words = [one["text"] for one in (*value.get("options", ()), *value.get("steps", ()))]
    words += [line["text"] for line in value.get("message", {}).get("lines", ())]
    assert (reply.status_code, [one in page for one in words]) == (200, [True] * len(words))
