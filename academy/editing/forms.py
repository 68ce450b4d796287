"""The forms of questions and quizzes: complete only when they go live, never before."""

from typing import Any

from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.forms.pages import WagtailAdminPageForm

from scams.editing.forms import GatedForm


class QuestionForm(GatedForm, WagtailAdminModelForm):
    """The form of a question."""

    def gate_problems(self) -> dict[str, list[Any]]:
        """Return what keeps the question from going live, by field."""
        from academy.editing.fitness import problems_of

        return problems_of(self.instance)


class QuizForm(GatedForm, WagtailAdminPageForm):
    """The form of a quiz."""

    def gate_problems(self) -> dict[str, list[Any]]:
        """Return what keeps the quiz from going live, by field; of its questions, those in the form count."""
        from academy.editing.fitness import problems_of

        return problems_of(self.instance, questions=self._question_ids())

    def _question_ids(self) -> list[int]:
        rows = self.formsets["entries"]
        rows.is_valid()
        return [
            row.cleaned_data["question"].pk
            for row in rows.ordered_forms
            if getattr(row, "cleaned_data", {}).get("question") and not row.cleaned_data.get("DELETE")
        ]
