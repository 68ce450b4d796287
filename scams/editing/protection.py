"""What others rely on stays: asked before the admin deletes, so that people are told instead of failed."""

from collections.abc import Iterable
from typing import Any

from django.db import models, router
from django.db.models.deletion import Collector

from scams.models import Contact


def in_use(records: Iterable[Any]) -> list[Any]:
    """Return those of `records` that cannot be deleted because something refers to them."""
    return [record for record in records if _is_protected(record)]


def _is_protected(record: Any) -> bool:
    try:
        if isinstance(record, Contact):
            record.refuse_deletion()
        Collector(using=router.db_for_write(type(record), instance=record)).collect([record])
    except (models.ProtectedError, models.RestrictedError):
        return True
    return False
