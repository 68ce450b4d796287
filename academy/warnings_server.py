"""`serve_warnings`, ahead of Django: the risk engine's hot endpoint alone, with neither Django nor a database."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from academy.processes import Keeper, say
from academy.web import PortTaken, add_address, granian_command, refuse_taken_port

COMMAND: Final = "serve_warnings"
PORT: Final = 8001
APPLICATION: Final = "academy.warnings_wsgi:application"
_FOLDER: Final = Path(__file__).resolve().parent.parent
"""Where to run it. `academy.environment` knows it too, but what it imports takes a tenth of a second."""
_THREADS: Final = 1
"""Answers take microseconds of Python: more threads would only wait for each other."""


def add_options(parser: ArgumentParser) -> None:
    """Take the address to listen at and the number of processes."""
    add_address(parser, port=PORT)


def run(*, host: str, port: int, workers: int) -> int:
    """Serve the warnings until SIGTERM or SIGINT; return the exit code. Raise `PortTaken` if the port is."""
    refuse_taken_port(host, port)
    say(f"Warnings: http://{host}:{port}/api/v1/warnings ({workers} process(es))")
    command = granian_command(APPLICATION, host=host, port=port, workers=workers, threads=_THREADS)
    return Keeper({"warnings": command}, cwd=_FOLDER).run()


def without_django(arguments: Sequence[str]) -> int | None:
    """Run the command if it is the one asked for, as `manage.py` is called; return its exit code.

    None for every other command, and for options that are Django's to answer, such as `--help`.
    """
    if list(arguments[:1]) != [COMMAND]:
        return None
    parser = ArgumentParser(prog=f"manage.py {COMMAND}", add_help=False, allow_abbrev=False)
    add_options(parser)
    options, others = parser.parse_known_args(arguments[1:])
    if others:
        return None
    try:
        return run(host=options.host, port=options.port, workers=options.workers)
    except PortTaken as error:
        sys.stderr.write(f"CommandError: {error}\n")
        return 1
