"""The conditions of a database engine's questions that are not about words, and the numbers they look at."""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Final, get_args

import msgspec

from scams.search.contract import QUIZ_WEIGHT, Entry, Kind, Query
from scams.search.engines.sql import Part, joined, one_of

_KINDS: Final = get_args(Kind)
_OF_A_KIND: Final = 1 << 48
"""Buckets that a kind may have."""


def bucket(entry: Entry) -> int:
    """Return the number of what an entry has in common with others: numbers of a kind follow each other."""
    shared = msgspec.json.encode((entry.fraud_type, entry.audience))
    return _KINDS.index(entry.kind) * _OF_A_KIND + int.from_bytes(blake2b(shared, digest_size=6).digest(), "big")


def of_kinds(kinds: Iterable[str]) -> Part:
    """Return the condition that an entry is of some kinds. By numbers: comparing texts takes long."""
    numbers = [place for place, kind in enumerate(_KINDS) if kind in set(kinds)]
    first = [number for number in numbers if number - 1 not in numbers]
    last = [number for number in numbers if number + 1 not in numbers]
    ranges = [
        Part("(e.bucket >= %s AND e.bucket < %s)", (start * _OF_A_KIND, (end + 1) * _OF_A_KIND))
        for start, end in zip(first, last, strict=True)
    ]
    either = joined(" OR ", ranges or [Part("FALSE")])
    return Part(f"({either.sql})", either.params)


def chosen(query: Query) -> Iterator[Part]:
    """Yield the conditions of the facets that were chosen."""
    if query.fraud_types:
        yield one_of("e.fraud_type", query.fraud_types)
    if query.kind:
        yield Part("e.kind = %s", (query.kind,))
    if query.audience:
        yield Part("(e.audience = '' OR e.audience LIKE %s)", (f"% {query.audience} %",))


_QUIZ: Final = of_kinds(["quiz"])
WEIGHED: Final = Part(f"CASE WHEN {_QUIZ.sql} THEN {QUIZ_WEIGHT} ELSE 1 END", _QUIZ.params)
"""What a score is multiplied by."""
