"""How the forms of questions and quizzes are laid out."""

from typing import Any

from django.forms import Select
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.admin.widgets import AdminAutoHeightTextInput

from academy.editing.forms import QuestionForm, QuizEntryForm


class EntriesPanel(InlinePanel):
    """The panel of a quiz's questions; the quiz's form tells each of them its language."""

    def get_form_options(self) -> dict[str, Any]:
        """Return the panel's options, with the form of an entry."""
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = QuizEntryForm
        return options


def short(field: str) -> FieldPanel:
    """Return the panel of a text of a line or two."""
    return FieldPanel(field, widget=AdminAutoHeightTextInput(attrs={"rows": 2}))


question_edit_handler = TabbedInterface(
    [
        ObjectList(
            [
                MultiFieldPanel(
                    [
                        FieldPanel("key"),
                        FieldPanel("fraud_type", widget=Select(attrs={"style": "inline-size: 100%"})),
                        FieldPanel("channel"),
                    ],
                    _("What it is about"),
                ),
                short("prompt"),
                FieldPanel("body"),
                short("advice"),
                FieldPanel("translation_state"),
            ],
            heading=_("Question"),
        ),
        ObjectList([PublishingPanel()], heading=_("Schedule")),
    ],
    base_form_class=QuestionForm,
)
