"""The sweep: what makes a job happen although its message, or the worker that had it, is lost."""

from datetime import timedelta

from django.conf import settings
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils import timezone

from academy.jobs.send import send_job
from academy.models import Job

BATCH = 200  # messages per sweep, so that a long queue is not doubled in one go
KEEP_FAILED = timedelta(days=30)


def sweep_jobs() -> int:
    """Send the messages of all due jobs again, the longest due first, and return how many the broker took.

    Due is what was written and never started, what failed and has waited, and what was started by a worker that died.
    """
    give_up()
    now = timezone.now()
    due = Job.objects.filter(failed=False, next_try__lte=now).order_by("next_try")
    jobs = list(due.values_list("pk", "queue")[:BATCH])
    again = now + timedelta(seconds=settings.JOB_RESEND_AFTER)
    # Still due: one that a worker has claimed since keeps its claim.
    Job.objects.filter(pk__in=[pk for pk, _ in jobs], next_try__lte=now).update(started=None, next_try=again)
    return sum(send_job(job_id=pk, queue=queue) for pk, queue in jobs)


def give_up() -> int:
    """Fail the jobs that were started often enough and never came back; return how many."""
    never_finished = Value("\nStarted, and never finished: the worker was killed, or it took too long.")
    lost = Job.objects.filter(failed=False, started__isnull=False, next_try__lte=timezone.now())
    spent = lost.filter(attempts__gte=settings.JOB_ATTEMPTS)
    return spent.update(failed=True, last_error=Concat(F("last_error"), never_finished))


def prune_jobs() -> int:
    """Delete the failed jobs that nobody has looked after for a month; return how many."""
    deleted, _ = Job.objects.filter(failed=True, next_try__lt=timezone.now() - KEEP_FAILED).delete()
    return deleted
