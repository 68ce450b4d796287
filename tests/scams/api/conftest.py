"""The hot endpoint, called in process as a WSGI server calls it."""

import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest

from scams.api.health import HealthEndpoint, not_found
from scams.api.warnings import PATH, WarningsEndpoint
from scams.deck.snapshot import SqliteSource
from scams.deck.store import Store
from tests.scams.deck.database import add_client


class Answer(NamedTuple):
    """What came back: status, headers, body."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    def fields(self) -> list[str]:
        """Return the fields a problem is about, after checking that it is a problem."""
        assert self.headers["Content-Type"] == "application/problem+json"
        document = self.json()
        assert document["status"] == self.status
        assert document["type"] == "about:blank"
        assert document["detail"]
        return [one["field"] for one in document.get("errors", [])]


def call(application: Any, path: str = PATH, body: bytes = b"", **environ: Any) -> Answer:
    """Call a WSGI application under the validator's eyes; `environ` adds to and replaces the usual."""
    started: list[Any] = []
    setup: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": "application/json",
        "wsgi.input": io.BytesIO(body),
        **environ,
    }
    setup = {name: value for name, value in setup.items() if value is not None}
    setup_testing_defaults(setup)
    parts = validator(application)(setup, lambda status, headers, _info=None: started.append((status, headers)))
    try:
        content = b"".join(parts)
    finally:
        parts.close()
    ((status, headers),) = started
    names = [name for name, _value in headers]
    assert len(set(names)) == len(names)
    return Answer(int(status[:3]), dict(headers), content)


class Door(NamedTuple):
    """The endpoint over the whole database, and keys of four clients."""

    endpoint: WarningsEndpoint
    keys: dict[str, str]

    def ask(self, body: Any, *, key: str = "engine", **environ: Any) -> Answer:
        """POST a body, as bytes or to be made JSON, with a client's key."""
        content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        headers = {"HTTP_AUTHORIZATION": f"Bearer {self.keys[key]}", **environ}
        return call(self.endpoint, body=content, **headers)


@pytest.fixture(scope="session")
def door(whole_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    folder = tmp_path_factory.mktemp("door")
    path = Path(shutil.copy(whole_database, folder))
    keys = {
        "engine": add_client(path, "engine"),
        "warnings-only": add_client(path, "warnings-only", ("warnings:read",)),
        "events-only": add_client(path, "events-only", ("events:write", "deck:read")),
        "revoked": add_client(path, "revoked", revoked=True),
    }
    store = Store(SqliteSource(path))
    store.refresh()
    yield Door(WarningsEndpoint(store, then=HealthEndpoint(store, then=not_found)), keys)
    store.stop()
