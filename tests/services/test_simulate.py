"""`manage.py simulate` on a real database file: what it makes is marked, and taken away whole."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.conftest import Demo, environment_for, manage

TABLES = ("scams_outcomeevent", "scams_outcomebacklog", "scams_warningoutcome", "scams_effectcell", "scams_release")


def clients(data_dir: Path) -> dict[str, set[str]]:
    """Whose rows are in each table that a client's rows may be in."""
    with closing(sqlite3.connect(data_dir / "db.sqlite3")) as database:
        return {one: {row[0] for row in database.execute(f"SELECT DISTINCT client FROM {one}")} for one in TABLES}  # noqa: S608


def test_a_simulation_is_counted_and_removed(demo: Demo, tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    shutil.copytree(demo.data_dir, data_dir)
    environment, before = environment_for(data_dir), clients(data_dir)
    made = manage("simulate", "--payments", "300", environment=environment)
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.split("shown")[1].split()[0] == "300"
    found = clients(data_dir)
    assert {one for one, names in found.items() if "simulation" in names} >= {
        "scams_outcomeevent", "scams_warningoutcome", "scams_effectcell",
    }  # fmt: skip
    removed = manage("simulate", "--remove", environment=environment)
    assert (removed.returncode, removed.stderr) == (0, "")
    assert clients(data_dir) == before


def test_the_reserved_name_is_refused(demo: Demo, tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    shutil.copytree(demo.data_dir, data_dir)
    refused = manage("create_api_client", "simulation", environment=environment_for(data_dir))
    assert refused.returncode != 0
    assert "manage.py simulate" in refused.stderr
