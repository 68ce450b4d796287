"""Reminders as people ask for them."""

import datetime as dt
import re
from typing import Any

from django.core import mail
from django.utils import timezone

from academy.models import Attempt, Reminder
from academy.reminders import asking
from academy.reminders.addresses import digest_of
from tests.academy.people.learners import attempt

EMAIL = "lin@example.com"


def wish(of: Attempt | None = None, email: str = EMAIL, language: str = "en") -> Reminder:
    """Return the reminder somebody has just asked for; nothing is sent yet."""
    of = of or attempt()
    asking.ask(of, email, language)
    return Reminder.objects.get(attempt=of, digest=digest_of(email))


def confirmed(of: Attempt | None = None, *, due_in: int = 0, **fields: Any) -> Reminder:
    """Return a reminder that was confirmed and is due in so many days."""
    reminder = wish(of, **fields)
    asking.confirm(reminder)
    return change(reminder, due_on=timezone.localdate() + dt.timedelta(days=due_in))


def change(reminder: Reminder, **fields: Any) -> Reminder:
    Reminder.objects.filter(pk=reminder.pk).update(**fields)
    return Reminder.objects.get(pk=reminder.pk)


def links(number: int = -1) -> list[str]:
    """Return the links of a mail in the outbox, without the site's address."""
    return re.findall(r"^http://localhost:8000(\S+)$", str(mail.outbox[number].body), re.MULTILINE)
