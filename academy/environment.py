"""Typed readers of the environment that need no Django, for settings and the hot endpoint alike.

Every variable of the project is read here or in `academy.settings`, and is in the README's table.
"""

from pathlib import Path
from typing import Final

from environs import Env

env: Final = Env()

BASE_DIR: Final = Path(__file__).resolve().parent.parent


def data_dir() -> Path:
    """Return the folder that holds everything written at run time (`DATA_DIR`, default `var/`)."""
    return Path(env.str("DATA_DIR", str(BASE_DIR / "var"))).resolve()


def database_url() -> str:
    """Return `DATABASE_URL`, by default an SQLite file in the data folder."""
    return env.str("DATABASE_URL", f"sqlite:///{data_dir() / 'db.sqlite3'}")


def cache_url() -> str:
    """Return `CACHE_URL`, the address of a Valkey or Redis; empty for none."""
    return env.str("CACHE_URL", "")
