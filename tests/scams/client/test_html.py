"""The card as plain HTML: what is in it at each level, and what it sends."""

import json
from html.parser import HTMLParser
from typing import Any

import pytest
from django.template import Context, Template

from scams.client.html import render_element, render_warning
from scams.client.last_resort import last_resort
from scams.client.reply import local_reply
from scams.deck.request import WarningRequest


def answer(level: str, locale: str = "zh-Hans", audience: str = "adult", **changes: Any) -> dict[str, Any]:
    request = WarningRequest(fraud_types=[], level=level, locale=locale, audience=audience)  # type: ignore[arg-type]
    given: dict[str, Any] = json.loads(local_reply(last_resort(), request, "last-resort").body)
    given["card"].update(changes)
    return given


class Page(HTMLParser):
    """The elements of a page with their attributes, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [has for name, has in self.found if name == tag and wanted.items() <= has.items()]


def acts(html: str) -> list[str | None]:
    return [button["value"] for button in Page(html).all("button", name="act")]


def test_every_act_is_a_button_of_one_form_the_safe_one_first() -> None:
    html = render_warning(answer("warn"), action="/pay?a=1&b=2", hidden={"token": 'x"<'})
    page = Page(html)
    assert [form["action"] for form in page.all("form", method="post")] == ["/pay?a=1&b=2"]
    assert [field["value"] for field in page.all("input", type="hidden")] == ['x"<']
    assert acts(html) == ["safe_action", "proceed", "answer", "ask-family"]


@pytest.mark.parametrize(
    ("level", "found"),
    [
        ("notice", ["safe_action", "proceed", "ask-family"]),
        ("hold", ["safe_action", "answer", "ask-family", "proceed"]),
        ("stop", ["safe_action", "answer", "ask-family"]),
    ],
)
def test_the_level_decides_what_can_be_done(level: str, found: list[str]) -> None:
    assert acts(render_warning(answer(level), action="")) == found


def test_questions_are_radios_named_by_card_and_question() -> None:
    page = Page(render_warning(answer("warn"), action=""))
    radios = page.all("input", name="answer-other-unknown.adult.zh-Hans-q1")
    assert [one["value"] for one in radios] == ["yes", "no", "unsure"]


def test_a_question_that_an_answer_leads_to_stands_behind_it() -> None:
    nested = {"id": "q2", "text": "Who?", "answers": [{"value": "yes", "label": "Yes", "then": None}]}
    given = answer("warn", "en")
    given["card"]["questions"][0]["answers"][0]["then"] = {"question": nested}
    page = Page(render_warning(given, action=""))
    assert page.all("div", **{"class": "card-nested"}) == [{"class": "card-nested", "data-for": "yes"}]
    assert [one["data-question"] for one in page.all("fieldset")] == ["q1", "q2"]


def test_words_from_outside_are_only_ever_text() -> None:
    evil = '<img src=x onerror="alert(1)">'
    given = answer("hold", headline=evil, why_you=[evil], contacts=[{"name": evil, "number": '1" x="', "hours": evil}])
    page = Page(render_warning(given, action=""))
    assert page.all("img") == []
    assert page.words.count(evil) == 4


def test_older_people_confirm_twice() -> None:
    html = render_warning(answer("warn", audience="elder"), action="")
    assert len(Page(html).all("details", **{"class": "card-confirm"})) == 1
    assert acts(html)[:3] == ["safe_action", "safe_action", "proceed"]


def ladder(**step: Any) -> dict[str, Any]:
    step = {"id": "cooling-off", "kind": "cooling-off", "level": "hold", "minutes": 30, "cancellable": False} | step
    return {"step": step, "end": None, "next": {"proceed": "hold"}}


def closed(html: str) -> list[bool]:
    return ["disabled" in button for button in Page(html).all("button", value="proceed")]


def test_the_wait_is_that_of_the_step_and_ends_when_the_backend_says_so() -> None:
    given = answer("hold") | {"ladder": ladder()}
    html = render_warning(given, action="")
    assert "<b>30</b><span>分钟</span>" in html
    assert closed(html) == [True]
    assert closed(render_warning(given, action="", waited=True)) == [False]
    assert closed(render_warning(given | {"ladder": ladder(cancellable=True)}, action="")) == [False]


def test_a_hold_stays_closed_whatever_was_waited() -> None:
    held = ladder(id="hold", kind="hold", minutes=None)
    assert closed(render_warning(answer("hold") | {"ladder": held}, action="", waited=True)) == [True]


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(1, "<b>1</b><span>minute</span>"), (90, "<b>90</b><span>minutes</span>"), (1410, "<b>24</b><span>hours</span>")],
)
def test_a_time_is_told_in_minutes_or_hours(minutes: int, told: str) -> None:
    pause = {"minutes": minutes, "cancellable": True, "text": "", "while_waiting": ""}
    assert told in render_warning(answer("hold", "en", cooling_off=pause), action="")


def test_nothing_is_shown_to_who_is_held_out_or_let_go() -> None:
    assert render_warning(answer("warn") | {"held_out": True}, action="") == ""
    assert render_warning(answer("warn") | {"ladder": {"end": "pay", "step": None, "next": {}}}, action="") == ""


def test_it_takes_the_answer_s_bytes() -> None:
    given = answer("warn")
    assert render_warning(json.dumps(given).encode(), action="") == render_warning(given, action="")


def test_the_element_holds_the_answer_and_the_plain_card() -> None:
    given = answer("warn", headline="</script><b>")
    html = render_element(given, action="/x", events="/events")
    assert html.startswith('<scam-warning events="/events"><script type="application/json">')
    data, plain = html.split('json">')[1].split("</script>", 1)
    assert json.loads(data) == given
    assert plain.startswith('<section class="scam-card"')


def test_the_tag_writes_the_same_with_django_s_token() -> None:
    template = Template("{% load warning_tags %}{% scam_warning answer action='/x' payment='17' %}")
    html = template.render(Context({"answer": answer("warn"), "csrf_token": "secret"}))
    expected = render_warning(answer("warn"), action="/x", hidden={"payment": "17", "csrfmiddlewaretoken": "secret"})
    assert html == expected
