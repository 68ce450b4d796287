"""Remote mode: the server answers; where it does not, it is asked once more, and then not at all for a while."""

import logging
import socket
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from scams.client import Client
from tests.scams.client.academy import Academy
from tests.scams.client.conftest import MakeClient
from tests.scams.client.servers import RawServer, WsgiServer, answering, eventually, read_request
from tests.scams.deck.database import add_client, revoke

WARNINGS = "/api/v1/warnings"


WARNING = "01939b9e-7c1d-7abc-8def-0123456789ab"


def asked(server: WsgiServer) -> int:
    """How often a warning was asked for."""
    return server.paths().count(WARNINGS)


class Failing:
    """The academy, but the first so many warnings are answered by another application."""

    def __init__(self, academy: Academy, times: int, status: str) -> None:
        self.academy = academy
        self.times = times
        self.failure = answering(status)

    def __call__(self, environ: Any, start: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] != WARNINGS or self.times <= 0:
            return self.academy(environ, start)
        self.times -= 1
        said: list[bytes] = self.failure(environ, start)
        return said


def test_the_server_answers(make_client: MakeClient, server: WsgiServer, academy: Academy) -> None:
    client = make_client(server.url)
    warning = client.warning([("task-rebate", 0.93)], level="hold", locale="zh-CN")
    assert warning.source == "remote"
    assert warning.answer.deck == academy.version
    assert warning.answer.warning_id == warning.warning_id
    assert warning.answer.card.id == "task-rebate.adult.zh-Hans"
    assert (warning.answer.card.level, warning.answer.matched.score) == ("hold", 0.93)


def test_everything_the_caller_says_reaches_the_server(make_client: MakeClient, server: WsgiServer) -> None:
    client = make_client(server.url)
    client.warning(
        ["mps:刷单返利类"], "warn", "en", audience="sme", channel="app", amount={"value": "5.00", "currency": "CNY"},
        signals=["on-call"], subject="u-1", seen={"v": 2}, warning_id=WARNING,
        answers=[{"question": "q1", "answer": "yes"}], ladder={"taken": "warn", "answer": "proceed"}, tree=True,
    )  # fmt: skip
    (request,) = [one for one in server.asked if one.path == WARNINGS]
    assert request.body.decode() == (
        '{"fraud_types":[{"code":"mps:刷单返利类"}],"level":"warn","locale":"en","audience":"sme","channel":"app",'
        '"amount":{"value":"5.00","currency":"CNY"},"signals":["on-call"],"subject":"u-1","seen":{"v":2},'
        f'"warning_id":"{WARNING}","answers":[{{"question":"q1","answer":"yes"}}],'
        '"ladder":{"taken":"warn","answer":"proceed"},"tree":true}'
    )
    assert request.headers["Content-Type"] == "application/json"


def test_connections_are_kept_open(make_client: MakeClient, server: WsgiServer) -> None:
    client = make_client(server.url)
    assert [client.warning("gain").source for _ in range(5)] == ["remote"] * 5
    assert len({one.connection for one in server.asked if one.path == WARNINGS}) == 1


def test_a_server_below_a_path_is_asked_there(make_client: MakeClient, server: WsgiServer) -> None:
    make_client(f"{server.url}/shield/").warning("gain")
    assert f"/shield{WARNINGS}" in server.paths()


def test_a_connection_that_died_costs_no_answer(make_client: MakeClient) -> None:
    """Each connection is good for one request, and hangs up in the middle of the next."""
    body = b'{"warning_id":"7","card":{"headline":"Wait","safe_action":{"label":"Stop"}}}'

    def once(connection: socket.socket, _number: int) -> None:
        if read_request(connection).startswith(b"POST"):
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
            connection.recv(1)

    with RawServer(once) as server:
        client = make_client(server.url)
        warnings = [client.warning("gain") for _ in range(3)]
    assert [(one.source, one.body, one.warning_id) for one in warnings] == [("remote", body, "7")] * 3


def test_a_restarted_server_costs_no_answer(make_client: MakeClient, academy: Academy) -> None:
    with WsgiServer(academy) as server:
        client = make_client(server.url)
        assert client.warning("gain").source == "remote"
    with WsgiServer(academy, port=server.port):
        assert client.warning("gain").source == "remote"


@pytest.mark.parametrize("status", ["500 Oh", "502 Bad Gateway", "504 Gateway Timeout"])
def test_a_server_that_breaks_is_asked_once_more(make_client: MakeClient, academy: Academy, status: str) -> None:
    with WsgiServer(Failing(academy, 1, status)) as server:
        client = make_client(server.url)
        assert (client.warning("gain").source, asked(server)) == ("remote", 2)


def test_it_is_not_asked_a_third_time(make_client: MakeClient, academy: Academy) -> None:
    with WsgiServer(Failing(academy, 2, "500 Oh")) as server:
        client = make_client(server.url)
        assert client.ready(30)
        assert (client.warning("gain").source, asked(server)) == ("replica", 2)
        assert client.status().failures == 1


