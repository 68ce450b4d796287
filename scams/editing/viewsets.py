"""The admin's screens for cards, contacts and the taxonomy."""

from typing import Any, ClassVar

from django.contrib.admin.utils import quote
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, LocaleColumn, UpdatedAtColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup, WorkflowActionView

from scams.editing.panels import card_edit_handler
from scams.models import (
    ApiClient,
    Contact,
    CrosswalkCode,
    DeckVersion,
    FraudType,
    Signal,
    Technique,
    WarningCard,
)


class CardWorkflowActionView(WorkflowActionView):
    """Approving publishes, so what the publish gate has against it is shown, not thrown."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Carry the action out; go back to the card with the gate's messages if it may not go live."""
        try:
            response: HttpResponse = super().post(request, *args, **kwargs)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
            return redirect(reverse(self.redirect_url_name, args=[quote(self.object.pk)]))
        return response


class WarningCardViewSet(SnippetViewSet):
    """Warning cards."""

    model = WarningCard
    icon = "warning"
    menu_label = _("Warning cards")
    add_to_admin_menu = False
    list_display: ClassVar = [
        "headline",
        Column("fraud_type", label=_("Fraud type"), sort_key="fraud_type__sort_order"),
        Column("get_audience_display", label=_("Audience"), sort_key="audience"),
        LocaleColumn(label=_("Language")),
        Column("review_by", label=_("Review by"), sort_key="review_by"),
        LiveStatusTagColumn(label=_("Status")),
        UpdatedAtColumn(label=_("Updated")),
    ]
    list_filter: ClassVar = ["fraud_type", "audience", "level", "locale", "live"]
    list_per_page = 50
    edit_handler = card_edit_handler
    workflow_action_view_class = CardWorkflowActionView

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the cards with what a row of the list shows."""
        return WarningCard.objects.select_related("fraud_type", "locale", "latest_revision")


def in_three(field: str) -> FieldRowPanel:
    """Return the panels of a text in the three languages, side by side."""
    return FieldRowPanel([FieldPanel(f"{field}_{locale}") for locale in ("zh_hans", "zh_hant", "en")])


class ContactViewSet(SnippetViewSet):
    """Verified hotlines."""

    model = Contact
    icon = "mobile-alt"
    menu_label = _("Contacts")
    list_display: ClassVar = ["__str__", "number", "region", "verified_on", "reverify_by"]
    list_filter: ClassVar = ["region"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("key"), FieldPanel("region"), FieldPanel("number")]),
            in_three("name"),
            in_three("hours"),
            FieldPanel("languages"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("source_publisher"), FieldPanel("source_url")]),
                    FieldRowPanel([FieldPanel("verified_on"), FieldPanel("verified_by"), FieldPanel("reverify_by")]),
                ],
                _("Verification"),
            ),
            FieldPanel("note"),
            FieldPanel("sort_order"),
        ]
    )


class FraudTypeViewSet(SnippetViewSet):
    """The tree of fraud types."""

    model = FraudType
    icon = "list-ul"
    menu_label = _("Fraud types")
    list_display: ClassVar = ["label", "slug", "parent", "discreet"]
    list_filter: ClassVar = ["parent", "discreet"]
    list_per_page = 100
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("slug"), FieldPanel("parent"), FieldPanel("sort_order")]),
            in_three("label"),
            in_three("definition"),
            FieldPanel("regional_names"),
            FieldPanel("discreet"),
            FieldPanel("note"),
        ]
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the types with their parents."""
        return FraudType.objects.select_related("parent")


class CrosswalkCodeViewSet(SnippetViewSet):
    """Others' codes for the fraud types."""

    model = CrosswalkCode
    icon = "link"
    menu_label = _("Crosswalk codes")
    list_display: ClassVar = ["__str__", "label", "fraud_type", "confidence"]
    list_filter: ClassVar = ["scheme", "confidence", "fraud_type"]
    search_fields: ClassVar = ["code", "label"]
    search_backend_name = None
    list_per_page = 100

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the codes with their types."""
        return CrosswalkCode.objects.select_related("fraud_type")


class TechniqueViewSet(SnippetViewSet):
    """The second tag."""

    model = Technique
    icon = "tag"
    menu_label = _("Techniques")
    list_display: ClassVar = ["__str__", "slug"]
    edit_handler = ObjectList([FieldPanel("slug"), in_three("label"), in_three("definition")])


class SignalViewSet(SnippetViewSet):
    """Facts about a payment, and the payer's line for each."""

    model = Signal
    icon = "info-circle"
    menu_label = _("Signals")
    list_display: ClassVar = ["__str__", "slug"]
    edit_handler = ObjectList([FieldPanel("slug"), in_three("why"), FieldPanel("note")])


class ScamsGroup(SnippetViewSetGroup):
    """The menu's entry for all of them."""

    menu_label = _("Warnings")
    menu_icon = "warning"
    menu_order = 150
    items = (
        WarningCardViewSet,
        ContactViewSet,
        FraudTypeViewSet,
        CrosswalkCodeViewSet,
        TechniqueViewSet,
        SignalViewSet,
    )


class DeckVersionViewSet(ModelViewSet):
    """Every deck that was compiled, with what changed and what was left out."""

    model = DeckVersion
    icon = "history"
    menu_label = _("Decks")
    add_to_reports_menu = True
    inspect_view_enabled = True
    list_display: ClassVar = ["version", "built_at", "cards", Column("changes_text", label=_("Because"))]
    inspect_view_fields: ClassVar = ["version", "built_at", "cards", "left_out", "changes_text"]
    add_to_reference_index = False
    form_fields: ClassVar = ["version"]
    ordering = "-pk"
    menu_item_is_registered = True

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the decks, newest first, without their bytes."""
        return DeckVersion.objects.defer("payload").prefetch_related("changes__user")


class ApiClientViewSet(ModelViewSet):
    """Who may call the API. Keys are made on the command line, where they can be shown once."""

    model = ApiClient
    icon = "key"
    menu_label = _("API clients")
    add_to_settings_menu = True
    inspect_view_enabled = True
    list_display: ClassVar = ["name", "prefix", "scopes", "created_at", "revoked_at"]
    inspect_view_fields: ClassVar = ["name", "prefix", "scopes", "created_at", "revoked_at"]
    form_fields: ClassVar = ["name"]
    add_to_reference_index = False
    menu_item_is_registered = True
