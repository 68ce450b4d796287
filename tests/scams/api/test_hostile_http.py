"""Hostile bodies and broken HTTP to a real server: it refuses them, and goes on answering everybody else."""

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from scams.api.warnings import BODY_LIMIT
from tests.conftest import Demo, RunningSite, start_site, stop_site
from tests.scams.api.hostile import KINDS, Hostile, hostile, named
from tests.scams.api.raw_http import Line, chunked

PLAIN = b'{"fraud_types": []}'
POST = b"POST /api/v1/warnings HTTP/1.1"
CLOSE = b"Connection: close"
CHUNKED = b"Transfer-Encoding: chunked"


@pytest.fixture(scope="module")
def alone(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """The warnings served alone by one process, which must not fall and has nothing to write down as its fault."""
    data_dir = Path(shutil.copytree(demo.data_dir, tmp_path_factory.mktemp("alone") / "data"))
    running = start_site(demo, data_dir, "serve_warnings", workers=1)
    yield running
    stop_site(running)
    log = (data_dir / "serve_warnings.log").read_text()
    assert log.count("started (process") == 1
    assert "Traceback" not in log
    assert "could not be answered" not in log


def request(
    site: RunningSite,
    body: bytes = PLAIN,
    *headers: bytes,
    line: bytes = POST,
    host: bytes = b"Host: localhost",
    length: bytes | None = b"",
) -> bytes:
    """Return a request as bytes, with the length of the body, another, or none."""
    head = [line, *([host] if host else []), b"Authorization: Bearer " + site.key.encode(), *headers]
    if length is not None:
        head.append(b"Content-Length: " + (length or b"%d" % len(body)))
    return b"\r\n".join([*head, b"", body])


def assert_well(site: RunningSite) -> None:
    """A caller who comes now is answered."""
    with Line(site.url) as line:
        line.send(request(site))
        reply = line.reply()
    assert reply is not None
    assert named(reply, PLAIN) == "a card"


def sendable(sent: Hostile) -> tuple[bytes, ...]:
    """Return the headers of a hostile request that a server lets pass."""
    headers = {"Content-Type": sent.content_type or "", **sent.headers}
    return tuple(
        f"{name}: {value}".encode("latin-1", "replace") for name, value in headers.items() if "\x00" not in value
    )


def as_sent(site: RunningSite, sent: Hostile, chance: Random) -> bytes:
    """Return a hostile request as bytes, its body in one piece or in chunks."""
    if chance.random() < 0.5:
        return request(site, sent.body, *sendable(sent))
    body = chunked(sent.body, *chance.choices([1, 2, 3, 100, 5000], k=3))
    return request(site, body, *sendable(sent), CHUNKED, length=None)


@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_body_is_answered_over_the_wire_and_so_are_others_between(alone: RunningSite, kind: str) -> None:
    chance = Random(kind)  # noqa: S311 - chance that can be repeated is wanted
    line = Line(alone.url)
    for number, sent in enumerate(hostile(kind, 600)):
        line.send(as_sent(alone, sent, chance))
        reply = line.reply()
        assert reply is not None or len(sent.body) > BODY_LIMIT, sent
        assert reply is None or named(reply, sent)
        if reply is None or reply.status == 413:  # the server hangs up on what it does not read
            line.close()
            line = Line(alone.url)
        elif number % 10 == 0:
            line.send(request(alone))
            reply = line.reply()
            assert reply is not None
            assert named(reply, PLAIN) == "a card", sent
    line.close()
    assert_well(alone)


ODD: dict[str, tuple[dict[str, Any], set[int]]] = {
    "a length of less than there is": ({"length": b"5"}, {422}),
    "a negative length": ({"length": b"-1"}, {400}),
    "a length that is no number": ({"length": b"abc"}, {400}),
    "a length of strange digits": ({"length": "²²²²²".encode("latin-1")}, {400}),
    "a length of too many digits": ({"length": b"9" * 5000}, {400}),
    "a length over the limit": ({"length": b"9999999999"}, {413}),
    "two lengths": ({"headers": [b"Content-Length: 5"]}, {400}),
    "no length": ({"length": None}, {422}),
    "a length and chunks": ({"headers": [CHUNKED]}, {400, 422}),
    "chunks of no size": ({"body": b"zz\r\n{}\r\n0\r\n\r\n", "headers": [CHUNKED], "length": None}, {400, 422}),
    "chunks of too large a size": ({"body": b"f" * 20 + b"\r\n{}", "headers": [CHUNKED], "length": None}, {400, 422}),
    "chunks over the limit": ({"body": chunked(b" " * 40_000, 5, 9000), "headers": [CHUNKED], "length": None}, {413}),
    "chunks that are packed": ({"headers": [b"Transfer-Encoding: gzip, chunked"], "length": None}, {400, 422}),
    "another transfer encoding": ({"headers": [b"Transfer-Encoding: gzip"], "length": None}, {400}),
    "a trailer": ({"body": chunked(PLAIN)[:-2] + b"X-A: 1\r\n\r\n", "headers": [CHUNKED], "length": None}, {200}),
    "an expectation nobody knows": ({"headers": [b"Expect: 200-ok"]}, {200, 417}),
    "a header of 60 KB": ({"headers": [b"X-Long: " + b"a" * 60_000]}, {200, 431}),
    "a header of 2 MB": ({"headers": [b"X-Long: " + b"a" * 2_000_000]}, {431}),
    "500 headers": ({"headers": [b"X-%d: a" % number for number in range(500)]}, {431}),
    "a null byte in a header": ({"headers": [b"X-Bad: a\x00b"]}, {400}),
    "bytes of no encoding in a header": ({"headers": [b"X-Odd: \xff\xfe\xc3"]}, {200, 400}),
    "a header without a name": ({"headers": [b": a"]}, {400}),
    "a header without a colon": ({"headers": [b"nonsense"]}, {400}),
    "a header over two lines": ({"headers": [b"X-A: a", b" b"]}, {200, 400}),
    "HTTP/1.0": ({"line": b"POST /api/v1/warnings HTTP/1.0"}, {200}),
    "HTTP/2.0 in so many words": ({"line": b"POST /api/v1/warnings HTTP/2.0"}, {400}),
    "HTTP/0.9": ({"line": b"POST /api/v1/warnings"}, {400}),
    "HEAD": ({"line": b"HEAD /api/v1/warnings HTTP/1.1", "body": b""}, {405}),
    "OPTIONS": ({"line": b"OPTIONS /api/v1/warnings HTTP/1.1", "body": b""}, {405}),
    "OPTIONS of everything": ({"line": b"OPTIONS * HTTP/1.1", "body": b""}, {400, 404}),
    "TRACE": ({"line": b"TRACE /api/v1/warnings HTTP/1.1", "body": b""}, {405}),
    "CONNECT": ({"line": b"CONNECT localhost:80 HTTP/1.1", "body": b""}, {400, 404, 405}),
    "a method nobody knows": ({"line": b"BREW /api/v1/warnings HTTP/1.1"}, {405}),
    "a method of 5 KB": ({"line": b"BREW" * 1250 + b" /api/v1/warnings HTTP/1.1"}, {400, 405}),
    "a method of no encoding": ({"line": b"B\xff /api/v1/warnings HTTP/1.1"}, {400}),
    "no path": ({"line": b"POST  HTTP/1.1"}, {400}),
    "a whole address for a path": ({"line": b"POST http://elsewhere/api/v1/warnings HTTP/1.1"}, {200}),
    "a path of 70 KB": ({"line": b"POST /" + b"a" * 70_000 + b" HTTP/1.1"}, {414}),
    "a packed body": ({"body": gzip.compress(PLAIN), "headers": [b"Content-Encoding: gzip"]}, {422}),
    "a wish for another protocol": ({"headers": [b"Upgrade: h2c", b"HTTP2-Settings: AAA"]}, {200}),
    "no host": ({"host": b""}, {200, 400}),
    "two hosts": ({"headers": [b"Host: elsewhere"]}, {200, 400}),
    "two keys": ({"headers": [b"Authorization: Bearer no"]}, {200, 400, 401}),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_http_is_answered_or_refused_and_the_next_caller_is_answered(alone: RunningSite, name: str) -> None:
    parts, expected = ODD[name]
    with Line(alone.url) as good, Line(alone.url) as line:
        good.send(request(alone))
        raw = request(
            alone, parts.get("body", PLAIN), CLOSE, *parts.get("headers", []), **_but(parts, "body", "headers")
        )
        line.send(raw)
        first = line.reply()
        if first is None:  # hung up on, which only who is to be refused may be
            assert min(expected) >= 400
        else:
            assert first.status in expected
        assert all(reply.status < 500 for reply in line.replies())
        reply = good.reply()
        assert reply is not None
        assert reply.status == 200
    assert_well(alone)


def _but(parts: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: part for name, part in parts.items() if name not in names}


UNFINISHED = [
    b"",
    b"\r\n\r\n",
    b"POST",
    b"POST /api/v1/warnings HTTP/1.1\r\nHost: localhost\r\nAuthor",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 20,
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"\x00" * 10_000,
    b"GET / HTTP/1.1\n\n",
]


@pytest.mark.parametrize("raw", UNFINISHED, ids=lambda raw: repr(raw[:12]))
def test_who_hangs_up_in_the_middle_harms_nobody(alone: RunningSite, raw: bytes) -> None:
    for _ in range(20):
        with Line(alone.url) as line:
            line.send(raw)
            line.hang_up()
    assert_well(alone)


@pytest.mark.parametrize("sent", [0, 1, 10, len(PLAIN) - 1])
@pytest.mark.parametrize("politely", [True, False], ids=["half", "at once"])
def test_who_promises_more_than_is_sent_and_hangs_up_harms_nobody(
    alone: RunningSite, sent: int, politely: bool
) -> None:
    for length, headers, body in (
        (b"%d" % len(PLAIN), [], PLAIN[:sent]),
        (None, [CHUNKED], chunked(PLAIN, 4)[: 10 + sent]),
    ):
        for _ in range(10):
            with Line(alone.url) as line:
                line.send(request(alone, body, *headers, length=length))
                if politely:
                    line.hang_up()
                    assert all(reply.status < 500 for reply in line.replies())
    assert_well(alone)


def test_requests_sent_all_at_once_are_answered_in_turn(alone: RunningSite) -> None:
    with Line(alone.url) as line:
        bodies = [PLAIN, b"{", PLAIN, b"", b'{"fraud_types": 5}', PLAIN] * 50
        line.send(b"".join(request(alone, body) for body in bodies))
        answers = [line.reply() for _ in bodies]
    about = [named(reply, None) for reply in answers if reply is not None]
    assert about == ["a card", "body", "a card", "body", "fraud_types", "a card"] * 50


def test_a_caller_who_asks_first_is_told_to_go_on(alone: RunningSite) -> None:
    with Line(alone.url) as line:
        line.send(request(alone, b"", b"Expect: 100-continue", length=b"%d" % len(PLAIN)))
        go_on = line.reply()
        assert go_on is not None
        assert go_on.status == 100
        line.send(PLAIN)
        reply = line.reply()
    assert reply is not None
    assert named(reply, PLAIN) == "a card"


PATHS = [
    *(b"/api/v1/%77arnings", b"//api/v1/warnings", b"/api//v1/warnings", b"/api/v1/warnings/", b"/api/v1/warnings%00"),
    *(b"/api/v1/warnings?a=%00&b=%ff&&&=", b"/api/v1/warnings?" + b"a=b&" * 2000, b"/api/v1/warnings;a=b", b"/%ff%fe"),
    *(b"/api/v1/../v1/warnings", b"/api/v1/%2e%2e/v1/warnings", b"/api/v1/warnings%2f", b"/API/V1/WARNINGS", b"/%zz"),
    *(b"/api/v1/warnings%20", b"/api/v1/warnings%0d%0aX:%20y", b"/api%2Fv1%2Fwarnings", b"/%", b"/%e8%ad%a6", b"/\xff"),
    *(
        b"/api/v1/deck%00",
        b"/api/v1/fraud-types?format=%00",
        b"/api/v1/fraud-types?format=" + b"x" * 6000,
        b"/healthz%00",
    ),
    *(
        b"/api/v1/openapi.json%00",
        b"/admin%00/",
        b"/zh-hans/%00/",
        b"/zh-hans/?q=%00",
        b"/media/%00",
        b"/documents/9/%00",
    ),
]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: repr(path[:30]))
@pytest.mark.parametrize("method", [b"POST", b"GET"], ids=["POST", "GET"])
def test_a_strange_path_is_no_fault_of_ours(alone: RunningSite, site: RunningSite, method: bytes, path: bytes) -> None:
    for server in (alone, site):
        with Line(server.url) as line:
            line.send(request(server, PLAIN, CLOSE, line=b"%b %b HTTP/1.1" % (method, path)))
            reply = line.reply()
        assert reply is not None
        assert reply.status < 500
        if reply.status >= 400 and reply.status != 400 and path.startswith(b"/api/"):
            assert reply.headers["Content-Type"] == "application/problem+json"
        assert_well(server)
