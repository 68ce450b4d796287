"""The key that the demonstration calls the API with: from the environment, or a file that `manage.py demo` made."""

from pathlib import Path
from typing import Final

from django.conf import settings

from scams.api.clients import create_client, rotate_key
from scams.files import put_in_place
from scams.models import ApiClient

CLIENT: Final = "demo-page"


def key() -> str:
    """Return the key, or nothing where the demonstration is off."""
    if settings.DEMO_API_KEY or settings.DEMO_KEY_FILE is None:
        return str(settings.DEMO_API_KEY)
    try:
        return Path(settings.DEMO_KEY_FILE).read_text(encoding="ascii").strip()
    except OSError:
        return ""


def ensure_key() -> bool:
    """Have a key in the file, which its owner alone may read; return whether it was made just now."""
    file = settings.DEMO_KEY_FILE
    if key() or file is None:
        return False
    known = ApiClient.objects.filter(name=CLIENT, revoked_at=None).exists()
    made = rotate_key(CLIENT) if known else create_client(CLIENT)
    put_in_place(Path(file), made.encode("ascii"))
    return True
