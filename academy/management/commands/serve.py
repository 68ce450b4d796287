"""`manage.py serve`: the whole site in one command, a web server and a worker."""

import os
import sys
from argparse import ArgumentParser
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from academy import web
from academy.environment import BASE_DIR, data_dir, env
from academy.processes import Keeper, say
from academy.static_files import collect_if_needed

_THREADS: Final = 2
"""One page may wait for the database while another is made."""


class Command(BaseCommand):
    """Serve the site."""

    help = "Serve the site and do its background work, until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address to listen at and the number of web processes."""
        web.add_address(parser, port=8000)

    def handle(self, *, host: str, port: int, workers: int, **_options: Any) -> None:
        """Run until stopped, and end with the keeper's exit code."""
        sys.exit(run_site(host=host, port=port, workers=workers))


def run_site(*, host: str, port: int, workers: int = 1) -> int:
    """Serve the site until SIGTERM or SIGINT; return the exit code. Raise `CommandError` if the port is taken."""
    refuse_taken_port(host, port)
    if collect_if_needed():
        say("Static files: collected")
    say(f"Site: http://{host}:{port}/ ({workers} process(es)), admin at /admin/")
    say(f"Background work: one worker with beat, broker {settings.CELERY_BROKER_URL.partition('://')[0]}")
    say(f"Data: {data_dir()}")
    os.environ.setdefault("DEMO_API_URL", web.own_address(host, port))  # for the demonstration page, in the children
    site = web.granian_command("academy.wsgi:application", host=host, port=port, workers=workers, threads=_THREADS)
    return Keeper({"web": site, "worker": worker_command()}, cwd=BASE_DIR).run()


def worker_command() -> list[str]:
    """Return the command of one Celery worker with beat. It is alone, so it need not look for others."""
    level = env.str("LOG_LEVEL", "WARNING")
    return [
        *(sys.executable, "-m", "celery", "--app", "academy", "--quiet", "worker", "--beat", "--loglevel", level),
        *("--without-gossip", "--without-mingle"),
    ]


def refuse_taken_port(host: str, port: int) -> None:
    """Raise `CommandError` if nothing can listen there."""
    try:
        web.refuse_taken_port(host, port)
    except web.PortTaken as error:
        raise CommandError(str(error)) from error
