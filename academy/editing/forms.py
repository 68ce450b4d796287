"""The forms of questions and quizzes: complete only when they go live, never before."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.forms.pages import WagtailAdminPageForm

from scams.editing.forms import GatedForm


class QuestionForm(GatedForm, WagtailAdminModelForm):
    """The form of a question."""

    def gate_problems(self) -> dict[str, list[Any]]:
        """Return what keeps the question from going live, by field."""
        from academy.editing.fitness import problems_of

        return problems_of(self.instance)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "key" in self.fields and self.instance.key_is_fixed:
            self.fields["key"].disabled = True
            self.fields["key"].help_text = _("The question's name stays, so that its figures stay together.")


class QuizEntryForm(WagtailAdminModelForm):
    """The form of one question's place in a quiz; it offers the questions of one language first."""

    def __init__(self, *args: Any, language: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].widget.language = language


class QuizForm(GatedForm, WagtailAdminPageForm):
    """The form of a quiz."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "entries" in self.formsets and self.instance.locale_id:
            self.formsets["entries"].form_kwargs["language"] = self.instance.locale.language_code

    def gate_problems(self) -> dict[str, list[Any]]:
        """Return what keeps the quiz from going live, by field; of its questions, those in the form count."""
        from academy.editing.fitness import problems_of

        return problems_of(self.instance, questions=self._question_ids())

    def add_error(self, field: str | None, error: Any) -> None:
        """Add an error at a field; one about the questions stands at their panel."""
        if field == "entries" and "entries" in self.formsets:
            self.formsets["entries"].non_form_errors().extend(error)
        else:
            super().add_error(field, error)

    def _question_ids(self) -> list[int]:
        rows = self.formsets["entries"]
        rows.is_valid()
        return [
            row.cleaned_data["question"].pk
            for row in rows.ordered_forms
            if getattr(row, "cleaned_data", {}).get("question") and not row.cleaned_data.get("DELETE")
        ]
