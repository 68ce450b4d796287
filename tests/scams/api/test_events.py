"""The events' door: who may come in, what is taken, and that nothing is acknowledged that is not kept."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from scams.api.events import BODY_LIMIT, PATH, EventsEndpoint, NoEventsEndpoint
from scams.api.health import not_found
from scams.api.ledger import Ledger
from scams.api.metrics import exposition
from scams.client import Client
from scams.deck.snapshot import SqliteSource
from scams.deck.store import Store
from scams.outcomes.journal import journal_for
from tests.scams.api.conftest import Answer, call
from tests.scams.api.hostile import KINDS, hostile
from tests.scams.api.test_hostile import post
from tests.scams.deck.database import add_client
from tests.scams.outcomes.sending import CARD, SUBJECTS, WHOLE, body, event

HOSTILE = 1000
"""Bodies of each kind."""


class Desk:
    """The endpoint over a database of its own, and keys."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.keys = {
            "engine": add_client(path, "engine"),
            "other": add_client(path, "other", ("events:write",)),
            "reader": add_client(path, "reader", ("warnings:read", "deck:read")),
            "revoked": add_client(path, "revoked", revoked=True),
            "limited": add_client(path, "limited", rate=2),
        }
        self.store = Store(SqliteSource(path))
        self.store.refresh()
        journal = journal_for(f"sqlite:///{path}")
        self.endpoint = EventsEndpoint(self.store, not_found, journal=journal, subjects=SUBJECTS)

    def send(self, *events: Any, key: str = "engine", content: bytes | None = None, **environ: Any) -> Answer:
        sent = body(*events) if content is None else content
        headers = {"HTTP_AUTHORIZATION": f"Bearer {self.keys[key]}", **environ}
        return call(self.endpoint, PATH, body=sent, **headers)

    def kept(self, columns: str = "client, kind") -> list[tuple[Any, ...]]:
        query = f"SELECT {columns} FROM scams_outcomeevent ORDER BY number"  # noqa: S608 - our own names
        with closing(sqlite3.connect(self.path)) as file:
            return file.execute(query).fetchall()


@pytest.fixture
def desk(database_file: Path) -> Iterator[Desk]:
    made = Desk(database_file)
    yield made
    made.store.stop()


def said(accepted: int, duplicate: int = 0, rejected: list[int] | None = None) -> tuple[int, int, list[int]]:
    return accepted, duplicate, rejected or []


def counts(reply: Answer) -> tuple[int, int, list[int]]:
    assert reply.status == 202
    found = reply.json()
    assert set(found) == {"accepted", "duplicate", "rejected"}
    assert all(set(one) == {"index", "reason"} for one in found["rejected"])
    return found["accepted"], found["duplicate"], [one["index"] for one in found["rejected"]]


def test_one_of_every_kind_is_kept(desk: Desk) -> None:
    reply = desk.send(*(event(kind, **members) for kind, members in WHOLE.items()))
    assert counts(reply) == said(len(WHOLE))
    assert (reply.headers["Content-Type"], reply.headers["Cache-Control"]) == ("application/json", "no-store")
    assert desk.kept() == [("engine", kind) for kind in WHOLE]


def test_new_repeated_and_wrong_events_are_told_apart_and_account_for_all(desk: Desk) -> None:
    first, second = event(), event()
    assert counts(desk.send(first)) == said(1)
    wrong = event(at="2026-01-02T03:04:05")
    reply = desk.send(first, wrong, second, second, 5)
    assert counts(reply) == said(1, 2, [1, 4])
    assert [one["reason"].split(":")[0] for one in reply.json()["rejected"]] == ["at", "event"]
    assert len(desk.kept()) == 2


def test_a_batch_in_which_all_is_wrong_is_answered_too(desk: Desk) -> None:
    assert counts(desk.send(1, 2)) == said(0, 0, [0, 1])
    assert desk.kept() == []


