"""PostgreSQL keeps to the contract, on a real server."""

from collections.abc import Iterator
from typing import Any

import dj_database_url
import pytest
from django.db import connections

from scams.models import SearchEntry
from scams.search.contract import Engine
from scams.search.engines.postgres import PostgresEngine, vector
from scams.search.words_table import CREATE
from tests.scams.search.engines.contract import EngineContract, entry
from tests.services.postgres import embedded_server

ALIAS = "search-postgres"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of our own."""
    with embedded_server(tmp_path_factory) as (_folder, url):
        yield url


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
