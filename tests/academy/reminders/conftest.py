from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from academy.celery import app


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


@pytest.fixture
def broker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file broker of this test's own; returns its folder."""
    monkeypatch.setitem(app.conf, "broker_url", "file://localhost")
    monkeypatch.setitem(app.conf, "broker_transport_options", {"folder": str(tmp_path / "broker")})
    app._after_fork()  # forgets the connections to another broker
    yield tmp_path / "broker"
    app._after_fork()


@pytest.fixture
def commit(broker: Path, django_capture_on_commit_callbacks: Any) -> Any:
    """What a request leaves to be done on commit is done, with a broker."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
