"""Of which warnings the dashboard speaks."""

from typing import Any, ClassVar

import django_filters  # type: ignore[import-untyped]  # it ships no types
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from scams.editing.blocks import AUDIENCE_LABELS, LEVEL_LABELS
from scams.editing.effect.names import fraud_type_labels
from scams.models import ApiClient, EffectCell
from scams.outcomes.words import SIMULATION
from scams.words import LOCALES

LOCALE_LABELS = dict(zip(LOCALES, (_("Simplified Chinese"), _("Traditional Chinese"), _("English")), strict=True))


def clients() -> list[tuple[str, str]]:
    """Return the names of the payment companies' programs; one query."""
    names = ApiClient.objects.exclude(name=SIMULATION).order_by("name").values_list("name", flat=True)
    return [(name, name) for name in names]


class EffectFilters(WagtailFilterSet):
    """Filters that cells and outcomes share. What was simulated counts only where one asks for it."""

    day = django_filters.DateFromToRangeFilter(label=_("Days"), widget=DateRangePickerWidget)
    fraud_type = django_filters.ChoiceFilter(label=_("Fraud type"), choices=lambda: fraud_type_labels().items())
    level = django_filters.ChoiceFilter(label=_("Level"), choices=list(LEVEL_LABELS.items()))
    audience = django_filters.ChoiceFilter(label=_("Audience"), choices=list(AUDIENCE_LABELS.items()))
    locale = django_filters.ChoiceFilter(label=_("Language"), choices=list(LOCALE_LABELS.items()))
    client = django_filters.ChoiceFilter(label=_("Client"), choices=clients)
    card = django_filters.CharFilter(label=_("Card"))
    simulated = django_filters.ChoiceFilter(
        label=_("Simulated warnings"),
        empty_label=_("Leave out"),
        choices=[("with", _("Count as well")), ("only", _("Count alone"))],
        method="leave",
    )

    class Meta:
        model = EffectCell
        fields: ClassVar[list[str]] = []

    def leave(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Return `rows`: what is simulated is sorted out at the end, also where nothing was chosen."""
        return rows

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that count."""
        rows: QuerySet[Any] = super().filter_queryset(queryset)
        chosen = self.form.cleaned_data["simulated"]
        if chosen == "only":
            return rows.filter(client=SIMULATION)
        return rows if chosen == "with" else rows.exclude(client=SIMULATION)
