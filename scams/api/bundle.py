"""`GET /api/v1/deck`, the whole deck as a signed bundle, and `GET /api/v1/deck/key`, the keys to check it with.

Answered from memory like the hot endpoint, so that replicas are refreshed while the database is down.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from scams.api.access import admit
from scams.api.problems import Problem
from scams.api.wsgi import Application, Environ, StartResponse, give, refuse
from scams.deck import wire
from scams.deck.jws import public_keys
from scams.deck.store import State, Store

PATH: Final = "/api/v1/deck"
KEY_PATH: Final = "/api/v1/deck/key"
SCOPE: Final = "deck:read"
_READING: Final = ("GET", "HEAD")


class BundleEndpoint:
    """A WSGI callable for the two paths; `then` gets every other path."""

    def __init__(self, store: Store, then: Application) -> None:
        """Give out the deck that `store` holds."""
        self.store = store
        self.then = then

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request: with the bundle, the keys, 304 or a problem."""
        path = environ["PATH_INFO"]
        if path not in (PATH, KEY_PATH):
            return self.then(environ, start_response)
        try:
            state = self._state(environ)
            if path == KEY_PATH:
                return _keys(environ, start_response, state)
            admit(environ.get("HTTP_AUTHORIZATION", ""), self.store, state, SCOPE)
        except Problem as problem:
            return refuse(start_response, problem)
        return _bundle(environ, start_response, state)

    def _state(self, environ: Environ) -> State:
        if environ["REQUEST_METHOD"] not in _READING:
            raise Problem(405, "Only GET is answered here.", Allow=", ".join(_READING))
        if self.store.state is None:
            raise Problem(503, "There is no deck yet: run `manage.py build_deck`.", Retry_After="1")
        return self.store.state


def _bundle(environ: Environ, start_response: StartResponse, state: State) -> Iterable[bytes]:
    """Answer with the deck, or 304 to a caller who has it."""
    snapshot = state.snapshot
    # The row is part of it: a deck that is served again after another has a signature of its own.
    tag = f'"{state.version}-{snapshot.row}"'
    headers = [
        ("ETag", tag),
        ("Vary", "Accept-Encoding, Authorization"),
        ("Cache-Control", "private, no-cache"),
        ("Deck-Version", state.version),
        ("Deck-Signature", ", ".join(snapshot.signatures)),
    ]
    if _names(environ.get("HTTP_IF_NONE_MATCH", ""), tag):
        start_response("304 Not Modified", headers)
        return []
    coding, body = _encoded(environ.get("HTTP_ACCEPT_ENCODING", ""), state)
    if coding:
        headers.append(("Content-Encoding", coding))
    given = give(start_response, body, "application/jsonl", *headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else given


def _keys(environ: Environ, start_response: StartResponse, state: State) -> Iterable[bytes]:
    """Answer with the public keys, for anybody."""
    body = msgspec.json.encode(public_keys(state.snapshot.signatures))
    given = give(start_response, body, "application/jwk-set+json", ("Cache-Control", "public, max-age=60"))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else given


def _names(if_none_match: str, tag: str) -> bool:
    """Return whether an If-None-Match header names the tag; a proxy may have made it a weak one."""
    named = {one.strip().removeprefix("W/") for one in if_none_match.split(",")}
    return tag in named or "*" in named


def _encoded(accepted: str, state: State) -> tuple[str, bytes]:
    """Return the best coding a caller accepts and the body in it; both were made when the deck was."""
    wanted = {name.strip() for name, _, weight in (one.partition(";") for one in accepted.split(",")) if _some(weight)}
    if "br" in wanted and state.snapshot.brotli:
        return "br", state.snapshot.brotli
    if "gzip" in wanted:
        return "gzip", wire.gzip_of(state.snapshot.payload)
    return "", wire.body_of(state.snapshot.payload)


def _some(weight: str) -> bool:
    """Return whether a weight is above nothing: `q=0.5`, or none given."""
    return not weight.strip() or any(digit in weight for digit in "123456789")
