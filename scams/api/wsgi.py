"""Answering over WSGI: the one way in which everything ahead of Django does it."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from scams.api.problems import CONTENT_TYPE, Problem

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
StartResponse = Callable[[str, Headers], Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


_JSON: Final = ("Content-Type", "application/json")
_NO_STORE: Final = ("Cache-Control", "no-store")

# A list of one, for granian sends a list at once and anything else piece by piece.


def answer(start_response: StartResponse, body: bytes, *, status: str = "200 OK") -> Iterable[bytes]:
    """Answer with a JSON body that nobody is to keep."""
    start_response(status, [_JSON, ("Content-Length", str(len(body))), _NO_STORE])
    return [body]


def refuse(start_response: StartResponse, problem: Problem) -> Iterable[bytes]:
    """Answer with a problem document."""
    headers = (_NO_STORE, *problem.headers)
    return give(start_response, problem.body(), CONTENT_TYPE, *headers, status=problem.status_line)


def give(
    start_response: StartResponse, body: bytes, content_type: str, *headers: tuple[str, str], status: str = "200 OK"
) -> Iterable[bytes]:
    """Answer with a body of some type and further headers."""
    start_response(status, [("Content-Type", content_type), ("Content-Length", str(len(body))), *headers])
    return [body]
