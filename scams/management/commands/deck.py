"""`manage.py deck show|diff|rollback`."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.utils import timezone

from scams.deck import wire
from scams.deck.build import is_due
from scams.deck.history import (
    CardDifference,
    Difference,
    Entry,
    HistoryError,
    before,
    deck_of,
    difference,
    find,
    newest,
    readable,
    roll_back,
    versions,
)
from scams.models import DeckVersion

LISTED: Final = 8
"""How many of the last versions `show` lists."""
REASONS: Final = 50
"""How many of the changes that a version covers it names."""


class Command(BaseCommand):
    """Show the deck's versions, say how two differ, or serve an earlier one again."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one of the three, and the versions by their first characters."""
        commands = parser.add_subparsers(dest="command", required=True)
        show = commands.add_parser("show", help="a version's cards, why it was made, what is left out or held back")
        show.add_argument("version", nargs="?", default="", help="its first characters (default: the newest)")
        show.add_argument("--json", action="store_true", help="print the deck's own lines of JSON, nothing else")
        diff = commands.add_parser("diff", help="cards, codes, signals and parents that two versions have otherwise")
        diff.add_argument("old", nargs="?", default="", help="(default: the version before NEW)")
        diff.add_argument("new", nargs="?", default="", help="(default: the newest)")
        rollback = commands.add_parser("rollback", help="serve a version's content again, within a second")
        rollback.add_argument("version", nargs="?", default="", help="(default: the version before the newest)")
        rollback.add_argument("--user", default="", help="the user name to write down as who did it")

    @no_translations
    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, and say what is there or was done."""
        commands: dict[str, Callable[..., None]] = {"show": self._show, "diff": self._diff, "rollback": self._rollback}
        try:
            commands[options["command"]](**options)
        except HistoryError as error:
            raise CommandError(str(error)) from error

    def _show(self, version: str, json: bool, **_options: Any) -> None:
        chosen = _named(version) or newest()
        deck = deck_of(chosen)
        if json:
            self.stdout.write(wire.body_of(bytes(chosen.payload)).decode())
        else:
            self._write(_facts(chosen, deck))

    def _diff(self, old: str, new: str, **_options: Any) -> None:
        later = _named(new) or newest()
        earlier = _named(old) or _before(later)
        self.stdout.write(f"from deck {earlier} to deck {later}")
        self._write(_lines(difference(deck_of(earlier), deck_of(later))))

    def _rollback(self, version: str, user: str, **_options: Any) -> None:
        latest, named = newest(), _named(version)
        # "The one before" is only that as long as nothing newer comes.
        done = roll_back(to := named or _before(latest), user=_user(user), seen=None if named else latest.pk)
        if done is None:
            self.stdout.write(f"deck {to} is what servers serve already; nothing was changed")
            return
        left = versions().get(pk=done.previous)
        self.stdout.write(f"rolled back from deck {left} to deck {done}; servers have it within a second")
        self._write(_said(left, done))

    def _write(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.stdout.write(line)


def _named(beginning: str) -> DeckVersion | None:
    return find(beginning) if beginning else None


def _before(version: DeckVersion) -> DeckVersion:
    earlier = before(version)
    if earlier is None:
        raise CommandError(f"there is no version before {version} with other content")
    return earlier


def _user(name: str) -> Any:
    model = get_user_model()
    try:
        return model._default_manager.get_by_natural_key(name) if name else None
    except model.DoesNotExist:
        raise CommandError(f"there is no user “{name}”") from None


def _facts(version: DeckVersion, deck: wire.Deck) -> Iterator[str]:
    place = "the newest, which servers serve" if version == newest() else "an earlier one"
    yield f"deck {version}, row {version.pk}, {place}"
    yield f"built {_time(version)}, format {deck.format}"
    by_locale = Counter(card.locale for card in deck.cards)
    yield f"{version.cards} cards: " + ", ".join(f"{number} {locale}" for locale, number in sorted(by_locale.items()))
    yield from _section("because", _reasons(version))
    yield from _section("left out", (f"{one['card']}: {'; '.join(one['reasons'])}" for one in version.left_out))
    yield from _section("held back until published again", _holds(version))
    yield from _section("the last versions", _table())


def _reasons(version: DeckVersion) -> list[str]:
    changes = version.changes.select_related("user")
    lines = [f"{one} ({one.user})" if one.user else str(one) for one in changes]
    return lines[:REASONS] + ([f"… and {len(lines) - REASONS} more"] if len(lines) > REASONS else [])


def _holds(version: DeckVersion) -> list[str]:
    return [
        f"{card}: revision {revision} stays away" if revision else f"{card}: stays, though it is not live"
        for card, revision in version.held.items()
    ]


def _table() -> Iterator[str]:
    last = list(versions().prefetch_related("changes__user")[:LISTED])
    known = readable(last)
    for one in last:
        why = one.changes_text if one.pk in known else "(cannot be read by this program)"
        yield f"{one.pk:>6}  {one}  {_time(one)}  {one.cards:>6} cards  {why}"


def _time(version: DeckVersion) -> str:
    return f"{timezone.localtime(version.built_at):%Y-%m-%d %H:%M:%S %z}"


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    yield from [f"{title}:", *(f"  {line}" for line in found)] if found else []


def _lines(found: Difference) -> list[str]:
    """Return a difference as text, one line for each thing that differs."""
    lines = [
        *_section("cards added", _cards(found.added)),
        *_section("cards removed", _cards(found.removed)),
        *_section("cards changed", _cards(found.changed)),
        *_section("cards with the same words that refer to something else", _cards(found.referring)),
        *_section("codes", _entries(found.codes)),
        *_section("signals", _entries(found.signals)),
        *_section("parents of fraud types", _entries(found.parents)),
        *_section("playbooks", _entries(found.playbooks)),
    ]
    return lines or ["the same content"]


def _cards(cards: list[CardDifference]) -> Iterator[str]:
    for card in cards:
        yield f"{card.id} “{card.headline}”" + (f": {', '.join(card.parts)}" if card.parts else "")


def _entries(entries: list[Entry]) -> Iterator[str]:
    for one in entries:
        yield f"{one.name}: {_value(one.old)} -> {_value(one.new)}"


def _value(value: str | None) -> str:
    return "not there" if value is None else value or "none"


def _said(left: DeckVersion, now: DeckVersion) -> Iterator[str]:
    """Return what to know after a roll-back: what it changed, what lasts, and what the next deck will bring."""
    try:
        found = difference(deck_of(left), deck_of(now))
        numbers = f"{len(found.added)} added, {len(found.removed)} removed, {len(found.changed)} changed"
        yield f"cards: {numbers}, {len(found.referring)} refer to something else; “deck diff {left} {now}” names them"
    except HistoryError as error:
        yield f"nothing is held back, for the deck left behind cannot be compared: {error}"
    yield from _section("held back until published again", _holds(now))
    yield "contacts, codes, signals, fraud types and addresses come from their records again with the next deck,"
    yield "and cards that were deleted are gone again with it"
    if is_due():
        yield "changes wait that no deck covers yet; the next deck brings them"
