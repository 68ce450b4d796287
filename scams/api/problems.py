"""Errors as RFC 9457 problems: one shape for every error of the API."""

import re
from http import HTTPStatus
from typing import Any, Final

import msgspec

CONTENT_TYPE: Final = "application/problem+json"

_PLACE: Final = re.compile(r"^(?P<message>.*?)(?: - at (?:`key` in )?`\$(?P<path>.*)`)?$", re.DOTALL)
_MISSING: Final = re.compile(r"missing required field `(?P<name>\w+)`")


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
    """Return the 422 for a body that could not be decoded, with the field named where there is one."""
    found = _PLACE.match(str(error))
    message, path = (found["message"], found["path"] or "") if found else (str(error), "")
    field = path.lstrip(".")
    if missing := _MISSING.search(message):
        field = f"{field}.{missing['name']}".lstrip(".")
    field = field or "body"
    return Problem(422, f"{field}: {message}", errors=[{"field": field, "message": message}])
