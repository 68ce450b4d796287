"""Releases of held payments: what was asked, how often it was tried, and whether it was passed."""

import datetime as dt
import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from scams.release.claims import LIFETIME


class Release(models.Model):
    """One payer's way to let one held payment go: one a warning. It says nothing of who the payer is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.CharField(_("API client"), max_length=80)
    warning_id = models.UUIDField(_("warning"))
    fraud_type = models.CharField(_("fraud type"), max_length=80)
    locale = models.CharField(_("language"), max_length=10)
    audience = models.CharField(_("audience"), max_length=10)
    subject = models.CharField(
        _("payer"), max_length=64, blank=True, help_text=_("A keyed hash of what the client calls them.")
    )
    questions = models.JSONField(
        _("questions"), default=list, help_text=_("As they are asked now, with the right answers.")
    )
    asked = models.JSONField(_("asked"), default=list, help_text=_("The keys of all questions asked."))
    draw = models.PositiveSmallIntegerField(_("draw"), default=0, help_text=_("How often questions were drawn."))
    tries = models.PositiveSmallIntegerField(_("wrong tries"), default=0)
    started_at = models.DateTimeField(_("started"))
    expires_at = models.DateTimeField(_("expires"), db_index=True)
    passed_at = models.DateTimeField(_("passed"), null=True)
    proof_id = models.UUIDField(_("proof"), null=True)

    class Meta:
        ordering: ClassVar = ["-started_at"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["client", "warning_id"], name="scams_release_once")
        ]
        indexes: ClassVar = [models.Index(fields=["client", "subject"], name="scams_release_payer")]
        verbose_name = _("release")
        verbose_name_plural = _("releases")

    def __str__(self) -> str:
        return f"{self.warning_id} · {self.fraud_type}"

    @property
    def proof_expires_at(self) -> dt.datetime | None:
        """Until when its proof is good; None where it was not passed."""
        return self.passed_at and self.passed_at.replace(microsecond=0) + dt.timedelta(seconds=LIFETIME)
