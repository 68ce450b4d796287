"""What became of a warning as a row, and back."""

import datetime as dt
from typing import Any, Final

import msgspec
from django.utils import timezone

from scams.models.effect import WarningOutcome
from scams.outcomes.facts import Display, Event, Outcome, read_body

SAME: Final = tuple(name for name in Outcome.__struct_fields__ if name != "displays")
"""What a row calls as the outcome does."""
EVENT: Final = ("event_id", "kind", "at", "body", "subject", "payee")
"""The columns of an event that outcomes depend on."""

_encode: Final = msgspec.json.Encoder().encode
_displays: Final = msgspec.json.Decoder(tuple[Display, ...])


def event_of(event_id: Any, kind: str, at: dt.datetime, body: str, subject: str, payee: str) -> Event:
    """Return an event from its columns; msgspec.ValidationError when its body is of another shape."""
    return Event(str(event_id), kind, at, read_body(body), subject, payee)


def fill(row: WarningOutcome, outcome: Outcome) -> None:
    """Write an outcome into its row, all but what it adds to which cell."""
    for name in SAME:
        setattr(row, name, getattr(outcome, name))
    row.displays = _encode(outcome.displays).decode()
    row.day = day_of(outcome)
    last = outcome.last
    if last is None:
        return
    row.card, row.held_out = last.card.id, last.held_out
    for name in ("revision", "variant", "fraud_type", "level", "locale", "audience"):
        setattr(row, name, getattr(last.card, name))


def outcome_of(row: WarningOutcome) -> Outcome:
    """Return the outcome that a row was filled with."""
    return Outcome(displays=_displays.decode(row.displays), **{name: getattr(row, name) for name in SAME})


def day_of(outcome: Outcome) -> dt.date | None:
    """Return the day a warning counts for: that of its first card, where the site is."""
    first = outcome.first_shown
    return first and first.astimezone(timezone.get_default_timezone()).date()
