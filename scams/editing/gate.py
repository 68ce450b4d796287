"""The publish gate at the editor's desk: the rules as errors at the fields they are about."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from scams.editing.content import card_content
from scams.rules import gate

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
    for problem in gate.check(content, today=today):
        found[problem.field].append(problem.message)
    return dict(found)


def refuse_unfit(card: "WarningCard", *, today: dt.date) -> None:
    """Raise ValidationError with a message at every field that keeps the card from going live."""
    if found := problems_by_field(card, today=today):
        raise ValidationError(found)
