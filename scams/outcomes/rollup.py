"""From events to counts: fold again what events came for, and count it. Idempotent, in short transactions.

What a warning added to which cell stands in its row. Row, cells and backlog change in one transaction, so that a
process killed at any moment leaves everything as before or as after. One process counts at a time: on SQLite there is
one writer anyway; on PostgreSQL the others see a lock and leave.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from scams.models import OutcomeBacklog, OutcomeEvent, WarningOutcome
from scams.outcomes.cells import count_again
from scams.outcomes.facts import Event
from scams.outcomes.fold import fold, labelled
from scams.outcomes.records import EVENT, event_of, fill, outcome_of

logger = logging.getLogger(__name__)

CHUNK: Final = 500
"""So many rows of the backlog in one transaction."""
CHUNKS_MOST: Final = 400
"""So many transactions in one run; the next run goes on."""
LOCK: Final = 0x5CA5_0001
"""The number of PostgreSQL's advisory lock that says: somebody is counting."""

Key = tuple[str, UUID]
"""The client and the warning's id."""
Numbered = tuple[int, Event]


def roll_up() -> int:
    """Count the warnings that events came for; return how many rows of the backlog that settled."""
    done = 0
    for _chunk in range(CHUNKS_MOST):
        settled = roll_up_chunk()
        done += settled
        if settled < CHUNK:
            break
    return done


def roll_up_chunk() -> int:
    """Count a chunk of the backlog, oldest first; return how many of its rows that settled."""
    with turn(wait=False) as ours:
        rows = list(OutcomeBacklog.objects.order_by("pk").values_list("pk", "client", "warning_id")[:CHUNK])
        if not ours or not rows:
            return 0
        refold({(client, warning) for _pk, client, warning in rows})
        backlog = OutcomeBacklog.objects.filter(pk__in=[pk for pk, _client, _warning in rows])
        backlog._raw_delete(backlog.db)  # without looking for those who want to hear of it
        return len(rows)


@contextmanager
def turn(*, wait: bool) -> Iterator[bool]:
    """Within, a transaction in which nobody else counts; false if that is not to be had at once and not waited for."""
    with transaction.atomic():
        if connection.vendor != "postgresql":
            yield True
            return
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_{'' if wait else 'try_'}advisory_xact_lock(%s)", [LOCK])
            (got,) = cursor.fetchone() or (False,)
        yield wait or bool(got)


def refold(keys: Iterable[Key]) -> None:
    """Fold and count warnings again, from all of their events."""
    keys = sorted(set(keys))
    before, rows = _rows(keys), []
    for key, events in _events(keys).items():
        try:
            rows.append(_folded(key, events, before.get(key)))
        except Exception:
            logger.exception("warning %s of %s cannot be counted", key[1], key[0])
    count_again(rows)
    _save(rows)


def _folded(key: Key, events: list[Numbered], before: WarningOutcome | None) -> WarningOutcome:
    """Return the row of a warning after its events; where the first ones were pruned, only a label changes it."""
    first = min(number for number, _event in events)
    row = before or WarningOutcome(client=key[0], warning_id=key[1], first_event=first, revision=0)
    told = [event for _number, event in events]
    if before and first > before.first_event:
        fill(row, labelled(outcome_of(before), told))
    else:
        row.first_event = first
        fill(row, fold(told))
    return row


def _rows(keys: list[Key]) -> dict[Key, WarningOutcome]:
    found = (
        WarningOutcome.objects.filter(client=client, warning_id__in=warnings)
        for client, warnings in _by_client(keys).items()
    )
    return {(row.client, row.warning_id): row for rows in found for row in rows}


def _events(keys: list[Key]) -> dict[Key, list[Numbered]]:
    """Return each warning's events with their numbers; what cannot be read is left out, and logged."""
    events: dict[Key, list[Numbered]] = defaultdict(list)
    for client, warnings in _by_client(keys).items():
        rows = OutcomeEvent.objects.filter(client=client, warning_id__in=warnings).order_by()
        for warning, number, *columns in rows.values_list("warning_id", "number", *EVENT):
            try:
                events[client, warning].append((number, event_of(*columns)))
            except ValueError as error:
                logger.error("event %s cannot be read: %s", number, error)
    return events


def _by_client(keys: list[Key]) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = defaultdict(list)
    for client, warning in keys:
        found[client].append(warning)
    return found


def _save(rows: list[WarningOutcome]) -> None:
    new, changed = [row for row in rows if row.pk is None], [row for row in rows if row.pk is not None]
    names = [field.name for field in WarningOutcome._meta.concrete_fields if not field.primary_key]
    WarningOutcome.objects.bulk_create(new)
    WarningOutcome.objects.bulk_create(changed, update_conflicts=True, unique_fields=["id"], update_fields=names)
