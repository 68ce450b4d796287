"""The site's background tasks: named, keyword-only, safe to run twice. The work itself is in plain functions."""

import uuid

from celery import shared_task
from django.conf import settings
from django.core.management import call_command

from academy import broker
from academy.jobs import run, sweep
from academy.page_cache.changes import prune_changes
from academy.people import tidying
from academy.pictures.store import prune_pictures
from academy.reminders import addresses, asking, sending


@shared_task(name="academy.run_job")
def run_job(*, job_id: int) -> None:
    """Run one job of the outbox."""
    run.run_job(job_id=job_id)


@shared_task(name="academy.sweep_jobs")
def sweep_jobs() -> None:
    """Send the messages of due jobs again."""
    sweep.sweep_jobs()


@shared_task(name="academy.publish_scheduled")
def publish_scheduled() -> None:
    """Publish what is due to go live and take down what has expired: pages, cards and all else with a schedule."""
    call_command("publish_scheduled")


@shared_task(name="academy.prune")
def prune() -> None:
    """Delete old failed jobs, the file broker's old messages, and old pictures."""
    sweep.prune_jobs()
    prune_changes()
    broker.prune_messages(settings.BROKER_FOLDER)
    prune_pictures()


@shared_task(name="academy.tidy_people")
def tidy_people() -> None:
    """Delete ended sessions and failed sign-ins that no longer count."""
    tidying.tidy()


@shared_task(name="academy.ask_to_confirm")
def ask_to_confirm(*, reminder_id: str) -> None:
    """Ask the owner of an address whether they want a reminder."""
    sending.ask_to_confirm(uuid.UUID(reminder_id))


@shared_task(name="academy.sweep_reminders")
def sweep_reminders() -> None:
    """Ask where the message was lost or it was too soon; delete what was not confirmed, or is of no more use."""
    asking.prune_unconfirmed()
    sending.prune_unsent()
    addresses.forget_old()
    sending.ask_all()


@shared_task(name="academy.send_reminders")
def send_reminders() -> None:
    """Send the reminders whose day has come."""
    sending.remind_all()
