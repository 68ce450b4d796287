"""The question bank: questions that several quizzes share."""

import uuid
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import PreviewableMixin, TranslatableMixin
from wagtail.search import index

from academy.editing.question_blocks import question_kinds
from academy.quizzes.content import Kind
from academy.quizzes.words import CHANNEL_LABELS, KIND_LABELS, kind_of
from scams.editing.fields import PlainParagraph, Stream
from scams.models import FraudType
from scams.models.reviewed import Reviewed
from scams.models.taxonomy import valid_slug
from scams.models.translated import MachineDrafted


class Question(
    MachineDrafted,
    PreviewableMixin,
    Reviewed,
    TranslatableMixin,
    index.Indexed,
    models.Model,
):
    """One question in one language, for quizzes to refer to. What an attempt shows is an edition, not this."""

    key = models.CharField(
        _("key"),
        max_length=80,
        validators=[valid_slug],
        help_text=_("The question's name, the same in every language. Reports and exports show it."),
    )
    fraud_type = models.ForeignKey(
        FraudType,
        models.PROTECT,
        related_name="quiz_questions",
        verbose_name=_("fraud type"),
        help_text=_("The type it trains. For a genuine message: the type it could be mistaken for."),
    )
    channel = models.CharField(_("channel"), max_length=10, choices=list(CHANNEL_LABELS.items()), default="sms")
    prompt = PlainParagraph(_("question"), max_length=300)
    body = Stream(question_kinds(), verbose_name=_("kind of question"), max_num=1)
    advice = PlainParagraph(
        _("what to take away"), max_length=300, blank=True, help_text=_("Shown after every answer, right or wrong.")
    )

    search_fields: ClassVar = [
        index.SearchField("prompt"),
        index.SearchField("key"),
        index.SearchField("body"),
        index.AutocompleteField("prompt"),
        index.AutocompleteField("key"),
        index.FilterField("locale"),
        index.FilterField("live"),
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ["key", "locale"]
        constraints = [models.UniqueConstraint(fields=["key", "locale"], name="academy_question_once")]
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return f"{self.prompt} · {self.key}"

    @property
    def kind(self) -> Kind | None:
        """Its kind; None for a draft without one."""
        return kind_of(self.body[0].block_type) if self.body else None

    @property
    def kind_label(self) -> Any:
        """What editors call its kind."""
        return KIND_LABELS[self.kind] if self.kind else ""

    @property
    def key_is_fixed(self) -> bool:
        """Whether its key stays: once it was published, answers are known by it."""
        return self.first_published_at is not None

    def has_twin(self) -> bool:
        """Return whether another question of its language has its key. One query."""
        return Question.objects.filter(key=self.key, locale_id=self.locale_id).exclude(pk=self.pk).exists()

    def clean(self) -> None:
        """Refuse a key that is taken; by its key a question belongs to those of other languages."""
        super().clean()
        if self.has_twin():
            raise ValidationError({"key": _("There is already a question with this key in this language.")})
        if not self.key_is_fixed:
            self.join_others()

    def join_others(self) -> None:
        """Become the translation of the questions with its key, and of no others. Two queries at most."""
        others = Question.objects.filter(key=self.key).exclude(pk=self.pk)
        shared = others.values_list("translation_key", flat=True).first()
        if shared:
            self.translation_key = shared
        elif self.get_translations().exists():
            self.translation_key = uuid.uuid4()

    def refuse_unfit(self) -> None:
        """Raise ValidationError with a message at every field that keeps it from going live."""
        from academy.editing.fitness import refuse_unfit

        refuse_unfit(self)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Return the page that shows one question as people see it."""
        return "academy/quiz/preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Return the page's context: the question as an edition would hold it."""
        from academy.quizzes.showing import preview_of

        return {**super().get_preview_context(request, mode_name), **preview_of(self)}
