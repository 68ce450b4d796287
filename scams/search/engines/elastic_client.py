"""The connection to Elasticsearch: how long we wait, and what counts as no answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import msgspec
from elasticsearch import ApiError, ConnectionTimeout, Elasticsearch, SerializationError, TransportError
from elasticsearch.helpers import BulkIndexError, ScanError

from scams.search.contract import EngineDown
from scams.search.engines.options import ElasticOptions

NO_INDEX: Final = "no-index"
SLOW: Final = "slow"
MALFORMED: Final = "malformed"
_FAILURES: Final = (ApiError, TransportError, BulkIndexError, ScanError, msgspec.MsgspecError)


def client_for(options: ElasticOptions) -> Elasticsearch:
    """Return a client that tries nothing twice; it connects when it is first asked. ValueError for a bad address."""
    secrets: dict[str, Any] = {}
    if options.api_key:
        secrets["api_key"] = options.api_key
    elif options.user:
        secrets["basic_auth"] = (options.user, options.password)
    if options.authorities:
        secrets["ca_certs"] = options.authorities
    return Elasticsearch(
        list(options.urls),
        request_timeout=options.writing_patience,
        max_retries=0,
        retry_on_timeout=False,
        connections_per_node=16,
        **secrets,
    )


@contextmanager
def answers() -> Iterator[None]:
    """Raise `EngineDown` for whatever goes wrong between us and Elasticsearch within."""
    try:
        yield
    except _FAILURES as error:
        raise EngineDown(_reason(error), str(error)[:300]) from error


def reason_of(status: int) -> str:
    """Return what an HTTP status says went wrong."""
    return {404: NO_INDEX, 408: SLOW, 504: SLOW}.get(status, "refused")


def _reason(error: Exception) -> str:
    """Return what went wrong in one word, of a few: they are labels of a counter."""
    if isinstance(error, ConnectionTimeout):
        return SLOW
    if isinstance(error, ApiError):
        return reason_of(error.meta.status)
    if isinstance(error, BulkIndexError | ScanError):
        return "refused"
    return MALFORMED if isinstance(error, msgspec.MsgspecError | SerializationError) else "unreachable"
