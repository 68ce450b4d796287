"""Read a batch of events: the envelope strictly, each event by itself, so that one bad event keeps no other out."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any, Final, NamedTuple
from uuid import UUID

import msgspec
from msgspec import Meta, Raw, Struct

from scams.api.problems import from_decoding
from scams.deck.request import BAD_REQUEST
from scams.outcomes.events import AnyEvent, Event, LabelEvent, ShownEvent
from scams.outcomes.subjects import Subjects

BATCH_MOST: Final = 1000
_EARLIEST: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_AHEAD: Final = dt.timedelta(days=1)
"""How far a caller's clock may be ahead of ours."""
_COMMON: Final = frozenset(Event.__struct_fields__)
_TOKENS: Final = frozenset({"subject", "payee"})


class Envelope(Struct, frozen=True):
    """The body of a call, its events not yet read."""

    events: Annotated[list[Raw], Meta(min_length=1, max_length=BATCH_MOST)]


class EventBatch(Struct, frozen=True):
    """One to a thousand events. Each is judged by itself: what is wrong with one is said in the answer."""

    events: Annotated[list[AnyEvent], Meta(min_length=1, max_length=BATCH_MOST)]


class Rejected(Struct, frozen=True):
    """An event that was not taken: its place in the batch, from 0, and which member is wrong."""

    index: int
    reason: str


class EventsTaken(Struct, frozen=True):
    """What became of a batch: new events, repeats of ones that were there before, and those not taken."""

    accepted: int
    duplicate: int
    rejected: Sequence[Rejected]


class Row(NamedTuple):
    """One event as it is kept; moments are in UTC, `body` is JSON, payer and payee are hashes."""

    event_id: UUID
    warning_id: UUID
    kind: str
    at: dt.datetime
    subject: str
    payee: str
    body: str


class Batch(NamedTuple):
    """What was read of a call's body."""

    rows: list[Row]
    rejected: list[Rejected]


_envelopes: Final = msgspec.json.Decoder(Envelope)
_events: Final = msgspec.json.Decoder(AnyEvent)
_bodies: Final = msgspec.json.Encoder()


def read_batch(body: bytes, subjects: Subjects) -> Batch:
    """Return the events in a JSON body, and those that are none; one of BAD_REQUEST when the envelope is wrong."""
    batch, latest = Batch([], []), dt.datetime.now(dt.UTC) + _AHEAD
    for index, raw in enumerate(_envelopes.decode(body).events):
        try:
            batch.rows.append(row_of(read_event(raw, latest), subjects))
        except BAD_REQUEST as error:
            batch.rejected.append(Rejected(index, _reason(error)))
    return batch


def read_event(raw: bytes | Raw, latest: dt.datetime) -> AnyEvent:
    """Return one event, which must not have happened after `latest`; one of BAD_REQUEST when it is none."""
    event: AnyEvent = _events.decode(raw)
    if not _EARLIEST <= event.at <= latest:
        raise msgspec.ValidationError(f"Expected a moment from 2000 to {latest:%Y-%m-%d} - at `$.at`")
    return event


def row_of(event: AnyEvent, subjects: Subjects) -> Row:
    """Return an event as it is kept."""
    subject = payee = ""
    if isinstance(event, ShownEvent):
        subject, payee = subjects.hashed(event.subject), subjects.hashed(event.payee)
    kind = str(event.__struct_config__.tag)
    body = _bodies.encode(_members(event)).decode()
    return Row(event.id, event.warning_id, kind, event.at.astimezone(dt.UTC), subject, payee, body)


def _members(event: AnyEvent) -> dict[str, Any]:
    """Return what only this kind of event has, without the tokens and what was not told."""
    if isinstance(event, LabelEvent):
        return {"label": event.label.replace(" ", "-").replace("_", "-")}
    names = (name for name in event.__struct_fields__ if name not in _COMMON and name not in _TOKENS)
    return {name: value for name in names if (value := getattr(event, name)) is not None}


def _reason(error: Exception) -> str:
    """Return why an event was not taken: the member, and what is expected of it."""
    (wrong,) = from_decoding(error).errors
    field = "event" if wrong["field"] == "body" else wrong["field"]
    return f"{field}: {wrong['message']}"
