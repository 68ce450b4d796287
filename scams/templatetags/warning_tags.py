"""The warning card in a template: `{% scam_warning answer action=url %}`."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from scams.client.html import render_warning

register = template.Library()


@register.simple_tag(takes_context=True)
def scam_warning(
    context: template.Context,
    answer: Mapping[str, Any] | bytes,
    action: str = "",
    *,
    stopped: str = "",
    others: str = "",
    **hidden: str,
) -> SafeString:
    """Return the card of an answer as a form to `action`, with Django's token and `hidden` as further fields.

    `stopped` and `others` are popovers of the page, to open at the safe action and at every other act instead.
    """
    if token := context.get("csrf_token"):
        hidden.setdefault("csrfmiddlewaretoken", str(token))
    named = {"safe_action": stopped, "": others}
    popovers = {act: popover for act, popover in named.items() if popover}
    return mark_safe(  # noqa: S308 - every text in it is escaped
        render_warning(answer, action=action, hidden=hidden, popovers=popovers)
    )
