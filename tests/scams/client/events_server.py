"""A small server of the events contract: `python -m tests.scams.client.events_server PORT FILE`.

It commits what it accepts to an SQLite file before it says so, and answers a repeat as one. An event whose type is
`odd` is rejected. It is made to be killed at any moment.
"""

import json
import sqlite3
import sys
from collections.abc import Iterable
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

MOST = 1000


class Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments: Any) -> None:
        pass


class Events:
    """The WSGI application, over a file."""

    def __init__(self, file: str) -> None:
        self.database = sqlite3.connect(file)
        self.database.execute("CREATE TABLE IF NOT EXISTS events (id TEXT PRIMARY KEY, event TEXT)")

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/api/v1/events":
            return self._say(start, "404 Not Found", {"detail": "nothing here"})
        events = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))["events"]
        if len(events) > MOST:
            return self._say(start, "422 Unprocessable Entity", {"detail": "too many"})
        good = [one for one in events if one["type"] != "odd"]
        before = self.database.total_changes
        rows = [(one["id"], json.dumps(one)) for one in good]
        with self.database:
            self.database.executemany("INSERT OR IGNORE INTO events VALUES (?, ?)", rows)
        accepted = self.database.total_changes - before
        rejected = [{"index": at, "reason": "odd"} for at, one in enumerate(events) if one["type"] == "odd"]
        said = {"accepted": accepted, "duplicate": len(good) - accepted, "rejected": rejected}
        return self._say(start, "202 Accepted", said)

    def _say(self, start: Any, status: str, what: dict[str, Any]) -> list[bytes]:
        body = json.dumps(what).encode()
        start(status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]


if __name__ == "__main__":
    WSGIServer.allow_reuse_address = True
    with make_server("127.0.0.1", int(sys.argv[1]), Events(sys.argv[2]), handler_class=Quiet) as server:
        server.serve_forever()
