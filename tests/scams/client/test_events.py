"""Events: taken at once, kept until the server says that it has them, and never lost in silence."""

import datetime as dt
import json
import logging
import sqlite3
import threading
import uuid
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from scams.client import Client, NotRecorded
from scams.client.buffer import Buffer
from scams.uuid7 import uuid7
from tests.scams.client.conftest import MakeClient
from tests.scams.client.servers import WsgiServer, answering, eventually

EVENTS = "/api/v1/events"
WARNING = "01a20300-1156-7593-a8b3-f58e601e7e5e"


def batches(server: WsgiServer) -> list[list[dict[str, Any]]]:
    """Return the events of each call."""
    return [json.loads(one.body)["events"] for one in server.asked if one.path == EVENTS]


class Taking:
    """A WSGI application that takes events, as many a call as it likes; what it does next is for the test to say."""

    def __init__(self, most: int = 1000) -> None:
        self.most = most
        self.taken: list[dict[str, Any]] = []
        self.say: Callable[[list[dict[str, Any]]], tuple[str, Any]] = self.accept

    def accept(self, events: list[dict[str, Any]]) -> tuple[str, Any]:
        if len(events) > self.most:
            return "413 Content Too Large", {"detail": "too many"}
        self.taken += events
        return "202 Accepted", {"accepted": len(events), "duplicate": 0, "rejected": []}

    def refuse(self, events: list[dict[str, Any]]) -> tuple[str, Any]:
        return "503 Service Unavailable", {"detail": "later"}

    def once_whole(self, count: int, said: Any) -> Callable[[list[dict[str, Any]]], tuple[str, Any]]:
        """Return what says `said` to a call of `count` events: one begun while they were recorded holds fewer."""
        return lambda events: ("202 Accepted", said) if len(events) == count else self.refuse(events)

    def __call__(self, environ: dict[str, Any], start: Any) -> Any:
        if environ["PATH_INFO"] != EVENTS:
            return answering("404 Not Found")(environ, start)
        events = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))["events"]
        status, said = self.say(events)
        return answering(status, json.dumps(said).encode())(environ, start)


@pytest.fixture
def taking() -> Taking:
    return Taking()


@pytest.fixture
def sink(taking: Taking) -> Any:
    with WsgiServer(taking) as server:
        yield server


@pytest.fixture
def client(make_client: MakeClient, sink: WsgiServer, folder: Path) -> Client:
    return make_client(sink.url, folder=folder)


def test_an_event_is_sent_as_the_api_has_it(client: Client, taking: Taking) -> None:
    warning_id, before = uuid7(), dt.datetime.now(dt.UTC)
    event_id = client.record("question_answered", warning_id, question="q1", answer="yes")
    eventually(lambda: taking.taken)
    (event,) = taking.taken
    assert event == {
        "id": event_id, "warning_id": warning_id, "type": "question_answered", "at": event["at"],
        "question": "q1", "answer": "yes",
    }  # fmt: skip
    assert str(uuid.UUID(event_id)) == event_id
    assert event["at"].endswith("Z")
    assert abs(dt.datetime.fromisoformat(event["at"]) - before) < dt.timedelta(minutes=5)


def test_an_event_may_have_an_id_already(client: Client, taking: Taking) -> None:
    own = "5d4c8f63-35a8-4b8e-b0f4-ae5e2a9c0d6e"
    assert [client.record("seen", WARNING, event_id=one) for one in (own.upper(), own)] == [own, own]
    assert client.flush()
    assert [one["id"] for one in taking.taken] == [own, own]


def test_an_event_may_have_happened_earlier_and_elsewhere(client: Client, taking: Taking) -> None:
    moment = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    client.record("shown", uuid7(), at=moment)
    assert client.flush(30)
    assert taking.taken[0]["at"] == "2026-03-02T01:30:00.000Z"


@pytest.mark.parametrize(
    ("kind", "warning_id", "fields", "field"),
    [
        ("", WARNING, {}, "type"),
        ("x" * 65, WARNING, {}, "type"),
        (None, WARNING, {}, "type"),
        ("shown", "7", {}, "warning_id"),
        ("shown", None, {}, "warning_id"),
        ("shown", WARNING, {"id": "7"}, "id"),
        ("shown", WARNING, {"type": "seen"}, "type"),
        ("shown", WARNING, {"at": dt.datetime(2026, 3, 2)}, "at"),  # noqa: DTZ001 - just that
        ("shown", WARNING, {"what": object()}, "fields"),
        ("shown", WARNING, {"what": "\ud800"}, "fields"),
        ("shown", WARNING, {"what": "x" * 20_000}, "fields"),
    ],
)
def test_a_malformed_event_is_told_with_its_field(
    client: Client, kind: Any, warning_id: Any, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValueError, match=f"^{field}: "):
        client.record(kind, warning_id, **fields)
    assert client.status().events_waiting == 0


