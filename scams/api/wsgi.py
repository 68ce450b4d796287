"""Answering over WSGI: the one way in which everything ahead of Django does it."""

from collections.abc import Callable, Iterable
from typing import Any

from scams.api.problems import CONTENT_TYPE, Problem

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
StartResponse = Callable[[str, Headers], Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


def answer(start_response: StartResponse, body: bytes, *, status: str = "200 OK") -> Iterable[bytes]:
    """Answer with a JSON body that nobody is to keep."""
    start_response(status, _headers("application/json", body))
    return (body,)


def refuse(start_response: StartResponse, problem: Problem) -> Iterable[bytes]:
    """Answer with a problem document."""
    body = problem.body()
    start_response(problem.status_line, [*_headers(CONTENT_TYPE, body), *problem.headers])
    return (body,)


def _headers(content_type: str, body: bytes) -> Headers:
    return [("Content-Type", content_type), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
