"""Make the next deck version when something changed, once, whoever asks."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.db import IntegrityError, transaction
from kombu.exceptions import OperationalError

from scams.deck import wire
from scams.deck.compile import Compiled, compile_deck
from scams.models import DeckChange, DeckVersion

logger = logging.getLogger(__name__)

_TRIES: Final = 5
_held: ContextVar[bool] = ContextVar("deck_changes_held", default=False)


def note_change(action: DeckChange.Action, subject: str, *, user: Any = None) -> None:
    """Write down that the deck is out of date, and ask for a new one once this transaction is committed."""
    DeckChange.objects.create(action=action, subject=subject[:200], user=user)
    if not _held.get():
        transaction.on_commit(_ask_for_deck, robust=True)


@contextmanager
def changes_held() -> Iterator[None]:
    """Within, changes are written down but nobody is asked for a deck: for loaders that build one at the end."""
    token = _held.set(True)
    try:
        yield
    finally:
        _held.reset(token)


def _ask_for_deck() -> None:
    """Send the message; if the broker is down the sweep builds the deck instead."""
    from scams.tasks import build_deck

    try:
        build_deck.delay()
    except (OperationalError, OSError) as error:
        logger.warning("no message for a new deck, the sweep will see to it: %s", error)


def is_due() -> bool:
    """Return whether something changed that no deck covers yet."""
    return DeckChange.objects.filter(deck=None).exists()


def build() -> DeckVersion:
    """Return the deck version that covers every change made before the call; a new one only if its content differs.

    Two callers at once are harmless: only one can follow a given version, the other compiles again.
    """
    for _attempt in range(_TRIES):
        latest = DeckVersion.objects.first()
        changes = list(DeckChange.objects.filter(deck=None).values_list("pk", flat=True))
        compiled = compile_deck(_decoded(latest))
        try:
            with transaction.atomic():
                version = _following(latest, compiled)
                DeckChange.objects.filter(pk__in=changes).update(deck=version)
        except IntegrityError:
            continue
        return version
    raise RuntimeError("other builders were always faster")


def _decoded(version: DeckVersion | None) -> wire.Deck | None:
    try:
        return wire.decode(bytes(version.payload)) if version else None
    except wire.DeckError as error:
        logger.error("deck version %s cannot be read: %s", version, error)
        return None


def _following(latest: DeckVersion | None, compiled: Compiled) -> DeckVersion:
    payload = wire.encode(compiled.deck)
    left_out = [one._asdict() for one in compiled.left_out]
    name = wire.version_of(payload)
    if latest and latest.version == name and latest.left_out == left_out:
        return latest
    version = DeckVersion.objects.create(
        version=name,
        previous=latest.pk if latest else 0,
        cards=len(compiled.deck.cards),
        left_out=left_out,
        payload=payload,
    )
    logger.info("deck %s: %d cards, %d left out", name, version.cards, len(left_out))
    return version
