"""From the database to a deck: every live card that passes, encoded piece by piece."""

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

import msgspec
from django.utils import timezone
from wagtail.models import Revision

from scams.deck import wire
from scams.deck.encode import Origin, Surroundings, encode_card
from scams.deck.quizzes import quiz_addresses
from scams.editing.content import card_content
from scams.editing.playbooks import playbook_contents
from scams.loading.files import DATA, CardFile, read
from scams.models import Contact, CrosswalkCode, FraudType, ScamPattern, Signal, VariantDemotion, WarningCard
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
    """A deck, the live cards that could not be part of it, and the revisions it goes on holding back, by card."""

    deck: wire.Deck
    left_out: list[LeftOut]
    held: dict[str, int]


def compile_deck(previous: wire.Deck | None = None, held: Mapping[str, int] | None = None) -> Compiled:
    """Return the deck of all live cards; a card that cannot be compiled is left out and reported.

    The cards of `previous` stay where the languages of a card are at different editions, and where a revision
    in `held` was rolled back and is the live one still; 0 there stands for a card that was not in the deck.
    """
    around = surroundings()
    cards, left_out, revisions = _live_cards(around)
    before = {card.id: card for card in previous.cards} if previous else {}
    held = _not_overruled(held or {}, cards, revisions, before)
    cards = _one_edition(_held_back(cards, held, before), before)
    cards = [_afresh(card, around) if card is before.get(card.id) else card for card in cards]
    cards = _without_demoted(cards)
    if not any(card.fraud_type == FALLBACK_TYPE and card.audience == "adult" for card in cards):
        cards += _last_resort(around)
    cards.sort(key=lambda card: card.id)
    types = list(FraudType.objects.select_related("parent"))
    deck = wire.Deck(
        format=wire.FORMAT,
        parents={FALLBACK_TYPE: "", **{one.slug: one.parent.slug if one.parent else "" for one in types}},
        codes=_codes(),
        signals=_signals(),
        playbooks=playbook_contents(),
        cards=tuple(cards),
    )
    return Compiled(deck, left_out, held)


def surroundings() -> Surroundings:
    """Return the contacts and the addresses of the live articles and quizzes."""
    patterns = ScamPattern.objects.live().select_related("fraud_type", "locale").order_by("pk")
    articles = {
        (page.fraud_type.slug, api_locale(page.locale.language_code)): page.full_url
        for page in patterns
        if page.full_url
    }
    return Surroundings({one.key: one for one in Contact.objects.all()}, articles, quiz_addresses())


def _live_cards(around: Surroundings) -> tuple[list[wire.Card], list[LeftOut], dict[str, int]]:
    """Return the live cards, those of them that are unfit, and the live revision of either, by the card's id."""
    now = timezone.now()
    rows = (
        WarningCard.objects.filter(live=True)
        .exclude(expire_at__lte=now)
        .select_related("fraud_type", "locale", "audio")
    )
    contacts, secondary = _contact_keys(), _secondary_slugs()
    cards, left_out, revisions = [], [], {}
    for row in rows.order_by("pk"):
        revisions[row.card_id] = row.live_revision_id or 0
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
    return cards, left_out, revisions


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


def _not_overruled(
    held: Mapping[str, int], cards: list[wire.Card], revisions: Mapping[str, int], before: Mapping[str, wire.Card]
) -> dict[str, int]:
    """Return the part of `held` that the database has not overruled.

    A revision is held back while it is the live one. A card that the deck had lost is shown as before, until it is
    published, expires or is deleted.
    """
    shown, now = {card.id for card in cards}, timezone.now().timestamp()
    missing = _card_ids() - shown if 0 in held.values() else set()
    lost = {key for key, card in before.items() if key in missing and (not card.expires or card.expires > now)}
    return {key: number for key, number in held.items() if (revisions.get(key) == number if number else key in lost)}


def _card_ids() -> set[str]:
    """Return the ids of all cards there are, live or not."""
    rows = WarningCard.objects.values_list("fraud_type__slug", "audience", "locale__language_code")
    return {f"{slug}.{audience}.{api_locale(language)}" for slug, audience, language in rows}


def _held_back(cards: list[wire.Card], held: Mapping[str, int], before: Mapping[str, wire.Card]) -> list[wire.Card]:
    """Return `cards` with those in `held` as they were before, or gone if they were not there."""
    return [card for card in cards if card.id not in held] + [before[card_id] for card_id in held if card_id in before]


def _one_edition(cards: list[wire.Card], before: Mapping[str, wire.Card]) -> list[wire.Card]:
    """Return `cards` with those sets as they were before whose languages are at different editions.

    What has been taken down since is gone all the same. Cards held back count with the edition they are shown in:
    when one language of a rolled-back edition is published again, it waits for the others as it did the first time.
    """
    editions: dict[str, set[int]] = defaultdict(set)
    for card in cards:
        editions[card.set_key].add(card.edition)
    waiting, there = {key for key, numbers in editions.items() if len(numbers) > 1}, {card.id for card in cards}
    stay = [card for card in before.values() if card.set_key in waiting and card.id in there]
    replaced = {card.set_key for card in stay}
    return [card for card in cards if card.set_key not in replaced] + stay


def _afresh(card: wire.Card, around: Surroundings) -> wire.Card:
    """Return a card of an earlier deck with today's hotlines and addresses, made of the revision it came from."""
    revision = Revision.objects.filter(pk=card.revision).first()
    if revision is None:
        return card
    row = revision.as_object()
    content = card_content(row)
    origin = _origin(row)._replace(revision=card.revision, edition=card.edition)
    return card if _broken(content) else encode_card(content, around, origin)


def _without_demoted(cards: list[wire.Card]) -> list[wire.Card]:
    """Return `cards` without the variants that were found to be worse than another; never without the last one."""
    out = set(VariantDemotion.objects.filter(reinstated_at=None).values_list("revision", "variant"))
    return [_rotating(card, [one for one in card.variants if (card.revision, one.id) not in out]) for card in cards]


def _rotating(card: wire.Card, variants: list[wire.Variant]) -> wire.Card:
    if not variants or len(variants) == len(card.variants):
        return card
    return msgspec.structs.replace(card, variants=tuple(variants))


def _codes() -> dict[str, str]:
    rows = CrosswalkCode.objects.values_list("scheme", "code", "fraud_type__slug")
    return {f"{scheme}{CROSSWALK_SEPARATOR}{code}": slug for scheme, code, slug in rows}


def _signals() -> dict[str, dict[str, str]]:
    signals = list(Signal.objects.all())
    return {locale: {one.slug: one.text("why", locale) for one in signals} for locale in LOCALES}


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
