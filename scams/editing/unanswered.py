"""The report of what people looked for and did not find, in the Reports menu."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from scams.models import Unanswered


class UnansweredViewSet(ModelViewSet):
    """What nobody found, by day and language; nothing is known about who looked for it."""

    model = Unanswered
    icon = "search"
    menu_label = _("Searches without results")
    add_to_reports_menu = True
    menu_item_is_registered = True
    list_display: ClassVar = ["text", "day", "locale", "count"]
    list_filter: ClassVar = ["locale", "day"]
    list_export: ClassVar = ["day", "locale", "text", "count"]
    search_fields: ClassVar = ["text"]
    list_per_page = 100
    add_to_reference_index = False
    copy_view_enabled = False
    form_fields: ClassVar = ["text"]  # required by Wagtail; no form is ever shown
