"""Which card answers a request: a pure function of deck and request, without clock, chance or I/O."""

from typing import Final
from zlib import crc32

import msgspec
from msgspec import Struct

from scams.deck.answers import Reroute, follow
from scams.deck.index import PLACES, Found, Index, Plate, Variant
from scams.deck.ladder import climb
from scams.deck.request import SuspectedType, WarningRequest
from scams.deck.tree import tree_of
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
    ladder: bytes = b"null"
    held_out: bool = False
    """Whether this payer is one of those who do not see the card."""
    reroute: Reroute | None = None
    tree: bytes = b""

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
    From there the payer's answers lead on, and the step of the playbook decides the level.
    """
    locale, audience = request.locale, request.audience or DEFAULT_AUDIENCE
    known = _FIRST if locale is None else KNOWN_LOCALES.get(locale) or api_locale(locale)
    place = PLACES[known][audience]
    found, suspected, unknown = _find(index, request.fraud_types, place)
    level, signals, reroute = request.level or found.plate.level, request.signals, None
    if request.answers:
        path = follow(found, request.answers, lambda code: _card_for(index, code, place))
        level = max(level, path.level, path.found.plate.level if path.reroute else level, key=LEVELS.index)
        signals, reroute = [*path.signals, *(signals or ())], path.reroute
        if reroute:
            found, suspected = path.found, SuspectedType(path.code)
    plate, ladder = found.plate, b"null"
    if steps := index.ladders.get((plate.fraud_type, audience)):
        level, ladder = climb(steps, request, level)
    subject = request.subject or ""
    lines = index.signals.get(plate.locale, _NO_SIGNALS)
    return Answer(
        found,
        suspected,
        choose_variant(plate, subject, request.seen),
        level,
        _why(plate, lines, signals) if signals else (plate.why,),
        unknown,
        ladder,
        plate.hold_out > 0 and _is_held_out(plate, request, level),
        reroute,
        _tree(index, found, request, place) if request.tree else b"",
    )


def _is_held_out(plate: Plate, request: WarningRequest, level: str) -> bool:
    """Return whether this payer is to go without the card: the same one always, nobody at stop or once it was shown."""
    going_on = request.answers or request.warning_id or (request.ladder and request.ladder.taken)
    if level == "stop" or going_on or not request.subject:
        return False
    return crc32(f"hold-out {request.subject}".encode(), plate.seed) % 100 < plate.hold_out


def _card_for(index: Index, code: str, place: int) -> Found:
    """Return the card for a fraud type: its own, its nearest ancestor's, or the one to fall back on."""
    shelf = index.shelves.get(code)
    return (shelf and shelf[place]) or index.fallback[place]


def _tree(index: Index, found: Found, request: WarningRequest, place: int) -> bytes:
    return tree_of(
        found,
        find=lambda code: _card_for(index, code, place),
        wording=lambda plate: choose_variant(plate, request.subject or "", request.seen),
        lines=index.signals.get(found.plate.locale, _NO_SIGNALS),
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
_FIRST_SIGHT: Final = b'},"reroute":null,"held_out":false,"ladder":'


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
            _FIRST_SIGHT if answer.reroute is None and not answer.held_out else _sight(answer),
            answer.ladder,
            b',"card":{"why_you":[',
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
            b',"tree":'.join((b"}", answer.tree)) if answer.tree else b"}",
            b"}",
        )
    )


def _sight(answer: Answer) -> bytes:
    """Return what tells how the payer came to the card, and whether it is to be shown at all."""
    return b'},"reroute":%b,"held_out":%b,"ladder":' % (_json(answer.reroute), _json(answer.held_out))
