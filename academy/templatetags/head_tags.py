"""What a page's head says of it."""

from django import template
from django.template import Context
from wagtail.models import Page

from academy.discovery.head import Head, head_of
from academy.discovery.installing import DARK, LIGHT

register = template.Library()


@register.simple_tag(takes_context=True)
def head(context: Context) -> Head:
    """Return what stands in the head of the context's page. One query.

    `canonical` in the context says whose address search engines should keep where it is not the page's own.
    """
    page = context.get("page")
    return head_of(
        context.get("request"),
        page if isinstance(page, Page) else None,
        context.get("links") or [],
        canonical=context.get("canonical") or "",
    )


@register.simple_tag
def paper(scheme: str) -> str:
    """Return the colour of the paper in a colour scheme, light or dark."""
    return DARK if scheme == "dark" else LIGHT
