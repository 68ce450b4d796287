"""Sending what is due: claim the row, send, note it. Two processes never send the same one.

Addresses are in no log line, and so neither are the errors of mail servers, which name them.
"""

import datetime as dt
import logging
import smtplib
import uuid
from collections.abc import Callable, Iterable
from enum import Enum, auto
from typing import Final

from django.conf import settings
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend as Mailer
from django.db.models import QuerySet
from django.utils import timezone

from academy.models import Reminder
from academy.reminders.addresses import give_turn_back, take_turn
from academy.reminders.mails import confirming_mail, reminding_mail
from academy.reminders.refreshers import refresher_of

logger = logging.getLogger(__name__)

BATCH: Final = 100
"""Mails in a row over one connection."""
RETRY: Final = dt.timedelta(minutes=10)
LEASE_MARGIN: Final = dt.timedelta(seconds=5)
GIVE_UP: Final = dt.timedelta(days=30)
"""So long after its day a reminder that no mail server took is deleted."""


class Outcome(Enum):
    """What came of one mail."""

    SENT = auto()
    NOTHING = auto()
    """There was nothing to send, or not yet."""
    REFUSED = auto()
    """There is no such mailbox."""
    FULL = auto()
    """The mailbox takes it another time."""
    LATER = auto()
    """The mail server takes nothing now."""


def ask_to_confirm(reminder_id: uuid.UUID, connection: Mailer | None = None) -> Outcome:
    """Ask the owner of an address to confirm a reminder, if that is still to be done and it is not too soon."""
    reminder = _claim(_unasked(), reminder_id)
    refresher = refresher_of(reminder.attempt) if reminder else None
    if reminder is None or refresher is None:
        return Outcome.NOTHING  # with the quiz gone it is pruned in three days
    if quiet_until := take_turn(reminder.digest):
        _put_off(reminder, quiet_until)
        return Outcome.NOTHING
    outcome = _deliver(confirming_mail(reminder, refresher), reminder, connection)
    if outcome is Outcome.SENT:
        Reminder.objects.filter(pk=reminder.pk).update(mailed_at=timezone.now(), asked_at=timezone.now())
    elif outcome in {Outcome.FULL, Outcome.LATER}:
        give_turn_back(reminder.digest)
    return outcome


def remind(reminder_id: uuid.UUID, connection: Mailer | None = None) -> Outcome:
    """Send a reminder that is due and delete it; it is deleted unsent where its quiz is gone."""
    reminder = _claim(_due(), reminder_id)
    if reminder is None:
        return Outcome.NOTHING
    refresher = refresher_of(reminder.attempt)
    if refresher is None:
        reminder.delete()
        return Outcome.NOTHING
    outcome = _deliver(reminding_mail(reminder, refresher), reminder, connection)
    if outcome is Outcome.SENT:
        reminder.delete()
    return outcome


def ask_all() -> int:
    """Send the confirming mails that lost messages forgot, or that had to wait; return how many."""
    return _send_all(_unasked(), ask_to_confirm)


def remind_all() -> int:
    """Send the reminders whose day has come; return how many."""
    return _send_all(_due(), remind)


def prune_unsent() -> int:
    """Delete the reminders that no mail server took for a month; return how many."""
    deleted, _models = Reminder.objects.filter(due_on__lt=timezone.localdate() - GIVE_UP).delete()
    return deleted


def _unasked() -> QuerySet[Reminder]:
    return Reminder.objects.filter(confirmed_at=None, mailed_at=None, next_try__lte=timezone.now())


def _due() -> QuerySet[Reminder]:
    confirmed = Reminder.objects.filter(confirmed_at__isnull=False, next_try__lte=timezone.now())
    return confirmed.filter(due_on__lte=timezone.localdate())


def _send_all(waiting: QuerySet[Reminder], send: Callable[[uuid.UUID, Mailer], Outcome]) -> int:
    """Send what waits over one connection, until the mail server takes no more."""
    ids = list(waiting.order_by("next_try").values_list("pk", flat=True)[:BATCH])
    if not ids:
        return 0
    try:
        with mail.get_connection() as connection:
            return sum(outcome is Outcome.SENT for outcome in _until_later(send(pk, connection) for pk in ids))
    except (smtplib.SMTPException, OSError) as error:
        logger.warning("%d mails wait: the mail server cannot be reached (%s)", len(ids), type(error).__name__)
        return 0


def _until_later(outcomes: Iterable[Outcome]) -> Iterable[Outcome]:
    for outcome in outcomes:
        yield outcome
        if outcome is Outcome.LATER:
            return


def _claim(waiting: QuerySet[Reminder], reminder_id: uuid.UUID) -> Reminder | None:
    """Return a waiting reminder after moving its next try past the longest run; None if another process did."""
    until = timezone.now() + dt.timedelta(seconds=settings.TASK_TIME_LIMIT) + LEASE_MARGIN
    if not waiting.filter(pk=reminder_id).update(next_try=until):
        return None
    return Reminder.objects.select_related("attempt__edition__quiz__locale").filter(pk=reminder_id).first()


def _deliver(message: mail.EmailMessage, reminder: Reminder, connection: Mailer | None) -> Outcome:
    """Send one mail. What a mail server refuses for good is deleted, the rest put off."""
    message.connection = connection or mail.get_connection()
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        if all(code >= 500 for code, _text in error.recipients.values()):
            logger.info("The mail server refused reminder %s for good", reminder.pk)
            reminder.delete()
            return Outcome.REFUSED
        outcome, failure = Outcome.FULL, "SMTPRecipientsRefused"
    except (smtplib.SMTPException, OSError) as error:
        outcome, failure = Outcome.LATER, type(error).__name__
    else:
        return Outcome.SENT
    logger.warning("Reminder %s waits: the mail server did not take it (%s)", reminder.pk, failure)
    _put_off(reminder, timezone.now() + RETRY)
    return outcome


def _put_off(reminder: Reminder, until: dt.datetime) -> None:
    Reminder.objects.filter(pk=reminder.pk).update(next_try=until)
