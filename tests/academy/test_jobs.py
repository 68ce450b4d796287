"""The outbox: a job is written with the change that asks for it, and happens though messages and workers are lost."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks import task
from django_tasks.exceptions import InvalidTaskError
from modelsearch.tasks import insert_or_update_object_task
from wagtail.models import Page, Site

from academy import tasks
from academy.celery import app
from academy.jobs import run, send, sweep
from academy.jobs.backend import CeleryBackend
from academy.models import Job

pytestmark = pytest.mark.django_db

Commit = Callable[..., Any]

called: list[Any] = []


@task()
def note(*args: Any, **kwargs: Any) -> None:
    called.append((args, kwargs))


@task()
def break_down(reason: str) -> None:
    called.append(reason)
    raise ValueError(reason)


@task()
def look_for_what_is_gone() -> None:
    called.append("looked")
    Page.objects.get(pk=0)


@task(takes_context=True)
def with_context(context: Any) -> None:
    called.append(context)


@pytest.fixture(autouse=True)
def nothing_called() -> None:
    called.clear()


@pytest.fixture
def broker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file broker of this test's own; returns its folder."""
    monkeypatch.setitem(app.conf, "broker_url", "file://localhost")
    monkeypatch.setitem(app.conf, "broker_transport_options", {"folder": str(tmp_path / "broker")})
    monkeypatch.setattr(send, "_paused_until", 0.0)
    app._after_fork()  # forgets the connections to another broker
    yield tmp_path / "broker"
    app._after_fork()


@pytest.fixture
def outbox(settings: Any) -> None:
    """Background work goes the way it goes outside of tests."""
    settings.TASKS = {"default": {"BACKEND": "academy.jobs.backend.CeleryBackend"}}


def home_page() -> Page:
    home: Page = Site.objects.get(is_default_site=True).root_page
    return home


def waiting(broker: Path, queue: str = "default") -> int:
    return len(list(broker.glob(f"waiting/*.{queue}.msg")))


def enqueue(function: Any, *args: Any, **kwargs: Any) -> Job:
    return Job.objects.get(pk=int(CeleryBackend("default", {}).enqueue(function, args, kwargs).id))


def make_due(job: Job, **fields: Any) -> Job:
    Job.objects.filter(pk=job.pk).update(next_try=timezone.now() - timedelta(seconds=1), **fields)
    return Job.objects.get(pk=job.pk)


# --- writing ---


