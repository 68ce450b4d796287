"""Settings for a laptop: everything local, nothing to set. Also what `manage.py demo` runs on."""

from django.core.management.utils import get_random_secret_key

from academy.environment import env
from academy.settings.base import *  # noqa: F403
from academy.settings.base import DATA_DIR
from scams.files import put_in_place


def _kept_secret() -> str:
    """Return this laptop's own secret key, made once and kept in the data folder, readable by its owner."""
    path = DATA_DIR / "secret_key"
    if not path.exists() or not path.read_text(encoding="utf-8"):
        put_in_place(path, get_random_secret_key().encode())
    return path.read_text(encoding="utf-8")


DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "") or _kept_secret()
WHITENOISE_USE_FINDERS = True
