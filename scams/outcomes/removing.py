"""Remove everything that one client ever reported, and what was counted of it: for what a simulation left behind."""

from collections.abc import Sequence
from typing import Final

from django.db.models import Model, QuerySet

from scams.models import EffectCell, OutcomeBacklog, OutcomeEvent, Release, WarningOutcome
from scams.outcomes.rollup import turn

HOLDERS: Final[Sequence[type[Model]]] = (OutcomeBacklog, OutcomeEvent, WarningOutcome, EffectCell, Release)
"""Every model with rows of a client's, in the order to empty them: what is not waiting any more is not counted again.

Nothing else refers to their rows by key.
"""
_AT_ONCE: Final = 5000
"""Rows deleted in one transaction: others who write wait for no longer than that."""


def remove_client(client: str) -> int:
    """Delete every row of a client's in short transactions; return how many there were. Safe to repeat."""
    return sum(_empty(model._default_manager.filter(client=client)) for model in HOLDERS)


def _empty(rows: "QuerySet[Model]") -> int:
    removed = 0
    while True:
        with turn(wait=True):  # who counts reads and writes these rows, too
            keys = list(rows.order_by().values_list("pk", flat=True)[:_AT_ONCE])
            rows.model._default_manager.filter(pk__in=keys)._raw_delete(rows.db)
        removed += len(keys)
        if len(keys) < _AT_ONCE:
            return removed