def test_a_job_is_written_at_once_and_its_message_sent_on_commit(
    broker: Path, django_capture_on_commit_callbacks: Commit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue(note, 1, name="one")
        assert (job.args, job.kwargs, job.queue, job.attempts, job.started) == (
            [1],
            {"name": "one"},
            "default",
            0,
            None,
        )
        assert waiting(broker) == 0

    assert waiting(broker) == 1
    assert called == []


def test_a_job_for_the_deck_goes_to_its_queue(
    broker: Path, outbox: None, django_capture_on_commit_callbacks: Commit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        note.using(queue_name="deck").enqueue()

    assert (waiting(broker), waiting(broker, "deck")) == (0, 1)


def test_publishing_a_page_leaves_wagtails_own_work_in_the_outbox(
    broker: Path, outbox: None, django_capture_on_commit_callbacks: Commit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = home_page().add_child(instance=Page(title="Published", slug="published"))

    indexing = Job.objects.filter(function="modelsearch.tasks.insert_or_update_object_task", args__2=str(page.pk))
    assert indexing.exists()
    assert waiting(broker) == Job.objects.count()

    for job in Job.objects.all():
        run.run_job(job_id=job.pk)
    assert list(Page.objects.search("Published")) == [page]
    assert Job.objects.count() == 0


def test_a_change_that_is_rolled_back_leaves_no_job_and_no_message(
    broker: Path, django_capture_on_commit_callbacks: Commit
) -> None:
    class Change(Exception):
        pass

    @transaction.atomic
    def change() -> None:
        enqueue(note)
        raise Change

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(Change):
        change()

    assert Job.objects.count() == 0
    assert waiting(broker) == 0


def test_a_broker_that_is_down_is_not_the_editors_error(
    broker: Path, django_capture_on_commit_callbacks: Commit, caplog: pytest.LogCaptureFixture
) -> None:
    broker.write_text("a file where the broker's folder should be")
    with django_capture_on_commit_callbacks(execute=True):
        job, other = enqueue(note, 1), enqueue(note, 2)
    # Only the first waited for the broker, and said so.
    assert [record.message.partition(",")[0] for record in caplog.records] == [f"The broker did not take job {job.pk}"]

    broker.unlink()
    send._paused_until = 0.0
    make_due(job), make_due(other)
    assert sweep.sweep_jobs() == 2
    assert waiting(broker) == 2


def test_arguments_that_json_cannot_hold_are_refused() -> None:
    with pytest.raises(TypeError):
        enqueue(note, object())
    assert Job.objects.count() == 0


def test_a_task_that_takes_the_context_is_refused() -> None:
    with pytest.raises(InvalidTaskError):
        enqueue(with_context)
    assert Job.objects.count() == 0


# --- running ---


def test_a_job_done_is_a_row_gone_and_never_done_again() -> None:
    job = enqueue(note, "反诈", times=2)

    tasks.run_job(job_id=job.pk)
    tasks.run_job(job_id=job.pk)

    assert called == [(("反诈",), {"times": 2})]
    assert Job.objects.count() == 0


def test_a_job_another_worker_has_started_is_left_to_it() -> None:
    job = enqueue(note)
    Job.objects.filter(pk=job.pk).update(started=timezone.now())

    run.run_job(job_id=job.pk)

    assert called == []
    assert Job.objects.count() == 1


def test_a_job_whose_object_is_gone_is_done() -> None:
    with pytest.raises(ObjectDoesNotExist):
        look_for_what_is_gone.func()
    called.clear()
    job = enqueue(look_for_what_is_gone)

    run.run_job(job_id=job.pk)

    assert called == ["looked"]
    assert Job.objects.count() == 0


def test_wagtails_indexing_of_a_page_deleted_since_is_done() -> None:
    job = enqueue(insert_or_update_object_task, "wagtailcore", "page", "0")
    assert job.function == "modelsearch.tasks.insert_or_update_object_task"

    run.run_job(job_id=job.pk)

    assert Job.objects.count() == 0


def test_a_failure_is_kept_and_waits_for_its_next_try(settings: Any) -> None:
    settings.JOB_BACKOFF = 100
    before = timezone.now()
    job = enqueue(break_down, "no such luck")

    run.run_job(job_id=job.pk)

    job.refresh_from_db()
    assert (job.attempts, job.started, job.failed) == (1, None, False)
    assert job.last_error.endswith("ValueError: no such luck\n")
    assert timedelta(seconds=100) <= job.next_try - before < timedelta(seconds=110)


def test_a_function_that_is_no_more_is_a_failure() -> None:
    job = enqueue(note)
    Job.objects.filter(pk=job.pk).update(function="academy.was_there_once")

    run.run_job(job_id=job.pk)

    job.refresh_from_db()
    assert "ImportError" in job.last_error


def test_after_enough_attempts_a_job_is_given_up_and_stays_to_be_seen(settings: Any, broker: Path) -> None:
    settings.JOB_ATTEMPTS = 3
    job = enqueue(break_down, "never")
    for _ in range(3):
        run.run_job(job_id=job.pk)

    job = make_due(job)
    assert (job.attempts, job.failed) == (3, True)

    assert sweep.sweep_jobs() == 0
    run.run_job(job_id=job.pk)
    assert called == ["never"] * 3
    assert Job.objects.count() == 1


def test_the_wait_doubles_up_to_an_hour(settings: Any) -> None:
    settings.JOB_BACKOFF = 5
    waits = [run.wait_after(attempts).total_seconds() for attempts in (1, 2, 3, 10, 11, 12)]
    assert waits == [5, 10, 20, 2560, 3600, 3600]


# --- sweeping ---


def test_the_sweep_sends_again_what_nobody_started(broker: Path) -> None:
    job = enqueue(note)
    assert sweep.sweep_jobs() == 0  # its message may still be under way

    make_due(job)
    assert sweep.sweep_jobs() == 1
    assert sweep.sweep_jobs() == 0  # it has another while to be started
    assert waiting(broker) == 1


def test_the_sweep_frees_a_job_whose_worker_died(broker: Path) -> None:
    job = enqueue(note)
    run._claim(job.pk)
    assert sweep.sweep_jobs() == 0  # it may still be running

    make_due(job)
    assert sweep.sweep_jobs() == 1
    run.run_job(job_id=job.pk)

    assert called == [((), {})]
    assert Job.objects.count() == 0


def test_a_claim_lasts_longer_than_a_task_may_run(settings: Any) -> None:
    job = enqueue(note)
    before = timezone.now()
    claimed = run._claim(job.pk)

    assert claimed
    assert claimed.next_try - before > timedelta(seconds=settings.TASK_TIME_LIMIT)
    assert settings.CELERY_TASK_TIME_LIMIT == settings.TASK_TIME_LIMIT


def test_a_job_that_kills_every_worker_is_given_up(settings: Any, broker: Path) -> None:
    settings.JOB_ATTEMPTS = 2
    job = enqueue(note)
    for _ in range(2):
        run._claim(job.pk)
        make_due(job)
        sweep.sweep_jobs()

    job.refresh_from_db()
    assert job.failed
    assert "never finished" in job.last_error
    assert waiting(broker) == 1


def test_the_sweep_sends_the_longest_due_first_and_not_all_at_once(
    broker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "BATCH", 2)
    first, second, third = (enqueue(note, number) for number in range(3))
    for minutes, job in ((1, third), (3, first), (2, second)):
        make_due(job)
        Job.objects.filter(pk=job.pk).update(next_try=timezone.now() - timedelta(minutes=minutes))

    assert sweep.sweep_jobs() == 2

    assert list(Job.objects.filter(next_try__lt=timezone.now())) == [third]


def test_only_failed_jobs_of_more_than_a_month_are_pruned() -> None:
    old, new, unfinished = (enqueue(note, number) for number in range(3))
    long_ago = timezone.now() - sweep.KEEP_FAILED - timedelta(hours=1)
    Job.objects.filter(pk=old.pk).update(failed=True, next_try=long_ago)
    Job.objects.filter(pk=new.pk).update(failed=True)
    Job.objects.filter(pk=unfinished.pk).update(next_try=long_ago)

    assert sweep.prune_jobs() == 1

    assert set(Job.objects.all()) == {new, unfinished}


# --- the schedule ---


def test_everything_on_the_schedule_is_a_task_and_named_so() -> None:
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}

    assert scheduled <= set(app.tasks)
    assert scheduled == {
        "academy.publish_scheduled",
        "academy.sweep_jobs",
        "academy.prune",
        "academy.tidy_people",
        "academy.sweep_reminders",
        "academy.send_reminders",
        "scams.sweep_deck",
        "scams.sweep_search",
        "scams.remind_of_reviews",
        "scams.roll_up",
        "scams.judge_variants",
        "scams.prune_events",
        "scams.prune_releases",
        "scams.prune_reported_messages",
    }


def test_reviews_are_reminded_of_at_eight_local_time(settings: Any) -> None:
    schedule = app.conf.beat_schedule["remind-of-reviews"]["schedule"]

    assert (schedule.hour, schedule.minute) == ({8}, {0})
    assert str(app.timezone) == settings.TIME_ZONE
    assert app.conf.enable_utc


def test_scheduled_pages_go_live_and_expire() -> None:
    home = home_page()
    an_hour_ago = timezone.now() - timedelta(hours=1)
    coming = home.add_child(instance=Page(title="Coming", slug="coming", live=False))
    coming.go_live_at = an_hour_ago
    coming.save_revision(approved_go_live_at=an_hour_ago)
    leaving = home.add_child(instance=Page(title="Leaving", slug="leaving", expire_at=an_hour_ago))

    tasks.publish_scheduled()

    coming.refresh_from_db()
    leaving.refresh_from_db()
    assert (coming.live, leaving.live) == (True, False)


# --- the list in the admin ---


def log_in(client: Client, **fields: Any) -> Any:
    user = get_user_model().objects.create_user("someone", password="x", **fields)
    client.force_login(user)
    return user


def test_administrators_see_the_jobs_and_why_they_failed(client: Client) -> None:
    log_in(client, is_superuser=True)
    job = enqueue(break_down, "because of this")
    run.run_job(job_id=job.pk)

    listing = client.get(reverse("background-jobs:index"))
    details = client.get(reverse("background-jobs:inspect", args=[job.pk]))

    assert f"break_down #{job.pk}" in listing.content.decode()
    assert "because of this" in details.content.decode()


def test_nobody_can_add_change_or_delete_a_job(client: Client) -> None:
    log_in(client, is_superuser=True)
    job = enqueue(note)

    for url in (
        reverse("background-jobs:add"),
        reverse("background-jobs:edit", args=[job.pk]),
        reverse("background-jobs:delete", args=[job.pk]),
    ):
        assert client.post(url, {"function": "os.abort"}).url == reverse("wagtailadmin_home")

    assert Job.objects.get().function == job.function


def test_an_editor_does_not_see_the_jobs(client: Client) -> None:
    editor = log_in(client)
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    editor.groups.set(Group.objects.all())
    enqueue(note)

    answer = client.get(reverse("background-jobs:index"))

    assert answer.url == reverse("wagtailadmin_home")


def test_the_list_takes_as_many_queries_for_three_jobs_as_for_one(client: Client) -> None:
    log_in(client, is_superuser=True)
    enqueue(note)
    client.get(reverse("background-jobs:index"))  # fills what is cached for good
    queries = []
    for number in (1, 3):
        assert Job.objects.count() == number
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("background-jobs:index"))
        queries.append(len(captured))
        enqueue(note, 2), enqueue(note, 3)

    assert queries[0] == queries[1]


def test_the_same_call_that_waits_already_is_not_written_twice(broker: Path) -> None:
    first, again, other = enqueue(note, 1), enqueue(note, 1), enqueue(note, 2)
    assert (again.pk == first.pk, other.pk == first.pk) == (True, False)
    Job.objects.filter(pk=first.pk).update(started=timezone.now(), attempts=1)
    assert enqueue(note, 1).pk not in {first.pk, other.pk}
