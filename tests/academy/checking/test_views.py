"""The page of “is this a scam?”: the API's words, no scripts, nothing kept unless asked."""

import datetime as dt
import html
import json
import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from academy.checking.reading import rules_for
from scams.checking.tidying import prune_reported
from scams.checking.verdict import check
from scams.models import ReportedMessage
from tests.scams.editing.desk import desk

pytestmark = pytest.mark.django_db

URL = "/zh-hans/check/"
REPORT = "/zh-hans/check/report/"
SCAM = "我是京东客服，您的金条利率过高，不注销会影响征信，回电13800138000"


def paste(text: str, url: str = URL) -> Any:
    return Client().post(url, {"text": text})


def words(reply: Any) -> str:
    """Return the text of a page's main part."""
    main = reply.content.decode().split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", main)))


def test_the_page_offers_a_box_and_home_and_menu_lead_there() -> None:
    assert '<textarea id="check-text"' in Client().get(URL).content.decode()
    assert Client().get("/zh-hans/").content.decode().count(f'href="{URL}"') == 2


def test_a_pasted_scam_is_told_as_the_api_tells_it(rf: Any) -> None:
    reply = paste(SCAM)
    verdict = check(rules_for(rf.get("/")), SCAM, "zh-Hans")  # type: ignore[arg-type]
    assert verdict.verdict == "likely"
    assert reply.context["verdict"] == verdict
    told = words(reply)
    for match in verdict.matches:
        assert match.title in told
        assert all(one.why in told for one in match.evidence)
    assert all(line in told for line in verdict.advice)
    assert all(one.number in told for one in verdict.contacts)
    marked = re.findall(r"<mark>(.*?)<sup>", reply.content.decode())
    assert marked == [html.escape(one.text) for one in verdict.matches[0].evidence]
    assert "".join(piece.text for piece in reply.context["pieces"]) == SCAM


def test_where_nothing_can_be_told_the_page_says_what_to_ask() -> None:
    reply = paste("明天见", "/en/check/")
    assert "We can't tell from this" in words(reply)
    assert "What to ask next" in words(reply)


def test_line_ends_count_once_as_in_the_api(rf: Any) -> None:
    reply = paste("刷单\r\n先垫付\r\n返佣金")
    assert reply.context["verdict"] == check(rules_for(rf.get("/")), "刷单\n先垫付\n返佣金", "zh-Hans")  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "status"), [("", 422), (" \n", 422), ("好" * 10_001, 422), ("好" * 10_000, 200)])
def test_too_little_or_too_much_is_said_at_the_box(text: str, status: int) -> None:
    reply = paste(text)
    assert reply.status_code == status
    assert ('aria-invalid="true"' in reply.content.decode()) == (status == 422)


def test_markup_in_a_message_is_shown_as_text() -> None:
    text = "<script>alert(1)</script> 先垫付做任务返佣金 <b>"
    page = paste(text).content.decode()
    assert "<script>alert" not in page
    assert html.escape("<script>alert(1)</script>") in page


def test_an_answer_is_kept_by_nobody_and_the_box_is_the_same_for_all() -> None:
    assert "no-store" in paste(SCAM)["Cache-Control"]
    assert not Client().get(URL).cookies
    assert not ReportedMessage.objects.exists()


def test_a_report_is_kept_after_it_was_shown_masked_and_once() -> None:
    seen = paste(SCAM, REPORT)
    assert "回电•••••••••••" in words(seen)
    assert not ReportedMessage.objects.exists()
    for _twice in range(2):
        assert Client().post(REPORT, {"text": SCAM, "keep": "yes"}).status_code == 200
    (kept,) = ReportedMessage.objects.all()
    assert kept.text == seen.context["kept"]
    assert (kept.verdict, kept.locale, kept.fraud_types[0]) == ("likely", "zh-Hans", "credit-repair")


def test_a_report_needs_the_forms_token() -> None:
    assert Client(enforce_csrf_checks=True).post(REPORT, {"text": SCAM, "keep": "yes"}).status_code == 403
    assert not ReportedMessage.objects.exists()


def test_reports_go_when_their_time_is_over() -> None:
    today = timezone.localdate()
    for days in (0, 90, 91):
        ReportedMessage.objects.create(
            text=str(days), locale="en", verdict="none", reported_on=today - dt.timedelta(days)
        )
    with time_machine.travel(timezone.now(), tick=False):
        assert prune_reported() == 1
    assert set(ReportedMessage.objects.values_list("text", flat=True)) == {"0", "90"}


@pytest.mark.parametrize(
    ("role", "status"), [("reviewer", 200), ("editor", 200), ("outsider", 302), ("anonymous", 302)]
)
def test_editors_read_reports_and_others_do_not(role: str, status: int) -> None:
    ReportedMessage.objects.create(text="一条举报", locale="en", verdict="none", reported_on=timezone.localdate())
    reply = desk(role).get(reverse("reported-messages:index"))
    assert reply.status_code == status
    assert ("一条举报" in reply.content.decode()) == (status == 200)


@pytest.mark.parametrize(
    ("role", "left"), [("reviewer", 0), ("administrator", 0), ("editor", 1), ("outsider", 1), ("anonymous", 1)]
)
def test_reviewers_delete_reports_and_nobody_changes_them(role: str, left: int) -> None:
    kept = ReportedMessage.objects.create(
        text="一条举报", locale="en", verdict="none", reported_on=timezone.localdate()
    )
    client = desk(role)
    assert client.post(reverse("reported-messages:edit", args=[kept.pk]), {"text": "b"}).status_code == 302
    assert client.post(reverse("reported-messages:add"), {"text": "b"}).status_code == 302
    assert [one.text for one in ReportedMessage.objects.all()] == ["一条举报"]
    shown = client.get(reverse("reported-messages:inspect", args=[kept.pk]))
    assert (shown.status_code == 200) == (role not in ("outsider", "anonymous"))
    client.post(reverse("reported-messages:delete", args=[kept.pk]))
    assert ReportedMessage.objects.count() == left


def test_reports_are_searched_by_their_words() -> None:
    for text in ("一条举报", "另一条"):
        ReportedMessage.objects.create(text=text, locale="en", verdict="none", reported_on=timezone.localdate())
    found = desk("editor").get(reverse("reported-messages:index"), {"q": "举报"})
    assert [one.text for one in found.context["object_list"]] == ["一条举报"]


def test_the_api_under_django_says_who_answers() -> None:
    reply = Client().post("/api/v1/check", json.dumps({"text": "a"}), content_type="application/json")
    assert reply.status_code == 503
