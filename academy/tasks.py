"""The site's background tasks: named, keyword-only, safe to run twice. The work itself is in plain functions."""

from celery import shared_task
from django.conf import settings
from django.core.management import call_command

from academy import broker
from academy.jobs import run, sweep


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
    """Delete old failed jobs, and the file broker's old messages."""
    sweep.prune_jobs()
    broker.prune_messages(settings.BROKER_FOLDER)
