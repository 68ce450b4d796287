"""Small WSGI applications for a real granian to serve, each by a function that makes it (`--factory`)."""

import json
import sys
import time
from collections.abc import Iterable
from typing import Any

from academy.bodies import by_pieces
from academy.slow_callers import Guard, Patience, reads

Answer = Iterable[bytes]


def sizes() -> Any:
    """What reads bodies as Django does, with a patience of one second, and says how long they were.

    `/after/3` answers three seconds after it has read.
    """
    Guard(reads(page=Patience(1.0, 1.0))).start()

    def application(environ: dict[str, Any], start_response: Any) -> Answer:
        size = len(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
        time.sleep(float(environ["PATH_INFO"].partition("/after/")[2] or 0))
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [str(size).encode()]

    return by_pieces(application)


def modules() -> Any:
    """The warnings alone, but for `/modules`: the top-level modules loaded in the process that serves."""
    from academy.warnings_wsgi import application

    def wrapped(environ: dict[str, Any], start_response: Any) -> Answer:
        if environ["PATH_INFO"] != "/modules":
            return application(environ, start_response)
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(sorted({name.partition(".")[0] for name in sys.modules})).encode()]

    return wrapped
