"""`GET /api/v1/briefs/{fraud_type}`: what somebody who calls the payer reads, as JSON or as a page to print.

Answered from memory like the hot endpoint: whoever calls is not to wait for a database.
"""

import logging
from collections.abc import Iterable
from typing import Any, Final, Literal
from urllib.parse import parse_qsl

import msgspec
from msgspec import Struct

from scams.api import brief_page
from scams.api.access import admit, within_rate
from scams.api.limits import Limits
from scams.api.problems import Problem, from_decoding
from scams.api.wsgi import Application, Environ, StartResponse, give, refuse
from scams.deck.brief import Brief, brief_for
from scams.deck.request import Audience, Level, Locale
from scams.deck.store import State, Store

logger = logging.getLogger(__name__)

PATH: Final = "/api/v1/briefs/"
SCOPE: Final = "warnings:read"
_READING: Final = ("GET", "HEAD")
_WISHES_MOST: Final = 20


class BriefWish(Struct, frozen=True):
    """What a brief is asked with."""

    locale: Locale | None = None
    audience: Audience | None = None
    level: Level | None = None
    format: Literal["json", "html"] | None = None


class BriefsEndpoint:
    """A WSGI callable for the briefs; `then` gets every other path."""

    def __init__(self, store: Store, then: Application, *, style: str = "", limits: Limits | None = None) -> None:
        """Tell what is in the deck that `store` holds; pages are printed in a style sheet's look."""
        self.store = store
        self.then = then
        self.style = style
        self.limits = limits or Limits()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request: with a brief or a problem."""
        path: str = environ["PATH_INFO"]
        if not path.startswith(PATH):
            return self.then(environ, start_response)
        try:
            content_type, body, headers = self._answer(environ, path.removeprefix(PATH))
        except Problem as problem:
            return refuse(start_response, problem)
        except Exception:
            logger.exception("a brief could not be given")
            return refuse(start_response, Problem(500, "This is our fault, and has been written down."))
        given = give(start_response, body, content_type, ("Vary", "Accept, Authorization"), *headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else given

    def _answer(self, environ: Environ, name: str) -> tuple[str, bytes, list[tuple[str, str]]]:
        """Return the content type, the body and the further headers of an answer; Problem when it is refused."""
        state = self._state(environ)
        within_rate(admit(environ.get("HTTP_AUTHORIZATION", ""), self.store, state, SCOPE), self.limits)
        wish = _wish(environ.get("QUERY_STRING", ""))
        brief = _brief(state, name, wish)
        kept = [("Cache-Control", "private, no-cache")]
        if wish.format == "html" or (wish.format is None and prefers_html(environ.get("HTTP_ACCEPT", ""))):
            content = brief_page.page(brief, self.style).encode()
            return (
                "text/html; charset=utf-8",
                content,
                [*kept, ("Content-Security-Policy", brief_page.policy(self.style))],
            )
        return "application/json", msgspec.json.encode(brief), kept

    def _state(self, environ: Environ) -> State:
        if environ["REQUEST_METHOD"] not in _READING:
            raise Problem(405, "Only GET is answered here.", Allow=", ".join(_READING))
        if self.store.state is None:
            raise Problem(503, "There is no deck yet: run `manage.py build_deck`.", Retry_After="1")
        return self.store.state


def _brief(state: State, name: str, wish: BriefWish) -> Brief:
    """Return the brief about the type or code `name`, as WSGI spells it; Problem 404 for an unknown one."""
    try:
        code = name.encode("latin-1").decode()
    except UnicodeError:
        code = ""
    brief = brief_for(state.index, code, level=wish.level, locale=wish.locale, audience=wish.audience)
    if brief is None:
        raise Problem(404, "Neither a fraud type nor a known crosswalk code.")
    return brief


def _wish(query: str) -> BriefWish:
    """Return what the query asks for; Problem 422 with the field named. Empty is as good as left out."""
    try:
        said: dict[str, Any] = dict(parse_qsl(query, max_num_fields=_WISHES_MOST, errors="strict"))
        return msgspec.convert(said, BriefWish)
    except msgspec.ValidationError as error:
        raise from_decoding(error) from None
    except ValueError:
        message = f"Not UTF-8, or more than {_WISHES_MOST} parameters."
        raise Problem(422, f"query: {message}", errors=[{"field": "query", "message": message}]) from None


def prefers_html(accept: str) -> bool:
    """Return whether an Accept header names HTML with more weight than JSON; what says nothing gets JSON."""
    return _weight(accept, "text/html") > max(_weight(accept, "application/json"), _weight(accept, "*/*"))


def _weight(accept: str, wanted: str) -> float:
    """Return the weight that an Accept header gives to a type it names; 0 for one it does not."""
    for one in accept.split(","):
        name, *parameters = (part.strip() for part in one.split(";"))
        if name.lower() == wanted:
            return next((_number(part[2:]) for part in parameters if part.lower().startswith("q=")), 1.0)
    return 0.0


def _number(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0
