import datetime as dt
import random
import uuid
from collections import Counter

import pytest
from django.core.management import call_command

from academy.celery import app
from scams.models import EffectCell, OutcomeBacklog, OutcomeEvent, WarningOutcome
from scams.models.effect import PLACE
from scams.outcomes import rollup
from scams.outcomes.counting import COUNTS
from scams.outcomes.rollup import roll_up, roll_up_chunk
from scams.tasks import roll_up as task
from tests.scams.outcomes import recount
from tests.scams.outcomes.stream import BEGIN, facts, stored, stream, take_in

pytestmark = pytest.mark.django_db

WARNING = uuid.UUID(int=7)


def cells():
    """Return every cell's counts by its place."""
    rows = EffectCell.objects.values_list(*PLACE, *COUNTS)
    return {row[: len(PLACE)]: dict(zip(COUNTS, row[len(PLACE) :], strict=True)) for row in rows}


def outcomes():
    """Return every outcome but for the numbers that the database gives."""
    names = [one.name for one in WarningOutcome._meta.concrete_fields if one.name not in {"id", "counted"}]
    return {row[:2]: row for row in WarningOutcome.objects.values_list("client", "warning_id", *names)}


def recounted():
    """Return the cells as a recount of the raw events has them."""
    found: dict[tuple, Counter] = {}
    for one in recount.warnings():
        for card in one["cards"]:
            of = card["card"]
            rest = ("variant", "fraud_type", "level", "locale", "audience")
            place = (one["day"], one["client"], of["id"], of["revision"], *(of[name] for name in rest), card["held"])
            found.setdefault(place, Counter()).update(recount._names(one, card))
    return {place: {name: counts[name] for name in COUNTS} for place, counts in found.items()}


def tell(kind, seconds=0, *, client="bank-a", warning=WARNING, **body):
    take_in([stored(client, warning, kind, BEGIN + dt.timedelta(seconds=seconds), **body)])


def totals():
    return Counter({name: sum(counts[name] for counts in cells().values()) for name in COUNTS}) + Counter()


def test_the_cells_are_what_a_recount_of_the_raw_events_says():
    take_in(stream(1500))
    roll_up()
    assert cells() == recounted()
    assert totals()["rerouted"] > 50
    assert totals()["leaked"] > 20
    assert OutcomeBacklog.objects.count() == 0


def test_piece_by_piece_it_comes_to_the_same_as_at_once():
    events, chance = stream(300), random.Random(3)  # noqa: S311 - the same each time
    take_in(events)
    roll_up()
    at_once, rows = cells(), outcomes()
    for model in (OutcomeEvent, WarningOutcome, EffectCell):
        model.objects.all().delete()
    while events:
        size = chance.randrange(1, 400)
        take_in(_fresh(events[:size]))
        del events[:size]
        roll_up()
    assert cells() == at_once
    columns = [one.name for one in WarningOutcome._meta.concrete_fields if one.name not in {"id", "counted"}]
    place = 2 + columns.index("first_event")
    assert {key: (*row[:place], *row[place + 1 :]) for key, row in outcomes().items()} == {
        key: (*row[:place], *row[place + 1 :]) for key, row in rows.items()
    }


def _fresh(events):
    for one in events:
        one.pk = None
    return events


def test_to_count_a_warning_again_changes_nothing():
    take_in(stream(200))
    roll_up()
    before = cells(), outcomes()
    keys = set(OutcomeEvent.objects.values_list("client", "warning_id"))
    OutcomeBacklog.objects.bulk_create(OutcomeBacklog(client=one, warning_id=two) for one, two in keys)
    assert roll_up() == len(keys)
    assert (cells(), outcomes()) == before


def test_another_client_s_events_about_the_same_warning_count_for_that_client_alone():
    tell("shown", card=facts("task-rebate"))
    tell("shown", client="bank-b", card=facts("task-rebate"))
    tell("safe_action", 5, client="bank-b")
    tell("label", 9, client="bank-b", label="confirmed-scam")
    roll_up()
    by_client = {place[1]: counts for place, counts in cells().items()}
    assert {client: counts["confirmed_stopped"] for client, counts in by_client.items()} == {"bank-a": 0, "bank-b": 1}
    assert {client: counts["shown"] for client, counts in by_client.items()} == {"bank-a": 1, "bank-b": 1}
    assert WarningOutcome.objects.get(client="bank-a").label == ""


def test_late_news_moves_a_warning_from_one_count_and_cell_to_another():
    tell("rerouted", 60, card=facts("investment"))
    tell("safe_action", 65)
    tell("label", 3600, label="genuine")
    roll_up()
    assert totals() == Counter(shown=1, stopped=1, genuine=1)
    tell("shown", -9 * 3600, card=facts("task-rebate"))  # the day before, where the site is
    tell("label", 7200, label="confirmed-scam")
    tell("proceed", 70)
    roll_up()
    assert totals() == Counter(shown=2, rerouted=1, proceeded=1, confirmed=1, confirmed_proceeded=1)
    assert {place[0] for place in cells()} == {dt.date(2026, 3, 1)}
    assert {place[5]: counts["rerouted"] for place, counts in cells().items()} == {"task-rebate": 1, "investment": 0}


