"""SQLite keeps to the contract."""

import pytest

from scams.models import SearchEntry
from scams.search.contract import Engine
from scams.search.engines.sqlite import SqliteEngine
from tests.scams.search.engines.contract import EngineContract, entry, query


@pytest.mark.django_db
class TestSqlite(EngineContract):
    """The engine of the tests' own database."""

    @pytest.fixture
    def engine(self, db: None) -> Engine:
        made = SqliteEngine()
        made.replace([])
        return made


@pytest.mark.django_db
def test_two_questions_to_the_database_however_much_there_is(django_assert_num_queries: object) -> None:
    engine = SqliteEngine()
    for number in (1, 3):
        engine.replace([entry(one) for one in range(number)])
        with django_assert_num_queries(2):  # type: ignore[operator]
            assert engine.search(query("刷单")).total == number
        with django_assert_num_queries(1):  # type: ignore[operator]
            assert len(engine.suggest("刷", "zh-Hans")) == number


@pytest.mark.django_db
def test_a_rebuild_that_fails_leaves_what_was_there() -> None:
    engine = SqliteEngine()
    engine.replace([entry(1)])
    with pytest.raises(ZeroDivisionError):
        engine.replace(entry(one, f"{1 / one}") for one in (2, 1, 0))
    assert SearchEntry.objects.count() == 1
    assert engine.search(query("刷单")).total == 1
