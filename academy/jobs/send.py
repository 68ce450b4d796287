"""Sending the message that starts a job. A broker that is down costs a log line, not the request."""

import logging
import time

from kombu.exceptions import ChannelError, KombuError

logger = logging.getLogger(__name__)

PAUSE = 5.0  # seconds without a try after a failure: many jobs in one request wait for a dead broker once

_paused_until = 0.0


def send_job(*, job_id: int, queue: str) -> bool:
    """Return whether the broker took the message; if not, the sweep sends it later."""
    from academy.tasks import run_job

    global _paused_until
    if time.monotonic() < _paused_until:
        return False
    try:
        run_job.apply_async(kwargs={"job_id": job_id}, queue=queue)
    except (KombuError, ChannelError, OSError) as error:
        _paused_until = time.monotonic() + PAUSE
        logger.warning("The broker did not take job %s, the sweep will send it: %s", job_id, error)
        return False
    return True
