"""The forms editors fill in: complete only when a card goes live, never before."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils import timezone
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.forms.pages import WagtailAdminPageForm

from scams.editing import playbooks
from scams.editing.gate import problems_by_field
from scams.editing.rules_gate import rule_problems


class GatedForm:
    """Runs a gate when content is published or submitted; a draft may be incomplete."""

    def gate_problems(self) -> dict[str, list[Any]]:
        """Return what keeps the content from going live, by field: to begin with, a conversion nobody has read."""
        problems = self.instance.review_problems()  # type: ignore[attr-defined]  # of the form this stands beside
        return {"translation_state": problems} if problems else {}

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.is_deferred_validation or self.errors:  # type: ignore[attr-defined]
            return
        for field, messages in self.gate_problems().items():
            self.add_error(field, messages)

    def add_error(self, field: str | None, error: Any) -> None:
        """Add an error at a field; one about a field this form does not show goes to the top."""
        known = field if field in self.fields or field == NON_FIELD_ERRORS else None  # type: ignore[attr-defined]
        super().add_error(known, error)  # type: ignore[misc]


class ReviewedPageForm(GatedForm, WagtailAdminPageForm):
    """The form of a page that a machine may have converted from another language."""


class PatternForm(ReviewedPageForm):
    """The form of a scam pattern, with the checker's rules."""

    def gate_problems(self) -> dict[str, list[Any]]:
        """Return what keeps the page from going live, by field: rules that cannot be read, too."""
        problems = rule_problems(self.instance.rules)
        return {**super().gate_problems(), **({"rules": problems} if problems else {})}


class WarningCardForm(GatedForm, WagtailAdminModelForm):
    """The form of a warning card, with the whole publish gate."""

    def gate_problems(self) -> dict[str, list[Any]]:
        """Return the messages of every broken rule by field."""
        contacts = self.cleaned_data.get("contacts") or []
        secondary = self.cleaned_data.get("secondary_types") or []
        return problems_by_field(
            self.instance,
            today=timezone.localdate(),
            contacts=[one.key for one in contacts],
            secondary_types=[one.slug for one in secondary],
        )


class PlaybookForm(GatedForm, WagtailAdminModelForm):
    """The form of a playbook, with its publish gate."""

    def gate_problems(self) -> dict[str, list[Any]]:
        """Return the messages of every broken rule by field."""
        return playbooks.problems_by_field(self.instance)
