"""`manage.py revoke_api_client`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from scams.api.clients import ClientError, revoke_client


class Command(BaseCommand):
    """Revoke an API client's key; servers refuse it within a second."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name."""
        parser.add_argument("name")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Revoke; doing so twice changes nothing."""
        try:
            valid = revoke_client(options["name"])
        except ClientError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"client {options['name']} {'revoked' if valid else 'was revoked before'}")
