"""Short texts kept in the three languages side by side on one record."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from scams.words import LOCALES, api_locale


class InThreeLanguages(models.Model):
    """A record whose fields end in `_zh_hans`, `_zh_hant` and `_en`."""

    class Meta:
        abstract = True

    def text(self, field: str, locale: str = "") -> str:
        """Return `field` in a locale of either spelling, by default the active one; in zh-Hans where it is empty."""
        spelled = api_locale(locale or get_language() or LOCALES[0])
        value: str = getattr(self, f"{field}_{spelled.lower().replace('-', '_')}")
        simplified: str = getattr(self, f"{field}_zh_hans")
        return value or simplified


class MachineDrafted(models.Model):
    """Content that may begin as a machine's conversion of another language; a person reads it before it goes live."""

    class TranslationState(models.TextChoices):
        WRITTEN = "written", _("written by a person")
        MACHINE = "machine", _("converted by machine, not yet read")
        REVIEWED = "reviewed", _("converted by machine, read by a person")

    translation_state = models.CharField(
        _("translation"),
        max_length=10,
        choices=TranslationState.choices,
        default=TranslationState.WRITTEN,
        help_text=_("What a machine converted is published only after a person has read it and says so here."),
    )

    class Meta:
        abstract = True

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> None:
        """Publish `revision` if it is fit and somebody has read it; else ValidationError names the fields.

        A revision whose schedule was approved has passed its gate before and goes out on time.
        """
        content = revision.as_object()
        if revision.approved_go_live_at is None:
            content.refuse_unfit()
        if problems := content.review_problems():
            raise ValidationError({"translation_state": problems})
        super().publish(revision, *args, **kwargs)  # type: ignore[misc]  # Wagtail's, beside which this stands

    def refuse_unfit(self) -> None:
        """Raise ValidationError if it may not go live; content with a publish gate of its own asks it here."""

    def review_problems(self) -> list[Any]:
        """Return a lazily translated message if nobody has read a machine's conversion yet; else nothing."""
        if self.translation_state == self.TranslationState.MACHINE:
            return [_("Nobody has read this machine conversion yet. Read it, then say so here.")]
        return []
