"""The admin's screens for quizzes: the question bank, the quizzes themselves, and approving either."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, LocaleColumn, UpdatedAtColumn
from wagtail.admin.views.pages.bulk_actions import PublishBulkAction
from wagtail.admin.views.pages.workflow import WorkflowActionView as PageWorkflowActionView
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet
from wagtail.models import Locale, Page
from wagtail.snippets.views.snippets import PreviewOnCreateView, SnippetViewSetGroup, WorkflowActionView

from academy.editing.choosing import QuestionChooserViewSet, questions_for_lists
from academy.editing.panels import question_edit_handler
from academy.models import Question, Quiz
from scams.editing.approving import TellsWhyNot, tell
from scams.editing.listing import FoundByWords
from scams.editing.viewsets import CardCreateView


class QuestionWorkflowActionView(TellsWhyNot, WorkflowActionView):
    """Approves a question, or says why not."""


class PageApproval(TellsWhyNot, PageWorkflowActionView):
    """Approves a page, or says why not."""


class PublishPages(PublishBulkAction):
    """Publishes the pages chosen in a list: all of them, or none and why."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Publish; go back to the list with the gate's messages if one may not go live."""
        try:
            response: HttpResponse = super().form_valid(form)
        except ValidationError as error:
            tell(self.request, error, self.actionable_objects[0].specific)
            return redirect(self.next_url)
        return response


class QuestionPreviewOnCreateView(PreviewOnCreateView):
    """Previews a question that has no row yet, and so no language of its own."""

    def get_object(self) -> Question:
        """Return an empty question in the form's language."""
        chosen = Locale.objects.filter(language_code=self.request.GET.get("locale", "")).first()
        return Question(locale=chosen or Locale.get_default())


class QuestionViewSet(FoundByWords):
    """The question bank."""

    model = Question
    icon = "help"
    menu_label = _("Questions")
    list_display: ClassVar = [
        "prompt",
        Column("kind_label", label=_("Kind")),
        Column("fraud_type.label", label=_("Fraud type"), sort_key="fraud_type__sort_order"),
        Column("get_channel_display", label=_("Channel"), sort_key="channel"),
        LocaleColumn(label=_("Language")),
        LiveStatusTagColumn(label=_("Status")),
        UpdatedAtColumn(label=_("Updated")),
        Column("key", label=_("Key"), sort_key="key"),
    ]
    list_filter: ClassVar = ["fraud_type", "channel", "live"]  # and the locale, from Wagtail
    search_fields: ClassVar = ["key", "prompt", "fraud_type__slug", "fraud_type__label_zh_hans"]
    list_per_page = 50
    chooser_per_page = 20
    edit_handler = question_edit_handler
    add_view_class = CardCreateView
    preview_on_add_view_class = QuestionPreviewOnCreateView
    workflow_action_view_class = QuestionWorkflowActionView
    chooser_viewset_class = QuestionChooserViewSet

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        """Return the questions with what a row of the list shows."""
        return questions_for_lists(Question.objects.all())


class QuizListing(PageListingViewSet):
    """All quizzes, of every language."""

    name = "quizzes"
    model = Quiz
    icon = "clipboard-list"
    menu_label = _("Quizzes")


class QuizzesGroup(SnippetViewSetGroup):
    """The menu's entry for both."""

    menu_label = _("Quizzes")
    menu_icon = "clipboard-list"
    menu_order = 160
    items = (QuestionViewSet, QuizListing)


def every_page() -> PageViewSet:
    """Return Wagtail's screens for pages of every kind, but for approving."""
    return PageViewSet(model=Page, workflow_action_view_class=PageApproval)
