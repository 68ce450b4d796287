"""The engines, and which of them is asked."""

from functools import cache, partial
from typing import Final

from django.db import connections

from scams.search import lag
from scams.search.contract import Engine, Finder
from scams.search.engines.fallback import Fallback
from scams.search.engines.options import ElasticOptions, elastic_options
from scams.search.engines.postgres import PostgresEngine
from scams.search.engines.sqlite import SqliteEngine

_BY_VENDOR: Final = {"sqlite": SqliteEngine, "postgresql": PostgresEngine}


@cache
def database_engine(alias: str = "default") -> Engine:
    """Return the engine of a database; KeyError for a kind of database that has none."""
    return _BY_VENDOR[connections[alias].vendor](alias)


def engine() -> Finder:
    """Return the engine that people's questions go to."""
    options = elastic_options()
    return _with_fallback(options) if options.urls else database_engine()


def kept() -> list[Engine]:
    """Return the engines whose index follows the content: the database's first, which holds for all that fails."""
    options = elastic_options()
    return [database_engine(), *([_elastic(options)] if options.urls else [])]


@cache
def _elastic(options: ElasticOptions) -> Engine:
    from scams.search.engines.elastic import ElasticEngine  # its client takes a while to load

    return ElasticEngine(options)


@cache
def _with_fallback(options: ElasticOptions) -> Finder:
    first = _elastic(options)
    return Fallback(first, database_engine(), partial(lag.is_behind, first.name))
