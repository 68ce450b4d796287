"""Elasticsearch killed and brought back under a site that people search: every search is answered meanwhile."""

import shutil
import threading
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Self

import pytest

from scams.search.contract import Query
from scams.search.engines.elastic import ElasticEngine
from scams.search.engines.options import ElasticOptions
from scams.search.text import terms
from tests.conftest import Demo, RunningSite, environment_for, free_port, manage, missing, start_site, stop_site
from tests.services.conftest import wait_for
from tests.services.elasticsearch import Node, lacking

PREFIX = "killed"
SOON = {"JOB_BACKOFF": "1", "SWEEP_JOBS_EVERY": "1", "SWEEP_SEARCH_EVERY": "2", "ELASTICSEARCH_INDEX": PREFIX}
KNOWN = ("刷单", "刷單", "task scam", "冒充客服", "安全账户", "公安局打电话说我涉嫌洗钱")
PUBLISH = """
from scams.models import ScamPattern
page = ScamPattern.objects.get(slug="task-rebate", locale__language_code="zh-hans")
page.title = {title!r}
page.save_revision().publish()
"""


class Searched(NamedTuple):
    """A site with two workers, and the node that it asks."""

    node: Node
    site: RunningSite

    def find(self, text: str) -> list[str]:
        """Return the titles that people find."""
        asked = urllib.parse.urlencode({"q": text, "locale": "zh-Hans"})
        reply = self.site.request(f"/api/v1/search?{asked}")
        assert reply.status == 200, reply
        return [one["title"] for one in reply.json()["results"]]

    def publish(self, title: str) -> None:
        done = manage("shell", "--no-imports", "-c", PUBLISH.format(title=title), environment=self.site.environment)
        assert done.returncode == 0, done.stderr

    def instead(self) -> dict[str, float]:
        """Return how often the database answered, by the reason, as the metrics of all processes say."""
        found: dict[str, float] = {}
        for line in self.site.request("/metrics").body.decode().splitlines():
            if line.startswith("searches_instead_total"):
                reason = line.partition('reason="')[2].partition('"')[0]
                found[reason] = found.get(reason, 0) + float(line.rpartition(" ")[2])
        return found

    def holds(self, title: str) -> bool:
        """Whether Elasticsearch itself, and not only what stands in for it, finds an article."""
        return [hit.entry.title for hit in self.engine().search(Query(terms(title))).hits] == [title]

    def asked(self) -> int:
        """Return how many questions Elasticsearch says it answered."""
        engine = self.engine()
        stats = engine.client.indices.stats(index=engine.indices.alias, metric="search")
        return int(stats["_all"]["primaries"]["search"]["query_total"])

    def engine(self) -> ElasticEngine:
        return ElasticEngine(ElasticOptions((self.node.url,), prefix=PREFIX, patience=10.0))

    def command(self, *arguments: str) -> str:
        return manage("search_index", *arguments, environment=self.site.environment).stdout


class People:
    """Threads that search for known words on a site, in a `with` block; every answer is looked at."""

    def __init__(self, searched: Searched, number: int = 4) -> None:
        self.searched, self.good, self.failures = searched, 0, list[str]()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._search, args=(one,)) for one in range(number)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        self.go_on(20)
        return self

    def __exit__(self, *_args: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=60)

    def go_on(self, more: int) -> None:
        """Wait until so many more searches were answered, or one was not."""
        enough = self.good + more
        wait_for(lambda: self.good >= enough or self.failures, f"{more} searches", 120)
        assert self.failures == []

    def _search(self, turn: int) -> None:
        while not self._stop.is_set():
            turn += 1
            text = KNOWN[turn % len(KNOWN)]
            try:
                assert self.searched.find(text), f"nothing for {text}"
                self.good += 1
            except Exception as error:  # noqa: BLE001 - whatever it is, a search failed
                self.failures.append(repr(error))


@pytest.fixture
def searched(demo: Demo, tmp_path: Path) -> Iterator[Searched]:
    if lacking():
        missing(lacking())
    data = tmp_path / "data"
    shutil.copytree(demo.data_dir, data)
    with Node(tmp_path / "node", free_port(), free_port()) as node:
        variables = SOON | {"ELASTICSEARCH_URL": node.url}
        built = manage("search_index", "build", "--only-public", environment=environment_for(data) | variables)
        assert built.stdout.startswith("sqlite, elasticsearch: "), built.stderr
        site = start_site(demo, data, **variables)
        yield Searched(node, site)
        stop_site(site)


@pytest.mark.timeout(500)
def test_every_search_is_answered_while_the_node_is_killed_and_comes_back(searched: Searched) -> None:
    with People(searched) as people:
        people.go_on(40)
        assert searched.instead().keys() <= {"slow"}  # of a machine that is busy; not one was refused

        searched.node.kill()
        people.go_on(40)
        wait_for(lambda: searched.instead().get("paused"), "the counter")
        searched.publish("蓝色大象")
        wait_for(lambda: searched.find("蓝色大象") == ["蓝色大象"], "the article, in the database")
        wait_for(lambda: "lacks changes" in searched.command("status"), "the note that it lacks it")
        told = searched.command("status")
        assert "elasticsearch: no answer: unreachable" in told
        assert " paused" in told

        searched.node.start()
        wait_for(lambda: searched.holds("蓝色大象"), "the article, in Elasticsearch", 120)
        wait_for(lambda: "lacks changes" not in searched.command("status"), "that it lacks nothing")
        assert searched.command("verify") == "sqlite: as the content is\nelasticsearch: as the content is\n"
        before = searched.asked()
        wait_for(lambda: searched.asked() > before + 40, "Elasticsearch to be asked again")
        people.go_on(40)
    assert people.failures == []
