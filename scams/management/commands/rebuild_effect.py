"""`manage.py rebuild_effect`: count the effect of cards again, from the raw events."""

from typing import Any

from django.core.management.base import BaseCommand

from scams.outcomes.rebuilding import rebuild


class Command(BaseCommand):
    """Counts everything again; while it runs, the site goes on and the numbers stay as good as they were."""

    help = "Count the effect of cards again from the raw events. Days whose events were pruned keep their numbers."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Rebuild, and say how much there was."""
        done = rebuild()
        self.stdout.write(f"{done.warnings} warnings on {done.days} days counted again")
