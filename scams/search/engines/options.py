"""How Elasticsearch is reached, as the settings have it. Read without its client, which not everybody has need of."""

from typing import NamedTuple

from django.conf import settings


class ElasticOptions(NamedTuple):
    """What the settings' `ELASTICSEARCH` may hold."""

    urls: tuple[str, ...] = ()
    """Of the nodes; without any, the database is searched."""
    api_key: str = ""
    user: str = ""
    password: str = ""
    authorities: str = ""
    """A file with the certificates of those who vouch for the nodes; empty: those the system knows."""
    prefix: str = "academy-search"
    """What the names of our indices begin with."""
    patience: float = 0.3
    """Seconds a reader waits for an answer."""
    writing_patience: float = 30.0
    """Seconds that writing to the index may take."""


def elastic_options() -> ElasticOptions:
    """Return what is set."""
    return ElasticOptions(**settings.ELASTICSEARCH)
