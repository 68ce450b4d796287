"""`/healthz` (alive) and `/readyz` (can serve), answered ahead of Django like the hot endpoint."""

from collections.abc import Iterable

import msgspec

from scams.api.problems import Problem
from scams.api.wsgi import Application, Environ, StartResponse, answer, refuse
from scams.deck.store import Store


class HealthEndpoint:
    """A WSGI callable for the two health paths; `then` gets every other path."""

    def __init__(self, store: Store, then: Application) -> None:
        """Report on the state of `store`."""
        self.store = store
        self.then = then

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer the two health paths with 200, or 503 when there is no deck to answer from."""
        path = environ["PATH_INFO"]
        if path == "/healthz":
            return answer(start_response, msgspec.json.encode({"alive": True}))
        if path == "/readyz":
            state = self.store.state
            if state is None:
                body = msgspec.json.encode({"ready": False})
                return answer(start_response, body, status="503 Service Unavailable")
            return answer(start_response, msgspec.json.encode({"ready": True, "deck": state.version}))
        return self.then(environ, start_response)


def not_found(_environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Answer 404 as a problem: what the endpoint alone says of paths it does not have."""
    return refuse(start_response, Problem(404, "There is nothing here."))
