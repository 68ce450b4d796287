"""The editor's report on questions, and the single answers for those who compute for themselves."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, ClassVar, Final

import django_filters  # type: ignore[import-untyped]  # it ships no types
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Locale
from wagtail.permissions import policy_registry

from academy.editing.question_rows import (
    QuestionRow,
    discrimination_text,
    question_rows,
    seconds_text,
    share_text,
)
from academy.models import Answer, Question, Quiz, QuizEdition
from academy.quizzes.answering import from_text
from academy.quizzes.content import Question as QuestionContent
from academy.quizzes.items import LOCALE, words_of
from scams.editing.spreadsheets import SafeSpreadsheet

XLSX_MOST: Final = 100_000
"""So many answers one XLSX file takes; it is made in one go, while CSV leaves line by line."""


class QuizChoice(django_filters.ModelChoiceFilter):
    """A choice of one quiz, with its language."""

    class field_class(django_filters.fields.ModelChoiceField):  # noqa: N801 - the name the filter looks for
        """Names a quiz and its language."""

        def label_from_instance(self, quiz: Quiz) -> str:
            """Return what the list shows."""
            return f"{quiz.title} ({quiz.locale})"


class AnswerFilters(WagtailFilterSet):
    """Which answers count."""

    quiz = QuizChoice(
        field_name="attempt__edition__quiz",
        queryset=Quiz.objects.select_related("locale").order_by("locale", "title"),
        label=gettext_lazy("Quiz"),
    )
    locale = django_filters.ModelChoiceFilter(
        field_name=LOCALE, queryset=Locale.objects.all(), label=gettext_lazy("Language")
    )
    finished = django_filters.DateFromToRangeFilter(
        field_name="attempt__finished_at", label=gettext_lazy("Period"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Answer
        fields: ClassVar[list[str]] = []


class AnswersReport(SafeSpreadsheet, ReportView):
    """What both reports share: the answers that count, and who may see them."""

    model = Answer
    permission_required = "view"
    filterset_class = AnswerFilters

    def chosen(self, name: str) -> Any:
        """Return what a filter is set to; None if nothing."""
        return self.filters.form.cleaned_data.get(name) if self.filters.is_valid() else None


class QuestionReportView(AnswersReport):
    """For each question: how often it is shown, how it is answered, and whether it tells people apart."""

    page_title = gettext_lazy("Quiz questions")
    header_icon = "help"
    results_template_name = "academy/admin/question_report_results.html"
    index_url_name = "question_report"
    index_results_url_name = "question_report_results"
    export_filename = "quiz-questions"
    default_ordering = "key"
    export_headings: ClassVar = {
        "key": gettext_lazy("Key"),
        "language": gettext_lazy("Language"),
        "kind": gettext_lazy("Kind"),
        "prompt": gettext_lazy("Question"),
        "shown": gettext_lazy("Shown"),
        "unanswered": gettext_lazy("Not answered"),
        "right": gettext_lazy("Wholly right"),
        "share": gettext_lazy("Share right"),
        "share_interval.low": gettext_lazy("Share right, lower bound"),
        "share_interval.high": gettext_lazy("Share right, upper bound"),
        "discrimination": gettext_lazy("Discrimination"),
        "discrimination_interval.low": gettext_lazy("Discrimination, lower bound"),
        "discrimination_interval.high": gettext_lazy("Discrimination, upper bound"),
        "discrimination_n": gettext_lazy("Discrimination, answers"),
        "wrong": gettext_lazy("Commonest wrong answer"),
        "wrongs": gettext_lazy("Commonest wrong answer, times"),
        "wrong_share": gettext_lazy("Commonest wrong answer, share"),
        "wrong_interval.low": gettext_lazy("Commonest wrong answer, lower bound"),
        "wrong_interval.high": gettext_lazy("Commonest wrong answer, upper bound"),
        "seconds": gettext_lazy("Median time, seconds"),
        "timed": gettext_lazy("Median time, answers"),
    }
    list_export: ClassVar = list(export_headings)

    @cached_property
    def columns(self) -> list[Column]:
        """The report's columns."""
        return [
            TitleColumn("prompt", label=_("Question"), get_url=self.edit_url, width="26%", sort_key="key"),
            Column("language", label=_("Language")),
            NumberColumn("shown", label=_("Shown"), sort_key="shown"),
            Column("share", _("Share right"), lambda row: share_text(row.right, row.shown), sort_key="share"),
            Column("discrimination", _("Discrimination"), discrimination_text, sort_key="discrimination"),
            Column("wrong", _("Commonest wrong answer"), wrong_text, width="20%"),
            Column("seconds", _("Median time"), seconds_text, sort_key="seconds"),
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """The buttons for the single answers, as filtered here."""
        return [
            HeaderButton(label, url=self.answers_url(kind), icon_name="download")
            for label, kind in ((_("Answers as CSV"), "csv"), (_("Answers as XLSX"), "xlsx"))
        ]

    def answers_url(self, kind: str) -> str:
        """Return the address of the single answers as a file, with this page's filters."""
        query = self.request.GET.copy()
        query["export"] = kind
        return f"{reverse('answers_export')}?{query.urlencode()}"

    def get_filtered_queryset(self) -> list[QuestionRow]:
        """Return the rows of the answers that count, in the order asked for."""
        answers = self.filter_queryset(Answer.objects.all())
        return in_order(question_rows(answers, self.chosen("quiz"), self.chosen("locale")), self.ordering)

    def edit_url(self, row: QuestionRow) -> str | None:
        """Return the address of a question's form; None where it is gone or not this person's to change."""
        if row.pk is None or not self.may_edit:
            return None
        return reverse(Question.snippet_viewset.get_url_name("edit"), args=[row.pk])

    @cached_property
    def may_edit(self) -> bool:
        """Whether this person may change questions."""
        return bool(policy_registry.get_by_type(Question).user_has_permission(self.request.user, "change"))

    def to_row_dict(self, item: QuestionRow) -> dict[str, Any]:
        """Return a row of the export; empty where something is not known."""
        return {name: _part(item, name) for name in self.list_export}


def wrong_text(row: QuestionRow) -> str:
    """Return the commonest wrong answer with its share."""
    return f"“{row.wrong}” – {share_text(row.wrongs, row.shown)}" if row.wrongs else "–"


def in_order(rows: list[QuestionRow], ordering: str) -> list[QuestionRow]:
    """Return rows sorted by an attribute, backwards with a hyphen before it; those without a value last."""
    name = ordering.removeprefix("-")
    valued = sorted(
        (row for row in rows if getattr(row, name) is not None),
        key=lambda row: getattr(row, name),
        reverse=ordering.startswith("-"),
    )
    return valued + [row for row in rows if getattr(row, name) is None]


def _part(row: QuestionRow, name: str) -> Any:
    first, _dot, second = name.partition(".")
    value = getattr(row, first)
    value = getattr(value, second) if second and value is not None else value
    return "" if value is None else value


class AnswerRow:
    """One answer, in words."""

    def __init__(self, answer: Answer, question: QuestionContent, quiz: str, language: str) -> None:
        attempt = answer.attempt
        self.attempt, self.edition, self.quiz, self.language = str(attempt.pk), attempt.edition_id, quiz, language
        self.question = answer.question
        self.response = words_of(question, from_text(answer.response))
        self.expected = words_of(question, question.right)
        self.score, self.total, self.maximum = answer.score, attempt.score, attempt.maximum
        self.seconds = "" if answer.seconds is None else answer.seconds
        self.finished = attempt.finished_at


class AnswersExportView(AnswersReport):
    """Every answer by itself, as a file; without anything about who gave it."""

    export_filename = "quiz-answers"
    export_headings: ClassVar = {
        "attempt": gettext_lazy("Attempt"),
        "quiz": gettext_lazy("Quiz"),
        "language": gettext_lazy("Language"),
        "edition": gettext_lazy("Edition"),
        "question": gettext_lazy("Key"),
        "response": gettext_lazy("Response"),
        "expected": gettext_lazy("Expected"),
        "score": gettext_lazy("Score"),
        "total": gettext_lazy("Total"),
        "maximum": gettext_lazy("Maximum"),
        "seconds": gettext_lazy("Seconds"),
        "finished": gettext_lazy("Finished (UTC)"),
    }
    list_export: ClassVar = list(export_headings)

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Return the file; back to the report where a filter makes no sense or XLSX would have to hold too much."""
        if not self.filters.is_valid():
            return self._refuse(_("One of the filters makes no sense. Choose again."))
        answers = self.filter_queryset(Answer.objects.all()).select_related("attempt")
        kind = self.FORMAT_XLSX if request.GET.get("export") == self.FORMAT_XLSX else self.FORMAT_CSV
        if kind == self.FORMAT_XLSX and (many := answers.count()) > XLSX_MOST:
            return self._refuse(
                _("%(many)d answers are too many for XLSX. Take CSV, or a shorter period.") % {"many": many}
            )
        response: HttpResponse = self.as_spreadsheet(answer_rows(answers), kind)
        return response

    def _refuse(self, text: str) -> HttpResponse:
        messages.error(self.request, text)
        return redirect("question_report")


def answer_rows(answers: QuerySet[Answer]) -> Iterator[AnswerRow]:
    """Yield answers one by one, oldest first. One query, and one for every edition among them."""
    in_edition = lru_cache(maxsize=256)(_edition)
    ordered = answers.order_by("attempt__finished_at", "attempt", "place")
    for answer in ordered.iterator(chunk_size=2000):
        questions, quiz, language = in_edition(answer.attempt.edition_id)
        yield AnswerRow(answer, questions[answer.question], quiz, language)


def _edition(pk: int) -> tuple[dict[str, QuestionContent], str, str]:
    edition = QuizEdition.objects.get(pk=pk).decoded
    return {question.key: question for question in edition.questions}, edition.title, edition.locale


class ReportMenuItem(MenuItem):
    """The report's place in the menu, for those who may see answers."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether this person may see answers."""
        return bool(policy_registry.get_by_type(Answer).user_has_permission(request.user, "view"))