def test_an_id_that_is_none_is_told(client: Client) -> None:
    with pytest.raises(ValueError, match=r"^event_id: expected a UUID$"):
        client.record("seen", WARNING, event_id="17")


def test_events_go_in_their_order_a_thousand_a_call(make_client: MakeClient, taking: Taking, folder: Path) -> None:
    with WsgiServer(answering("503 Later")) as server:
        client = make_client(server.url, folder=folder)
        ids = [client.record("shown", uuid7(), number=number) for number in range(2500)]
        assert client.status().events_waiting == 2500
        before = len(batches(server))
        server.application = taking
        eventually(lambda: client.flush(1))
        assert [event["id"] for event in taking.taken] == ids
        assert [len(batch) for batch in batches(server)[before:]] == [1000, 1000, 500]
        assert client.status().events_waiting == 0


@pytest.mark.parametrize(
    "status", ["404 Not Found", "401 No", "403 No", "429 Many", "500 Oh", "503 Later", "200 OK", "302 There"]
)
def test_what_the_server_cannot_take_now_is_kept(client: Client, taking: Taking, status: str) -> None:
    taking.say = lambda _events: (status, {"detail": "not now"})
    client.record("shown", uuid7())
    assert not client.flush(30)
    assert (client.status().events_waiting, client.status().events_rejected) == (1, 0)
    taking.say = taking.accept
    assert client.flush(30)
    assert len(taking.taken) == 1


@pytest.mark.parametrize(
    "said",
    [
        {},
        [],
        "taken",
        {"accepted": 1, "duplicate": 0, "rejected": []},
        {"accepted": 3, "duplicate": 0, "rejected": []},
        {"accepted": 1, "duplicate": 0, "rejected": [{"index": 2, "reason": "odd"}]},
        {"accepted": 1, "duplicate": 0, "rejected": [{"index": -1, "reason": "odd"}]},
        {"accepted": 0, "duplicate": 0, "rejected": [{"index": 0, "reason": "odd"}, {"index": 0, "reason": "odd"}]},
        {"accepted": True, "duplicate": True, "rejected": []},
    ],
)
def test_nothing_is_forgotten_on_a_word_that_does_not_cover_it(client: Client, taking: Taking, said: Any) -> None:
    taking.say = taking.refuse
    for _ in range(2):
        client.record("shown", uuid7())
    taking.say = taking.once_whole(2, said)
    assert not client.flush(30)
    assert (client.status().events_waiting, client.status().events_rejected) == (2, 0)


def test_a_repeat_counts_as_sent(client: Client, taking: Taking) -> None:
    taking.say = lambda events: ("202 Accepted", {"accepted": 0, "duplicate": len(events), "rejected": []})
    client.record("shown", uuid7())
    assert client.flush(30)


