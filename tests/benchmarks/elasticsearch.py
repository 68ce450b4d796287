"""A node of Elasticsearch for a benchmark, with all entries in it, asked in the place of the database."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from django.conf import settings

from scams.search import engines, instead
from scams.search.entries import all_entries
from tests.conftest import free_port
from tests.services.elasticsearch import Node


class Watched:
    """What a node has to do, told when all is done."""

    def __init__(self, node: Node) -> None:
        assert node.process
        self._process = psutil.Process(node.process.pid)
        begun = time.perf_counter()
        self._entries = engines.kept()[-1].replace(all_entries())
        self._seconds = time.perf_counter() - begun
        self._used = self._processor()

    def __str__(self) -> str:
        used = self._processor() - self._used
        memory = self._process.memory_info().rss / 2**20
        return (
            f"{self._entries} entries indexed in {self._seconds:.0f} s; the node took {used:.1f} s of processor for"
            f" all questions, warming up included, and {memory:.0f} MB"
        )

    def _processor(self) -> float:
        times = self._process.cpu_times()
        return times.user + times.system


@contextmanager
def searched() -> Iterator[Watched]:
    """Have Elasticsearch asked within; AssertionError where anything was answered by the database after all."""
    with tempfile.TemporaryDirectory() as folder, Node(Path(folder), free_port(), free_port(), java=()) as node:
        settings.ELASTICSEARCH = {"urls": (node.url,), "patience": 10.0}
        try:
            yield Watched(node)
            assert not instead.by_reason, instead.by_reason
        finally:
            settings.ELASTICSEARCH = {}
