"""The two mails: one asks to confirm, one reminds. Plain text, and each with a link that stops them all."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from academy.models import Reminder
from academy.reminders.addresses import stop_token
from academy.reminders.refreshers import Refresher


def confirming_mail(reminder: Reminder, refresher: Refresher) -> EmailMessage:
    """Return the mail that asks the owner of an address whether they want the reminder."""
    with translation.override(reminder.language):
        link = _address("reminder-confirm", reminder.pk)
        subject = _("Please confirm: do you want our reminder?")
        return _mail(reminder, subject, "academy/reminders/confirm.txt", refresher=refresher, link=link)


def reminding_mail(reminder: Reminder, refresher: Refresher) -> EmailMessage:
    """Return the reminder itself."""
    with translation.override(reminder.language):
        subject = _("Three minutes to stay safe: your refresher")
        return _mail(reminder, subject, "academy/reminders/remind.txt", refresher=refresher, link=refresher.url)


def _mail(reminder: Reminder, subject: str, template: str, **context: Any) -> EmailMessage:
    stop = _address("reminder-stop", stop_token(reminder.digest))
    body = render_to_string(template, {**context, "stop": stop})
    headers = {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(subject, body, to=[reminder.email], headers=headers)


def _address(name: str, argument: object) -> str:
    """Return the whole address of a page of ours, in the active language."""
    return settings.PUBLIC_URL + reverse(name, args=[argument])
