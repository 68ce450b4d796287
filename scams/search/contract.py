"""What every search engine takes and gives. Three engines keep to it: SQLite, PostgreSQL, Elasticsearch.

An engine knows tokens and filters. What a word is, other words for it, marks in the text and better spellings are
`scams.search.text`'s and `scams.search.asking`'s, before and after it, so that engines cannot differ in them.
"""

import math
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Final, Literal, Protocol

import msgspec
from msgspec import Struct

from scams.search.text import VERSION, Term

Kind = Literal["article", "quiz", "page", "contact", "card"]

FOR_PEOPLE: Final[tuple[Kind, ...]] = ("article", "quiz", "page", "contact")
"""What people may find; cards are for editors."""

PAGE_SIZE: Final = 10
LAST_PAGE: Final = 100
"""Pages of an answer that may be asked for; nobody reads further, and engines slow down."""

WEIGHTS: Final[Mapping[str, float]] = {"title": 8.0, "names": 4.0, "text": 1.0}
"""How much a token counts, by the field of the entry it is in."""

QUIZ_WEIGHT: Final = 0.4
"""What the score of a quiz is multiplied by: its few words would put it ahead of the article that it tests one on."""


class Entry(Struct, frozen=True):
    """One thing that may be found, in one language."""

    key: str
    """`<kind>:<id>`, for contacts with the language after it; at most 80 characters, unique."""
    kind: Kind
    locale: str
    """In API spelling."""
    title: str
    text: str
    """What it says, in plain words; snippets are cut from it."""
    url: str = ""
    """Its path on the site, from `/`; empty for what has no page of its own."""
    names: str = ""
    """What else it is called: labels of its fraud type, regional names. Found by, never shown."""
    fraud_type: str = ""
    """The slug; empty for what is about none."""
    audience: tuple[str, ...] = ()
    """Those it is written for; empty: everybody."""

    def digest(self) -> str:
        """Return what is another whenever the entry, or the way texts are cut, is another; 32 characters."""
        return blake2b(msgspec.json.encode((VERSION, self)), digest_size=16).hexdigest()


class Query(Struct, frozen=True):
    """What is looked for, and among what."""

    terms: tuple[Term, ...]
    """Without any, nothing is found."""
    locale: str = "zh-Hans"
    """The reader's, in API spelling. Entries in it come first, then those along its chain (`scams.words`)."""
    kinds: tuple[Kind, ...] = FOR_PEOPLE
    """The kinds there may be, whatever the facets say."""
    fraud_types: tuple[str, ...] = ()
    kind: str = ""
    audience: str = ""
    """Facets chosen: any of the types, the kind, the audience; an entry for everybody is for each audience."""
    page: int = 1
    size: int = PAGE_SIZE


class Hit(Struct, frozen=True):
    """An entry that was found."""

    entry: Entry
    score: float
    """Higher is better; only to be compared within one answer."""


class Facets(Struct, frozen=True):
    """How many entries each choice would leave: counted under the other two choices, without the own one."""

    fraud_type: dict[str, int] = {}
    audience: dict[str, int] = {}
    """An entry for everybody counts in none."""
    kind: dict[str, int] = {}


class Results(Struct, frozen=True):
    """An answer."""

    total: int = 0
    """Entries found, on all pages."""
    hits: tuple[Hit, ...] = ()
    """Those of the page: first in the reader's language, by score within a language, then by key."""
    facets: Facets = Facets()
    terms_met: int = 0
    """How many terms an entry had to have: as many as any entry of the kinds asked for has, by `levels`."""


class Suggestion(Struct, frozen=True):
    """What may be meant by the beginning of a question."""

    text: str
    url: str = ""
    """The path of the entry with this title; empty for a phrase to search by."""


class Status(Struct, frozen=True):
    """What an engine holds."""

    engine: str
    entries: dict[str, int]
    """By kind."""
    text_version: int = 0
    """`scams.search.text.VERSION` of the index; 0 for one that is empty."""
    trouble: str = ""
    """Why it cannot be asked, in words; empty where it can."""


class EngineDown(Exception):
    """An engine has no answer: it is not there, too slow, or does not say what it should."""

    def __init__(self, reason: str, details: object = "") -> None:
        """Say why in one word, by which such failures are counted, and what is known beyond."""
        super().__init__(f"{reason}: {details}" if details else reason)
        self.reason = reason


class Finder(Protocol):
    """Whom people's questions go to."""

    name: str

    def search(self, query: Query) -> Results:
        """Return what has all the terms; if nothing has, what has as many as `levels` says, the first that finds any.

        Whether a level finds any is told by kinds alone, so that choosing a facet does not change what matches.
        """

    def suggest(self, prefix: str, locale: str) -> list[Suggestion]:
        """Return the entries for people in a language whose title has a word, or runs of it, beginning like `prefix`.

        Words of `prefix` before its last are whole. Eight at most, best first.
        """


class Engine(Finder, Protocol):
    """An index that is searched. What is not in the database raises `EngineDown` where it has no answer."""

    def put(self, entries: Iterable[Entry]) -> None:
        """Add entries, in the place of those with their keys."""

    def remove(self, keys: Iterable[str]) -> None:
        """Take entries out; keys that are not there do not matter."""

    def replace(self, entries: Iterable[Entry]) -> int:
        """Make the index anew of these entries alone, without a moment when it is empty; return how many they are."""

    def digests(self) -> dict[str, str]:
        """Return the `digest` of every entry held, by key."""

    def status(self) -> Status:
        """Return what is held."""


SUGGESTED: Final = 8


def levels(terms: int) -> list[int]:
    """Return how many of so many terms an entry must have, as tried in turn: all, two thirds, one third, one."""
    steps = (terms, math.ceil(terms * 2 / 3), math.ceil(terms / 3), 1)
    return [step for step in dict.fromkeys(steps) if 0 < step <= terms]
