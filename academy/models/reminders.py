"""Reminders by e-mail, kept only until they are sent."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from academy.models.attempts import Attempt


class Reminder(models.Model):
    """A wish to be reminded of an attempt. Nothing is sent to an address before its owner has confirmed it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="reminders", verbose_name=_("attempt"))
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=10)
    due_on = models.DateField(_("due"), db_index=True)
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    class Meta:
        ordering = ["due_on"]
        constraints = [models.UniqueConstraint(fields=["attempt", "email"], name="academy_reminder_once")]
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")

    def __str__(self) -> str:
        return f"{self.due_on:%Y-%m-%d} · {self.attempt_id}"
