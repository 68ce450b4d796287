"""Payment companies' programs that may call the API, and their keys."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApiClient(models.Model):
    """A caller of the API: who it is, what it may do, how often."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    scopes = models.CharField(_("scopes"), max_length=120, help_text=_("Separated by spaces."))
    rate = models.PositiveIntegerField(
        _("requests a second"),
        null=True,
        blank=True,
        help_text=_(
            "Over it, requests are refused with 429. Twice as many may come at once. Empty: as many as it likes."
        ),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("API client")
        verbose_name_plural = _("API clients")

    def __str__(self) -> str:
        return self.name


class ApiKey(models.Model):
    """One key of a client: shown once, kept only as a hash. While keys are changed a client has two."""

    client = models.ForeignKey(ApiClient, models.CASCADE, related_name="keys", verbose_name=_("client"))
    prefix = models.CharField(_("key begins with"), max_length=16, unique=True, editable=False)
    key_hash = models.CharField(_("key hash"), max_length=64, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_on = models.DateField(_("last used on"), null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["client", "-pk"]
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")

    def __str__(self) -> str:
        return f"{self.prefix}…"
