"""The forms editors fill in: complete only when a card goes live, never before."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils import timezone
from wagtail.admin.forms.models import WagtailAdminModelForm

from scams.editing.gate import problems_by_field


class WarningCardForm(WagtailAdminModelForm):
    """Runs the publish gate when a card is published or submitted; a draft may be incomplete."""

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.is_deferred_validation or self.errors:
            return
        for field, messages in self._problems().items():
            self.add_error(field if field in self.fields else None, messages)

    def _problems(self) -> dict[str, list[str]]:
        contacts = self.cleaned_data.get("contacts") or []
        secondary = self.cleaned_data.get("secondary_types") or []
        return problems_by_field(
            self.instance,
            today=timezone.localdate(),
            contacts=[one.key for one in contacts],
            secondary_types=[one.slug for one in secondary],
        )

    def add_error(self, field: str | None, error: Any) -> None:
        """Add an error at a field; one about a field this form does not show goes to the top."""
        known = field if field in self.fields or field == NON_FIELD_ERRORS else None
        super().add_error(known, error)
