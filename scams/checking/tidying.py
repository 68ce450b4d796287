"""Delete reported messages when their time is over."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from scams.models import ReportedMessage


def prune_reported() -> int:
    """Delete the messages reported longer ago than they are kept; return how many."""
    before = timezone.localdate() - dt.timedelta(days=settings.REPORTED_MESSAGES_KEPT_DAYS)
    deleted, _models = ReportedMessage.objects.filter(reported_on__lt=before).delete()
    return deleted
