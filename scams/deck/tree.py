"""All cards that a payer's answers may lead to, whole, for a payment page that re-routes by itself."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import msgspec

from scams.deck.index import Found, Plate, Variant
from scams.deck.questions import Then, consequences

CARDS_MOST: Final = 12
"""Nobody answers their way through more; the nearest come first."""

_json: Final = msgspec.json.Encoder().encode


def tree_of(
    found: Found,
    *,
    find: Callable[[str], Found],
    wording: Callable[[Plate], Variant],
    lines: Mapping[str, bytes],
) -> bytes:
    """Return the `tree` of an answer that shows the card `found`, that card first.

    `find` gives a fraud type's card, `wording` the one of its variants to show, `lines` the payer's line for a signal.
    """
    cards = list(_reachable(found, find))
    means = [then for one in cards for then in _means(one)]
    wanted = dict.fromkeys(then.signal for then in means if then.signal in lines)
    known = b",".join(_json(name) + b":" + lines[name] for name in wanted if name)
    there = {one.plate.id for one in cards}
    targets = {then.fraud_type: find(then.fraud_type).plate.id for then in means if then.fraud_type}
    routes = _json({code: card for code, card in targets.items() if card in there})
    shown = b",".join(whole(one.plate, wording(one.plate)) for one in cards)
    return b'{"cards":[%b],"routes":%b,"signals":{%b}}' % (shown, routes, known)


def whole(plate: Plate, variant: Variant) -> bytes:
    """Return a card with all parts that any level has, at its own level."""
    parts = (variant.words, variant.asks, plate.proceed, plate.pause, plate.always)
    return b'{"why_you":[%b],"level":%b,%b}' % (plate.why, _json(plate.level), b",".join(parts))


def _reachable(found: Found, find: Callable[[str], Found]) -> Iterator[Found]:
    """Yield the card and those its answers lead to, nearest first, each once."""
    waiting, known = [found], {found.plate.id}
    for one in waiting:
        yield one
        for then in _means(one):
            if then.fraud_type is None or len(known) >= CARDS_MOST:
                continue
            target = find(then.fraud_type)
            if target.plate.id not in known:
                known.add(target.plate.id)
                waiting.append(target)


def _means(found: Found) -> Iterator[Then]:
    yield from consequences(found.plate.variants[0]).values()