def test_one_clients_ids_and_warnings_are_not_anothers(desk: Desk) -> None:
    sent = event("proceed")
    replies = [desk.send(sent, key=key) for key in ("engine", "other", "engine", "other")]
    assert [counts(reply) for reply in replies] == [said(1), said(1), said(0, 1), said(0, 1)]
    assert desk.kept() == [("engine", "proceed"), ("other", "proceed")]


@pytest.mark.parametrize(
    ("key", "environ", "status"),
    [
        ("engine", {"HTTP_AUTHORIZATION": None}, 401),
        ("engine", {"HTTP_AUTHORIZATION": "Bearer sc_00000000_wrong"}, 401),
        ("engine", {"HTTP_AUTHORIZATION": "Basic eA=="}, 401),
        ("revoked", {}, 401),
        ("reader", {}, 403),
        ("engine", {"REQUEST_METHOD": "GET"}, 405),
        ("engine", {"REQUEST_METHOD": "PUT"}, 405),
    ],
)
def test_whoever_may_not_leaves_nothing(desk: Desk, key: str, environ: dict[str, Any], status: int) -> None:
    reply = desk.send(event(), key=key, **environ)
    assert (reply.status, reply.fields()) == (status, [])
    assert desk.kept() == []
    assert desk.endpoint.counts.events_refused == {status: 1}


def test_other_paths_are_left_alone(desk: Desk) -> None:
    for path in (f"{PATH}/", "/api/v1/event", "/"):
        assert call(desk.endpoint, path, body=body(event())).status == 404


def test_over_its_rate_a_client_is_told_when_to_come_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scams.api.limits.monotonic", lambda: 1000.0)
    replies = [desk.send(event(), key="limited") for _ in range(6)]
    assert [reply.status for reply in replies] == [202] * 4 + [429] * 2
    assert replies[-1].headers["Retry-After"] == "1"
    assert len(desk.kept()) == 4


def test_a_body_of_the_most_bytes_is_read_and_a_larger_one_is_not(desk: Desk) -> None:
    whole = body(event())
    assert counts(desk.send(content=whole.ljust(BODY_LIMIT))) == said(1)
    for environ in ({}, {"CONTENT_LENGTH": str(BODY_LIMIT + 1)}, {"CONTENT_LENGTH": "9" * 50}):
        content = whole.ljust(BODY_LIMIT + 1) if not environ else whole
        reply = desk.send(content=content, **environ)
        assert (reply.status, reply.fields()) == (413, ["body"])
    assert len(desk.kept()) == 1


def test_a_body_that_is_no_batch_is_refused_with_the_field(desk: Desk) -> None:
    for content, field in ((b"", "body"), (b"[]", "body"), (b"{}", "events"), (b'{"events": []}', "events")):
        reply = desk.send(content=content)
        assert (reply.status, reply.fields()) == (422, [field])
    assert desk.send(*range(1001)).fields() == ["events"]


def test_a_full_batch_of_the_longest_events_has_half_the_bytes_there_may_be(desk: Desk) -> None:
    sent = [event("shown", **WHOLE["shown"]) for _ in range(1000)]
    assert len(body(*sent)) < BODY_LIMIT * 0.6
    assert counts(desk.send(*sent)) == said(1000)


