"""How the card's form is laid out: as people think of a card, with live counts and the evidence."""

from django.forms import CheckboxSelectMultiple, Textarea, TextInput
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)

from scams.editing.blocks import counted
from scams.editing.diagrams.panels import TreePanel
from scams.editing.effect.panel import EffectPanel
from scams.editing.forms import WarningCardForm
from scams.rules.limits import LIMITS


def line(field: str, *, limit: str = "", rows: int = 0) -> FieldPanel:
    """Return the panel of one text with a live count against its limit."""
    attributes = counted(LIMITS[limit or field])
    widget = Textarea(attrs={"rows": rows, **attributes}) if rows else TextInput(attrs=attributes)
    return FieldPanel(field, widget=widget)


def several(field: str) -> FieldPanel:
    """Return the panel of a choice of several records, as boxes to tick."""
    return FieldPanel(field, widget=CheckboxSelectMultiple())


first_screen = MultiFieldPanel(
    [
        # Says how full the first screen is, and tells the counting script the card's language.
        HelpPanel(template="scams/admin/counts_panel.html"),
        line("headline"),
        line("discreet_headline"),
        line("why_you"),
        line("what_is_happening", rows=2),
        FieldPanel("red_flags"),
        line("safe_action"),
        FieldPanel("safe_action_kind"),
        line("proceed"),
    ],
    _("First screen"),
)

about = MultiFieldPanel(
    [
        FieldPanel("fraud_type"),
        FieldRowPanel([FieldPanel("audience"), FieldPanel("level"), FieldPanel("edition")]),
    ],
    _("What it is about"),
)

card_tab = [
    about,
    first_screen,
    FieldPanel("questions"),
    TreePanel(),
    FieldPanel("rebuttals"),
    FieldPanel("other_actions"),
    several("contacts"),
]

level_tab = [
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("cooling_off_minutes"), FieldPanel("cooling_off_cancellable")]),
            line("cooling_off_text", rows=2),
            line("cooling_off_while", rows=2),
        ],
        _("Hold and stop: the wait"),
    ),
    line("switch_line"),
    line("guardian_script", rows=5),
    line("agent_script", rows=5),
]

variants_tab = [
    FieldPanel("variants"),
    FieldPanel("hold_out", permission="scams.hold_out_warningcard"),
]

facts_tab = [
    FieldPanel("sources"),
    MultiFieldPanel([line("proof"), FieldPanel("proof_source")], _("Proof")),
    MultiFieldPanel([FieldPanel("audio"), FieldPanel("read_aloud")], _("To be heard")),
    FieldPanel("secondary_types"),
    FieldRowPanel([FieldPanel("review_by"), FieldPanel("translation_state")]),
]

card_edit_handler = TabbedInterface(
    [
        ObjectList(card_tab, heading=_("Card")),
        ObjectList(level_tab, heading=_("Hold and stop")),
        ObjectList(variants_tab, heading=_("Variants")),
        ObjectList(facts_tab, heading=_("Facts and dates")),
        ObjectList([PublishingPanel()], heading=_("Schedule")),
        ObjectList([EffectPanel()], heading=_("Effect")),
    ],
    base_form_class=WarningCardForm,
)
