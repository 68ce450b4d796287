"""Running one job: claim the row, call the function, delete the row."""

import logging
import traceback
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string

from academy.models import Job

logger = logging.getLogger(__name__)

LONGEST_WAIT = 3600  # seconds between two tries, at most
LEASE_MARGIN = 5  # seconds past the longest run before a started job counts as lost
ERROR_LENGTH = 10_000  # characters of a traceback that are kept


def run_job(*, job_id: int) -> None:
    """Run a job that nobody else has started. Its errors are kept in the row, not raised.

    A row that is gone, or an object that is, means there is nothing left to do.
    """
    job = _claim(job_id)
    if job is None:
        logger.info("Job %s is done, given up or already started", job_id)
        return
    try:
        import_string(job.function).call(*job.args, **job.kwargs)
    except ObjectDoesNotExist as error:
        logger.info("Job %s (%s) has nothing left to do: %s", job_id, job.function, error)
    except Exception as error:  # noqa: BLE001 - whatever it is, it must be found in the list and not only in a log
        _keep_failure(job, error)
        return
    Job.objects.filter(pk=job_id).delete()


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after so many failed attempts: doubling, up to an hour."""
    return timedelta(seconds=min(settings.JOB_BACKOFF * 2 ** (attempts - 1), LONGEST_WAIT))


def _claim(job_id: int) -> Job | None:
    """Mark the job as started and return it, or None. One UPDATE, so that of two workers only one gets it."""
    now = timezone.now()
    lease = timedelta(seconds=settings.TASK_TIME_LIMIT + LEASE_MARGIN)
    free = Job.objects.filter(pk=job_id, failed=False, started=None)
    if not free.update(started=now, attempts=F("attempts") + 1, next_try=now + lease):
        return None
    return Job.objects.filter(pk=job_id).first()


def _keep_failure(job: Job, error: Exception) -> None:
    """Write the error into the row, and when to try again, or that there were tries enough."""
    gave_up = job.attempts >= settings.JOB_ATTEMPTS
    level = logging.ERROR if gave_up else logging.WARNING
    logger.log(level, "Job %s (%s) failed, attempt %s: %r", job.pk, job.function, job.attempts, error)
    Job.objects.filter(pk=job.pk).update(
        started=None,
        failed=gave_up,
        next_try=timezone.now() + wait_after(job.attempts),
        last_error="".join(traceback.format_exception(error))[-ERROR_LENGTH:],
    )
