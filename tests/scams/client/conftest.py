"""A real server of the real endpoints, and clients that are closed when a test ends."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from scams.client import Client
from tests.scams.client.academy import Academy
from tests.scams.client.servers import WsgiServer

MakeClient = Callable[..., Client]


@pytest.fixture
def academy(database_file: Path) -> Academy:
    return Academy(database_file)


@pytest.fixture
def server(academy: Academy) -> Iterator[WsgiServer]:
    with WsgiServer(academy) as running:
        yield running


@pytest.fixture
def make_client(academy: Academy) -> Iterator[MakeClient]:
    """Make a client, patient enough for a busy machine, that looks for a newer deck ten times a second."""
    with ExitStack() as clients:

        def make(url: str, key: str | None = None, **options: Any) -> Client:
            usual = {"timeout": 10.0, "refresh": 0.1}
            return clients.enter_context(Client(url, key or academy.key, **{**usual, **options}))

        yield make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kept"
