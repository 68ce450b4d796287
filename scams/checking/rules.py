"""What there is to know about messages: plain structs, and their one encoding."""

import hashlib
import zlib
from typing import Final

import msgspec
from msgspec import Struct

FORMAT: Final = 1
"""Raised when an older program could not read newer rules, or a newer one no longer reads what it read before."""

TEXT_MOST: Final = 10_000
"""Characters of a message."""

ENOUGH: Final = 4
WEIGHTS: Final = (1, 2, 3, ENOUGH)
"""How much a clue says by itself: a hint, a clue, a strong clue, enough on its own."""

GENUINE: Final = "genuine"
"""What is said where nobody means to cheat: the role of a word list, and the label of an example."""
VOIDS_AFTER: Final = "voids-after"
VOIDS_BEFORE: Final = "voids-before"
VOCABULARY: Final = "vocabulary"
ROLES: Final = (VOCABULARY, GENUINE, VOIDS_AFTER, VOIDS_BEFORE)
"""What a word list is for."""


class RulesError(Exception):
    """These bytes are not rules that this program can read, or a rule in them cannot be meant."""


class Clue(Struct, frozen=True, kw_only=True):
    """Something that scammers of one type say. It counts once, however often it is said."""

    key: str
    """The same in every language of a pattern."""
    weight: float = 2.0
    words: tuple[str, ...] = ()
    """Any of these phrases is needed."""
    also: tuple[tuple[str, ...], ...] = ()
    """And one phrase of each of these groups, near it."""
    unless: tuple[str, ...] = ()
    """And none of these anywhere in the message."""
    why: dict[str, str] = {}
    """What to tell the payer about it, by locale."""


class Cue(Struct, frozen=True, kw_only=True):
    """What people hear who are worked on by a technique."""

    slug: str
    words: tuple[str, ...]
    why: dict[str, str] = {}


class WordList(Struct, frozen=True, kw_only=True):
    """Words that mean the same, to be named `{key}` in phrases; or words with a role of their own."""

    key: str
    role: str = VOCABULARY
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    weight: float = 2.0
    """How much a genuine turn of phrase speaks against a scam."""


class Telling(Struct, frozen=True, kw_only=True):
    """What the payer reads about one fraud type, in one language."""

    title: str
    article_url: str | None = None
    advice: tuple[str, ...] = ()


class TypeRules(Struct, frozen=True, kw_only=True):
    """The rules of one fraud type."""

    fraud_type: str
    clues: tuple[Clue, ...] = ()
    """In all languages; of clues with one key the heaviest counts."""
    techniques: tuple[str, ...] = ()
    """Their cues count for this type, once it has a clue of its own."""
    telling: dict[str, Telling] = {}
    """By locale."""


class CheckContact(Struct, frozen=True, kw_only=True):
    """A verified hotline, and for whom it is: locales and a region."""

    name: dict[str, str]
    number: str
    region: str
    hours: dict[str, str] = {}
    locales: tuple[str, ...] = ()


class Example(Struct, frozen=True, array_like=True):
    """A message of which people have told what it is: a fraud type, or genuine."""

    label: str
    text: str


class Rules(Struct, frozen=True, kw_only=True):
    """Everything that a message is read by."""

    format: int = FORMAT
    types: tuple[TypeRules, ...] = ()
    cues: tuple[Cue, ...] = ()
    lists: tuple[WordList, ...] = ()
    contacts: tuple[CheckContact, ...] = ()
    examples: tuple[Example, ...] = ()


_encoder: Final = msgspec.json.Encoder(order="deterministic")
_decoder: Final = msgspec.json.Decoder(Rules)


def encode(rules: Rules) -> bytes:
    """Return the rules as compressed JSON; equal rules give equal bytes."""
    return zlib.compress(_encoder.encode(rules), 6)


def decode(payload: bytes) -> Rules:
    """Return the rules in `payload`; RulesError when they are cut, altered, or of another shape or format."""
    try:
        rules = _decoder.decode(zlib.decompress(payload))
    except (zlib.error, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RulesError(f"rules of another shape: {error}") from error
    if rules.format != FORMAT:
        raise RulesError(f"rules of format {rules.format}, not {FORMAT}")
    return rules


def version_of(payload: bytes) -> str:
    """Return the version of encoded rules: 16 hexadecimal digits of their digest."""
    return hashlib.sha256(payload).hexdigest()[:16]
