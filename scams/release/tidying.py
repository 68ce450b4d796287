"""Delete the releases that are over."""

import datetime as dt
from typing import Final

from django.utils import timezone

from scams.models import Release

KEPT: Final = dt.timedelta(days=1)
"""How long one stays after its time: as long it keeps its warning from being tried anew."""


def prune_releases() -> int:
    """Delete the releases whose time was over a day ago; return how many."""
    deleted, _models = Release.objects.filter(expires_at__lte=timezone.now() - KEPT).delete()
    return deleted
