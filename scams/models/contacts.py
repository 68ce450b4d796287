"""Verified hotlines. Cards refer to them; nobody types a phone number into a card."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from scams.editing.fields import PlainText, nothing_to_dial
from scams.models.taxonomy import valid_slug
from scams.models.translated import InThreeLanguages

valid_number = RegexValidator(
    r"^\+?[0-9][0-9 \-]*\Z", _("Digits, spaces and hyphens, with a + in front if international.")
)


class Contact(InThreeLanguages, index.Indexed):
    """A hotline someone has verified: who answers, where, when, and until when that can be relied on."""

    class Region(models.TextChoices):
        MAINLAND = "CN", _("Mainland China")
        HONG_KONG = "HK", _("Hong Kong")
        TAIWAN = "TW", _("Taiwan")
        SINGAPORE = "SG", _("Singapore")
        WORLD = "001", _("Anywhere")

    key = models.CharField(_("key"), max_length=60, unique=True, validators=[valid_slug])
    region = models.CharField(_("region"), max_length=3, choices=Region.choices)
    number = models.CharField(
        _("number"),
        max_length=30,
        blank=True,
        validators=[valid_number],
        help_text=_("Empty only where the payer must look it up, such as on the back of their own card."),
    )
    name_zh_hans = PlainText(_("name, Simplified Chinese"), max_length=80, validators=[nothing_to_dial])
    name_zh_hant = PlainText(_("name, Traditional Chinese"), max_length=80, validators=[nothing_to_dial])
    name_en = PlainText(_("name, English"), max_length=120, validators=[nothing_to_dial])
    hours_zh_hans = PlainText(_("hours, Simplified Chinese"), max_length=80, blank=True, validators=[nothing_to_dial])
    hours_zh_hant = PlainText(_("hours, Traditional Chinese"), max_length=80, blank=True, validators=[nothing_to_dial])
    hours_en = PlainText(_("hours, English"), max_length=120, blank=True, validators=[nothing_to_dial])
    languages = models.CharField(_("languages"), max_length=80, blank=True, help_text=_("Codes with spaces between."))
    source_publisher = models.CharField(_("source"), max_length=120)
    source_url = models.URLField(_("source address"), blank=True)
    verified_on = models.DateField(
        _("verified on"), null=True, blank=True, help_text=_("Empty until someone has compared it with its source.")
    )
    verified_by = models.CharField(_("verified by"), max_length=120, blank=True)
    reverify_by = models.DateField(_("re-verify by"))
    note = models.TextField(_("note"), blank=True)
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    search_fields = [
        index.SearchField("name_zh_hans"),
        index.SearchField("name_zh_hant"),
        index.SearchField("name_en"),
        index.SearchField("number"),
        index.AutocompleteField("name_zh_hans"),
        index.AutocompleteField("name_zh_hant"),
        index.AutocompleteField("name_en"),
        index.AutocompleteField("number"),
    ]

    class Meta:
        ordering = ["sort_order", "key"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return f"{self.text('name')} {self.number} · {self.get_region_display()}"

    def refuse_deletion(self) -> None:
        """Raise ProtectedError while a live card tells payers to call here. Asked before every deletion."""
        if users := set(self.cards.filter(live=True)[:5]):
            raise models.ProtectedError(str(_("Live warning cards refer to this contact.")), users)
