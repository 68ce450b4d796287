"""Choosing questions for a quiz: those of the quiz's language first, found by any part of their words."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, LocaleFilterMixin
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.widgets import AdminSnippetChooser

from academy.models import Question
from scams.editing.listing import for_lists
from scams.search.variants import containing

FOUND_IN = ("key", "prompt", "fraud_type__slug", "fraud_type__label_zh_hans", "fraud_type__label_zh_hant")


def questions_for_lists(questions: QuerySet[Question]) -> QuerySet[Question]:
    """Return questions with all that a row of a list shows: type, language, status."""
    listed: QuerySet[Question] = for_lists(questions.select_related("fraud_type", "locale", "latest_revision"))
    return listed


class QuestionFilterForm(LocaleFilterMixin, BaseFilterForm):
    """Narrows the list by language and by words."""

    q = forms.CharField(
        label=_("Words or key"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Words or key")})
    )

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        """Return the questions with the words in their prompt, key or fraud type."""
        found: QuerySet[Any] = super().filter(objects)
        self.search_query = self.cleaned_data.get("q")
        if not self.search_query:
            return found
        self.is_searching = True
        return found.filter(containing(FOUND_IN, self.search_query))


class QuestionsToChoose:
    """What both of the chooser's views show of a question."""

    filter_form_class = QuestionFilterForm
    ordering = ("-latest_revision_id", "key")  # what was just written comes first

    def get_object_list(self) -> QuerySet[Question]:
        """Return the questions with what a row shows."""
        return questions_for_lists(super().get_object_list())  # type: ignore[misc]  # of the view this stands beside

    @property
    def columns(self) -> list[Column]:
        """The chooser's columns, with kind and fraud type after the title."""
        title, *others = super().columns  # type: ignore[misc]
        more = [Column("kind_label", label=_("Kind")), Column("fraud_type.label", label=_("Fraud type"))]
        return [title, *more, *others]


class ChooseQuestionView(QuestionsToChoose, ChooseView):
    """The dialogue."""


class ChooseQuestionResultsView(QuestionsToChoose, ChooseResultsView):
    """Its list, as one types."""


class QuestionChooser(AdminSnippetChooser):
    """The widget: it opens the dialogue in one language."""

    language = ""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # Wagtail puts these together when the form is made, in whatever language is active then.
        self.choose_one_text = _("Choose a question")
        self.choose_another_text = _("Choose another question")
        self.link_to_chosen_text = _("Edit this question")

    def get_chooser_modal_url(self) -> str:
        """Return the dialogue's address, with the language if one is known."""
        url: str = super().get_chooser_modal_url()
        return f"{url}?{urlencode({'locale': self.language})}" if self.language else url


class QuestionChooserViewSet(SnippetChooserViewSet):
    """The dialogue's addresses, views and widget."""

    choose_view_class = ChooseQuestionView
    choose_results_view_class = ChooseQuestionResultsView
    base_widget_class = QuestionChooser
    page_title = _("Choose")
