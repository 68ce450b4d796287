"""`manage.py simulate`."""

import datetime as dt
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from scams.deck.index import Index, Shelved
from scams.models import DeckVersion
from scams.outcomes.journal import JournalDown, journal_for
from scams.outcomes.keyed import subjects
from scams.outcomes.removing import remove_client
from scams.outcomes.rollup import roll_up
from scams.outcomes.words import SIMULATION
from scams.simulation.running import PAYMENTS_AT_ONCE, write
from scams.simulation.stream import Stream

EVERY = 20 * PAYMENTS_AT_ONCE
"""Payments between two lines of progress."""


class Command(BaseCommand):
    """Make up payments of the last days, have the real deck warn of them, and write down what became of them.

    Everything is marked as simulated, and --remove takes all of it away again. The same seed, deck and hour give the
    same events.
    """

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how many, over how many days, the seed, or that they are to be removed."""
        parser.add_argument("--payments", type=int, default=100_000, help="warned of (default: %(default)s)")
        parser.add_argument("--days", type=int, default=30, help="until now (default: %(default)s)")
        parser.add_argument("--seed", type=int, default=1, help="for other chances (default: %(default)s)")
        parser.add_argument("--remove", action="store_true", help="take away everything simulated")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Simulate or remove, and say how much."""
        if options["remove"]:
            self.stdout.write(f"removed {remove_client(SIMULATION):,} rows")
            return
        if options["payments"] < 1 or options["days"] < 1:
            raise CommandError("a simulation has a payment and a day at least")
        try:
            self._simulate(**{name: options[name] for name in ("payments", "days", "seed")})
        except JournalDown as error:
            raise CommandError(f"the events could not be written down: {error}") from error

    def _simulate(self, **options: int) -> None:
        started = time.monotonic()
        until = dt.datetime.now(dt.UTC).replace(minute=0, second=0, microsecond=0)
        stream = Stream(_index(), until=until, hashed=subjects().hashed, **options)
        counts = write(journal_for(settings.DATABASE_URL), stream, progress=self._say_how_far)
        new = counts.pop("new")
        for kind, number in counts.most_common():
            self.stdout.write(f"  {kind:<18} {number:>9,}")
        self.stdout.write(f"{counts.total():,} events, {new:,} of them new, in {time.monotonic() - started:.0f} s")
        self._count()

    def _count(self) -> None:
        """Count what is waiting, as the worker does, so that reports show it at once."""
        started, counted = time.monotonic(), 0
        while more := roll_up():
            counted += more
        self.stdout.write(f"counted {counted:,} warnings, in {time.monotonic() - started:.0f} s")

    def _say_how_far(self, done: int) -> None:
        if done % EVERY == 0:
            self.stdout.write(f"  {done:,} payments", ending="\n")
            self.stdout.flush()


def _index() -> Index:
    """Return the newest deck; CommandError where there is none."""
    newest = DeckVersion.objects.first()
    if newest is None:
        raise CommandError("there is no deck to answer from: run manage.py build_deck")
    return Shelved().read(bytes(newest.payload), now=time.time())
