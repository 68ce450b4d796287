"""What the admin's lists and forms have in common."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Prefetch
from django.db.models.functions import Cast
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Revision, WorkflowState
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from scams.search.variants import containing


def for_lists(records: Any) -> Any:
    """Return records that go through a workflow with what a row of a list shows of it."""
    waiting = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(records.model),
        object_id=Cast(OuterRef("pk"), CharField()),
        approved_go_live_at__isnull=False,
    )
    workflows = WorkflowState.objects.active().select_related("current_task_state__task")
    return records.annotate(_approved_schedule=Exists(waiting)).prefetch_related(
        Prefetch("workflow_states", workflows, to_attr="_current_workflow_states")
    )


def three(field: str) -> list[str]:
    """Return the names of a text's fields in the three languages."""
    return [f"{field}_{locale}" for locale in ("zh_hans", "zh_hant", "en")]


def in_three(field: str) -> FieldRowPanel:
    """Return the panels of a text in the three languages, side by side."""
    return FieldRowPanel([FieldPanel(name) for name in three(field)])


class WordsIndexView(IndexView):
    """A list that is searched in the records' own columns."""

    def search_queryset(self, queryset: Any) -> Any:
        """Return the records in which each word of the question is."""
        return (
            queryset.filter(containing(self.search_fields or (), self.search_query)) if self.is_searching else queryset
        )


class FoundByWords(SnippetViewSet):
    """A screen whose search finds any part of its records' texts, in either Chinese script."""

    search_backend_name = None
    index_view_class = WordsIndexView
