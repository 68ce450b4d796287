"""`manage.py serve_warnings`: the risk engine's hot endpoint alone, which needs no database."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from academy.environment import BASE_DIR
from academy.management.commands.serve import add_address, granian_command, refuse_taken_port
from academy.processes import Keeper, say


class Command(BaseCommand):
    """Serve the warnings."""

    help = "Serve the warnings' hot endpoint alone, until stopped. Starts and serves with the database gone."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address to listen at and the number of processes."""
        add_address(parser, port=8001)

    def handle(self, *, host: str, port: int, workers: int, **_options: Any) -> None:
        """Run until stopped, and end with the keeper's exit code."""
        refuse_taken_port(host, port)
        say(f"Warnings: http://{host}:{port}/api/v1/warnings ({workers} process(es))")
        command = granian_command("academy.warnings_wsgi:application", host=host, port=port, workers=workers)
        sys.exit(Keeper({"warnings": command}, cwd=BASE_DIR).run())
