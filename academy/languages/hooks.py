"""What the Wagtail admin gets for drafts in other languages."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.menu import MenuItem

from academy.languages.report import UnreadView
from academy.languages.waiting import is_unread


@hooks.register("register_admin_urls")
def report_url() -> list[URLPattern]:
    """Give the report its address."""
    return [path("reports/machine-drafts/", require_admin_access(UnreadView.as_view()), name="unread_drafts")]


@hooks.register("register_reports_menu_item")
def report_menu_item() -> MenuItem:
    """Put the report into the Reports menu."""
    return MenuItem(_("Machine drafts to read"), reverse("unread_drafts"), icon_name="globe", order=1200)


@hooks.register("before_edit_page")
@hooks.register("before_edit_snippet")
def say_that_it_is_unread(request: HttpRequest, instance: Any) -> None:
    """Tell whoever opens a machine's draft what it is, and what to do with it."""
    if request.method == "GET" and is_unread(instance):
        messages.warning(
            request,
            _(
                "A machine converted this from Simplified Chinese, and nobody has read it yet. "
                "Read and correct it, then set “Translation” to “converted by machine, read by a person”."
            ),
        )