def test_tokens_are_kept_as_keyed_hashes_and_never_told_or_logged(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    tokens = {"subject": "token-of-the-payer", "payee": "token-of-the-payee"}
    good, bad = event("shown", card=CARD, **tokens), event("shown", card=5, **tokens)
    reply = desk.send(good, bad, name="token-of-the-name")
    assert counts(reply) == said(1, 0, [1])
    everything = [desk.path, *desk.path.parent.glob(f"{desk.path.name}-*")]
    assert [file for file in everything if b"token-of" in file.read_bytes()] == []
    assert "token-of" not in caplog.text + reply.body.decode()
    assert desk.kept("subject, payee") == [tuple(SUBJECTS.hashed(token) for token in tokens.values())]


def test_the_card_of_last_resort_is_one_that_events_can_be_about(desk: Desk) -> None:
    with Client("http://127.0.0.1:1", "sc_1", mode="replica") as client:
        card = client.warning("task-rebate", level="hold", locale="zh-HK").answer.card
    facts = {name: getattr(card, name) for name in CARD}
    assert facts["variant"].endswith("last-resort")
    assert counts(desk.send(event("shown", card=facts))) == said(1)


# --- Hostile


@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_body_never_finds_a_fault_of_ours(desk: Desk, kind: str) -> None:
    for sent in hostile(kind, HOSTILE):
        environ = {"PATH_INFO": PATH}
        plain = post(desk.endpoint, desk.keys["engine"], sent, **environ)
        inside = sent._replace(body=b'{"events": [%b]}' % sent.body)
        wrapped = post(desk.endpoint, desk.keys["engine"], inside, **environ)
        for reply in (plain, wrapped):
            assert reply.status in (202, 401, 413, 422), (reply.status, sent.body[:200])
        assert plain.status != 202
    assert desk.kept() == []


def test_an_event_cut_off_anywhere_is_never_taken(desk: Desk) -> None:
    whole = body(event("shown", **WHOLE["shown"]))
    assert {desk.send(content=whole[:length]).status for length in range(len(whole))} == {422}
    assert desk.kept() == []


# --- Trouble


def test_while_the_database_is_away_callers_keep_their_events(desk: Desk) -> None:
    sent = [event(), event()]
    assert counts(desk.send(sent[0])) == said(1)
    away = desk.path.rename(desk.path.with_name("away"))
    reply = desk.send(*sent)
    assert (reply.status, reply.headers["Retry-After"], reply.fields()) == (503, "1", [])
    away.rename(desk.path)
    while (reply := desk.send(*sent)).status == 503:
        pass
    assert counts(reply) == said(1, 1)
    assert len(desk.kept()) == 2
    assert list(desk.endpoint.counts.events_refused) == [503]


def test_a_server_without_a_deck_says_so(tmp_path: Path) -> None:
    store = Store(SqliteSource(tmp_path / "none"))
    journal = journal_for(f"sqlite:///{tmp_path / 'none'}")
    endpoint = EventsEndpoint(store, not_found, journal=journal, subjects=SUBJECTS)
    assert call(endpoint, PATH, body=body(event()), HTTP_AUTHORIZATION="Bearer sc_1").status == 503


def test_a_fault_of_ours_is_written_down_and_told_without_details(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        def append(self, client: str, events: Any) -> int:
            raise ZeroDivisionError

    desk.endpoint.journal = Broken()
    reply = desk.send(event("shown", card=CARD, subject="token-of-the-payer"))
    assert (reply.status, reply.fields()) == (500, [])
    assert "ZeroDivisionError" in caplog.text
    assert "token-of" not in caplog.text


def test_a_server_of_warnings_alone_says_where_events_are_taken() -> None:
    endpoint = NoEventsEndpoint(not_found)
    reply = call(endpoint, PATH, body=body(event()))
    assert (reply.status, reply.headers["Retry-After"], reply.fields()) == (503, "60", [])
    assert PATH in reply.json()["detail"]
    assert call(endpoint, "/elsewhere").status == 404


# --- Counters


def test_events_are_counted_by_client_and_what_became_of_them(desk: Desk, tmp_path: Path) -> None:
    sent = event()
    desk.send(sent, 5, event(), 6)
    desk.send(sent)
    desk.send(event(), key="other")
    desk.send(key="reader")
    page = Ledger(tmp_path / "metrics", desk.endpoint.counts, desk.store).page()
    families = {one.name: one for one in text_string_to_metric_families(exposition([page])[1].decode())}
    taken = {(one.labels["client"], one.labels["result"]): one.value for one in families["events_taken"].samples}
    results = ("accepted", "duplicate", "rejected")
    assert taken == {
        **dict(zip((("engine", result) for result in results), (2, 1, 2), strict=True)),
        **dict(zip((("other", result) for result in results), (1, 0, 0), strict=True)),
    }
    assert {one.labels["status"]: one.value for one in families["events_refused"].samples} == {"403": 1}
