"""What the offer of a reminder needs to know."""

from django import template

from academy.models import Attempt
from academy.reminders.forms import EmailForm
from academy.reminders.refreshers import Refresher, refresher_of

register = template.Library()


@register.simple_tag
def refresher(attempt: Attempt) -> Refresher | None:
    """Return the refresher of an attempt; None where its quiz is gone."""
    return refresher_of(attempt)


@register.simple_tag
def email_form() -> EmailForm:
    """Return an empty form for an address."""
    return EmailForm()
