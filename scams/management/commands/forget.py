"""`manage.py forget`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from scams.outcomes.forgetting import forget


class Command(BaseCommand):
    """Take a payer or payee out of everything that is kept; what was counted stays."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the token, as it was sent with events, and whose it is."""
        parser.add_argument("--subject", required=True, metavar="TOKEN", help="as it was sent, payer's or payee's")
        parser.add_argument("--client", default="", help="only what this API client sent (default: all)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Forget; doing so twice changes nothing."""
        rows = forget(options["subject"], client=options["client"])
        self.stdout.write(f"taken out of {rows} rows")
