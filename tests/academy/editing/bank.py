"""The question bank's desk: the forms of questions and quizzes as the browser sends them."""

from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from academy.models import Question, Quiz
from scams.models import FraudType

WHY = "因为正规公司不会这样做。"
SAID = "您的包裹已放在3号柜，请凭码取件。"


def question(key: str = "task-rebate-offer", language: str = "zh-hans") -> Question:
    return Question.objects.get(key=key, locale__language_code=language)


def some_question(language: str = "zh-hans") -> Question:
    """Return the first question of the task-rebate quiz."""
    return quiz(language=language).entries.first().question


def quiz(slug: str = "task-rebate", language: str = "zh-hans") -> Quiz:
    return Quiz.objects.get(slug=slug, locale__language_code=language)


def question_url(view: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_academy_question:{view}", args=[str(arg) for arg in args])


def page_url(view: str, *args: Any) -> str:
    return reverse(f"wagtailadmin_pages:{view}", args=args)


def verdict(**changes: Any) -> dict[str, Any]:
    """Return the block of a genuine message to judge."""
    message = {"form": "sms", "sender": "1069****", "title": "", "button": "", "lines": [{"who": "them", "text": SAID}]}
    return {"message": message, "genuine": "on", "if_scam": WHY, "if_genuine": WHY, **changes}


def question_form(kind: str = "verdict", body: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """Return what the browser sends for a question; a list in `body` is a list block's values."""
    block = {"type": kind, "order": "0", "deleted": "", "id": "", "value": verdict() if body is None else body}
    fields = {
        "key": "task-rebate-ninth",
        "fraud_type": FraudType.objects.get(slug="task-rebate").pk,
        "channel": "sms",
        "prompt": "这条短信是真的吗？",
        "advice": "看清发件人。",
        "translation_state": "written",
        "go_live_at": "",
        "expire_at": "",
    }
    return {**fields, **flat("body", {"count": "1", "0": block}), **changes}


def quiz_form(page: Quiz, questions: list[Question], **changes: Any) -> dict[str, Any]:
    """Return what the browser sends for a quiz as its newest draft stands, with these questions."""
    draft = page.get_latest_revision_as_object()
    fields = ("title", "slug", "audience", "summary", "introduction", "minutes", "shown", "translation_state")
    data = {field: getattr(draft, field) for field in fields}
    data |= {
        field: "on" for field in ("shuffle_questions", "shuffle_options", "show_in_menus") if getattr(draft, field)
    }
    data |= {"fraud_type": draft.fraud_type_id, "seo_title": draft.seo_title}
    data |= {"search_description": draft.search_description, "go_live_at": "", "expire_at": ""}
    data |= {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    return {**data, **_entries(draft, questions), **flat("bands", _stream(draft.bands.raw_data)), **changes}


def _entries(page: Quiz, questions: list[Question]) -> dict[str, Any]:
    known = {entry.question_id: entry.pk for entry in page.entries.all()}
    left = dict(known)
    rows = [{"id": left.pop(one.pk, ""), "question": one.pk, "DELETE": ""} for one in questions]
    rows = [{**row, "ORDER": place} for place, row in enumerate(rows, start=1)]
    gone = [{"id": pk, "question": key, "ORDER": 99, "DELETE": "on"} for key, pk in left.items()]
    rows = sorted(rows + gone, key=lambda row: row["id"] == "")  # new ones come last, whatever their order
    total = {"TOTAL_FORMS": len(rows), "INITIAL_FORMS": len(known), "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    return flat("entries", {**total, **{str(number): row for number, row in enumerate(rows)}})


def _stream(raw: Any) -> dict[str, Any]:
    blocks = {
        str(number): {"type": block["type"], "order": number, "deleted": "", "id": "", "value": block["value"]}
        for number, block in enumerate(raw)
    }
    return {"count": len(blocks), **blocks}


def flat(prefix: str, value: Any) -> dict[str, Any]:
    """Return a nested value under the names the browser gives its parts."""
    if isinstance(value, list):
        parts = {str(n): {"value": one, "order": n, "deleted": "", "id": ""} for n, one in enumerate(value)}
        return flat(prefix, {"count": len(value), **parts})
    if isinstance(value, dict):
        return {name: part for key, one in value.items() for name, part in flat(f"{prefix}-{key}", one).items()}
    return {prefix: "" if value is None else value}


def approve(client: Client, record: Any) -> Any:
    """Approve what waits for review, as from the first page's list."""
    state = record.current_workflow_task_state
    if isinstance(record, Page):
        url = page_url("workflow_action", record.pk, "approve", state.pk)
    else:
        url = question_url("workflow_action", record.pk, "approve", state.pk)
    return client.post(url, {"comment": ""}, follow=True)


def said(reply: Any) -> list[str]:
    """Return the messages at the top of a page."""
    return [str(message).strip() for message in reply.context["messages"]]
