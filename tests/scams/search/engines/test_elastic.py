"""Elasticsearch keeps to the contract, on a real node; its index is made anew without a moment without an answer."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from scams.search.contract import EngineDown, Entry, Status
from scams.search.engines import elastic_indices
from scams.search.engines.elastic import ElasticEngine
from scams.search.engines.options import ElasticOptions
from tests.scams.search.engines.contract import EngineContract, entry, keys, query


def engine_on(url: str, prefix: str) -> ElasticEngine:
    return ElasticEngine(ElasticOptions((url,), prefix=prefix, patience=10.0))


def indices(engine: ElasticEngine) -> list[str]:
    """Everything there is under the engine's prefix."""
    return sorted(engine.client.indices.get(index=f"{engine.indices.prefix}-*"))


class TestElastic(EngineContract):
    """The engine on a node of its own."""

    @pytest.fixture
    def engine(self, elastic_url: str) -> ElasticEngine:
        made = engine_on(elastic_url, "contract")
        made.replace([])
        return made


@pytest.fixture
def elastic(elastic_url: str) -> Iterator[ElasticEngine]:
    """An engine without an index yet."""
    made = engine_on(elastic_url, "making")
    yield made
    if left := indices(made):
        made.client.indices.delete(index=left)


def test_without_an_index_there_is_no_answer(elastic: ElasticEngine) -> None:
    with pytest.raises(EngineDown) as raised:
        elastic.search(query("刷单"))
    assert raised.value.reason == "no-index"
    with pytest.raises(EngineDown, match="no-index"):
        elastic.put([entry()])
    assert (elastic.digests(), indices(elastic)) == ({}, [])
    assert elastic.status() == Status("elasticsearch", {}, trouble="not made yet")


def test_a_rebuild_that_fails_leaves_what_was_there_and_nothing_else(elastic: ElasticEngine) -> None:
    elastic.replace([entry(1)])
    before = indices(elastic)
    with pytest.raises(ZeroDivisionError):
        elastic.replace(entry(one, f"{1 / one}") for one in (2, 1, 0))
    with pytest.raises(EngineDown, match="refused"):
        elastic.replace([entry(1, locale="zh-Hans", key="x" * 600)])  # longer than an id may be
    assert indices(elastic) == before == elastic.indices.asked()
    assert keys(elastic.search(query("刷单"))) == ["article:1"]


def test_old_and_orphaned_indices_go_and_strangers_stay(
    elastic: ElasticEngine, elastic_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    elastic.client.indices.create(index="making-of-others")
    with monkeypatch.context() as patch:
        patch.setattr(elastic_indices, "generation", lambda: "0" * 8)
        engine_on(elastic_url, "making").replace([entry(7)])
    assert elastic.status().trouble == "made by another version of the program"
    orphan, filling = (f"{elastic.indices.alias}-{int(time.time()) - age}-abcdef" for age in (7200, 60))
    for name in (orphan, filling):
        elastic.client.indices.create(index=name)
    elastic.replace([entry(1)])
    elastic.replace([entry(2)])
    assert indices(elastic) == sorted([*elastic.indices.asked(), filling, "making-of-others"])


def test_there_is_an_answer_at_every_moment_of_many_rebuilds(elastic: ElasticEngine) -> None:
    elastic.replace(entry(one) for one in range(50))
    stop, answers, failures = threading.Event(), set[int](), list[Exception]()

    def search() -> None:
        while not stop.is_set():
            try:
                answers.add(elastic.search(query("刷单")).total)
            except EngineDown as error:
                failures.append(error)

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in (60, 70, 80, 90, 100):
        elastic.replace(entry(one) for one in range(number))
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert answers <= {50, 60, 70, 80, 90, 100}
    assert len(answers) > 2


def test_of_rebuilds_at_once_one_is_asked_and_the_next_tidies_up(
    elastic: ElasticEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rebuild(number: int) -> int:
        return elastic.replace(entry(one) for one in range(number))

    for _ in range(5):
        with ThreadPoolExecutor(3) as pool:
            assert list(pool.map(rebuild, (10, 20, 30))) == [10, 20, 30]
        assert len(elastic.indices.asked()) == 1
        assert elastic.search(query("刷单")).total in (10, 20, 30)
    elastic.put([entry(1000)])
    monkeypatch.setattr(elastic_indices, "FILLING_MOST", -60.0)
    elastic.replace([entry(1)])
    assert indices(elastic) == elastic.indices.asked()


def test_only_the_entry_is_kept_as_it_was_written(elastic: ElasticEngine) -> None:
    elastic.replace([entry(1, text="甜头" * 100)])
    kept = elastic.client.get(index=elastic.indices.alias, id="article:1")["_source"]
    assert kept.keys() <= set(Entry.__struct_fields__)
