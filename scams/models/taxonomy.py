"""The taxonomy: fraud types as a tree, others' codes for them, techniques, and signals."""

from collections.abc import Iterator
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from scams.editing.fields import PlainParagraph, PlainText, nothing_to_dial
from scams.models.translated import InThreeLanguages

DEEPEST = 4
"""Groups, types, sub-types and one level more."""

valid_slug = RegexValidator(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*\Z", _("Use small letters, digits and single hyphens."))


class FraudType(InThreeLanguages, index.Indexed):
    """What the victim is being told, as a group, a type or a sub-type. Slugs never change."""

    slug = models.CharField(_("slug"), max_length=60, unique=True, validators=[valid_slug])
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    label_zh_hans = models.CharField(_("label, Simplified Chinese"), max_length=80)
    label_zh_hant = models.CharField(_("label, Traditional Chinese"), max_length=80)
    label_en = models.CharField(_("label, English"), max_length=120)
    definition_zh_hans = models.CharField(_("definition, Simplified Chinese"), max_length=200)
    definition_zh_hant = models.CharField(_("definition, Traditional Chinese"), max_length=200)
    definition_en = models.CharField(_("definition, English"), max_length=400)
    heard_zh_hans = PlainText(_("what one hears, Simplified Chinese"), max_length=80, blank=True)
    heard_zh_hant = PlainText(_("what one hears, Traditional Chinese"), max_length=80, blank=True)
    heard_en = PlainText(_("what one hears, English"), max_length=160, blank=True)
    regional_names = models.CharField(_("regional names"), max_length=200, blank=True)
    discreet = models.BooleanField(
        _("discreet"), default=False, help_text=_("Cards of this type need a neutral headline for visible screens.")
    )
    note = models.TextField(_("note"), blank=True)
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    search_fields = [
        index.SearchField("slug"),
        index.SearchField("label_zh_hans"),
        index.SearchField("label_zh_hant"),
        index.SearchField("label_en"),
        index.AutocompleteField("slug"),
        index.AutocompleteField("label_zh_hans"),
        index.AutocompleteField("label_zh_hant"),
        index.AutocompleteField("label_en"),
    ]

    class Meta:
        ordering = ["sort_order", "slug"]
        verbose_name = _("fraud type")
        verbose_name_plural = _("fraud types")

    def __str__(self) -> str:
        return f"{self.text('label')} · {self.slug}"

    @property
    def label(self) -> str:
        """The label in the active language."""
        return self.text("label")

    @property
    def definition(self) -> str:
        """The definition in the active language."""
        return self.text("definition")

    @property
    def heard(self) -> str:
        """What its victims are told, in the active language, in the scammer's voice; empty where nobody wrote it."""
        return self.text("heard")

    def ancestors(self) -> Iterator[Self]:
        """Yield the parent, its parent and so on, nearest first; stops where a loop would begin."""
        seen, above = {self.pk}, self.parent
        while above and above.pk not in seen:
            seen.add(above.pk)
            yield above
            above = above.parent

    def has_live_content(self) -> bool:
        """Return whether a live card or article carries this type."""
        return self.cards.filter(live=True).exists() or self.patterns.filter(live=True).exists()

    def clean(self) -> None:
        """Refuse a loop, a tree too deep, and another slug for a type with live content."""
        above = list(self.ancestors())
        if self.parent and (self.parent == self or any(one.parent == self for one in [self.parent, *above])):
            raise ValidationError({"parent": _("A type cannot be its own ancestor.")})
        if len(above) + self._height() > DEEPEST:
            raise ValidationError({"parent": _("The tree is at most %d levels deep.") % DEEPEST})
        self._refuse_new_slug()

    def _height(self) -> int:
        """Return how many levels this type and those below it make."""
        level, height = [self.pk] if self.pk else [], 1
        while level := list(FraudType.objects.filter(parent__in=level).values_list("pk", flat=True)):
            height += 1
            if height > DEEPEST:
                break
        return height

    def _refuse_new_slug(self) -> None:
        before = FraudType.objects.filter(pk=self.pk).values_list("slug", flat=True).first()
        if before and before != self.slug and self.has_live_content():
            raise ValidationError({"slug": _("“%s” has live content, so its slug stays.") % before})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, unless the slug of a type with live content was changed."""
        self._refuse_new_slug()
        super().save(*args, **kwargs)


class CrosswalkCode(models.Model):
    """The same type in someone else's taxonomy, written `scheme:code`."""

    class Confidence(models.TextChoices):
        EXACT = "exact", _("exact")
        NEAREST = "nearest", _("nearest")

    scheme = models.CharField(_("scheme"), max_length=30, validators=[valid_slug])
    code = models.CharField(_("code"), max_length=90)
    label = models.CharField(_("label"), max_length=120)
    fraud_type = models.ForeignKey(
        FraudType, models.PROTECT, related_name="crosswalk_codes", verbose_name=_("fraud type")
    )
    confidence = models.CharField(_("confidence"), max_length=10, choices=Confidence.choices)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["scheme", "pk"]
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="scams_crosswalk_code_once")]
        verbose_name = _("crosswalk code")
        verbose_name_plural = _("crosswalk codes")

    def __str__(self) -> str:
        return f"{self.scheme}:{self.code}"


class Technique(InThreeLanguages):
    """How scammers work, across types: screen sharing, an AI-cloned voice. A second tag."""

    slug = models.CharField(_("slug"), max_length=60, unique=True, validators=[valid_slug])
    label_zh_hans = models.CharField(_("label, Simplified Chinese"), max_length=80)
    label_zh_hant = models.CharField(_("label, Traditional Chinese"), max_length=80)
    label_en = models.CharField(_("label, English"), max_length=120)
    definition_zh_hans = models.CharField(_("definition, Simplified Chinese"), max_length=200)
    definition_zh_hant = models.CharField(_("definition, Traditional Chinese"), max_length=200)
    definition_en = models.CharField(_("definition, English"), max_length=400)
    cues_zh = PlainParagraph(
        _("what one hears, Chinese"), blank=True, help_text=_("One phrase a line, by which the checker knows it.")
    )
    cues_en = PlainParagraph(_("what one hears, English"), blank=True)

    class Meta:
        ordering = ["slug"]
        verbose_name = _("technique")
        verbose_name_plural = _("techniques")

    def __str__(self) -> str:
        return self.text("label")


class Signal(InThreeLanguages):
    """A fact about a payment that an engine may send, and the line the payer reads because of it."""

    slug = models.CharField(_("slug"), max_length=60, unique=True, validators=[valid_slug])
    why_zh_hans = PlainText(_("why, Simplified Chinese"), max_length=30, validators=[nothing_to_dial])
    why_zh_hant = PlainText(_("why, Traditional Chinese"), max_length=30, validators=[nothing_to_dial])
    why_en = PlainText(_("why, English"), max_length=90, validators=[nothing_to_dial])
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["slug"]
        verbose_name = _("signal")
        verbose_name_plural = _("signals")

    def __str__(self) -> str:
        return f"{self.text('why')} · {self.slug}"