def test_what_the_server_rejects_is_put_aside_with_the_reason(
    client: Client, taking: Taking, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    taking.say = taking.refuse
    ids = [client.record("shown", uuid7()) for _ in range(3)]
    taking.say = taking.once_whole(3, {"accepted": 2, "duplicate": 0, "rejected": [{"index": 1, "reason": "odd"}]})
    eventually(lambda: client.flush(1))
    assert client.status().events_rejected == 1
    assert "odd" in caplog.text
    with closing(sqlite3.connect(folder / "events.sqlite3")) as file:
        ((event, reason, at),) = file.execute("SELECT event, reason, at FROM rejected").fetchall()
    assert (json.loads(event)["id"], reason) == (ids[1], "odd")
    assert dt.datetime.fromisoformat(at).tzinfo


def test_one_event_that_spoils_the_call_does_not_hold_up_the_others(client: Client, taking: Taking) -> None:
    def say(events: list[dict[str, Any]]) -> tuple[str, Any]:
        if any(event["type"] == "odd" for event in events):
            return "422 Unprocessable Entity", {"detail": "events[7]: odd"}
        return taking.accept(events)

    taking.say = taking.refuse
    ids = [client.record("odd" if number == 7 else "shown", uuid7()) for number in range(20)]
    taking.say = say
    eventually(lambda: client.flush(1))
    assert [event["id"] for event in taking.taken] == ids[:7] + ids[8:]
    assert client.status().events_rejected == 1


def test_a_server_that_takes_fewer_a_call_gets_fewer(client: Client, taking: Taking) -> None:
    taking.say = taking.refuse
    ids = [client.record("shown", uuid7()) for _ in range(50)]
    taking.most, taking.say = 10, taking.accept
    eventually(lambda: client.flush(1))
    assert [event["id"] for event in taking.taken] == ids


def test_a_full_buffer_is_told(make_client: MakeClient, folder: Path) -> None:
    client = make_client("http://127.0.0.1:1", folder=folder, events_most=3)
    for _ in range(3):
        client.record("shown", uuid7())
    with pytest.raises(NotRecorded, match="3 events are waiting"):
        client.record("shown", uuid7())
    assert client.status().events_waiting == 3


def test_there_is_room_again_once_some_are_sent(client: Client, taking: Taking, make_client: MakeClient) -> None:
    small = make_client(client._parts.setup.url, events_most=2)
    for _ in range(5):
        small.record("shown", uuid7())
        small.record("seen", uuid7())
        eventually(lambda: small.flush(1))
    assert len(taking.taken) == 10


def test_events_wait_for_the_next_start(
    make_client: MakeClient, sink: WsgiServer, taking: Taking, folder: Path
) -> None:
    with make_client("http://127.0.0.1:1", folder=folder) as first:
        ids = [first.record("shown", uuid7()) for _ in range(3)]
    make_client(sink.url, folder=folder)
    eventually(lambda: [event["id"] for event in taking.taken] == ids)


def test_without_a_folder_closing_sends_what_it_can(make_client: MakeClient, sink: WsgiServer, taking: Taking) -> None:
    with make_client(sink.url) as client:
        client.record("shown", uuid7())
    assert len(taking.taken) == 1
    with pytest.raises(NotRecorded, match="closed"):
        client.record("shown", uuid7())


def test_a_damaged_file_is_put_aside_and_a_new_one_begun(
    make_client: MakeClient, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder.mkdir()
    (folder / "events.sqlite3").write_bytes(b"junk" * 1000)
    client = make_client("http://127.0.0.1:1", folder=folder)
    client.record("shown", uuid7())
    assert client.status().events_waiting == 1
    (aside,) = folder.glob("events.sqlite3.damaged.*")
    assert aside.read_bytes() == b"junk" * 1000
    assert "put aside" in caplog.text


def test_a_buffer_that_cannot_be_written_to_is_told(make_client: MakeClient, folder: Path) -> None:
    folder.mkdir()
    (folder / "events.sqlite3").mkdir()  # which a file cannot be written to, not even by root
    client = make_client("http://127.0.0.1:1", folder=folder)
    with pytest.raises(NotRecorded, match="could not be written down"):
        client.record("shown", uuid7())
    assert client.status().events_waiting == -1
    assert client.warning("gain").source == "last-resort"


def test_a_folder_that_is_taken_away_is_told(make_client: MakeClient, folder: Path) -> None:
    client = make_client("http://127.0.0.1:1", folder=folder)
    client.record("shown", uuid7())
    away = folder.rename(folder.with_name("away"))
    with pytest.raises(NotRecorded, match="could not be written down"):
        client.record("shown", uuid7())
    assert client.status().events_waiting == -1
    away.rename(folder)
    client.record("shown", uuid7())
    assert client.status().events_waiting == 2


def test_a_file_that_is_taken_away_is_begun_anew(make_client: MakeClient, folder: Path) -> None:
    client = make_client("http://127.0.0.1:1", folder=folder)
    client.record("shown", uuid7())
    for file in folder.glob("events.sqlite3*"):
        file.unlink()
    client.record("shown", uuid7())
    with closing(sqlite3.connect(folder / "events.sqlite3")) as file:
        assert file.execute("SELECT count(*) FROM events").fetchone() == (1,)


def test_many_threads_record_at_once(client: Client, taking: Taking) -> None:
    ids: list[str] = []

    def record() -> None:
        ids.extend(client.record("shown", uuid7()) for _ in range(100))

    threads = [threading.Thread(target=record) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    eventually(lambda: client.flush(1))
    assert sorted(event["id"] for event in taking.taken) == sorted(ids)
    assert len(ids) == 800


def test_events_that_cannot_be_sent_are_told_once(
    client: Client, taking: Taking, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "scams.client")
    taking.say = lambda _events: ("404 Not Found", {"detail": "not yet"})
    client.record("shown", uuid7())
    sender = client._parts.sender
    assert [sender.work() > 1 for _ in range(3)] == [True] * 3
    assert client.status().troubles["events"] == "the server said 404 not yet"
    assert len([one for one in caplog.records if "sent later" in one.getMessage()]) == 1


def test_waiting_events_are_counted_without_looking_at_each(folder: Path) -> None:
    folder.mkdir()
    buffer = Buffer(folder / "events", most=100)
    for number in range(10):
        buffer.add(b"%d" % number)
    first = buffer.first(4)
    assert [one.event for one in first] == [b"0", b"1", b"2", b"3"]
    buffer.settle(first, {})
    assert buffer.waiting() == 6
    buffer.settle(buffer.first(100), {})
    assert buffer.waiting() == 0
    buffer.add(b"10")
    assert buffer.waiting() == 1
    buffer.close()
