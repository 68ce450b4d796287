"""Asking for a reminder by e-mail, and confirming it. What is answered never depends on what is known of an address."""

import datetime as dt
import uuid
from functools import partial
from typing import Final

from django.db import transaction
from django.utils import timezone

from academy.models import Attempt, Reminder
from academy.reminders.addresses import QUIET, answered, digest_of
from academy.reminders.messages import send_soon
from academy.reminders.refreshers import due_on

ADDRESSES_MOST: Final = 3
"""To which one attempt can be sent."""
KEEP_UNCONFIRMED: Final = dt.timedelta(days=3)


def ask(attempt: Attempt, email: str, language: str) -> None:
    """Write down a wish to be reminded at an address and have its owner asked; nothing where that was done today."""
    digest = digest_of(email)
    with transaction.atomic():
        known = Reminder.objects.filter(attempt=attempt)
        if known.exclude(digest=digest).count() >= ADDRESSES_MOST:
            return
        new = {"email": email, "language": language, "due_on": due_on(attempt)}
        reminder, is_new = Reminder.objects.get_or_create(attempt=attempt, digest=digest, defaults=new)
        if not is_new and not _ask_again(reminder):
            return
        transaction.on_commit(partial(send_soon, reminder_id=reminder.pk), robust=True)


def _ask_again(reminder: Reminder) -> bool:
    """Make a reminder that was never confirmed as new, a day after its owner was asked; return whether it is."""
    now = timezone.now()
    again = Reminder.objects.filter(pk=reminder.pk, confirmed_at=None, mailed_at__lte=now - QUIET)
    return bool(again.update(mailed_at=None, asked_at=now, next_try=now))


def find(reminder_id: uuid.UUID) -> Reminder | None:
    """Return the reminder of a confirming link; None where it is sent, stopped or was not confirmed in time."""
    since = timezone.now() - KEEP_UNCONFIRMED
    reminder = Reminder.objects.select_related("attempt__edition__quiz__locale").filter(pk=reminder_id).first()
    return reminder if reminder and (reminder.confirmed_at or reminder.asked_at > since) else None


def confirm(reminder: Reminder) -> None:
    """Note that the address's owner wants the reminder."""
    if Reminder.objects.filter(pk=reminder.pk, confirmed_at=None).update(confirmed_at=timezone.now()):
        answered(reminder.digest)


def prune_unconfirmed() -> int:
    """Delete the reminders that were not confirmed in time; return how many."""
    late = Reminder.objects.filter(confirmed_at=None, asked_at__lte=timezone.now() - KEEP_UNCONFIRMED)
    deleted, _models = late.delete()
    return deleted
