"""Which card answers a request: a pure function of deck and request, without clock, chance or I/O."""

from typing import Annotated, Final, Literal, NamedTuple
from zlib import crc32

import msgspec
from msgspec import Meta, Struct

from scams.deck.wire import Card, Deck, Variant
from scams.words import AUDIENCES, DEFAULT_AUDIENCE, FALLBACK_TYPE, LEVELS, LOCALES, api_locale, locale_chain

Code = Annotated[str, Meta(min_length=1, max_length=128)]
Token = Annotated[str, Meta(min_length=1, max_length=64)]
Level = Literal["notice", "warn", "hold", "stop"]
Audience = Literal["adult", "elder", "teen", "sme"]

WHY_LINES_MOST: Final = 3
"""Lines about this payment, the card's own included: what fits beside the headline."""


class SuspectedType(Struct, frozen=True):
    """A fraud type the engine suspects: a canonical slug or a crosswalk code, and how sure it is."""

    code: Code
    score: Annotated[float, Meta(ge=0, le=1)] | None = None


class Amount(Struct, frozen=True):
    """A sum of money as a decimal text, and its ISO 4217 currency."""

    value: Annotated[str, Meta(pattern=r"^[0-9]{1,15}(\.[0-9]{1,6})?$(?!\n)")]
    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}$(?!\n)")]


class WarningRequest(Struct, frozen=True):
    """What a risk engine asks: this payment looks like these fraud types, so what should the payer see?

    Only `fraud_types` is needed; null is as good as left out. Without a locale it is zh-Hans.
    """

    fraud_types: Annotated[list[SuspectedType], Meta(max_length=50)]
    level: Level | None = None
    locale: Annotated[str, Meta(pattern=r"^[A-Za-z]{1,8}([-_][A-Za-z0-9]{1,8}){0,4}$(?!\n)")] | None = None
    audience: Audience | None = None
    channel: Token | None = None
    amount: Amount | None = None
    signals: Annotated[list[Token], Meta(max_length=50)] | None = None
    subject: Annotated[str, Meta(max_length=64)] | None = None
    seen: dict[Annotated[str, Meta(max_length=128)], Annotated[int, Meta(ge=0)]] | None = None


class Found(NamedTuple):
    """The card for one fraud type, audience and locale, and whether it is the type's own."""

    card: Card
    by: str


class Matched(Struct, frozen=True):
    """How the card was found: its fraud type, by which step, from which of the codes sent."""

    fraud_type: str
    by: str
    code: str | None
    score: float | None


class Answer(NamedTuple):
    """The chosen card and wording at a level, ready to be spliced."""

    matched: Matched
    card: Card
    variant: Variant
    level: str
    why: list[bytes]


class Index:
    """A deck arranged so that one look-up finds the card of any fraud type, audience and locale."""

    def __init__(self, deck: Deck, *, now: float) -> None:
        """Arrange the cards of `deck` that have not expired at `now`, in seconds since the epoch.

        Cards to fall back on stay past their date, until a deck without them: an old answer is better than none.
        """
        lasting = [card for card in deck.cards if not card.expires or card.fraud_type == FALLBACK_TYPE]
        passing = [card for card in deck.cards if card.expires > now and card.fraud_type != FALLBACK_TYPE]
        live = [*lasting, *passing]
        self.deck = deck
        self.next_expiry = min((card.expires for card in passing), default=None)
        """When the index is to be made again, or None."""
        own = {(card.fraud_type, card.audience, card.locale): card for card in live}
        self._found = _arrange(deck, own)
        if (FALLBACK_TYPE, DEFAULT_AUDIENCE, LOCALES[0]) not in self._found:
            raise ValueError("a deck without a card to fall back on")

    def resolve(self, code: str) -> str | None:
        """Return the fraud type of a slug or crosswalk code; None when nobody knows it."""
        return code if code in self.deck.parents else self.deck.codes.get(code)

    def find(self, fraud_type: str, audience: str, locale: str) -> Found | None:
        """Return the card of a type or of its nearest ancestor that has one; None when there is none."""
        return self._found.get((fraud_type, audience, locale))


def _arrange(deck: Deck, own: dict[tuple[str, str, str], Card]) -> dict[tuple[str, str, str], Found]:
    """Return the card for every fraud type, audience and locale that has one, its own or an ancestor's."""
    found: dict[tuple[str, str, str], Found] = {}
    for slug in deck.parents:
        line = _line_of(slug, deck.parents)
        for locale in LOCALES:
            for audience in AUDIENCES:
                for step in line:
                    if card := _own_card(own, step, audience, locale):
                        found[slug, audience, locale] = Found(card, "exact" if step == slug else "parent")
                        break
    return found


