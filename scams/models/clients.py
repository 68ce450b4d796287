"""Payment companies' programs that may call the API."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApiClient(models.Model):
    """A caller of the API. Its key is shown once and kept only as a hash."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    prefix = models.CharField(_("key begins with"), max_length=16, unique=True, editable=False)
    key_hash = models.CharField(_("key hash"), max_length=64, editable=False)
    scopes = models.CharField(_("scopes"), max_length=120, help_text=_("Separated by spaces."))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("API client")
        verbose_name_plural = _("API clients")

    def __str__(self) -> str:
        return self.name
