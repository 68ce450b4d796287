"""`manage.py rotate_api_key`."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from scams.api.clients import OVERLAP, ClientError, rotate_key


class Command(BaseCommand):
    """Make a new key for a client, alone on standard output; the old one stays valid for some days."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name and the overlap."""
        parser.add_argument("name")
        parser.add_argument(
            "--days", type=float, default=OVERLAP.days, help="how long the old key stays valid (default: %(default)s)"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the new key once."""
        try:
            key = rotate_key(options["name"], dt.timedelta(days=options["days"]))
        except (ClientError, OverflowError) as error:
            raise CommandError(str(error)) from error
        name, days = options["name"], options["days"]
        self.stderr.write(f"new key of {name}, shown once; the old one is valid for {days:g} days:")
        self.stdout.write(key)
