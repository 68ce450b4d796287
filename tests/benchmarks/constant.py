"""The least a WSGI application can do with a request: read its body and answer, the same each time."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ANSWER = Path(os.environ["ANSWER"]).read_bytes()
HEADERS = [
    ("Content-Type", "application/json"),
    ("Content-Length", str(len(ANSWER))),
    ("Cache-Control", "no-store"),
]


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer with the bytes of the file that ANSWER names, and the headers of a warning."""
    environ["wsgi.input"].read()
    start_response("200 OK", HEADERS)
    return [ANSWER]
