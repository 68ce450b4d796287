"""On a real PostgreSQL server: the whole content, and a deck that is followed through the server's absence."""

import datetime as dt
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scams.deck import wire
from scams.deck.match import match
from scams.deck.places import FilePlace
from scams.deck.request import SuspectedType, WarningRequest
from scams.deck.snapshot import PostgresSource, SourceDown, source_for
from scams.deck.store import Store
from tests.conftest import Demo, start_site, stop_site
from tests.services.conftest import wait_for
from tests.services.load import Load
from tests.services.postgres import Postgres, migrated_postgres, postgres

__all__ = ["migrated_postgres", "postgres"]

SEARCH = """
from django.test import Client
from scams.models import ScamPattern, SearchEntry
from wagtail.search.backends import get_search_backend
client = Client(headers={"host": "localhost"})
for asked in ("刷單", "杀猪盘", "task scam"):
    print(asked, client.get("/api/v1/search", {"q": asked}).json()["results"][0]["fraud_type"])
for asked in ('"', "\\0", "'", "刷单:* & !a", "\u202e", "刷" * 10_000):
    assert client.get("/api/v1/search", {"q": asked}).status_code == 200, asked
    assert client.get("/zh-hans/search/", {"q": asked}).status_code == 200, asked
    get_search_backend().search(asked, ScamPattern).count()
    list(get_search_backend().autocomplete(asked, ScamPattern))
both = [{page.pk for page in ScamPattern.objects.search(word)} for word in ("账户", "帳戶")]
print(both[0] == both[1], len(both[0]) > 3)
"""


@pytest.fixture
def source(postgres: Postgres) -> Iterator[PostgresSource]:
    found = source_for(postgres.url)
    assert isinstance(found, PostgresSource)
    yield found
    if found.connection:
        found.connection.close()


def headline(store: Store) -> str:
    """Return the first wording of the card for a fraud type, which no rotation changes."""
    assert store.state
    plate = match(store.state.index, WarningRequest([SuspectedType("task-rebate")])).found.plate
    return str(json.loads(b"{%b}" % plate.variants[0].words)["headline"])


def test_the_whole_content_is_in_the_deck(postgres: Postgres, source: PostgresSource) -> None:
    snapshot = source.newer_than(None)
    assert snapshot
    deck = wire.decode(snapshot.payload)
    assert (len(deck.cards), len(deck.codes)) == (180, 116)
    assert postgres.manage("build_deck") == f"deck {wire.version_of(snapshot.payload)}: 180 cards\n"


def test_the_whole_content_is_searched(postgres: Postgres) -> None:
    assert postgres.manage("search_index", "status").startswith("postgresql: 75 article, 180 card, ")
    assert postgres.manage("search_index", "verify") == "postgresql: as the content is\n"
    postgres.manage("search_index", "build")  # the admin's too: here no worker does what publishing asked for
    found = postgres.manage("shell", "--no-imports", "-c", SEARCH).splitlines()
    assert found == ["刷單 task-rebate", "杀猪盘 romance", "task scam task-rebate", "True True"]
    assert postgres.manage("search_index", "verify") == "postgresql: as the content is\n"


def test_nothing_new_is_none(source: PostgresSource) -> None:
    assert source.newer_than(source.newer_than(None)) is None


def test_a_client_made_or_revoked_is_seen(postgres: Postgres, source: PostgresSource) -> None:
    first = source.newer_than(None)
    key = postgres.manage("create_api_client", "engine", "--scopes", "warnings:read").strip()
    second = source.newer_than(first)
    assert first
    assert second
    assert (second.row, second.payload) == (first.row, first.payload)
    assert [(one.prefix, one.name, one.scopes) for one in second.clients] == [
        (key[:12], "engine", frozenset({"warnings:read"}))
    ]
    postgres.manage("revoke_api_client", "engine")
    assert source.newer_than(second) == first


def test_what_is_published_is_followed_through_a_servers_absence(
    postgres: Postgres, source: PostgresSource, tmp_path: Path
) -> None:
    store = Store(source, FilePlace(tmp_path / "deck.last-good"))
    assert store.refresh()
    postgres.publish("先垫钱的，都是骗局")
    assert store.refresh()
    assert headline(store) == "先垫钱的，都是骗局"

    postgres.stop()
    with pytest.raises(SourceDown):
        source.newer_than(None)
    assert not store.refresh()
    assert store.state
    assert match(store.state.index, WarningRequest([])).matched.fraud_type == "other-unknown"
    second = Store(source_for(postgres.url), FilePlace(tmp_path / "deck.last-good"))
    second.start()
    second.stop()
    assert headline(second) == "先垫钱的，都是骗局"

    postgres.start()
    postgres.publish("返利之前先付钱的，是骗局")
    assert store.refresh()
    assert headline(store) == "返利之前先付钱的，是骗局"


def test_a_key_that_runs_out_is_known_to_and_its_use_is_written_down(
    postgres: Postgres, source: PostgresSource
) -> None:
    old = postgres.manage("create_api_client", "rotating", "--rate", "50").strip()
    new = postgres.manage("rotate_api_key", "rotating", "--days", "2").strip()
    found = source.newer_than(None)
    assert found
    keys = {one.prefix: one for one in found.clients if one.name == "rotating"}
    assert keys[new[:12]].expires == 0
    assert 1.9 < (keys[old[:12]].expires - time.time()) / 86_400 < 2
    assert {one.rate for one in keys.values()} == {50}
    for _ in range(2):
        source.note_use([new[:12]], dt.date(2030, 1, 2))
    source.note_use([new[:12]], dt.date(2030, 1, 1))
    query = "from scams.models import ApiKey; print(*ApiKey.objects.filter(last_used_on='2030-01-02'))"
    assert postgres.manage("shell", "--no-imports", "-c", query).strip() == f"{new[:12]}…"
    assert source.newer_than(found) is None
    postgres.manage("revoke_api_client", "rotating")


def test_a_client_keeps_its_key_through_the_change_of_tables(postgres: Postgres, source: PostgresSource) -> None:
    key = postgres.manage("create_api_client", "early").strip()
    postgres.manage("migrate", "scams", "0001", "--verbosity", "0")
    with pytest.raises(SourceDown):
        source.newer_than(None)
    postgres.manage("migrate", "--verbosity", "0")
    found = source.newer_than(None)
    assert found
    assert key[:12] in {one.prefix for one in found.clients if one.name == "early"}
    postgres.manage("revoke_api_client", "early")


def test_no_answer_fails_while_the_server_is_stopped_and_started_again(
    postgres: Postgres, demo: Demo, tmp_path: Path
) -> None:
    key = postgres.manage("create_api_client", "loaded").strip()
    site = start_site(demo._replace(key=key), tmp_path, "serve_warnings", workers=2, DATABASE_URL=postgres.url)
    try:
        with Load(site.url, key) as load:
            postgres.stop()
            load.go_on(5)
            postgres.start()
            postgres.publish("又连上了")
            name = postgres.manage("build_deck").split()[1].rstrip(":")
            wait_for(lambda: load.sees(name), "answers from the new deck")
        load.check()
    finally:
        stop_site(site)
        postgres.manage("revoke_api_client", "loaded")


def test_a_database_without_our_tables_is_down_and_its_connection_closed(postgres: Postgres) -> None:
    source = PostgresSource(postgres.url.replace("/postgres?", "/template1?"))
    with pytest.raises(SourceDown, match="scams_deckversion"):
        source.newer_than(None)
    assert source.connection is None
