"""Count for editors what nobody found, without anything about who asked or whom it was about."""

import datetime as dt
import logging
import re
import threading
from collections import Counter
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.db import DatabaseError, close_old_connections, transaction
from django.db.models import F
from django.utils import timezone

from scams.models import Unanswered
from scams.search.text import fold
from scams.search.text.words import runs

logger = logging.getLogger(__name__)

LONGEST: Final = 60
"""Characters; what is longer is a message somebody pasted, and is not counted by its words."""
KEPT: Final = dt.timedelta(days=90)
MOST: Final = 500
"""Different questions held until they are written; more are not counted."""

_ADDRESS: Final = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+|\S+\.(?:com|cn|net|org|cc|top|xyz|vip|hk|tw|sg)\S*")
_NUMBER: Final = re.compile(r"\+?\d(?:[\s\-().·]{0,3}\d){3,}")
_NUMERALS: Final = re.compile(
    r"[〇零一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖](?:\s?[〇零一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]){4,}"
)


def masked(question: str) -> str:
    """Return a question as it may be kept: folded, numbers and addresses left out; empty for what may not be."""
    if len(question) > LONGEST:
        return ""
    text = _ADDRESS.sub("@", fold(question))
    text = _NUMERALS.sub("#", _NUMBER.sub("#", text))
    return " ".join(text.split())[:LONGEST]


class Tally:
    """What one process has to count. Written together after some seconds: no question waits for the database."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._counts: Counter[tuple[dt.date, str, str]] = Counter()
        self._lock = threading.Lock()
        self._waiting = False

    def add(self, question: str, locale: str) -> None:
        """Count a question that found nothing."""
        text = masked(question)
        if not any(runs(text)):
            return
        with self._lock:
            key = (timezone.localdate(), locale, text)
            if key in self._counts or len(self._counts) < MOST:
                self._counts[key] += 1
            start = not self._waiting and settings.UNANSWERED_EVERY > 0
            self._waiting = self._waiting or start
        if start:
            _later(settings.UNANSWERED_EVERY, self._flush_in_background)

    def flush(self) -> int:
        """Write what was counted; return how many different questions. What cannot be written is dropped and logged."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        try:
            with transaction.atomic():
                for (day, locale, text), number in counts.items():
                    row, _created = Unanswered.objects.get_or_create(day=day, locale=locale, text=text)
                    Unanswered.objects.filter(pk=row.pk).update(count=F("count") + number)
        except DatabaseError as error:
            logger.warning("searches without results were not counted: %s", error)
        return len(counts)

    def _flush_in_background(self) -> None:
        self._waiting = False
        close_old_connections()
        try:
            self.flush()
        finally:
            close_old_connections()


def prune() -> int:
    """Delete what is older than three months; return how many rows."""
    return Unanswered.objects.filter(day__lt=timezone.localdate() - KEPT).delete()[0]


def _later(seconds: float, work: Callable[[], None]) -> None:
    timer = threading.Timer(seconds, work)
    timer.daemon = True
    timer.start()


tally: Final = Tally()
"""This process's."""
