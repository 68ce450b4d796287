"""`/healthz` (alive) and `/readyz` (can serve), answered ahead of Django like the hot endpoint."""

from collections.abc import Callable, Iterable

import msgspec

from scams.api.warnings import Environ, StartResponse
from scams.deck.store import Store


class HealthEndpoint:
    """A WSGI callable for the two health paths; `then` gets every other path."""

    def __init__(self, store: Store, then: Callable[[Environ, StartResponse], Iterable[bytes]]) -> None:
        """Report on the state of `store`."""
        self.store = store
        self.then = then

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer the two health paths with 200, or 503 when there is no deck to answer from."""
        path = environ["PATH_INFO"]
        if path == "/healthz":
            return _answer(start_response, "200 OK", {"alive": True})
        if path == "/readyz":
            state = self.store.state
            if state is None:
                return _answer(start_response, "503 Service Unavailable", {"ready": False})
            return _answer(start_response, "200 OK", {"ready": True, "deck": state.version})
        return self.then(environ, start_response)


def _answer(start_response: StartResponse, status: str, members: dict[str, object]) -> Iterable[bytes]:
    body = msgspec.json.encode(members)
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
    start_response(status, headers)
    return (body,)


def not_found(_environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Answer 404 as a problem: what the endpoint alone says of paths it does not have."""
    from scams.api.problems import CONTENT_TYPE, Problem

    problem = Problem(404, "There is nothing here.")
    body = problem.body()
    start_response(problem.status_line, [("Content-Type", CONTENT_TYPE), ("Content-Length", str(len(body)))])
    return (body,)