@pytest.mark.parametrize(
    "status", ["400 Bad", "404 No", "413 Large", "422 Unfit", "429 Many", "503 Later", "302 There", "204 Nothing"]
)
def test_a_refusal_is_taken_for_an_answer_and_not_asked_again(
    make_client: MakeClient, academy: Academy, status: str
) -> None:
    with WsgiServer(Failing(academy, 100, status)) as server:
        client = make_client(server.url)
        assert client.ready(30)
        assert [client.warning("gain").source for _ in range(7)] == ["replica"] * 7
        assert (asked(server), client.status().failures) == (7, 0)
        assert client.status().troubles["remote"] == f"the server said {status[:3]}"


def test_a_wrong_key_is_told_but_still_gets_a_card(
    make_client: MakeClient, server: WsgiServer, caplog: pytest.LogCaptureFixture
) -> None:
    client = make_client(server.url, "sc_12345678_wrong")
    assert [client.warning("gain").source for _ in range(3)] == ["last-resort"] * 3
    assert client.status().troubles["remote"].startswith("the server said 401 Send a valid key")
    told = [one.getMessage() for one in caplog.records if "answered without the server" in one.getMessage()]
    assert len(told) == 1
    assert "sc_12345678" not in caplog.text
    assert "sc_12345678" not in repr(client)


def test_a_key_without_the_deck_has_no_replica(make_client: MakeClient, server: WsgiServer, academy: Academy) -> None:
    key = add_client(academy.database, "poor", ("warnings:read",))
    academy.store.refresh()
    client = make_client(server.url, key)
    assert client.warning("gain").source == "remote"
    eventually(lambda: "deck:read" in client.status().troubles.get("replica", ""))
    assert not client.ready(0.01)
    server.application = answering("503 Later")
    assert client.warning("gain").source == "last-resort"


def test_a_key_that_is_revoked_meanwhile_still_gets_the_replicas_card(
    make_client: MakeClient, server: WsgiServer, academy: Academy
) -> None:
    client = make_client(server.url)
    assert client.ready(30)
    revoke(academy.database, "engine")
    academy.store.refresh()
    assert client.warning("task-rebate").answer.card.fraud_type == "task-rebate"
    assert client.status().source == "replica"


def test_a_dead_server_is_left_alone_and_taken_back(
    make_client: MakeClient, academy: Academy, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "scams.client")
    with WsgiServer(Failing(academy, 1000, "500 Oh")) as server:
        client = make_client(server.url)
        assert client.ready(30)
        for _ in range(5):
            client.warning("gain")
        before = [one for one in server.asked if one.path == WARNINGS and one.body != b'{"fraud_types":[]}']
        assert [client.warning("gain").source for _ in range(50)] == ["replica"] * 50
        after = [one for one in server.asked if one.path == WARNINGS and one.body != b'{"fraud_types":[]}']
        assert len(before) == len(after) == 10
        server.application = academy
        eventually(lambda: client.warning("gain").source == "remote")
        assert client.status().failures == 0
    assert "the warnings server is down" in caplog.text
    assert "the warnings server is back" in caplog.text


def test_answers_are_counted_by_who_gave_them(make_client: MakeClient, server: WsgiServer) -> None:
    client = make_client(server.url)
    assert client.status().source == ""
    assert client.ready(30)
    client.warning("gain")
    server.application = answering("503 Later")
    client.warning("gain")
    status = client.status()
    assert (status.source, status.answers) == ("replica", {"remote": 1, "replica": 1, "last-resort": 0})


def test_a_closed_client_still_answers(make_client: MakeClient, server: WsgiServer, folder: Path) -> None:
    client = make_client(server.url, folder=folder)
    assert client.ready(30)
    client.close()
    assert client.warning("task-rebate").source == "replica"
    assert client.status().events_waiting == -1


@pytest.mark.parametrize(
    ("url", "key", "options", "field"),
    [
        ("ftp://a.example", "k", {}, "url"),
        ("http://", "k", {}, "url"),
        ("https://u:p@a.example", "k", {}, "url"),
        ("https://a.example/?x", "k", {}, "url"),
        ("https://a.example:99999", "k", {}, "url"),
        ("https://a.example", "", {}, "key"),
        ("https://a.example", "k\r\nX: y", {}, "key"),
        ("https://a.example", "k", {"mode": "both"}, "mode"),
        ("https://a.example", "k", {"timeout": 0}, "timeout"),
        ("https://a.example", "k", {"refresh": -1}, "refresh"),
        ("https://a.example", "k", {"events_most": 0}, "events_most"),
        ("https://a.example", "k", {"trusted_keys": ["AAAA"]}, "trusted_keys"),
        ("https://a.example", "k", {"trusted_keys": []}, "trusted_keys"),
        ("http://a.example", "k", {"mode": "replica"}, "trusted_keys"),
    ],
)
def test_what_cannot_be_right_is_refused_at_the_start(url: str, key: str, options: dict[str, Any], field: str) -> None:
    with pytest.raises(ValueError, match=f"^{field}: "):
        Client(url, key, **options)
