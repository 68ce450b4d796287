"""The test database as a file, as servers read it."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection


@pytest.fixture(scope="session")
def whole_database(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database every test begins with, in a file: real tables, real content, one deck."""
    path = tmp_path_factory.mktemp("database") / "db.sqlite3"
    with django_db_blocker.unblock(), closing(sqlite3.connect(path)) as file:
        connection.ensure_connection()
        connection.connection.backup(file)
    return path


@pytest.fixture
def database_file(whole_database: Path, tmp_path: Path) -> Path:
    """A copy to change, move away and break."""
    return Path(shutil.copy(whole_database, tmp_path / "db.sqlite3"))
