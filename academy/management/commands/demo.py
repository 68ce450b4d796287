"""`manage.py demo`."""

import os
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from academy.demo import CLIENT, ensure_accounts, ensure_client
from academy.demo_pay.keys import ensure_key
from academy.management.commands.serve import refuse_taken_port, run_site

HOST = "127.0.0.1"


class Command(BaseCommand):
    """Make everything ready with real content, demo accounts and an API client; then serve it."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the port, and whether to serve."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1, help="web processes (default: %(default)s)")
        parser.add_argument("--no-serve", action="store_true", help="leave everything ready for `serve`")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Migrate, load, introduce, serve. Running it again keeps what people changed."""
        port = options["port"]
        if not options["no_serve"]:
            refuse_taken_port(HOST, port)
        self._step("Database")
        call_command("migrate", verbosity=0)
        self._step("Taxonomy")
        call_command("load_taxonomy", stdout=self.stdout)
        self._step("Content")
        call_command("load_demo", port=port, stdout=self.stdout)
        self._introduce(port)
        if not options["no_serve"]:
            self._serve(port, options["workers"])

    def _step(self, name: str) -> None:
        self.stdout.write(self.style.MIGRATE_HEADING(f"{name} …"))

    def _introduce(self, port: int) -> None:
        """Print where to go and with what; a password or key only when it was made just now."""
        kept = "(as it was)"
        say = self.stdout.write
        self._step("Ready")
        say(f"  site      http://localhost:{port}/")
        say(f"  editing   http://localhost:{port}/admin/")
        say(f"  API docs  http://localhost:{port}/api/v1/docs")
        ensure_key()
        say(f"  payments  http://localhost:{port}/demo/pay (a mock wallet that asks the API)")
        for account in ensure_accounts():
            say(f"  {account.role:<14} {account.name:<9} password {account.password or kept}")
        say(f"  API client {CLIENT} key {ensure_client() or kept}")
        say("  Lost one? `manage.py changepassword editor`, `manage.py create_api_client another-engine`")

    def _serve(self, port: int, workers: int) -> None:
        self.stdout.flush()
        os.environ.setdefault("PUBLIC_URL", f"http://localhost:{port}")
        raise SystemExit(run_site(host=HOST, port=port, workers=workers))
