"""How often one engine answered in another's place, in this process. No Django: `/metrics` tells it."""

import threading
from typing import Final

by_reason: Final[dict[str, int]] = {}
_lock: Final = threading.Lock()


def count(reason: str) -> None:
    """Count an answer by why the other engine did not give it; the reasons are few."""
    with _lock:
        by_reason[reason] = by_reason.get(reason, 0) + 1
