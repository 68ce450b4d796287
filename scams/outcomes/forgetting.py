"""Forget a payer or payee: nothing that is stored can be traced to their token any more.

What was counted stays as it was: rows lose the person, not what happened.
"""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Model, Q

from scams.models import OutcomeEvent, Release, WarningOutcome
from scams.outcomes.keyed import subjects
from scams.outcomes.rollup import turn

HOLDERS: Final[Sequence[tuple[type[Model], tuple[str, ...]]]] = (
    (OutcomeEvent, ("subject", "payee")),
    (WarningOutcome, ("subject", "payee")),
    (Release, ("subject",)),
)
"""Every model that keeps hashes of tokens, beside `client`, and its fields that do. Events come first."""
_AT_ONCE: Final = 500
"""Rows changed in one transaction: events are being written meanwhile, and wait for it."""


def forget(token: str, *, client: str = "") -> int:
    """Take a token's hash out of everything that is kept, of one client or of all; return how many rows had it."""
    hashed = subjects().hashed(token)
    if not hashed:
        return 0
    changed = 0
    for model, fields in HOLDERS:
        with turn(wait=True):  # who counts now may have read the events before, and writes what it read
            pass
        changed += _forget_in(model, fields, hashed, client)
    return changed


def _forget_in(model: type[Model], fields: Sequence[str], hashed: str, client: str) -> int:
    rows = model._default_manager.filter(reduce(or_, (Q(**{field: hashed}) for field in fields)))
    # Found first and changed after, by key: finding reads the whole table, and must keep nobody from writing to it.
    found = list((rows.filter(client=client) if client else rows).values_list("pk", flat=True))
    for start in range(0, len(found), _AT_ONCE):
        for field in fields:
            holding = model._default_manager.filter(pk__in=found[start : start + _AT_ONCE], **{field: hashed})
            holding.update(**{field: ""})
    return len(found)
