"""What the site adds to Wagtail's admin."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.models import register_snippet

from academy.editing import policies
from academy.editing.protection import used_questions
from academy.editing.records import AttemptViewSet, QuizEditionViewSet
from academy.editing.reports import AnswersExportView, QuestionReportView, ReportMenuItem
from academy.editing.viewsets import PublishPages, QuizzesGroup, every_page
from academy.languages import hooks as language_hooks  # noqa: F401 - registers the report and the notice
from academy.models import Job

policies.register()
register_snippet(QuizzesGroup)
hooks.register("register_bulk_action", PublishPages)  # in the place of Wagtail's own


class JobViewSet(ModelViewSet):
    """The background jobs that wait, run or were given up, in the Reports menu."""

    model = Job
    name = "background-jobs"
    icon = "tasks"
    menu_label = gettext_lazy("Background jobs")
    menu_hook = "register_reports_menu_item"
    list_display: ClassVar = ["__str__", "failed", "attempts", "created", "started", "next_try"]
    list_filter: ClassVar = ["failed", "queue"]
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False  # a job for every change to a job would never end
    form_fields: ClassVar = ["function"]  # required by Wagtail; no form is ever shown


@hooks.register("register_admin_viewset")
def viewsets() -> list[ViewSet]:
    """Register the screens of what programs write, and how pages are approved."""
    return [JobViewSet(), QuizEditionViewSet("quiz-editions"), AttemptViewSet("quiz-attempts"), every_page()]


@hooks.register("register_admin_urls")
def reports() -> list[URLPattern]:
    """Give the report on questions its addresses."""
    return [
        path("reports/questions/", QuestionReportView.as_view(), name="question_report"),
        path(
            "reports/questions/results/", QuestionReportView.as_view(results_only=True), name="question_report_results"
        ),
        path("reports/answers/", AnswersExportView.as_view(), name="answers_export"),
    ]


@hooks.register("register_reports_menu_item")
def question_report() -> ReportMenuItem:
    """Show the report on questions in the menu."""
    return ReportMenuItem(
        gettext_lazy("Quiz questions"), reverse("question_report"), name="question-report", icon_name="help", order=10
    )


@hooks.register("before_delete_snippet", order=-1)
def keep_questions_in_use(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """Say in which quizzes a question is, and go back to the list, where one of them is to be deleted."""
    used = used_questions(instances)
    for question, quizzes in used:
        names = ", ".join(f"“{quiz.get_admin_display_title()}”" for quiz in quizzes)
        messages.error(
            request, _("“%(question)s” stays: it is in %(quizzes)s.") % {"question": question, "quizzes": names}
        )
    return redirect(used[0][0].snippet_viewset.get_url_name("list")) if used else None
