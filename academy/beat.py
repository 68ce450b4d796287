"""Celery's scheduler with a file that a kill cannot spoil for good."""

import logging
from contextlib import suppress
from typing import Any

from celery.beat import PersistentScheduler

logger = logging.getLogger(__name__)


class Scheduler(PersistentScheduler):
    """Remembers in a file when each task was last due, so that a daily one is not missed for a restart.

    A beat killed while it writes leaves a file cut short, on which Celery's own scheduler ends at every start.
    """

    schedule_filename: str  # these three are missing from the stubs
    _store: Any
    _remove_db: Any

    def setup_schedule(self) -> None:
        """Read the file; begin a new one if it cannot be read, whatever the error."""
        try:
            super().setup_schedule()
        except Exception as error:  # noqa: BLE001 - which one depends on the kind of file and on where it was cut
            logger.warning("Beat's file %s cannot be read, beginning a new one: %r", self.schedule_filename, error)
            with suppress(Exception):
                self._store.close()  # now, or it would write what it remembers over the new one when it is collected
            self._remove_db()
            super().setup_schedule()
