"""What the card reports from the browser, as far as the wallet believes it.

The browser is the visitor's own: it may say what was looked at and answered. What became of the payment the wallet
knows better, and reports by itself.
"""

import datetime as dt
import uuid
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta

KINDS: Final = ("seen", "time_on_card", "question_answered", "rerouted", "hotline_taken", "guardian_told", "delayed")
_FIELDS: Final = ("milliseconds", "question", "answer", "card", "action", "minutes")


class BrowserEvent(msgspec.Struct):
    """One event of the card."""

    id: uuid.UUID
    warning_id: uuid.UUID
    type: str
    at: Annotated[dt.datetime, Meta(tz=True)]
    fields: dict[str, Any] = {}


class _Batch(msgspec.Struct):
    events: Annotated[list[dict[str, Any]], Meta(max_length=50)]


def read(body: bytes, warning_id: str) -> list[BrowserEvent]:
    """Return the events in a JSON body that are about a warning; msgspec.DecodeError when it is malformed."""
    found = [_read(one) for one in msgspec.json.decode(body, type=_Batch).events]
    return [one for one in found if one.type in KINDS and str(one.warning_id) == warning_id]


def _read(one: dict[str, Any]) -> BrowserEvent:
    event = msgspec.convert(one, BrowserEvent)
    event.fields = {name: value for name, value in one.items() if name in _FIELDS}
    return event
