"""Forget a payer or payee: nothing that is stored can be traced to their token any more.

What was counted stays as it was: rows lose the person, not what happened.
"""

from collections.abc import Sequence
from typing import Final

from django.db.models import Model, Q

from scams.models import OutcomeEvent
from scams.outcomes.keyed import subjects

HOLDERS: Final[Sequence[type[Model]]] = (OutcomeEvent,)
"""Every model that keeps hashes of tokens, in the fields `subject` and `payee`, beside `client`."""
FIELDS: Final = ("subject", "payee")
_AT_ONCE: Final = 500
"""Rows changed in one transaction: events are being written meanwhile, and wait for it."""


def forget(token: str, *, client: str = "") -> int:
    """Take a token's hash out of everything that is kept, of one client or of all; return how many rows had it."""
    hashed = subjects().hashed(token)
    return sum(_forget_in(model, hashed, client) for model in HOLDERS) if hashed else 0


def _forget_in(model: type[Model], hashed: str, client: str) -> int:
    rows = model._default_manager.filter(Q(subject=hashed) | Q(payee=hashed))
    # Found first and changed after, by key: finding reads the whole table, and must keep nobody from writing to it.
    found = list((rows.filter(client=client) if client else rows).values_list("pk", flat=True))
    for start in range(0, len(found), _AT_ONCE):
        for field in FIELDS:
            model._default_manager.filter(pk__in=found[start : start + _AT_ONCE], **{field: hashed}).update(
                **{field: ""}
            )
    return len(found)
