"""The admin's screens for API clients: looked at, never changed."""

import datetime as dt
from typing import Any, ClassVar

from django.contrib.admin.utils import label_for_field
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic import InspectView
from wagtail.admin.viewsets.model import ModelViewSet

from scams.editing.records import lines
from scams.models import ApiClient, ApiKey


class ApiClientInspectView(InspectView):
    """One API client, with its keys."""

    def get_fields_context(self) -> list[dict[str, Any]]:
        """Return the fields, and a line for each key: its beginning, and the dates it has."""
        keys = lines(_key_line(key) for key in self.object.keys.all())
        fields: list[dict[str, Any]] = super().get_fields_context()
        return [*fields, {"label": capfirst(ApiKey._meta.verbose_name_plural), "value": keys, "component": None}]


def _key_line(key: ApiKey) -> str:
    dates = {name: getattr(key, name) for name in ("created_at", "expires_at", "revoked_at", "last_used_on")}
    return f"{key} · " + ", ".join(
        f"{label_for_field(name, ApiKey)}: {_day(moment)}" for name, moment in dates.items() if moment
    )


def _day(moment: dt.date) -> str:
    return date_format(timezone.localtime(moment) if isinstance(moment, dt.datetime) else moment)


class ApiClientViewSet(ModelViewSet):
    """Who may call the API. Keys are made on the command line, where they can be shown once."""

    model = ApiClient
    icon = "key"
    menu_label = gettext_lazy("API clients")
    add_to_settings_menu = True
    inspect_view_enabled = True
    inspect_view_class = ApiClientInspectView
    list_display: ClassVar = ["name", "scopes", "rate", "created_at", "revoked_at"]
    inspect_view_fields: ClassVar = ["name", "scopes", "rate", "created_at", "revoked_at"]
    form_fields: ClassVar = ["name"]  # required by Wagtail; no form is ever shown
    add_to_reference_index = False
    copy_view_enabled = False
