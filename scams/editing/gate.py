"""The publish gate at the editor's desk: the rules as errors at the fields they are about."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from scams.editing.content import card_content
from scams.editing.routes import faults_of_routes
from scams.models.taxonomy import FraudType, Signal
from scams.rules import faults, gate
from scams.rules.card import CardContent

if TYPE_CHECKING:
    from scams.models import WarningCard


def problems_by_field(
    card: "WarningCard",
    *,
    today: dt.date,
    contacts: Iterable[str] | None = None,
    secondary_types: Iterable[str] | None = None,
) -> dict[str, list[str]]:
    """Return the messages of every broken rule under the name of the card's field."""
    content = card_content(card, contacts=contacts, secondary_types=secondary_types)
    found: dict[str, list[str]] = defaultdict(list)
    for problem in (*gate.check(content, today=today), *dead_ends(content)):
        found[problem.field].append(problem.message)
    found["translation_state"] += [str(message) for message in card.review_problems()]
    return {field: messages for field, messages in found.items() if messages}


def dead_ends(content: CardContent) -> list[gate.Problem]:
    """Return a problem for every answer that leads to nothing that exists, and for one that leads round in a circle."""
    signals = set(Signal.objects.values_list("slug", flat=True))
    types = set(FraudType.objects.values_list("slug", flat=True))
    unknown = [fault.message for fault in faults.unknown(content.questions, signals=signals, fraud_types=types)]
    found = [*unknown, *(fault.message for fault in faults_of_routes(content))]
    return [gate.Problem("questions", message) for message in dict.fromkeys(found)]


def refuse_unfit(card: "WarningCard", *, today: dt.date) -> None:
    """Raise ValidationError with a message at every field that keeps the card from going live."""
    if found := problems_by_field(card, today=today):
        raise ValidationError(found)
