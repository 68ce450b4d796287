"""The pages that are the site's own; scam patterns live in `scams`, quizzes in a file of their own."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from academy.editing.page_blocks import GoingRoundBlock, RegionBlock, body_blocks
from scams.editing.blocks import lines
from scams.editing.fields import PlainParagraph, Stream
from scams.editing.forms import ReviewedPageForm
from scams.models.translated import MachineDrafted


class HomePage(MachineDrafted, Page):
    """The first page of a language: what is going round, finding one's situation, a quiz, what to do after paying."""

    introduction = models.TextField(_("introduction"), blank=True)
    going_round = Stream([("item", GoingRoundBlock())], verbose_name=_("going round now"), blank=True, max_num=4)

    base_form_class = ReviewedPageForm
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = [
        "scams.PatternIndex",
        "academy.TypesPage",
        "academy.QuizIndex",
        "academy.HelpPage",
        "academy.ContactsPage",
        "academy.TextPage",
    ]
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("going_round"),
        FieldPanel("translation_state"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class OwnPage(MachineDrafted, Page):
    """What the site's own plain pages have in common: a place below the home page, and a few words to begin with."""

    introduction = PlainParagraph(_("introduction"), blank=True, help_text=_("One or two sentences."))

    base_form_class = ReviewedPageForm
    parent_page_types: ClassVar = ["academy.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("introduction")]

    class Meta:
        abstract = True


class TypesPage(OwnPage):
    """All fraud types in their groups, each with what the victim hears."""

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("translation_state")]

    class Meta:
        verbose_name = _("list of fraud types")
        verbose_name_plural = _("lists of fraud types")


class HelpPage(OwnPage):
    """“I already paid: what now”: the first minutes, then what to do in one's region."""

    first_steps = Stream(lines(), verbose_name=_("first of all"), blank=True)
    regions = Stream([("region", RegionBlock())], verbose_name=_("by region"), blank=True)
    afterwards = Stream(lines(), verbose_name=_("afterwards"), blank=True)

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("first_steps"),
        FieldPanel("regions"),
        FieldPanel("afterwards"),
        FieldPanel("translation_state"),
    ]

    class Meta:
        verbose_name = _("help after paying")
        verbose_name_plural = _("help after paying")


class ContactsPage(OwnPage):
    """The verified hotlines by region."""

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("translation_state")]

    class Meta:
        verbose_name = _("list of contacts")
        verbose_name_plural = _("lists of contacts")


class TextPage(OwnPage):
    """A page of words: about, for parents, privacy."""

    class Purpose(models.TextChoices):
        ABOUT = "about", _("about")
        PARENTS = "parents", _("for parents")
        PRIVACY = "privacy", _("privacy")
        OTHER = "other", _("other")

    purpose = models.CharField(
        _("purpose"),
        max_length=10,
        choices=Purpose.choices,
        default=Purpose.OTHER,
        help_text=_("By this the site finds the page it links to, such as the parents' page in teen mode."),
    )
    body = Stream(body_blocks(), verbose_name=_("words"), blank=True)

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("purpose"),
        FieldPanel("introduction"),
        FieldPanel("body"),
        FieldPanel("translation_state"),
    ]

    class Meta:
        verbose_name = _("page of words")
        verbose_name_plural = _("pages of words")
