"""Example messages at the editor's desk: kept by reviewers, learned from when the rules are next compiled."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from scams.checking.compile import compile_rules
from scams.checking.rules import GENUINE, Example
from scams.models import DeckChange, ExampleMessage, FraudType, ReportedMessage
from tests.scams.editing.desk import desk, fraud_type

pytestmark = pytest.mark.django_db

TEXT = "蓝鲸星球招募体验官，名额有限"


def screen(view: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_scams_examplemessage:{view}", args=args)


def taught() -> tuple[Example, ...]:
    return compile_rules().rules.examples


def reported(text: str = TEXT) -> ReportedMessage:
    return ReportedMessage.objects.create(text=text, locale="zh-Hans", verdict="none", reported_on=timezone.localdate())


def test_a_reviewer_tells_what_a_message_is_and_the_checker_learns_it() -> None:
    client = desk("reviewer")
    kind = fraud_type("job-fee")
    assert client.post(screen("add"), {"text": f"{TEXT}\r\n", "fraud_type": kind.pk}).status_code == 302
    assert taught()[-1] == Example("job-fee", TEXT)
    assert DeckChange.objects.filter(subject__contains=TEXT, deck=None).exists()
    (made,) = ExampleMessage.objects.filter(text=TEXT)
    assert client.post(screen("edit", made.pk), {"text": TEXT, "fraud_type": ""}).status_code == 302
    assert taught()[-1] == Example(GENUINE, TEXT)
    assert client.post(screen("delete", made.pk)).status_code == 302
    assert Example(GENUINE, TEXT) not in taught()


@pytest.mark.parametrize("text", ["", " \r\n ", "字" * 10_001, f" {TEXT}\n"])
def test_what_is_no_message_or_one_already_is_refused_at_the_field(text: str) -> None:
    ExampleMessage.objects.create(text=TEXT)
    reply = desk("reviewer").post(screen("add"), {"text": text, "fraud_type": ""})
    assert reply.status_code == 200
    assert list(reply.context["form"].errors) == ["text"]


@pytest.mark.parametrize(("role", "looks"), [("editor", True), ("outsider", False), ("anonymous", False)])
def test_others_change_nothing(role: str, looks: bool) -> None:
    made = ExampleMessage.objects.create(text=TEXT)
    client = desk(role)
    assert (client.get(screen("list")).status_code == 200) == looks
    for url in (screen("add"), screen("edit", made.pk), screen("delete", made.pk)):
        assert client.post(url, {"text": "another", "fraud_type": ""}).status_code == 302
    assert [one.text for one in ExampleMessage.objects.filter(pk__gte=made.pk)] == [TEXT]


def test_the_list_is_searched_in_either_script_and_narrowed_to_genuine_ones() -> None:
    ExampleMessage.objects.create(text=TEXT)
    client = desk("editor")
    found = client.get(screen("list"), {"q": "藍鯨星球"}).content.decode()
    assert TEXT in found
    genuine = client.get(screen("list"), {"fraud_type": "null", "q": TEXT[:4]}).content.decode()
    assert TEXT in genuine
    others = client.get(screen("list"), {"fraud_type": fraud_type("romance").pk, "q": TEXT[:4]}).content.decode()
    assert TEXT not in others


def test_a_row_more_costs_no_query_more(django_assert_max_num_queries: Any) -> None:
    client = desk("reviewer")
    for number in range(3):
        ExampleMessage.objects.create(text=f"{TEXT}{number}", fraud_type=fraud_type("romance"))
    for question in (f"{TEXT}0", TEXT):
        with django_assert_max_num_queries(16):
            assert client.get(screen("list"), {"q": question}).status_code == 200


def test_a_reported_message_becomes_an_example_by_one_click() -> None:
    message = reported()
    client = desk("reviewer")
    page = client.get(reverse("reported-messages:inspect", args=[message.pk])).content.decode()
    url = f"{screen('add')}?reported={message.pk}"
    assert url in page
    assert client.get(url).context["form"].initial["text"] == TEXT


def test_who_may_not_add_examples_is_not_offered_it() -> None:
    page = desk("editor").get(reverse("reported-messages:inspect", args=[reported().pk])).content.decode()
    assert "?reported=" not in page


@pytest.mark.parametrize("number", ["", "x", "-1", "９", "99999999999999999999"])
def test_the_form_is_empty_where_no_reported_message_is_named(number: str) -> None:
    assert desk("reviewer").get(f"{screen('add')}?reported={number}").context["form"].initial.get("text", "") == ""


def test_an_example_of_a_type_without_an_article_counts_for_the_type_above_or_for_none() -> None:
    for slug in ("romance-investment", "gain"):
        ExampleMessage.objects.create(text=f"{TEXT}{slug}", fraud_type=fraud_type(slug))
    labels = [one.label for one in taught() if one.text.startswith(TEXT)]
    assert labels == ["romance"]


def test_a_fraud_type_with_examples_stays() -> None:
    kind = FraudType.objects.create(slug="brand-new", label_zh_hans="新", label_zh_hant="新", label_en="New")
    ExampleMessage.objects.create(text=TEXT, fraud_type=kind)
    desk("reviewer").post(reverse("wagtailsnippets_scams_fraudtype:delete", args=[kind.pk]))
    assert FraudType.objects.filter(slug="brand-new").exists()


def test_the_same_text_twice_is_refused_by_the_model_too() -> None:
    ExampleMessage.objects.create(text=TEXT)
    with pytest.raises(ValidationError):
        ExampleMessage(text=TEXT).full_clean()
