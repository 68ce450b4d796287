"""`manage.py search_index build|status|verify`."""

from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from scams.api.ledger import pages_in
from scams.search import engines, follow, lag
from scams.search.contract import Engine, EngineDown, Status
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
        names = ", ".join(engine.name for engine in engines.kept())
        try:
            number = follow.build()
        except EngineDown as error:
            raise CommandError(f"Of {names} not all could be made: {error}") from error
        self.stdout.write(f"{names}: {number} entries")
        if not only_public:
            call_command("update_index", verbosity=0, stdout=self.stdout)
            self.stdout.write("the admin's: built")

    def _status(self, **_options: Any) -> None:
        kept = engines.kept()
        for engine in kept:
            self.stdout.write(_told(engine))
        if len(kept) > 1:
            self.stdout.write(f"searches that {kept[0].name} answered instead, on this machine: {_instead()}")

    def _verify(self, **_options: Any) -> None:
        differs = False
        for engine in engines.kept():
            try:
                found = follow.difference(engine.digests())
            except EngineDown as error:
                raise CommandError(f"{engine.name} has no answer: {error}") from error
            differs = differs or bool(found)
            self.stdout.write(f"{engine.name}: {'differs' if found else 'as the content is'}")
            for name, keys in found._asdict().items():
                if keys:
                    rest = f" and {len(keys) - SHOWN} more" if len(keys) > SHOWN else ""
                    self.stdout.write(f"  {name}: {', '.join(keys[:SHOWN])}{rest}")
        if differs:
            raise CommandError("The index differs from the content. `search_index build` makes it anew.")


def _instead() -> str:
    """Return how often the database answered in Elasticsearch's place, by what the site's processes counted."""
    counts = Counter[str]()
    for page in pages_in(settings.DATA_DIR / "metrics"):
        counts.update(page.counts.searches_instead)
    return ", ".join(f"{number} {reason}" for reason, number in sorted(counts.items())) or "none"


def _told(engine: Engine) -> str:
    """Return a line about an index."""
    try:
        told = _held(engine.status())
    except EngineDown as error:
        told = f"no answer: {error}"
    lacks = " (lacks changes; it is not asked until it has them)" if lag.failures(engine.name) else ""
    return f"{engine.name}: {told}{lacks}"


def _held(status: Status) -> str:
    """Return what an index holds, or why it has to be built."""
    if status.trouble:
        return f"{status.trouble}: build it"
    kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(status.entries.items())) or "empty"
    if status.text_version in (0, VERSION):
        return kinds
    return f"{kinds} (words of version {status.text_version}: build it anew)"