def test_a_day_is_the_site_s():
    tell("shown", 6 * 3600 - 1, card=facts("task-rebate"))
    tell("shown", 6 * 3600, warning=uuid.uuid4(), card=facts("task-rebate"))
    roll_up()
    assert sorted(place[0].day for place in cells()) == [1, 2]  # BEGIN is six hours before midnight in Shanghai


def test_what_no_card_is_known_of_is_kept_and_counts_nowhere():
    tell("safe_action")
    roll_up()
    assert (cells(), WarningOutcome.objects.get().stopped) == ({}, True)


def test_a_process_killed_before_the_end_of_a_chunk_leaves_everything_as_it_was(monkeypatch):
    take_in(stream(100))
    roll_up()
    before, waiting = (cells(), outcomes()), 0
    take_in(stream(100, seed=2))
    waiting = OutcomeBacklog.objects.count()

    def killed(_rows):
        raise KeyboardInterrupt

    monkeypatch.setattr(rollup, "_save", killed)
    with pytest.raises(KeyboardInterrupt):
        roll_up_chunk()
    assert (cells(), outcomes(), OutcomeBacklog.objects.count()) == (*before, waiting)
    monkeypatch.undo()
    roll_up()
    assert cells() == recounted()


def test_an_event_that_cannot_be_read_keeps_no_other_from_being_counted():
    take_in([stored("bank-a", WARNING, "shown", BEGIN, card=facts("task-rebate"))])
    broken = stored("bank-a", WARNING, "label", BEGIN)
    broken.body = '{"label": 3}'
    take_in([broken])
    tell("shown", warning=uuid.uuid4(), card=facts("romance"))
    roll_up()
    assert totals() == Counter(shown=2)
    assert OutcomeBacklog.objects.count() == 0


def test_one_chunk_takes_as_many_queries_for_three_warnings_as_for_one(django_assert_num_queries):
    """Savepoint and release, the backlog, old rows, events, cells there are, new cells, those to be changed, their
    counts, the rows, the backlog's end: for one client."""
    for seed, count in ((1, 1), (2, 3)):
        take_in(
            stored(
                "bank-a", uuid.UUID(int=seed * 10 + number), "shown", BEGIN, card=facts("romance", "abc"[number], seed)
            )
            for number in range(count)
        )
        with django_assert_num_queries(11):
            roll_up_chunk()


def test_beat_sends_the_task_and_it_counts():
    assert [entry["task"] for entry in app.conf.beat_schedule.values()].count("scams.roll_up") == 1
    tell("shown", card=facts("task-rebate"))
    task()
    assert totals() == Counter(shown=1)


# --- Everything again


def test_rebuilt_from_the_raw_events_the_numbers_are_the_same(capsys):
    take_in(stream(300))
    roll_up()
    before = cells(), outcomes()
    call_command("rebuild_effect")
    assert (cells(), outcomes()) == before
    assert capsys.readouterr().out.endswith("days counted again\n")


def test_what_was_wrong_or_missing_is_mended():
    take_in(stream(300))
    roll_up()
    before = cells(), outcomes()
    first, second, third = EffectCell.objects.order_by("pk")[:3]
    EffectCell.objects.filter(pk=first.pk).update(shown=99, confirmed=12)
    second.delete()
    WarningOutcome.objects.filter(day=third.day).first().delete()
    WarningOutcome.objects.filter(pk=WarningOutcome.objects.last().pk).update(
        stopped=True, proceeded=True, counted="{}"
    )
    assert (cells(), outcomes()) != before
    call_command("rebuild_effect")
    assert (cells(), outcomes()) == before


def test_from_nothing_but_raw_events_it_comes_to_the_same():
    take_in(stream(300))
    roll_up()
    before = cells(), outcomes()
    EffectCell.objects.all().delete()
    WarningOutcome.objects.all().delete()
    call_command("rebuild_effect")
    assert (cells(), outcomes()) == before


def test_days_whose_events_were_pruned_keep_their_numbers_also_without_their_rows():
    take_in(stream(300))
    roll_up()
    before = cells()
    day = WarningOutcome.objects.exclude(day=None).earliest("day").day
    gone = WarningOutcome.objects.filter(day=day)
    for row in gone:
        OutcomeEvent.objects.filter(client=row.client, warning_id=row.warning_id).delete()
    call_command("rebuild_effect")
    assert cells() == before
    gone.delete()
    call_command("rebuild_effect")
    assert cells() == before


def test_a_label_that_comes_after_its_warning_s_events_were_pruned_counts_all_the_same():
    tell("shown", card=facts("task-rebate"))
    tell("safe_action", 5)
    roll_up()
    OutcomeEvent.objects.all().delete()
    tell("label", 9000, label="confirmed-scam")
    tell("proceed", 9001)
    roll_up()
    assert totals() == Counter(shown=1, stopped=1, confirmed=1, confirmed_stopped=1)
    call_command("rebuild_effect")
    assert totals() == Counter(shown=1, stopped=1, confirmed=1, confirmed_stopped=1)
