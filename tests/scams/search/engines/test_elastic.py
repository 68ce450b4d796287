"""Elasticsearch keeps to the contract, on a real node."""

import pytest

from scams.search.contract import Engine
from scams.search.engines.elastic import ElasticEngine
from scams.search.engines.options import ElasticOptions
from tests.scams.search.engines.contract import EngineContract


class TestElastic(EngineContract):
    """The engine on a node of its own."""

    @pytest.fixture
    def engine(self, elastic_url: str) -> Engine:
        made = ElasticEngine(ElasticOptions((elastic_url,), prefix="contract", patience=5.0))
        made.replace([])
        return made
