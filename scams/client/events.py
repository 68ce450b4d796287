"""One outcome event as the API has it."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import msgspec

_KIND_MOST: Final = 64
_EVENT_MOST: Final = 16 * 1024
_NO_WARNING: Final = "warning_id: expected the id of a warning"
_OWN: Final = ("id", "warning_id", "type", "at")


class Event(NamedTuple):
    """An event's own id, and all of it as JSON."""

    id: str
    json: bytes


def event_of(
    kind: str, warning_id: str, at: dt.datetime | None, fields: Mapping[str, Any], *, event_id: str | None = None
) -> Event:
    """Return an event, a new one of now unless told otherwise; ValueError with the field that is malformed."""
    if not isinstance(kind, str) or not 0 < len(kind) <= _KIND_MOST:
        raise ValueError(f"type: expected a text of 1 to {_KIND_MOST} characters, such as 'shown'")
    if taken := [name for name in _OWN if name in fields]:
        raise ValueError(f"{taken[0]}: is not one of the further fields")
    event_id = str(uuid.uuid4()) if event_id is None else _uuid(event_id, "event_id: expected a UUID")
    event = {"id": event_id, "warning_id": _uuid(warning_id, _NO_WARNING), "type": kind, "at": _moment(at), **fields}
    return Event(event_id, _json(event))


def _uuid(text: str, otherwise: str) -> str:
    try:
        return str(uuid.UUID(text))
    except (ValueError, AttributeError, TypeError) as error:
        raise ValueError(otherwise) from error


def _moment(at: dt.datetime | None) -> str:
    """Return a moment as RFC 3339 has it, in UTC."""
    at = dt.datetime.now(dt.UTC) if at is None else at
    if at.tzinfo is None:
        raise ValueError("at: expected a moment with its time zone")
    return at.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _json(event: dict[str, Any]) -> bytes:
    try:
        content = msgspec.json.encode(event)
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise ValueError(f"fields: {error}") from error
    if len(content) > _EVENT_MOST:
        raise ValueError(f"fields: {len(content)} bytes are more than one event may have, {_EVENT_MOST}")
    return content
