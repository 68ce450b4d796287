"""Make the next deck version when something changed, once, whoever asks."""

import logging
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import BinaryField, Q, Subquery
from django.db.models.functions import Substr
from kombu.exceptions import OperationalError

from scams.checking.build import build_rules
from scams.deck import wire
from scams.deck.compile import Compiled, compile_deck
from scams.deck.versions import add_version, are_as_now
from scams.holding import Hold
from scams.models import CheckVersion, DeckChange, DeckVersion

logger = logging.getLogger(__name__)

TRIES: Final = 5
"""How often a new version is tried to be put behind the newest, while others are faster."""
HEAD: Final = Substr("payload", 1, 1024, output_field=BinaryField())
"""So much of a payload in a query that its format can be told."""

changes_held: Final = Hold("deck_changes_held")
"""Within, changes are written down but nobody is asked for a deck: for loaders that build one at the end."""


def note_change(action: DeckChange.Action, subject: str, *, user: Any = None, of_cards: bool = False) -> None:
    """Write down that the deck is out of date, and ask for a new one once this transaction is committed.

    A change `of_cards` alone leaves the checker's rules as they are.
    """
    DeckChange.objects.create(action=action, subject=subject[:200], user=user, of_cards=of_cards)
    if not changes_held:
        transaction.on_commit(_ask_for_deck, robust=True)


def _ask_for_deck() -> None:
    """Send the message; if the broker is down the sweep builds the deck instead."""
    from scams.tasks import build_deck

    try:
        build_deck.delay()
    except (OperationalError, OSError) as error:
        logger.warning("no message for a new deck, the sweep will see to it: %s", error)


def is_due() -> bool:
    """Return whether something changed that newest deck or rules do not cover: content, signing keys, the format."""
    not_in_rules = Q(pk__gt=Subquery(CheckVersion.objects.values("covers")[:1]), of_cards=False)
    if DeckChange.objects.filter(Q(deck=None) | not_in_rules).exists():
        return True
    if not CheckVersion.objects.exists():
        return True
    newest = DeckVersion.objects.order_by("-pk").values_list(HEAD, "signatures").first()
    return newest is not None and not (wire.is_readable(newest[0]) and are_as_now(newest[1]))


def build() -> DeckVersion:
    """Return the deck version that covers every change made before the call; a new one only if its content differs.

    The checker's rules go with it, and afterwards: no payer's warning waits for them.
    Two callers at once are harmless: only one can follow a given version, the other compiles again.
    """
    for _attempt in range(TRIES):
        latest = DeckVersion.objects.first()
        changes = list(DeckChange.objects.filter(deck=None).values_list("pk", flat=True))
        previous = _decoded(latest)
        compiled = compile_deck(previous, still_held(latest))
        try:
            with transaction.atomic():
                version = _following(latest, previous, compiled)
                DeckChange.objects.filter(pk__in=changes).update(deck=version)
        except IntegrityError:
            continue
        build_rules(changes)
        return version
    raise RuntimeError("other builders were always faster")


def still_held(latest: DeckVersion | None) -> dict[str, int]:
    """Return what `latest` holds back, without the cards that were published or taken down since the roll-back.

    The compiler sees what a card's live revision is, but not that it was put up or taken down again in between.
    """
    if not latest or not latest.held:
        return {}
    action = DeckChange.Action
    rolled_back = DeckChange.objects.filter(action=action.ROLLED_BACK).values_list("pk", flat=True).first() or 0
    since = DeckChange.objects.filter(
        deck=None, pk__gt=rolled_back, action__in=(action.PUBLISHED, action.UNPUBLISHED, action.EXPIRED)
    )
    touched = set(since.values_list("subject", flat=True))
    return {card: revision for card, revision in latest.held.items() if card not in touched}


def _decoded(version: DeckVersion | None) -> wire.Deck | None:
    try:
        return wire.decode(bytes(version.payload)) if version else None
    except wire.DeckError as error:
        logger.error("deck version %s cannot be read: %s", version, error)
        return None


def _following(latest: DeckVersion | None, previous: wire.Deck | None, compiled: Compiled) -> DeckVersion:
    """Return `latest` if it can be read, says the same and is signed with the same keys, else a version after it."""
    payload = wire.encode(compiled.deck)
    left_out = [one._asdict() for one in compiled.left_out]
    same = (wire.version_of(payload), left_out, compiled.held)
    if latest and previous and same == (latest.version, latest.left_out, latest.held) and are_as_now(latest.signatures):
        return latest
    version = add_version(latest, payload, cards=len(compiled.deck.cards), left_out=left_out, held=compiled.held)
    logger.info("deck %s: %d cards, %d left out", version, version.cards, len(left_out))
    return version
