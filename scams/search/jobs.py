"""What the index owes to a change, as jobs of the outbox: rows of the change's own transaction, swept when lost."""

from django_tasks import task

from scams.search import follow


@task()
def refresh(label: str, ids: list[int]) -> None:
    """Bring the entries of some records up to date."""
    follow.refresh(label, ids)


@task()
def refresh_below(page_id: int) -> None:
    """Bring the entries of a page and of all below it up to date."""
    follow.refresh_below(page_id)


@task()
def repair() -> None:
    """Compare all entries with the content, and put right what differs."""
    follow.repair()
