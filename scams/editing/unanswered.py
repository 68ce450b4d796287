"""The report of what people looked for and did not find, in the Reports menu."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from scams.editing.records import RecordViewSet
from scams.models import Unanswered


class UnansweredViewSet(RecordViewSet):
    """What nobody found, by day and language; nothing is known about who looked for it."""

    model = Unanswered
    icon = "search"
    menu_label = _("Searches without results")
    list_display: ClassVar = ["text", "day", "locale", "count"]
    list_filter: ClassVar = ["locale", "day"]
    list_export: ClassVar = ["day", "locale", "text", "count"]
    search_fields: ClassVar = ["text"]
    list_per_page = 100
    form_fields: ClassVar = ["text"]
