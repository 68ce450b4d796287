"""`manage.py limit_api_client`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from scams.api.clients import ClientError, limit_client


class Command(BaseCommand):
    """Set how many requests a second an API client may make; servers know it within a second."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name and the rate."""
        parser.add_argument("name")
        parser.add_argument("rate", type=int, nargs="?", help="requests a second (default: as many as it likes)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Set it."""
        name, rate = options["name"], options["rate"]
        try:
            limit_client(name, rate)
        except ClientError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"client {name}: {f'{rate} requests a second' if rate else 'no limit'}")
