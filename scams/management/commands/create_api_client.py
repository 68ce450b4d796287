"""`manage.py create_api_client`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from scams.api.clients import ClientError, create_client
from scams.api.keys import SCOPES


class Command(BaseCommand):
    """Make an API client; its key alone goes to standard output, everything else to standard error."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name and the scopes."""
        parser.add_argument("name")
        parser.add_argument("--rate", type=int, help="requests a second (default: as many as it likes)")
        parser.add_argument("--scopes", default=",".join(SCOPES), help="separated by commas (default: all)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the key once."""
        scopes = [scope.strip() for scope in options["scopes"].split(",") if scope.strip()]
        try:
            key = create_client(options["name"], scopes, rate=options["rate"])
        except ClientError as error:
            raise CommandError(str(error)) from error
        self.stderr.write(f"client {options['name']} may {', '.join(scopes)}; this key is shown once:")
        self.stdout.write(key)
