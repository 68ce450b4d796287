"""Events in the test database, as if they had come."""

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from scams.models import OutcomeEvent
from scams.outcomes.keyed import subjects


def add(subject: str = "", payee: str = "", *, client: str = "engine", days: float = 0, **members: Any) -> OutcomeEvent:
    """Keep an event that came so many days ago."""
    usual = {"event_id": uuid.uuid4(), "warning_id": uuid.uuid4(), "kind": "shown", "at": timezone.now()}
    return OutcomeEvent.objects.create(
        client=client,
        received_at=timezone.now() - dt.timedelta(days=days),
        subject=subjects().hashed(subject),
        payee=subjects().hashed(payee),
        **{**usual, **members},
    )
