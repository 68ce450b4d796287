"""Writing a simulation down and taking it away again, with real events beside it that could be lost."""

import uuid
from collections.abc import Sequence

import pytest
from django.utils import timezone

from scams.api.clients import ClientError, create_client
from scams.models import ApiClient, EffectCell, OutcomeBacklog, OutcomeEvent, WarningOutcome
from scams.outcomes.journal import JournalDown
from scams.outcomes.reading import Row
from scams.outcomes.removing import HOLDERS, remove_client
from scams.outcomes.rollup import roll_up
from scams.outcomes.words import SIMULATION
from scams.simulation import running
from scams.simulation.running import write
from tests.scams.simulation.conftest import Simulate

pytestmark = pytest.mark.django_db
REAL = "engine"


class OwnDatabase:
    """A journal of the test's own database, which no second connection can see. Down as often as it is told to be."""

    def __init__(self, down: int = 0) -> None:
        self.down = down

    def append(self, client: str, events: Sequence[Row]) -> int:
        if self.down:
            self.down -= 1
            raise JournalDown("busy")
        there = set(
            OutcomeEvent.objects.filter(client=client, event_id__in=[one.event_id for one in events]).values_list(
                "event_id", flat=True
            )
        )
        new = [one for one in events if one.event_id not in there]
        now = timezone.now()
        OutcomeEvent.objects.bulk_create(OutcomeEvent(client=client, received_at=now, **one._asdict()) for one in new)
        warnings = {one.warning_id for one in new}
        OutcomeBacklog.objects.bulk_create(OutcomeBacklog(client=client, warning_id=one) for one in warnings)
        return len(new)


def quiet(_done: int) -> None:
    pass


def numbers(client: str) -> list[int]:
    return [model._default_manager.filter(client=client).count() for model in HOLDERS]


def test_everything_is_written_under_the_reserved_name(simulate: Simulate):
    payments = simulate(40)
    counts = write(OwnDatabase(), payments, progress=quiet)
    rows = [row for one in payments for row in one]
    assert counts.pop("new") == counts.total() == len(rows)
    assert set(OutcomeEvent.objects.values_list("client", flat=True)) == {SIMULATION}
    assert set(OutcomeEvent.objects.values_list("event_id", flat=True)) == {row.event_id for row in rows}


def test_written_twice_it_is_there_once(simulate: Simulate):
    assert write(OwnDatabase(), simulate(40), progress=quiet)["new"] > 0
    assert write(OwnDatabase(), simulate(40), progress=quiet)["new"] == 0


def test_progress_is_told(simulate: Simulate, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(running, "PAYMENTS_AT_ONCE", 15)
    told: list[int] = []
    write(OwnDatabase(), simulate(40), progress=told.append)
    assert told == [15, 30, 40]


def test_a_busy_database_is_waited_for(simulate: Simulate, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(running, "_PAUSE_SECONDS", 0)
    assert write(OwnDatabase(down=3), simulate(5), progress=quiet)["new"] == OutcomeEvent.objects.count() > 0


def test_one_that_stays_down_is_told(simulate: Simulate, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(running, "_PAUSE_SECONDS", 0)
    with pytest.raises(JournalDown):
        write(OwnDatabase(down=1000), simulate(5), progress=quiet)


def test_removing_leaves_nothing_of_it_and_everything_else(simulate: Simulate, monkeypatch: pytest.MonkeyPatch):
    """Real events of the same warnings, cards and days stand beside those simulated, counted and not."""
    monkeypatch.setattr("scams.outcomes.removing._AT_ONCE", 7)
    counted, waiting = simulate(30), simulate(10, seed=2)
    for client in (SIMULATION, REAL):
        for one in counted:
            OwnDatabase().append(client, one)
    while roll_up():
        pass
    for client in (SIMULATION, REAL):
        for one in waiting:
            OwnDatabase().append(client, [row._replace(event_id=uuid.uuid4()) for row in one])
    before = numbers(REAL)
    there = numbers(SIMULATION)
    assert min(before[:4]) > 0
    assert there == before
    assert remove_client(SIMULATION) == sum(there)
    assert (numbers(SIMULATION), numbers(REAL)) == ([0] * len(HOLDERS), before)


def test_what_is_counted_after_a_removal_is_real(simulate: Simulate):
    for client in (SIMULATION, REAL):
        for one in simulate(20):
            OwnDatabase().append(client, one)
    remove_client(SIMULATION)
    while roll_up():
        pass
    assert set(WarningOutcome.objects.values_list("client", flat=True)) == {REAL}
    assert set(EffectCell.objects.values_list("client", flat=True)) == {REAL}


def test_no_engine_may_take_the_reserved_name():
    with pytest.raises(ClientError, match="simulate"):
        create_client(f" {SIMULATION}")
    assert not ApiClient.objects.filter(name__contains=SIMULATION).exists()
