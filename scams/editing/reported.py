"""The admin's screens for the messages that people reported."""

from typing import ClassVar

from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from scams.editing.records import RecordViewSet
from scams.models import ReportedMessage


class ReportedMessageViewSet(RecordViewSet):
    """Messages that people sent in from the checker's page, for whoever writes its rules."""

    model = ReportedMessage
    icon = "mail"
    menu_label = gettext_lazy("Reported messages")
    inspect_view_enabled = True
    list_display: ClassVar = [
        "__str__",
        "locale",
        "verdict",
        Column("looked_like", label=gettext_lazy("Looked like")),
        "reported_on",
    ]
    list_filter: ClassVar = ["verdict", "locale"]
    search_fields: ClassVar = ["text"]
    inspect_view_fields: ClassVar = ["text", "locale", "verdict", "looked_like", "reported_on"]
    form_fields: ClassVar = ["text"]
