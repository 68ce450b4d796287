"""What messages are read by beside the patterns' own rules, every compiled version of it, and what people report."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from scams.checking.rules import GENUINE, TEXT_MOST, VOCABULARY, VOIDS_AFTER, VOIDS_BEFORE
from scams.editing.fields import PlainParagraph
from scams.models.taxonomy import FraudType, valid_slug


class WordList(models.Model):
    """Words that mean the same, which rules name `{key}`; or turns of phrase that make a message look genuine."""

    class Role(models.TextChoices):
        WORDS = VOCABULARY, _("words that rules name")
        GENUINE = GENUINE, _("said in genuine messages")
        BEWARE = VOIDS_AFTER, _("warns of what comes after it in the sentence")
        DISOWN = VOIDS_BEFORE, _("warns of what came before it in the sentence")

    key = models.CharField(
        _("key"),
        max_length=40,
        unique=True,
        validators=[valid_slug],
        help_text=_("Rules name the list by it, in braces: {pay}."),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.WORDS)
    weight = models.FloatField(
        _("weight"),
        default=2,
        validators=[MinValueValidator(0.5), MaxValueValidator(4)],
        help_text=_("Of what is said in genuine messages: how much it speaks against a scam, as clues speak for one."),
    )
    words_zh = PlainParagraph(_("Chinese"), blank=True, help_text=_("One a line. Both scripts are found by either."))
    words_en = PlainParagraph(_("English"), blank=True, help_text=_("One a line. “pay*” is also found in “paying”."))
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["role", "key"]
        verbose_name = _("word list")
        verbose_name_plural = _("word lists")

    def __str__(self) -> str:
        return f"{{{self.key}}}" if self.role == self.Role.WORDS else self.key

    def clean(self) -> None:
        """Refuse words that no message could be read by."""
        from scams.editing.rules_gate import list_problems

        if problems := list_problems(self):
            raise ValidationError({"words_zh": problems})


class ExampleMessage(models.Model):
    """A message of which somebody has told what it is. All together teach the checker what each kind sounds like."""

    text = models.TextField(_("message"), max_length=TEXT_MOST)
    fraud_type = models.ForeignKey(
        FraudType,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("fraud type"),
        help_text=_("Leave it empty if the message is genuine."),
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("example message")
        verbose_name_plural = _("example messages")

    def __str__(self) -> str:
        return Truncator(self.text).chars(60)

    def clean(self) -> None:
        """Refuse a message that is there already: said twice, it would count twice."""
        self.text = self.text.replace("\r\n", "\n").strip()
        if ExampleMessage.objects.filter(text=self.text).exclude(pk=self.pk).exists():
            raise ValidationError({"text": _("This message is an example already.")})

    @property
    def kind(self) -> str:
        """What it is, in words."""
        return str(self.fraud_type or _("genuine message"))


class CheckVersion(models.Model):
    """Compiled rules. The newest row is what servers read messages by."""

    version = models.CharField(_("version"), max_length=32)
    built_at = models.DateTimeField(_("built"), auto_now_add=True)
    previous = models.BigIntegerField(_("previous"), unique=True)
    payload = models.BinaryField(_("payload"))
    left_out = models.JSONField(_("left out"), default=list)
    covers = models.BigIntegerField(default=0)
    """The number of the last change of content that these rules are known to have in them."""

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("version of the checker's rules")
        verbose_name_plural = _("versions of the checker's rules")

    def __str__(self) -> str:
        return self.version


class ReportedMessage(models.Model):
    """A message that a person sent in, with its numbers masked, and what the checker had said of it."""

    text = models.TextField(_("message"))
    locale = models.CharField(_("language"), max_length=12)
    verdict = models.CharField(_("verdict"), max_length=10)
    fraud_types = models.JSONField(_("looked like"), default=list)
    reported_on = models.DateField(_("reported on"), db_index=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("reported message")
        verbose_name_plural = _("reported messages")

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def looked_like(self) -> Any:
        """The fraud types the checker named, for lists."""
        return ", ".join(self.fraud_types) or "–"
