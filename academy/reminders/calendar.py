"""The refresher as an entry in somebody's own calendar (RFC 5545)."""

import datetime as dt
import uuid
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from academy.reminders.refreshers import Refresher

CONTENT_TYPE: Final = "text/calendar; charset=utf-8"
AT: Final = dt.timedelta(hours=9)
"""When on the day the calendar speaks up."""


def calendar_file(refresher: Refresher, attempt_id: uuid.UUID) -> bytes:
    """Return a calendar with one event: the whole day, free time, with an alarm at nine."""
    calendar = Calendar()
    calendar.add("prodid", "-//Anti-fraud academy//Refresher//EN")
    calendar.add("version", "2.0")
    calendar.add_component(_event(refresher, attempt_id))
    return bytes(calendar.to_ical())


def _event(refresher: Refresher, attempt_id: uuid.UUID) -> Event:
    event = Event()
    event.add("uid", f"refresher-{attempt_id}")
    event.add("dtstamp", timezone.now().astimezone(dt.UTC))
    event.add("dtstart", refresher.due_on)
    event.add("dtend", refresher.due_on + dt.timedelta(days=1))
    event.add("summary", title_of(refresher))
    event.add("description", f"{what_it_is()}\n{refresher.url}")
    event.add("url", refresher.url)
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(refresher))
    return event


def _alarm(refresher: Refresher) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", AT)
    alarm.add("description", title_of(refresher))
    return alarm


def title_of(refresher: Refresher) -> str:
    """Return what an entry is called, in the active language."""
    return _("Refresher: %s") % refresher.title


def what_it_is() -> str:
    """Return what the refresher is for, in the active language."""
    return _("Three minutes, new questions: what one learns about scams stays only if one looks again.")
