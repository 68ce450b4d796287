"""What happened after warnings, as the payment companies' programs reported it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutcomeEvent(models.Model):
    """One reported act after a warning, written by `scams.outcomes.journal` alone.

    A warning belongs to the client that asked for it, and so does an event's id: two clients may use the same ones.
    """

    number = models.BigAutoField(primary_key=True)
    event_id = models.UUIDField(_("id"))
    client = models.CharField(_("client"), max_length=80)
    warning_id = models.UUIDField(_("warning"))
    kind = models.CharField(_("kind"), max_length=24)
    at = models.DateTimeField(_("happened"))
    received_at = models.DateTimeField(_("received"))
    subject = models.CharField(_("payer"), max_length=64, blank=True, help_text=_("A keyed hash; empty: not told."))
    payee = models.CharField(_("payee"), max_length=64, blank=True, help_text=_("A keyed hash; empty: not told."))
    body = models.TextField(_("details"), default="{}", help_text=_("JSON: the members that only this kind has."))

    class Meta:
        ordering: ClassVar = ["number"]
        verbose_name = _("outcome event")
        verbose_name_plural = _("outcome events")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event_id", "client"], name="scams_outcomeevent_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["client", "warning_id"], name="scams_outcomeevent_warning"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.warning_id}"


class OutcomeBacklog(models.Model):
    """A warning that events came for and the roll-up has not counted yet: one row per batch, written with its events.

    The roll-up deletes the rows it has read, by id. Several for one warning do no harm.
    """

    client = models.CharField(_("client"), max_length=80)
    warning_id = models.UUIDField(_("warning"))

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name = _("warning to count")
        verbose_name_plural = _("warnings to count")

    def __str__(self) -> str:
        return f"{self.client} {self.warning_id}"
