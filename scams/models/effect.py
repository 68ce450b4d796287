"""What became of warnings, counted per card; and the variants that were found to be worse than another."""

from typing import ClassVar

from django.conf import settings
from django.contrib.admin import display
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from scams.outcomes.counting import COUNTS


class Shown(models.Model):
    """What was shown by whom: the client, and the facts about the card."""

    client = models.CharField(_("client"), max_length=80)
    card = models.CharField(_("card"), max_length=128)
    revision = models.BigIntegerField(_("revision"))
    variant = models.CharField(_("variant"), max_length=128)
    fraud_type = models.CharField(_("fraud type"), max_length=128)
    level = models.CharField(_("level"), max_length=10)
    locale = models.CharField(_("language"), max_length=16)
    audience = models.CharField(_("audience"), max_length=10)
    held_out = models.BooleanField(_("held out"), default=False)

    class Meta:
        abstract = True


PLACE = ("day", "client", "card", "revision", "variant", "fraud_type", "level", "locale", "audience", "held_out")
"""What counts are kept apart by."""


class WarningOutcome(Shown):
    """What became of one warning of one client; its card is the last one. Made of events again at any time.

    A warning of which no card is known has no day and counts nowhere.
    """

    warning_id = models.UUIDField(_("warning"))
    day = models.DateField(_("day"), null=True, help_text=_("Of its first card, in the site's time zone."))
    displays = models.TextField(_("cards shown"), default="[]", help_text=_("JSON, in their order."))
    counted = models.TextField(_("counted"), default="{}", help_text=_("JSON: what it adds to which cell."))
    first_event = models.BigIntegerField(_("first event"), help_text=_("The lowest number among its events."))
    label = models.CharField(_("label"), max_length=20, blank=True)
    labelled_at = models.DateTimeField(_("labelled"), null=True)
    amount = models.CharField(_("amount"), max_length=40, blank=True, help_text=_("A decimal number, as it was told."))
    currency = models.CharField(_("currency"), max_length=8, blank=True)
    subject = models.CharField(_("payer"), max_length=64, blank=True)
    payee = models.CharField(_("payee"), max_length=64, blank=True)
    stopped = models.BooleanField(_("stopped"), default=False)
    proceeded = models.BooleanField(_("went on"), default=False)
    delayed = models.BooleanField(_("delayed"), default=False)
    cancelled = models.BooleanField(_("cancelled in the wait"), default=False)
    hotline = models.BooleanField(_("called the hotline"), default=False)
    guardian = models.BooleanField(_("told a relative"), default=False)
    complained = models.BooleanField(_("complained"), default=False)
    leaked = models.BooleanField(_("paid another way"), default=False)
    repeated = models.BooleanField(_("tried again"), default=False)
    released_after = models.FloatField(_("seconds to release"), null=True)
    milliseconds = models.BigIntegerField(_("milliseconds on a card"), null=True)

    class Meta:
        verbose_name = _("warning's outcome")
        verbose_name_plural = _("warnings' outcomes")
        constraints: ClassVar = [models.UniqueConstraint(fields=["client", "warning_id"], name="scams_outcome_once")]
        indexes: ClassVar = [
            models.Index(fields=["day"], name="scams_outcome_day"),
            models.Index(
                fields=["day"],
                condition=models.Q(label="confirmed-scam", stopped=True),
                name="scams_outcome_protected",
            ),
            models.Index(
                fields=["day"], condition=models.Q(released_after__isnull=False), name="scams_outcome_released"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.card} {self.warning_id}"


class EffectCell(Shown):
    """How often what happened, of the warnings of one day and client that showed one variant of a card at one level."""

    day = models.DateField(_("day"))
    shown = models.PositiveIntegerField(_("shown"), default=0)
    seen = models.PositiveIntegerField(_("seen"), default=0)
    answered = models.PositiveIntegerField(_("answered"), default=0)
    rerouted = models.PositiveIntegerField(_("led to another card"), default=0)
    stepped = models.PositiveIntegerField(_("went on a step"), default=0)
    stopped = models.PositiveIntegerField(_("stopped"), default=0)
    proceeded = models.PositiveIntegerField(_("went on"), default=0)
    delayed = models.PositiveIntegerField(_("delayed"), default=0)
    cancelled = models.PositiveIntegerField(_("cancelled in the wait"), default=0)
    hotline = models.PositiveIntegerField(_("called the hotline"), default=0)
    guardian = models.PositiveIntegerField(_("told a relative"), default=0)
    complaints = models.PositiveIntegerField(_("complaints"), default=0)
    released = models.PositiveIntegerField(_("released"), default=0)
    confirmed = models.PositiveIntegerField(_("confirmed scams"), default=0)
    confirmed_stopped = models.PositiveIntegerField(_("confirmed scams stopped"), default=0)
    confirmed_proceeded = models.PositiveIntegerField(_("confirmed scams that went on"), default=0)
    genuine = models.PositiveIntegerField(_("genuine"), default=0)
    genuine_proceeded = models.PositiveIntegerField(_("genuine that went on"), default=0)
    leaked = models.PositiveIntegerField(_("paid another way"), default=0)
    repeated = models.PositiveIntegerField(_("tried again"), default=0)

    class Meta:
        verbose_name = _("effect of a card")
        verbose_name_plural = _("effect of cards")
        constraints: ClassVar = [models.UniqueConstraint(fields=list(PLACE), name="scams_cell_once")]
        indexes: ClassVar = [models.Index(fields=["card", "revision"], name="scams_cell_card")]

    def __str__(self) -> str:
        return f"{self.variant} {self.day}"

    @property
    def counts(self) -> dict[str, int]:
        """Every count by its name."""
        return {name: getattr(self, name) for name in COUNTS}


class VariantDemotion(models.Model):
    """A variant of a revision that stopped fewer scams than another one, and is no longer shown."""

    at = models.DateTimeField(_("at"), auto_now_add=True)
    card = models.CharField(_("card"), max_length=128)
    revision = models.BigIntegerField(_("revision"))
    variant = models.CharField(_("variant"), max_length=128)
    evidence = models.JSONField(_("evidence"), help_text=_("The counts and bounds of both variants, and alpha."))
    reinstated_at = models.DateTimeField(_("put back"), null=True, blank=True)
    reinstated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        ordering: ClassVar = ["-pk"]
        verbose_name = _("variant taken out")
        verbose_name_plural = _("variants taken out")
        permissions: ClassVar = [("reinstate_variantdemotion", _("Can put a variant back"))]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["card", "revision", "variant"], name="scams_demotion_once")
        ]

    def __str__(self) -> str:
        return f"{self.variant} ({self.revision})"

    @property
    @display(description=_("because"))
    def reason(self) -> str:
        """The evidence in words, in the reader's language."""
        from scams.outcomes.phrases import demotion_text

        return demotion_text(self.variant, self.evidence)

    @property
    @display(description=_("put back"))
    def reinstated_text(self) -> str:
        """When and by whom it was put back; empty if it was not."""
        if not self.reinstated_at:
            return ""
        day = date_format(timezone.localtime(self.reinstated_at), "SHORT_DATE_FORMAT")
        return f"{day} {self.reinstated_by or ''}".strip()
