"""Small decks for tests of pure functions: as few words as an answer needs."""

import json
from typing import Any

from msgspec import Raw

from scams.deck.index import Index, index_of
from scams.deck.match import match, splice
from scams.deck.request import SuspectedType, WarningRequest
from scams.deck.wire import FORMAT, Card, Deck, Variant

PARENTS = {
    "gain": "",
    "trade": "",
    "fallback": "",
    "task-rebate": "gain",
    "investment": "gain",
    "purchase": "trade",
    "fake-buyer": "purchase",
    "other-unknown": "fallback",
}


def piece(value: Any) -> Raw:
    """Return a value as JSON, as a deck holds it."""
    return Raw(json.dumps(value, ensure_ascii=False).encode())


def variant(card_id: str, key: str) -> Variant:
    words = {"headline": f"{card_id} {key}", "what_is_happening": "对方说先垫钱。", "red_flags": ["要您先垫钱"]}
    asks = {"questions": [{"id": "q1"}], "rebuttals": ["如果对方说没事，请停下。"]}
    return Variant(f"{card_id}.{key}", piece(words), piece(asks))


def card(slug: str, audience: str = "adult", locale: str = "zh-Hans", *, keys: str = "ab", **changes: Any) -> Card:
    """Return a card of a fraud type, by default for adults in Simplified Chinese, with two wordings."""
    card_id = f"{slug}.{audience}.{locale}"
    own: dict[str, Any] = {
        "id": card_id,
        "fraud_type": slug,
        "locale": locale,
        "audience": audience,
        "level": "warn",
        "edition": 1,
        "revision": 7,
        "set_key": f"{slug}.{audience}",
        "expires": 0.0,
        "why": piece("这笔付款很像骗局"),
        "always": piece({"safe_action": {"label": "先不转了", "action": "stop"}, "contacts": []}),
        "proceed": piece({"proceed": {"label": "继续付", "confirm": audience == "elder"}}),
        "pause": piece({"cooling_off": {"minutes": 15}, "switch_line": "换一个平台付款，同样会被骗。"}),
        "variants": tuple(variant(card_id, key) for key in keys),
    }
    return Card(**{**own, **changes})


def deck(*cards: Card, **changes: Any) -> Deck:
    """Return a deck of `cards` and one to fall back on, unless they hold one."""
    if not any(one.fraud_type == "other-unknown" for one in cards):
        cards = (*cards, card("other-unknown"))
    own: dict[str, Any] = {
        "format": FORMAT,
        "parents": PARENTS,
        "codes": {"mps:刷单返利类": "task-rebate", "ukf:purchase": "purchase"},
        "signals": {"zh-Hans": {"new-payee": "您是第一次向对方付款。", "on-call": "您正在通话。"}},
        "cards": cards,
    }
    return Deck(**{**own, **changes})


def index(*cards: Card, now: float = 0.0, **changes: Any) -> Index:
    return index_of(deck(*cards, **changes), now=now, version="v1")


def ask(of: Index, *codes: str | tuple[str, float | None], **rest: Any) -> dict[str, Any]:
    """Return the whole answer for codes, each with a score or without."""
    suspected = [SuspectedType(*((code,) if isinstance(code, str) else code)) for code in codes]
    answer = match(of, WarningRequest(fraud_types=suspected, **rest))
    body: dict[str, Any] = json.loads(splice(answer, warning_id="0"))
    return body
