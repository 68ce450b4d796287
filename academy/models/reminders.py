"""Reminders by e-mail, kept only until they are sent, and how soon an address may be written to again."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.models.attempts import Attempt


class Reminder(models.Model):
    """A wish to be reminded of an attempt. Only the mail that asks for it goes to an address not yet confirmed.

    Each is the row behind two mails: the one that asks to confirm, wanted while `mailed_at` and `confirmed_at` are
    empty, and the reminder itself, wanted from `due_on` on, after which the row is deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    """Stands in the confirming link: whoever has it has read the mail."""
    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="reminders", verbose_name=_("attempt"))
    email = models.EmailField(_("e-mail address"))
    digest = models.CharField(_("digest of the address"), max_length=32, db_index=True)
    language = models.CharField(_("language"), max_length=10)
    due_on = models.DateField(_("due"), db_index=True)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    mailed_at = models.DateTimeField(_("asked to confirm"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    next_try = models.DateTimeField(_("next try"), default=timezone.now)
    """Nothing is sent before; a process that sends moves it on first, so that no other one sends too."""

    class Meta:
        ordering = ["due_on"]
        constraints = [models.UniqueConstraint(fields=["attempt", "digest"], name="academy_reminder_once")]
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")

    def __str__(self) -> str:
        return f"{self.due_on:%Y-%m-%d} · {self.attempt_id}"


class MailedAddress(models.Model):
    """That an address, known by its digest alone, was asked to confirm, and until when it is left in peace."""

    digest = models.CharField(_("digest of the address"), max_length=32, primary_key=True)
    unanswered = models.PositiveSmallIntegerField(_("mails not answered"), default=1)
    quiet_until = models.DateTimeField(_("quiet until"))

    class Meta:
        verbose_name = _("address written to")
        verbose_name_plural = _("addresses written to")

    def __str__(self) -> str:
        return self.digest
