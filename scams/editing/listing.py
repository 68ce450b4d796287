"""What the admin's lists show of content that goes through a workflow."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Prefetch
from django.db.models.functions import Cast
from wagtail.models import Revision, WorkflowState


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
