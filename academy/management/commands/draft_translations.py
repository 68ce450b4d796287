"""`manage.py draft_translations`: begin in Traditional Chinese what is live in Simplified Chinese alone."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from academy.languages.drafts import KINDS, draft_missing


class Command(BaseCommand):
    """Draft what is missing in Traditional Chinese."""

    help = (
        "Draft in Traditional Chinese, converted by machine, whatever is live in Simplified Chinese alone. "
        "Nothing is published: somebody reads each draft first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the kinds of content to draft."""
        parser.add_argument("--type", choices=KINDS, action="append", help="draft only this kind; may be repeated")

    def handle(self, **options: Any) -> None:
        """Draft, and say how much of each kind."""
        chosen = options["type"] or KINDS
        for kind in [one for one in KINDS if one in chosen]:
            done = draft_missing(kind)
            self.stdout.write(f"{kind}: {done.made} drafted, {done.kept} there already")
            for title in done.without_parent:
                self.stderr.write(f"{kind}: not drafted, for the page above it is not there: {title}")
