"""Pictures that are drawn once and kept as files, under a name made of what is on them."""

import hashlib
import json
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Lock
from typing import Any, Final, NamedTuple, ParamSpec

from django.conf import settings

from scams.files import put_in_place

logger = logging.getLogger(__name__)

VERSION: Final = 1
"""One more whenever pictures are drawn differently, so that no old ones are shown."""
MOST: Final = 4000
"""Pictures that are kept, at some 80 KB each."""
LONGEST: Final = timedelta(days=30)
"""How long one is kept; it is drawn again when it is asked for."""

P = ParamSpec("P")
_drawing = Lock()


class Kept(NamedTuple):
    """A picture, and what tells it from every other: its ETag."""

    digest: str
    content: bytes


def kept(draw: Callable[P, bytes], *args: P.args, **inputs: P.kwargs) -> Kept:
    """Return the picture that `draw` makes of the inputs: from its file, or else drawn now and put there.

    Of several who ask at once in one process one draws; processes overwrite each other's file with the same bytes.
    Where nothing can be written the picture is drawn each time.
    """
    digest = digest_of(draw, *args, **inputs)
    path = folder() / f"{digest}.png"
    content = _read(path)
    if content is None:
        with _drawing:
            content = _read(path) or _drawn(path, lambda: draw(*args, **inputs))
    return Kept(digest, content)


def digest_of(draw: Callable[P, bytes], *args: P.args, **inputs: P.kwargs) -> str:
    """Return the name of a picture without drawing it."""
    said: list[Any] = [VERSION, draw.__name__, args, inputs]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()[:40]


def folder() -> Path:
    """Return where the pictures are."""
    return Path(settings.MEDIA_ROOT) / "pictures"


def prune_pictures() -> int:
    """Delete the pictures that are too old, and the oldest of too many; return how many."""
    oldest = time.time() - LONGEST.total_seconds()
    files = sorted(_ages(), reverse=True)
    gone = [path for rank, (made, path) in enumerate(files) if rank >= MOST or made < oldest]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _ages() -> list[tuple[float, Path]]:
    """Return every file with when it was made; one that goes meanwhile is left out."""
    found = []
    with suppress(FileNotFoundError):
        for path in folder().iterdir():
            with suppress(FileNotFoundError):
                found.append((path.stat().st_mtime, path))
    return found


def _read(path: Path) -> bytes | None:
    """Return a file's content, or None where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def _drawn(path: Path, draw: Callable[[], bytes]) -> bytes:
    """Draw a picture and put it into its file."""
    content = draw()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        put_in_place(path, content)
    except OSError as error:
        logger.warning("The picture %s cannot be kept: %s", path.name, error)
    return content
