"""From the database to a deck: every live card that passes, encoded piece by piece."""

import datetime as dt
import logging
from collections import defaultdict
from typing import NamedTuple

import msgspec
from django.utils import timezone
from wagtail.models import Revision

from scams.deck import wire
from scams.deck.encode import Origin, Surroundings, encode_card
from scams.editing.content import card_content
from scams.loading.files import DATA, CardFile, read
from scams.models import Contact, CrosswalkCode, FraudType, ScamPattern, Signal, WarningCard
from scams.rules import gate
from scams.rules.card import CardContent
from scams.words import CROSSWALK_SEPARATOR, DEFAULT_AUDIENCE, FALLBACK_TYPE, LOCALES, api_locale

logger = logging.getLogger(__name__)


class LeftOut(NamedTuple):
    """A live card that is not in the deck, and why."""

    card: str
    pk: int
    reasons: list[str]


class Compiled(NamedTuple):
    """A deck, and the live cards that could not be part of it."""

    deck: wire.Deck
    left_out: list[LeftOut]


def compile_deck(previous: wire.Deck | None = None) -> Compiled:
    """Return the deck of all live cards; a card that cannot be compiled is left out and reported.

    Where the languages of a card are at different editions, the cards of `previous` stay.
    """
    around = surroundings()
    cards, left_out = _live_cards(around)
    cards = _one_edition(cards, previous, around)
    if not any(card.fraud_type == FALLBACK_TYPE and card.audience == "adult" for card in cards):
        cards += _last_resort(around)
    cards.sort(key=lambda card: card.id)
    types = list(FraudType.objects.select_related("parent"))
    deck = wire.Deck(
        format=wire.FORMAT,
        parents={FALLBACK_TYPE: "", **{one.slug: one.parent.slug if one.parent else "" for one in types}},
        codes=_codes(),
        signals=_signals(),
        cards=tuple(cards),
    )
    return Compiled(deck, left_out)


def surroundings() -> Surroundings:
    """Return the contacts and the addresses of the live articles."""
    patterns = ScamPattern.objects.live().select_related("fraud_type", "locale").order_by("pk")
    articles = {
        (page.fraud_type.slug, api_locale(page.locale.language_code)): page.full_url
        for page in patterns
        if page.full_url
    }
    return Surroundings({one.key: one for one in Contact.objects.all()}, articles)


def _live_cards(around: Surroundings) -> tuple[list[wire.Card], list[LeftOut]]:
    now = timezone.now()
    rows = (
        WarningCard.objects.filter(live=True)
        .exclude(expire_at__lte=now)
        .select_related("fraud_type", "locale", "audio")
    )
    contacts, secondary = _contact_keys(), _secondary_slugs()
    cards, left_out = [], []
    for row in rows.order_by("pk"):
        try:
            content = card_content(row, contacts=contacts[row.pk], secondary_types=secondary[row.pk])
            reasons = [f"{problem.field}: {problem.message}" for problem in _broken(content)]
            if not reasons:
                cards.append(encode_card(content, around, _origin(row)))
        except Exception as error:  # noqa: BLE001 - whatever one card holds, the others go on
            reasons = [repr(error)]
        if reasons:
            logger.error("card %s left out of the deck: %s", row.pk, "; ".join(reasons))
            left_out.append(LeftOut(str(row), row.pk, reasons))
    return cards, left_out


def _broken(content: CardContent) -> list[gate.Problem]:
    """Return the broken rules that make a card unfit to show; being late for review does not."""
    day = content.review_by or timezone.localdate()
    return [problem for problem in gate.check(content, today=day) if problem.field != "review_by"]


def _contact_keys() -> dict[int, list[str]]:
    keys: dict[int, list[str]] = defaultdict(list)
    through = WarningCard.contacts.through.objects.order_by("contact__sort_order", "contact__key")
    for card, key in through.values_list("warningcard_id", "contact__key"):
        keys[card].append(key)
    return keys


def _secondary_slugs() -> dict[int, list[str]]:
    slugs: dict[int, list[str]] = defaultdict(list)
    through = WarningCard.secondary_types.through.objects.order_by("pk")
    for card, slug in through.values_list("warningcard_id", "fraudtype__slug"):
        slugs[card].append(slug)
    return slugs


def _one_edition(cards: list[wire.Card], previous: wire.Deck | None, around: Surroundings) -> list[wire.Card]:
    """Return `cards` with those sets at the previous deck's edition whose languages are at different ones.

    What has been taken down since is gone all the same.
    """
    editions: dict[str, set[int]] = defaultdict(set)
    for card in cards:
        editions[card.set_key].add(card.edition)
    waiting, there = {key for key, numbers in editions.items() if len(numbers) > 1}, {card.id for card in cards}
    before = [card for card in previous.cards if card.set_key in waiting and card.id in there] if previous else []
    replaced = {card.set_key for card in before}
    return [card for card in cards if card.set_key not in replaced] + [_afresh(card, around) for card in before]


def _afresh(card: wire.Card, around: Surroundings) -> wire.Card:
    """Return a card of an earlier deck with today's hotlines and addresses, made of the revision it came from."""
    revision = Revision.objects.filter(pk=card.revision).first()
    if revision is None:
        return card
    row = revision.as_object()
    content = card_content(row)
    origin = _origin(row)._replace(revision=card.revision, edition=card.edition)
    return card if _broken(content) else encode_card(content, around, origin)


def _codes() -> dict[str, str]:
    rows = CrosswalkCode.objects.values_list("scheme", "code", "fraud_type__slug")
    return {f"{scheme}{CROSSWALK_SEPARATOR}{code}": slug for scheme, code, slug in rows}


def _signals() -> dict[str, dict[str, bytes]]:
    signals = list(Signal.objects.all())
    return {locale: {one.slug: msgspec.json.encode(one.text("why", locale)) for one in signals} for locale in LOCALES}


def _origin(card: WarningCard) -> Origin:
    return Origin(
        revision=card.live_revision_id or 0,
        edition=card.edition,
        set_key=card.translation_key.hex,
        expires=card.expire_at.timestamp() if card.expire_at else 0.0,
        audio_url=card.audio.full_url if card.audio else None,
    )


def _last_resort(around: Surroundings) -> list[wire.Card]:
    """Return the cards that ship with the program, for a deck that has none to fall back on."""
    logger.error("no live card for %s: serving the one that ships with the program", FALLBACK_TYPE)
    cards = []
    for locale in LOCALES:
        file = read(DATA / "cards" / FALLBACK_TYPE / f"{locale}.toml", CardFile)
        content = file.content(
            fraud_type=FALLBACK_TYPE, locale=locale, audience=DEFAULT_AUDIENCE, discreet=False, review_by=dt.date.max
        )
        cards.append(encode_card(content, around, Origin()))
    return cards
