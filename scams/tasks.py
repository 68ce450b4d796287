"""Celery tasks of the scams app: thin, named, idempotent."""

from celery import shared_task

from scams.checking.tidying import prune_reported
from scams.deck import build
from scams.editing import reminders
from scams.outcomes import judging, pruning, rollup
from scams.release import tidying
from scams.search import follow, unanswered


@shared_task(name="scams.build_deck")
def build_deck() -> None:
    """Compile a new deck, unless one that was asked for earlier covers every change already."""
    if build.is_due():
        build.build()


@shared_task(name="scams.sweep_deck")
def sweep_deck() -> None:
    """Do what a lost message left undone."""
    build_deck()


@shared_task(name="scams.remind_of_reviews")
def remind_of_reviews() -> None:
    """Tell the reviewers which cards, articles and contacts are due for review."""
    reminders.send_reminders()


@shared_task(name="scams.prune_releases")
def prune_releases() -> None:
    """Delete the releases of held payments whose time is long over."""
    tidying.prune_releases()


@shared_task(name="scams.prune_reported_messages")
def prune_reported_messages() -> None:
    """Delete reported messages whose time is over."""
    prune_reported()


@shared_task(name="scams.roll_up")
def roll_up() -> None:
    """Count the warnings that events came for."""
    rollup.roll_up()


@shared_task(name="scams.prune_events")
def prune_events() -> None:
    """Delete outcome events that are older than they are kept."""
    pruning.prune_events()


@shared_task(name="scams.judge_variants")
def judge_variants() -> None:
    """Take variants out of rotation that stop fewer confirmed scams than another of their card."""
    judging.judge()


@shared_task(name="scams.sweep_search")
def sweep_search() -> None:
    """Put right what the search index has otherwise than the content; forget old searches without results."""
    follow.repair()
    unanswered.prune()
