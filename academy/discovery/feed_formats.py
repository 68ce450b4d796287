"""A feed written as RSS 2.0, as Atom or as JSON Feed 1.1. Plain data in, bytes out."""

import datetime as dt
import json
from collections.abc import Callable
from io import BytesIO
from typing import Any, Final, NamedTuple

from django.utils import feedgenerator

_EMPTY_SINCE: Final = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""What a feed without entries says it was changed: the same each time, so that nobody fetches it anew."""


class Entry(NamedTuple):
    """One article or quiz."""

    id: str
    """Never changes, whatever happens to the address and the words."""
    url: str
    title: str
    summary: str
    category: str
    published: dt.datetime
    updated: dt.datetime


class Channel(NamedTuple):
    """A feed."""

    title: str
    description: str
    author: str
    home: str
    address: str
    """Its own."""
    language: str
    """As HTML spells it."""
    entries: list[Entry]


class _SameDate:
    """Lets a feed's date be that of its newest entry, and no other."""

    def latest_post_date(self) -> dt.datetime:
        """Return when the newest entry was changed."""
        items: list[dict[str, Any]] = self.items  # type: ignore[attr-defined]  # of the generator this stands beside
        return max((one["updateddate"] for one in items), default=_EMPTY_SINCE)


class _Rss(_SameDate, feedgenerator.Rss201rev2Feed):
    """RSS 2.0."""


class _Atom(_SameDate, feedgenerator.Atom1Feed):
    """Atom 1.0."""


def _xml(generator: type[feedgenerator.SyndicationFeed]) -> Callable[[Channel], bytes]:
    def write(channel: Channel) -> bytes:
        feed = generator(
            title=channel.title,
            link=channel.home,
            description=channel.description,
            language=channel.language,
            author_name=channel.author,
            feed_url=channel.address,
            feed_guid=channel.address,
        )
        for one in channel.entries:
            feed.add_item(
                title=one.title,
                link=one.url,
                description=one.summary,
                unique_id=one.id,
                unique_id_is_permalink=False,
                categories=[one.category],
                pubdate=one.published,
                updateddate=one.updated,
            )
        written = BytesIO()
        feed.write(written, "utf-8")
        return written.getvalue()

    return write


def _json(channel: Channel) -> bytes:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "description": channel.description,
        "home_page_url": channel.home,
        "feed_url": channel.address,
        "language": channel.language,
        "authors": [{"name": channel.author, "url": channel.home}],
        "items": [_json_item(one, channel.language) for one in channel.entries],
    }
    return json.dumps(feed, ensure_ascii=False).encode()


def _json_item(one: Entry, language: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "url": one.url,
        "title": one.title,
        "summary": one.summary,
        "content_text": one.summary,
        "date_published": one.published.isoformat(timespec="seconds"),
        "date_modified": one.updated.isoformat(timespec="seconds"),
        "tags": [one.category],
        "language": language,
    }


class Format(NamedTuple):
    """A way to write a feed."""

    content_type: str
    write: Callable[[Channel], bytes]


FORMATS: Final = {
    "rss": Format("application/rss+xml; charset=utf-8", _xml(_Rss)),
    "atom": Format("application/atom+xml; charset=utf-8", _xml(_Atom)),
    "json": Format("application/feed+json; charset=utf-8", _json),
}
"""By the ending of the feed's address."""
