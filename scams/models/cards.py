"""Warning cards: the typed content the payment page shows."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import PreviewableMixin, TranslatableMixin
from wagtail.search import index

from scams.editing.blocks import (
    AUDIENCE_LABELS,
    LEVEL_LABELS,
    ActionBlock,
    QuestionBlock,
    SourceBlock,
    VariantBlock,
    lines,
)
from scams.editing.fields import PlainParagraph, PlainText, Stream
from scams.models.contacts import Contact
from scams.models.reviewed import Reviewed
from scams.models.taxonomy import FraudType
from scams.models.translated import MachineDrafted
from scams.rules import limits
from scams.rules.limits import LIMITS
from scams.words import SAFE_ACTIONS, api_locale

RECORDINGS = ("mp3", "m4a", "ogg")
SAFE_ACTION_LABELS = {"stop": _("Stop the payment"), "call": _("Call"), "check": _("Check in the app")}


def text(name: Any, field: str, **kwargs: Any) -> PlainText:
    """Return the model field of one line of a card, with the evidence for it as its help text."""
    return PlainText(name, max_length=250, blank=True, help_text=LIMITS[field].evidence, **kwargs)


class WarningCard(
    MachineDrafted,
    PreviewableMixin,
    Reviewed,
    TranslatableMixin,
    index.Indexed,
    ClusterableModel,
):
    """What one audience is told about one fraud type in one language, at every level, in some variants."""

    fraud_type = models.ForeignKey(FraudType, models.PROTECT, related_name="cards", verbose_name=_("fraud type"))
    secondary_types = ParentalManyToManyField(
        FraudType, blank=True, related_name="+", verbose_name=_("also touches"), help_text=_("At most two.")
    )
    audience = models.CharField(_("audience"), max_length=10, choices=list(AUDIENCE_LABELS.items()), default="adult")
    level = models.CharField(
        _("level"),
        max_length=10,
        choices=list(LEVEL_LABELS.items()),
        default="warn",
        help_text=_("The level of the answer when the risk engine names none. Each level looks different."),
    )
    edition = models.PositiveIntegerField(
        _("edition"),
        default=1,
        help_text=_(
            "Raise it when the facts change: the old edition stays live in every language "
            "until all three have published the new one. Leave it for a better wording."
        ),
    )

    headline = text(_("headline"), "headline")
    discreet_headline = text(_("discreet headline"), "discreet_headline")
    why_you = text(_("why you"), "why_you")
    what_is_happening = text(_("what is happening"), "what_is_happening")
    red_flags = Stream(lines(limit=LIMITS["red_flags"]), verbose_name=_("red flags"), blank=True, max_num=3)
    questions = Stream(
        [("question", QuestionBlock())], verbose_name=_("questions"), blank=True, max_num=limits.QUESTIONS_MOST
    )
    rebuttals = Stream(lines(limit=LIMITS["rebuttals"]), verbose_name=_("rebuttals"), blank=True, max_num=2)
    safe_action = text(_("safe button"), "safe_action")
    safe_action_kind = models.CharField(
        _("safe button does"), max_length=10, choices=list(SAFE_ACTION_LABELS.items()), default=SAFE_ACTIONS[0]
    )
    other_actions = Stream([("action", ActionBlock())], verbose_name=_("other actions"), blank=True, max_num=3)
    proceed = text(_("proceed button"), "proceed")
    contacts = ParentalManyToManyField(Contact, blank=True, related_name="cards", verbose_name=_("contacts"))

    cooling_off_minutes = models.PositiveIntegerField(
        _("cooling-off, minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(limits.COOLING_OFF_MINUTES[0]), MaxValueValidator(limits.COOLING_OFF_MINUTES[1])],
    )
    cooling_off_cancellable = models.BooleanField(_("the payer may end the wait"), default=True)
    cooling_off_text = text(_("words for the wait"), "cooling_off_text")
    cooling_off_while = text(_("what to do while waiting"), "cooling_off_while")
    switch_line = text(_("another app is not safer"), "switch_line")
    guardian_script = PlainParagraph(
        _("script for a relative"), max_length=2000, blank=True, help_text=LIMITS["guardian_script"].evidence
    )
    agent_script = PlainParagraph(
        _("script for an agent"), max_length=2000, blank=True, help_text=LIMITS["agent_script"].evidence
    )

    variants = Stream(
        [("variant", VariantBlock())],
        verbose_name=_("variants"),
        blank=True,
        max_num=9,
        help_text=_("Attention drops sharply from the second sight of the same card. The fields above are variant a."),
    )
    hold_out = models.PositiveSmallIntegerField(
        _("held out, percent"),
        default=0,
        validators=[MaxValueValidator(limits.HOLD_OUT_MOST)],
        help_text=_(
            "So many of a hundred payers go without this card, the same ones always, so that what it prevents can be "
            "told from what would have happened anyway. Some of them lose money that the card would have saved: take "
            "as few as will do, for as short a time, and end it once the answer is clear. Nobody is held out at the "
            "level stop."
        ),
    )
    proof = text(_("proof"), "proof")
    proof_source = PlainText(_("source of the proof"), max_length=200, blank=True)
    sources = Stream([("source", SourceBlock())], verbose_name=_("sources"), blank=True)
    audio = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recording"),
        help_text=_("The same words, 20 seconds at most."),
    )
    read_aloud = models.BooleanField(_("the device may read it aloud"), default=True)
    review_by = models.DateField(
        _("review by"),
        null=True,
        blank=True,
        help_text=_("At most 90 days ahead: scams change, and so must the words."),
    )

    search_fields: ClassVar = [
        index.SearchField("headline", boost=2),
        index.SearchField("what_is_happening"),
        index.SearchField("red_flags"),
        index.AutocompleteField("headline"),
        index.FilterField("fraud_type"),
        index.FilterField("audience"),
        index.FilterField("locale"),
        index.FilterField("live"),
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ["fraud_type__sort_order", "audience", "locale"]
        constraints = [
            models.UniqueConstraint(fields=["fraud_type", "audience", "locale"], name="scams_card_once"),
        ]
        permissions: ClassVar = [("hold_out_warningcard", _("Can hold a card back from a share of the payers"))]
        verbose_name = _("warning card")
        verbose_name_plural = _("warning cards")

    def __str__(self) -> str:
        return f"{self.headline or self.fraud_type.label} · {self.get_audience_display()}"

    @property
    def card_id(self) -> str:
        """The card's name in the API: fraud type, audience and locale."""
        return f"{self.fraud_type.slug}.{self.audience}.{api_locale(self.locale.language_code)}"

    def refuse_unfit(self) -> None:
        """Raise ValidationError with a message at every field that the publish gate has something against."""
        from scams.editing.gate import refuse_unfit

        refuse_unfit(self, today=timezone.localdate())

    def clean(self) -> None:
        """Refuse a second card for the same fraud type, audience and language, and a recording nobody can play."""
        super().clean()
        if self.audio and self.audio.file_extension not in RECORDINGS:
            raise ValidationError({"audio": _("Choose a recording: mp3, m4a or ogg.")})
        twin = WarningCard.objects.filter(
            fraud_type_id=self.fraud_type_id, audience=self.audience, locale_id=self.locale_id
        ).exclude(pk=self.pk)
        if self.fraud_type_id and self.locale_id and twin.exists():
            raise ValidationError(
                {"audience": _("There is already a card for this fraud type, audience and language.")}
            )

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """Every level for every audience, on a mock payment page."""
        return [
            (f"{level}.{audience}", f"{LEVEL_LABELS[level]} · {AUDIENCE_LABELS[audience]}")
            for audience in AUDIENCE_LABELS
            for level in LEVEL_LABELS
        ]

    @property
    def default_preview_mode(self) -> str:
        """The card's own level and audience."""
        return f"{self.level}.{self.audience}"

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Return the mock payment page."""
        return "scams/payment_page.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Return the page's context: the card as the API would answer it for the mode's level and audience."""
        from scams.editing.preview import preview_context

        known = mode_name in dict(self.preview_modes)
        level, audience = (mode_name if known else self.default_preview_mode).split(".")
        return {**super().get_preview_context(request, mode_name), **preview_context(self, level, audience)}
