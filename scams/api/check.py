"""`POST /api/v1/check`: is this message a scam? From memory, without Django, for anybody.

The text is in memory while it is read, and nowhere else: nothing of it is kept, logged or counted.
"""

import logging
from collections.abc import Iterable
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from scams.api.addresses import AddressLimits, address_of
from scams.api.problems import Problem, from_decoding
from scams.api.warnings import read_body
from scams.api.wsgi import Application, Environ, StartResponse, answer, refuse
from scams.checking.rules import TEXT_MOST
from scams.checking.store import RulesStore
from scams.checking.verdict import check
from scams.deck.request import BAD_REQUEST

logger = logging.getLogger(__name__)

PATH: Final = "/api/v1/check"
BODY_LIMIT: Final = 128 * 1024
"""Bytes: each of those characters written as two escapes, and a little more."""
FRONT: Final = "scams.check"
"""Where the site's own page finds this endpoint and its rules in the environment of its requests."""

_PER_MINUTE: Final = 240
_BURST: Final = 120


class CheckRequest(Struct, frozen=True):
    """A message, and the language to answer in: zh-Hans without one."""

    text: Annotated[str, Meta(max_length=TEXT_MOST)]
    locale: Annotated[str, Meta(max_length=40)] | None = None


_decoder: Final = msgspec.json.Decoder(CheckRequest)
_encode: Final = msgspec.json.Encoder().encode


class CheckEndpoint:
    """A WSGI callable for the path; `then` gets every other path, with the rules in its environment."""

    def __init__(
        self, store: RulesStore, then: Application, *, limits: AddressLimits | None = None, address_header: str = ""
    ) -> None:
        """Read messages by the rules in `store`; `address_header` is where a trusted proxy writes the address."""
        self.store = store
        self.then = then
        self.limits = limits or AddressLimits(_PER_MINUTE, _BURST)
        self._header = f"HTTP_{address_header.upper().replace('-', '_')}" if address_header else ""

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request; whatever happens, with a verdict or a problem."""
        if environ["PATH_INFO"] != PATH:
            environ[FRONT] = self
            return self.then(environ, start_response)
        try:
            body = self.answer(environ)
        except Problem as problem:
            return refuse(start_response, problem)
        except BAD_REQUEST as error:
            return refuse(start_response, from_decoding(error))
        except Exception as error:  # noqa: BLE001 - and its message could quote the text
            logger.error("a message could not be checked: %s", type(error).__name__)
            return refuse(start_response, Problem(500, "This is our fault, and has been written down."))
        return answer(start_response, body)

    def answer(self, environ: Environ) -> bytes:
        """Return the body of the answer to one request; Problem or one of BAD_REQUEST when it is refused."""
        if environ["REQUEST_METHOD"] != "POST":
            raise Problem(405, "Only POST is answered here.", Allow="POST")
        told = environ.get(self._header, "") if self._header else ""
        self.limits.admit(address_of(told, environ.get("REMOTE_ADDR", "")))
        state = self.store.state
        if state is None:
            raise Problem(503, "There are no rules yet: run `manage.py build_deck`.", Retry_After="1")
        request = _decoder.decode(_body(environ))
        return _encode(check(state.ready, request.text, request.locale or "zh-Hans"))


def _body(environ: Environ) -> bytes:
    """Return the request's body; Problem 413 about the text over the limit."""
    try:
        return read_body(environ, BODY_LIMIT)
    except Problem as problem:
        if problem.status != 413:
            raise
        message = f"A message has at most {TEXT_MOST} characters."
        raise Problem(413, message, errors=[{"field": "text", "message": message}]) from None
