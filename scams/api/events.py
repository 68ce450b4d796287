"""`POST /api/v1/events`: what became of warnings, written down before it is acknowledged. Ahead of Django.

The only endpoint here that writes to the database, so it has no place where warnings alone are served.
"""

import logging
import math
import threading
from collections.abc import Iterable
from typing import Final

import msgspec

from scams.api.access import admit
from scams.api.counts import Counts
from scams.api.limits import Limits
from scams.api.problems import Problem, from_decoding
from scams.api.wsgi import Application, Environ, StartResponse, answer, refuse
from scams.deck.request import BAD_REQUEST
from scams.deck.snapshot import Client
from scams.deck.store import Store
from scams.outcomes.reading import EventsTaken, read_batch
from scams.outcomes.subjects import Subjects
from scams.outcomes.turns import Journal, JournalDown

logger = logging.getLogger(__name__)

PATH: Final = "/api/v1/events"
SCOPE: Final = "events:write"
BODY_LIMIT: Final = 1024 * 1024
"""Bytes. A thousand events of the longest kind have half of it."""
_LONG: Final = len(str(BODY_LIMIT))
_RETRY: Final = "1"
"""Seconds after which a caller who was refused for our fault may come again."""


class EventsEndpoint:
    """A WSGI callable for the path; `then` gets every other path."""

    def __init__(
        self,
        store: Store,
        then: Application,
        *,
        journal: Journal,
        subjects: Subjects,
        counts: Counts | None = None,
        limits: Limits | None = None,
    ) -> None:
        """Write to `journal` what clients by the state of `store` send, with payers hashed by `subjects`."""
        self.store = store
        self.then = then
        self.journal = journal
        self.subjects = subjects
        self.counts = counts or Counts()
        self.limits = limits or Limits()
        self._counting = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request: 202 when what was accepted is written down for good, else a problem."""
        if environ["PATH_INFO"] != PATH:
            return self.then(environ, start_response)
        try:
            taken = self._take(environ, self._admit(environ))
        except Problem as problem:
            return self._refuse(start_response, problem)
        except BAD_REQUEST as error:
            return self._refuse(start_response, from_decoding(error))
        except JournalDown:
            return self._refuse(start_response, Problem(503, "Nothing was kept: send it again.", Retry_After=_RETRY))
        except Exception:
            logger.exception("events could not be taken")
            return self._refuse(start_response, Problem(500, "This is our fault, and has been written down."))
        return answer(start_response, msgspec.json.encode(taken), status="202 Accepted")

    def _refuse(self, start_response: StartResponse, problem: Problem) -> Iterable[bytes]:
        self.counts.add_events_refused(problem.status)
        return refuse(start_response, problem)

    def _admit(self, environ: Environ) -> Client:
        """Return the client who calls; Problem when it may not, or not now."""
        if environ["REQUEST_METHOD"] != "POST":
            raise Problem(405, "Only POST is answered here.", Allow="POST")
        state = self.store.state
        if state is None:
            raise Problem(503, "There is no deck yet: run `manage.py build_deck`.", Retry_After=_RETRY)
        client = admit(environ.get("HTTP_AUTHORIZATION", ""), self.store, state, SCOPE)
        if client.rate and (wait := self.limits.take(client)):
            seconds = str(math.ceil(wait))
            raise Problem(429, f"This client may call {client.rate} times a second.", Retry_After=seconds)
        return client

    def _take(self, environ: Environ, client: Client) -> EventsTaken:
        """Return what became of a batch; JournalDown or one of BAD_REQUEST when nothing did."""
        rows, rejected = read_batch(read_body(environ), self.subjects)
        added = self.journal.append(client.name, rows) if rows else 0
        taken = EventsTaken(added, len(rows) - added, rejected)
        with self._counting:
            self.counts.add_events(client.name, accepted=added, duplicate=taken.duplicate, rejected=len(rejected))
        return taken


class NoEventsEndpoint:
    """A WSGI callable that says where events are taken, for a server that must never wait for a database."""

    def __init__(self, then: Application) -> None:
        """Leave every other path to `then`."""
        self.then = then

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer the path with 503, by which callers keep their events; leave every other one alone."""
        if environ["PATH_INFO"] != PATH:
            return self.then(environ, start_response)
        detail = f"This server only answers warnings. Have {PATH} sent to the site's own processes."
        return refuse(start_response, Problem(503, detail, Retry_After="60"))


def read_body(environ: Environ) -> bytes:
    """Return the request's body; Problem 413 over the limit."""
    length = environ.get("CONTENT_LENGTH", "")
    if length.isdecimal() and (len(length) > 2 * _LONG or int(length) > BODY_LIMIT):
        raise _too_large()
    body: bytes = environ["wsgi.input"].read(BODY_LIMIT + 1)
    if len(body) > BODY_LIMIT:
        raise _too_large()
    return body


def _too_large() -> Problem:
    message = f"The body is over {BODY_LIMIT} bytes: send fewer events at once."
    return Problem(413, message, errors=[{"field": "body", "message": message}])
