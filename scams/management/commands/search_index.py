"""`manage.py search_index build|status|verify`."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from scams.search import engines, follow
from scams.search.text import VERSION

SHOWN = 10
"""Keys of each kind of difference that are named."""


class Command(BaseCommand):
    """Make the search index anew, say what is in it, or compare it with the content."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one of the three."""
        commands = parser.add_subparsers(dest="command", required=True)
        build = commands.add_parser("build", help="make the index of people's search anew, and the admin's")
        build.add_argument("--only-public", action="store_true", help="leave the admin's as it is")
        commands.add_parser("status", help="the engine, and how many entries of each kind it holds")
        commands.add_parser("verify", help="what differs from the content; status 1 if anything does")

    @no_translations
    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it."""
        {"build": self._build, "status": self._status, "verify": self._verify}[options["command"]](**options)

    def _build(self, *, only_public: bool, **options: Any) -> None:
        number = follow.build()
        names = ", ".join(engine.name for engine in engines.kept())
        self.stdout.write(f"{names}: {number} entries")
        if not only_public:
            call_command("update_index", verbosity=0, stdout=self.stdout)
            self.stdout.write("the admin's: built")

    def _status(self, **_options: Any) -> None:
        for engine in engines.kept():
            status = engine.status()
            kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(status.entries.items())) or "empty"
            old = (
                ""
                if status.text_version in (0, VERSION)
                else f" (words of version {status.text_version}: build it anew)"
            )
            self.stdout.write(f"{status.engine}: {kinds}{old}")

    def _verify(self, **_options: Any) -> None:
        differs = False
        for engine in engines.kept():
            found = follow.difference(engine.digests())
            differs = differs or bool(found)
            self.stdout.write(f"{engine.name}: {'differs' if found else 'as the content is'}")
            for name, keys in found._asdict().items():
                if keys:
                    rest = f" and {len(keys) - SHOWN} more" if len(keys) > SHOWN else ""
                    self.stdout.write(f"  {name}: {', '.join(keys[:SHOWN])}{rest}")
        if differs:
            raise CommandError("The index differs from the content. `search_index build` makes it anew.")
