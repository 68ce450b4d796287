"""An editor writes a ninth question: from the empty form to the edition people take, and what the gate refuses."""

import pytest

from academy.models import Question
from academy.quizzes.editions import current_edition
from tests.academy.editing.bank import (
    SAID,
    WHY,
    approve,
    page_url,
    question_form,
    question_url,
    quiz,
    quiz_form,
    said,
    verdict,
)
from tests.scams.editing.desk import desk

pytestmark = pytest.mark.django_db

SUBMIT, PUBLISH = {"action-submit": "1"}, {"action-publish": "1"}


def ninth(language="zh-hans"):
    return Question.objects.get(key="task-rebate-ninth", locale__language_code=language)


def keys_in_edition():
    return [one.key for one in current_edition(quiz()).decoded.questions]


def entries(page):
    return [entry.question for entry in page.get_latest_revision_as_object().entries.all()]


def test_an_editor_writes_a_ninth_question_and_a_reviewer_lets_it_into_the_quiz():
    editor, reviewer, before = desk("editor"), desk("reviewer"), keys_in_edition()
    assert editor.post(question_url("add"), {**question_form(), **SUBMIT}).status_code == 302
    assert (ninth().live, ninth().current_workflow_state.status) == (False, "in_progress")
    approve(reviewer, ninth())
    assert ninth().live is True

    data = quiz_form(quiz(), [*entries(quiz()), ninth()], shown=9)
    assert editor.post(page_url("edit", quiz().pk), {**data, **SUBMIT}).status_code == 302
    assert keys_in_edition() == before
    approve(reviewer, quiz())
    assert keys_in_edition() == [*before, "task-rebate-ninth"]
    assert current_edition(quiz()).decoded.shown == 9


def test_a_reviewer_publishes_both_at_once():
    reviewer, before = desk("reviewer"), keys_in_edition()
    reviewer.post(question_url("add"), {**question_form(), **PUBLISH})
    reviewer.post(page_url("edit", quiz().pk), {**quiz_form(quiz(), [*entries(quiz()), ninth()]), **PUBLISH})
    assert keys_in_edition() == [*before, "task-rebate-ninth"]


def test_a_question_in_a_quiz_joins_it_when_it_is_published():
    reviewer, before = desk("reviewer"), keys_in_edition()
    reviewer.post(question_url("add"), question_form())
    reviewer.post(page_url("edit", quiz().pk), {**quiz_form(quiz(), [*entries(quiz()), ninth()]), **PUBLISH})
    assert keys_in_edition() == before
    reviewer.post(question_url("edit", ninth().pk), {**question_form(), **PUBLISH})
    assert keys_in_edition() == [*before, "task-rebate-ninth"]


def test_an_editor_who_asks_to_publish_gets_a_draft():
    editor = desk("editor")
    editor.post(question_url("add"), {**question_form(), **PUBLISH})
    assert ninth().live is False
    editor.post(page_url("edit", quiz().pk), {**quiz_form(quiz(), entries(quiz()), title="试"), **PUBLISH})
    assert quiz().title != "试"


@pytest.mark.parametrize("role", ["outsider", "anonymous"])
def test_outsiders_write_nothing(role):
    client, title = desk(role), quiz().title
    client.post(question_url("add"), {**question_form(), **PUBLISH})
    client.post(page_url("edit", quiz().pk), {**quiz_form(quiz(), entries(quiz()), title="试"), **PUBLISH})
    assert Question.objects.filter(key="task-rebate-ninth").exists() is False
    assert (quiz().title, quiz().has_unpublished_changes) == (title, False)


def test_an_incomplete_question_is_kept_as_a_draft():
    body = verdict(if_scam="", if_genuine="")
    assert desk("editor").post(question_url("add"), question_form(body=body, prompt="")).status_code == 302
    assert (ninth().prompt, ninth().live) == ("", False)


def option(text, right=False, why=WHY):
    return {"text": text, "why": why, **({"right": "on"} if right else {})}


MESSAGE = verdict()["message"]
EMPTY = {"form": "sms", "sender": "", "title": "", "button": "", "lines": []}
REFUSED = {
    "a key that is taken": ({"key": "task-rebate-offer"}, "key", "There is already a question with this key"),
    "a key that is no slug": ({"key": "九"}, "key", "Use small letters"),
    "no question asked": ({"prompt": ""}, "prompt", "This field is required."),
    "a machine's words": ({"translation_state": "machine"}, "translation_state", "Nobody has read this"),
    "two right answers": (
        {"kind": "single", "body": {"message": EMPTY, "options": [option("甲", True), option("乙", True)]}},
        "body",
        "Exactly one option is the right one.",
    ),
    "two answers that say the same": (
        {"kind": "single", "body": {"message": EMPTY, "options": [option("甲", True), option("甲")]}},
        "body",
        "Two options say the same.",
    ),
    "all of several right": (
        {"kind": "multiple", "body": {"message": EMPTY, "options": [option(one, True) for one in "甲乙丙"]}},
        "body",
        "At least two options are right, and at least one is not.",
    ),
    "words that are not in the message": (
        {"kind": "red_flags", "body": {"message": MESSAGE, "options": [option("转账", True), option("凭码")]}},
        "body",
        "“转账” must stand in the message exactly once.",
    ),
}


def errors_of(form):
    """Return the messages of a form by field, those inside of a block among them."""
    return {field: [_text(error) for error in found.as_data()] for field, found in form.errors.items()}


