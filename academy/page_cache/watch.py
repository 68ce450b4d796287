"""Know of the newest change without asking for it while somebody waits for a page."""

import logging
import threading
import time
from typing import Final

from django.db import DatabaseError, close_old_connections

from academy.page_cache.changes import generation

logger = logging.getLogger(__name__)

LOOK_SECONDS: Final = 0.5
"""How often a process looks: what is published is to be seen within a second."""


class Watch:
    """Holds the generation of pages that one process knows of."""

    def __init__(self) -> None:
        """Know of none yet."""
        self.newest: str | None = None
        """The generation; None until the database was asked for the first time."""
        self._down = False
        self._started = False
        self._lock = threading.Lock()

    def start(self) -> None:
        """Look from a thread of its own from now on; a second call is harmless.

        To be called when there is a request, not when the program is loaded: a server may fork in between.
        """
        with self._lock:
            if not self._started:
                self._started = True
                threading.Thread(target=self._follow, name="pages", daemon=True).start()

    def look(self) -> None:
        """Ask the database for the newest generation; while it is down the one before stays."""
        close_old_connections()
        try:
            self.newest = generation()
        except DatabaseError as error:
            if not self._down:
                logger.warning("no word of changes, serving the pages there are: %s", error)
            self._down = True
            return
        if self._down:
            logger.warning("word of changes is back")
        self._down = False

    def _follow(self) -> None:
        while True:
            try:
                self.look()
            except Exception:
                logger.exception("no word of changes, serving the pages there are")
            time.sleep(LOOK_SECONDS)
