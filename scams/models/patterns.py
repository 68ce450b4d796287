"""Scam patterns: articles that tell one scam as the victim meets it, and an index page per group."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from scams.editing.blocks import (
    AUDIENCE_LABELS,
    CaseBlock,
    ClaimBlock,
    PictureBlock,
    SourceBlock,
    StepBlock,
    VersionBlock,
    VideoBlock,
    lines,
)
from scams.editing.fields import PlainParagraph, Stream
from scams.editing.forms import PatternForm, ReviewedPageForm
from scams.editing.rule_blocks import ClueBlock
from scams.editing.rules_gate import rule_problems
from scams.models.taxonomy import FraudType, Technique
from scams.models.translated import MachineDrafted


class PatternIndex(MachineDrafted, Page):
    """The page of one group of fraud types, listing its articles."""

    group = models.ForeignKey(FraudType, models.PROTECT, related_name="index_pages", verbose_name=_("group"))

    base_form_class = ReviewedPageForm
    subpage_types: ClassVar = ["scams.ScamPattern"]
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("group"), FieldPanel("translation_state")]

    class Meta:
        verbose_name = _("group of scam patterns")
        verbose_name_plural = _("groups of scam patterns")


class ScamPattern(MachineDrafted, Page):
    """An article on one scam: how it unfolds, how to see it, what to do now and afterwards."""

    fraud_type = models.ForeignKey(FraudType, models.PROTECT, related_name="patterns", verbose_name=_("fraud type"))
    techniques = ParentalManyToManyField(Technique, blank=True, related_name="patterns", verbose_name=_("techniques"))
    audiences = models.JSONField(_("audiences"), default=list, blank=True)
    summary = PlainParagraph(_("summary"), blank=True, help_text=_("One or two sentences, also shown in lists."))
    timeline = Stream([("step", StepBlock())], verbose_name=_("how it unfolds"), blank=True)
    red_flags = Stream(lines(), verbose_name=_("red flags"), blank=True)
    claims = Stream([("claim", ClaimBlock())], verbose_name=_("what they say, what is true"), blank=True)
    do_now = Stream(lines(), verbose_name=_("what to do now"), blank=True)
    already_paid = Stream(lines(), verbose_name=_("if you already paid"), blank=True)
    cases = Stream([("case", CaseBlock())], verbose_name=_("real cases"), blank=True)
    media = Stream([("picture", PictureBlock()), ("video", VideoBlock())], verbose_name=_("media"), blank=True)
    sources = Stream([("source", SourceBlock())], verbose_name=_("sources"), blank=True)
    versions = Stream([("version", VersionBlock())], verbose_name=_("for one audience"), blank=True)
    rules = Stream(
        [("clue", ClueBlock())],
        verbose_name=_("what scammers say"),
        blank=True,
        help_text=_(
            "By these clues the checker knows such messages. Try them out by “Test the rules” in the page's menu."
        ),
    )
    review_by = models.DateField(_("review by"), null=True, blank=True)

    base_form_class = PatternForm
    parent_page_types: ClassVar = ["scams.PatternIndex"]
    subpage_types: ClassVar[list[str]] = []

    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("timeline"),
        index.SearchField("red_flags"),
        index.SearchField("claims"),
        index.FilterField("fraud_type"),
    ]

    content_panels: ClassVar = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("fraud_type"), FieldPanel("techniques"), FieldPanel("audiences")], _("What it is about")
        ),
        FieldPanel("summary"),
        FieldPanel("timeline"),
        FieldPanel("red_flags"),
        FieldPanel("claims"),
        FieldPanel("do_now"),
        FieldPanel("already_paid"),
        FieldPanel("cases"),
        FieldPanel("media"),
        FieldPanel("versions"),
        FieldPanel("rules"),
        FieldPanel("sources"),
        FieldPanel("review_by"),
        FieldPanel("translation_state"),
    ]

    class Meta:
        verbose_name = _("scam pattern")
        verbose_name_plural = _("scam patterns")

    def clean(self) -> None:
        """Refuse two versions for the same audience."""
        super().clean()
        audiences = [block.value["audience"] for block in self.versions]
        if len(set(audiences)) < len(audiences):
            raise ValidationError({"versions": _("There are two versions for the same audience.")})

    def refuse_unfit(self) -> None:
        """Raise ValidationError for rules that no message can be read by."""
        if problems := rule_problems(self.rules):
            raise ValidationError({"rules": problems})

    def version_for(self, audience: str) -> Any:
        """Return the version written for an audience, as a block's value; None where there is none."""
        return next((block.value for block in self.versions if block.value["audience"] == audience), None)

    @property
    def audience_labels(self) -> list[Any]:
        """The labels of the audiences this article speaks to."""
        return [AUDIENCE_LABELS[audience] for audience in self.audiences if audience in AUDIENCE_LABELS]
