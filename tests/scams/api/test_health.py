from pathlib import Path

import pytest

from scams.api.health import HealthEndpoint, not_found
from scams.deck.snapshot import SqliteSource
from scams.deck.store import Store
from tests.scams.api.conftest import Door, call


@pytest.fixture
def empty(tmp_path: Path) -> HealthEndpoint:
    return HealthEndpoint(Store(SqliteSource(tmp_path / "no"), tmp_path / "none"), then=not_found)


def test_a_process_with_a_deck_is_alive_and_ready(door: Door) -> None:
    assert door.endpoint.store.state
    assert call(door.endpoint, "/healthz", REQUEST_METHOD="GET").json() == {"alive": True}
    ready = call(door.endpoint, "/readyz", REQUEST_METHOD="GET")
    assert (ready.status, ready.json()) == (200, {"ready": True, "deck": door.endpoint.store.state.version})
    assert ready.headers["Cache-Control"] == "no-store"


def test_a_process_without_a_deck_is_alive_and_not_ready(empty: HealthEndpoint) -> None:
    assert call(empty, "/healthz", REQUEST_METHOD="GET").status == 200
    ready = call(empty, "/readyz", REQUEST_METHOD="GET")
    assert (ready.status, ready.json()) == (503, {"ready": False})


@pytest.mark.parametrize("path", ["/", "/healthz/", "/admin/", "/api/v1/fraud-types"])
def test_alone_it_knows_no_other_path(empty: HealthEndpoint, path: str) -> None:
    reply = call(empty, path, REQUEST_METHOD="GET")
    assert (reply.status, reply.fields()) == (404, [])
