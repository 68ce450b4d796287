"""What cards, playbooks and quiz questions share with pages: revisions, review, a lock, and a day to go live."""

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin


class Reviewed(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """Content, other than a page, that one person writes and another reviews."""

    # So that they go when the record goes, and lists can fetch them for all records at once.
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="%(app_label)s_%(class)s")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="%(app_label)s_%(class)s",
        for_concrete_model=False,
    )

    class Meta:
        abstract = True

    @property
    def revisions(self) -> Any:
        """The record's revisions."""
        return self._revisions

    @property
    def approved_schedule(self) -> bool:
        """Whether a revision waits for its hour; lists know it beforehand."""
        known: bool | None = getattr(self, "_approved_schedule", None)
        return bool(super().approved_schedule) if known is None else known
