"""`manage.py load_taxonomy`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from scams.deck.build import build, changes_held
from scams.loading.files import ContentError
from scams.loading.taxonomy import load_taxonomy
from scams.models import WarningCard
from scams.search.follow import repair
from scams.search.handlers import changes_held as search_held


class Command(BaseCommand):
    """Load fraud types, codes, techniques, signals, contacts and synonyms from the repository's data files."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `--overwrite`."""
        parser.add_argument("--overwrite", action="store_true", help="set what people changed back to the files")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load all or nothing, then bring the deck up to date."""
        try:
            with changes_held(), search_held():
                load_taxonomy(overwrite=options["overwrite"], say=self.stdout.write)
        except ContentError as error:
            raise CommandError(str(error)) from error
        repair()
        if WarningCard.objects.filter(live=True).exists():
            self.stdout.write(f"deck {build()}")