def _text(error):
    return str(error.messages[0]) if getattr(error, "messages", None) else str(error)


@pytest.mark.parametrize("what", REFUSED)
@pytest.mark.parametrize(("role", "action"), [("editor", SUBMIT), ("reviewer", PUBLISH)])
def test_the_gate_refuses_a_question_with(what, role, action):
    changes, field, message = REFUSED[what]
    if changes.get("key") == "task-rebate-offer":
        changes = {"key": entries(quiz())[0].key}
    reply = desk(role).post(question_url("add"), {**question_form(**changes), **action})
    found = errors_of(reply.context["form"])
    assert (reply.status_code, list(found)) == (200, [field])
    assert found[field][0][: len(message)] == message
    assert Question.objects.filter(key="task-rebate-ninth").exists() is False


def test_the_gate_refuses_answers_without_an_explanation():
    reply = desk("reviewer").post(question_url("add"), {**question_form(body=verdict(if_scam="")), **PUBLISH})
    page = reply.content.decode()
    assert (reply.status_code, list(reply.context["form"].errors)) == (200, ["body"])
    assert "This field is required." in page


POOLS = {
    "too few questions": (lambda all_: all_[:7], {"shown": 7}, "A quiz needs at least 8 published questions."),
    "no genuine message": (
        lambda all_: [one for one in all_ if not _genuine(one)],
        {"shown": 1},
        "Mix genuine messages with scams: at least one “scam or genuine?” of each.",
    ),
    "more shown than held": (lambda all_: all_, {"shown": 40}, "It holds only"),
    "another language's question": (
        lambda all_: [*all_, quiz(language="en").entries.first().question],
        {},
        "“",
    ),
    "the same question twice": (lambda all_: [*all_, all_[0]], {}, "The same question is in it twice."),
    "a machine's words": (lambda all_: all_, {"translation_state": "machine"}, "Nobody has read this"),
    "no band from 0 percent": (lambda all_: all_, {"bands-3-value-at_least": 1}, "One result band must begin at 0"),
}


def _genuine(one):
    return one.kind == "verdict" and one.body[0].value["genuine"]


@pytest.mark.parametrize("what", POOLS)
@pytest.mark.parametrize(("role", "action"), [("editor", SUBMIT), ("reviewer", PUBLISH)])
def test_the_gate_refuses_a_quiz_with(what, role, action):
    change, fields, message = POOLS[what]
    before = keys_in_edition()
    data = quiz_form(quiz(), change(entries(quiz())), **fields)
    reply = desk(role).post(page_url("edit", quiz().pk), {**data, **action})
    page = reply.content.decode()
    assert reply.status_code == 200
    assert message in page
    assert keys_in_edition() == before


def test_a_quiz_of_seven_is_kept_as_a_draft():
    data = quiz_form(quiz(), entries(quiz())[:7], shown=7)
    assert desk("editor").post(page_url("edit", quiz().pk), data).status_code == 302
    assert len(entries(quiz())) == 7


def submitted_quiz(change):
    """Return the quiz, waiting for review, with something that went wrong since."""
    desk("editor").post(page_url("edit", quiz().pk), {**quiz_form(quiz(), entries(quiz()), title="新题"), **SUBMIT})
    change()
    return quiz()


def unpublish_all():
    for entry in quiz().entries.all():
        entry.question.unpublish()


@pytest.mark.parametrize("dialogue", [False, True])
def test_approving_a_quiz_the_gate_refuses_says_why_and_changes_nothing(dialogue):
    page = submitted_quiz(unpublish_all)
    reviewer = desk("reviewer")
    url = page_url("workflow_action", page.pk, "approve", page.current_workflow_task_state.pk)
    headers = {"x-requested-with": "XMLHttpRequest"} if dialogue else {}
    reply = reviewer.post(url, {"comment": ""}, headers=headers)
    edit = page_url("edit", page.pk)
    if dialogue:
        assert reply.json() == {"step": "success", "redirect": edit}
    else:
        assert (reply.status_code, reply["Location"]) == (302, edit)
    texts = said(reviewer.get(edit))
    assert texts == [
        "Questions of quizzes: A quiz needs at least 8 published questions. "
        "Mix genuine messages with scams: at least one “scam or genuine?” of each."
    ]
    assert (quiz().title == "新题", quiz().current_workflow_state.status) == (False, "in_progress")


def test_approving_a_question_the_gate_refuses_says_why_and_changes_nothing():
    editor, reviewer = desk("editor"), desk("reviewer")
    editor.post(question_url("add"), {**question_form(), **SUBMIT})
    draft = ninth().get_latest_revision_as_object()
    draft.translation_state = "machine"
    draft.save_revision()
    texts = said(approve(reviewer, ninth()))
    assert texts[0] == "Translation: Nobody has read this machine conversion yet. Read it, then say so here."
    assert (ninth().live, ninth().current_workflow_state.status) == (False, "in_progress")


def test_publishing_pages_from_a_list_says_why_not_and_changes_nothing():
    reviewer, page = desk("reviewer"), submitted_quiz(unpublish_all)
    url = f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next={page_url('edit', page.pk)}"
    reply = reviewer.post(url, {"include_descendants": ""}, follow=True)
    assert said(reply)[0][:41] == "Questions of quizzes: A quiz needs at lea"
    assert quiz().title != "新题"
    assert SAID not in reply.content.decode()
