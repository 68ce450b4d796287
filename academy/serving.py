"""Put the API's fast part together from the environment, with or without Django behind it."""

import threading
from collections.abc import Callable, Iterable
from typing import Any, Final

from academy import slow_callers
from academy.bodies import by_pieces
from academy.connections import allow_connections
from academy.environment import BASE_DIR, cache_url, data_dir, database_url, env
from scams.api.addresses import AddressLimits
from scams.api.briefs import BriefsEndpoint
from scams.api.bundle import BundleEndpoint
from scams.api.check import CheckEndpoint
from scams.api.counts import Counts
from scams.api.events import EventsEndpoint, NoEventsEndpoint
from scams.api.health import HealthEndpoint
from scams.api.ledger import Ledger
from scams.api.limits import Limits
from scams.api.metrics import MetricsEndpoint
from scams.api.warnings import WarningsEndpoint
from scams.api.wsgi import Application
from scams.checking.store import RulesStore, newest_rules
from scams.deck.places import FilePlace
from scams.deck.snapshot import source_for
from scams.deck.store import Store, places_for
from scams.outcomes.journal import journal_for
from scams.outcomes.subjects import Subjects
from scams.search import instead

STYLE: Final = BASE_DIR / "static" / "scams" / "brief.css"
"""What briefs look like when they are printed."""


def in_front_of(application: Callable[..., Iterable[bytes]], *, subjects: Subjects | None = None) -> Application:
    """Return a WSGI callable that answers the API's fast part and leaves the rest to `application`.

    Events are taken where there are `subjects` to hash payers with; what serves warnings alone waits for no database.
    """
    store = Store(source_for(database_url()), *places_for(FilePlace(data_dir() / "deck.last-good"), cache_url()))
    store.start()
    counts, limits = Counts(searches_instead=instead.by_reason), Limits()
    ledger = Ledger(data_dir() / "metrics", counts, store)
    _in_background("counts", ledger.follow)
    if cache_url():
        _in_background("rates", limits.share, cache_url())
    allow_connections()
    slow_callers.watch()
    per_minute = env.int("PUBLIC_PER_MINUTE", 240)
    check = CheckEndpoint(
        _rules(),
        then=application,
        limits=AddressLimits(per_minute, burst=max(1, per_minute // 2)),
        address_header=env.str("CLIENT_ADDRESS_HEADER", ""),
    )
    health = HealthEndpoint(store, then=check)
    metrics = MetricsEndpoint(ledger, then=health, token=env.str("METRICS_TOKEN", ""))
    events: Application = NoEventsEndpoint(then=metrics)
    if subjects:
        journal = journal_for(database_url())
        events = EventsEndpoint(store, metrics, journal=journal, subjects=subjects, counts=counts, limits=limits)
    briefs = BriefsEndpoint(store, then=by_pieces(events), style=STYLE.read_text("utf-8"), limits=limits)
    bundle = BundleEndpoint(store, then=briefs)
    log_every = env.int("LOG_EVERY", 1000)
    return WarningsEndpoint(store, then=bundle, counts=counts, limits=limits, log_every=log_every)


def _rules() -> RulesStore:
    """Return the store of the checker's rules, following the database."""
    places = places_for(FilePlace(data_dir() / "rules.last-good"), cache_url(), RulesStore.name)
    rules = RulesStore(source_for(database_url(), newest_rules), *places)
    rules.start()
    return rules


def _in_background(name: str, work: Callable[..., None], *arguments: Any) -> None:
    """Do work that follows something for as long as the process lives."""
    threading.Thread(target=work, args=(*arguments, threading.Event()), name=name, daemon=True).start()
