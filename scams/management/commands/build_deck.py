"""`manage.py build_deck`."""

from typing import Any

from django.core.management.base import BaseCommand

from scams.deck.build import build


class Command(BaseCommand):
    """Compile the deck now; servers have it within a second."""

    help = __doc__

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Build, and say what is in it and what had to be left out."""
        version = build()
        self.stdout.write(f"deck {version}: {version.cards} cards")
        for one in version.left_out:
            self.stderr.write(self.style.WARNING(f"left out: {one['card']}: {'; '.join(one['reasons'])}"))
