"""What people answered, without who they are: editions as they were shown, attempts, and each answer."""

import uuid
from functools import cached_property

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from academy.models.quizzes import Quiz
from academy.quizzes.content import Quiz as QuizContent
from academy.quizzes.content import decode


class QuizEdition(models.Model):
    """A quiz exactly as one publication made it, with the text of its questions. Never changed; attempts pin it.

    A quiz is taken in its newest edition.
    """

    quiz = models.ForeignKey(Quiz, models.SET_NULL, null=True, related_name="editions", verbose_name=_("quiz"))
    digest = models.CharField(_("digest"), max_length=64)
    content = models.BinaryField(_("content"))
    revision = models.ForeignKey(
        "wagtailcore.Revision", models.SET_NULL, null=True, related_name="+", verbose_name=_("revision")
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("quiz edition")
        verbose_name_plural = _("quiz editions")

    def __str__(self) -> str:
        return f"{self.decoded.title} · {self.pk}"

    @cached_property
    def decoded(self) -> QuizContent:
        """The quiz as plain data."""
        return decode(bytes(self.content))


class Attempt(models.Model):
    """One finished attempt. It holds no name, address or device; a `person` only where somebody made an account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    """The submission token: a second submission with the same one is the same attempt."""
    edition = models.ForeignKey(QuizEdition, models.PROTECT, related_name="attempts", verbose_name=_("edition"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="attempts",
        verbose_name=_("person"),
    )
    mode = models.CharField(_("audience mode"), max_length=10, default="adult")
    refresher = models.BooleanField(_("refresher"), default=False)
    score = models.FloatField(_("score"))
    maximum = models.PositiveIntegerField(_("maximum"))
    scams = models.PositiveIntegerField(_("scams shown"), default=0)
    noticed = models.PositiveIntegerField(_("scams noticed"), default=0)
    genuine = models.PositiveIntegerField(_("genuine messages shown"), default=0)
    suspected = models.PositiveIntegerField(_("genuine messages suspected"), default=0)
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), db_index=True)

    class Meta:
        ordering = ["-finished_at"]
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")

    def __str__(self) -> str:
        return f"{self.edition_id} · {self.score:g}/{self.maximum}"


class Answer(models.Model):
    """One answer of an attempt, in the order shown."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="answers", verbose_name=_("attempt"))
    place = models.PositiveSmallIntegerField(_("place"))
    question = models.CharField(_("question"), max_length=80, db_index=True)
    """The question's key in the bank."""
    response = models.CharField(_("response"), max_length=40, blank=True)
    """The ids of the options chosen, with commas between; empty: none."""
    score = models.FloatField(_("score"))
    """From 0 to 1."""
    seconds = models.PositiveIntegerField(_("seconds"), null=True)
    """From showing the question to the answer; none where all questions stood on one page."""

    class Meta:
        ordering = ["attempt", "place"]
        constraints = [models.UniqueConstraint(fields=["attempt", "place"], name="academy_answer_once")]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")

    def __str__(self) -> str:
        return f"{self.question}: {self.response}"
