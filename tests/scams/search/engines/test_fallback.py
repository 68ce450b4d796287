"""Whatever a server answers, or does not, people are answered from the database, and it is counted why."""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from scams.search import instead
from scams.search.contract import Engine, Results, Suggestion
from scams.search.engines.elastic import ElasticEngine
from scams.search.engines.fallback import Fallback
from scams.search.engines.options import ElasticOptions
from scams.search.engines.sqlite import SqliteEngine
from tests.conftest import free_port
from tests.scams.search.engines.contract import entry, keys, query

pytestmark = pytest.mark.django_db
SOON = 0.3
FOUND = {"status": 200, "timed_out": False, "hits": {"hits": []}, "aggregations": {"groups": {"buckets": []}}}


class Server:
    """Answers everything with the same status and body, after a while."""

    def __init__(self) -> None:
        self.status, self.body, self.wait, self.asked = 200, b"{}", 0.0, 0
        self.headers = {"X-Elastic-Product": "Elasticsearch", "Content-Type": "application/json"}
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                server.asked += 1
                time.sleep(server.wait)
                self.send_response(server.status)
                for name, value in {**server.headers, "Content-Length": str(len(server.body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(server.body)

            def log_message(self, *_args: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"

    def says(self, body: Any, status: int = 200, **headers: str) -> None:
        self.body, self.status = body if isinstance(body, bytes) else json.dumps(body).encode(), status
        self.headers |= {name.replace("_", "-"): value for name, value in headers.items()}


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.http.serve_forever)
    thread.start()
    yield made
    made.http.shutdown()
    thread.join()
    made.http.server_close()


@pytest.fixture
def database() -> Engine:
    made = SqliteEngine()
    made.replace([entry(1)])
    return made


@pytest.fixture(autouse=True)
def counted(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    monkeypatch.setattr(instead, "by_reason", {})
    return instead.by_reason


def asked(url: str, database: Engine, is_behind: Callable[[], bool] = lambda: False) -> Fallback:
    return Fallback(ElasticEngine(ElasticOptions((url,), patience=SOON)), database, is_behind)


def to_all(*answers: Any) -> dict[str, Any]:
    return {"took": 1, "responses": list(answers)}


def hit(**fields: Any) -> dict[str, Any]:
    return to_all({**FOUND, "hits": {"hits": [{"_source": fields, "sort": [0, 1.5, "article:2"]}]}})


WRONG = {
    "an error": (b"{}", 500, "refused"),
    "overloaded": ({"error": {"root_cause": []}, "status": 429}, 429, "refused"),
    "no such index": ({"error": {"type": "index_not_found_exception"}, "status": 404}, 404, "no-index"),
    "a timeout of its own": (to_all({**FOUND, "timed_out": True}), 200, "slow"),
    "an error of one search": (to_all({"error": {"type": "too_many_clauses"}, "status": 400}), 200, "refused"),
    "a lack of one": (to_all({"error": {"type": "index_not_found_exception"}, "status": 404}), 200, "no-index"),
    "two answers to one question": (to_all(FOUND, FOUND), 200, "malformed"),
    "no answers": (to_all(), 200, "malformed"),
    "an answer that is none": (to_all(None), 200, "malformed"),
    "a gateway's timeout": (b"{}", 504, "slow"),
    "a list": ([], 200, "malformed"),
    "nothing": (b"", 200, "malformed"),
    "half of an answer": (b'{"timed_out": false, "hits": {"hi', 200, "malformed"),
    "no UTF-8": (b'{"timed_out": "\xff\xfe"}', 200, "malformed"),
    "another's answer": ({"result": "ok"}, 200, "malformed"),
    "groups of others": (
        to_all({**FOUND, "aggregations": {"groups": {"buckets": [{"key": "x", "doc_count": 1}]}}}),
        200,
        "malformed",
    ),
    "hits without texts": (hit(key="article:2"), 200, "malformed"),
    "hits of an unknown kind": (
        hit(key="a", kind="?", locale="en", title="", text=""),
        200,
        "malformed",
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_no_answer_is_answered_by_the_database(
    wrong: str, server: Server, database: Engine, counted: dict[str, int]
) -> None:
    body, status, reason = WRONG[wrong]
    server.says(body, status)
    assert keys(asked(server.url, database).search(query("刷单"))) == ["article:1"]
    assert counted == {reason: 1}


def test_suggestions_come_from_the_database_too(server: Server, database: Engine, counted: dict[str, int]) -> None:
    server.says(to_all({"status": 200, "hits": {"hits": [{"_source": {"title": 7}}]}}))
    assert asked(server.url, database).suggest("刷", "zh-Hans") == [Suggestion("刷单返利", "/1/")]
    assert counted == {"malformed": 1}


@pytest.mark.parametrize(
    "headers", [{"Content_Type": "text/html"}, {"Content_Encoding": "gzip"}, {"X_Elastic_Product": "other"}]
)
def test_a_server_that_is_something_else(
    headers: dict[str, str], server: Server, database: Engine, counted: dict[str, int]
) -> None:
    server.says(b"<html>", **headers)
    assert asked(server.url, database).search(query("刷单")).total == 1
    assert sum(counted.values()) == 1


def test_an_answer_is_taken_though_it_finds_nothing(server: Server, database: Engine, counted: dict[str, int]) -> None:
    server.says(to_all(FOUND))
    assert asked(server.url, database).search(query("刷单")) == Results()
    assert counted == {}


def test_nobody_waits_for_one_that_is_slow_again_and_again(
    server: Server, database: Engine, counted: dict[str, int]
) -> None:
    server.wait = SOON * 2
    engine = asked(server.url, database)
    assert [engine.search(query("刷单")).total for _ in range(10)] == [1] * 10
    assert counted == {"slow": 3, "paused": 7}
    assert server.asked == 3


def test_one_that_is_not_there_is_told_of_once_and_its_return_too(
    server: Server, database: Engine, counted: dict[str, int], caplog: pytest.LogCaptureFixture
) -> None:
    engine = asked(f"http://127.0.0.1:{free_port()}", database)
    with caplog.at_level(logging.WARNING, "scams.search"):
        assert [engine.search(query("刷单")).total for _ in range(10)] == [1] * 10
        engine.first = ElasticEngine(ElasticOptions((server.url,)))
        engine.breaker.pause = 0.0
        engine.breaker.failed()
        server.says(to_all(FOUND))
        assert engine.search(query("刷单")).total == 0
    assert counted == {"unreachable": 3, "paused": 7}
    assert [record.message[:31] for record in caplog.records if record.name.startswith("scams")] == [
        "elasticsearch has no answer, sq",
        "elasticsearch answers again",
    ]


def test_one_that_is_behind_is_not_asked(server: Server, database: Engine, counted: dict[str, int]) -> None:
    server.says(to_all(FOUND))
    engine = asked(server.url, database, is_behind=lambda: True)
    assert (engine.search(query("刷单")).total, server.asked, counted) == (1, 0, {"behind": 1})
