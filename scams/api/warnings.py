"""The hot endpoint, `POST /api/v1/warnings`: from memory, without Django, database, cache or template."""

import logging
import time
from collections.abc import Iterable
from time import perf_counter_ns
from typing import Final

import msgspec

from scams.api.access import admit, within_rate
from scams.api.counts import Counts
from scams.api.limits import Limits
from scams.api.problems import Problem, from_decoding
from scams.api.wsgi import Application, Environ, StartResponse, answer, refuse
from scams.deck.match import Answer, match, splice
from scams.deck.request import BAD_REQUEST, read_request
from scams.deck.snapshot import Client
from scams.deck.store import State, Store
from scams.uuid7 import uuid7

logger = logging.getLogger(__name__)
samples = logging.getLogger("scams.requests")

PATH: Final = "/api/v1/warnings"
SCOPE: Final = "warnings:read"
BODY_LIMIT: Final = 16 * 1024
"""Bytes. A request of fifty codes and signals has less than half of it."""
_LONG: Final = len(str(BODY_LIMIT))


class WarningsEndpoint:
    """A WSGI callable for the hot path; `then` gets every other path."""

    def __init__(
        self,
        store: Store,
        then: Application,
        *,
        counts: Counts | None = None,
        limits: Limits | None = None,
        log_every: int = 0,
    ) -> None:
        """Answer from the state of `store`.

        Every `log_every`th answer of each client, type, step and level is logged, beginning with the first; 0 for none.
        """
        self.store = store
        self.then = then
        self.counts = counts or Counts()
        self.limits = limits or Limits()
        self.log_every = log_every

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request; whatever happens, with a card or a problem."""
        if environ["PATH_INFO"] != PATH:
            return self.then(environ, start_response)
        try:
            body = self.answer(environ)
        except Problem as problem:
            return self._refuse(start_response, problem)
        except BAD_REQUEST as error:
            return self._refuse(start_response, from_decoding(error))
        except Exception:
            logger.exception("a warning could not be answered")
            return self._refuse(start_response, Problem(500, "This is our fault, and has been written down."))
        return answer(start_response, body)

    def _refuse(self, start_response: StartResponse, problem: Problem) -> Iterable[bytes]:
        self.counts.add_refused(problem.status)
        return refuse(start_response, problem)

    def answer(self, environ: Environ) -> bytes:
        """Return the body of the answer to one request; Problem or one of BAD_REQUEST when it is refused."""
        began = perf_counter_ns()
        if environ["REQUEST_METHOD"] != "POST":
            raise Problem(405, "Only POST is answered here.", Allow="POST")
        state = self.store.state
        if state is None:
            raise Problem(503, "There is no deck yet: run `manage.py build_deck`.", Retry_After="1")
        client = state.admitted.get(environ.get("HTTP_AUTHORIZATION", "")) or self._admit(environ, state)
        if client.rate:
            within_rate(client, self.limits)
        request = read_request(read_body(environ))
        chosen, warning_id = match(state.index, request), request.warning_id or uuid7()
        body = splice(chosen, warning_id=warning_id)
        self._count(client, chosen, warning_id, perf_counter_ns() - began)
        return body

    def _admit(self, environ: Environ, state: State) -> Client:
        """Return the client who asks; Problem 401 or 403 when it may not.

        A header that was found good is remembered for a while. Looking it up there takes as long for a wrong
        header as for none: a dictionary compares texts only when their keyed hashes are equal.
        """
        authorization = environ.get("HTTP_AUTHORIZATION", "")
        client = admit(authorization, self.store, state, SCOPE)
        if not client.expires:
            state.admitted[authorization] = client
        return client

    def _count(self, client: Client, chosen: Answer, warning_id: str, nanoseconds: int) -> None:
        found, level = chosen.found, chosen.level
        number = self.counts.add((client.name, found.plate.fraud_type, found.by, level), nanoseconds)
        for code in chosen.unknown:
            self.counts.add_unknown(code)
        if self.log_every and (number - 1) % self.log_every == 0:
            _log(client, chosen, warning_id, nanoseconds)


def _log(client: Client, chosen: Answer, warning_id: str, nanoseconds: int) -> None:
    """Write one line of JSON about an answer: nothing of the key, the body or the payer."""
    plate = chosen.found.plate
    line = {
        "event": "warning",
        "at": time.time(),
        "client": client.name,
        "warning_id": warning_id,
        "card": plate.id,
        "variant": chosen.variant.id,
        "by": chosen.found.by,
        "level": chosen.level,
        "microseconds": nanoseconds // 1000,
    }
    samples.info(msgspec.json.encode(line).decode())


def read_body(environ: Environ, limit: int = BODY_LIMIT) -> bytes:
    """Return the request's body; Problem 413 over the limit, in bytes."""
    length = environ.get("CONTENT_LENGTH", "")
    if len(length) >= _LONG and length.isdecimal() and (len(length) > 2 * _LONG or int(length) > limit):
        raise too_large(limit)
    body: bytes = environ["wsgi.input"].read(limit + 1)
    if len(body) > limit:
        raise too_large(limit)
    return body


def too_large(limit: int = BODY_LIMIT) -> Problem:
    """Return the 413 for a body over the limit."""
    message = f"The body is over {limit} bytes."
    return Problem(413, message, errors=[{"field": "body", "message": message}])
