"""The refresher as a feed of somebody's own (Atom): empty until the day, then one entry."""

import datetime as dt
import uuid
from typing import Any, Final

from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from academy.models import Attempt
from academy.reminders.calendar import title_of, what_it_is
from academy.reminders.refreshers import Refresher
from scams.words import api_locale

CONTENT_TYPE: Final = "application/atom+xml; charset=utf-8"


class _Feed(Atom1Feed):
    """A feed that says when it last changed, also while it is empty."""

    def __init__(self, *, changed: dt.datetime, **about: Any) -> None:
        """Take the time of the change besides what any feed has."""
        super().__init__(**about)
        self.changed = changed

    def latest_post_date(self) -> dt.datetime:
        """Return that time."""
        return self.changed


def feed_of(attempt: Attempt, refresher: Refresher, address: str) -> bytes:
    """Return the feed, which is itself at `address`."""
    is_due = refresher.is_due
    changed = _morning(refresher.due_on) if is_due else attempt.finished_at
    feed = _Feed(
        changed=changed,
        title=title_of(refresher),
        link=refresher.url,
        description=_("One entry, about three months after you took the quiz."),
        language=api_locale(get_language() or ""),
        author_name=_("Anti-fraud academy"),
        feed_url=address,
        feed_guid=_urn(attempt.pk, "feed"),
    )
    if is_due:
        feed.add_item(
            title=title_of(refresher),
            link=refresher.url,
            description=what_it_is(),
            unique_id=_urn(attempt.pk, "refresher"),
            pubdate=changed,
            updateddate=changed,
        )
    return feed.writeString("utf-8").encode()


def _morning(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _urn(attempt_id: uuid.UUID, what: str) -> str:
    return uuid.uuid5(attempt_id, what).urn
