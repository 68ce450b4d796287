"""What an editor chooses before a walk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scams.editing.blocks import AUDIENCE_LABELS, LEVEL_LABELS
from scams.editing.step_blocks import STEP_LABELS
from scams.editing.walking.walk import FIRST_STEP, Start
from scams.models import FraudType, Signal
from scams.words import LOCALES

LOCALE_LABELS = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"}


class TypeInput(forms.TextInput):
    """A text field that offers the fraud types, and takes others' codes as well."""

    template_name = "scams/admin/type_input.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Return the widget's context with the fraud types to choose from."""
        context: dict[str, Any] = super().get_context(name, value, {**(attrs or {}), "list": "fraud-types"})
        return {**context, "types": [(one.slug, one.label) for one in FraudType.objects.all()]}


def signal_choices() -> list[tuple[str, str]]:
    """Return the signals, each with the payer's line about it."""
    return [(one.slug, str(one)) for one in Signal.objects.all()]


def _choices(first: Any, labels: dict[str, Any]) -> list[tuple[str, Any]]:
    return [("", first), *labels.items()]


class StartForm(forms.Form):
    """A payment as an engine describes it."""

    code = forms.CharField(
        label=_("Fraud type or code"), required=False, max_length=128, widget=TypeInput, help_text=_("Empty: unknown.")
    )
    audience = forms.ChoiceField(label=_("Audience"), choices=list(AUDIENCE_LABELS.items()), initial="adult")
    locale = forms.ChoiceField(
        label=_("Language"), choices=[(one, LOCALE_LABELS[one]) for one in LOCALES], initial=LOCALES[0]
    )
    level = forms.ChoiceField(label=_("Level"), required=False, choices=_choices(_("the card's own"), LEVEL_LABELS))
    step = forms.ChoiceField(
        label=_("Step of the ladder"),
        required=False,
        choices=_choices(_("where the level is"), {FIRST_STEP: _("The first one"), **STEP_LABELS}),
    )
    signals = forms.MultipleChoiceField(
        label=_("Signals"), required=False, choices=signal_choices, widget=forms.CheckboxSelectMultiple
    )

    def start(self) -> Start:
        """Return what was chosen; the form must be valid."""
        data = self.cleaned_data
        return Start(**{**data, "code": data["code"].strip(), "signals": tuple(data["signals"])})
