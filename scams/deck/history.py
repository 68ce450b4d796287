"""The deck's history: find a version, say how two differ, and serve an earlier one again."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from scams.deck import wire
from scams.deck.build import HEAD, TRIES, still_held
from scams.deck.versions import add_version
from scams.models import DeckChange, DeckVersion
from scams.rules.playbook import Step

_BYTES: Final = ("payload", "brotli")
_read: Final = msgspec.json.decode


class HistoryError(Exception):
    """What was asked of the history cannot be done; the message says why."""


class Unreadable(HistoryError):
    """A version of a format that this program does not read, or a damaged one."""


class Overtaken(HistoryError):
    """The newest version is no longer the one that somebody decided upon."""


class CardDifference(NamedTuple):
    """One card in two decks: its name in the API, its headline, and the parts of it that differ."""

    id: str
    headline: str
    parts: tuple[str, ...] = ()
    """As the API calls them; empty for a card that only one of the decks has."""


class Entry(NamedTuple):
    """A line of a list in two decks, such as what a code resolves to; None where a deck does not have it."""

    name: str
    old: str | None
    new: str | None


class Difference(NamedTuple):
    """What it takes to get from one deck to another."""

    added: list[CardDifference]
    removed: list[CardDifference]
    changed: list[CardDifference]
    """Made of another revision."""
    referring: list[CardDifference]
    """Made of the same revision, but what it refers to has changed: hotlines, addresses, a recording."""
    codes: list[Entry]
    signals: list[Entry]
    parents: list[Entry]
    playbooks: list[Entry]


def versions() -> QuerySet[DeckVersion]:
    """Return all versions, newest first, without their bytes until somebody asks for them."""
    return DeckVersion.objects.order_by("-pk").defer(*_BYTES)


def newest() -> DeckVersion:
    """Return the version that servers serve; HistoryError when there is none yet."""
    version = versions().first()
    if version is None:
        raise HistoryError("there is no deck yet; build_deck makes one")
    return version


def find(beginning: str) -> DeckVersion:
    """Return the version that begins with these characters, of equal ones the newest; HistoryError for none or more."""
    names = set(DeckVersion.objects.filter(version__startswith=beginning).values_list("version", flat=True))
    if len(names) != 1 or not beginning:
        several = f"begins {len(names)} versions: {', '.join(sorted(names)[:5])}; give more of it"
        raise HistoryError(f"“{beginning}” {several}" if names else f"there is no version “{beginning}”")
    return versions().filter(version=names.pop())[0]


def before(version: DeckVersion) -> DeckVersion | None:
    """Return the newest version older than `version` whose content is another, or None."""
    return versions().filter(pk__lt=version.pk).exclude(version=version.version).first()


def readable(candidates: Iterable[DeckVersion]) -> set[int]:
    """Return the keys of those versions whose format this program reads; one query."""
    heads = DeckVersion.objects.filter(pk__in=[one.pk for one in candidates]).values_list("pk", HEAD)
    return {pk for pk, head in heads if wire.is_readable(head)}


def deck_of(version: DeckVersion) -> wire.Deck:
    """Return the deck of a version; Unreadable when this program cannot read it."""
    try:
        return wire.decode(bytes(version.payload))
    except wire.DeckError as error:
        raise Unreadable(
            f"deck {version} (row {version.pk}) cannot be read by this program, which reads format {wire.FORMAT}; "
            f"it was made by another release, or is damaged: {error}"
        ) from error


def roll_back(to: DeckVersion, *, user: Any = None, seen: int | None = None) -> DeckVersion | None:
    """Make the content of `to` the newest version and return it; None when servers serve just that already.

    Nothing is deleted. Cards that differ are held back: the next decks keep them as they are in `to`, until another
    revision of them is published. Everything else comes from the records again with the next deck.
    `seen` is the key of the version that was the newest when somebody decided: Overtaken if it is no longer.
    Unreadable when this program cannot read `to`.
    """
    target = deck_of(to)
    for _attempt in range(TRIES):
        latest = newest()
        if seen is not None and latest.pk != seen:
            raise Overtaken(f"deck {latest} has been built meanwhile")
        if latest.version == to.version:
            return None
        held = _to_hold(latest, target)
        try:
            with transaction.atomic():
                return _put_back(latest, to, held, user)
        except IntegrityError:
            continue
    raise HistoryError("other builders were always faster")


def _put_back(latest: DeckVersion, to: DeckVersion, held: dict[str, int], user: Any) -> DeckVersion:
    version = add_version(latest, bytes(to.payload), cards=to.cards, left_out=to.left_out, held=held)
    DeckChange.objects.create(
        action=DeckChange.Action.ROLLED_BACK, subject=to.version, user=user, deck=version, of_cards=True
    )
    return version


def _to_hold(latest: DeckVersion, target: wire.Deck) -> dict[str, int]:
    """Return the revisions that the database would show next, of those cards that `target` shows otherwise.

    That is the revision in the latest deck, or the one it held back already; 0 for a card it does not have.
    """
    try:
        shown = _revisions(deck_of(latest))
    except Unreadable:
        return {}
    live, wanted = {**shown, **still_held(latest)}, _revisions(target)
    return {card: live.get(card, 0) for card in sorted(live | wanted) if live.get(card, 0) != wanted.get(card, 0)}


def _revisions(deck: wire.Deck) -> dict[str, int]:
    return {card.id: card.revision for card in deck.cards}


def difference(old: wire.Deck, new: wire.Deck) -> Difference:
    """Return what it takes to get from `old` to `new`, by the names of cards, codes, signals and fraud types."""
    here, there = ({card.id: card for card in deck.cards} for deck in (old, new))
    others = [(here[key], there[key]) for key in sorted(here.keys() & there.keys()) if here[key] != there[key]]
    return Difference(
        added=[_named(there[key]) for key in sorted(there.keys() - here.keys())],
        removed=[_named(here[key]) for key in sorted(here.keys() - there.keys())],
        changed=[_named(card, _parts(was, card)) for was, card in others if was.revision != card.revision],
        referring=[_named(card, _parts(was, card)) for was, card in others if was.revision == card.revision],
        codes=_entries(old.codes, new.codes),
        signals=_entries(_flat(old.signals), _flat(new.signals)),
        parents=_entries(old.parents, new.parents),
        playbooks=_entries(_steps(old), _steps(new)),
    )


def _named(card: wire.Card, parts: tuple[str, ...] = ()) -> CardDifference:
    return CardDifference(card.id, _read(card.variants[0].words)["headline"], parts)


def _parts(old: wire.Card, new: wire.Card) -> tuple[str, ...]:
    """Return the names of the members that differ; `revision` when nothing that a payer sees does."""
    here, there = members(old), members(new)
    return tuple(name for name in there | here if here.get(name) != there.get(name)) or ("revision",)


def members(card: wire.Card) -> dict[str, Any]:
    """Return everything a card says, by its name in the API, put together from its pieces."""
    main, *others = ({**_read(one.words), **_read(one.asks)} for one in card.variants)
    pieces = (_read(piece) for piece in (card.always, card.proceed, card.pause, card.brief))
    ids = [one.id for one in card.variants]
    return {
        **main,
        "why_you": _read(card.why),
        **{name: value for piece in pieces for name, value in piece.items()},
        "variants": [ids, *(_own_words(other, main) for other in others)],
        "level": card.level,
        "edition": card.edition,
        "hold_out": card.hold_out,
        "expires": dt.datetime.fromtimestamp(card.expires, dt.UTC) if card.expires else None,
    }


def _own_words(variant: Mapping[str, Any], main: Mapping[str, Any]) -> dict[str, Any]:
    """Return what another wording does not share with the main one; lists are the same or turned round."""
    turned = variant["red_flags"] != main["red_flags"]
    own = {name: variant[name] for name in ("headline", "what_is_happening") if variant[name] != main[name]}
    return {**own, "turned": turned}


def _flat(signals: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {f"{name} · {locale}": text for locale, lines in signals.items() for name, text in lines.items()}


def _steps(deck: wire.Deck) -> dict[str, str]:
    """Return every playbook on a line."""
    return {name: ", ".join(_step(step) for step in one.steps) for name, one in deck.playbooks.items()}


def _step(step: Step) -> str:
    """Return a step's kind, and what it does otherwise than usual."""
    usual = Step(step.kind)
    told = {name: value for name, value in msgspec.structs.asdict(step).items() if value != getattr(usual, name)}
    return f"{step.kind} ({', '.join(f'{name} {value}' for name, value in told.items())})" if told else step.kind


def _entries(old: Mapping[str, str], new: Mapping[str, str]) -> list[Entry]:
    names = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    return [Entry(name, old.get(name), new.get(name)) for name in names]
