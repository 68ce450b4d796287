"""Errors as RFC 9457 problems: one shape for every error of the API."""

import re
from http import HTTPStatus
from typing import Any, Final

import msgspec

CONTENT_TYPE: Final = "application/problem+json"

_MISSING: Final = re.compile(r"Object missing required field `(\w+)`").fullmatch
_CLEARER: Final = {"Input data was truncated": "The JSON ends too early, or has half of a surrogate pair"}
_LONGEST: Final = 120
"""Characters of a message. One may quote what was sent, and nobody is to get a long text back."""


class Problem(Exception):
    """An error to answer with: its status, what happened, and which fields it is about."""

    def __init__(self, status: int, detail: str, *, errors: list[dict[str, str]] | None = None, **headers: str) -> None:
        """Make a problem of an HTTP status; header names are given with underscores."""
        super().__init__(detail)
        self.status = HTTPStatus(status)
        self.detail = detail
        self.errors = errors or []
        self.headers = [(name.replace("_", "-"), value) for name, value in headers.items()]

    @property
    def status_line(self) -> str:
        """The status as WSGI wants it, such as `422 Unprocessable Entity`."""
        return f"{self.status.value} {self.status.phrase}"

    def as_dict(self) -> dict[str, Any]:
        """Return the members of the problem document."""
        document = {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": self.status.value,
            "detail": self.detail,
        }
        return {**document, "errors": self.errors} if self.errors else document

    def body(self) -> bytes:
        """Return the problem document as JSON."""
        return msgspec.json.encode(self.as_dict())


def from_decoding(error: Exception) -> Problem:
    """Return the 422 for a body that could not be decoded, with the field named where there is one, else `body`."""
    message, field = _message_and_place(error)
    if missing := _MISSING(message):
        field = f"{field}.{missing[1]}".lstrip(".")
    field = field or "body"
    message = message if len(message) <= _LONGEST else f"{message[: _LONGEST - 1]}…"
    return Problem(422, f"{field}: {message}", errors=[{"field": field, "message": message}])


def _message_and_place(error: Exception) -> tuple[str, str]:
    """Return what is wrong and where, as in `seen[...]`, or an empty place.

    The place comes last and holds nothing of the caller's; the message may quote a text that looks like a place.
    """
    if isinstance(error, UnicodeDecodeError):
        return "This is not UTF-8", ""  # its own words count from the start of some text within the body
    whole = str(error)
    message, _separator, place = whole.rpartition(" - at `")
    if message and place.endswith("`"):
        return message, place[:-1].rpartition("$")[2].lstrip(".")
    return _CLEARER.get(whole, whole), ""
