"""The bridge from django-tasks, where Wagtail leaves its background work, to rows and Celery."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.exceptions import InvalidTaskError
from django_tasks.utils import normalize_json

from academy.jobs.send import send_job

# Models are imported where they are used: Wagtail loads this module while the apps are still being loaded.


class CeleryBackend(BaseTaskBackend):
    """Keeps every task as a job's row, in the caller's transaction, and sends its message on commit."""

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        """Accept tasks for both of the worker's queues, unless the settings name others."""
        super().__init__(alias, {"QUEUES": ["default", "deck"], **params})

    def validate_task(self, task: Task[..., Any]) -> None:
        """Raise `InvalidTaskError` for a task this backend cannot run."""
        super().validate_task(task)
        if task.takes_context:
            raise InvalidTaskError("Backend does not support tasks that take the context.")

    def enqueue(self, task: Task[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> TaskResult[Any]:
        """Write the job and return a receipt whose id is the job's; raise TypeError for arguments JSON cannot hold.

        The same call that waits already is not written twice: two at once would get into each other's way.
        """
        from academy.models import Job

        self.validate_task(task)
        call = {"function": task.module_path, "args": normalize_json(args), "kwargs": normalize_json(kwargs)}
        with transaction.atomic():
            # Locked until the caller's commit: whoever starts the waiting job then sees what the caller wrote.
            free = Job.objects.select_for_update(skip_locked=True)
            waiting = free.filter(**call, started=None, failed=False, attempts=0).first()
            if waiting:
                return self._receipt(task, waiting)
            next_try = timezone.now() + timedelta(seconds=settings.JOB_RESEND_AFTER)
            job = Job.objects.create(**call, queue=task.queue_name, next_try=next_try)
        # Robust: whatever goes wrong with the broker is logged, and never becomes the editor's error.
        transaction.on_commit(partial(send_job, job_id=job.pk, queue=job.queue), robust=True)
        return self._receipt(task, job)

    def _receipt(self, task: Task[..., Any], job: Any) -> TaskResult[Any]:
        """Return the result object django-tasks asks for; results are not kept."""
        return TaskResult(
            task=task,
            id=str(job.pk),
            status=TaskResultStatus.READY,
            enqueued_at=job.created,
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=job.args,
            kwargs=job.kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
