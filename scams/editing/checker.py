"""The admin's screens for what the checker reads messages by, beside the rules on each pattern."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_filters import ModelChoiceFilter  # type: ignore[import-untyped]  # it ships no types
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView

from scams.editing.listing import FoundByWords
from scams.models import ExampleMessage, FraudType, ReportedMessage, WordList


class WordListViewSet(FoundByWords):
    """Words that mean the same, for the checker's rules."""

    model = WordList
    icon = "list-ul"
    menu_label = _("Word lists")
    list_display: ClassVar = ["__str__", "role", "weight"]
    list_filter: ClassVar = ["role"]
    search_fields: ClassVar = ["key", "words_zh", "words_en"]
    list_per_page = 100
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("key"), FieldPanel("role"), FieldPanel("weight")]),
            FieldRowPanel([FieldPanel("words_zh"), FieldPanel("words_en")]),
            FieldPanel("note"),
        ]
    )


class ExampleFilterSet(WagtailFilterSet):
    """Narrows the list of examples to those of one kind."""

    fraud_type = ModelChoiceFilter(
        label=_("Fraud type"), queryset=FraudType.objects.all(), null_label=_("genuine message"), empty_label=_("All")
    )

    class Meta:
        model = ExampleMessage
        fields: ClassVar = ["fraud_type"]


class ExampleCreateView(CreateView):
    """Begins with a message that somebody reported, where its page led here."""

    def get_initial_form_instance(self) -> Any:
        """Return an example with the text of the message that the address names."""
        reported = self.request.GET.get("reported", "")
        if not reported.isdecimal() or not self.request.user.has_perm("scams.view_reportedmessage"):
            return None
        found = ReportedMessage.objects.filter(pk=reported[:18]).first()
        return ExampleMessage(text=found.text) if found else None


class ExampleMessageViewSet(FoundByWords):
    """Messages of which somebody has told what they are."""

    model = ExampleMessage
    icon = "mail"
    menu_label = _("Example messages")
    list_display: ClassVar = ["__str__", Column("kind", label=_("Kind"), sort_key="fraud_type__sort_order")]
    filterset_class = ExampleFilterSet
    search_fields: ClassVar = ["text"]
    list_per_page = 50
    add_view_class = ExampleCreateView
    edit_handler = ObjectList([FieldPanel("text"), FieldPanel("fraud_type", widget=forms.Select)])

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the examples with their kinds."""
        return ExampleMessage.objects.select_related("fraud_type")
