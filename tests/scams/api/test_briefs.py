"""The brief for agents: the facts of the card that is served, as JSON and as a page to print."""

import json
import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import pytest

from scams.api.brief_page import page, policy
from scams.api.briefs import BriefsEndpoint, prefers_html
from scams.api.health import not_found
from scams.deck.brief import brief_for
from scams.deck.snapshot import SqliteSource
from scams.deck.store import Store
from scams.words import AUDIENCES, LEVELS, LOCALES
from tests.scams.api.conftest import Answer, Door, call
from tests.scams.deck.making import card, index, piece

STYLE = "p { color: black }"


class Desk:
    """The endpoint over the door's deck, and its keys."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.endpoint = BriefsEndpoint(door.endpoint.store, then=not_found, style=STYLE)

    def get(self, name: str = "task-rebate", query: str = "", key: str = "engine", **environ: Any) -> Answer:
        sent = {"HTTP_AUTHORIZATION": f"Bearer {self.door.keys[key]}", "REQUEST_METHOD": "GET", "QUERY_STRING": query}
        return call(self.endpoint, f"/api/v1/briefs/{name}", **{**sent, **environ})


@pytest.fixture(scope="module")
def desk(door: Door) -> Desk:
    return Desk(door)


SLUGS = ("task-rebate", "investment", "extortion", "fake-buyer", "gain", "other-unknown")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("level", LEVELS)
def test_its_facts_are_those_of_the_card_that_is_served(desk: Desk, level: str, audience: str, locale: str) -> None:
    for slug in SLUGS:
        asked = {"fraud_types": [{"code": slug}], "level": level, "audience": audience, "locale": locale}
        answer = desk.door.ask(asked).json()
        reply = desk.get(slug, f"level={level}&audience={audience}&locale={locale}")
        assert (reply.status, reply.headers["Content-Type"]) == (200, "application/json")
        brief, served = reply.json(), answer["card"]
        facts = ("id", "revision", "variant", "fraud_type", "level", "locale", "audience")
        assert brief["card"] == {name: served[name] for name in facts}
        assert brief["deck"] == answer["deck"]
        assert brief["matched"] == {name: answer["matched"][name] for name in ("fraud_type", "by")}
        for name in ("headline", "why_you", "what_is_happening", "red_flags", "safe_action", "contacts"):
            assert brief[name] == served[name]
        if level != "notice":
            assert brief["rebuttals"] == served["rebuttals"]
            assert {one["id"] for one in served["questions"]} <= {one["id"] for one in brief["questions"]}
        assert brief["script"]
        assert brief["guardian_script"]
        assert brief["questions"]


def test_without_wishes_it_is_the_card_that_is_served_without_wishes(desk: Desk) -> None:
    served = desk.door.ask({"fraud_types": [{"code": "task-rebate"}]}).json()["card"]
    brief = desk.get().json()
    assert brief["card"]["id"] == served["id"] == "task-rebate.adult.zh-Hans"
    assert brief["card"]["level"] == served["level"]


@pytest.mark.parametrize("code", ["mps:刷单返利类", "ukf:romance"])
def test_a_crosswalk_code_is_as_good_as_a_slug(desk: Desk, code: str) -> None:
    assert (
        call(
            desk.endpoint,
            "/api/v1/briefs/" + code.encode().decode("latin-1"),  # as WSGI spells what was sent as quote(code)
            HTTP_AUTHORIZATION=f"Bearer {desk.door.keys['engine']}",
            REQUEST_METHOD="GET",
        ).json()["matched"]["by"]
        == "exact"
    )
    assert quote(code) != code


def then(value: str, label: str, **effect: Any) -> dict[str, Any]:
    return {"value": value, "label": label, "then": effect or None}


def asking(*questions: dict[str, Any]) -> Any:
    one = card("task-rebate")
    wording = one.variants[0]
    asks = piece({"questions": list(questions), "rebuttals": []})
    return card("task-rebate", variants=(type(wording)(wording.id, wording.words, asks),))


def test_what_each_answer_means_is_said_in_words() -> None:
    later = {"id": "q2", "text": "然后呢？", "answers": [then("yes", "是", signal="new-payee"), then("no", "不是")]}
    first = {
        "id": "q1",
        "text": "先问？",
        "answers": [
            then("yes", "是", level="stop", fraud_type="purchase"),
            then("no", "不是", question=later),
            then("unsure", "说不准", signal="nobody-knows"),
        ],
    }
    deck = index(asking(first), card("purchase"))
    brief = brief_for(deck, "task-rebate", level="warn", locale="zh-Hans", audience=None)
    assert brief
    assert [one.id for one in brief.questions] == ["q1", "q2"]
    assert [one.means for one in brief.questions[0].answers] == [
        "这笔付款不要放行。 改看另一种骗局：purchase.adult.zh-Hans b (purchase)",
        "接着问：然后呢？",
        "记下：nobody-knows",
    ]
    assert [one.means for one in brief.questions[1].answers] == ["记下：您是第一次向对方付款。", ""]
    assert brief.questions[0].answers[1].then
    assert brief.questions[0].answers[1].then.question == "q2"


def test_a_card_of_an_older_deck_without_scripts_is_briefed_without() -> None:
    brief = brief_for(index(asking()), "task-rebate", level=None, locale=None, audience=None)
    assert brief
    assert (brief.script, brief.guardian_script, brief.proof) == ("", "", None)
    assert "<h2>您可以这样说" not in page(brief, STYLE)


# --- Who may, and what is refused


def test_without_a_key_or_the_scope_nothing_is_told(desk: Desk) -> None:
    assert (desk.get(key="revoked").status, desk.get(key="revoked").fields()) == (401, [])
    assert desk.get(HTTP_AUTHORIZATION=None).status == 401
    assert (desk.get(key="events-only").status, desk.get(key="events-only").fields()) == (403, [])
    assert desk.get(key="warnings-only").status == 200


@pytest.mark.parametrize(
    "name", ["", "nope", "mps:nope", "task-rebate/", "Task-Rebate", "\0", "é", "\xff\xfe", "../warnings", "x" * 5000]
)
def test_an_unknown_type_is_not_there(desk: Desk, name: str) -> None:
    assert (desk.get(name).status, desk.get(name).fields()) == (404, [])


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("level=loud", "level"),
        ("audience=all", "audience"),
        ("locale=!", "locale"),
        ("locale=" + "x" * 9000, "locale"),
        ("format=pdf", "format"),
        ("locale=%ff", "query"),
        ("&".join(["level=warn"] * 30), "query"),
    ],
    ids=lambda value: value[:20],
)
def test_a_wish_that_is_none_is_refused_by_its_field(desk: Desk, query: str, field: str) -> None:
    reply = desk.get(query=query)
    assert (reply.status, reply.fields()) == (422, [field])


@pytest.mark.parametrize("query", ["level=", "later=1", "level=warn&level=hold", "&&=&", "format=json", "locale=fr"])
def test_what_nobody_asks_is_passed_over(desk: Desk, query: str) -> None:
    assert desk.get(query=query).status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_another_method_is_refused(desk: Desk, method: str) -> None:
    reply = desk.get(REQUEST_METHOD=method)
    assert (reply.status, reply.headers["Allow"], reply.fields()) == (405, "GET, HEAD", [])


def test_without_a_deck_the_caller_is_told_to_come_again(tmp_path: Any) -> None:
    endpoint = BriefsEndpoint(Store(SqliteSource(tmp_path / "no")), then=not_found)
    reply = call(endpoint, "/api/v1/briefs/gain", REQUEST_METHOD="GET")
    assert (reply.status, reply.headers["Retry-After"]) == (503, "1")


@pytest.mark.parametrize("path", ["/api/v1/briefs", "/api/v1/brief/gain", "/x"])
def test_any_other_path_goes_on_to_what_is_behind(desk: Desk, path: str) -> None:
    assert call(desk.endpoint, path, REQUEST_METHOD="GET").json()["detail"] == "There is nothing here."


def test_the_head_alone_is_told_without_the_body(desk: Desk) -> None:
    whole, head = desk.get(), desk.get(REQUEST_METHOD="HEAD")
    assert (head.status, head.headers, head.body) == (200, whole.headers, b"")


# --- The page


class Tags(HTMLParser):
    """Collects the tags, and checks that each is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.seen.append(tag)
        if tag not in ("meta", "link"):
            self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_says_everything_that_the_brief_says(desk: Desk, locale: str) -> None:
    brief = desk.get(query=f"locale={locale}&level=hold").json()
    reply = desk.get(query=f"locale={locale}&level=hold&format=html")
    assert (reply.status, reply.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    text = reply.body.decode()
    parser = Tags()
    parser.feed(text)
    assert parser.opened == []
    assert not {"script", "link", "img", "iframe"} & set(parser.seen)
    assert f'<html lang="{locale}">' in text
    for said in (brief["headline"], *brief["red_flags"], *brief["rebuttals"], brief["safe_action"]["label"]):
        assert escaped(said) in text
    for script in (brief["script"], brief["guardian_script"]):
        assert all(escaped(line) in text for line in script.splitlines())
    for question in brief["questions"]:
        assert escaped(question["text"]) in text
    assert all(escaped(one["number"]) in text for one in brief["contacts"])
    assert escaped(brief["proof"]["text"]) in text


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").replace("'", "&#x27;")


def test_the_page_may_load_and_run_nothing(desk: Desk) -> None:
    reply = desk.get(query="format=html")
    assert reply.headers["Content-Security-Policy"] == policy(STYLE)
    assert policy(STYLE).startswith("default-src 'none'; style-src 'sha256-")
    assert f"<style>{STYLE}</style>" in reply.body.decode()


EVIL = "<script>alert(1)</script>&\"'"


def test_whatever_is_written_is_escaped() -> None:
    words = {"headline": EVIL, "what_is_happening": EVIL, "red_flags": [EVIL]}
    asks = {"questions": [{"id": EVIL, "text": EVIL, "answers": [then("yes", EVIL, signal=EVIL)]}], "rebuttals": [EVIL]}
    contact = {"name": EVIL, "number": EVIL, "region": EVIL, "hours": EVIL}
    made = card(
        "task-rebate",
        why=piece(EVIL),
        always=piece({"safe_action": {"label": EVIL, "action": EVIL}, "contacts": [contact]}),
        pause=piece({"switch_line": EVIL}),
        brief=piece({"agent_script": EVIL, "guardian_script": EVIL, "proof": {"text": EVIL, "source": EVIL}}),
    )
    wording = made.variants[0]
    evil = card(
        "task-rebate", variants=(type(wording)(EVIL, piece(words), piece(asks)),),
        why=made.why, always=made.always, pause=made.pause, brief=made.brief,
    )  # fmt: skip
    brief = brief_for(index(evil), "task-rebate", level=None, locale=None, audience=None)
    assert brief
    made_page = page(brief, STYLE)
    assert "<script" not in made_page
    assert made_page.count("&lt;script&gt;") >= 15
    assert re.search(r"&(?!amp;|lt;|gt;|quot;|#x27;)", made_page) is None
    assert json.loads(json.dumps(EVIL)) == EVIL


@pytest.mark.parametrize(
    ("accept", "html"),
    [
        ("", False),
        ("*/*", False),
        ("application/json", False),
        ("text/html", True),
        ("TEXT/HTML", True),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", True),
        ("text/html;q=0.5, application/json", False),
        ("text/html;q=0", False),
        ("text/html;q=x", False),
        ("text/html;q=nan", False),
        ("application/json;q=0.5, text/html;q=0.9", True),
        ("text/*", False),
        (";;,,q=1", False),
    ],
)
def test_the_accept_header_chooses(desk: Desk, accept: str, html: bool) -> None:
    assert prefers_html(accept) is html
    assert desk.get(HTTP_ACCEPT=accept).headers["Content-Type"].startswith("text/html") is html
    assert "Accept" in desk.get(HTTP_ACCEPT=accept).headers["Vary"]


def test_the_address_comes_before_the_header(desk: Desk) -> None:
    assert desk.get(query="format=json", HTTP_ACCEPT="text/html").headers["Content-Type"] == "application/json"
    assert desk.get(query="format=html", HTTP_ACCEPT="application/json").headers["Content-Type"].startswith("text/html")
