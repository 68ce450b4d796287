"""What is searched, other words for it, and what nobody found."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from scams.search.text.synonyms import same


class SearchEntry(models.Model):
    """One thing that may be found. Written by `scams.search.engines` alone; its words are in a table beside it."""

    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=10)
    locale = models.CharField(max_length=10)
    fraud_type = models.CharField(max_length=60, blank=True)
    audience = models.CharField(max_length=60, blank=True)
    """With spaces before, between and after; empty: everybody."""
    bucket = models.BigIntegerField()
    """The same number for all that have kind, fraud type and audience in common: numbers are sooner compared."""
    digest = models.CharField(max_length=32)
    text_version = models.PositiveIntegerField()
    url = models.CharField(max_length=500, blank=True)
    title = models.TextField()
    names = models.TextField(blank=True)
    text = models.TextField(blank=True)  # last: what stands before it in a row is read without it

    class Meta:
        default_permissions = ()
        # What a search looks at in every entry it finds, without reading their texts; SQLite is told to use it.
        indexes: ClassVar = [
            models.Index(
                fields=["id", "kind", "locale", "bucket", "fraud_type", "audience", "key"], name="scams_search_narrow"
            )
        ]

    def __str__(self) -> str:
        return self.key


class SearchLag(models.Model):
    """An index that lacks changes (`scams.search.lag`); without a row it has all."""

    engine = models.CharField(max_length=20, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    """How many changes could not be written: tells whether more came while the index was compared."""
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.engine}: {self.failures}"


class SynonymGroup(models.Model):
    """Phrases that mean the same: who asks for one of them finds the others too."""

    phrases = models.TextField(
        _("phrases"),
        help_text=_("One on each line, in any language; Simplified or Traditional characters are the same."),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    key = models.CharField(_("key"), max_length=60, unique=True, null=True, blank=True, editable=False)
    """Of those that came with the program; null for what editors added, of which there may be many."""

    MOST: ClassVar = 12
    LONGEST: ClassVar = 40

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name = _("group of synonyms")
        verbose_name_plural = _("synonyms")

    def __str__(self) -> str:
        return " = ".join(self.as_list())

    def as_list(self) -> list[str]:
        """Return the phrases, those left empty aside."""
        return [line.strip() for line in self.phrases.splitlines() if line.strip()]

    def clean(self) -> None:
        """Refuse a group that says nothing: fewer than two phrases, or one without a letter."""
        phrases = self.as_list()
        if len(set(map(same, phrases))) < 2:
            raise ValidationError({"phrases": _("Write at least two phrases that differ.")})
        if any(not same(one) for one in phrases):
            raise ValidationError({"phrases": _("Every phrase needs a letter or a character.")})
        if len(phrases) > self.MOST or any(len(one) > self.LONGEST for one in phrases):
            limits = {"most": self.MOST, "longest": self.LONGEST}
            raise ValidationError({"phrases": _("At most %(most)d phrases of %(longest)d characters.") % limits})


class Unanswered(models.Model):
    """What was looked for and not found, counted by day. Numbers and addresses are left out before it is written."""

    day = models.DateField(_("day"))
    locale = models.CharField(_("language"), max_length=10)
    text = models.CharField(_("looked for"), max_length=60)
    count = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        ordering: ClassVar = ["-day", "-count", "text"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "locale", "text"], name="scams_unanswered_once")
        ]
        default_permissions = ("view",)
        verbose_name = _("search without results")
        verbose_name_plural = _("searches without results")

    def __str__(self) -> str:
        return f"{self.text} · {self.count}"
