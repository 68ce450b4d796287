"""`manage.py load_demo`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.signal_handlers import disable_reference_index_auto_update

from academy.content import load_content
from scams.deck.build import build, changes_held
from scams.loading.cards import load_cards
from scams.loading.files import ContentError
from scams.loading.playbooks import load_playbooks
from scams.search.follow import repair
from scams.search.handlers import changes_held as search_held


class Command(BaseCommand):
    """Load the pages, articles, quizzes, cards and playbooks of the repository's content files; keep what exists."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the port that links on a site at localhost are to have."""
        parser.add_argument("--port", type=int, default=None)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load, then bring the search index up to date and compile the deck."""
        try:
            with changes_held(), search_held(), disable_reference_index_auto_update():
                load_content(port=options["port"], say=self.stdout.write)
                load_cards(say=self.stdout.write)
                load_playbooks(say=self.stdout.write)
        except ContentError as error:
            raise CommandError(str(error)) from error
        repair()
        version = build()
        self.stdout.write(f"deck {version}: {version.cards} cards")
