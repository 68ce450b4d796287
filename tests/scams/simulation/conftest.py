"""The repository's own deck, and simulations answered by it."""

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

import pytest

from scams.deck.index import Index, Shelved
from scams.models import DeckVersion
from scams.outcomes.reading import Row
from scams.simulation.stream import Stream

UNTIL = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)
Simulate = Callable[..., list[list[Row]]]


@pytest.fixture(scope="module")
def index(django_db_setup: None, django_db_blocker: Any) -> Index:
    """The deck of the content in the repository."""
    with django_db_blocker.unblock():
        payload = bytes(DeckVersion.objects.latest("pk").payload)
    return Shelved().read(payload, now=time.time())


@pytest.fixture
def simulate(index: Index) -> Simulate:
    """Return a function that gives the rows of a simulation, payment by payment."""

    def run(payments: int = 300, *, days: int = 30, seed: int = 1, until: dt.datetime = UNTIL) -> list[list[Row]]:
        stream = Stream(index, payments=payments, days=days, seed=seed, until=until, hashed=lambda token: token)
        return list(stream)

    return run
