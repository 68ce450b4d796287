from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from scams.models import OutcomeBacklog, OutcomeEvent
from scams.outcomes.pruning import prune_events
from scams.tasks import prune_events as prune_task
from tests.scams.outcomes.keeping import add

pytestmark = pytest.mark.django_db


def kept() -> list[int]:
    return list(OutcomeEvent.objects.values_list("number", flat=True))


def test_what_is_older_than_it_is_kept_goes() -> None:
    _old, young = add(days=31), add(days=29)
    assert prune_events(30) == 1
    assert kept() == [young.number]


def test_a_warnings_events_go_together() -> None:
    old = add(days=100)
    young = add(days=1, warning_id=old.warning_id)
    add(days=100, warning_id=old.warning_id, client="other")
    assert prune_events(30) == 1
    assert kept() == [old.number, young.number]


def test_what_has_not_been_counted_stays() -> None:
    old, counted = add(days=100), add(days=100)
    OutcomeBacklog.objects.create(client=old.client, warning_id=old.warning_id)
    OutcomeBacklog.objects.create(client="other", warning_id=counted.warning_id)
    assert prune_events(30) == 1
    assert kept() == [old.number]


def test_the_walk_goes_on_behind_what_stays_and_ends_where_all_are_young(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scams.outcomes.pruning._AT_ONCE", 2)
    stay = add(days=100)
    late = add(days=1, warning_id=stay.warning_id)
    for _ in range(4):
        add(days=100)
    young = [add(days=1) for _ in range(2)]
    behind = add(days=100)
    assert prune_events(30) == 4
    assert kept() == [one.number for one in (stay, late, *young, behind)]


def test_none_goes_where_they_are_kept_for_ever() -> None:
    add(days=10_000)
    assert (prune_events(0), prune_events(-1), len(kept())) == (0, 0, 1)


def test_the_command_and_the_daily_task_go_by_the_setting(settings: Any) -> None:
    settings.EVENTS_KEPT_DAYS = 50
    add(days=49), add(days=51), add(days=40)
    prune_task()
    assert len(kept()) == 2
    said = StringIO()
    call_command("prune_events", "--days", "45", stdout=said)
    assert (said.getvalue(), len(kept())) == ("deleted 1 events\n", 1)
