"""Short texts kept in the three languages side by side on one record."""

from django.db import models
from django.utils.translation import get_language

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
