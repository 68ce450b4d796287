"""`manage.py prune_events`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from scams.outcomes.pruning import prune_events


class Command(BaseCommand):
    """Delete the events of warnings of which nothing came for long; what was counted of them stays."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the age."""
        parser.add_argument("--days", type=int, help="keep so many days, 0 for ever (default: EVENTS_KEPT_DAYS)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Delete; a daily task does the same."""
        self.stdout.write(f"deleted {prune_events(options['days'])} events")
