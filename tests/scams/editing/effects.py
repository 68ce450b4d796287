"""Warnings that were rolled up, of real cards, for tests of the admin's screens."""

import datetime as dt
import itertools
import uuid
from typing import Any

from django.utils import timezone

from scams.models import WarningCard
from scams.outcomes.rollup import roll_up
from tests.scams.editing.desk import card_of
from tests.scams.outcomes.stream import stored, take_in

_numbers = itertools.count(1)


def facts_of(card: WarningCard, key: str = "a", **changes: Any) -> dict[str, Any]:
    """Return the facts about a card's live revision as events carry them."""
    name = card.card_id
    slug, audience, locale = name.split(".")
    return {
        "id": name,
        "revision": card.live_revision_id,
        "variant": f"{name}.{key}",
        "fraud_type": slug,
        "level": "warn",
        "locale": locale,
        "audience": audience,
        **changes,
    }


def tell(
    *kinds: str, card: WarningCard | None = None, client: str = "bank-a", label: str = "", days: float = 0,
    key: str = "a", warning: uuid.UUID | None = None, shown: dict[str, Any] | None = None, **facts: Any,
) -> None:  # fmt: skip
    """Tell that a card was shown some days ago, what came of it, and what it turned out to be; and count it."""
    one, at = warning or uuid.UUID(int=next(_numbers)), timezone.now() - dt.timedelta(days=days, hours=1)
    of = facts_of(card or card_of(), key, **facts)
    events = [stored(client, one, "shown", at, card=of, **(shown or {}))]
    events += [stored(client, one, kind, at + dt.timedelta(seconds=60 + n)) for n, kind in enumerate(kinds)]
    if label:
        events.append(stored(client, one, "label", at + dt.timedelta(minutes=9), label=label))
    take_in(events)
    roll_up()
