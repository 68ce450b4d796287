"""`manage.py serve_warnings`, as Django knows it: `manage.py` itself runs it ahead of Django, which is quicker."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from academy import warnings_server
from academy.web import PortTaken


class Command(BaseCommand):
    """Serve the warnings."""

    help = "Serve the warnings' hot endpoint alone, until stopped. Starts and serves with the database gone."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the options of the server."""
        warnings_server.add_options(parser)

    def handle(self, *, host: str, port: int, workers: int, **_options: Any) -> None:
        """Run until stopped, and end with the keeper's exit code."""
        try:
            sys.exit(warnings_server.run(host=host, port=port, workers=workers))
        except PortTaken as error:
            raise CommandError(str(error)) from error
