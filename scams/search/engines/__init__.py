"""The engines, and which of them is asked."""

from functools import cache
from typing import Final

from django.db import connections

from scams.search.contract import Engine
from scams.search.engines.postgres import PostgresEngine
from scams.search.engines.sqlite import SqliteEngine

_BY_VENDOR: Final = {"sqlite": SqliteEngine, "postgresql": PostgresEngine}


@cache
def database_engine(alias: str = "default") -> Engine:
    """Return the engine of a database; KeyError for a kind of database that has none."""
    return _BY_VENDOR[connections[alias].vendor](alias)


def engine() -> Engine:
    """Return the engine that people's questions go to."""
    return database_engine()


def kept() -> list[Engine]:
    """Return the engines whose index follows the content."""
    return [engine()]
