"""What Elasticsearch answers, as far as we read it. What is otherwise is no answer (`msgspec.MsgspecError`)."""

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct, field

from scams.search.contract import EngineDown, Entry, Hit, Suggestion
from scams.search.engines.counting import Group
from scams.search.engines.elastic_client import MALFORMED, SLOW, reason_of
from scams.search.engines.elastic_document import ungrouped


class _One(Struct):
    status: int
    timed_out: bool = False


class _All(Struct):
    responses: list[Any]


def each_answer(said: Any, number: int) -> list[Any]:
    """Return the answers to so many searches; raise `EngineDown` where one of them has none."""
    answers = msgspec.convert(said, _All).responses
    if len(answers) != number:
        raise EngineDown(MALFORMED, f"{len(answers)} answers to {number} questions")
    for one in answers:
        told = msgspec.convert(one, _One)
        if told.timed_out or told.status != 200:
            raise EngineDown(SLOW if told.timed_out else reason_of(told.status), one.get("error", ""))
    return answers


class _Hit(Struct):
    source: Entry = field(name="_source")
    sort: tuple[int, float, str]
    """The place of its language, its score, its key."""


class _Hits(Struct):
    hits: list[_Hit]


class _Bucket(Struct):
    key: str
    doc_count: int


class _Buckets(Struct):
    buckets: list[_Bucket]


class _Groups(Struct):
    groups: _Buckets


class Found(Struct):
    """The answer to a question."""

    hits: _Hits
    aggregations: _Groups

    def in_groups(self) -> list[Group]:
        """Return how many entries match, by what they have in common."""
        return [Group(*ungrouped(bucket.key), bucket.doc_count) for bucket in self.aggregations.groups.buckets]

    def to_hits(self) -> Iterator[Hit]:
        """Yield the hits of the page."""
        return (Hit(one.source, one.sort[1]) for one in self.hits.hits)


class _Total(Struct):
    value: int


class _Number(Struct):
    total: _Total


class _Reached(Struct):
    hits: _Number


def is_reached(said: Any) -> bool:
    """Return whether any entry was found."""
    return msgspec.convert(said, _Reached).hits.total.value > 0


class _Title(Struct):
    title: str
    url: str


class _Begins(Struct):
    source: _Title = field(name="_source")


class _Titles(Struct):
    hits: list[_Begins]


class Begun(Struct):
    """The answer to a beginning."""

    hits: _Titles

    def to_suggestions(self) -> list[Suggestion]:
        """Return the titles with their addresses."""
        return [Suggestion(one.source.title, one.source.url) for one in self.hits.hits]


class _Kinds(Struct):
    kinds: _Buckets


class Held(Struct):
    """How many entries there are of each kind."""

    aggregations: _Kinds

    def by_kind(self) -> dict[str, int]:
        """Return them by kind."""
        return {bucket.key: bucket.doc_count for bucket in self.aggregations.kinds.buckets}


class _Digest(Struct):
    key: tuple[str]
    digest: tuple[str]


class _Fields(Struct):
    fields: _Digest


def digest_of(hit: Any) -> tuple[str, str]:
    """Return the key and the digest of an entry."""
    found = msgspec.convert(hit, _Fields).fields
    return found.key[0], found.digest[0]
