"""Delete outcome events that are older than they are kept. What was counted of them stays."""

import datetime as dt
from collections import defaultdict
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone

from scams.models import OutcomeBacklog, OutcomeEvent

_AT_ONCE: Final = 2000
"""Events looked at in one go: others are being written meanwhile, and wait while these are deleted."""


def prune_events(days: int | None = None) -> int:
    """Delete the events of warnings of which nothing came for so many days (`EVENTS_KEPT_DAYS`); return how many.

    0 days: none. A warning's events go together, and not before they are counted: whoever counts finds all of them or
    none. They are numbered as they come, so the walk ends where all are young.
    """
    days = settings.EVENTS_KEPT_DAYS if days is None else days
    if days <= 0:
        return 0
    before, number, deleted = timezone.now() - dt.timedelta(days=days), 0, 0
    while True:
        rows = OutcomeEvent.objects.filter(number__gt=number).order_by("number")
        found = list(rows.values_list("number", "received_at", "client", "warning_id")[:_AT_ONCE])
        old: dict[str, set[UUID]] = defaultdict(set)
        for number, received, client, warning in found:  # noqa: B007 - the last number is where the walk goes on
            if received < before:
                old[client].add(warning)
        if not old:
            return deleted
        deleted += sum(_delete(client, warnings, before) for client, warnings in old.items())


def _delete(client: str, warnings: set[UUID], before: dt.datetime) -> int:
    """Delete the events of those of a client's warnings that are old as a whole, and counted; return how many."""
    same = {"client": client, "warning_id": OuterRef("warning_id")}
    young = OutcomeEvent.objects.filter(**same, received_at__gte=before)
    waiting = OutcomeBacklog.objects.filter(**same)
    rows = OutcomeEvent.objects.filter(client=client, warning_id__in=warnings).exclude(Exists(young))
    rows = rows.exclude(Exists(waiting))
    return rows._raw_delete(
        rows.db
    )  # nobody is told, for nothing refers to an event; it would take a hundred times as long
