"""Which card answers a request: a pure function of deck and request, without clock, chance or I/O."""

from typing import Final
from zlib import crc32

import msgspec
from msgspec import Struct

from scams.deck.index import PLACES, Found, Index, Plate, Variant
from scams.deck.request import SuspectedType, WarningRequest
from scams.words import DEFAULT_AUDIENCE, KNOWN_LOCALES, LEVELS, LOCALES, api_locale

WHY_LINES_MOST: Final = 3
"""Lines about this payment, the card's own included: what fits beside the headline."""


class Matched(Struct, frozen=True):
    """How the card was found: its fraud type, by which step, from which of the codes sent."""

    fraud_type: str
    by: str
    code: str | None
    score: float | None


class Answer(Struct, frozen=True, gc=False):
    """The chosen card and wording at a level, ready to be spliced."""

    found: Found
    suspected: SuspectedType | None
    """The known code that led to the card, if any did."""
    variant: Variant
    level: str
    why: tuple[bytes, ...]
    unknown: tuple[str, ...] = ()
    """The codes sent that nobody knows."""

    @property
    def matched(self) -> Matched:
        """How the card was found, as the answer's JSON says it."""
        found, one = self.found, self.suspected
        code, score = (one.code, one.score) if one else (None, None)
        return Matched(found.plate.fraud_type, found.by, code, score)


def match(index: Index, request: WarningRequest) -> Answer:
    """Return the answer to `request`; every request has one.

    The highest-scored known code first, codes of equal score in the order sent, those without a
    score last; per type its own card, then its nearest ancestor's; `other-unknown` when none has one.
    """
    locale = request.locale
    known = _FIRST if locale is None else KNOWN_LOCALES.get(locale) or api_locale(locale)
    found, suspected, unknown = _find(index, request.fraud_types, PLACES[known][request.audience or DEFAULT_AUDIENCE])
    plate = found.plate
    return Answer(
        found,
        suspected,
        choose_variant(plate, request.subject or "", request.seen),
        request.level or plate.level,
        _why(plate, index.signals.get(plate.locale, _NO_SIGNALS), request.signals) if request.signals else (plate.why,),
        unknown,
    )


def _find(
    index: Index, suspected: list[SuspectedType], place: int
) -> tuple[Found, SuspectedType | None, tuple[str, ...]]:
    """Return the card, the code that led to it, and the codes that nobody knows."""
    best: SuspectedType | None = None
    bare: SuspectedType | None = None
    most = most_bare = _LESS_THAN_NO_SCORE
    found = index.fallback[place]
    unknown: tuple[str, ...] = ()
    for one in suspected:
        score = _NO_SCORE if one.score is None else one.score
        if (shelf := index.shelves.get(one.code)) is None:
            unknown = (*unknown, one.code)
        elif (card := shelf[place]) is None:
            if score > most_bare:
                bare, most_bare = one, score
        elif score > most:
            best, most, found = one, score, card
    return found, best or bare, unknown


def choose_variant(plate: Plate, subject: str, seen: dict[str, int] | None) -> Variant:
    """Return the wording this subject has seen least; among equals one that subject and card decide."""
    variants = plate.variants
    number = len(variants)
    if number == 1:
        return variants[0]
    start = crc32(subject.encode(), plate.seed) % number
    best = variants[start]
    if seen and (least := seen.get(best.id, 0)):
        for variant in (*variants[start + 1 :], *variants[:start]):
            if (times := seen.get(variant.id, 0)) < least:
                best, least = variant, times
    return best


def _why(plate: Plate, known: dict[str, bytes], signals: list[str]) -> tuple[bytes, ...]:
    """Return the lines about this payment: of the signals known, in the order sent, then the card's own."""
    lines: list[bytes] = []
    for signal in signals:
        line = known.get(signal)
        if line is not None and line not in lines:
            lines.append(line)
    return (*lines[: WHY_LINES_MOST - 1], plate.why)


_NO_SCORE: Final = -1.0
_LESS_THAN_NO_SCORE: Final = -2.0
_FIRST: Final = LOCALES[0]
_NO_SIGNALS: Final[dict[str, bytes]] = {}
_json: Final = msgspec.json.Encoder().encode
_LEVEL: Final = {level: b'],"level":"%b",' % level.encode() for level in LEVELS}
_RANK: Final = {level: rank for rank, level in enumerate(LEVELS)}
_WARN, _HOLD, _STOP = (_RANK[level] for level in ("warn", "hold", "stop"))
_NO_ASKS: Final = b'"questions":[],"rebuttals":[]'
_NO_PROCEED: Final = b'"proceed":null'
_NO_PAUSE: Final = b'"cooling_off":null,"switch_line":null'
_NO_CODE: Final = b'"code":null,"score":null'


def splice(answer: Answer, *, warning_id: str) -> bytes:
    """Return the response body: the pieces that the level calls for, joined."""
    plate, variant, rank, one = answer.found.plate, answer.variant, _RANK[answer.level], answer.suspected
    return b"".join(
        (
            b'{"warning_id":"',
            warning_id.encode(),
            b'",',
            answer.found.opening,
            _NO_CODE if one is None else _json(one)[1:-1],  # its members are code and score
            b'},"card":{"why_you":[',
            b",".join(answer.why),
            _LEVEL[answer.level],
            variant.words,
            b",",
            variant.asks if rank >= _WARN else _NO_ASKS,
            b",",
            _NO_PROCEED if rank >= _STOP else plate.proceed,
            b",",
            plate.pause if rank >= _HOLD else _NO_PAUSE,
            b",",
            plate.always,
            b"}}",
        )
    )
