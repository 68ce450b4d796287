"""How long it takes to compile the cards of a database, as they are and made many: `… compiling CARDS`.

Prints a line of JSON for each. Adds cards to the database of the data folder: work on a copy.
"""

import json
import os
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings.dev")
django.setup()

from scams.deck import wire  # noqa: E402
from scams.deck.build import build  # noqa: E402
from scams.deck.compile import compile_deck  # noqa: E402
from scams.models import DeckVersion, FraudType, WarningCard  # noqa: E402


def main(many: int) -> None:
    """Measure the cards there are, then make them `many` and measure again."""
    measure()
    make(many - WarningCard.objects.filter(live=True).count())
    measure()


def measure() -> None:
    """Print how many seconds it takes to compile, to encode, and to make a version of everything."""
    compiled, compiling = timed(compile_deck)
    _payload, encoding = timed(lambda: wire.encode(compiled.deck))
    version, building = timed(build)
    if not DeckVersion.objects.filter(pk=version.pk, cards=len(compiled.deck.cards)).exists():
        sys.exit("the deck that was built is another one")
    found = {"cards": len(compiled.deck.cards), "left_out": len(compiled.left_out)}
    sys.stdout.write(json.dumps({**found, "compile": compiling, "encode": encoding, "build": building}) + "\n")


def timed(function: Callable[[], Any]) -> tuple[Any, float]:
    """Return what a function returns, and the seconds it took."""
    began = time.perf_counter()
    value = function()
    return value, time.perf_counter() - began


def make(number: int) -> None:
    """Add so many live cards: copies of the real ones, in each turn under other fraud types that do not exist."""
    real = list(WarningCard.objects.filter(live=True).order_by("pk"))
    relations = [
        (WarningCard.contacts.through, "contact_id"),
        (WarningCard.secondary_types.through, "fraudtype_id"),
    ]
    links = [(through, name, list(through.objects.values_list("warningcard_id", name))) for through, name in relations]
    for turn in range(-(-number // len(real))):
        originals = real[: number - turn * len(real)]
        types = {one.pk: _copy(one, slug=f"{one.slug}-{turn}") for one in FraudType.objects.filter(pk__in=_types(real))}
        FraudType.objects.bulk_create(types.values())
        copies = {
            card.pk: _copy(
                card,
                fraud_type_id=types[card.fraud_type_id].pk,
                translation_key=uuid.uuid5(card.translation_key, str(turn)),
            )
            for card in originals
        }
        WarningCard.objects.bulk_create(copies.values())
        for through, name, pairs in links:
            through.objects.bulk_create(
                through(warningcard_id=copies[card].pk, **{name: other}) for card, other in pairs if card in copies
            )


def _types(cards: list[WarningCard]) -> set[int]:
    return {card.fraud_type_id for card in cards}


def _copy(row: Any, **changes: Any) -> Any:
    """Return a new row like another, not saved yet."""
    fields = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    return type(row)(**{name: getattr(row, name) for name in fields} | changes)


if __name__ == "__main__":
    main(int(sys.argv[1]))
