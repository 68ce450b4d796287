"""That something changed which pages show: the word on which every process forgets the pages it kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PageChange(models.Model):
    """One change, a row of its own.

    Adding a row waits for nobody, where all who publish at once would have to queue up for one row with a number in it;
    and it is committed with the change, or not at all.
    """

    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("change of pages")
        verbose_name_plural = _("changes of pages")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk} · {self.at:%Y-%m-%d %H:%M:%S}"
