"""Kept pages on real servers: every process sees what is published, and goes on without database and cache server."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from academy.page_cache import shared
from academy.page_cache.entries import Entry
from academy.page_cache.memory import Memory
from academy.page_cache.pages import Pages
from academy.page_cache.shared import Shared
from academy.page_cache.watch import Watch
from scams.deck.places import connected
from tests.conftest import Demo, RunningSite, served_copy, start_site, stop_site
from tests.services.conftest import free_port, lose_all_messages, wait_for

HOME, ARTICLE = "/zh-hans/", "/zh-hans/gain/task-rebate/"
ENTRY = Entry([("Content-Type", "text/html")], 'W/"x"', {"": b"words", "br": b"\xff"}, ["learning"], 4e9)
PUBLISH = """
from scams.models import ScamPattern
article = ScamPattern.objects.get(slug="task-rebate", locale__language_code="zh-hans")
article.summary = {summary!r}
article.save_revision().publish()
"""


@pytest.fixture(scope="module")
def own_site(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """A site with two workers to break and mend."""
    yield from served_copy(demo, tmp_path_factory.mktemp("pages") / "data")


def status(site: RunningSite, path: str) -> str:
    return site.request(path).headers.get("cache-status", "")


def kept_by_all(site: RunningSite, path: str) -> bool:
    """Whether both workers have the page: of so many answers over connections of their own, all are from memory."""
    return all(status(site, path) == "academy; hit" for _ in range(24))


def seen_by_all(site: RunningSite, path: str, words: str) -> bool:
    return all(words in site.request(path).body.decode() for _ in range(24))


def publish(site: RunningSite, summary: str) -> None:
    """Publish the article in a process of its own, as a worker does on time."""
    done = site.manage("shell", "--no-imports", "-c", PUBLISH.format(summary=summary))
    assert done.returncode == 0, done.stderr


def test_what_another_process_publishes_is_seen_from_every_worker(own_site: RunningSite) -> None:
    wait_for(lambda: kept_by_all(own_site, ARTICLE), "the article to be kept")
    for summary in ("第一次改。", "第二次改。"):
        publish(own_site, summary)
        wait_for(lambda words=summary: seen_by_all(own_site, ARTICLE, words), "the change to be seen")
        wait_for(lambda: kept_by_all(own_site, ARTICLE), "the article to be kept again")


def test_a_head_request_is_told_the_length_and_gets_nothing(own_site: RunningSite) -> None:
    wait_for(lambda: kept_by_all(own_site, HOME), "the home page to be kept")
    whole = own_site.request(HOME, Accept_Encoding="br")
    head = own_site.request(HOME, method="HEAD", Accept_Encoding="br")
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(whole.body)))
    assert whole.headers["content-encoding"] == head.headers["content-encoding"] == "br"


def test_while_the_database_is_away_kept_pages_are_served(own_site: RunningSite) -> None:
    wait_for(lambda: kept_by_all(own_site, HOME), "the home page to be kept")
    before = own_site.request(HOME).body
    away = [path.rename(f"{path}.away") for path in own_site.data_dir.glob("db.sqlite3*")]
    end = time.monotonic() + 3
    while time.monotonic() < end:
        reply = own_site.request(HOME)
        assert (reply.status, reply.body) == (200, before)
    for path in away:
        path.rename(str(path).removesuffix(".away"))
    publish(own_site, "数据库回来了。")
    wait_for(lambda: seen_by_all(own_site, ARTICLE, "数据库回来了。"), "the change to be seen")


# --- In a Valkey


@pytest.fixture
def valkey(valkey_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty Valkey, waited for as long as a busy machine needs."""
    monkeypatch.setattr(shared, "PATIENCE", 30.0)
    lose_all_messages(valkey_url)
    return valkey_url


def test_a_page_comes_out_as_it_went_in_and_goes_when_it_is_old(valkey: str) -> None:
    Shared(valkey).put("1 place", ENTRY)
    other = Shared(valkey)
    assert other.get("1 place") == ENTRY
    assert other.get("2 place") is None
    with connected(valkey) as server:
        (name,) = server.keys("academy:page:*")
        assert 0 < server.pttl(name) <= (ENTRY.until - time.time() + 1) * 1000
    other.put("1 old", Entry([], "", {"": b""}, [], time.time() - 1))
    assert other.get("1 old") is None


def test_junk_is_no_page(valkey: str) -> None:
    store = Shared(valkey)
    store.put("1 place", ENTRY)
    with connected(valkey) as server:
        (name,) = server.keys("academy:page:*")
        server.set(name, b"\xc1junk")
    assert store.get("1 place") is None


def test_a_server_that_is_silent_is_left_alone_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(30)
        store = Shared(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        assert store.get("1 place") is None
        silent.accept()[0].close()
        store.put("1 place", ENTRY)
        assert store.get("1 place") is None
        silent.settimeout(0.5)
        with pytest.raises(TimeoutError):
            silent.accept()
        monkeypatch.setattr(shared, "PAUSE", 0.0)
        store._rests_until = 0.0
        store.get("1 place")
        silent.accept()[0].close()


def test_a_page_that_one_process_made_another_has(valkey: str) -> None:
    first, second = (Pages(Watch(), Memory(), Shared(valkey)) for _ in range(2))
    first.keep("place", "1.1", ENTRY)
    assert second.find("place", "1.1") == ENTRY
    assert second.find("place", "2.2") is None
    lose_all_messages(valkey)
    assert second.find("place", "1.1") == ENTRY, "now from its own memory"


def test_without_its_valkey_a_site_keeps_pages_by_itself(demo: Demo, own_site: RunningSite, tmp_path: Path) -> None:
    variables = {"CACHE_URL": f"valkey://127.0.0.1:{free_port()}/0"}
    site = start_site(demo, tmp_path, DATABASE_URL=f"sqlite:///{own_site.data_dir / 'db.sqlite3'}", **variables)
    try:
        wait_for(lambda: kept_by_all(site, HOME), "the home page to be kept")
    finally:
        stop_site(site)
