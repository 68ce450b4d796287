"""Write down that pages changed, and tell how many times they did."""

from datetime import timedelta
from typing import Final

from django.db.models import Count, Max
from django.utils import timezone

from academy.models import PageChange

KEPT_FOR: Final = timedelta(days=1)
"""Far longer than any transaction: a row may be committed after rows with higher numbers."""


def note_change() -> None:
    """Have every process forget the pages it kept, once this transaction is committed."""
    PageChange.objects.create()


def generation() -> str:
    """Return what is another after every change. One query.

    The newest number alone would not do: of two changes at once the lower number may be committed last.
    """
    found = PageChange.objects.aggregate(newest=Max("pk"), count=Count("pk"))
    return f"{found['newest'] or 0}.{found['count']}"


def prune_changes() -> int:
    """Delete the changes that everybody has long seen, but never the newest; return how many."""
    newest = PageChange.objects.order_by("-pk").values("pk")[:1]
    return PageChange.objects.filter(at__lt=timezone.now() - KEPT_FOR).exclude(pk__in=newest).delete()[0]