def _line_of(slug: str, parents: dict[str, str]) -> list[str]:
    """Return a type and its ancestors, nearest first."""
    line = [slug]
    while (above := parents.get(line[-1])) and above not in line:
        line.append(above)
    return line


def _own_card(own: dict[tuple[str, str, str], Card], slug: str, audience: str, locale: str) -> Card | None:
    """Return a type's own card: the payer's language before the payer's audience."""
    for language in locale_chain(locale):
        for listener in (audience, DEFAULT_AUDIENCE):
            if card := own.get((slug, listener, language)):
                return card
    return None


def match(index: Index, request: WarningRequest) -> Answer:
    """Return the answer to `request`; every request has one.

    The highest-scored known code first, codes of equal score in the order sent, those without a
    score last; per type its own card, then its nearest ancestor's; `other-unknown` when none has one.
    """
    audience, locale = request.audience or DEFAULT_AUDIENCE, api_locale(request.locale or LOCALES[0])
    matched, card = _find(index, request.fraud_types, audience, locale)
    return Answer(
        matched=matched,
        card=card,
        variant=choose_variant(card, request.subject or "", request.seen or {}),
        level=request.level or card.level,
        why=_why(index, card, request.signals or []),
    )


def _find(index: Index, suspected: list[SuspectedType], audience: str, locale: str) -> tuple[Matched, Card]:
    first: SuspectedType | None = None
    for one in sorted(suspected, key=_doubt):
        if slug := index.resolve(one.code):
            first = first or one
            if found := index.find(slug, audience, locale):
                return Matched(found.card.fraud_type, found.by, one.code, one.score), found.card
    fallback = index.find(FALLBACK_TYPE, audience, locale)
    if fallback is None:
        raise LookupError("an index always holds a card to fall back on")
    code, score = (first.code, first.score) if first else (None, None)
    return Matched(FALLBACK_TYPE, "fallback", code, score), fallback.card


def _doubt(one: SuspectedType) -> float:
    return 1.0 if one.score is None else -one.score


def choose_variant(card: Card, subject: str, seen: dict[str, int]) -> Variant:
    """Return the wording this subject has seen least; among equals one that subject and card decide."""
    number = len(card.variants)
    if number == 1:
        return card.variants[0]
    start = crc32(f"{subject}\n{card.id}".encode("utf-8", "surrogatepass")) % number
    turned = card.variants[start:] + card.variants[:start]
    return min(turned, key=lambda variant: seen.get(variant.id, 0)) if seen else turned[0]


def _why(index: Index, card: Card, signals: list[str]) -> list[bytes]:
    """Return the lines about this payment: of the signals known, in the order sent, then the card's own."""
    known = index.deck.signals.get(card.locale, {})
    lines = [known[signal] for signal in dict.fromkeys(signals) if signal in known]
    return [*lines[: WHY_LINES_MOST - 1], card.why]


_json: Final = msgspec.json.Encoder()
_NO_ASKS: Final = b'"questions":[],"rebuttals":[]'
_NO_PROCEED: Final = b'"proceed":null'
_NO_PAUSE: Final = b'"cooling_off":null,"switch_line":null'
_WARN, _HOLD, _STOP = (LEVELS.index(level) for level in ("warn", "hold", "stop"))
_RANK: Final = {level: rank for rank, level in enumerate(LEVELS)}


def splice(answer: Answer, *, warning_id: str, version: bytes) -> bytes:
    """Return the response body: the pieces that the level calls for, joined."""
    card, variant, rank = answer.card, answer.variant, _RANK[answer.level]
    pieces = (
        b'{"warning_id":"%b","deck":"%b","matched":' % (warning_id.encode(), version),
        _json.encode(answer.matched),
        b',"card":{"id":"%b","revision":%d,"variant":"%b",' % (card.id.encode(), card.revision, variant.id.encode()),
        b'"fraud_type":"%b","level":"%b",' % (card.fraud_type.encode(), answer.level.encode()),
        b'"locale":"%b","audience":"%b",' % (card.locale.encode(), card.audience.encode()),
        b'"why_you":[%b],' % b",".join(answer.why),
        variant.words,
        b",",
        variant.asks if rank >= _WARN else _NO_ASKS,
        b",",
        _NO_PROCEED if rank >= _STOP else card.proceed,
        b",",
        card.pause if rank >= _HOLD else _NO_PAUSE,
        b",",
        card.actions,
        b"}}",
    )
    return b"".join(pieces)
