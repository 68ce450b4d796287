"""Put the hot endpoint together from the environment, with or without Django behind it."""

from collections.abc import Callable, Iterable
from typing import Any

from academy.environment import data_dir, database_url
from scams.api.health import HealthEndpoint
from scams.api.warnings import WarningsEndpoint
from scams.deck.snapshot import source_for
from scams.deck.store import Store

Application = Callable[..., Iterable[bytes]]


def in_front_of(application: Application) -> Callable[[dict[str, Any], Any], Iterable[bytes]]:
    """Return a WSGI callable that answers warnings and health itself and leaves the rest to `application`."""
    store = Store(source_for(database_url()), data_dir() / "deck.last-good")
    store.start()
    return WarningsEndpoint(store, then=HealthEndpoint(store, then=application))
