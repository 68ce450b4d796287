"""Work that must happen later: one row each, deleted when it is done."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """A function to call in the background. Written by `academy.jobs.backend`, run by `academy.jobs.run`."""

    function = models.CharField(_("function"), max_length=255)
    args = models.JSONField(_("arguments"), default=list)
    kwargs = models.JSONField(_("named arguments"), default=dict)
    queue = models.CharField(_("queue"), max_length=32)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    started = models.DateTimeField(_("started"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try = models.DateTimeField(_("next try"))
    last_error = models.TextField(_("last error"), blank=True)
    failed = models.BooleanField(_("given up"), default=False)

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        ordering: ClassVar = ["-failed", "next_try"]
        default_permissions = ("view",)
        indexes: ClassVar = [models.Index(fields=["failed", "next_try"], name="academy_job_due")]

    def __str__(self) -> str:
        """Return the function's name and the row's number."""
        return f"{self.function.rpartition('.')[2]} #{self.pk}"
