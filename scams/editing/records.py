"""What the admin's screens for what programs write have in common: they are looked at, never changed."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail.admin.viewsets.model import ModelViewSet


class RecordViewSet(ModelViewSet):
    """A list in the Reports menu. Wagtail requires `form_fields`; policies keep anybody from seeing the form."""

    add_to_reports_menu = True
    add_to_reference_index = False
    copy_view_enabled = False


def lines(texts: Iterable[str]) -> SafeString:
    """Return texts, each on a line of its own; a dash where there is none."""
    return format_html_join("", "<div>{}</div>", ((text,) for text in texts)) or SafeString("–")


def local(moment: dt.datetime) -> str:
    """Return a moment in local time, which Wagtail's own screens leave out."""
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
