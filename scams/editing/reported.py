"""The admin's screens for the messages that people reported."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import InspectView
from wagtail.admin.widgets.button import Button

from scams.editing.records import RecordViewSet
from scams.models import ReportedMessage


class ReportedInspectView(InspectView):
    """One message, from which the checker may learn."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """The buttons; one to make an example of the message, for those who may."""
        buttons = list(super().header_more_buttons)
        if self.request.user.has_perm("scams.add_examplemessage"):
            url = f"{reverse('wagtailsnippets_scams_examplemessage:add')}?reported={self.object.pk}"
            buttons.append(Button(_("Tell the checker what it is"), url, icon_name="mail", priority=5))
        return buttons


class ReportedMessageViewSet(RecordViewSet):
    """Messages that people sent in from the checker's page, for whoever writes its rules."""

    model = ReportedMessage
    icon = "mail"
    menu_label = gettext_lazy("Reported messages")
    inspect_view_enabled = True
    inspect_view_class = ReportedInspectView
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
