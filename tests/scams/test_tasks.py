from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.utils import timezone

from academy.celery import app
from scams import tasks
from scams.deck.build import build, is_due, note_change
from scams.models import DeckChange, DeckVersion, Release, WarningCard
from scams.release.taking import begin
from tests.scams.deck.content import live_card, publish
from tests.scams.release.payer import wish

pytestmark = pytest.mark.django_db

TASK = "task-rebate.adult.zh-Hans"


@pytest.mark.parametrize("task", [tasks.build_deck, tasks.sweep_deck], ids=lambda task: task.name)
def test_a_due_deck_is_built_once(task: object) -> None:
    assert callable(task)
    before = build()
    publish(live_card(TASK), headline="先垫钱的，都是骗局")
    assert is_due()
    task()
    task()
    assert not is_due()
    assert list(DeckVersion.objects.filter(pk__gt=before.pk).values_list("previous", flat=True)) == [before.pk]


def test_releases_of_days_ago_are_deleted_by_a_task_that_beat_sends_daily() -> None:
    begin(wish())
    tasks.prune_releases()
    assert Release.objects.count() == 1
    Release.objects.update(expires_at=timezone.now() - timedelta(days=2))
    tasks.prune_releases()
    tasks.prune_releases()
    assert not Release.objects.exists()
    assert "scams.prune_releases" in {one["task"] for one in app.conf.beat_schedule.values()}


def test_nothing_is_compiled_where_nothing_changed() -> None:
    before = build()
    WarningCard.objects.filter(pk=live_card(TASK).pk).update(headline="先垫钱的，都是骗局")
    tasks.build_deck()
    assert DeckVersion.objects.latest() == before
    note_change(DeckChange.Action.SAVED, "now it is due")
    tasks.build_deck()
    assert DeckVersion.objects.latest().previous == before.pk


@pytest.mark.parametrize("name", ["scams.build_deck", "scams.sweep_deck"])
def test_the_decks_tasks_go_to_the_decks_queue(name: str) -> None:
    assert app.amqp.router.route({}, name)["queue"].name == "deck"


@pytest.mark.parametrize("name", ["scams.build_deck", "scams.sweep_deck", "scams.remind_of_reviews"])
def test_the_tasks_are_known_by_their_names(name: str) -> None:
    assert app.tasks[name].name == name


@pytest.mark.parametrize("name", ["scams.sweep_deck", "scams.remind_of_reviews"])
def test_beat_sends_the_task(name: str) -> None:
    assert [entry["task"] for entry in app.conf.beat_schedule.values()].count(name) == 1


def test_reviewers_are_reminded_and_nobody_else() -> None:
    people = get_user_model().objects
    people.create_user("reviewer", "reviewer@example.org").groups.add(Group.objects.get(name="Reviewers"))
    people.create_user("editor", "editor@example.org").groups.add(Group.objects.get(name="Editors"))
    WarningCard.objects.filter(pk=live_card(TASK).pk).update(review_by=timezone.localdate() - timedelta(days=1))
    tasks.remind_of_reviews()
    assert [message.to for message in mail.outbox] == [["reviewer@example.org"]]
    assert TASK in mail.outbox[0].body
    assert "task-rebate.elder.zh-Hans" not in mail.outbox[0].body
