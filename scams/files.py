"""Files that must be whole, and nobody else's to read."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import gethostname


def put_in_place(path: Path, content: bytes) -> None:
    """Write a file aside, readable by its owner alone, and put it in place in one step.

    Readers see the old file or the new one, never a part. OSError when it cannot be written; nothing is left then.
    """
    with _written_aside(path, content) as aside:
        aside.replace(path)


def put_first(path: Path, content: bytes) -> bytes:
    """Write a file unless there is one, and return what is in it: of several that try at once, one wins.

    Readable by its owner alone. OSError when it can be neither written nor read.
    """
    with _written_aside(path, content) as aside, suppress(FileExistsError):
        path.hardlink_to(aside)
    return path.read_bytes()


@contextmanager
def _written_aside(path: Path, content: bytes) -> Iterator[Path]:
    """Give a file beside `path`, readable by its owner alone, with the content in it; nothing of it is left behind."""
    aside = path.with_name(f"{path.name}.{gethostname()}.{os.getpid()}")
    try:
        aside.touch(mode=0o600)
        aside.write_bytes(content)
        yield aside
    finally:
        with suppress(OSError):
            aside.unlink()
