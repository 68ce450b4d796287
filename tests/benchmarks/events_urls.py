"""Events taken as one would at first write it: a Ninja endpoint that saves each by the ORM, in two ways."""

import datetime as dt
import json
import uuid
from typing import Any

from django.http import HttpRequest
from django.urls import path
from django.utils import timezone
from ninja import NinjaAPI, Schema

from scams.models import OutcomeEvent

CLIENT = "naive"
ninja = NinjaAPI(urls_namespace="events-benchmark")


class EventIn(Schema):
    """One event, its further members not looked at."""

    id: uuid.UUID
    warning_id: uuid.UUID
    type: str
    at: dt.datetime
    card: dict[str, Any] | None = None


class Batch(Schema):
    """A call."""

    events: list[EventIn]


def _values(event: EventIn) -> dict[str, Any]:
    body = json.dumps({"card": event.card} if event.card else {})
    return {
        "warning_id": event.warning_id,
        "kind": event.type,
        "at": event.at,
        "received_at": timezone.now(),
        "body": body,
    }


@ninja.post("/create")
def create(request: HttpRequest, batch: Batch) -> int:
    """Save each event; one that comes twice fails the whole call half-way."""
    for event in batch.events:
        OutcomeEvent.objects.create(event_id=event.id, client=CLIENT, **_values(event))
    return len(batch.events)


@ninja.post("/get-or-create")
def get_or_create(request: HttpRequest, batch: Batch) -> int:
    """Save each event that is not there yet."""
    return sum(
        OutcomeEvent.objects.get_or_create(event_id=event.id, client=CLIENT, defaults=_values(event))[1]
        for event in batch.events
    )


urlpatterns = [path("", ninja.urls)]
