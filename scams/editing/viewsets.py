"""The admin's screens for cards, contacts and the taxonomy."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, LocaleColumn, UpdatedAtColumn
from wagtail.models import Locale
from wagtail.snippets.views.snippets import (
    CreateView,
    PreviewOnCreateView,
    SnippetViewSetGroup,
    WorkflowActionView,
)

from scams.editing.approving import TellsWhyNot
from scams.editing.briefs import CardEditView
from scams.editing.checker import ExampleMessageViewSet, WordListViewSet
from scams.editing.diagrams.panels import LadderPanel
from scams.editing.forms import PlaybookForm
from scams.editing.listing import FoundByWords, for_lists, in_three, three
from scams.editing.panels import card_edit_handler
from scams.models import (
    Contact,
    CrosswalkCode,
    FraudType,
    Playbook,
    Signal,
    SynonymGroup,
    Technique,
    WarningCard,
)


class CardWorkflowActionView(TellsWhyNot, WorkflowActionView):
    """Approves cards."""


class CardCreateView(CreateView):
    """Tells the preview in which language the new card is written."""

    def get_preview_url(self) -> str:
        """Return the preview's address with the form's language."""
        return f"{super().get_preview_url()}?locale={self.locale.language_code}"


class CardPreviewOnCreateView(PreviewOnCreateView):
    """Previews a card that has no row yet, and so no language of its own."""

    def get_object(self) -> WarningCard:
        """Return an empty card in the form's language."""
        chosen = Locale.objects.filter(language_code=self.request.GET.get("locale", "")).first()
        return WarningCard(locale=chosen or Locale.get_default())


class WarningCardViewSet(FoundByWords):
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
    list_filter: ClassVar = ["fraud_type", "audience", "level", "live"]  # and the locale, from Wagtail
    search_fields: ClassVar = [
        "headline",
        "what_is_happening",
        "why_you",
        "fraud_type__slug",
        *(f"fraud_type__{name}" for name in three("label")),
    ]
    list_per_page = 50
    edit_handler = card_edit_handler
    add_view_class = CardCreateView
    edit_view_class = CardEditView
    preview_on_add_view_class = CardPreviewOnCreateView
    workflow_action_view_class = CardWorkflowActionView

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the cards with what a row of the list shows."""
        return for_lists(WarningCard.objects.select_related("fraud_type", "locale", "latest_revision"))


class PlaybookWorkflowActionView(TellsWhyNot, WorkflowActionView):
    """Approves playbooks."""


class PlaybookViewSet(FoundByWords):
    """The ladders of steps."""

    model = Playbook
    icon = "order"
    menu_label = _("Playbooks")
    list_display: ClassVar = [
        "__str__",
        Column("ladder", label=_("Steps"), width="45%"),
        LiveStatusTagColumn(label=_("Status")),
        UpdatedAtColumn(label=_("Updated")),
    ]
    list_filter: ClassVar = ["fraud_type", "audience", "live"]
    search_fields: ClassVar = ["fraud_type__slug", *three("fraud_type__label"), "note"]
    list_per_page = 50
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("fraud_type"), FieldPanel("audience")]),
                    FieldPanel("steps"),
                    LadderPanel(),
                    FieldPanel("note"),
                ],
                heading=_("Playbook"),
            ),
            ObjectList([PublishingPanel()], heading=_("Schedule")),
        ],
        base_form_class=PlaybookForm,
    )
    workflow_action_view_class = PlaybookWorkflowActionView

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the playbooks with what a row of the list shows."""
        return for_lists(Playbook.objects.select_related("fraud_type", "latest_revision"))


class ContactViewSet(FoundByWords):
    """Verified hotlines."""

    model = Contact
    icon = "mobile-alt"
    menu_label = _("Contacts")
    list_display: ClassVar = ["__str__", "number", "region", "verified_on", "reverify_by"]
    list_filter: ClassVar = ["region"]
    search_fields: ClassVar = ["key", "number", *three("name")]
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


class FraudTypeViewSet(FoundByWords):
    """The tree of fraud types."""

    model = FraudType
    icon = "list-ul"
    menu_label = _("Fraud types")
    list_display: ClassVar = [Column("label", label=_("Label")), "slug", "parent", "discreet"]
    list_filter: ClassVar = ["parent", "discreet"]
    search_fields: ClassVar = ["slug", "regional_names", *three("label")]
    list_per_page = 100
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("slug"), FieldPanel("parent"), FieldPanel("sort_order")]),
            in_three("label"),
            in_three("definition"),
            in_three("heard"),
            FieldPanel("regional_names"),
            FieldPanel("discreet"),
            FieldPanel("note"),
        ]
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the types with their parents."""
        return FraudType.objects.select_related("parent")


class CrosswalkCodeViewSet(FoundByWords):
    """Others' codes for the fraud types."""

    model = CrosswalkCode
    icon = "link"
    menu_label = _("Crosswalk codes")
    list_display: ClassVar = ["__str__", "label", "fraud_type", "confidence"]
    list_filter: ClassVar = ["scheme", "confidence", "fraud_type"]
    search_fields: ClassVar = ["code", "label"]
    list_per_page = 100

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the codes with their types."""
        return CrosswalkCode.objects.select_related("fraud_type")


class TechniqueViewSet(FoundByWords):
    """The second tag."""

    model = Technique
    icon = "tag"
    menu_label = _("Techniques")
    search_fields: ClassVar = ["slug", *three("label")]
    list_display: ClassVar = ["__str__", "slug"]
    edit_handler = ObjectList(
        [
            FieldPanel("slug"),
            in_three("label"),
            in_three("definition"),
            FieldRowPanel([FieldPanel("cues_zh"), FieldPanel("cues_en")]),
        ]
    )


class SignalViewSet(FoundByWords):
    """Facts about a payment, and the payer's line for each."""

    model = Signal
    icon = "info-circle"
    menu_label = _("Signals")
    search_fields: ClassVar = ["slug", *three("why")]
    list_display: ClassVar = ["__str__", "slug"]
    edit_handler = ObjectList([FieldPanel("slug"), in_three("why"), FieldPanel("note")])


class SynonymViewSet(FoundByWords):
    """Other words for the same, by which people's search is widened."""

    model = SynonymGroup
    icon = "search"
    menu_label = _("Synonyms")
    search_fields: ClassVar = ["phrases", "note"]
    list_display: ClassVar = ["__str__", "note"]
    list_per_page = 100
    edit_handler = ObjectList([FieldPanel("phrases"), FieldPanel("note")])


class ScamsGroup(SnippetViewSetGroup):
    """The menu's entry for all of them."""

    menu_label = _("Warnings")
    menu_icon = "warning"
    menu_order = 150
    submenu_hook = "register_warnings_menu_item"
    items = (
        WarningCardViewSet,
        PlaybookViewSet,
        ContactViewSet,
        FraudTypeViewSet,
        CrosswalkCodeViewSet,
        TechniqueViewSet,
        SignalViewSet,
        SynonymViewSet,
        WordListViewSet,
        ExampleMessageViewSet,
    )
