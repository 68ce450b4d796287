"""What Elasticsearch keeps of an entry: the entry, to give back, and our tokens of it, to search.

Only what the core of any Elasticsearch 8 has is asked for: no analyzer is needed but the one that cuts at spaces.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final

import msgspec
from elasticsearch.dsl import Byte, Document, Keyword, MetaField, Object, Text

from scams.search.contract import WEIGHTS, Entry
from scams.search.text import VERSION, tokens
from scams.words import LOCALES, locale_chain

WORDS: Final = {field: f"{field}_words" for field in WEIGHTS}
"""The fields of an entry that are searched, each with the one that has its tokens."""


class EntryDocument(Document):
    """An entry, under its key."""

    key = Keyword()
    kind = Keyword()
    locale = Keyword()
    fraud_type = Keyword()
    audience = Keyword()
    url = Text(index=False)
    title = Text(index=False)
    names = Text(index=False)
    text = Text(index=False)
    digest = Keyword(index=False)
    group = Keyword(index=False)
    """What it has in common with those that are counted with it (`grouped`)."""
    place = Object(properties={locale: Byte(index=False) for locale in LOCALES})
    """By the reader's language, how far down entries in its own come."""
    title_words = Text(analyzer="whitespace", copy_to="words")
    names_words = Text(analyzer="whitespace", copy_to="words")
    text_words = Text(analyzer="whitespace", copy_to="words")
    words = Text(analyzer="whitespace", norms=False, index_options="docs")
    """The tokens of all three: that they are there, not how often."""

    class Meta:
        dynamic = MetaField("strict")
        _source = MetaField(includes=list(Entry.__struct_fields__))  # so no answer has to be cut down

    class Index:
        settings: Final = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}
        """One shard: counts are exact, and scores are told from all entries."""


def documents(entries: Iterable[Entry], index: str) -> Iterator[dict[str, Any]]:
    """Yield entries as the bulk helper takes them, for an index or what stands for one."""
    for entry in entries:
        made = EntryDocument(
            meta={"id": entry.key, "index": index},
            **msgspec.structs.asdict(entry),
            **{field: " ".join(tokens(getattr(entry, name))) for name, field in WORDS.items()},
            digest=entry.digest(),
            group=grouped(entry),
            place={locale: locale_chain(locale).index(entry.locale) for locale in LOCALES},
        )
        yield made.to_dict(include_meta=True)


def grouped(entry: Entry) -> str:
    """Return kind, type and audience of an entry as one value."""
    return msgspec.json.encode((entry.kind, entry.fraud_type, entry.audience)).decode()


@lru_cache(maxsize=1 << 12)
def ungrouped(value: str) -> tuple[str, str, tuple[str, ...]]:
    """Return kind, type and audience again; `msgspec.MsgspecError` for what `grouped` did not write."""
    return msgspec.json.decode(value, type=tuple[str, str, tuple[str, ...]])


def generation() -> str:
    """Return what is another whenever the mapping, or the way texts are cut, is another: 8 characters."""
    made = (VERSION, EntryDocument._index.to_dict())
    return blake2b(msgspec.json.encode(made, order="deterministic"), digest_size=4).hexdigest()
