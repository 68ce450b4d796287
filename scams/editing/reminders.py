"""Tell people what is due for review: cards and articles go stale as scams change."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.utils import timezone
from django.utils.translation import gettext as _

from scams.models import Contact, ScamPattern, WarningCard

AHEAD: Final = dt.timedelta(days=7)
"""How long before its review date something is named for the first time."""


def due_for_review(today: dt.date) -> list[str]:
    """Return a line for every live card and article, and every contact, whose date is past or within a week."""
    until = today + AHEAD
    cards = WarningCard.objects.filter(live=True, review_by__lte=until).select_related("fraud_type", "locale")
    patterns = ScamPattern.objects.live().filter(review_by__lte=until).order_by("review_by")
    contacts = Contact.objects.filter(reverify_by__lte=until)
    return [
        *(f"{card.review_by} · {card.card_id}" for card in cards.order_by("review_by")),
        *(f"{page.review_by} · {page.title}" for page in patterns),
        *(f"{contact.reverify_by} · {contact}" for contact in contacts.order_by("reverify_by")),
    ]


def send_reminders(today: dt.date | None = None) -> int:
    """Send each reviewer one message with all that is due; return how many were sent."""
    lines = due_for_review(today or timezone.localdate())
    addresses = sorted(_reviewers()) if lines else []
    for address in addresses:
        send_mail(_("%d items are due for review") % len(lines), "\n".join(lines), None, [address])
    return len(addresses)


def _reviewers() -> Iterable[str]:
    """Return the addresses of the active people who may publish cards."""
    may_publish = get_user_model()._default_manager.with_perm(
        "scams.publish_warningcard", backend="django.contrib.auth.backends.ModelBackend"
    )
    return may_publish.exclude(email="").values_list("email", flat=True)
