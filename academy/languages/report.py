"""The report of what a machine has converted and somebody must read, for the admin's Reports menu."""

from typing import Any, ClassVar

from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView

from academy.languages.waiting import Waiting, waiting_for


class UnreadView(BaseListingView):
    """Lists the machine's drafts that this person may edit."""

    page_title = _("Machine drafts to read")
    header_icon = "globe"
    index_url_name = "unread_drafts"
    paginate_by = 50
    columns: ClassVar = [
        TitleColumn("title", label=_("Title"), get_url=lambda row: row.url),
        Column("kind", label=_("Kind"), accessor=lambda row: capfirst(row.kind)),
        Column("language", label=_("Language")),
        DateColumn("since", label=_("Since")),
    ]

    @cached_property
    def no_results_message(self) -> Any:
        """What stands there when there is nothing to read."""
        return _("There is nothing to read: everything a machine converted has been read.")

    def get_queryset(self) -> list[Waiting]:
        """Return the rows."""
        return waiting_for(self.request.user)
