"""Settings for a laptop: everything local, nothing to set. Also what `manage.py demo` runs on."""

import os

from django.core.management.utils import get_random_secret_key

from academy.environment import env
from academy.settings.base import *  # noqa: F403
from academy.settings.base import DATA_DIR


def _kept_secret() -> str:
    """Return this laptop's own secret key, made once and kept in the data folder, readable by its owner."""
    path = DATA_DIR / "secret_key"
    if not path.exists() or not path.read_text(encoding="utf-8"):
        aside = path.with_name(f"secret_key.{os.getpid()}")
        aside.touch(mode=0o600)
        aside.write_text(get_random_secret_key(), encoding="utf-8")
        aside.rename(path)
    return path.read_text(encoding="utf-8")


DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "") or _kept_secret()
WHITENOISE_USE_FINDERS = True
