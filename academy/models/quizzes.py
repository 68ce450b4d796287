"""Quizzes as pages, and the list of them."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Orderable, Page
from wagtail.search import index

from academy.editing.forms import QuizForm
from academy.editing.panels import EntriesPanel, short
from academy.editing.question_blocks import BandBlock
from academy.models.questions import Question
from academy.quizzes.routes import QuizRoutes
from scams.editing.blocks import AUDIENCE_LABELS
from scams.editing.fields import PlainParagraph, Stream
from scams.editing.forms import ReviewedPageForm
from scams.models import FraudType
from scams.models.translated import MachineDrafted


class QuizIndex(MachineDrafted, Page):
    """The list of quizzes of a language."""

    introduction = PlainParagraph(_("introduction"), blank=True)

    parent_page_types: ClassVar = ["academy.HomePage"]
    subpage_types: ClassVar = ["academy.Quiz"]
    base_form_class = ReviewedPageForm
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("translation_state")]

    class Meta:
        verbose_name = _("list of quizzes")
        verbose_name_plural = _("lists of quizzes")


class Quiz(MachineDrafted, QuizRoutes, Page):
    """A quiz: a pool of questions from the bank, how many of them an attempt shows, and what results mean."""

    fraud_type = models.ForeignKey(
        FraudType,
        models.PROTECT,
        related_name="quizzes",
        verbose_name=_("fraud type"),
        help_text=_("Warning cards of this type lead here. A quiz about many types takes “type unknown”."),
    )
    audience = models.CharField(_("audience"), max_length=10, choices=list(AUDIENCE_LABELS.items()), default="adult")
    summary = PlainParagraph(_("summary"), blank=True, help_text=_("One sentence, also shown in lists."))
    introduction = PlainParagraph(_("introduction"), blank=True)
    minutes = models.PositiveIntegerField(
        _("minutes it takes"), default=3, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    shown = models.PositiveIntegerField(
        _("questions an attempt shows"),
        default=8,
        validators=[MinValueValidator(1), MaxValueValidator(40)],
        help_text=_("Fewer than there are leaves fresh ones for the refresher three months later."),
    )
    shuffle_questions = models.BooleanField(_("mix the questions"), default=True)
    shuffle_options = models.BooleanField(_("mix the answers"), default=True)
    bands = Stream([("band", BandBlock())], verbose_name=_("result bands"), blank=True)

    base_form_class = QuizForm
    parent_page_types: ClassVar = ["academy.QuizIndex"]
    subpage_types: ClassVar[list[str]] = []

    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("introduction"),
        index.FilterField("fraud_type"),
        index.FilterField("audience"),
    ]

    content_panels: ClassVar = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("fraud_type"), FieldPanel("audience")]), short("summary")],
            _("What it is about"),
        ),
        short("introduction"),
        EntriesPanel(
            "entries",
            heading=_("Questions"),
            label=_("question"),
            help_text=_("A question that is not published yet joins the quiz when it is."),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("minutes"), FieldPanel("shown")]),
                FieldRowPanel([FieldPanel("shuffle_questions"), FieldPanel("shuffle_options")]),
            ],
            _("How it is taken"),
        ),
        FieldPanel("bands"),
        FieldPanel("translation_state"),
    ]

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")

    @property
    def is_takeable(self) -> bool:
        """Whether it has an edition to take. One query."""
        return self.editions.exists()

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], *args: Any, **kwargs: Any) -> "Quiz | None":
        """Return the quiz of a revision, without questions that were deleted since."""
        entries = data.get("entries", [])
        there = Question.objects.in_bulk([entry["question"] for entry in entries])
        kept = [entry for entry in entries if entry["question"] in there]
        quiz: Quiz | None = super().from_serializable_data({**data, "entries": kept}, *args, **kwargs)
        return quiz

    def refuse_unfit(self) -> None:
        """Raise ValidationError with a message at every field that keeps it from going live."""
        from academy.editing.fitness import refuse_unfit

        refuse_unfit(self)


class QuizEntry(Orderable):
    """A question's place in a quiz."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="entries")
    question = models.ForeignKey(Question, models.PROTECT, related_name="entries", verbose_name=_("question"))

    panels: ClassVar = [FieldPanel("question")]

    class Meta(Orderable.Meta):
        verbose_name = _("question of a quiz")
        verbose_name_plural = _("questions of quizzes")

    def __str__(self) -> str:
        return str(self.question)
