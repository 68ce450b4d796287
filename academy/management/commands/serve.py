"""`manage.py serve`: the whole site in one command, a web server and a worker."""

import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from academy.environment import BASE_DIR, data_dir, env
from academy.processes import Keeper, say


class Command(BaseCommand):
    """Serve the site."""

    help = "Serve the site and do its background work, until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address to listen at and the number of web processes."""
        add_address(parser, port=8000)

    def handle(self, *, host: str, port: int, workers: int, **_options: Any) -> None:
        """Run until stopped, and end with the keeper's exit code."""
        sys.exit(run_site(host=host, port=port, workers=workers))


def run_site(*, host: str, port: int, workers: int = 1) -> int:
    """Serve the site until SIGTERM or SIGINT; return the exit code. Raise `CommandError` if the port is taken."""
    refuse_taken_port(host, port)
    say(f"Site: http://{host}:{port}/ ({workers} process(es)), admin at /admin/")
    say(f"Background work: one worker with beat, broker {settings.CELERY_BROKER_URL.partition('://')[0]}")
    say(f"Data: {data_dir()}")
    web = granian_command("academy.wsgi:application", host=host, port=port, workers=workers)
    return Keeper({"web": web, "worker": worker_command()}, cwd=BASE_DIR).run()


def granian_command(application: str, *, host: str, port: int, workers: int) -> list[str]:
    """Return the command that serves a WSGI application."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", "2", "--backlog", "1024", "--no-ws", "--no-access-log"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "5", "--log-level", "warning", application),
    ]


def worker_command() -> list[str]:
    """Return the command of one Celery worker with beat. It is alone, so it need not look for others."""
    level = env.str("LOG_LEVEL", "WARNING")
    return [
        *(sys.executable, "-m", "celery", "--app", "academy", "--quiet", "worker", "--beat", "--loglevel", level),
        *("--without-gossip", "--without-mingle"),
    ]


def refuse_taken_port(host: str, port: int) -> None:
    """Raise `CommandError` if nothing can listen there: granian would share the port with another granian."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        raise CommandError(f"Cannot listen at {host}:{port}: {error.strerror or error}") from error


def add_address(parser: ArgumentParser, *, port: int) -> None:
    """Add the options of a command that serves."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at (default: %(default)s)")
    parser.add_argument("--port", type=int, default=port, help="port to listen at (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=1, help="web processes (default: %(default)s)")
