"""Decks as large as one likes, made of a real deck's cards under fraud types that do not exist."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import cycle
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Raw
from msgspec.structs import replace

from scams.deck import wire
from scams.words import AUDIENCES, FALLBACK_TYPE, LOCALES

_KINDS: Final = 20
"""Real cards that are copied again and again: as many as the smallest deck has, so that answers are as long in all."""
_SENTENCE: Final = 10
"""Characters from which a text counts as a sentence, and not as a word or an id."""


def large_deck(real: wire.Deck, sets: int, *, own_words: bool = True) -> wire.Deck:
    """Return a deck of `sets` cards in three languages each, for so many fraud types as four audiences call for.

    With `own_words` no two cards have a sentence in common, so that none can be kept once for several.
    """
    fallback = tuple(card for card in real.cards if card.fraud_type == FALLBACK_TYPE)
    originals = cycle(sorted({(card.fraud_type, card.audience) for card in real.cards})[:_KINDS])
    by_place = {(card.fraud_type, card.audience, card.locale): card for card in real.cards}
    cards: list[wire.Card] = []
    parents: dict[str, str] = {slug: parent for slug, parent in real.parents.items() if not parent}
    group = next(iter(parents))
    for number, original in zip(range(sets - len(fallback) // len(LOCALES)), originals, strict=False):
        slug, audience = f"synthetic-{number // len(AUDIENCES):05d}", AUDIENCES[number % len(AUDIENCES)]
        parents[slug] = group
        mark = f" {number}" if own_words else ""
        cards += [_under(by_place[*original, locale], slug, audience, mark) for locale in LOCALES]
    codes = {f"made:{slug}": slug for slug, parent in parents.items() if parent}
    parents[FALLBACK_TYPE] = ""
    return wire.Deck(wire.FORMAT, parents, codes, real.signals, cards=(*cards, *fallback))


def _under(card: wire.Card, slug: str, audience: str, mark: str) -> wire.Card:
    """Return a card as another fraud type's, for another audience, each sentence with a mark."""
    card_id = f"{slug}.{audience}.{card.locale}"
    variants = (
        wire.Variant(f"{card_id}.{one.id.rpartition('.')[2]}", _marked(one.words, mark), _marked(one.asks, mark))
        for one in card.variants
    )
    return replace(
        card, id=card_id, fraud_type=slug, audience=audience, set_key=f"{slug}.{audience}", variants=tuple(variants),
        why=_marked(card.why, mark), always=_marked(card.always, mark), proceed=_marked(card.proceed, mark),
        pause=_marked(card.pause, mark),
    )  # fmt: skip


def _marked(piece: Raw, mark: str) -> Raw:
    return Raw(msgspec.json.encode(_sentences_marked(msgspec.json.decode(piece), mark)))


def _sentences_marked(value: Any, mark: str) -> Any:
    if isinstance(value, dict):
        return {name: _sentences_marked(one, mark) for name, one in value.items()}
    if isinstance(value, list):
        return [_sentences_marked(one, mark) for one in value]
    return value + mark if isinstance(value, str) and len(value) >= _SENTENCE else value


def with_one_edit(deck: wire.Deck, number: int) -> wire.Deck:
    """Return a deck in which one card has been published again."""
    first, *others = deck.cards
    return replace(deck, cards=(replace(first, revision=first.revision + number), *others))


def put(payload: bytes, data_dir: Path) -> None:
    """Make an encoded deck the newest in the database of a data folder."""
    with closing(sqlite3.connect(data_dir / "db.sqlite3", timeout=20)) as database, database:
        columns = dict(_columns(database))
        columns |= {"payload": payload, "version": wire.version_of(payload)}
        columns["previous"] = database.execute("SELECT max(id) FROM scams_deckversion").fetchone()[0]
        names, places = ", ".join(columns), ", ".join("?" * len(columns))
        database.execute(f"INSERT INTO scams_deckversion ({names}) VALUES ({places})", list(columns.values()))  # noqa: S608


def _columns(database: sqlite3.Connection) -> Iterator[tuple[str, Any]]:
    """Yield the newest row's columns, to be changed where they differ."""
    cursor = database.execute("SELECT * FROM scams_deckversion ORDER BY id DESC LIMIT 1")
    for column, value in zip(cursor.description, cursor.fetchone(), strict=True):
        if column[0] != "id":
            yield column[0], value
