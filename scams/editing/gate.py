"""The publish gate at the editor's desk: the rules as errors at the fields they are about."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from scams.editing.content import card_content
from scams.models.taxonomy import FraudType, Signal
from scams.rules import gate
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
    """Return a problem for every answer that leads to a signal, fraud type or level that does not exist."""
    signals = set(Signal.objects.values_list("slug", flat=True))
    types = set(FraudType.objects.values_list("slug", flat=True))
    effects = [effect for one in content.questions for effect in (one.yes, one.no, one.unsure)]
    return [
        gate.Problem("questions", _("An answer leads to “%s”, which does not exist.") % effect)
        for effect in effects
        if not gate.effect_is_known(effect, signals=signals, fraud_types=types)
    ]


def refuse_unfit(card: "WarningCard", *, today: dt.date) -> None:
    """Raise ValidationError with a message at every field that keeps the card from going live."""
    if found := problems_by_field(card, today=today):
        raise ValidationError(found)
