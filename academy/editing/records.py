"""The admin's screens for what programs write about quizzes."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import InspectView

from academy.models import Attempt, QuizEdition
from academy.quizzes.answering import from_text
from academy.quizzes.items import words_of
from scams.editing.records import RecordViewSet, lines, local


def quiz_title(edition: QuizEdition) -> str:
    """Return the title of an edition's quiz and its language; a dash where the quiz is gone."""
    return f"{edition.quiz.title} ({edition.quiz.locale})" if edition.quiz else "–"


class EditionInspectView(InspectView):
    """One edition: the quiz exactly as people take it."""

    def get_made_at_display_value(self) -> str:
        """Return the moment it was made."""
        return local(self.object.made_at)

    def get_content_display_value(self) -> SafeString:
        """Return its questions with their right answers."""
        return lines(
            f"{question.key}: {question.prompt} – {words_of(question, question.right)}"
            for question in self.object.decoded.questions
        )


class QuizEditionViewSet(RecordViewSet):
    """Every edition a quiz has had."""

    model = QuizEdition
    icon = "history"
    menu_label = _("Quiz editions")
    inspect_view_enabled = True
    inspect_view_class = EditionInspectView
    list_display: ClassVar = [
        "pk",
        Column("quiz", label=_("Quiz"), accessor=quiz_title),
        "made_at",
        Column("taken", label=_("Attempts")),
    ]
    list_filter: ClassVar = ["made_at"]
    inspect_view_fields: ClassVar = ["quiz", "made_at", "content"]
    form_fields: ClassVar = ["digest"]
    ordering = "-pk"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """List the editions with what a row shows."""
        taken = Attempt.objects.filter(edition=OuterRef("pk")).order_by().values("edition").annotate(n=Count("pk"))
        editions = QuizEdition.objects.select_related("quiz__locale").annotate(
            taken=Coalesce(Subquery(taken.values("n")), 0)
        )
        view_kwargs: dict[str, Any] = super().get_index_view_kwargs(queryset=editions, **kwargs)
        return view_kwargs


class AttemptInspectView(InspectView):
    """One attempt."""

    def get_started_at_display_value(self) -> str:
        """Return the moment it began."""
        return local(self.object.started_at)

    def get_finished_at_display_value(self) -> str:
        """Return the moment it ended."""
        return local(self.object.finished_at)

    def get_fields_context(self) -> list[dict[str, Any]]:
        """Return the fields, and a line for each answer."""
        fields: list[dict[str, Any]] = super().get_fields_context()
        return [*fields, {"label": _("Answers"), "value": lines(self._answers()), "component": None}]

    def _answers(self) -> Iterator[str]:
        asked = {question.key: question for question in self.object.edition.decoded.questions}
        for answer in self.object.answers.all():
            question = asked[answer.question]
            words = words_of(question, from_text(answer.response)) or "–"
            yield f"{question.prompt} – {words} ({answer.score:g})"


class AttemptViewSet(RecordViewSet):
    """Every attempt that was finished, without who made it."""

    model = Attempt
    icon = "tasks"
    menu_label = _("Quiz attempts")
    inspect_view_enabled = True
    inspect_view_class = AttemptInspectView
    list_display: ClassVar = [
        "finished_at",
        Column("quiz", label=_("Quiz"), accessor=lambda attempt: quiz_title(attempt.edition)),
        "mode",
        "refresher",
        Column("score", label=_("Score"), accessor=lambda attempt: f"{attempt.score:g} / {attempt.maximum}"),
    ]
    list_filter: ClassVar = ["finished_at", "refresher", "mode"]
    inspect_view_fields: ClassVar = ["mode", "refresher", "score", "maximum", "started_at", "finished_at"]
    form_fields: ClassVar = ["mode"]
    ordering = "-finished_at"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """List the attempts with what a row shows."""
        attempts: QuerySet[Attempt] = Attempt.objects.select_related("edition__quiz__locale").defer("edition__content")
        view_kwargs: dict[str, Any] = super().get_index_view_kwargs(queryset=attempts, **kwargs)
        return view_kwargs
