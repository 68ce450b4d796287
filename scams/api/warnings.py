"""The hot endpoint, `POST /api/v1/warnings`: from memory, without Django, database, cache or template."""

import logging
from collections import Counter
from collections.abc import Iterable
from typing import Final

import msgspec

from scams.api.keys import recognise
from scams.api.problems import Problem, from_decoding
from scams.api.wsgi import Application, Environ, StartResponse, answer, refuse
from scams.deck.match import WarningRequest, match, splice
from scams.deck.store import State, Store
from scams.uuid7 import uuid7

logger = logging.getLogger(__name__)

PATH: Final = "/api/v1/warnings"
SCOPE: Final = "warnings:read"
BODY_LIMIT: Final = 16 * 1024
"""Bytes. A request of fifty codes and signals has less than half of it."""

_UNKNOWN_MOST: Final = 1000
"""How many different unknown codes are told apart; a broken caller must not fill the memory."""

_decoder: Final = msgspec.json.Decoder(WarningRequest)


class WarningsEndpoint:
    """A WSGI callable for the hot path; `then` gets every other path."""

    def __init__(self, store: Store, then: Application) -> None:
        """Answer from the state of `store`."""
        self.store = store
        self.then = then
        self.unknown_codes: Counter[str] = Counter()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request; whatever happens, with a card or a problem."""
        if environ["PATH_INFO"] != PATH:
            return self.then(environ, start_response)
        try:
            body = self.answer(environ)
        except Problem as problem:
            return refuse(start_response, problem)
        except Exception:
            logger.exception("a warning could not be answered")
            return refuse(start_response, Problem(500, "This is our fault, and has been written down."))
        return answer(start_response, body)

    def answer(self, environ: Environ) -> bytes:
        """Return the body of the answer to one request; Problem when it is refused."""
        if environ["REQUEST_METHOD"] != "POST":
            raise Problem(405, "Only POST is answered here.", Allow="POST")
        state = self.store.state
        if state is None:
            raise Problem(503, "There is no deck yet: run `manage.py build_deck`.", Retry_After="1")
        _admit(environ.get("HTTP_AUTHORIZATION", ""), state)
        request = _decode(_body(environ))
        self._count_unknown(state, request)
        return splice(match(state.index, request), warning_id=uuid7(), version=state.version.encode())

    def _count_unknown(self, state: State, request: WarningRequest) -> None:
        for one in request.fraud_types:
            if state.index.resolve(one.code) is None:
                self._count(one.code)

    def _count(self, code: str) -> None:
        new = code not in self.unknown_codes
        if new and len(self.unknown_codes) >= _UNKNOWN_MOST:
            code = "(more)"
        elif new:
            logger.warning("a risk engine sent a code that no fraud type has: %r", code)
        self.unknown_codes[code] += 1


def _admit(authorization: str, state: State) -> None:
    """Let a client with the scope in; Problem 401 or 403 for anyone else."""
    client = recognise(authorization, state.clients)
    if client is None:
        raise Problem(401, "Send a valid key as `Authorization: Bearer <key>`.", WWW_Authenticate="Bearer")
    if SCOPE not in client.scopes:
        raise Problem(403, f"This key lacks the scope {SCOPE}.")


def _body(environ: Environ) -> bytes:
    """Return the request's body; Problem 413 over the limit."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > BODY_LIMIT:
        raise _too_large()
    body: bytes = environ["wsgi.input"].read(BODY_LIMIT + 1)
    if len(body) > BODY_LIMIT:
        raise _too_large()
    return body


def _too_large() -> Problem:
    return Problem(413, f"The body is over {BODY_LIMIT} bytes.")


def _decode(body: bytes) -> WarningRequest:
    try:
        return _decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise from_decoding(error) from error
